"""A mapping: how the items of a kind are found in the records of a source."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from synthreview.domain import PARTS, Form, Kind, Parts, PartSpec
from synthreview.errors import UserError
from synthreview.formats.json_text import TOO_DEEP
from synthreview.formats.labels import read_label, read_labels
from synthreview.formats.paths import (
    Constant,
    Expression,
    Found,
    Path,
    Select,
    SourcePath,
    compile_expression,
)
from synthreview.formats.texts import read_text, text_of
from synthreview.formats.turns import Turn, read_turns

_CHOICES = {
    "a": "a",
    "b": "b",
    "tie": "tie",
    "A": "a",
    "B": "b",
    "model_a": "a",
    "model_b": "b",
    "tie (inconsistent)": "tie",
}
"""Source values of a choice that need no codes."""


class _Part(NamedTuple):
    """One part ready to be read; ``key`` is set for the usual case of a plain key."""

    name: str
    source: str
    key: str | None
    get: Callable[[Any], Any]
    read: Callable[[Any], Any]
    is_text: bool
    required: bool


@dataclass(frozen=True)
class Mapping:
    """The kind of a source's items, a path expression for each part, and the codes of its choices.

    ``codes`` gives, per choice, what each source value means: a, b or tie. Raises UserError for a
    part the kind does not have and for a path that is none.
    """

    kind: Kind
    parts: AnyMapping[str, str]
    codes: AnyMapping[str, AnyMapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.parts:
            self.spec(name)
        _ = self._expressions

    def __reduce__(self) -> tuple[type[Mapping], tuple[Any, ...]]:
        return Mapping, (self.kind, self.parts, self.codes)  # compiled parts do not travel between processes

    def to_json(self) -> dict[str, Any]:
        """A plain object that ``from_json`` reads back."""
        codes = {part: dict(codes) for part, codes in self.codes.items()}
        return {"kind": self.kind.value, "parts": dict(self.parts), "codes": codes}

    @classmethod
    def from_json(cls, data: AnyMapping[str, Any]) -> Mapping:
        """The mapping that ``to_json`` described; UserError when it is none."""
        try:
            return cls(Kind(data["kind"]), dict(data["parts"]), dict(data.get("codes") or {}))
        except (KeyError, TypeError, ValueError) as error:
            words = f"The mapping cannot be read ({error}); give a kind and a path for each part."
            raise UserError(words) from error

    def spec(self, name: str) -> PartSpec:
        """What a part is; UserError when the kind has none of that name."""
        for spec in PARTS[self.kind]:
            if spec.name == name:
                return spec
        known = ", ".join(spec.name for spec in PARTS[self.kind])
        raise UserError(f"{self.kind.words} data has no part {name!r}; its parts are {known}.")

    def codes_of(self, name: str) -> AnyMapping[str, str]:
        """The codes of a choice (source value to a, b or tie); empty for parts that have none."""
        if self.spec(name).form is not Form.CHOICE:
            return {}
        return self.codes.get(name) or _CHOICES

    def items(self, record: Any) -> list[tuple[str | None, Parts]]:
        """The items of a record, each with its unit (None where the record is one item).

        ValueError says in words what the record lacks.
        """
        if not isinstance(record, dict):
            raise ValueError(f"is {_NAMES.get(type(record), 'a number')}, not a record")
        parts: Parts = {}
        for name, source, key, get, read, is_text, required in self._program:
            value = get(record) if key is None else record.get(key)
            if not is_text or type(value) is not str:
                try:
                    value = read(value)
                except (ValueError, RecursionError) as error:
                    why = error if isinstance(error, ValueError) else TOO_DEEP
                    raise ValueError(f"cannot be used: {source!r} {why}") from None
            if value is not None:
                parts[name] = value
            elif required:
                raise ValueError(f"has no {source!r}" if record else "is empty")
        if self._selected:
            self._refuse_unread_turns(record)
        return [(None, parts)]

    def source_path(self, part_path: str, record: Any, unit: str | None = None) -> SourcePath | None:
        """Where in the record the value at a part path is kept, as keys and indices.

        None where an edit of it cannot be written back.
        """
        name, *below = part_path.split(".")
        expression = self._expressions.get(name)
        if expression is None or isinstance(expression, Constant) or not isinstance(record, dict):
            return None
        form = self.spec(name).form
        if form is Form.TURNS:
            return _turn_path(expression, below, record)
        if below:
            return None
        return _value_path(expression, form, record)

    @cached_property
    def _expressions(self) -> dict[str, Expression]:
        return {name: compile_expression(text) for name, text in self.parts.items()}

    @cached_property
    def _program(self) -> list[_Part]:
        specs = PARTS[self.kind]
        mapped = [self._compiled(spec, self.parts[spec.name]) for spec in specs if spec.name in self.parts]
        unmapped = [spec.name for spec in specs if spec.required and spec.name not in self.parts]
        return mapped + [_Part(name, name, None, lambda _: None, text_of, False, True) for name in unmapped]

    def _compiled(self, spec: PartSpec, source: str) -> _Part:
        expression = self._expressions[spec.name]
        read = self._reader(spec)
        if isinstance(expression, Constant):
            value = expression.value
            return _Part(spec.name, source, None, lambda record: value, read, False, spec.required)
        only = expression[0] if len(expression) == 1 else None
        get = only.get if only else _joined(expression)
        key = only.key if only else None
        return _Part(spec.name, source, key, get, read, spec.form is Form.TEXT, spec.required)

    def _reader(self, spec: PartSpec) -> Callable[[Any], Any]:
        if spec.form is Form.CHOICE:
            codes = self.codes_of(spec.name)
            return lambda value: _choice(value, codes)
        return _READERS[spec.form]

    @cached_property
    def _selected(self) -> dict[Path, list[Select]]:
        """The lists whose elements are picked by value, and what is picked from each."""
        groups: dict[Path, list[Select]] = {}
        for expression in self._expressions.values():
            for path in expression if isinstance(expression, tuple) else ():
                for index, step in enumerate(path.steps):
                    if isinstance(step, Select):
                        groups.setdefault(Path("", path.steps[:index], None), []).append(step)
        return groups

    def _refuse_unread_turns(self, record: Any) -> None:
        """A mapping that picks turns by role must read them all: nothing disappears unseen."""
        for path, selects in self._selected.items():
            elements = path.get(record)
            if not isinstance(elements, list):
                continue
            left = list(dict.fromkeys(selects))
            for element in elements:
                picked = next((select for select in left if select.matches(element)), None)
                if picked is None:
                    words = ", ".join(select.value for select in dict.fromkeys(selects))
                    raise ValueError(f"has {len(elements)} turns; the mapping takes one of each: {words}")
                left.remove(picked)


def _joined(paths: tuple[Path, ...]) -> Callable[[Any], Any]:
    def get(record: Any) -> str | None:
        texts = [text for path in paths if (text := text_of(path.get(record))) is not None]
        return "\n\n".join(filter(None, texts)) if texts else None

    return get


def _turn_parts(value: Any) -> list[dict[str, str]] | None:
    turns = read_turns(value)
    return [turn.part() for turn in turns] if turns else None


def _choice(value: Any, codes: AnyMapping[str, str]) -> str | None:
    label = read_label(value)
    if label is None:
        return None
    if label not in codes:
        raise ValueError(f"is {label!r}, which the mapping's codes do not know")
    return codes[label]


_READERS: dict[Form, Callable[[Any], Any]] = {
    Form.TEXT: text_of,
    Form.LABEL: read_label,
    Form.LABELS: read_labels,
    Form.TURNS: _turn_parts,
}

_NAMES = {list: "a list", str: "a text", type(None): "null", bool: "true or false"}


def _value_path(expression: tuple[Path, ...], form: Form, record: Any) -> SourcePath | None:
    filled = [path for path in expression if len(expression) == 1 or text_of(path.get(record))]
    path = filled[0] if len(filled) == 1 else None
    if path is None:
        return None
    found = path.find(record)
    if found is None:
        return path.place_for_new(record)
    if form is not Form.TEXT or found.value is None:
        return found.inside(())
    read = read_text(found.value)
    return found.inside(read[1]) if read is not None and read[1] is not None else None


def _turn_path(expression: tuple[Path, ...], below: list[str], record: Any) -> SourcePath | None:
    found: Found | None = expression[0].find(record)
    if found is None or len(below) != 2 or not below[0].isdigit():
        return None
    turns: list[Turn] = read_turns(found.value) or []
    if int(below[0]) >= len(turns):
        return None
    turn = turns[int(below[0])]
    inside = {"text": turn.text_path, "role": turn.role_path, "speaker": turn.speaker_path}.get(below[1])
    return None if inside is None else found.inside(inside)
