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
from synthreview.translation import tr

RECENT_LIMIT = 12
"""How many recent projects are remembered."""
THEMES = ("system", "light", "dark")
TEXT_SIZES = (-1, 0, 1, 2, 4, 6, 10)
"""Steps in points added to the system's text size; the largest doubles the usual 10 points."""
READING_WIDTHS = (55, 65, 75, 90)
"""Characters in a line of text to be judged, at most."""
MOTIONS = ("system", "less")
"""Whether the program moves as the system says, or as little as can be."""
COMMANDS_LIMIT = 8
"""How many commands chosen last the palette remembers."""

GOAL_LIMIT = 100_000
"""Decisions a day that nobody makes."""

_ALLOWED: dict[str, tuple[object, ...]] = {
    "theme": THEMES,
    "text_size": TEXT_SIZES,
    "reading_width": READING_WIDTHS,
    "motion": MOTIONS,
}


@dataclass
class Settings:
    """Preferences of one person on one machine."""

    reviewer: str = ""
    """Who decides; written with every decision."""
    language: str = "system"
    """The code of a language, or ``system``."""
    theme: str = "system"
    text_size: int = 0
    """Points added to the system's text size."""
    reading_width: int = 75
    """Characters in a line of text to be judged, at most."""
    motion: str = "system"
    """One of ``MOTIONS``."""
    key_preset: str = "own"
    """Which ready set of keys is the ground."""
    keys: dict[str, list[str]] = field(default_factory=dict)
    """Own keys by the id of a verb; an empty list takes its keys away."""
    recent_commands: list[str] = field(default_factory=list)
    """Commands chosen in the palette, the last one first."""
    closely: bool = True
    """Whether the large model of meaning reads texts in the background, where it is installed."""
    model: str = ""
    """A folder with another sentence model; empty for the packaged one."""
    goal: int = 0
    """Decisions a day that a person sets out to make; 0 for none."""
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

    def note_command(self, command: str) -> None:
        """Put a command at the head of those chosen last."""
        rest = [other for other in self.recent_commands if other != command]
        self.recent_commands = [command, *rest][:COMMANDS_LIMIT]

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
                tr(
                    "Settings could not be saved in {filename} ({strerror}); make it writable.",
                    filename=error.filename,
                    strerror=error.strerror,
                )
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
    except (ValueError, RecursionError):
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
    settings.recent_commands = [str(name) for name in settings.recent_commands[:COMMANDS_LIMIT]]
    keys: dict[str, Any] = settings.keys
    settings.keys = {name: list(map(str, given)) for name, given in keys.items() if isinstance(given, list)}
    usual = Settings()
    for name, allowed in _ALLOWED.items():
        if getattr(settings, name) not in allowed:
            setattr(settings, name, getattr(usual, name))
    settings.goal = min(max(0, settings.goal), GOAL_LIMIT)
    return settings


def _put_aside(path: Path) -> None:
    with suppress(OSError):  # where it cannot be moved it cannot be written over either
        path.replace(path.with_name("settings.damaged.json"))
