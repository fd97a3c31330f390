"""A person's keys as plain data: a preset and what differs from it, without two verbs on one key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence

from synthreview.translation import tr
from synthreview.ui.actions import VERBS, Mode, Verb, meet, verb
from synthreview.ui.keys.presets import OWN, preset

_OF_TEXT = ("Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+A")
_NO_KEYS = (
    Qt.Key.Key_unknown,
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
)
"""What is held with a key is none itself."""
_NO_TYPING = (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier)


@dataclass
class Keymap:
    """Which keys each verb has; own keys go before the preset's, and these before the defaults."""

    preset: str = OWN
    own: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Keys by verb; an empty tuple is a verb whose keys were taken away."""

    @classmethod
    def read(cls, chosen: str, own: Mapping[str, list[str]]) -> Keymap:
        """From the settings; what is no key or names no verb is left out."""
        known = {each.id for each in VERBS}
        keys = {
            name: tuple(key for key in map(normal, given) if key)
            for name, given in own.items()
            if name in known
        }
        return cls(preset(chosen).id, keys)

    def written(self) -> dict[str, list[str]]:
        """The own keys as the settings keep them."""
        return {name: list(keys) for name, keys in self.own.items()}

    def in_force(self) -> dict[str, tuple[str, ...]]:
        """Every verb's keys. Of two verbs that want one key, the one it was chosen for gets it."""
        given: dict[str, tuple[str, ...]] = {}
        for each in sorted(VERBS, key=self._rank):
            taken = {key for name, keys in given.items() if meet(each, verb(name)) for key in keys}
            given[each.id] = tuple(key for key in self._wanted(each) if key not in taken)
        return given

    def keys_of(self, name: str) -> tuple[str, ...]:
        """The keys of a verb."""
        return self.in_force()[name]

    def before(self, name: str) -> tuple[str, ...]:
        """The keys that a verb has without a person's own: the preset's, or its default ones."""
        return preset(self.preset).keys.get(name, verb(name).keys)

    def taken_by(self, name: str, key: str) -> Verb | None:
        """The other verb that has a key where this verb would need it."""
        keys = self.in_force()
        one = verb(name)
        for other in VERBS:
            if other.id != name and meet(one, other) and key in keys[other.id]:
                return other
        return None

    def add(self, name: str, key: str) -> None:
        """Give a verb one more key, in front of the others."""
        kept = tuple(other for other in self.keys_of(name) if other != key)
        self.own[name] = (key, *kept)

    def take_away(self, name: str, key: str = "") -> None:
        """Take a key from a verb; all of them without a key named."""
        self.own[name] = tuple(other for other in self.keys_of(name) if key and other != key)

    def replace(self, name: str, key: str) -> None:
        """Give a verb one key in the place of all it had."""
        self.own[name] = (key,)

    def exchange(self, name: str, key: str) -> None:
        """Take a key over from the verb that has it; that one gets the first key this verb had."""
        other = self.taken_by(name, key)
        if other is None:
            self.replace(name, key)
            return
        mine = self.keys_of(name)[:1]
        theirs = tuple(dict.fromkeys(k for k in (*mine, *self.keys_of(other.id)) if k != key))
        self.own[name] = (key,)
        self.own[other.id] = tuple(k for k in theirs if not refusal(other.id, k))

    def reset(self, name: str) -> None:
        """Give a verb back the keys of the preset."""
        self.own.pop(name, None)

    def reset_all(self) -> None:
        """The preset as it is, without own keys."""
        self.own.clear()

    def _rank(self, each: Verb) -> int:
        return 0 if each.id in self.own else 1 if each.id in preset(self.preset).keys else 2

    def _wanted(self, each: Verb) -> tuple[str, ...]:
        return self.own[each.id] if each.id in self.own else self.before(each.id)


def normal(key: object) -> str:
    """A key as it is kept, whatever way it was written; empty when it is none."""
    sequence = QKeySequence(str(key))
    if sequence.count() != 1 or combination(str(key)).key() in _NO_KEYS:
        return ""
    return sequence.toString(QKeySequence.SequenceFormat.PortableText)


def combination(key: str) -> QKeyCombination:
    """The key and its modifiers."""
    return cast("QKeyCombination", QKeySequence(key)[0])  # type: ignore[index]  # the stubs lack it


def refusal(name: str, key: str) -> str:
    """Why a verb cannot have a key, in words; empty when it can."""
    pressed = combination(key)
    code, modifiers = pressed.key(), pressed.keyboardModifiers()
    if code in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        return tr("Tab moves the keyboard from one field to the next. Choose another key.")
    if key in _OF_TEXT:
        return tr("{key} is for text: copy, paste, cut, select all. Choose another key.", key=key)
    letter = Qt.Key.Key_A <= code <= Qt.Key.Key_Z
    if letter and modifiers == Qt.KeyboardModifier.AltModifier:
        return tr("Alt with a letter opens a menu. Choose another key.")
    types = code < Qt.Key.Key_F1 and code is not Qt.Key.Key_Escape
    if verb(name).mode is Mode.WRITING and types and not any(each in modifiers for each in _NO_TYPING):
        return tr("While writing, this key types. Choose one with Ctrl or Alt, or a function key.")
    return ""
