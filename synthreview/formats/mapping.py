"""A mapping: how the items of a kind are found in the records of a source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from synthreview.domain import PARTS, Form, Kind, Parts, PartSpec
from synthreview.errors import UserError
from synthreview.formats.choices import (
    GAP,
    USUAL,
    Unknown,
    check_codes,
    read_choice,
    read_coded_label,
    read_votes,
)
from synthreview.formats.json_text import TOO_DEEP
from synthreview.formats.labels import read_label, read_labels
from synthreview.formats.paths import (
    Constant,
    Difference,
    Expression,
    Here,
    Path,
    Select,
    SourcePath,
    Unit,
    compile_expression,
)
from synthreview.formats.places import Talk, read_talk, turn_path, value_path
from synthreview.formats.texts import text_of
from synthreview.formats.turns import read_turns
from synthreview.formats.units import Units, compile_units
from synthreview.translation import later, tr, trn

ASIDE = ("each", "id", "group")
"""What a mapping says beside the parts: which items a record holds, what names one, what it belongs to."""
ABSENT = "nothing there"
"""What a reading says of a part that its kind needs and one of several items in a record has not."""


class Reading(NamedTuple):
    """One item of a record: its unit, its parts, and the values that are no valid label or choice."""

    unit: str | None
    parts: Parts
    invalid: dict[str, str]


class _Part(NamedTuple):
    """One part ready to be read; ``key`` is set for the usual case of a plain key."""

    name: str
    source: str
    key: str | None
    get: Callable[[Any, Unit | None], Any]
    read: Callable[[Any], Any]
    is_text: bool
    required: bool


@dataclass(frozen=True)
class Mapping:
    """The kind of a source's items, a path expression for each part, and what its codes mean.

    ``codes`` gives, per choice, what each source value means (a, b or tie), and may do so per label.
    ``each`` says where a record holds several items (see ``units``); ``id`` and ``group`` are paths to
    what names an item and to what several items belong to, such as their question.
    Raises UserError for a part the kind does not have and for a path that is none.
    """

    kind: Kind
    parts: AnyMapping[str, str]
    codes: AnyMapping[str, AnyMapping[str, str]] = field(default_factory=dict)
    each: str = ""
    id: str = ""
    group: str = ""

    def __post_init__(self) -> None:
        for name in self.parts:
            self.spec(name)
        for name, codes in self.codes.items():
            check_codes(codes, choice=self.spec(name).form is Form.CHOICE)
        _ = self._expressions, self._units, self._names

    def __reduce__(self) -> tuple[type[Mapping], tuple[Any, ...]]:
        # Compiled parts do not travel between processes.
        return Mapping, (self.kind, self.parts, self.codes, self.each, self.id, self.group)

    def to_json(self) -> dict[str, Any]:
        """A plain object that ``from_json`` reads back."""
        codes = {part: dict(codes) for part, codes in self.codes.items()}
        aside = {name: value for name in ASIDE if (value := getattr(self, name))}
        return {"kind": self.kind.value, "parts": dict(self.parts), "codes": codes, **aside}

    @classmethod
    def from_json(cls, data: AnyMapping[str, Any]) -> Mapping:
        """The mapping that ``to_json`` described; UserError when it is none."""
        try:
            aside = {name: str(data.get(name) or "") for name in ASIDE}
            return cls(Kind(data["kind"]), dict(data["parts"]), dict(data.get("codes") or {}), **aside)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise UserError(
                tr("The mapping cannot be read ({error}); give a kind and a path for each part.", error=error)
            ) from error

    def spec(self, name: str) -> PartSpec:
        """What a part is; UserError when the kind has none of that name."""
        for spec in PARTS[self.kind]:
            if spec.name == name:
                return spec
        known = ", ".join(spec.name for spec in PARTS[self.kind])
        raise UserError(
            tr(
                "{kind} data has no part {name!r}; its parts are {known}.",
                kind=self.kind.words,
                name=name,
                known=known,
            )
        )

    def codes_of(self, name: str) -> AnyMapping[str, str]:
        """What the source values of a choice or a label mean; empty for a label written as it is."""
        given = self.codes.get(name)
        if given or self.spec(name).form is not Form.CHOICE:
            return given or {}
        return GAP if isinstance(self._expressions.get(name), Difference) else USUAL

    @property
    def missing(self) -> list[PartSpec]:
        """Parts that the kind needs and the mapping does not name.

        A verdict on a pair may come without the pair, to be joined to it.
        """
        return [
            spec
            for spec in PARTS[self.kind]
            if spec.required
            and spec.name not in self.parts
            and not (self.kind is Kind.PREFERENCE and "choice" in self.parts)
        ]

    def exchanged(self, part: str = "choice") -> Mapping:
        """The same mapping with a and b exchanged in a choice's codes."""
        other = {"a": "b", "b": "a"}
        codes = {source: other.get(means, means) for source, means in self.codes_of(part).items()}
        return replace(self, codes={**self.codes, part: codes})

    def read(self, record: Any, most: int | None = None) -> list[Reading]:
        """The items of a record, or the first of them; ValueError says in words what the record lacks.

        What only some of several items in a record lack makes those invalid.
        """
        if type(record) is not dict:
            raise ValueError(tr(_NO_RECORD.get(type(record), _A_NUMBER)))
        if self._units is None:
            return [self._item(record, None)]
        units = self._units.of(record) if most is None else self._units.first(record, most)
        if not units:
            raise ValueError(
                tr("holds nothing under {each!r}", each=_shown(self.each)) if record else tr("is empty")
            )
        readings = [self._item(record, unit) for unit in units]
        for part in self._program:
            if part.required and all(reading.invalid.get(part.name) == ABSENT for reading in readings):
                raise ValueError(tr("has no {field!r}", field=_shown(part.source)))
        return readings

    def read_unit(self, record: Any, unit: str | None) -> Reading | None:
        """One item of a record, None where the record does not hold it; ValueError as ``read``."""
        if self._units is None or unit is None:
            return self.read(record)[0] if self._units is None and unit is None else None
        at = self._unit(record, unit)
        return None if at is None else self._item(record, at)

    def columns_of_texts(self, records: Sequence[Any]) -> dict[str, list[str]] | None:
        """Per part the texts of all records, where each is one item of plain texts; else None."""
        try:
            columns = {name: [record[key] for record in records] for name, key in self._texts}
        except (KeyError, TypeError):
            return None
        plain = all(set(map(type, column)) == {str} for column in columns.values())
        return columns if columns and plain else None

    def items(self, record: Any) -> list[tuple[str | None, Parts]]:
        """The items of a record, each with its unit (None where the record is one item).

        ValueError says in words what the record lacks.
        """
        return [(reading.unit, reading.parts) for reading in self.read(record)]

    def _item(self, record: Any, unit: Unit | None) -> Reading:
        parts: Parts = {}
        invalid: dict[str, str] = {}
        for name, source, key, get, read, is_text, required in self._program:
            value = get(record, unit) if key is None else record.get(key)
            if not is_text or type(value) is not str:
                try:
                    value = read(value)
                except Unknown as error:
                    invalid[name] = _shown(str(error))
                    value = None
                except (ValueError, RecursionError) as error:
                    why = str(error) if isinstance(error, ValueError) else tr(TOO_DEEP)
                    if unit is None:
                        raise ValueError(
                            tr("cannot be used: {field!r} {why}", field=_shown(source), why=why)
                        ) from None
                    invalid[name] = why
                    value = None
            if value is not None:
                parts[name] = value
            elif required:
                if unit is None or self.spec(name).form is not Form.TEXT:
                    raise ValueError(
                        tr("has no {field!r}", field=_shown(source)) if record else tr("is empty")
                    )
                # One of several items: it is kept, empty, for the sake of the others.
                parts[name], invalid[name] = "", invalid.get(name, ABSENT)
        if self._selected:
            self._refuse_unread_turns(record, unit)
        return Reading(None if unit is None else unit.name, parts, invalid)

    def name_of(self, record: Any, unit: str | None = None) -> str | None:
        """What names an item in its source (``id``), None where there is none."""
        return self._named("id", record, unit)

    def group_of(self, record: Any, unit: str | None = None) -> str | None:
        """What an item belongs to together with others (``group``), None where it is not said."""
        return self._named("group", record, unit)

    def _named(self, which: str, record: Any, unit: str | None) -> str | None:
        paths = self._names.get(which)
        if paths is None:
            return None
        at = self._unit(record, unit)
        try:
            texts = [text_of(path.get(record, at)) for path in paths]
        except RecursionError:
            return None
        return None if any(text is None for text in texts) else "\n".join(map(str, texts))

    def source_path(self, part_path: str, record: Any, unit: str | None = None) -> SourcePath | None:
        """Where in the record the value at a part path is kept, as keys and indices.

        None where an edit of it cannot be written back; so is what several items of a record share.
        """
        name, *below = part_path.split(".")
        expression = self._expressions.get(name)
        if not isinstance(expression, tuple) or not isinstance(record, dict):
            return None
        at = self._unit(record, unit)
        if self._units is not None and (at is None or not self._is_own(expression, record)):
            return None
        form = self.spec(name).form
        if form is Form.TURNS:
            return turn_path(self._talk(expression, record, at), below)
        if below:
            return None
        return value_path(expression, form, record, at)

    def unit_paths(self, record: Any) -> dict[str, SourcePath]:
        """Where the units of a record that can be taken out of it are kept."""
        if self._units is None or not self._units.removable:
            return {}
        return {unit.name: unit.found.path for unit in self._units.of(record) if unit.found.path}

    @property
    def is_columnar(self) -> bool:
        """Whether an item's values stand at one index of several lists."""
        return any(isinstance(step, Here) for path in self._paths for step in path.steps)

    @cached_property
    def _paths(self) -> tuple[Path, ...]:
        several = (one for one in self._expressions.values() if isinstance(one, tuple))
        return tuple(path for expression in several for path in expression)

    def _is_own(self, expression: tuple[Path, ...], record: Any) -> bool:
        return all(path.is_of_unit for path in expression) or len(self._by_name(record)) == 1

    def _unit(self, record: Any, name: str | None) -> Unit | None:
        return None if self._units is None or name is None else self._by_name(record).get(name)

    def _by_name(self, record: Any) -> dict[str, Unit]:
        """The units of a record; those of the last one are remembered, as they are asked for one by one."""
        last: tuple[Any, dict[str, Unit]] = self.__dict__.get("_last", (None, {}))
        if last[0] is not record:
            last = record, {unit.name: unit for unit in self._units.of(record)} if self._units else {}
            self.__dict__["_last"] = last
        return last[1]

    def _talk(self, expression: tuple[Path, ...], record: Any, unit: Unit | None) -> Talk:
        """A record's conversation; the last one is remembered, as its turns are asked for one by one."""
        last: tuple[Any, Any, Unit | None, Talk | None] = self.__dict__.get("_last_talk", (None,) * 4)
        if last[3] is None or last[0] is not record or last[1] is not expression or last[2] is not unit:
            last = record, expression, unit, read_talk(expression, record, unit)
            self.__dict__["_last_talk"] = last
        assert last[3] is not None
        return last[3]

    @cached_property
    def _expressions(self) -> dict[str, Expression]:
        return {name: compile_expression(text) for name, text in self.parts.items()}

    @cached_property
    def _units(self) -> Units | None:
        return compile_units(self.each) if self.each else None

    @cached_property
    def _names(self) -> dict[str, tuple[Path, ...]]:
        named = {name: compile_expression(text) for name in ("id", "group") if (text := getattr(self, name))}
        return {name: expression for name, expression in named.items() if isinstance(expression, tuple)}

    @cached_property
    def _program(self) -> list[_Part]:
        specs = PARTS[self.kind]
        mapped = [self._compiled(spec, self.parts[spec.name]) for spec in specs if spec.name in self.parts]
        return mapped + [
            _Part(spec.name, spec.name, None, lambda record, unit: None, text_of, False, True)
            for spec in self.missing
        ]

    @cached_property
    def _texts(self) -> tuple[tuple[str, str], ...]:
        """Part and key, where each part is one plain text of the record; empty where one is more."""
        program = self._program
        if self._units is not None or self._selected or not all(one.is_text and one.key for one in program):
            return ()
        return tuple((one.name, str(one.key)) for one in program)

    def _compiled(self, spec: PartSpec, source: str) -> _Part:
        expression = self._expressions[spec.name]
        read = self._reader(spec, expression)
        if isinstance(expression, Constant):
            value = expression.value
            return _Part(spec.name, source, None, lambda record, unit: value, read, False, spec.required)
        if isinstance(expression, Difference):
            return _Part(spec.name, source, None, expression.get, read, False, spec.required)
        only = expression[0] if len(expression) == 1 else None
        gather = _joined if spec.form is Form.TEXT else _gathered
        get = only.get if only else gather(expression)
        key = only.key if only else None
        return _Part(spec.name, source, key, get, read, spec.form is Form.TEXT, spec.required)

    def _reader(self, spec: PartSpec, expression: Expression) -> Callable[[Any], Any]:
        if spec.form is Form.CHOICE:
            codes = self.codes_of(spec.name)
            several = isinstance(expression, tuple) and len(expression) > 1
            read = read_votes if several else read_choice
            return lambda value: read(value, codes)
        if spec.form is Form.LABEL and self.codes_of(spec.name):
            codes = self.codes_of(spec.name)
            return lambda value: read_coded_label(value, codes)
        return _READERS[spec.form]

    @cached_property
    def _selected(self) -> dict[Path, list[Select]]:
        """The lists whose elements are picked by value, and what is picked from each."""
        groups: dict[Path, list[Select]] = {}
        for path in self._paths:
            for index, step in enumerate(path.steps):
                if isinstance(step, Select):
                    groups.setdefault(Path("", path.steps[:index], None, path.root), []).append(step)
        return groups

    def _refuse_unread_turns(self, record: Any, unit: Unit | None) -> None:
        """A mapping that picks turns by role must read them all: nothing disappears unseen."""
        for path, selects in self._selected.items():
            elements = path.get(record, unit)
            if not isinstance(elements, list):
                continue
            left = list(dict.fromkeys(selects))
            for element in elements:
                picked = next((select for select in left if select.matches(element)), None)
                if picked is None:
                    raise ValueError(
                        trn(
                            "has {turns} turn; the mapping takes one of each: {roles}",
                            "has {turns} turns; the mapping takes one of each: {roles}",
                            len(elements),
                            turns=len(elements),
                            roles=", ".join(select.value for select in dict.fromkeys(selects)),
                        )
                    )
                left.remove(picked)


