"""Which answers of people a check is tested on: each choice with what it means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from synthreview.domain import Dataset, Kind, Role
from synthreview.translation import later, tr, trn
from synthreview.ui import elements
from synthreview.ui.elements import label

WITH_ANSWERS = frozenset({Kind.TASK_LABEL, Kind.PREFERENCE})
"""Kinds of data in which people's answers can stand beside the model's."""
IN_THE_DATA = 0
"""Stands for the answers that the data has itself; data sets count from 1."""
LONGEST = 48
"""Letters of a name that a choice shows; the tooltip has all of them."""
_FIRST_LINE = 5
"""Pixels above a choice that is only told, so that it stands on the line of its name."""
_INDENT = 22
"""Pixels that the box of a choice takes, so that what it means stands below its words."""
_NOTHING = later("There are no people's answers yet")
_NOTHING_ABOUT = later("Import a file of them as held out; it then stands here to be chosen.")


@dataclass(frozen=True, slots=True)
class Tested:
    """A choice: the number of a data set, its name, what testing on it means."""

    number: int
    name: str
    about: str


def offers(kind: Kind, candidates: Iterable[Dataset]) -> Iterator[Tested]:
    """Every choice there is for data of a kind, those first that were held out."""
    for one in candidates:
        yield Tested(one.id, one.name, _about(one))
    if kind in WITH_ANSWERS:
        yield Tested(
            IN_THE_DATA,
            tr("People's answers in the data itself"),
            tr(
                "They stand beside the model's, or were found for the same texts. "
                "The detectors may have seen them."
            ),
        )


def _about(one: Dataset) -> str:
    if one.role is Role.HOLDOUT:
        return trn(
            "{count} item, held out: the detectors have never seen it. The strictest test.",
            "{count} items, held out: the detectors have never seen them. The strictest test.",
            one.items,
        )
    return trn(
        "{count} item that the data is compared with. The detectors may have seen it.",
        "{count} items that the data is compared with. The detectors may have seen them.",
        one.items,
    )


class HoldoutChoice(QWidget):
    """One choice of several; where there is but one, it is only told."""

    moved = Signal()
    """Another one was chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[int, QRadioButton] = {}
        self._offers: list[Tested] = []
        self._is_own_choice = False
        self._group = QButtonGroup(self)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(2)

    @property
    def chosen(self) -> int | None:
        """The data set to test on; None for the answers in the data itself."""
        if len(self._offers) == 1:
            return self._offers[0].number or None
        return next((number for number, made in self.buttons.items() if made.isChecked()), 0) or None

    @property
    def has_any(self) -> bool:
        """Whether there is anything to test on."""
        return bool(self._offers)

    @property
    def words(self) -> str:
        """The choice by its name."""
        return next((each.name for each in self._offers if each.number == (self.chosen or 0)), "")

    def offer(self, kind: Kind, candidates: Iterable[Dataset]) -> None:
        """Show the choices; what a person chose stays where it can, else the first one is taken."""
        found = list(offers(kind, candidates))
        if found == self._offers and self._lines.count():
            return
        before = self.chosen or IN_THE_DATA
        stays = self._is_own_choice and before in {each.number for each in found}
        self._offers, self.buttons = found, {}
        elements.clear(self._lines)
        if len(found) > 1:
            self._list(found, before if stays else found[0].number)
        else:
            self._tell(found)

    def _tell(self, found: list[Tested]) -> None:
        self._lines.addSpacing(_FIRST_LINE)
        name, about = (found[0].name, found[0].about) if found else (tr(_NOTHING), tr(_NOTHING_ABOUT))
        self._lines.addWidget(label(name, wrap=True))
        self._lines.addWidget(label(about, "small", wrap=True))

    def _list(self, found: list[Tested], held: int) -> None:
        for each in found:
            self._lines.addWidget(self._button(each, chosen=each.number == held))
            self._lines.addLayout(below(each.about))

    def _button(self, each: Tested, *, chosen: bool) -> QRadioButton:
        made = QRadioButton(shortened(each.name).replace("&", "&&"))
        made.setToolTip(each.name if len(each.name) > LONGEST else "")
        made.setAccessibleName(each.name)
        made.setAccessibleDescription(each.about)
        made.setChecked(chosen)
        self._group.addButton(made)
        made.clicked.connect(self._clicked)
        self.buttons[each.number] = made
        return made

    @Slot()
    def _clicked(self) -> None:
        self._is_own_choice = True
        self.moved.emit()


def below(about: str) -> QHBoxLayout:
    """What a choice means, below its words."""
    made = QHBoxLayout()
    made.addSpacing(_INDENT)
    made.addWidget(label(about, "small", wrap=True), 1)
    return made


def shortened(name: str) -> str:
    """A name that is not longer than there is room for."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}\u2026"
