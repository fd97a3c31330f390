"""The one table of verbs: menus, keys, tooltips and the overlay of keys are all made from it.

A key belongs to a mode. ``ANYWHERE`` holds in every mode, so its keys are taken in all of them; a
test proves that no two verbs of one mode share a key, since Qt would then run neither.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from synthreview.ui import icons


class Mode(StrEnum):
    """Where a key counts."""

    REVIEW = "While reviewing"
    BLIND = "While labelling blind"
    WRITING = "While writing"
    ANYWHERE = "Anywhere"


@dataclass(frozen=True, slots=True)
class Verb:
    """Something a person can do: its id in code, its words, its keys, where they count."""

    id: str
    words: str
    keys: tuple[str, ...] = ()
    mode: Mode = Mode.ANYWHERE
    icon: str = ""
    repeats: bool = False
    """Whether a held key goes on; never for what changes data."""
    listed: bool = True
    """Whether the overlay of keys gives it a line of its own."""

    @property
    def tip(self) -> str:
        """The words with the first key, for tooltips."""
        return f"{self.words} ({shown(self.keys[0])})" if self.keys else self.words


DIGITS = tuple(str(number) for number in range(1, 10))
BLIND_DIGITS = ("0", *DIGITS)
"""Labels that are numbers are their own keys, so that 0 is one too."""

VERBS: tuple[Verb, ...] = (
    Verb("accept", "Accept", ("A",), Mode.REVIEW, "accept"),
    Verb("reject", "Reject", ("X",), Mode.REVIEW, "reject"),
    Verb("fix", "Fix", ("E",), Mode.REVIEW, "fix"),
    Verb("defer", "Defer", ("D",), Mode.REVIEW, "defer"),
    Verb("flag", "Flag", ("F",), Mode.REVIEW, "flag"),
    *(
        Verb(f"reason_{digit}", f"Say what is wrong: {digit}", (digit,), Mode.REVIEW, listed=False)
        for digit in DIGITS
    ),
    Verb("note", "Write a note", ("N",), Mode.REVIEW),
    Verb("next", "Next item", ("J", "Down"), Mode.REVIEW, repeats=True),
    Verb("previous", "Previous item", ("K", "Up"), Mode.REVIEW, repeats=True),
    Verb("next_evidence", "Next finding", (".",), Mode.REVIEW, "jump", repeats=True),
    Verb("previous_evidence", "Previous finding", (",",), Mode.REVIEW, repeats=True),
    Verb("other", "Show the other item, or go back", ("O",), Mode.REVIEW),
    Verb("read_on", "Scroll the item down", ("PgDown",), Mode.REVIEW, repeats=True),
    Verb("read_back", "Scroll the item up", ("PgUp",), Mode.REVIEW, repeats=True),
    Verb("filter", "Filter the queue", ("/",), Mode.REVIEW, "search"),
    Verb("queue", "Show or hide the queue", ("Q",), Mode.REVIEW, "review"),
    Verb("keep", "Keep the change", ("Ctrl+Return", "Ctrl+Enter"), Mode.WRITING, "accept"),
    Verb("leave", "Leave; the text is kept for later", ("Esc",), Mode.WRITING, "close"),
    *(
        Verb(f"label_{digit}", f"Choose a label: {digit}", (digit,), Mode.BLIND, listed=False)
        for digit in BLIND_DIGITS
    ),
    Verb("not_sure", "Not sure", ("S",), Mode.BLIND),
    Verb("find_label", "Find or write a label", ("/",), Mode.BLIND, "search"),
    Verb("leave_blind", "Leave; the labels are kept", ("Esc",), Mode.BLIND, "close"),
    Verb("undo", "Undo", ("Ctrl+Z",), icon="undo"),
    Verb("redo", "Redo", ("Ctrl+Shift+Z",), icon="redo"),
    Verb("home", "Go to Home", ("Ctrl+1",), icon="home"),
    Verb("data", "Go to Data", ("Ctrl+2",), icon="data"),
    Verb("review", "Go to Review", ("Ctrl+3",), icon="review"),
    Verb("insights", "Go to Insights", ("Ctrl+4",), icon="insights"),
    Verb("export", "Go to Export", ("Ctrl+5",), icon="export"),
    Verb("new_project", "New project", ("Ctrl+N",), icon="new"),
    Verb("open_project", "Open a project", ("Ctrl+O",), icon="open"),
    Verb("import_file", "Import a file", ("Ctrl+I",), icon="file"),
    Verb("import_folder", "Import a folder", ("Ctrl+Shift+I",), icon="folder"),
    Verb("label_blind", "Label items blind\u2026", icon="review"),
    Verb("palette", "Find a command", ("Ctrl+K",), icon="search"),
    Verb("theme", "Switch between light and dark", ("Ctrl+Shift+L",), icon="theme"),
    Verb("larger", "Larger text", ("Ctrl++", "Ctrl+="), repeats=True),
    Verb("smaller", "Smaller text", ("Ctrl+-",), repeats=True),
    Verb("keys", "Show all keys", ("?",), icon="keys"),
    Verb("help", "How it works", ("F1",), icon="info"),
    Verb("close_project", "Close the project", ("Ctrl+W",), icon="close"),
    Verb("quit", "Quit", ("Ctrl+Q",)),
)

_BY_ID = {verb.id: verb for verb in VERBS}


def verb(name: str) -> Verb:
    """The verb with that id."""
    return _BY_ID[name]


def action(name: str, parent: QWidget, act: Callable[[], object]) -> QAction:
    """A verb's action, ready for menus; its keys work in the parent's window while the parent is visible.

    ``act`` is a bound method of a QObject.
    """
    chosen = verb(name)
    made = QAction(chosen.words, parent)
    made.setObjectName(chosen.id)
    made.setShortcuts([QKeySequence(key) for key in chosen.keys])
    made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
    made.setAutoRepeat(chosen.repeats)
    made.setToolTip(chosen.tip)
    if chosen.icon:
        icons.dress(made, chosen.icon)
    made.triggered.connect(act)
    parent.addAction(made)
    return made


def shown(key: str) -> str:
    """A key as the person's system writes it."""
    names = {"PgDown": "Page down", "PgUp": "Page up", "Down": "↓", "Up": "↑", "Ctrl+Return": "Ctrl+Enter"}
    return names.get(key) or QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def clashes(verbs: tuple[Verb, ...] = VERBS) -> list[tuple[str, str, str]]:
    """Key and ids of every two verbs that would fight over it in some mode."""
    found = []
    for position, one in enumerate(verbs):
        for other in verbs[position + 1 :]:
            meet = one.mode is other.mode or Mode.ANYWHERE in (one.mode, other.mode)
            shared = set(one.keys) & set(other.keys) if meet else set()
            found += [(key, one.id, other.id) for key in sorted(shared)]
    return found
