"""Keys: a ready set, and any key changed by pressing another one; clashes are told, never taken."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from synthreview.translation import later, tr
from synthreview.ui.actions import Verb, keys_of, shown
from synthreview.ui.announce import announce
from synthreview.ui.elements import button, label
from synthreview.ui.flow import FlowLayout
from synthreview.ui.keys.chosen import ChosenKeys
from synthreview.ui.keys.keymap import refusal
from synthreview.ui.keys.live import live
from synthreview.ui.keys.presets import PRESETS, preset
from synthreview.ui.settings_page.key_catcher import KeyCatcher
from synthreview.ui.settings_page.keys_table import KeysTable
from synthreview.ui.settings_page.rows import Choice, Section


class KeysSection(Section):
    """The table, a line to search it, and the few things that can be done with a verb's keys."""

    spoke = Signal(QWidget)
    """A part that must be on screen now."""

    def __init__(self, keys: ChosenKeys) -> None:
        self.reset_all = button(tr("Reset all keys"), keys.reset_all, "link")
        super().__init__(later("Keys"), self.reset_all)
        self._keys = keys
        self._adding = False
        self._wanted = ""
        self.preset = Choice(tr("Ready set of keys"), {each.id: each.words for each in PRESETS})
        self.preset.picked.connect(self._choose)
        self.about = label("", "small", wrap=True)
        self.add(tr("Ready set of keys"), self.preset)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Find a key or what it does"))
        self.search.setAccessibleName(tr("Find a key or what it does"))
        self.search.setClearButtonEnabled(True)
        self.table = KeysTable()
        self.search.textChanged.connect(self.table.search)
        self.change = button(tr("Change the key"), self.ask)
        self.more = button(tr("Add a key"), self.ask_more)
        self.take = button(tr("Take the keys away"), self._take_away)
        self.reset = button(tr("Reset its keys"), self._reset)
        self.catcher = KeyCatcher()
        self.said = label("", "", wrap=True)
        self.exchange = button(tr("Exchange the keys"), self._exchange, "primary")
        for widget in (self.about, self.search, self.table, self._acts(), self.catcher, self.said):
            self.body.addWidget(widget)
        self.body.addWidget(self.exchange)
        self.catcher.pressed.connect(self._pressed)
        self.catcher.left.connect(self._left)
        self.table.asked.connect(self.ask)
        self.table.currentItemChanged.connect(self._moved)
        live.changed.connect(self.refresh)
        self.table.go_to("accept")
        self.refresh()
        self._say("")

    def _acts(self) -> QWidget:
        held = QWidget()
        flow = FlowLayout(8)
        held.setLayout(flow)
        for each in (self.change, self.more, self.take, self.reset):
            flow.addWidget(each)
        return held

    @Slot()
    def refresh(self) -> None:
        """Show what is in force."""
        chosen = preset(self._keys.map.preset)
        own = len(self._keys.map.own)
        stay = (
            [tr("Keys of your own stay on top; \u201cReset all keys\u201d takes them away.")] if own else []
        )
        self.preset.show_value(chosen.id)
        self.about.setText(" ".join([chosen.about, *stay]))
        self.table.show_map(self._keys.map)
        self.reset_all.setEnabled(bool(own))
        self._enable()

    @Slot()
    def ask(self) -> None:
        """Ask for the key that the verb is to have in the place of its others."""
        self._ask(adding=False)

    @Slot()
    def ask_more(self) -> None:
        """Ask for one key more."""
        self._ask(adding=True)

    def _ask(self, *, adding: bool) -> None:
        if self.table.current is not None:
            self._adding = adding
            self._say("")
            self.catcher.ask(self.table.current.words)
            self.spoke.emit(self.catcher)

    @Slot(str)
    def _pressed(self, key: str) -> None:
        chosen = self.table.current
        if chosen is None:
            return
        other = None if refusal(chosen.id, key) else self._keys.clash(chosen.id, key)
        wrong = (self._keys.add if self._adding else self._keys.give)(chosen.id, key)
        self._wanted = key if other is not None else ""
        if other is not None:
            self._offer(chosen, other, key)
        else:
            self._say(wrong or now(chosen))
            self.table.setFocus()

    def _offer(self, chosen: Verb, other: Verb, key: str) -> None:
        mine = keys_of(chosen.id)[:1]
        exchanged = (
            tr(
                "{key} is the key of “{verb}” already. In an exchange “{verb}” gets {other_key}.",
                key=shown(key),
                verb=other.words,
                other_key=shown(mine[0]),
            )
            if mine
            else tr(
                "{key} is the key of “{verb}” already. In an exchange “{verb}” loses it.",
                key=shown(key),
                verb=other.words,
            )
        )
        self._say(exchanged)
        self.exchange.show()
        self.exchange.setFocus()
        self.spoke.emit(self.exchange)

    @Slot()
    def _exchange(self) -> None:
        chosen = self.table.current
        if chosen is not None and self._wanted:
            other = self._keys.clash(chosen.id, self._wanted)
            self._keys.exchange(chosen.id, self._wanted)
            self._say(" ".join(now(each) for each in (chosen, other) if each is not None))
            self.table.setFocus()

    @Slot()
    def _take_away(self) -> None:
        if self.table.current is not None:
            self._keys.take_away(self.table.current.id)
            self._say(tr("{verb}: no key now. The palette still has it.", verb=self.table.current.words))

    @Slot()
    def _reset(self) -> None:
        if self.table.current is not None:
            self._keys.reset(self.table.current.id)
            self._say(now(self.table.current))

    @Slot()
    def _left(self) -> None:
        self._say("")
        self.table.setFocus()

    @Slot()
    def _moved(self) -> None:
        self._say("")
        self._enable()

    @Slot(object)
    def _choose(self, chosen: str) -> None:
        self._keys.choose(chosen)
        self._say("")

    def _enable(self) -> None:
        chosen = self.table.current
        for each in (self.change, self.more):
            each.setEnabled(chosen is not None)
        self.take.setEnabled(chosen is not None and bool(keys_of(chosen.id)))
        self.reset.setEnabled(chosen is not None and chosen.id in self._keys.map.own)

    def _say(self, words: str) -> None:
        self.exchange.hide()
        self._wanted = "" if not words else self._wanted
        self.said.setText(words)
        self.said.setVisible(bool(words))
        if words:
            announce(self.said, words)
            self.spoke.emit(self.said)


def now(chosen: Verb) -> str:
    """A verb with its keys in force, as a short sentence."""
    keys = ", ".join(dict.fromkeys(map(shown, keys_of(chosen.id))))
    if keys:
        return tr("{verb}: {keys} now.", verb=chosen.words, keys=keys)
    return tr("{verb}: no key now.", verb=chosen.words)
