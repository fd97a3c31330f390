"""A best guess at records of no known shape, by what their fields hold."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean
from typing import Any

from synthreview.domain import Kind
from synthreview.formats.columns import texts_by_column
from synthreview.formats.labels import read_label
from synthreview.formats.mapping import Mapping
from synthreview.formats.paths import escaped
from synthreview.formats.turns import looks_like_turns
from synthreview.translation import tr

_LONG = 8
"""Mean bytes from which a field of words counts as text."""

_ANSWERS = ("output", "response", "answer", "completion", "generat", "reply", "result", "target")


def guess_mapping(records: Sequence[dict[str, Any]]) -> tuple[Mapping | None, str]:
    """The likeliest mapping and a sentence that says what was guessed; None without any hint."""
    keys = list(dict.fromkeys(key for record in records for key in record if key))
    columns = {key: [record[key] for record in records if record.get(key) is not None] for key in keys}
    if not records:
        return None, tr("No record could be read; choose the parts by hand.")
    chats = (key for key, values in columns.items() if values and all(map(looks_like_turns, values)))
    turns = next(chats, None)
    if turns is not None:
        note = tr(
            "Not a shape we know; a guess: {turns!r} looks like a conversation. Please check the parts.",
            turns=turns,
        )
        return _guess(Kind.SIMULATION, {"turns": turns}), note
    each = texts_by_column(records)
    if each:
        mapping = Mapping(Kind.FREE_TEXT, {"text": "@", "author": "=machine"}, each=each)
        return mapping, tr(
            "Not a shape we know; a guess: columns of texts, each one an item. Please check the parts."
        )
    texts = [key for key, values in columns.items() if _is_text(values, len(records))]
    labels = [key for key, values in columns.items() if key not in texts and is_label(values)]
    if not texts:
        return None, tr("No field looks like a text; choose the parts by hand.")
    longest = max(reversed(texts), key=lambda key: _mean_length(columns[key]))
    if len(texts) == 1 and labels:
        note = tr(
            "Not a shape we know; a guess: {text!r} looks like the text and {label!r} like its label. Please "
            "check the parts.",
            text=longest,
            label=labels[-1],
        )
        return _guess(Kind.TASK_LABEL, {"text": longest, "label": labels[-1]}), note
    if len(texts) == 1:
        note = tr(
            "Not a shape we know; a guess: {text!r} looks like the text. Please check the parts.",
            text=longest,
        )
        return _guess(Kind.FREE_TEXT, {"text": longest}), note
    answer = next((key for key in texts if any(word in key.lower() for word in _ANSWERS)), longest)
    question = next(key for key in texts if key != answer)
    note = tr(
        "Not a shape we know; a guess: {question!r} looks like the instruction and {answer!r} like the "
        "answer. Please check the parts.",
        question=question,
        answer=answer,
    )
    return _guess(Kind.INSTRUCTION, {"instruction": question, "output": answer}), note


def _guess(kind: Kind, parts: dict[str, str]) -> Mapping:
    return Mapping(kind, {name: escaped(key) for name, key in parts.items()})


def _is_text(values: Sequence[Any], records: int) -> bool:
    """Words in most records, not keys, dates or addresses."""
    texts = [value for value in values if isinstance(value, str)]
    in_words = sum(" " in text or not text.isascii() for text in texts)
    return in_words * 2 >= max(records, 1) and _mean_length(values) >= _LONG


def _mean_length(values: Sequence[Any]) -> float:
    """Mean bytes of the texts (a character of Chinese says more than one of English)."""
    texts = [value for value in values if isinstance(value, str)]
    if not texts or len(texts) * 2 < len(values):
        return 0.0
    return fmean(len(text.encode("utf-8", "replace")) for text in texts)


def is_label(values: Sequence[Any]) -> bool:
    """Few different short values that come again and again."""
    try:
        found = {read_label(value) for value in values}
    except ValueError:
        return False
    return 1 < len(found) <= max(2, len(values) // 3) and all(len(label or "") <= 40 for label in found)
