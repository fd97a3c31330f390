"""The command line: one face of a project, for scripts and for those who like it so."""

from __future__ import annotations

from synthreview.cli.main import main

__all__ = ["main"]
