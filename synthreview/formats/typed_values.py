"""Values of Arrow types that hold no others, as JSON values: exactly the same ones come back.

Texts, whole numbers, truths and nulls are what JSON calls so; floats are written as short as they can
be without becoming another one; dates, times, timestamps (in UTC where they have a zone) and durations
are ISO 8601 in the full precision of their unit; decimals are their text; bytes are base64.
"""

from __future__ import annotations

import re
import reprlib
from abc import ABC, abstractmethod
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any

from synthreview.formats.source import lossless_text
from synthreview.translation import tr

if TYPE_CHECKING:
    import pyarrow as pa

Column = list[Any]
"""The JSON values of a column, or of all the members of its lists."""

_MOMENT = re.compile(r"[+-]?\d{3,}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?)?|NaT")
_DURATION = re.compile(r"(-?)P(\d+)DT(\d+)H(\d+)M(\d+)(?:\.(\d+))?S")
_DIGITS = {"s": 0, "ms": 3, "us": 6, "ns": 9}


class Values(ABC):
    """The values of one Arrow type as JSON values, and back, a column at a time.

    ``bare`` is a type of the same bytes that asks nothing of single values, such as texts to be UTF-8:
    what is wrong in one spoils its row, other damage the column. ``parts`` are the values that these hold.
    """

    accepted: tuple[type, ...] = ()

    def __init__(self, type_: pa.DataType, bare: pa.DataType, parts: tuple[Values, ...] = ()) -> None:
        self.type = type_
        self.bare = bare
        self.parts = parts

    @abstractmethod
    def read(self, array: pa.Array) -> Column:
        """The JSON value of each element."""

    @abstractmethod
    def write(self, values: Column) -> pa.Array:
        """The array that reads as ``values``; ValueError completes "the column 'x' ..."."""

    def refuse_others(self, values: Column) -> None:
        """ValueError for the first value that is neither null nor of an accepted JSON type."""
        if not {*map(type, values)} <= {*self.accepted, type(None)}:
            wrong = (value for value in values if value is not None and type(value) not in self.accepted)
            raise self.refusal(next(wrong))

    def refusal(self, value: Any) -> ValueError:
        """The error to raise for a value that the type cannot hold."""
        return ValueError(
            tr("keeps {type} and cannot hold {value}", type=self.type, value=reprlib.repr(value))
        )

    def walk(self) -> Iterator[Values]:
        """These values and all that they hold."""
        yield self
        for part in self.parts:
            yield from part.walk()


def with_nulls(values: Column, array: pa.Array) -> Column:
    """``values`` with null where the array has it."""
    if not array.null_count:
        return values
    known = array.is_valid().to_pylist()
    return [value if valid else None for value, valid in zip(values, known, strict=True)]


class _Leaf(Values):
    """Values that hold no others; one that would be kept as another one is refused."""

    def __init__(self, type_: pa.DataType, bare: pa.DataType | None = None) -> None:
        super().__init__(type_, bare or type_)

    def read(self, array: pa.Array) -> Column:
        values: Column = array.to_pylist()
        return values

    def write(self, values: Column) -> pa.Array:
        self.refuse_others(values)
        array = self._build_or_refuse(values)
        again = self.read(array)
        if again != values:
            for value, kept in zip(values, again, strict=True):
                if value != kept and repr(value) != repr(kept):  # one NaN does not equal another
                    raise ValueError(
                        tr(
                            "keeps {type} and cannot hold {value}, only {kept}",
                            type=self.type,
                            value=reprlib.repr(value),
                            kept=reprlib.repr(kept),
                        )
                    )
        return array

    def _build_or_refuse(self, values: Column) -> pa.Array:
        import pyarrow as pa

        try:
            return self._build(values)
        except (pa.ArrowException, ValueError, ArithmeticError) as error:
            if len(values) == 1:
                raise self.refusal(values[0]) from error
            for value in values:
                self._build_or_refuse([value])
            raise

    def _build(self, values: Column) -> pa.Array:
        """The array of values of accepted types; it may hold them inexactly."""
        import pyarrow as pa

        return pa.array(values, self.type)


class _Truths(_Leaf):
    accepted = (bool,)


class _Integers(_Leaf):
    accepted = (int,)


class _Floats(_Leaf):
    accepted = (float, int)

    def read(self, array: pa.Array) -> Column:
        import pyarrow as pa
        import pyarrow.compute as pc

        if self.type.bit_width < 64:
            exact = array.cast(pa.float64())
            short = self._texts(array).cast(pa.float64())
            same = pc.equal(short.cast(self.type, safe=False).cast(pa.float64()), exact)
            array = pc.if_else(same, short, exact)
        return super().read(array)

    def _texts(self, array: pa.Array) -> pa.Array:
        """The numbers written as short as they can be."""
        import pyarrow as pa

        if self.type.bit_width > 16:
            return array.cast(pa.string())
        return pa.array(array.to_numpy(zero_copy_only=False).astype(str))  # pyarrow writes halves in full

    def _build(self, values: Column) -> pa.Array:
        import pyarrow as pa

        return pa.array(values, pa.float64()).cast(self.type, safe=False)


class _Texts(_Leaf):
    """Texts; bytes of theirs that are no UTF-8 are lone surrogates."""

    accepted = (str,)

    def read(self, array: pa.Array) -> Column:
        try:
            return super().read(array)
        except UnicodeDecodeError:
            raws = array.view(self.bare).to_pylist()
            return [raw if raw is None else lossless_text(raw, "utf-8") for raw in raws]

    def _build(self, values: Column) -> pa.Array:
        import pyarrow as pa

        try:
            return super()._build(values)
        except UnicodeEncodeError:
            raws = [value if value is None else value.encode("utf-8", "surrogateescape") for value in values]
            return pa.array(raws, self.bare).view(self.type)


