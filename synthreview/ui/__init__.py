"""The window: shows and never decides. The only code that imports PySide6 and pyqtgraph."""
