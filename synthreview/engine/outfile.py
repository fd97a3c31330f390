"""A file that appears complete or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from synthreview.durable import sync
from synthreview.errors import EnvironmentFault, UserError
from synthreview.translation import later, tr

MANIFEST_SUFFIX = ".manifest.json"
SIDE_SUFFIX = ".not-written-back.jsonl"
DIFF_SUFFIX = ".diff.jsonl"
CARD_SUFFIX = ".card.md"
BESIDE = (SIDE_SUFFIX, DIFF_SUFFIX, CARD_SUFFIX)
"""What an export may put beside its file, each told of by its manifest."""


class OutFile:
    """Collects bytes beside ``path`` and puts them in its place when they are on disk.

    Raises UserError when the target cannot be a file, EnvironmentFault when the disk will not take it.
    """

    def __init__(self, path: Path) -> None:
        if path.is_dir():
            raise UserError(tr("'{path}' is a folder; name a file in it to export to.", path=path))
        if not path.parent.is_dir():
            raise UserError(tr("The folder '{parent}' does not exist; make it first.", parent=path.parent))
        self.path = path
        self.temporary = _temporary(path)
        self.size = 0
        self._hash = hashlib.sha256()
        with told(self.path):
            self._file = self.temporary.open("wb")

    @property
    def sha256(self) -> str:
        """Of all bytes written so far."""
        return self._hash.hexdigest()

    def write(self, chunk: bytes) -> None:
        """Append bytes."""
        with told(self.path):
            self._file.write(chunk)
        self._hash.update(chunk)
        self.size += len(chunk)

    def settle(self) -> None:
        """Force the bytes to disk and read them back: they must be the ones that were meant."""
        with told(self.path):
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            with self.temporary.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != self.sha256:
            raise EnvironmentFault(
                tr(
                    "'{name}' does not read back as it was written, so the export was taken back; the "
                    "disk may be failing: write to another one.",
                    name=self.path.name,
                )
            )

    def publish(self, manifest: bytes, beside: Mapping[str, bytes | OutFile]) -> None:
        """Put the file, what stands beside it (by suffix) and its manifest in place.

        The old manifest goes first and the new one comes last, so that a manifest always tells of the
        file beside it, whenever this is cut off.
        """
        with told(self.path):
            publish(self.path, manifest, beside, lambda: self.temporary.replace(self.path))

    def discard(self) -> None:
        """Leave no trace."""
        # Closing flushes what is left, which a full disk refuses.
        with suppress(OSError):
            self._file.close()
        discard(self.path)


@contextmanager
def whole(path: Path) -> Iterator[OutFile]:
    """A file that takes its place when the block ends, and leaves what was there when the block fails."""
    file = OutFile(path)
    try:
        yield file
        file.settle()
        with told(path):
            file.temporary.replace(path)
    except BaseException:
        file.discard()
        raise


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Say what the disk refused, and that nothing was exported."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        sentence = (
            later("'{path}' could not be written ({why}); nothing was exported: make room and export again.")
            if full
            else later("'{path}' could not be written ({why}); nothing was exported: choose another folder.")
        )
        raise EnvironmentFault(tr(sentence, path=path, why=error.strerror)) from error


def publish(
    path: Path, manifest: bytes, beside: Mapping[str, bytes | OutFile], put: Callable[[], object]
) -> None:
    """Take away what tells of an older export, ``put`` the new one in place, then what tells of it."""
    content = {**beside, MANIFEST_SUFFIX: manifest}
    written = {
        suffix: _write(_beside(path, suffix), made) if isinstance(made, bytes) else made.temporary
        for suffix, made in content.items()
    }
    for suffix in (MANIFEST_SUFFIX, *BESIDE):
        _beside(path, suffix).unlink(missing_ok=True)
    put()
    for suffix, temporary in written.items():
        temporary.replace(_beside(path, suffix))
    sync(path.parent)


def discard(path: Path) -> None:
    """Take away what an export that did not end has left."""
    for left in (path, *(_beside(path, suffix) for suffix in (MANIFEST_SUFFIX, *BESIDE))):
        with suppress(OSError):
            _temporary(left).unlink(missing_ok=True)


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _temporary(path: Path) -> Path:
    # One fixed name, so that what a killed export left behind is overwritten by the next one.
    return path.with_name(f".{path.name}.part")


def _write(path: Path, content: bytes) -> Path:
    """Put content on disk under a temporary name, which is returned."""
    temporary = _temporary(path)
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return temporary
