"""A file that appears complete or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from synthreview.errors import EnvironmentFault, UserError

MANIFEST_SUFFIX = ".manifest.json"
SIDE_SUFFIX = ".not-written-back.jsonl"


class OutFile:
    """Collects bytes beside ``path`` and puts them in its place when they are on disk.

    Raises UserError when the target cannot be a file, EnvironmentFault when the disk will not take it.
    """

    def __init__(self, path: Path) -> None:
        if path.is_dir():
            raise UserError(f"'{path}' is a folder; name a file in it to export to.")
        if not path.parent.is_dir():
            raise UserError(f"The folder '{path.parent}' does not exist; make it first.")
        self.path = path
        self.temporary = _temporary(path)
        self.size = 0
        self._hash = hashlib.sha256()
        with self._told():
            self._file = self.temporary.open("wb")

    @property
    def sha256(self) -> str:
        """Of all bytes written so far."""
        return self._hash.hexdigest()

    def write(self, chunk: bytes) -> None:
        """Append bytes."""
        with self._told():
            self._file.write(chunk)
        self._hash.update(chunk)
        self.size += len(chunk)

    def settle(self) -> None:
        """Force the bytes to disk and read them back: they must be the ones that were meant."""
        with self._told():
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            with self.temporary.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != self.sha256:
            raise EnvironmentFault(
                f"'{self.path.name}' does not read back as it was written, so the export was taken back;"
                " the disk may be failing: write to another one."
            )

    def publish(self, manifest: bytes, side: bytes) -> None:
        """Put the file, its side file (if not empty) and its manifest in place.

        The old manifest goes first and the new one comes last, so that a manifest always tells of the
        file beside it, whenever this is cut off.
        """
        with self._told():
            told, beside = self._beside(MANIFEST_SUFFIX), self._beside(SIDE_SUFFIX)
            written = [(told, _write(told, manifest))]
            if side:
                written.insert(0, (beside, _write(beside, side)))
            told.unlink(missing_ok=True)
            beside.unlink(missing_ok=True)
            self.temporary.replace(self.path)
            for path, temporary in written:
                temporary.replace(path)
            _sync_folder(self.path.parent)

    def discard(self) -> None:
        """Leave no trace."""
        # Closing flushes what is left, which a full disk refuses.
        with suppress(OSError):
            self._file.close()
        for path in (self.path, self._beside(MANIFEST_SUFFIX), self._beside(SIDE_SUFFIX)):
            with suppress(OSError):
                _temporary(path).unlink(missing_ok=True)

    def _beside(self, suffix: str) -> Path:
        return self.path.with_name(self.path.name + suffix)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            remedy = "make room and export again" if full else "choose another folder"
            raise EnvironmentFault(
                f"'{self.path}' could not be written ({error.strerror}); nothing was exported: {remedy}."
            ) from error


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


def _sync_folder(folder: Path) -> None:
    # A rename is on disk only when its folder is; systems without directory handles do it by themselves.
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
