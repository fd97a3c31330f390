"""Everything that can be done, as lines of the palette: verbs of the page, menus, saved filters, help."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QWidget

from synthreview.errors import SynthreviewError
from synthreview.translation import Table, later, tr
from synthreview.ui.actions import VERBS, Mode, Verb, first_key
from synthreview.ui.icons import icon

if TYPE_CHECKING:
    from synthreview.ui.main_window import MainWindow

_VERBS = {verb.id: verb for verb in VERBS}
_OPEN_FIRST = later("Open a project first.")
_UNDOING = Table({"undo": later("There is nothing to undo."), "redo": later("There is nothing to redo.")})


@dataclass(frozen=True, slots=True)
class Command:
    """A line of the palette.

    ``id`` is how it is remembered, ``about`` what kind of thing it is, ``why_not`` why it cannot be done
    now, and ``rare`` keeps it out of sight until something is typed.
    """

    id: str
    words: str
    act: Callable[[], object]
    key: str = ""
    about: str = ""
    why_not: str = ""
    icon: QIcon = field(default_factory=QIcon)
    rare: bool = False


class Commands(QObject):
    """Gathers the commands of a window at the moment they are asked for."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def gather(self) -> list[Command]:
        """Every command once: what the page offers first, then the menus, what is saved, the help."""
        found: dict[str, Command] = {}
        for command in (*self._of_page(), *self._of_menus(), *self._offered(), *self._of_help()):
            found.setdefault(command.id, command)
        return list(found.values())

    @Slot()
    def offer(self) -> None:
        """Open the palette."""
        from synthreview.ui.palette import Palette

        palette = Palette(self.gather(), self._window, self._window.settings.recent_commands)
        palette.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        palette.chosen.connect(self._note)
        palette.finished.connect(self._return)
        palette.open()

    @Slot()
    def _return(self) -> None:
        """Give the keyboard back to the window, which not every desktop does by itself."""
        self._window.activateWindow()

    @Slot(str)
    def _note(self, command: str) -> None:
        self._window.settings.note_command(command)
        self._window.looks.save()

    def _of_page(self) -> Iterator[Command]:
        page = self._window.places.currentWidget()
        if page is None:
            return
        here = [widget for widget in (page, *page.findChildren(QWidget)) if widget.isVisibleTo(page)]
        entries = {entry.objectName(): entry for widget in here for entry in widget.actions()}
        for verb in sorted(VERBS, key=lambda verb: not verb.listed):
            entry = entries.get(verb.id)
            if entry is not None and verb.id not in _UNDOING and _says(entry, verb):
                yield self._command(entry)

    def _of_menus(self) -> Iterator[Command]:
        for entry in self._window.menus.commands():
            if words_of(entry):
                yield self._command(entry)

    def _offered(self) -> Iterator[Command]:
        """What pages keep themselves, such as saved filters: a page that has some has this method."""
        session = self._window.session
        for name, where in self._saved_filters().items():
            way, sign = _Filter(self._window, where), icon("filter")
            yield Command(
                f"filter:{name}", tr("Show {name}", name=name), way.show, about=tr("Saved filter"), icon=sign
            )
        for page in (*(session.pages().values() if session is not None else ()), self._window.preferences):
            offer = getattr(page, "palette_commands", None)
            if offer is not None:
                yield from offer()

    def _saved_filters(self) -> dict[str, str]:
        session = self._window.session
        if session is None:
            return {}
        with suppress(SynthreviewError):  # a project that cannot be read says so elsewhere
            return session.project.saved_filters()
        return {}

    def _of_help(self) -> Iterator[Command]:
        from synthreview.ui.help_window import headings

        for title, heading in headings():
            words = f"{title}: {heading}" if heading else title
            place = _HelpPlace(self._window, title, heading)
            yield Command(f"help:{words}", words, place.show, about=tr("Help"), rare=True)

    def _command(self, entry: QAction) -> Command:
        name = entry.objectName() or words_of(entry)
        why_not = "" if entry.isEnabled() else self._why_not(name)
        return Command(name, words_of(entry), entry.trigger, key_of(entry), "", why_not, entry.icon())

    def _why_not(self, name: str) -> str:
        session = self._window.session
        if session is None:
            return tr(_OPEN_FIRST)
        if name in _UNDOING and not session.project.read_only:
            return _UNDOING[name]
        if session.project.read_only:
            return session.project.read_only_reason
        verb = _VERBS.get(name)
        if verb is not None and verb.mode is Mode.WRITING:
            return tr("Only while an item is being fixed.")
        if verb is not None and verb.mode is Mode.REVIEW:
            return tr("Not for what is on screen now.")
        return tr("Not now.")


class _Filter(QObject):
    """A saved filter that can be opened."""

    def __init__(self, window: MainWindow, where: str) -> None:
        super().__init__(window)
        self._window, self._where = window, where

    @Slot()
    def show(self) -> None:
        self._window.open_filter(self._where)


class _HelpPlace(QObject):
    """A heading of the help that can be gone to."""

    def __init__(self, window: MainWindow, title: str, heading: str) -> None:
        super().__init__(window)
        self._window, self._title, self._heading = window, title, heading

    @Slot()
    def show(self) -> None:
        self._window.show_help(self._title, self._heading)


def _says(entry: QAction, verb: Verb) -> bool:
    """Whether a line tells what it does: one digit of many does only once it was given words of its own."""
    return verb.listed or entry.text() != verb.words


def words_of(entry: QAction) -> str:
    """A command's words without the marks and keys that menus put in."""
    return entry.text().split("\t")[0].replace("&", "").strip()


def key_of(entry: QAction) -> str:
    """The key that does the same, as the person's system writes it; empty without one."""
    return first_key(entry.objectName()) if entry.objectName() in _VERBS else ""
