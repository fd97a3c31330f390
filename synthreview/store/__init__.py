"""The project file: the only code that knows SQL."""
