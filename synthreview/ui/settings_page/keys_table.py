"""Every verb with its keys, by where they count; what fits the words searched for."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from synthreview.translation import later, tr
from synthreview.ui import theme
from synthreview.ui.actions import VERBS, Mode, Verb, keys_of, shown, verb
from synthreview.ui.keys.keymap import Keymap
from synthreview.ui.keys.live import live

_LINES = 12
"""Lines to see at once."""
NONE = later("no key")


class KeysTable(QTreeWidget):
    """Two columns: what is done, and its keys; own keys are marked as such in words."""

    asked = Signal()
    """A person wants another key for the verb they are at."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Keys"))
        self.setProperty("look", "card")
        self.setColumnCount(2)
        self.setHeaderLabels([tr("What"), tr("Keys")])
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(0)
        self.setUniformRowHeights(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.header().setSectionsMovable(False)
        self.header().setStretchLastSection(False)
        self._groups: dict[Mode, QTreeWidgetItem] = {}
        self._lines: dict[str, QTreeWidgetItem] = {}
        self._map = Keymap()
        self._fill()
        self.itemDoubleClicked.connect(self._on_double)
        live.changed.connect(self.refresh)
        theme.signals.changed.connect(self._measure)
        self._measure()

    def show_map(self, keymap: Keymap) -> None:
        """Show the keys of a person."""
        self._map = keymap
        self.refresh()

    @property
    def current(self) -> Verb | None:
        """The verb a person is at."""
        entry = self.currentItem()
        found = entry.data(0, Qt.ItemDataRole.UserRole) if entry is not None else None
        return found if isinstance(found, Verb) else None

    def go_to(self, name: str) -> None:
        """Go to the line of a verb."""
        self.setCurrentItem(self._lines[name])

    def search(self, words: str) -> None:
        """Leave the verbs whose words or keys hold all the words."""
        wanted = words.casefold().split()
        for entry in self._lines.values():
            text = f"{entry.text(0)} {entry.text(1)}".casefold()
            entry.setHidden(not all(word in text for word in wanted))
        for mode, group in self._groups.items():
            group.setHidden(not any(verb(name).mode is mode for name in self.found))
        if self.current is None or self.current.id not in self.found:
            if self.found:
                self.go_to(self.found[0])
            else:
                self.selectionModel().clear()

    @property
    def found(self) -> list[str]:
        """The ids of the verbs on show."""
        return [name for name, entry in self._lines.items() if not entry.isHidden()]

    @Slot()
    def refresh(self) -> None:
        """Show the keys in force."""
        for name, entry in self._lines.items():
            keys = ", ".join(dict.fromkeys(map(shown, keys_of(name)))) or tr(NONE)
            entry.setText(1, tr("{keys}  (own)", keys=keys) if name in self._map.own else keys)
            entry.setData(1, Qt.ItemDataRole.AccessibleTextRole, f"{entry.text(0)}: {entry.text(1)}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks for another key."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.asked.emit()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_double(self) -> None:
        if self.current is not None:
            self.asked.emit()

    def _fill(self) -> None:
        for mode in Mode:
            group = self._groups[mode] = QTreeWidgetItem(self, [mode.words])
            group.setFirstColumnSpanned(True)
            group.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = group.font(0)
            font.setBold(True)
            group.setFont(0, font)
            for each in sorted(VERBS, key=lambda verb: not verb.listed):
                if each.mode is mode:
                    entry = QTreeWidgetItem(group, [each.words])
                    entry.setData(0, Qt.ItemDataRole.UserRole, each)
                    self._lines[each.id] = entry
            group.setExpanded(True)
        self.refresh()

    @Slot()
    def _measure(self) -> None:
        line = theme.interface_font_height() + 10
        self.setFixedHeight(min(_LINES * line, 480) + self.header().sizeHint().height())
