"""One turn of a conversation: on its speaker's side, under number and name, with its fixes at hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from synthreview.translation import Table, later, tr
from synthreview.ui import icons, theme
from synthreview.ui.mirror import margins
from synthreview.ui.review.cards.part_box import PartBox

INDENT = 64
"""Pixels by which a bubble keeps off the other side."""
_APART, _TOGETHER = 12, 3
"""Pixels above a bubble: of another speaker, of the same one."""
_HEAD_GAP = 4
ROLES = Table(
    {
        "system": later("System"),
        "user": later("User"),
        "assistant": later("Assistant"),
        "tool": later("Tool"),
    }
)
"""Roles as they stand by themselves; another name is shown as it is."""


class Side(StrEnum):
    """Where a bubble stands, and its tint."""

    OWN = "own"
    OTHER = "other"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Place:
    """A turn's number from 0, its side, and whether the turn before is the same speaker's."""

    number: int
    side: Side
    continued: bool = False


def places(turns: Sequence[dict[str, Any]]) -> list[Place]:
    """The place of every turn: the assistant, or else the second who speaks, is on the right."""
    spoken = dict.fromkeys(role_of(turn) for turn in turns)
    named = [role for role in spoken if role not in ("system", "tool")]
    own = "assistant" if "assistant" in spoken else named[1] if len(named) > 1 else ""
    made: list[Place] = []
    for number, turn in enumerate(turns):
        role = role_of(turn)
        side = Side.APART if role in ("system", "tool") else Side.OWN if own and role == own else Side.OTHER
        made.append(Place(number, side, number > 0 and _speaker(turn) == _speaker(turns[number - 1])))
    return made


def role_of(turn: dict[str, Any]) -> str:
    """The role a turn has, empty for none."""
    return str(turn.get("role") or "")


def _speaker(turn: dict[str, Any]) -> tuple[str, str]:
    return role_of(turn), str(turn.get("speaker") or "")


class Bubble(QWidget):
    """Made once and used again for other turns."""

    fixes_asked = Signal(int)
    """The number (from 0) of the turn whose fixes a person wants to see."""

    def __init__(self, *, fixable: bool = False) -> None:
        super().__init__()
        self._number = 0
        self.box = PartBox("")
        self.box.always_framed = True
        self.box.note.setProperty("look", "mark")
        self.box.note.setIndent(0)  # or Qt adds half a letter to its width
        inside = self.box.layout()
        if inside is not None:
            inside.setSpacing(_HEAD_GAP)
        self.more = QToolButton()
        self.more.setProperty("look", "turn")
        self.more.setToolTip(tr("Fix this turn: relabel, drop, cut from here"))
        self.more.setIconSize(QSize(16, 16))
        self.more.setFixedSize(28, 22)
        icons.dress(self.more, "more", "muted")
        self.more.clicked.connect(self._ask)
        self._layout = QHBoxLayout(self)
        self._layout.addWidget(self.box)
        if fixable:  # without a parent, showing it would open a window
            self.box.head.addWidget(self.more)

    def show_turn(self, place: Place, turn: dict[str, Any]) -> None:
        """Show a turn without a note."""
        self._number = place.number
        role, speaker = role_of(turn), str(turn.get("speaker") or "")
        name = ROLES.get(role, role)
        as_whom = f" ({speaker})" if speaker and speaker != role else ""
        full = f"{place.number + 1} · {name}{as_whom}" if name or as_whom else str(place.number + 1)
        self.box.title.setText(str(place.number + 1) if place.continued else full)
        self.box.title.setToolTip(full)
        self.box.view.reading.setAccessibleName(
            tr("Turn {number}, {name}", number=place.number + 1, name=name)
        )
        self.more.setAccessibleName(tr("Fix turn {number}, {name}", number=place.number + 1, name=name))
        self.box.frame.setProperty("side", place.side.value)
        theme.repolish(self.box.frame)
        begin = INDENT if place.side is Side.OWN else 0
        end = INDENT if place.side is Side.OTHER else 0
        margins(self._layout, begin, _TOGETHER if place.continued else _APART, end, 0)
        self.set_note("")
        text = turn.get("text")
        self.box.show_part(text if isinstance(text, str) else "")

    def set_note(self, words: str) -> None:
        """Say beside the turn why it is marked."""
        self.box.note.setText(words)
        self.box.note.setVisible(bool(words))

    @Slot()
    def _ask(self) -> None:
        self.fixes_asked.emit(self._number)
