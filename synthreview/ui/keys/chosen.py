"""A person's keys as the program keeps them: changed one by one, written down, in force at once."""

from __future__ import annotations

from PySide6.QtCore import QObject

from synthreview.settings import Settings
from synthreview.translation import tr
from synthreview.ui.actions import Verb, verb
from synthreview.ui.keys.keymap import Keymap, refusal
from synthreview.ui.keys.live import live
from synthreview.ui.looks import Looks


class ChosenKeys(QObject):
    """Every change counts for all open windows at once and is in the settings before it returns."""

    def __init__(self, settings: Settings, looks: Looks) -> None:
        super().__init__(looks)
        self._settings, self._looks = settings, looks
        self.map = Keymap.read(settings.key_preset, settings.keys)
        live.put(self.map.in_force())

    def clash(self, name: str, key: str) -> Verb | None:
        """The other verb that has a key already."""
        return self.map.taken_by(name, key)

    def give(self, name: str, key: str) -> str:
        """Give a verb a key in the place of its keys; returns why not, or nothing when it is done."""
        wrong = refusal(name, key)
        other = self.map.taken_by(name, key)
        if not wrong and other is None:
            self.map.replace(name, key)
            self._keep()
        return wrong or (taken(other, key) if other is not None else "")

    def add(self, name: str, key: str) -> str:
        """Give a verb one key more; returns why not, or nothing when it is done."""
        wrong = refusal(name, key)
        other = self.map.taken_by(name, key)
        if not wrong and other is None:
            self.map.add(name, key)
            self._keep()
        return wrong or (taken(other, key) if other is not None else "")

    def exchange(self, name: str, key: str) -> None:
        """Take a key over from the verb that has it, which gets this verb's in return."""
        self.map.exchange(name, key)
        self._keep()

    def take_away(self, name: str) -> None:
        """Leave a verb without a key; menus and the palette still have it."""
        self.map.take_away(name)
        self._keep()

    def reset(self, name: str) -> None:
        """Give a verb the preset's keys again; a verb that has one of them now has to let go of it."""
        for key in self.map.before(name):
            other = self.map.taken_by(name, key)
            if other is not None and other.id in self.map.own:
                self.map.own[other.id] = tuple(k for k in self.map.own[other.id] if k != key)
        self.map.reset(name)
        self._keep()

    def reset_all(self) -> None:
        """All keys as the preset has them."""
        self.map.reset_all()
        self._keep()

    def choose(self, preset: str) -> None:
        """Take another ready set of keys; own keys stay on top of it."""
        self.map = Keymap(preset, self.map.own)
        self._keep()

    def _keep(self) -> None:
        self._settings.key_preset, self._settings.keys = self.map.preset, self.map.written()
        self._looks.save()
        live.put(self.map.in_force())


def taken(other: Verb, key: str) -> str:
    """A sentence that names the verb which has a key."""
    return tr("{key} is the key of “{verb}” already.", key=key, verb=verb(other.id).words)
