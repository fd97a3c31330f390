"""The menu bar: every act of the window in words, for those who look before they press keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QMenuBar

from synthreview.translation import Table, later, tr
from synthreview.ui import theme
from synthreview.ui.actions import action, first_key, verb
from synthreview.ui.keys.live import live
from synthreview.ui.model_menu import ModelMenu
from synthreview.ui.rail import PLACES

if TYPE_CHECKING:
    from synthreview.ui.main_window import MainWindow

SCHEMES = Table(
    {
        "system": later("Colours: as the system"),
        "light": later("Colours: light"),
        "dark": later("Colours: dark"),
    }
)


class Menus(QObject):
    """Fills a window's menu bar and keeps the words of undo and redo current."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._bar: QMenuBar = window.menuBar()
        self.needs_project: list[QAction] = []
        self.needs_writing: list[QAction] = []
        self._undoing = {name: verb(name).words for name in ("undo", "redo")}
        self._file()
        self._edit()
        self._view()
        self._go()
        self._help()

    def commands(self) -> list[QAction]:
        """Every command of every menu, in the order of the menus."""
        found: list[QAction] = []
        for menu in self._bar.findChildren(QMenu):
            found += [entry for entry in menu.actions() if not entry.isSeparator() and entry.menu() is None]
        return found

    def run(self, verb: str) -> None:
        """Run the command of a verb by its id."""
        for command in self.commands():
            if command.objectName() == verb:
                command.trigger()

    def show_state(self, *, project: bool, writable: bool, undo: str | None, redo: str | None) -> None:
        """Enable what can be done now and say what undo and redo would do."""
        for entry in self.needs_project:
            entry.setEnabled(project)
        for entry in self.needs_writing:
            entry.setEnabled(project and writable)
        self._undoing["undo"] = tr("Undo {label}", label=undo) if undo else verb("undo").words
        self._undoing["redo"] = tr("Redo {label}", label=redo) if redo else verb("redo").words
        self.undo.setEnabled(undo is not None and writable)
        self.redo.setEnabled(redo is not None and writable)
        self._show_undo_keys()

    @Slot()
    def _show_undo_keys(self) -> None:
        """The pages have the keys of these two; the menu only says which they are."""
        for entry, name in ((self.undo, "undo"), (self.redo, "redo")):
            key = first_key(name)
            entry.setText(f"{self._undoing[name]}\t{key}" if key else self._undoing[name])

    def _file(self) -> None:
        window, menu = self._window, self._bar.addMenu(tr("&File"))
        menu.addAction(action("new_project", window, window.new_from_file))
        menu.addAction(action("open_project", window, window.choose_project))
        menu.addAction(tr("Try the sample"), window.open_sample)
        menu.addSeparator()
        imported = action("import_file", window, window.choose_data)
        menu.addAction(imported)
        menu.addAction(action("import_folder", window, window.choose_folder))
        self.needs_writing.append(menu.addAction(tr("Analyze"), window.analyze))
        self.model = ModelMenu(window)
        menu.addMenu(self.model)
        labelling = action("label_blind", window, self._label_blind)
        reporting = action("report", window, self._report)
        backing = action("back_up", window, window.keeper.back_up)
        restoring = action("restore", window, window.keeper.choose)
        for entry in (labelling, reporting, None, backing, restoring):
            if entry is None:
                menu.addSeparator()
            else:
                menu.addAction(entry)
                self.needs_project.append(entry)
        menu.addSeparator()
        closing = action("close_project", window, window.close_project)
        menu.addAction(closing)
        self.needs_project.append(closing)
        menu.addAction(action("quit", window, window.close))

    @Slot()
    def _label_blind(self) -> None:
        self._window.label_blind()

    @Slot()
    def _report(self) -> None:
        if self._window.session is not None:
            self._window.session.insights.write_report()

    def _edit(self) -> None:
        menu = self._bar.addMenu(tr("&Edit"))
        # The pages own the keys of these two, so that Review shows the item it was about.
        self.undo = menu.addAction(tr("Undo"), self._window.undo)
        self.redo = menu.addAction(tr("Redo"), self._window.redo)
        for entry, name in ((self.undo, "undo"), (self.redo, "redo")):
            entry.setObjectName(name)
        live.changed.connect(self._show_undo_keys)
        menu.addSeparator()
        menu.addAction(action("settings", self._window, self._window.show_settings))

    def _view(self) -> None:
        window, menu = self._window, self._bar.addMenu(tr("&View"))
        group = QActionGroup(self)
        self._schemes = {}
        for scheme, words in SCHEMES.items():
            entry = group.addAction(menu.addAction(words))
            entry.setCheckable(True)
            entry.setObjectName(scheme)
            self._schemes[scheme] = entry
        group.triggered.connect(self._scheme_chosen)
        self._show_scheme()
        theme.signals.changed.connect(self._show_scheme)
        menu.addAction(action("theme", window, window.looks.switch_scheme))
        menu.addSeparator()
        menu.addAction(action("larger", window, window.looks.larger))
        menu.addAction(action("smaller", window, window.looks.smaller))

    @Slot()
    def _show_scheme(self) -> None:
        self._schemes[self._window.settings.theme].setChecked(True)

    @Slot(QAction)
    def _scheme_chosen(self, entry: QAction) -> None:
        self._window.looks.set_scheme(entry.objectName())

    def _go(self) -> None:
        window, menu = self._window, self._bar.addMenu(tr("&Go"))
        for place in PLACES:
            entry = action(place, window, self._go_there)
            menu.addAction(entry)
        menu.addSeparator()
        menu.addAction(action("palette", window, window.find_command))

    @Slot()
    def _go_there(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._window.go(sender.objectName())

    def _help(self) -> None:
        menu = self._bar.addMenu(tr("&Help"))
        menu.addAction(action("help", self._window, self._window.show_help))
        menu.addAction(action("keys", self._window, self._window.show_keys))
        menu.addAction(tr("About synthreview"), self._window.show_about)
