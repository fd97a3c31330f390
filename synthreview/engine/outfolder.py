"""A folder that appears complete or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from synthreview.engine.outfile import OutFile, discard, publish, told
from synthreview.errors import UserError
from synthreview.formats.bundle import content_hash
from synthreview.translation import tr


class OutFolder:
    """Collects files in a folder beside ``path`` and puts it in its place when all is on disk.

    Raises UserError when the target cannot be a folder, EnvironmentFault when the disk will not take it.
    """

    def __init__(self, path: Path) -> None:
        if path.exists() and not path.is_dir():
            raise UserError(tr("'{path}' is a file; name a folder to export to.", path=path))
        if not path.parent.is_dir():
            raise UserError(tr("The folder '{parent}' does not exist; make it first.", parent=path.parent))
        self.path = path
        self.temporary = path.with_name(f".{path.name}.part")
        self._hashes: list[tuple[str, str]] = []
        self.size = 0
        with told(path):
            # One fixed name, so that what a killed export left behind is taken away by the next one.
            if self.temporary.exists():
                shutil.rmtree(self.temporary)
            self.temporary.mkdir()

    @property
    def sha256(self) -> str:
        """One hash of all its files, by their names."""
        return content_hash(self._hashes)

    @property
    def names(self) -> list[str]:
        """Its files so far."""
        return [name for name, _ in self._hashes]

    def add(self, name: str, chunks: Iterable[bytes]) -> Path:
        """Write one file, on disk and read back, and return where it now lies."""
        path = self.temporary / inside(name)
        with told(self.path):
            path.parent.mkdir(parents=True, exist_ok=True)
        file = OutFile(path)
        try:
            for chunk in chunks:
                file.write(chunk)
            file.settle()
            with told(self.path):
                file.temporary.replace(path)
        except BaseException:
            file.discard()
            raise
        self._hashes.append((name, file.sha256))
        self.size += file.size
        return path

    def settle(self) -> None:
        """Each file is settled as it is added."""

    def publish(self, manifest: bytes, beside: Mapping[str, bytes | OutFile]) -> None:
        """Put the folder, what stands beside it and its manifest in place."""
        with told(self.path):
            publish(self.path, manifest, beside, self._put)

    def discard(self) -> None:
        """Leave no trace."""
        with suppress(OSError):
            shutil.rmtree(self.temporary)
        discard(self.path)

    def _put(self) -> None:
        old = self.path.with_name(f".{self.path.name}.old")
        if old.exists():
            shutil.rmtree(old)
        if self.path.exists():
            self.path.rename(old)
        self.temporary.rename(self.path)
        if old.exists():
            shutil.rmtree(old)


def inside(name: str) -> PurePosixPath:
    """A file's place in what is written; UserError where its name leads out of that.

    Names come from sources, and from project files that somebody sent.
    """
    place = PurePosixPath(name)
    if place.is_absolute() or ".." in place.parts:
        raise UserError(
            tr("'{name}' leads outside the folder that is written; it was not written.", name=name)
        )
    return place