def _joined(paths: tuple[Path, ...]) -> Callable[[Any, Unit | None], Any]:
    def get(record: Any, unit: Unit | None) -> str | None:
        texts = [text for path in paths if (text := text_of(path.get(record, unit))) is not None]
        return "\n\n".join(filter(None, texts)) if texts else None

    return get


def _gathered(paths: tuple[Path, ...]) -> Callable[[Any, Unit | None], Any]:
    """Several values as a list: the votes of several judges, the labels of several annotators."""

    def get(record: Any, unit: Unit | None) -> list[Any] | None:
        values = [path.get(record, unit) for path in paths]
        return None if all(value is None for value in values) else values

    return get


def _turn_parts(value: Any) -> list[dict[str, str]] | None:
    turns = read_turns(value)
    return [turn.part() for turn in turns] if turns else None


_READERS: dict[Form, Callable[[Any], Any]] = {
    Form.TEXT: text_of,
    Form.LABEL: read_label,
    Form.LABELS: read_labels,
    Form.TURNS: _turn_parts,
}

_SHOWN = 80
"""Characters of a wrong value that are told."""


def _shown(value: str) -> str:
    return value if len(value) <= _SHOWN else value[: _SHOWN - 1] + "…"


_A_NUMBER = later("is a number, not a record")
_NO_RECORD = {
    list: later("is a list, not a record"),
    str: later("is a text, not a record"),
    type(None): later("is null, not a record"),
    bool: later("is true or false, not a record"),
}
