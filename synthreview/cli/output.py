"""How commands speak: JSON for machines on stdout, sentences for people, messages on stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any, TypeVar

import click
import orjson

from synthreview.jobs import JobContext

F = TypeVar("F", bound=Callable[..., Any])

BAR = 24


def json_option(command: F) -> F:
    """The ``--json`` every command takes."""
    return click.option("--json", "as_json", is_flag=True, help="Print machine-readable JSON.")(command)


def project_argument(command: F) -> F:
    """The project file a command works on."""
    return click.argument("project", type=click.Path(path_type=Path))(command)


def emit(value: Any, words: Iterable[str], *, as_json: bool) -> None:
    """One result: a JSON object, or lines for people."""
    if as_json:
        click.echo(_line(value))
    else:
        for line in words:
            click.echo(line)


def emit_lines(values: Iterable[Any]) -> None:
    """A list as JSON Lines."""
    for value in values:
        click.echo(_line(value))


def say(message: str) -> None:
    """A message beside the result."""
    click.echo(message, err=True)


def _line(value: Any) -> str:
    return orjson.dumps(value, default=_plain, option=orjson.OPT_NON_STR_KEYS).decode()


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, (frozenset, set)):
        return sorted(value)
    if hasattr(value, "to_json"):
        return value.to_json()
    raise TypeError(f"cannot be written as JSON: {type(value).__name__}")


class ProgressBar:
    """A bar on stderr when that is a terminal; silent otherwise."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._shown = sys.stderr.isatty()
        self._started = time.monotonic()
        self.context = JobContext(self._report)

    def _report(self, done: int, total: int, note: str) -> None:
        if not self._shown:
            return
        filled = BAR * done // total if total else 0
        bar = "█" * filled + "░" * (BAR - filled)
        click.echo(f"\r{self._title} {bar} {note}\033[K", err=True, nl=False)

    def __enter__(self) -> JobContext:
        return self.context

    def __exit__(self, *_: object) -> None:
        if self._shown:
            click.echo("\r\033[K", err=True, nl=False)
