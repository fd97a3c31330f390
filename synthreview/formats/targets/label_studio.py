"""Label Studio: tasks with the model's label as a prediction and the reviewer's word as an annotation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree import ElementTree as ET

from synthreview.domain import PARTS, Form, Kind, Parts, PartSpec
from synthreview.formats.targets.canonical import distribution, shares
from synthreview.formats.targets.shown import CHOICES, VERDICTS, as_text, fixable, fixes, single, verdict
from synthreview.formats.targets.target import COLUMNS, Choices, Row

Record = dict[str, Any]

_SUBJECT = {kind: next(spec.name for spec in PARTS[kind] if spec.required) for kind in Kind}
"""The object that questions about the whole item are tied to."""

_DIALOGUE = {"layout": "dialogue", "nameKey": "author", "textKey": "text"}
_IN_XML = re.compile("[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]+")


def label_studio(row: Row, _: Choices) -> list[Record]:
    """One task. ``data`` holds the parts before any fix, risk and findings; a fix is in the annotation.

    Every part is there, empty where the item has none: Label Studio refuses a file over a missing one.
    A model with several votes makes one prediction a label, with its share as the score.
    """
    parts = _before(row)
    shown = {spec.name: _shown(spec, parts.get(spec.name)) for spec in PARTS[row.kind]}
    beside = {name: row.column(name) for name in COLUMNS}
    data = {"item": row.item, **beside, "findings": list(row.findings), **shown, **shares(parts)}
    return [{"data": data, "predictions": _predictions(row), "annotations": _annotations(row)}]


def _before(row: Row) -> Parts:
    return row.parts if row.original is None else row.original


def _shown(spec: PartSpec, value: Any) -> Any:
    if spec.form is Form.TURNS:
        return [_turn(turn) for turn in value or []]
    return "" if value is None else as_text(value)


def _turn(turn: dict[str, str]) -> Record:
    return {"author": turn["speaker"] or turn["role"], "text": turn["text"]}


def _predictions(row: Row) -> list[Record]:
    asked = single(row.kind)
    parts = _before(row)
    if asked is None:
        return []
    votes = distribution(parts.get("model_labels") or [])
    if not votes and parts.get(asked.name) is not None:
        votes = {parts[asked.name]: 1.0}
    by = parts.get("judge") or parts.get("annotator") or row.generator or "model"
    return [
        {"model_version": by, "score": share, "result": [_choice(row, asked.name, label)]}
        for label, share in votes.items()
    ]


def _annotations(row: Row) -> list[Record]:
    said = verdict(row)
    if said is None:
        return []
    result = [_choice(row, "verdict", said)]
    changed = fixes(row)
    asked = single(row.kind)
    if asked and asked.name in changed:
        result.append(_choice(row, asked.name, changed[asked.name]))
    result += [
        {**_tie(row, f"fixed_{spec.name}"), "type": "textarea", "value": {"text": [changed[spec.name]]}}
        for spec in fixable(row.kind)
        if spec.name in changed
    ]
    return [{"result": result, "was_cancelled": False, "ground_truth": False}]


def _choice(row: Row, name: str, value: str) -> Record:
    return {**_tie(row, name), "type": "choices", "value": {"choices": [value]}}


def _tie(row: Row, name: str) -> Record:
    return {"from_name": f"ask_{name}", "to_name": _SUBJECT[row.kind]}


def label_studio_config(kind: Kind, labels: Sequence[str] = ()) -> str:
    """The labelling interface for the tasks of a kind, as XML to paste into a project's settings.

    ``labels`` are those that the data set uses.
    """
    view = ET.Element("View")
    for spec in PARTS[kind]:
        ET.SubElement(view, "Header", {"value": spec.said})
        shown = {"name": spec.name, "value": f"${spec.name}"}
        if spec.form is Form.TURNS:
            ET.SubElement(view, "Paragraphs", {**shown, **_DIALOGUE})
        else:
            ET.SubElement(view, "Text", shown)
    for name, words, options in _asked(kind, labels):
        ET.SubElement(view, "Header", {"value": words})
        about = {"name": f"ask_{name}", "toName": _SUBJECT[kind]}
        if options:
            choices = ET.SubElement(view, "Choices", {**about, "choice": "single", "showInline": "true"})
            for option in options:
                ET.SubElement(choices, "Choice", {"value": option})
        else:
            ET.SubElement(view, "TextArea", {**about, "editable": "true", "maxSubmissions": "1"})
    ET.indent(view)
    return ET.tostring(view, encoding="unicode") + "\n"


def _asked(kind: Kind, labels: Sequence[str]) -> Iterator[tuple[str, str, Sequence[str]]]:
    """The questions: name, words, and the values of one that is a choice."""
    yield "verdict", "Verdict", VERDICTS
    asked = single(kind)
    options = CHOICES if kind is Kind.PREFERENCE else [*dict.fromkeys(filter(_IN_XML.fullmatch, labels))]
    if asked and options:
        yield asked.name, f"Right {asked.said.lower()}", options
    for spec in fixable(kind):
        yield f"fixed_{spec.name}", f"{spec.said}, corrected", ()
