"""What a person prefers, in one readable JSON file in the configuration folder.

A missing file means the defaults. A damaged one is put aside under another name, so that nothing
typed by hand is lost, and the defaults stand in.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from synthreview import paths
from synthreview.errors import EnvironmentFault

RECENT_LIMIT = 12
"""How many recent projects are remembered."""
THEMES = ("system", "light", "dark")
TEXT_SIZES = (-1, 0, 1, 2, 4)
"""Steps in points added to the system's text size."""


@dataclass
class Settings:
    """Preferences of one person on one machine."""

    reviewer: str = ""
    """Who decides; written with every decision."""
    theme: str = "system"
    text_size: int = 0
    """Points added to the system's text size."""
    closely: bool = True
    """Whether the large model of meaning reads texts in the background, where it is installed."""
    model: str = ""
    """A folder with another sentence model; empty for the packaged one."""
    recent: list[str] = field(default_factory=list)
    """Paths of projects, last opened first."""
    geometry: str = ""
    """The window's place and size, as Qt writes it, in base 64."""

    def remember(self, project: Path) -> None:
        """Put a project at the head of the recent ones."""
        path = str(project.absolute())
        self.recent = [path, *(other for other in self.recent if other != path)][:RECENT_LIMIT]

    def forget(self, project: str) -> None:
        """Take a project off the recent ones; the file itself stays."""
        self.recent = [other for other in self.recent if other != project]

    def save(self) -> None:
        """Write the settings at once or not at all. EnvironmentFault when the folder refuses."""
        text = json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"
        try:
            path = file()
            temporary = path.with_suffix(f".{os.getpid()}.tmp")
            temporary.write_text(text, "utf-8")
            temporary.replace(path)
        except OSError as error:
            raise EnvironmentFault(
                f"Settings could not be saved in {error.filename} ({error.strerror}); make it writable."
            ) from error


def file() -> Path:
    """Where the settings are."""
    return paths.config_dir() / "settings.json"


def load() -> Settings:
    """The saved settings; defaults for what is missing, unknown or of the wrong shape."""
    try:
        saved = json.loads(file().read_text("utf-8"))
    except OSError:
        return Settings()
    except ValueError:
        _put_aside(file())
        return Settings()
    return _checked(saved if isinstance(saved, dict) else {})


def _checked(saved: dict[str, Any]) -> Settings:
    settings = Settings()
    for known in fields(Settings):
        value = saved.get(known.name)
        if type(value) is type(getattr(settings, known.name)):
            setattr(settings, known.name, value)
    settings.recent = [str(path) for path in settings.recent[:RECENT_LIMIT]]
    if settings.theme not in THEMES:
        settings.theme = "system"
    if settings.text_size not in TEXT_SIZES:
        settings.text_size = 0
    return settings


def _put_aside(path: Path) -> None:
    with suppress(OSError):  # where it cannot be moved it cannot be written over either
        path.replace(path.with_name("settings.damaged.json"))
