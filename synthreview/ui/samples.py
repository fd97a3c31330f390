"""The first records of a file as they will look, so that a wrong mapping is seen before the import."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from synthreview.domain import PARTS, Form, Kind, PartSpec
from synthreview.translation import tr, trn
from synthreview.ui import elements, mirror, theme
from synthreview.ui.codes_table import CHOICE_WORDS
from synthreview.ui.elements import Card, column, label
from synthreview.ui.unit_words import heading

if TYPE_CHECKING:
    from synthreview.engine.intake import Sample

LIMIT = 280
"""Characters of a part that are shown; it is a preview, not the review."""
LONGEST_WORD = 20
"""Signs after which a run without a space may go on in the next line."""
CODE = 60
"""Characters of a value that is no known code."""
_RUN = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")


def written(part: PartSpec, value: Any) -> str:
    """A part's value in words, shortened."""
    if part.form is Form.TURNS and isinstance(value, list):
        return "\n".join(shortened(_turn(turn), LIMIT // 2) for turn in value[:4])
    if part.form is Form.LABELS and isinstance(value, list):
        return ", ".join(tr("invalid") if one is None else str(one) for one in value)
    if part.form is Form.CHOICE:
        return CHOICE_WORDS.get(value, str(value))
    return shortened(str(value), LIMIT)


def _turn(turn: Any) -> str:
    if not isinstance(turn, dict):
        return str(turn)
    return f"{turn.get('speaker') or turn.get('role', '')}: {turn.get('text', '')}"


def shortened(text: str, limit: int) -> str:
    """The beginning of a text, with a sign that there is more."""
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "\u2026"


def breakable(text: str) -> str:
    """A text whose long runs without a space can go on in the next line."""
    return _RUN.sub("\\g<0>\u200b", text)


class Samples(QScrollArea):
    """A column of cards, one per record."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Preview of the first records"))
        sheet = QWidget()
        sheet.setProperty("look", "clear")
        self._column = QVBoxLayout(sheet)
        mirror.margins(self._column, 0, 0, 8, 0)
        self._column.setSpacing(8)
        self.setWidget(sheet)

    def show_samples(self, kind: Kind, samples: Sequence[Sample]) -> None:
        """Show records as items of a kind; those that cannot be read say why."""
        elements.clear(self._column)
        for sample in samples:
            card = _card(kind, sample) if sample.parts is not None else _fault_card(sample)
            self._column.addWidget(card)
        self._column.addStretch(1)

    def texts(self) -> list[str]:
        """Every line on the cards, as a screen reader would read them."""
        return [line.text() for line in self.findChildren(QLabel) if not line.isHidden()]


def place_of(sample: Sample) -> str:
    """``Record 1``, or ``Record 1, gpt4/vicuna`` where a record holds several items."""
    return heading(sample.position, sample.unit)


def _card(kind: Kind, sample: Sample) -> Card:
    card = Card(label(place_of(sample), "small", wrap=True), spacing=8, margin=12)
    parts = sample.parts or {}
    for part in PARTS[kind]:
        value = parts.get(part.name)
        if value not in (None, "", []):
            text = label(breakable(written(part, value)), wrap=True)
            card.body.addLayout(column(label(part.words, "section"), text, spacing=0))
        elif part.name in sample.invalid:
            code = shortened(sample.invalid[part.name], CODE)
            card.body.addWidget(
                label(
                    tr("{part}: '{code}' is no known code; kept and marked", part=part.words, code=code),
                    "hint",
                    wrap=True,
                )
            )
        elif part.required and part.name in parts:
            card.body.addWidget(label(tr("{part} is empty", part=part.words), "error"))
    if sample.more:
        more = trn(
            "and {count} more item in this record", "and {count} more items in this record", sample.more
        )
        card.body.addWidget(label(more, "small"))
    return card


def _fault_card(sample: Sample) -> Card:
    raw = label(breakable(shortened(sample.raw, LIMIT)), wrap=True)
    raw.setFont(theme.fixed_font())
    return Card(
        label(tr("{record} {why}.", record=place_of(sample), why=sample.fault), "error", wrap=True),
        label(tr("It will be set aside, not lost."), "small"),
        raw,
        spacing=4,
        margin=12,
    )
