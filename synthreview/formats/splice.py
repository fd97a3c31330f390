"""Writing an edit back: only the edited value's bytes change inside the record's own text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as AnyMapping
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from synthreview.domain import Form, Parts, part_at, with_edits
from synthreview.errors import UserError
from synthreview.formats.cells import cell_span, written_cell
from synthreview.formats.drop_turns import Conversation, drop_turns
from synthreview.formats.json_object import keyed_value
from synthreview.formats.json_spans import added, find_value, in_ascii
from synthreview.formats.kept_turns import kept_turns
from synthreview.formats.labels import BETWEEN, read_label, read_labels, rewritten
from synthreview.formats.layout import Container, Layout
from synthreview.formats.mapping import Mapping
from synthreview.formats.paths import SourcePath
from synthreview.formats.readers import parse
from synthreview.formats.roles import spelling
from synthreview.formats.source import lossless_text
from synthreview.formats.transcript import Span
from synthreview.translation import tr

_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?\Z")


class CannotWrite(UserError):
    """An edit that the source record cannot take up: which part, and why in words."""

    def __init__(self, part: str, why: str) -> None:
        super().__init__(tr("The edit of {part!r} cannot be written back: {why}.", part=part, why=why))
        self.part = part
        self.why = why


class _Change(NamedTuple):
    """One source value to replace: the part path it serves, its place, and what is wanted there."""

    part: str
    path: SourcePath
    form: Form
    wanted: Any
    spellings: tuple[str, ...]
    """What the source may say for it: the codes of a choice, the source's word for a role."""


def splice(
    raw: bytes, layout: Layout, mapping: Mapping, edits: AnyMapping[str, Any], unit: str | None = None
) -> bytes:
    """The record's bytes with the edits (part path to value) written into it.

    Raises CannotWrite when an edit cannot be written back so that reading gives it again.
    """
    record = parse(raw, layout)
    parts = _parts_of(mapping, record, unit)
    for name, gone in _left_out(parts, edits):
        raw = _dropped(raw, layout, mapping, Conversation(name, len(parts[name]), record, unit), gone)
        record = parse(raw, layout)
        parts = _parts_of(mapping, record, unit)
    values = ((path, _canonical(mapping, path, value)) for path, value in _by_value(parts, edits))
    wanted = {path: value for path, value in values if not _same(part_at(parts, path), value)}
    if not wanted:
        return raw
    text = lossless_text(raw, layout.encoding)
    changes = [_change(mapping, record, unit, parts, path, value) for path, value in wanted.items()]
    changes.sort(key=_from_the_end)
    write = _into_row if layout.container is Container.CSV else _into_json
    edited = write(text, layout, changes)
    try:
        now = _parts_of(mapping, parse(edited, layout), unit)
    except ValueError:
        raise CannotWrite(next(iter(wanted)), tr("the record would read otherwise")) from None
    for path, value in wanted.items():
        if not _same(part_at(now, path), value):
            raise CannotWrite(path, tr("the record would read otherwise"))
    return edited


def _from_the_end(change: _Change) -> int:
    """Stretches of one text are replaced from its end, so that those before keep their places."""
    place = change.path[-1]
    return -place.start if isinstance(place, Span) else 1


def _parts_of(mapping: Mapping, record: Any, unit: str | None) -> Parts:
    reading = mapping.read_unit(record, unit)
    return {} if reading is None else reading.parts


def _canonical(mapping: Mapping, part: str, value: Any) -> Any:
    """A wanted value as reading it back would give it."""
    form = mapping.spec(part.partition(".")[0]).form
    if form is Form.LABEL:
        return read_label(value)
    if form is Form.LABELS:
        return read_labels(value)
    if not isinstance(value, str):
        raise CannotWrite(part, tr("it is not a text"))
    return value


def _same(value: Any, wanted: Any) -> bool:
    return (value or None) == (wanted or None)


