"""Whether an edited item is still what its kind, its data set and the export formats take. Pure.

Nothing here forbids a person's judgement: only a value of the wrong shape, which nothing could read again,
stops. Everything else is told with the formats it concerns, so that it is kept on purpose.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from synthreview.analyzers.rules.answer_format import REASONS as FORMAT_REASONS
from synthreview.analyzers.rules.answer_format import broken_format
from synthreview.analyzers.rules.hit import Example
from synthreview.domain import PARTS, Form, Kind, Parts, PartSpec, Verdict, part_at, with_edits
from synthreview.formats import targets
from synthreview.formats.targets import CannotExpress, Choices, Row
from synthreview.kind_words import KIND_INSIDE
from synthreview.translation import Table, later, tr

MOST_LABELS = 100
"""With more different labels a data set has no closed set of them."""


class Severity(StrEnum):
    """What a broken rule means for keeping the edit."""

    STOP = "stop"
    """It cannot be kept."""
    WARN = "warn"
    """It can be kept by somebody who knows."""
    NOTE = "note"
    """It is told, and asks for nothing."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One rule that an edit breaks: the part path, a sentence, and the words of the formats it concerns."""

    part: str
    sentence: str
    severity: Severity = Severity.WARN
    formats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known around an item: the labels in use in its data set, and what its source cannot take up.

    ``unwritten`` gives, for part paths whose new value cannot go back into the source, why as the end of
    a sentence; those in ``never`` could not with any value.
    """

    labels: Collection[str] = ()
    unwritten: Mapping[str, str] = field(default_factory=dict)
    never: Collection[str] = ()


def problems(kind: Kind, original: Parts, edits: Mapping[str, Any], setting: Setting) -> list[Problem]:
    """Every rule that the edits break and the item as it was imported did not, the gravest first."""
    stops = list(shape_problems(kind, original, edits))
    if stops:
        return stops
    edited = with_edits(original, edits)
    found = [
        *_emptied(kind, original, edited),
        *_strange_labels(kind, original, edited, setting.labels),
        *_broken_texts(kind, original, edited, edits),
        *_no_longer_said(kind, original, edited),
        *_not_written(setting),
    ]
    return sorted(found, key=_gravity)


def _gravity(problem: Problem) -> int:
    return list(Severity).index(problem.severity)


# Shape


def shape_problems(kind: Kind, original: Parts, edits: Mapping[str, Any]) -> Iterator[Problem]:
    """Edits of parts that an item of its kind does not have, and values that a part cannot hold."""
    specs = {spec.name: spec for spec in PARTS[kind]}
    for path, value in edits.items():
        sentence = _misshapen(kind, specs, path, value, original, edits)
        if sentence:
            yield Problem(path, sentence, Severity.STOP)


def _misshapen(
    kind: Kind,
    specs: Mapping[str, PartSpec],
    path: str,
    value: Any,
    original: Parts,
    edits: Mapping[str, Any],
) -> str:
    name, _, below = path.partition(".")
    spec = specs.get(name)
    if spec is None or (below and not _leads_into(spec, below, original.get(name))):
        known = ", ".join(sorted(specs))
        return tr(
            "There is no part '{path}' to fix; items of the kind '{kind}' have {parts}.",
            path=path,
            kind=KIND_INSIDE[kind],
            parts=known,
        )
    if below and name in edits:
        return tr("The fix names both '{name}' and '{path}'; use one.", name=name, path=path)
    form = Form.TEXT if below else spec.form
    if not (_FITS[form](value) or (value is None and not below and not spec.required)):
        return tr("The part '{path}' takes {takes}.", path=path, takes=_TAKES[form])
    if any(_HALF.search(text) for text in _texts_in(value)):
        return tr("The part '{path}' holds half of a character, which no file can; write it anew.", path=path)
    return ""


def _leads_into(spec: PartSpec, below: str, turns: Any) -> bool:
    """Whether a path below a part names a text of one of its turns."""
    match = _TURN_PATH.fullmatch(below)
    return spec.form is Form.TURNS and match is not None and int(match[1]) < len(turns or ())


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_turn(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and {"role", "text"} <= value.keys() <= {"role", "speaker", "text"}
        and all(map(_is_text, value.values()))
    )


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts_in(inner)


_HALF = re.compile("[\ud800-\udfff]")
_TURN_PATH = re.compile(r"(0|[1-9][0-9]{0,8})\.(?:text|role|speaker)")
_FITS: dict[Form, Callable[[Any], bool]] = {
    Form.TEXT: _is_text,
    Form.LABEL: _is_text,
    Form.CHOICE: lambda value: _is_text(value) and value in ("a", "b", "tie"),
    Form.LABELS: lambda value: isinstance(value, list) and all(v is None or _is_text(v) for v in value),
    Form.TURNS: lambda value: isinstance(value, list) and all(map(_is_turn, value)),
}
_TAKES = Table(
    {
        Form.TEXT: later("a text"),
        Form.LABEL: later("a label as a text"),
        Form.CHOICE: later("a, b or tie"),
        Form.LABELS: later("a list of labels, each a text or null"),
        Form.TURNS: later("a list of turns with role and text; one text is named like turns.0.text"),
    }
)


# Emptiness

_NEEDED = {
    Kind.TASK_LABEL: later("'{part}' is empty now; every task label needs it."),
    Kind.PREFERENCE: later("'{part}' is empty now; every preference needs it."),
    Kind.INSTRUCTION: later("'{part}' is empty now; every instruction needs it."),
    Kind.SIMULATION: later("'{part}' is empty now; every simulation needs it."),
    Kind.FREE_TEXT: later("'{part}' is empty now; every free text needs it."),
}


def _emptied(kind: Kind, original: Parts, edited: Parts) -> Iterator[Problem]:
    """Parts that every item of the kind needs, and turns, that say nothing any more."""
    formats = tuple(target.words for target in targets.offered(kind))
    for spec in PARTS[kind]:
        before, now = original.get(spec.name), edited.get(spec.name)
        if spec.required and _says_nothing(now) and not _says_nothing(before):
            yield Problem(
                spec.name,
                tr(_NEEDED[kind], part=spec.words),
                formats=formats,
            )
        elif spec.form is Form.TURNS:
            for number in _emptied_turns(before or [], now or []):
                sentence = tr("Turn {number} is empty now; leave the turn out instead.", number=number + 1)
                yield Problem(f"{spec.name}.{number}.text", sentence, formats=formats)


def _says_nothing(value: Any) -> bool:
    return not value or (isinstance(value, str) and not value.strip())


def _emptied_turns(before: list[Any], now: list[Any]) -> list[int]:
    silent = {index for index, turn in enumerate(before) if not turn["text"].strip()}
    if len(before) != len(now):  # places have moved: only how many there are can be compared
        gone = [index for index, turn in enumerate(now) if not turn["text"].strip()]
        return gone if len(gone) > len(silent) else []
    return [index for index, turn in enumerate(now) if not turn["text"].strip() and index not in silent]


# Labels

_OF_THE_MODEL = ("label", "model_labels")
_FIXED_LABELS = ("argilla", "label-studio")
"""Formats that offer the labels of the data set and no others."""


def _strange_labels(kind: Kind, original: Parts, edited: Parts, known: Collection[str]) -> Iterator[Problem]:
    if kind is not Kind.TASK_LABEL or not 0 < len(known) <= MOST_LABELS:
        return
    for name in _OF_THE_MODEL:
        strange = [
            label
            for label in dict.fromkeys(_labels(edited.get(name)))
            if label not in known and label not in _labels(original.get(name))
        ]
        for label in strange:
            shown = ", ".join(sorted(known)[:8]) + (" ..." if len(known) > 8 else "")
            yield Problem(
                name,
                tr(
                    "'{label}' is no label of this data set so far; it has {labels}.",
                    label=label,
                    labels=shown,
                ),
                formats=_words(_FIXED_LABELS),
            )


def _labels(value: Any) -> list[str]:
    given = value if isinstance(value, list) else [value]
    return [label for label in given if isinstance(label, str) and label]


# Texts in a format of their own


def _broken_texts(kind: Kind, original: Parts, edited: Parts, edits: Mapping[str, Any]) -> Iterator[Problem]:
    """Texts that were JSON and are not any more, and answers in a format that was asked for and is broken."""
    told: set[str] = set()
    for path in edits:
        before, now = part_at(original, path), part_at(edited, path)
        if isinstance(before, str) and isinstance(now, str) and now.strip() and _is_json(before):
            fault = _json_fault(now)
            if fault:
                told.add(path)
                yield Problem(path, tr("The text was JSON and is none any more: {fault}.", fault=fault))
    if kind is Kind.INSTRUCTION and "output" not in told:
        before_hits = {hit.reason for hit in broken_format(_example(original))}
        for hit in broken_format(_example(edited)):
            if hit.reason not in before_hits or "output" in edits:
                yield Problem("output", f"{_FORMAT_WORDS[hit.reason].say(hit.args)}.")


_FORMAT_WORDS = {reason.code: reason for reason in FORMAT_REASONS}
_LONGEST_JSON = 1 << 21
"""Code points up to which a text is read as JSON; longer ones are data, and take too long while typing."""


def _example(parts: Parts) -> Example:
    instruction, given, output = (parts.get(name) or "" for name in ("instruction", "input", "output"))
    return Example(instruction, given, output)


def _is_json(text: str) -> bool:
    """Whether a text is a JSON object or array: single values are JSON only by chance."""
    return text.lstrip()[:1] in ("{", "[") and len(text) <= _LONGEST_JSON and not _json_fault(text)


def _json_fault(text: str) -> str:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        return tr("line {line}, column {column} cannot be read", line=error.lineno, column=error.colno)
    except (ValueError, RecursionError):
        return tr("it cannot be read")
    return "" if isinstance(value, (dict, list)) else tr("it is a single value")


# Formats to export to

_VARIANTS = (Choices(), Choices(conversational=True))


def _no_longer_said(kind: Kind, original: Parts, edited: Parts) -> Iterator[Problem]:
    """What export formats could say before and cannot say now, by reason."""
    by_reason: dict[str, list[str]] = {}
    for target in targets.offered(kind):
        why = _unsaid(target.name, kind, edited)
        if why and not _unsaid(target.name, kind, original):
            by_reason.setdefault(why, []).append(target.words)
    for why, formats in by_reason.items():
        yield Problem("", tr("The item {why}.", why=tr(why)), formats=tuple(formats))


def _unsaid(target: str, kind: Kind, parts: Parts) -> str:
    """Why a format cannot say an item, whichever way it is asked to; empty where it can."""
    row = Row(0, kind, _whole(kind, parts), "", 0, None, verdict=Verdict.FIX.past)
    whys = []
    for choices in _VARIANTS:
        try:
            targets.records(target, row, choices)
        except CannotExpress as why:
            whys.append(str(why))
        else:
            return ""
    return whys[-1]


def _whole(kind: Kind, parts: Parts) -> Parts:
    """The parts with a speaker in every turn, as formats expect them."""
    names = [spec.name for spec in PARTS[kind] if spec.form is Form.TURNS and parts.get(spec.name)]
    return {**parts, **{name: [{"speaker": "", **turn} for turn in parts[name]] for name in names}}


# The source


def _not_written(setting: Setting) -> Iterator[Problem]:
    for part, why in setting.unwritten.items():
        severity = Severity.NOTE if part in setting.never else Severity.WARN
        sentence = tr("'{part}' cannot be written back into the source file: {why}.", part=part, why=why)
        yield Problem(part, sentence, severity, (tr(SOURCE_WORDS),))


SOURCE_WORDS = later("The source's own format")


def _words(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(targets.target(name).words for name in names)
