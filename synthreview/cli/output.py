"""How commands speak: JSON for machines on stdout, sentences for people, messages on stderr."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any, TypeVar

import click
import orjson

from synthreview.errors import EnvironmentFault, UserError
from synthreview.jobs import JobContext
from synthreview.store.store import SUFFIX

F = TypeVar("F", bound=Callable[..., Any])

BAR = 24
_SURROGATE = re.compile("[\ud800-\udfff]")


def json_option(command: F) -> F:
    """The ``--json`` every command takes."""
    return click.option("--json", "as_json", is_flag=True, help="Print machine-readable JSON.")(command)


class NamedPath(click.Path):
    """A path whose name is text, so that it can be written down anywhere."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> Path:
        """The path; UserError when its name cannot be one, EnvironmentFault when it is out of reach."""
        path = Path(os.fsdecode(super().convert(value, param, context)))
        if shown(str(path)) != str(path):
            raise UserError(f"The name '{shown(str(path))}' is no valid text; rename the file or folder.")
        try:
            path.lstat()
        except (FileNotFoundError, NotADirectoryError):
            pass  # whether it must exist is for the command to say
        except OSError as error:
            trouble = UserError if error.errno == errno.ENAMETOOLONG else EnvironmentFault
            raise trouble(f"'{path}' cannot be reached ({error.strerror}); name another file.") from error
        return path


class ProjectPath(NamedPath):
    """A project file, also under its name without the ending."""

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> Path:
        """The file itself, or else the one with the ending where there is one."""
        path = super().convert(value, param, context)
        if not path.name or os.path.isfile(path):  # noqa: PTH113 - never raises, however long the name
            return path
        ended = path.with_name(path.name + SUFFIX)
        return ended if os.path.isfile(ended) else path  # noqa: PTH113


class Words(click.types.StringParamType):
    """Text typed on the command line, whatever bytes the terminal sent."""

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> str:
        """The text with a replacement character for each byte that is none."""
        return shown(str(super().convert(value, param, context)))


PATH, PROJECT, WORDS = NamedPath(), ProjectPath(), Words()


def shown(text: str) -> str:
    """The text with lone surrogates, which nothing can store or print, replaced by U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def project_argument(command: F) -> F:
    """The project file a command works on."""
    return click.argument("project", type=PROJECT)(command)


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
