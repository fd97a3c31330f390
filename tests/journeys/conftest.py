"""The command line as a person or a script calls it."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from synthreview.cli import main
from synthreview.engine import importing


@dataclass(frozen=True)
class Answer:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its one JSON object."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Its JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Answer]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Call ``synthreview`` with arguments."""

    def call(*arguments: object) -> Answer:
        monkeypatch.setattr(sys, "argv", ["synthreview", *map(str, arguments)])
        capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return Answer(code, out, err)

    return call


@pytest.fixture(autouse=True)
def sources_stay_as_they_are(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """E17: whatever a journey imports is the same file afterwards, byte for byte and by its date.

    One that the journey writes anew by itself is taken anew when it is imported again.
    """
    known: dict[Path, str] = {}
    real = importing.import_file

    def watched(store: Any, path: Path, *given: Any) -> Any:
        known[path.resolve()] = _told(path.resolve())
        return real(store, path, *given)

    monkeypatch.setattr(importing, "import_file", watched)
    yield
    for path, before in known.items():
        if path.exists():  # else the journey took it away
            assert _told(path) == before, f"{path} was changed"


def _told(path: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            with file.open("rb") as content:
                digest.update(f"{file} {file.stat().st_mtime_ns}".encode("utf-8", "surrogateescape"))
                digest.update(hashlib.file_digest(content, "sha256").digest())
    return digest.hexdigest()