def _by_value(parts: Parts, edits: AnyMapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The edits as single values: label lists whole, conversations turn by turn."""
    for path in edits:
        if "." in path and part_at(parts, path.rpartition(".")[0]) is None:
            raise CannotWrite(path, tr("the item has no such part"))
    edited = with_edits(parts, edits)
    for path in edits:
        name = path.partition(".")[0]
        value, old = edited.get(name), parts.get(name)
        if not isinstance(value, list):
            yield path, value
        elif not value or not isinstance(value[0], dict):
            yield name, value
        elif not isinstance(old, list) or len(old) != len(value):
            raise CannotWrite(name, tr("turns can be changed or left out, not added"))
        else:
            for index, turn in enumerate(value):
                for key, said in turn.items():
                    yield f"{name}.{index}.{key}", said


def _left_out(parts: Parts, edits: AnyMapping[str, Any]) -> list[tuple[str, list[int]]]:
    """Conversations that an edit shortens, with the numbers of the turns that are gone."""
    shortened = []
    for name, value in edits.items():
        old = parts.get(name)
        if not (isinstance(old, list) and isinstance(value, list) and value and isinstance(value[0], dict)):
            continue
        if len(value) < len(old):
            left = set(kept_turns(old, value))
            shortened.append((name, [number for number in range(len(old)) if number not in left]))
    return shortened


def _dropped(raw: bytes, layout: Layout, mapping: Mapping, talk: Conversation, gone: list[int]) -> bytes:
    less = drop_turns(raw, layout, mapping, talk, gone)
    if less is None:
        raise CannotWrite(talk.part, tr("the source has no place of its own for each turn to be left out"))
    try:
        _parts_of(mapping, parse(less, layout), talk.unit)
    except ValueError:
        raise CannotWrite(talk.part, tr("the record would read otherwise")) from None
    return less


def _change(mapping: Mapping, record: Any, unit: str | None, parts: Parts, part: str, value: Any) -> _Change:
    path = mapping.source_path(part, record, unit)
    if path is None:
        why = (
            tr("the record does not hold it as one value of its own")
            if unit is None
            else tr(
                "the record does not hold it as one value of its own (several items of the record share it)"
            )
        )
        raise CannotWrite(part, why)
    name = part.partition(".")[0]
    form = mapping.spec(name).form
    if form is Form.TURNS:
        return _turn_change(mapping, record, unit, parts, part, path, value)
    codes = mapping.codes_of(name)
    spellings = tuple(source for source, means in codes.items() if means == value)
    if codes and not spellings:
        raise CannotWrite(part, tr("the source has no code for {value!r}", value=value))
    return _Change(part, path, form, value, spellings)


def _turn_change(
    mapping: Mapping, record: Any, unit: str | None, parts: Parts, part: str, path: SourcePath, value: Any
) -> _Change:
    if not part.endswith(".role"):
        return _Change(part, path, Form.TEXT, value, ())
    name = part.partition(".")[0]
    places = (mapping.source_path(f"{name}.{i}.role", record, unit) for i in range(len(parts[name])))
    used = [str(_value_at(record, place)) for place in places if place is not None]
    word = spelling(str(value), used)
    if word is None:
        raise CannotWrite(part, tr("the source has no word for the role {role!r}", role=value))
    return _Change(part, path, Form.TEXT, word, ())


def _value_at(record: Any, path: SourcePath) -> Any:
    for key in path:
        record = record[key.start : key.end] if isinstance(key, Span) else record[key]
    return record


def _as_text(change: _Change, old: str) -> str:
    """The wanted value as a text, in the style of the text that stands there."""
    if change.spellings:
        return _nearest(change.spellings, old)
    if change.form is Form.LABELS:
        return rewritten(old, change.wanted or [])
    if change.form is Form.LABEL:
        return rewritten(old, [change.wanted])
    return str(change.wanted)


def _nearest(spellings: Iterable[str], old: str) -> str:
    """Of several codes for one choice, the one most like what stands there."""
    return max(
        spellings,
        key=lambda code: (code.istitle() == old.istitle(), SequenceMatcher(None, code, old).ratio()),
    )


def _into_row(text: str, layout: Layout, changes: Iterable[_Change]) -> bytes:
    for change in changes:
        start, end = cell_span(text, layout, layout.fields.index(str(change.path[0])))
        cell = text[start:end]
        quoted = layout.quoted and cell.startswith('"')
        old = cell[1:-1].replace('""', '"') if quoted else cell
        try:
            new = written_cell(_in_cell(change, old), cell, layout)
            new.encode(layout.encoding)
        except UnicodeEncodeError as error:
            why = tr(
                "the file's encoding {encoding} has no {letter!r}",
                encoding=layout.encoding,
                letter=error.object[error.start],
            )
            raise CannotWrite(change.part, why) from error
        except ValueError as error:
            raise CannotWrite(change.part, str(error)) from error
        text = text[:start] + new + text[end:]
    return text.encode(layout.encoding)


def _in_cell(change: _Change, old: str) -> str:
    place = change.path[-1]
    if isinstance(place, Span):
        return old[: place.start] + str(change.wanted) + old[place.end :]
    return _as_text(change, old)


def _into_json(text: str, layout: Layout, changes: list[_Change]) -> bytes:
    start = keyed_value(text) if layout.container is Container.JSON_KEYED else 0
    for escape in (text.isascii(), True):
        edited = text[start:]
        for change in changes:
            edited = _with_value(edited, change, escape=escape)
        try:
            return (text[:start] + edited).encode(layout.encoding)
        except UnicodeEncodeError:
            continue  # escapes can write what the encoding cannot
    raise CannotWrite(changes[0].part, tr("the record is no {encoding} text", encoding=layout.encoding))


def _with_value(text: str, change: _Change, *, escape: bool) -> str:
    *above, last = change.path
    if isinstance(last, Span):
        return _with_stretch(text, tuple(above), last, str(change.wanted), escape=escape)
    span = find_value(text, change.path)
    literal = _literal(change, text[span[0] : span[1]] if span else '""')
    written = in_ascii(literal) if escape else literal
    if span is None:
        span, written = added(text, change.path, written)
    return text[: span[0]] + written + text[span[1] :]


def _with_stretch(text: str, path: SourcePath, place: Span, wanted: str, *, escape: bool) -> str:
    """The text with a stretch of one of its values replaced."""
    span = find_value(text, path)
    if span is None:
        raise KeyError(path)
    value = json.loads(text[span[0] : span[1]])
    edited = value[: place.start] + wanted + value[place.end :]
    literal = json.dumps(edited, ensure_ascii=False)
    return text[: span[0]] + (in_ascii(literal) if escape else literal) + text[span[1] :]


def _literal(change: _Change, old: str) -> str:
    """The wanted value as JSON, of the type that stands there where it can be."""
    if old.startswith('"'):
        return json.dumps(_as_text(change, json.loads(old)), ensure_ascii=False)
    if old.startswith("["):
        several = change.wanted or [] if change.form is Form.LABELS else str(change.wanted).split(BETWEEN)
        return rewritten(old, several)
    new = _as_text(change, old)
    number = bool(_NUMBER.match(old)) and bool(_NUMBER.match(new))
    truth = old in ("true", "false") and new in ("true", "false")
    return new if number or truth else json.dumps(new, ensure_ascii=False)
