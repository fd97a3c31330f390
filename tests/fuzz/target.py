"""What is fuzzed: seeds, the words a mutation may put in, and the check that a case must stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from synthreview.errors import SynthreviewError

T = TypeVar("T")

JSON_WORDS = (
    *(
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b'"',
        b"\\",
        b"null",
        b"true",
        b"{}",
        b"[]",
        b'""',
        b"[[",
        b"\\u0000",
    ),
    *(
        b"NaN",
        b"-Infinity",
        b"1e400",
        b"-0",
        b"9" * 30,
        b"9" * 5000,
        b'"\\ud800"',
        b'"\\udc00\\ud800"',
        b"\\",
    ),
    *(
        b'"\\u00e9"',
        b'{"a":',
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xff",
        b"\xed\xa0\x80",
        b"\0",
        b"\x1a",
        b"\x1b[31m",
    ),
    *(
        b"\n",
        b"\r",
        b"\r\n",
        b"\x0b",
        b"\x0c",
        b"\xc2\x85",
        b"\xe2\x80\xa8",
        b"\t",
        b"  ",
        b",\n",
        b"}\n{",
        b"},{",
    ),
)
DEEPS = (b"[", b'{"a":', b"(", b'"', b"\n", b",", b"-", b"\\", b"[[],")
"""What is put in many thousand times."""


class Wrong(AssertionError):
    """A case that ended, but not as it should."""


@dataclass(frozen=True)
class Target:
    """One thing to fuzz.

    ``check`` gets the case's bytes, an empty folder and a source of chance that is the same for the same
    bytes; it raises where something is wrong. ``made`` is called once in a process with a folder that stays.
    ``wrapped`` packs the bytes before they are damaged once more.
    """

    name: str
    seeds: Callable[[Path], list[bytes]]
    check: Callable[[bytes, Path, Random], None]
    words: tuple[bytes, ...] = JSON_WORDS
    wrapped: Callable[[bytes, Random], bytes] | None = None
    weight: int = 1


def attempt(work: Callable[[], T], *names: str) -> T | None:
    """What ``work`` gives, None where it ends in an error that a person can act on and that reads well."""
    try:
        return work()
    except SynthreviewError as error:
        sentence(str(error), *names)
        return None


def sentence(words: str, *names: str) -> None:
    """Refuse what no person could read, and what does not name the file."""
    claim(bool(words.strip()), "an error says nothing")
    claim("\n" not in words, "an error has several lines", words)
    claim(len(words) < 10_000, "an error is too long", words[:3_000])
    printable(words)
    for name in names:
        claim(name in words, f"an error does not name {name}", words)


def printable(words: str) -> None:
    """Refuse what cannot be printed, stored or shown."""
    try:
        words.encode()
    except UnicodeEncodeError:
        raise Wrong(f"words that no terminal can print: {words[:200]!r}") from None


def claim(held: bool, otherwise: str, *facts: Any) -> None:
    """Raise Wrong where something does not hold."""
    if not held:
        raise Wrong(": ".join([otherwise, *(repr(fact)[:600] for fact in facts)]))


def all_same(found: Iterable[Any], expected: Iterable[Any], what: str) -> None:
    """Raise Wrong with the first place where two sequences differ."""
    one, other = list(found), list(expected)
    claim(len(one) == len(other), f"{what}: another number", len(one), len(other))
    for place, (left, right) in enumerate(zip(one, other, strict=True)):
        claim(left == right, f"{what}: number {place}", left, right)
