"""A heading that shows or hides what belongs to it, so that rare things do not crowd the usual ones."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from synthreview.translation import tr
from synthreview.ui import icons
from synthreview.ui.elements import button


class Fold(QWidget):
    """Closed until someone opens it; the heading is a button, so the keyboard reaches it."""

    turned = Signal(bool)
    """Whether it is open now."""

    def __init__(self, title: str, content: QWidget) -> None:
        super().__init__()
        self.content = content
        self.head = button(title, self._turn, "fold")
        self.head.setIconSize(QSize(16, 16))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.head)
        layout.addWidget(content)
        self.set_open(False)

    @property
    def is_open(self) -> bool:
        """Whether the content is on show."""
        return not self.content.isHidden()

    def set_open(self, on: bool) -> None:
        """Show or hide the content."""
        self.content.setVisible(on)
        icons.dress(self.head, "chevron-down" if on else self._onwards(), "accent")
        title = self.head.text()
        said = tr("{title}, open", title=title) if on else tr("{title}, closed", title=title)
        self.head.setAccessibleName(said)

    def _onwards(self) -> str:
        """The arrow that points to where reading goes."""
        right_to_left = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        return "chevron-left" if right_to_left else "chevron-right"

    @Slot()
    def _turn(self) -> None:
        self.set_open(not self.is_open)
        self.turned.emit(self.is_open)