class _Bytes(_Leaf):
    accepted = (str,)

    def read(self, array: pa.Array) -> Column:
        return [raw if raw is None else b64encode(raw).decode() for raw in super().read(array)]

    def _build(self, values: Column) -> pa.Array:
        return super()._build([text if text is None else b64decode(text, validate=True) for text in values])


class _Decimals(_Leaf):
    accepted = (str,)

    def read(self, array: pa.Array) -> Column:
        import pyarrow as pa

        return super().read(array.cast(pa.string()))

    def _build(self, values: Column) -> pa.Array:
        import pyarrow as pa

        kinds = {32: pa.decimal32, 64: pa.decimal64, 128: pa.decimal128, 256: pa.decimal256}
        whole = kinds[self.type.bit_width](self.type.precision, 0)
        scale, exact = self.type.scale, Context(prec=100)
        # As whole numbers: pyarrow cannot read all that a type of negative scale holds.
        numbers = [text if text is None else Decimal(text).scaleb(scale, exact) for text in values]
        return pa.array(numbers, whole).view(self.type)


class _Moments(_Leaf):
    """Dates, times of day and timestamps, as numpy writes a moment in their unit.

    ``before`` and ``after`` are what that has too much: the day of a time, the midnight of a date.
    ``mark`` is what it lacks.
    """

    accepted = (str,)

    def __init__(
        self, type_: pa.DataType, unit: str, *, before: str = "", after: str = "", mark: str = ""
    ) -> None:
        import pyarrow as pa

        super().__init__(type_, pa.int32() if type_.bit_width == 32 else pa.int64())
        self._moment = f"M8[{unit}]"
        self._before, self._after, self._mark = before, after, mark

    def read(self, array: pa.Array) -> Column:
        import numpy as np

        numbers = array.view(self.bare).fill_null(0).to_numpy().astype("i8")
        texts = np.datetime_as_string(numbers.view(self._moment)).tolist()
        before, after, mark = self._before, self._after, self._mark
        return with_nulls([text.removeprefix(before).removesuffix(after) + mark for text in texts], array)

    def _build(self, values: Column) -> pa.Array:
        import numpy as np
        import pyarrow as pa

        texts = [self._whole(value) for value in values if value is not None]
        numbers = iter(np.array(texts, self._moment).view("i8").tolist())
        integers = [value if value is None else next(numbers) for value in values]
        return pa.array(integers, self.bare).view(self.type)

    def _whole(self, value: str) -> str:
        text = value.removesuffix(self._mark)
        text = text if "T" in text else self._before + text + self._after
        if not _MOMENT.fullmatch(text):  # numpy also reads "now"
            raise self.refusal(value)
        return text


class _Durations(_Leaf):
    accepted = (str,)

    def __init__(self, type_: pa.DataType) -> None:
        super().__init__(type_)
        self._digits = _DIGITS[type_.unit]
        self._per_second: int = 10**self._digits

    def read(self, array: pa.Array) -> Column:
        numbers = array.view("int64").to_pylist()
        return [number if number is None else self._text(number) for number in numbers]

    def _text(self, number: int) -> str:
        seconds, part = divmod(abs(number), self._per_second)
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        days, hours = divmod(hours, 24)
        fraction = f".{part:0{self._digits}}" if self._digits else ""
        return f"{'-' if number < 0 else ''}P{days}DT{hours}H{minutes}M{seconds}{fraction}S"

    def _build(self, values: Column) -> pa.Array:
        return super()._build([value if value is None else self._number(value) for value in values])

    def _number(self, text: str) -> int:
        match = _DURATION.fullmatch(text)
        if match is None:
            raise self.refusal(text)
        days, hours, minutes, seconds = map(int, match.group(2, 3, 4, 5))
        whole = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
        part = (match[6] or "").ljust(self._digits, "0")[: self._digits]
        number = whole * self._per_second + int(part or 0)
        return -number if match[1] else number


def leaf_of(type_: pa.DataType) -> Values | None:
    """The values of a type that holds no others; None when it does, or is none that is known."""
    import pyarrow as pa
    from pyarrow import types

    kinds: list[tuple[Callable[[Any], bool], Callable[[Any], Values]]] = [
        (types.is_null, _Leaf),
        (types.is_boolean, _Truths),
        (types.is_integer, _Integers),
        (types.is_floating, _Floats),
        (types.is_string, lambda _: _Texts(type_, pa.binary())),
        (types.is_large_string, lambda _: _Texts(type_, pa.large_binary())),
        (types.is_string_view, lambda _: _Texts(type_, pa.binary_view())),
        (types.is_binary, _Bytes),
        (types.is_large_binary, _Bytes),
        (types.is_binary_view, _Bytes),
        (types.is_fixed_size_binary, _Bytes),
        (types.is_decimal, _Decimals),
        (types.is_date32, lambda _: _Moments(type_, "D")),
        (types.is_date64, lambda _: _Moments(type_, "ms", after="T00:00:00.000")),
        (types.is_time, lambda _: _Moments(type_, type_.unit, before="1970-01-01T")),
        (types.is_timestamp, lambda _: _Moments(type_, type_.unit, mark="Z" if type_.tz else "")),
        (types.is_duration, _Durations),
    ]
    return next((make(type_) for is_kind, make in kinds if is_kind(type_)), None)
