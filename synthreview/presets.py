"""Mappings that a person saved under a name, one readable JSON file each in the configuration folder."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

from synthreview import paths
from synthreview.errors import EnvironmentFault, UserError
from synthreview.translation import tr

_NAME = re.compile(r"[^\W_][\w .()-]{0,80}\Z")


def folder() -> Path:
    """Where they are; made when it is missing."""
    path = paths.config_dir() / "mappings"
    path.mkdir(exist_ok=True)
    return path


def names() -> list[str]:
    """The names there are, in their order."""
    return sorted((path.stem for path in folder().glob("*.json")), key=str.casefold)


def load(name: str) -> dict[str, Any]:
    """A saved mapping as a plain object; UserError when there is none or it cannot be read."""
    path = folder() / f"{_checked(name)}.json"
    if not path.is_file():
        known = ", ".join(f"'{each}'" for each in names()) or tr("none yet")
        raise UserError(tr("There is no saved mapping '{name}'; there are {known}.", name=name, known=known))
    return read(path)


def read(path: Path) -> dict[str, Any]:
    """A mapping from a JSON file; UserError when it cannot be read."""
    try:
        value = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UserError(
            tr(
                "'{path}' cannot be read ({strerror}); give a mapping's file.",
                path=path,
                strerror=error.strerror,
            )
        ) from error
    except (ValueError, RecursionError) as error:
        raise UserError(
            tr("'{path}' is no JSON ({error}); mend it or save the mapping again.", path=path, error=error)
        ) from error
    if not isinstance(value, dict):
        raise UserError(tr("'{path}' holds no mapping; it needs a kind and a path for each part.", path=path))
    return value


def save(name: str, mapping: dict[str, Any]) -> Path:
    """Keep a mapping under a name, in the place of an older one; EnvironmentFault when the disk refuses."""
    path = folder() / f"{_checked(name)}.json"
    text = json.dumps(mapping, indent=2, ensure_ascii=False) + "\n"
    try:
        temporary = path.with_suffix(f".{os.getpid()}.tmp")
        temporary.write_text(text, "utf-8")
        temporary.replace(path)
    except OSError as error:
        raise EnvironmentFault(
            tr("The mapping could not be saved in '{path}' ({strerror}).", path=path, strerror=error.strerror)
        ) from error
    return path


def forget(name: str) -> None:
    """Delete a saved mapping; one that is not there is no error."""
    (folder() / f"{_checked(name)}.json").unlink(missing_ok=True)


def _checked(name: str) -> str:
    name = name.strip()
    if not _NAME.match(name):
        raise UserError(
            tr("'{name}' cannot name a mapping; use letters, digits, spaces, dots and hyphens.", name=name)
        )
    return name
