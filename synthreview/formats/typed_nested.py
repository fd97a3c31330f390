"""Values of Arrow types that hold others, as JSON values: lists, structs as objects, maps as pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, chain, pairwise, repeat
from typing import TYPE_CHECKING, Any

from synthreview.formats.typed_values import Column, Values, leaf_of, with_nulls
from synthreview.translation import tr, trn

if TYPE_CHECKING:
    import pyarrow as pa

_DEEPEST = 100
"""Levels of nesting a type may have; more is made to break readers."""
_FEW = 1000
"""Different values up to which a dictionary keeps its order, and those that no row uses."""
_SHORT = 1 << 20
"""Characters they may have together."""


class Coded(Values):
    """Values that stand in a dictionary, as themselves.

    ``start`` is what the dictionaries that were read hold, in their order, and what those that are
    written begin with; None where that is much.
    """

    def __init__(self, type_: pa.DataType, value: Values) -> None:
        import pyarrow as pa

        super().__init__(type_, pa.dictionary(type_.index_type, value.bare, type_.ordered), (value,))
        self._value = value
        self._last: tuple[pa.Array | None, Column] = (None, [])
        self.start: Column | None = []
        self.begin()

    def read(self, array: pa.Array) -> Column:
        """The value of each element, and ``start`` with the new ones."""
        known, values = self._last
        if known is None or not array.dictionary.equals(known):
            values = self._value.read(array.dictionary)
            self._last = array.dictionary, values
            self._remember(values)
        return [index if index is None else values[index] for index in array.indices.to_pylist()]

    def _remember(self, values: Column) -> None:
        if self.start is not None:
            known = {_key(value): value for value in chain(self.start, values)}
            small = len(known) <= _FEW and sum(map(len, known)) <= _SHORT
            self.start = list(known.values()) if small else None

    def begin(self) -> None:
        """Write what comes next with a new dictionary."""
        self._begin_with(self.start or [])

    def _begin_with(self, values: Column) -> None:
        self._indices = {_key(value): index for index, value in enumerate(values)}
        self._dictionary = self._value.write(values)

    def write(self, values: Column) -> pa.Array:
        """The array, its dictionary the last one with the new values behind it, while it can number them."""
        import pyarrow as pa

        try:
            return self._numbered(values)
        except pa.ArrowInvalid:
            self._begin_with([])
        try:
            return self._numbered(values)
        except pa.ArrowInvalid as error:
            many = len(self._indices)
            raise ValueError(
                trn(
                    "keeps {type} and cannot hold {many} different value",
                    "keeps {type} and cannot hold {many} different values",
                    many,
                    type=self.type,
                    many=many,
                )
            ) from error

    def _numbered(self, values: Column) -> pa.Array:
        import pyarrow as pa

        known = self._indices
        new = {_key(value): value for value in values if value is not None and _key(value) not in known}
        if new:
            more = self._value.write(list(new.values()))
            self._dictionary = pa.concat_arrays([self._dictionary, more])
            known |= {key: len(known) + number for number, key in enumerate(new)}
        indices = [value if value is None else known[_key(value)] for value in values]
        numbers = pa.array(indices, self.type.index_type)
        return pa.DictionaryArray.from_arrays(numbers, self._dictionary, ordered=self.type.ordered)


def _key(value: Any) -> str:
    """What tells a value from others of its type, 0.0 from -0.0 too."""
    return value if isinstance(value, str) else repr(value)


class _Stored(Values):
    """Values of an extension type, as what they are stored as."""

    def __init__(self, type_: pa.DataType, storage: Values) -> None:
        super().__init__(type_, storage.bare, (storage,))
        self._storage = storage

    def read(self, array: pa.Array) -> Column:
        return self._storage.read(array.storage)

    def write(self, values: Column) -> pa.Array:
        import pyarrow as pa

        return pa.ExtensionArray.from_storage(self.type, self._storage.write(values))


class _Member(Values):
    """The values of a field: a column, a part of a struct, the items of lists."""

    def __init__(self, field: pa.Field, deep: int = 0) -> None:
        self._values = _values_of(field.type, deep)
        super().__init__(field.type, self._values.bare, (self._values,))
        self.bare_field = field.with_type(self.bare)
        self.name: str = field.name
        self.required = not field.nullable

    def read(self, array: pa.Array) -> Column:
        return self._values.read(array)

    def write(self, values: Column) -> pa.Array:
        if self.required and None in values:
            raise ValueError(tr("may not hold null there"))
        return self._values.write(values)


class _Lists(Values):
    """Lists of any length, in all their layouts."""

    accepted = (list,)

    def __init__(self, type_: pa.DataType, bare: pa.DataType, items: _Member) -> None:
        super().__init__(type_, bare, (items,))
        self._items = items

    def read(self, array: pa.Array) -> Column:
        import pyarrow.compute as pc

        return _cut(self._items.read(array.flatten()), pc.list_value_length(array).to_pylist())

    def write(self, values: Column) -> pa.Array:
        import pyarrow as pa

        self.refuse_others(values)
        items, ends, nulls = self._items.write(_flat(values)), _ends(values), _nulls(values)
        if pa.types.is_list(self.type):
            return pa.ListArray.from_arrays(ends, items, type=self.type, mask=nulls)
        if pa.types.is_large_list(self.type):
            return pa.LargeListArray.from_arrays(ends, items, type=self.type, mask=nulls)
        view = pa.ListViewArray if pa.types.is_list_view(self.type) else pa.LargeListViewArray
        sizes = [len(value or ()) for value in values]
        return view.from_arrays(ends[:-1], sizes, items, type=self.type, mask=nulls)


class _FixedLists(_Lists):
    """Lists that all have the same length."""

    def write(self, values: Column) -> pa.Array:
        import pyarrow as pa

        self.refuse_others(values)
        known = [value for value in values if value is not None]
        size = self.type.list_size
        for value in known:
            if len(value) != size:
                raise self.refusal(value)
        if not size or (self._items.required and not known):
            return pa.array(values, self.type)
        filler = known[0] if known else [None] * size
        items = self._items.write(_flat(filler if value is None else value for value in values))
        return pa.FixedSizeListArray.from_arrays(items, type=self.type, mask=_nulls(values))


class _Maps(Values):
    """Maps, as lists of pairs of key and value."""

    accepted = (list,)

    def __init__(self, type_: pa.DataType, keys: _Member, items: _Member) -> None:
        import pyarrow as pa

        super().__init__(type_, pa.map_(keys.bare_field, items.bare_field), (keys, items))
        self._keys, self._items = keys, items

    def read(self, array: pa.Array) -> Column:
        ends = array.offsets.to_pylist()
        first, count = ends[0], ends[-1] - ends[0]
        keys = self._keys.read(array.keys.slice(first, count))
        items = self._items.read(array.items.slice(first, count))
        pairs = [[key, item] for key, item in zip(keys, items, strict=True)]
        return with_nulls(_cut(pairs, [end - start for start, end in pairwise(ends)]), array)

    def write(self, values: Column) -> pa.Array:
        import pyarrow as pa

        self.refuse_others(values)
        pairs = _flat(values)
        for pair in pairs:
            if not isinstance(pair, list) or len(pair) != 2:
                raise self.refusal(pair)
        keys = self._keys.write([key for key, _ in pairs])
        items = self._items.write([item for _, item in pairs])
        return pa.MapArray.from_arrays(_ends(values), keys, items, type=self.type, mask=_nulls(values))


class _Structs(Values):
    """Structs, as objects with all their keys; a null struct is not one of nulls."""

    accepted = (dict,)

    def __init__(self, type_: pa.DataType, members: Sequence[_Member]) -> None:
        import pyarrow as pa

        super().__init__(type_, pa.struct([member.bare_field for member in members]), tuple(members))
        self._members = members
        self._names = [member.name for member in members]
        self._required = {member.name for member in members if member.required}
        if len({*self._names}) < len(self._names):
            raise ValueError(tr("{type} with one name twice", type=type_))

    def read(self, array: pa.Array) -> Column:
        columns = [member.read(part) for member, part in zip(self._members, array.flatten(), strict=True)]
        rows = zip(*columns, strict=True) if columns else repeat((), len(array))
        return with_nulls([dict(zip(self._names, row, strict=True)) for row in rows], array)

    def write(self, values: Column) -> pa.Array:
        import pyarrow as pa

        self.refuse_others(values)
        known = [value for value in values if value is not None]
        names = {*self._names}
        for value in known:
            if value.keys() != names:
                raise self.refusal(value)
        if not names or (self._required and not known):
            return pa.array(values, self.type)
        filler = {name: known[0][name] if name in self._required else None for name in names}
        structs = [filler if value is None else value for value in values]
        parts = [member.write([struct[member.name] for struct in structs]) for member in self._members]
        return pa.StructArray.from_arrays(parts, fields=list(self.type), mask=_nulls(values))


def _cut(items: Column, lengths: list[int | None]) -> Column:
    """Items one behind the other as the lists they belong to."""
    lists: Column = []
    at = 0
    for length in lengths:
        lists.append(None if length is None else items[at : at + length])
        at += length or 0
    return lists


def _flat(lists: Iterable[Column | None]) -> Column:
    return list(chain.from_iterable(items or () for items in lists))


def _ends(lists: Column) -> list[int]:
    return list(accumulate((len(items or ()) for items in lists), initial=0))


def _nulls(values: Column) -> pa.Array:
    import pyarrow as pa

    return pa.array([value is None for value in values], pa.bool_())


def _list_of(type_: pa.DataType) -> Callable[[pa.Field], pa.DataType] | None:
    """What makes the type of the same lists of other items; None for a type that is no list."""
    import pyarrow as pa
    from pyarrow import types

    kinds = [
        (types.is_list, pa.list_),
        (types.is_large_list, pa.large_list),
        (types.is_list_view, pa.list_view),
        (types.is_large_list_view, pa.large_list_view),
        (types.is_fixed_size_list, lambda field: pa.list_(field, type_.list_size)),
    ]
    return next((make for is_kind, make in kinds if is_kind(type_)), None)


def _values_of(type_: pa.DataType, deep: int) -> Values:
    import pyarrow as pa

    def member(field: pa.Field) -> _Member:
        return _Member(field, deep + 1)

    leaf = leaf_of(type_)
    if leaf is not None:
        return leaf
    if deep > _DEEPEST:
        raise ValueError(tr("a type of more than {levels} levels", levels=_DEEPEST))
    if isinstance(type_, pa.BaseExtensionType):
        return _Stored(type_, _values_of(type_.storage_type, deep + 1))
    if pa.types.is_dictionary(type_):
        return Coded(type_, _values_of(type_.value_type, deep + 1))
    if pa.types.is_map(type_):
        return _Maps(type_, member(type_.key_field), member(type_.item_field))
    if pa.types.is_struct(type_):
        return _Structs(type_, [member(field) for field in type_])
    list_of = _list_of(type_)
    if list_of is not None:
        lists = _FixedLists if pa.types.is_fixed_size_list(type_) else _Lists
        items = member(type_.value_field)
        return lists(type_, list_of(items.bare_field), items)
    raise ValueError(str(type_))


def values_of(field: pa.Field) -> Values:
    """The values of a column.

    ValueError names the type, of the column or of something inside it, that has no typed JSON.
    """
    return _Member(field)
