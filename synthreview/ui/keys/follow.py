"""What shows a key on screen, and keeps showing the right one when keys change."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QLabel, QWidget

from synthreview.translation import tr
from synthreview.ui.actions import first_key, keys_of
from synthreview.ui.keys.live import live


class KeyCap(QLabel):
    """The first key of a verb as a small cap; a verb without a key has no cap."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setProperty("look", "key")
        live.changed.connect(self.refresh)
        self.refresh()

    @property
    def has_key(self) -> bool:
        """Whether there is a key to show."""
        return bool(keys_of(self._name))

    @Slot()
    def refresh(self) -> None:
        """Show the key in force."""
        self.setText(first_key(self._name))


class _Tip(QObject):
    """Lives with a widget and keeps the key in its tooltip right."""

    def __init__(self, target: QWidget, words: str, names: tuple[str, ...]) -> None:
        super().__init__(target)
        self.setObjectName("key tip")
        self._target, self._words, self._names = target, words, names
        live.changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        self._target.setToolTip(with_keys(self._words, *self._names))


def tip(widget: QWidget, words: str, *names: str) -> None:
    """A tooltip with the keys of one or more verbs behind its words, now and after keys change."""
    old = widget.findChild(_Tip)
    if old is not None:
        old.setParent(None)
        old.deleteLater()
    _Tip(widget, words, names)


class _Sentence(QObject):
    """Lives with a widget and keeps the key in one of its sentences right."""

    def __init__(
        self, target: QWidget, say: Callable[[str], object], words: str, bare: str, name: str
    ) -> None:
        super().__init__(target)
        self._say, self._words, self._bare, self._name = say, words, bare, name
        live.changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        key = first_key(self._name)
        self._say(tr(self._words, key=key) if key else tr(self._bare))


def sentence(target: QWidget, say: Callable[[str], object], words: str, name: str, *, bare: str = "") -> None:
    """A sentence that names a verb's key at ``{key}``, now and after keys change.

    ``say`` is the widget's own method that takes the sentence; ``bare`` is said where the verb has no key.
    Both are marked with ``later``.
    """
    _Sentence(target, say, words, bare, name)


def with_keys(words: str, *names: str) -> str:
    """Words with the first key of each verb: ``Back (O or Esc)``; the words alone where none has one."""
    keys = [key for key in map(first_key, names) if key]
    return f"{words} ({reduce(_either, keys)})" if keys else words


def _either(one: str, other: str) -> str:
    return tr("{one} or {other}", one=one, other=other)
