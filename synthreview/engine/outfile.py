"""A file that appears complete or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
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
        # One fixed name, so that what a killed export left behind is overwritten by the next one.
        self.temporary = path.with_name(f".{path.name}.part")
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
        """Put the file, its manifest and (if not empty) its side file in place."""
        with self._told():
            _write(self.path.with_name(self.path.name + MANIFEST_SUFFIX), manifest)
            beside = self.path.with_name(self.path.name + SIDE_SUFFIX)
            if side:
                _write(beside, side)
            else:
                beside.unlink(missing_ok=True)
            self.temporary.replace(self.path)
            _sync_folder(self.path.parent)

    def discard(self) -> None:
        """Leave no trace."""
        self._file.close()
        self.temporary.unlink(missing_ok=True)

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


def _write(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{path.name}.part")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def _sync_folder(folder: Path) -> None:
    # A rename is on disk only when its folder is; systems without directory handles do it by themselves.
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
