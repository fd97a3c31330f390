"""The one table of verbs: menus, keys, tooltips and the overlay of keys are all made from it.

The table has the default keys; ``keys_of`` says which are in force for this person, and what shows or
obeys a key follows ``live.changed``. A key belongs to a mode. ``ANYWHERE`` holds in every mode, so its
keys are taken in all of them; a test proves that no two verbs of one mode share a key, since Qt would
then run neither.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from synthreview.translation import Table, later, tr
from synthreview.ui import icons
from synthreview.ui.keys.focus import watch
from synthreview.ui.keys.live import live


class Mode(StrEnum):
    """Where a key counts."""

    REVIEW = later("While reviewing")
    BLIND = later("While labelling blind")
    WRITING = later("While writing")
    ANYWHERE = later("Anywhere")

    @property
    def words(self) -> str:
        """The mode as a heading."""
        return tr(self.value)


@dataclass(frozen=True, slots=True)
class Verb:
    """Something a person can do: its id in code, its words, its default keys, where they count."""

    id: str
    said: str
    keys: tuple[str, ...] = ()
    mode: Mode = Mode.ANYWHERE
    icon: str = ""
    repeats: bool = False
    """Whether a held key goes on; never for what changes data."""
    listed: bool = True
    """Whether the overlay of keys gives it a line of its own."""
    reviewing: bool = False
    """Whether a key of another mode counts while reviewing too."""
    digit: str = ""
    """What fills the words of one verb of several: ``Say what is wrong: 3``."""

    @property
    def words(self) -> str:
        """What it does, as menus and tooltips say it."""
        return tr(self.said, digit=self.digit) if self.digit else tr(self.said)

    @property
    def tip(self) -> str:
        """The words with the first key in force, for tooltips."""
        return f"{self.words} ({first_key(self.id)})" if keys_of(self.id) else self.words


DIGITS = tuple(str(number) for number in range(1, 10))
SUGGESTIONS = tuple(f"suggestion_{digit}" for digit in DIGITS)
BLIND_DIGITS = ("0", *DIGITS)
"""Labels that are numbers are their own keys, so that 0 is one too."""

VERBS: tuple[Verb, ...] = (
    Verb("accept", later("Accept"), ("A",), Mode.REVIEW, "accept"),
    Verb("reject", later("Reject"), ("X",), Mode.REVIEW, "reject"),
    Verb("fix", later("Fix"), ("E",), Mode.REVIEW, "fix"),
    Verb("defer", later("Defer"), ("D",), Mode.REVIEW, "defer"),
    Verb("flag", later("Flag"), ("F",), Mode.REVIEW, "flag"),
    *(
        Verb(
            f"reason_{digit}",
            later("Say what is wrong: {digit}"),
            (digit,),
            Mode.REVIEW,
            listed=False,
            digit=digit,
        )
        for digit in DIGITS
    ),
    Verb("find_reason", later("Find a reason by its words"), ("0",), Mode.REVIEW, "search"),
    Verb("wrong", later("Say that this finding is wrong"), ("W",), Mode.REVIEW, "close"),
    Verb("note", later("Write a note"), ("N",), Mode.REVIEW),
    Verb("next", later("Next item"), ("J", "Down"), Mode.REVIEW, repeats=True),
    Verb("previous", later("Previous item"), ("K", "Up"), Mode.REVIEW, repeats=True),
    Verb("next_evidence", later("Next finding"), (".",), Mode.REVIEW, "jump", repeats=True),
    Verb("previous_evidence", later("Previous finding"), (",",), Mode.REVIEW, repeats=True),
    Verb("next_marked", later("Next marked turn"), ("]",), Mode.REVIEW, repeats=True),
    Verb("previous_marked", later("Previous marked turn"), ("[",), Mode.REVIEW, repeats=True),
    Verb("other", later("Show the other item, or go back"), ("O",), Mode.REVIEW),
    Verb("swap_sides", later("Swap the sides of a pair"), ("S",), Mode.REVIEW),
    Verb("hide_choices", later("Hide who chose what in a pair, or show it"), ("B",), Mode.REVIEW),
    Verb("rendered", later("Show text laid out or raw"), ("R",), Mode.REVIEW),
    Verb("read_on", later("Scroll the item down"), ("PgDown",), Mode.REVIEW, repeats=True),
    Verb("read_back", later("Scroll the item up"), ("PgUp",), Mode.REVIEW, repeats=True),
    Verb("filter", later("Filter the queue"), ("/", "Ctrl+F"), Mode.REVIEW, "search"),
    Verb("narrow", later("Narrow down"), ("T",), Mode.REVIEW, "filter"),
    Verb("saved_filters", later("Saved filters"), ("V",), Mode.REVIEW, "open"),
    Verb("like_this", later("Items like this one"), ("L",), Mode.REVIEW, "search"),
    Verb("guidelines", later("Show or hide the guidelines"), ("G",), Mode.REVIEW, "info"),
    Verb("history", later("Show or hide the history"), ("H",), Mode.REVIEW, "history"),
    Verb("history_return", later("Return to where you were in the history"), (), Mode.REVIEW, listed=False),
    Verb("queue", later("Show or hide the queue"), ("Q",), Mode.REVIEW, "review"),
    Verb("lesson", later("Rank by what decisions taught"), (), Mode.REVIEW, "review", listed=False),
    Verb("many", later("Decide on many at once"), ("M",), Mode.REVIEW, "check"),
    Verb(
        "select_down",
        later("Select down the queue"),
        ("Shift+Down", "Shift+J"),
        Mode.REVIEW,
        "check",
        repeats=True,
    ),
    Verb("select_up", later("Select up the queue"), ("Shift+Up", "Shift+K"), Mode.REVIEW, repeats=True),
    Verb("keep", later("Keep the change"), ("Ctrl+Return", "Ctrl+Enter"), Mode.WRITING, "accept"),
    *(
        Verb(
            name,
            later("Use suggested fix {digit}"),
            (f"Alt+{digit}",),
            Mode.WRITING,
            "fix",
            listed=digit == "1",
            digit=digit,
        )
        for name, digit in zip(SUGGESTIONS, DIGITS, strict=True)
    ),
    Verb(
        "leave",
        later("Leave; the text is kept for later"),
        ("Esc",),
        Mode.WRITING,
        "close",
        reviewing=True,
    ),
    *(
        Verb(
            f"label_{digit}",
            later("Choose a label: {digit}"),
            (digit,),
            Mode.BLIND,
            listed=False,
            digit=digit,
        )
        for digit in BLIND_DIGITS
    ),
    Verb("not_sure", later("Not sure"), ("S",), Mode.BLIND),
    Verb("find_label", later("Find or write a label"), ("/",), Mode.BLIND, "search"),
    Verb("leave_blind", later("Leave; the labels are kept"), ("Esc",), Mode.BLIND, "close"),
    Verb("undo", later("Undo"), ("Ctrl+Z",), icon="undo"),
    Verb("redo", later("Redo"), ("Ctrl+Shift+Z",), icon="redo"),
    Verb("home", later("Go to Home"), ("Ctrl+1",), icon="home"),
    Verb("data", later("Go to Data"), ("Ctrl+2",), icon="data"),
    Verb("review", later("Go to Review"), ("Ctrl+3",), icon="review"),
    Verb("insights", later("Go to Insights"), ("Ctrl+4",), icon="insights"),
    Verb("probe", later("Go to Effect"), ("Ctrl+5",), icon="probe"),
    Verb("export", later("Go to Export"), ("Ctrl+6",), icon="export"),
    Verb("new_project", later("New project"), ("Ctrl+N",), icon="new"),
    Verb("open_project", later("Open a project"), ("Ctrl+O",), icon="open"),
    Verb("import_file", later("Import a file"), ("Ctrl+I",), icon="file"),
    Verb("import_folder", later("Import a folder"), ("Ctrl+Shift+I",), icon="folder"),
    Verb("label_blind", later("Label items blind\u2026"), icon="review"),
    Verb("report", later("Write a report\u2026"), icon="file"),
    Verb("back_up", later("Back up now"), icon="data"),
    Verb("restore", later("Restore a backup\u2026"), icon="history"),
    Verb("palette", later("Find a command"), ("Ctrl+K",), icon="search"),
    Verb("theme", later("Switch between light and dark"), ("Ctrl+Shift+L",), icon="theme"),
    Verb("larger", later("Larger text"), ("Ctrl++", "Ctrl+="), repeats=True),
    Verb("smaller", later("Smaller text"), ("Ctrl+-",), repeats=True),
    Verb("keys", later("Show all keys"), ("?",), icon="keys"),
    Verb("settings", later("Settings"), ("Ctrl+,",), icon="settings"),
    Verb("help", later("How it works"), ("F1",), icon="info"),
    Verb("close_project", later("Close the project"), ("Ctrl+W",), icon="close"),
    Verb("quit", later("Quit"), ("Ctrl+Q",)),
)

_BY_ID = {verb.id: verb for verb in VERBS}


def verb(name: str) -> Verb:
    """The verb with that id."""
    return _BY_ID[name]


def keys_of(name: str) -> tuple[str, ...]:
    """The keys a verb has for this person; none when they were taken away."""
    return live.chosen.get(name, verb(name).keys)


def first_key(name: str) -> str:
    """A verb's first key as the person's system writes it; empty without one."""
    return next(map(shown, keys_of(name)), "")


def action(name: str, parent: QWidget, act: Callable[[], object]) -> QAction:
    """A verb's action, ready for menus; its keys work in the parent's window while the parent is visible.

    ``act`` is a bound method of a QObject. The keys follow the person's choice.
    """
    chosen = verb(name)
    made = QAction(chosen.words, parent)
    made.setObjectName(chosen.id)
    made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
    made.setAutoRepeat(chosen.repeats)
    if chosen.icon:
        icons.dress(made, chosen.icon)
    _Keyed(made)
    made.triggered.connect(act)
    parent.addAction(made)
    watch()
    return made


class _Keyed(QObject):
    """Lives with an action and gives it the keys in force."""

    def __init__(self, target: QAction) -> None:
        super().__init__(target)
        self._target = target
        live.changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        name = self._target.objectName()
        self._target.setShortcuts([QKeySequence(key) for key in keys_of(name)])
        self._target.setToolTip(verb(name).tip)


_NAMES = Table(
    {
        "PgDown": later("Page down"),
        "PgUp": later("Page up"),
        "Down": "\u2193",
        "Up": "\u2191",
        "Left": "\u2190",
        "Right": "\u2192",
        "Return": later("Enter"),
        "Ctrl+Return": "Ctrl+Enter",
        "Del": later("Delete"),
    }
)


def shown(key: str) -> str:
    """A key as the person's system writes it."""
    if key in _NAMES:
        return _NAMES[key]
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def meet(one: Verb, other: Verb) -> bool:
    """Whether two verbs can be asked for at the same time, so that they cannot share a key."""
    if one.mode is other.mode or Mode.ANYWHERE in (one.mode, other.mode):
        return True
    return Mode.REVIEW in (one.mode, other.mode) and (one.reviewing or other.reviewing)


def clashes(verbs: tuple[Verb, ...] = VERBS) -> list[tuple[str, str, str]]:
    """Key and ids of every two verbs that would fight over it in some mode."""
    found = []
    for position, one in enumerate(verbs):
        for other in verbs[position + 1 :]:
            shared = set(one.keys) & set(other.keys) if meet(one, other) else set()
            found += [(key, one.id, other.id) for key in sorted(shared)]
    return found
