"""A file as a stream of its content: hashed and counted as it is read, unpacked where it is packed."""

from __future__ import annotations

import gzip
import hashlib
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from synthreview.errors import EnvironmentFault, UserError
from synthreview.formats.unreadable import unreadable
from synthreview.translation import later, tr

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BOMB_BYTES = 64 << 20
"""Unpacked bytes from which on a file may not have grown too much."""
BOMB_RATIO = 500
"""How many times its size a packed file may have; text of one repeated record stays below."""

_STEPS = {"gzip": 1 << 20, "zstd": 1 << 10, "zip": 1 << 12}
"""Bytes asked of an unpacker at a time: when it breaks, some lose those that they had ready."""
_CUT = later("the packed data ends early")
_DAMAGED = later("the packed data is damaged")
_BROKEN = (
    OSError,
    ValueError,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    MemoryError,  # a packer's dictionary of a size that no memory has
)


class Packed(Protocol):
    """A stream that unpacks, a step at a time."""

    def read1(self, size: int, /) -> bytes:
        """The next bytes, none at the end."""

    def close(self) -> None:
        """Let go of what it holds."""


class _Counted(io.RawIOBase):
    """A stream that hashes and counts what is read from it; ``most`` ends it after so many bytes."""

    def __init__(self) -> None:
        self.sha = hashlib.sha256()
        self.count = 0
        self.most: int | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        if self.most is not None:
            view = view[: self.most - self.count]
        size = self._fill(view)
        self.sha.update(view[:size])
        self.count += size
        return size

    def _fill(self, view: memoryview) -> int:
        raise NotImplementedError


class _OnDisk(_Counted):
    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        try:
            self._file = path.open("rb", buffering=0)
        except OSError as error:
            raise unreadable(path, error) from error

    def _fill(self, view: memoryview) -> int:
        try:
            return self._file.readinto(view) or 0
        except OSError as error:
            raise EnvironmentFault(
                tr(
                    "{path} cannot be read ({error}); check the disk.",
                    path=self._path,
                    error=error.strerror,
                )
            ) from error

    def close(self) -> None:
        self._file.close()
        super().close()


class Unpacked(_Counted):
    """The content of a packed stream; it ends where the packing is cut or damaged, and ``fault`` says so.

    ``packed`` tells how many packed bytes were used so far, ``how`` names the unpacker. UserError when the
    content grows as only a trap does.
    """

    def __init__(self, name: str, stream: Packed, packed: Callable[[], int], how: str) -> None:
        super().__init__()
        self._name, self._stream, self._packed, self._most = name, stream, packed, _STEPS[how]
        self.fault = ""

    def _fill(self, view: memoryview) -> int:
        filled = 0
        while filled < len(view) and (data := self._step(len(view) - filled)):
            view[filled : filled + len(data)] = data
            filled += len(data)
        count = self.count + filled
        if count > BOMB_BYTES and count > BOMB_RATIO * max(self._packed(), 1):
            raise UserError(
                tr(
                    "{name} grows to more than {times} times its size when it is unpacked, as no "
                    "data set does; if you trust it, unpack it yourself and import the file inside.",
                    name=self._name,
                    times=BOMB_RATIO,
                )
            )
        return filled

    def _step(self, size: int) -> bytes:
        """What one step of the unpacker gives: what came before damage is not lost with it."""
        if self.fault:
            return b""
        try:
            return self._stream.read1(min(size, self._most))
        except EOFError:
            self.fault = tr(_CUT)
        except _BROKEN as error:
            self.fault = tr(_CUT if "Truncated" in str(error) else _DAMAGED)
        return b""

    def close(self) -> None:
        """Let go of the unpacker."""
        self._stream.close()
        super().close()


class _Zstandard:
    """A zstd stream, unpacked by pyarrow."""

    def __init__(self, packed: io.RawIOBase) -> None:
        import pyarrow as pa

        self._stream = pa.CompressedInputStream(pa.PythonFile(packed, mode="r"), "zstd")

    def read1(self, size: int, /) -> bytes:
        data: bytes = self._stream.read(size)
        return data

    def close(self) -> None:
        """Nothing is held but the packed stream, which its owner closes."""


def _unpacker(packed: _Counted, compression: str) -> Packed:
    return _Zstandard(packed) if compression == "zstd" else gzip.GzipFile(fileobj=packed, mode="rb")


class Origin:
    """One file as a stream of its content, unpacked where it is packed.

    ``content`` is the stream; the rest tells of what was read of it so far.
    """

    def __init__(self, file: _Counted, name: str, compression: str) -> None:
        self._file = self.content = file
        if compression:
            self.content = Unpacked(name, _unpacker(file, compression), lambda: file.count, compression)

    @classmethod
    def on_disk(cls, path: Path, compression: str = "") -> Origin:
        """A file by its path.

        Raises UserError when there is none, EnvironmentFault when it may not be read.
        """
        if not path.is_file():
            raise UserError(tr("{path} is not a file; give the path of a data file.", path=path))
        return cls(_OnDisk(path), f"'{path.name}'", compression)

    @classmethod
    def packed(cls, name: str, stream: Packed, size: int, compression: str = "") -> Origin:
        """A file inside an archive, of which it takes ``size`` bytes; it may be packed once more."""
        return cls(Unpacked(name, stream, lambda: size, "zip"), name, compression)

    @property
    def fault(self) -> str:
        """Why the packed content ended before its end; empty when it did not."""
        layers = (self.content, self._file)
        return next((layer.fault for layer in layers if isinstance(layer, Unpacked) and layer.fault), "")

    @property
    def bytes_read(self) -> int:
        """How far the file was read, for progress."""
        return self._file.count

    @property
    def sha256(self) -> str:
        """The hash of the file."""
        return self._file.sha.hexdigest()

    @property
    def content_sha256(self) -> str:
        """The hash of its unpacked content."""
        return self.content.sha.hexdigest()

    def drain(self) -> None:
        """Read what no one asked for, so that the hash is of the whole file."""
        while self._file.read(1 << 20):
            pass

    def close(self) -> None:
        """Let go of the file."""
        if self.content is not self._file:
            self.content.close()
        self._file.close()
