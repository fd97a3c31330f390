"""The hand-written material of the sample, kept as TOML files beside this module."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any


def load(name: str) -> dict[str, Any]:
    """The material of one file, for example ``"texts"``; TOML turns any line end into a line feed."""
    source = files("synthreview.demo").joinpath("material", f"{name}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))
