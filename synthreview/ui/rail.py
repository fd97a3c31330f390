"""The left rail: the places of the program."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout

from synthreview.translation import Table, later
from synthreview.ui import icons
from synthreview.ui.actions import verb
from synthreview.ui.keys.follow import tip

PLACES = Table(
    {
        "home": later("Home"),
        "data": later("Data"),
        "review": later("Review"),
        "insights": later("Insights"),
        "probe": later("Effect"),
        "export": later("Export"),
    }
)
"""The places by their id, which is also the id of the verb that goes there and of its icon."""


FOOT = Table({"settings": later("Settings")})
"""What stands at the foot, apart from the places of the work."""
WITHOUT_PROJECT = Table(
    {
        "data": later("The data sets of a project are listed here."),
        "review": later("The items of a project are reviewed here, the riskiest first."),
        "insights": later("Charts of a project's risk and labels are shown here."),
        "probe": later("Whether cleaning makes a better model is told here."),
        "export": later("Cleaned files are written from here."),
    }
)
"""What would be in a place if a project were open."""


class Rail(QFrame):
    """A button for each place and one at the foot, one of them down."""

    chosen = Signal(str)
    """The id of the place a person went to."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "rail")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._buttons: dict[str, QToolButton] = {}
        group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 12, 6, 12)
        layout.setSpacing(6)
        for place, words in {**PLACES, **FOOT}.items():
            if place in FOOT:
                layout.addStretch(1)
            made = self._button(place, words)
            group.addButton(made)
            layout.addWidget(made)
            self._buttons[place] = made
        self.go("home")

    def go(self, place: str) -> None:
        """Show a place as the current one."""
        for name, made in self._buttons.items():
            made.setChecked(name == place)
            icons.dress(made, name, "accent" if name == place else "muted")

    def _button(self, place: str, words: str) -> QToolButton:
        made = QToolButton()
        made.setText(words)
        made.setProperty("look", "rail")
        made.setObjectName(place)
        made.setAccessibleName(words)
        tip(made, verb(place).words, place)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        made.setIconSize(QSize(20, 20))
        made.setCheckable(True)
        made.setMinimumWidth(64)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.clicked.connect(self._clicked)
        return made

    @Slot()
    def _clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.chosen.emit(sender.objectName())
