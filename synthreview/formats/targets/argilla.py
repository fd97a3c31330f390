"""The folder that Argilla 2 reads with ``Dataset.from_disk``: settings, data set, records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson

from synthreview.domain import PARTS, Kind
from synthreview.formats.targets import encode
from synthreview.formats.targets.shown import CHOICES, VERDICTS, fixable, fixes, single, texts, verdict
from synthreview.formats.targets.target import Choices, Row

Record = dict[str, Any]

_LABEL_LENGTH = 200
"""Characters that Argilla allows in an option of a question."""
_METADATA = (("risk", "float"), ("dataset", "terms"), ("reasons", "terms"), ("position", "integer"))
_GUIDELINES = "Look at the item and its risk, accept what is right, and correct or reject what is not."


def argilla_files(
    name: str,
    kind: Kind,
    rows: Iterable[Row],
    labels: Sequence[str] = (),
    users: Mapping[str, str] | None = None,
) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The files of the folder, each as its path in it and its bytes; read each before the next.

    ``labels`` are those that the data set uses (at least two make a question); ``users`` gives
    Argilla's user id (a UUID) for reviewers that it knows.
    """
    dataset = {
        "name": name,
        "status": "draft",
        "guidelines": _GUIDELINES,
        "allow_extra_metadata": True,
        "distribution": {"strategy": "overlap", "min_submitted": 1},
    }
    yield ".argilla/dataset.json", iter([orjson.dumps(dataset)])
    yield ".argilla/settings.json", iter([orjson.dumps(settings(kind, labels))])
    yield "records.json", encode.array(argilla_record(row, labels, users) for row in rows)


def settings(kind: Kind, labels: Sequence[str] = ()) -> Record:
    """What Argilla shows and asks: every part a field, the verdict and corrections questions."""
    return {
        "guidelines": _GUIDELINES,
        "questions": list(_questions(kind, labels)),
        "fields": [
            {
                "name": spec.name,
                "title": spec.said,
                "required": spec.required,
                "settings": {"type": "text", "use_markdown": False},
            }
            for spec in PARTS[kind]
        ],
        "vectors": [],
        "metadata": [_property(*known) for known in _METADATA],
        "allow_extra_metadata": True,
        "distribution": {"strategy": "overlap", "min_submitted": 1},
        "mapping": None,
    }


def _property(name: str, value: str) -> Record:
    return {
        "name": name,
        "title": name.capitalize(),
        "settings": {"type": value},
        "visible_for_annotators": True,
    }


def _questions(kind: Kind, labels: Sequence[str]) -> Iterator[Record]:
    yield _selection("verdict", "Verdict", VERDICTS, required=True)
    asked = single(kind)
    options = _options(kind, labels)
    if asked and len(options) > 1:
        yield _selection(f"right_{asked.name}", f"Right {asked.said.lower()}", options)
    for spec in fixable(kind):
        title = f"{spec.said}, corrected"
        text = {"type": "text", "use_markdown": False}
        yield {"name": f"fixed_{spec.name}", "title": title, "required": False, "settings": text}


def _options(kind: Kind, labels: Sequence[str]) -> list[str]:
    """The values that may be answered; Argilla takes no empty and no long ones."""
    values = CHOICES if kind is Kind.PREFERENCE else tuple(dict.fromkeys(labels))
    return [value for value in values if 0 < len(value) <= _LABEL_LENGTH]


def _selection(name: str, title: str, values: Sequence[str], *, required: bool = False) -> Record:
    options = [{"value": value, "text": value} for value in values]
    shown = len(values) if len(values) > 2 else None  # Argilla shows three at least or leaves it open
    asked = {"type": "label_selection", "options": options, "visible_options": shown}
    return {"name": name, "title": title, "required": required, "settings": asked}


def argilla_record(row: Row, labels: Sequence[str] = (), users: Mapping[str, str] | None = None) -> Record:
    """One item: its parts before any fix as fields, the fix as suggestions, the verdict as response.

    Argilla refuses a whole file over a response of a user it does not know, so the verdict of a reviewer
    who is not among ``users`` becomes a suggestion too.
    """
    said = verdict(row)
    suggestions = dict(_suggestions(row, labels))
    responses: Record = {}
    user = (users or {}).get(row.reviewer)
    if said and user:
        responses["verdict"] = [{"value": said, "user_id": user, "status": "submitted"}]
    elif said:
        suggestions["verdict"] = _suggestion(said, row.reviewer)
    return {
        "id": str(row.item),
        "fields": texts(row.parts if row.original is None else row.original, PARTS[row.kind]),
        "metadata": _metadata(row),
        "suggestions": suggestions,
        "responses": responses,
        "vectors": {},
    }


def records(row: Row, _: Choices) -> list[Record]:
    """The record alone, where the folder's users and labels are not known."""
    return [argilla_record(row)]


def _suggestions(row: Row, labels: Sequence[str]) -> Iterator[tuple[str, Record]]:
    changed = fixes(row)
    asked = single(row.kind)
    options = _options(row.kind, labels)
    if asked and len(options) > 1 and row.parts.get(asked.name) in options:
        parts = row.parts
        by = parts.get("judge") or parts.get("annotator") or row.generator
        value = _suggestion(parts[asked.name], row.reviewer if asked.name in changed else by)
        yield f"right_{asked.name}", value
    for spec in fixable(row.kind):
        if spec.name in changed:
            yield f"fixed_{spec.name}", _suggestion(changed[spec.name], row.reviewer)


def _suggestion(value: str, agent: str) -> Record:
    return {"value": value, "score": None, "agent": agent or None}


def _metadata(row: Row) -> Record:
    """What is known beside the parts; Argilla takes no empty values here."""
    known = {
        "risk": row.risk,
        "reasons": list(row.reasons),
        "findings": list(row.findings),
        "note": row.note,
        "dataset": row.dataset,
        "position": row.position,
        "unit": row.unit,
        "licence": row.licence,
        "generator": row.generator,
    }
    return {name: value for name, value in known.items() if value not in (None, "", [])}
