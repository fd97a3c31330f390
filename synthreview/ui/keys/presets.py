"""Ready sets of keys, for hands that learned them elsewhere and for one hand alone.

A preset names only what differs from the default keys. Those of other tools are near what hands know from
there, not a copy of any version; where such a tool puts something that removes an item on a key that is
easily hit, its preset says so, since to take it is a person's choice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from synthreview.translation import later, tr
from synthreview.ui.actions import DIGITS

OWN = "own"
"""The id of the default preset."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A set of keys: its id in the settings, its name, what a person should know, its keys by verb."""

    id: str
    said: str
    explained: str
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """Its name."""
        return tr(self.said)

    @property
    def about(self) -> str:
        """What a person should know of it."""
        return tr(self.explained)


def _with(modifier: str) -> dict[str, tuple[str, ...]]:
    return {f"reason_{digit}": (f"{modifier}+{digit}",) for digit in DIGITS}


PRESETS: tuple[Preset, ...] = (
    Preset(
        OWN,
        "Synthreview",
        later("Letters that stand for words. Nothing on Space or Backspace removes."),
    ),
    Preset(
        "prodigy",
        later("Like Prodigy"),
        later(
            "A accepts, X rejects, Space ignores (here: defers), Backspace undoes, F flags, "
            "digits give reasons."
        ),
        {
            "accept": ("A",),
            "reject": ("X",),
            "defer": ("Space",),
            "undo": ("Backspace", "Del", "Ctrl+Z"),
            "flag": ("F",),
        },
    ),
    Preset(
        "argilla",
        later("Like Argilla"),
        later(
            "Enter submits (here: accepts), Backspace discards (here: rejects, which undo takes back), "
            "Ctrl+S saves a draft (here: defers), the arrows lead to the next and the previous item."
        ),
        {
            "accept": ("Return", "Enter"),
            "reject": ("Backspace",),
            "defer": ("Ctrl+S",),
            "next": ("Right", "J"),
            "previous": ("Left", "K"),
            "read_on": ("Down", "PgDown"),
            "read_back": ("Up", "PgUp"),
            "filter": ("Ctrl+F", "/"),
        },
    ),
    Preset(
        "anki",
        later("Like Anki"),
        later(
            "1 to 4 as again, hard, good, easy: 1 rejects, 2 defers, 3 and Space accept, 4 accepts too; "
            "E edits, Z undoes. Space accepts at once. Reasons move to Alt with a digit."
        ),
        {
            **_with("Alt"),
            "reject": ("1",),
            "defer": ("2", "-"),
            "accept": ("3", "Space", "4"),
            "fix": ("E",),
            "flag": ("*",),
            "undo": ("Z", "Ctrl+Z"),
            "hide_choices": ("B",),
        },
    ),
    Preset(
        "left",
        later("Left hand"),
        later(
            "Decisions and moving about under the left hand: F accepts, Q rejects, E fixes, D defers, "
            "W flags, S and A move, Z undoes, Space scrolls. The other hand stays free."
        ),
        {
            "accept": ("F",),
            "reject": ("Q",),
            "fix": ("E",),
            "defer": ("D",),
            "flag": ("W",),
            "next": ("S", "Down"),
            "previous": ("A", "Up"),
            "note": ("R",),
            "next_evidence": ("T", "."),
            "previous_evidence": ("Shift+T", ","),
            "other": ("G",),
            "undo": ("Z", "Ctrl+Z"),
            "redo": ("Shift+Z", "Ctrl+Shift+Z"),
            "read_on": ("Space", "PgDown"),
            "read_back": ("Shift+Space", "PgUp"),
            "swap_sides": ("X",),
            "rendered": ("C",),
            "hide_choices": ("B",),
            "saved_filters": ("V",),
            "next_marked": ("Shift+S", "]"),
            "previous_marked": ("Shift+A", "["),
            "wrong": ("Shift+X",),
            "find_reason": ("Shift+C", "0"),
            "history": ("Shift+E",),
            "many": ("Shift+D",),
            "narrow": ("Shift+V",),
            "like_this": ("Shift+G",),
            "guidelines": ("Shift+R",),
            "filter": ("Shift+F", "/", "Ctrl+F"),
            "queue": ("Shift+Q",),
            "palette": ("Ctrl+K", "Ctrl+Space"),
        },
    ),
)

_BY_ID = {preset.id: preset for preset in PRESETS}


def preset(name: str) -> Preset:
    """The preset with that id; the default one for an unknown id, which a newer version may have written."""
    return _BY_ID.get(name, _BY_ID[OWN])
