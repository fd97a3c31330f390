"""Columns that no longer hold what was written there: damage that SQLite cannot see, told as its own is."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import orjson

P = ParamSpec("P")
T = TypeVar("T")


class Unreadable(sqlite3.DatabaseError, ValueError):
    """What stands in a column makes no value; it is not repeated here, since it may be a person's text.

    A ValueError too, for those who can do without the value.
    """

    def __init__(self) -> None:
        super().__init__("a stored value cannot be read")
        self.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        self.sqlite_errorname = "SQLITE_CORRUPT"


def loads(text: str | bytes) -> Any:
    """The value of a column that holds JSON of our own; Unreadable where it does not."""
    try:
        return orjson.loads(text)
    except ValueError as error:
        raise Unreadable from error


def decoding(decode: Callable[P, T]) -> Callable[P, T]:
    """For a function that makes a value of columns and of nothing else: whatever fails in it is damage."""

    @wraps(decode)
    def decoded(*columns: P.args, **named: P.kwargs) -> T:
        try:
            return decode(*columns, **named)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            raise Unreadable from error

    return decoded
