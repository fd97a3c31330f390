"""Several files as one source: a zip archive or a folder, its files in a fixed order."""

from __future__ import annotations

import hashlib
import io
import os
import re
import stat
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import cast

from synthreview.errors import EnvironmentFault, UserError
from synthreview.formats.magic import is_zip
from synthreview.formats.origin import BOMB_BYTES, BOMB_RATIO, Origin
from synthreview.formats.unreadable import unreadable
from synthreview.scratch import scratch
from synthreview.translation import tr

MOST_FILES = 1_000_000
CARRIED_BYTES = 16 << 20
"""The largest file without records that is carried along."""

_SETTINGS = {"dataset_info.json", "dataset_infos.json", "dataset_dict.json", "state.json", "metadata.json"}
_PROSE = re.compile(r"(readme|licen[cs]e|changelog|notice|citation)\b", re.I)
_OTHER = re.compile(
    r".*\.(md|rst|txt|tex|py|ipynb|sh|ya?ml|toml|cfg|ini|lock|html?|xml|css|js|log|crc|sha256|pdf|docx?|xlsx?"
    r"|pptx?|png|jpe?g|gif|svg|webp|mp[34]|wav|pkl|pickle|pt|pth|bin|safetensors|onnx|np[yz]|h5|db|sqlite3?)\Z",
    re.I,
)
_ARCHIVE = re.compile(r".*\.(zip|tar|tgz|7z|rar|tar\.\w+)\Z", re.I)
_DIGITS = re.compile(r"(\d+)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_UNZIPPING = (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, RuntimeError, MemoryError)


@dataclass(frozen=True)
class Entry:
    """One file of a bundle; ``refusal`` says why it may not be opened, empty when it may."""

    name: str
    size: int
    refusal: str = ""

    @property
    def may_hold_records(self) -> bool:
        """Whether its name does not say that it is about the data, or no data at all."""
        path = PurePosixPath(self.name)
        hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
        aside = path.name in _SETTINGS or _PROSE.match(path.name) or _OTHER.match(path.name)
        return not (self.refusal or hidden or aside)


class Bundle:
    """The files of a zip archive, in its order, or of a folder, in the order of their names.

    Raises UserError for an archive that is damaged or a trap, and for more files than can be kept apart;
    EnvironmentFault when it may not be read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.kind = "folder" if path.is_dir() else "zip"
        self._zip = None if path.is_dir() else _opened(path)
        self._infos: dict[str, zipfile.ZipInfo] = {}
        for info in self._zip.infolist() if self._zip is not None else ():
            self._infos.setdefault(info.filename, info)

    def __iter__(self) -> Iterator[Entry]:
        """Its files, found as they are asked for: a folder may hold very many."""
        found = _in_folder(self._path) if self._zip is None else self._in_zip(self._zip)
        for number, entry in enumerate(found):
            if number >= MOST_FILES:
                raise UserError(
                    tr(
                        "{path} holds more than {most:,} files; import them in parts.",
                        path=self._path,
                        most=MOST_FILES,
                    )
                )
            yield entry

    @cached_property
    def entries(self) -> list[Entry]:
        """All its files."""
        return list(self)

    @property
    def size(self) -> int:
        """Bytes of all its files, unpacked."""
        return sum(entry.size for entry in self.entries)

    def open(self, entry: Entry, compression: str = "") -> Origin:
        """A file's content; ValueError in words when the archive does not give it."""
        if self._zip is None:
            return Origin.on_disk(self._path / entry.name, compression)
        info = self._infos[entry.name]
        try:
            stream = cast("zipfile.ZipExtFile", self._zip.open(info))
        except _UNZIPPING as error:
            raise ValueError(tr("cannot be unpacked ({error})", error=error)) from error
        # What an archive says of itself may be a lie; it cannot hold more than it has.
        size = min(info.compress_size, self._path.stat().st_size)
        called = tr("'{file}' in '{archive}'", file=entry.name, archive=self._path.name)
        return Origin.packed(called, stream, size, compression)

    @contextmanager
    def on_disk(self, entry: Entry) -> Iterator[Path]:
        """A file's content under a path of its own, for libraries that have to jump in it.

        ValueError in words when the archive does not give the whole of it.
        """
        if self._zip is None:
            yield self._path / entry.name
            return
        with scratch() as folder:
            path = folder / "member"
            self._unpack(entry, path)
            yield path

    def close(self) -> None:
        """Let go of the archive."""
        if self._zip is not None:
            self._zip.close()

    def _unpack(self, entry: Entry, path: Path) -> None:
        origin = self.open(entry)
        try:
            with path.open("wb") as out:
                while data := origin.content.read(1 << 20):
                    out.write(data)
        except OSError as error:
            raise EnvironmentFault(
                tr(
                    "{file} cannot be unpacked in {folder} ({error}); make room on the disk.",
                    file=self._path,
                    folder=path.parent,
                    error=error.strerror,
                )
            ) from error
        finally:
            origin.close()
        if origin.fault:
            raise ValueError(tr("cannot be read: {fault}", fault=origin.fault))

    def _in_zip(self, archive: zipfile.ZipFile) -> Iterator[Entry]:
        for info in archive.infolist():
            if not info.filename.endswith("/"):
                twice = self._infos[info.filename] is not info
                refusal = (
                    tr("has the name of another file in the archive") if twice else _refusal_in_zip(info)
                )
                yield _entry(info.filename, info.file_size, refusal)


def bundle_at(path: Path) -> Bundle | None:
    """The files of a folder or a zip archive, None for any other file; the errors are those of Bundle."""
    if path.is_dir():
        return Bundle(path)
    if not path.is_file():
        return None
    with closing(Origin.on_disk(path)) as origin:
        beginning = text_sample(origin.content, 4)
    return Bundle(path) if is_zip(beginning) else None


def natural(name: str) -> list[tuple[int, str]]:
    """A key that sorts names with numbers by their value: 2.json before 10.json."""
    parts = _DIGITS.split(name)
    return [(int(part), "") if number % 2 else (-1, part) for number, part in enumerate(parts)]


def content_hash(files: list[tuple[str, str]]) -> str:
    """One hash for the contents of a bundle: of the names and SHA-256 of its files, sorted by name."""
    told = hashlib.sha256()
    for name, sha256 in sorted(files):
        told.update(f"{len(name)} {name} {sha256}\n".encode("utf-8", "surrogateescape"))
    return told.hexdigest()


def text_sample(content: io.RawIOBase, size: int) -> bytes:
    """The first bytes of a content, as far as they come."""
    parts: list[bytes] = []
    while size > 0 and (part := content.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _in_folder(root: Path) -> Iterator[Entry]:
    """The files of a folder and of those in it, folder by folder."""
    start = len(os.path.join(root, ""))  # noqa: PTH118 (a Path has no separator at its end)
    waiting = _listed(os.fspath(root))
    while waiting:
        one = waiting.pop()
        name = one.path[start:].replace(os.sep, "/")
        if one.is_symlink():
            yield from _linked(root, name)
        elif one.is_dir():
            waiting += _listed(one.path)
        elif one.is_file():
            yield _entry(name, one.stat().st_size)


def _listed(folder: str) -> list[os.DirEntry[str]]:
    """What is in a folder, the last first."""
    try:
        with os.scandir(folder) as listed:
            return sorted(listed, key=lambda one: natural(one.name), reverse=True)
    except OSError as error:
        raise unreadable(folder, error) from error


def _linked(root: Path, name: str) -> Iterator[Entry]:
    """A link: to a file inside the folder it is that file, to a folder inside it nothing new."""
    target = Path(os.path.realpath(root / name))  # unlike Path.resolve, it bears a link to itself
    if not target.is_relative_to(os.path.realpath(root)):
        yield Entry(_printable(name), 0, tr("is a link that leads outside the folder"))
    elif target.is_file():
        yield _entry(name, target.stat().st_size)


def _entry(name: str, size: int, refusal: str = "") -> Entry:
    printable = _printable(name)
    if not name or printable != name:
        refusal = refusal or tr("has a name that is no text; rename it")
    return Entry(printable, size, refusal or _refusal_of_archive(name))


def _printable(name: str) -> str:
    """A name that can be shown: neither bytes that are no text nor what would steer a terminal are in it."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def _refusal_of_archive(name: str) -> str:
    return tr("is an archive of its own; unpack it and import it by itself") if _ARCHIVE.match(name) else ""


def _refusal_in_zip(info: zipfile.ZipInfo) -> str:
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or re.match(r"[A-Za-z]:", info.filename):
        return tr("has a name that leads outside the archive")
    if stat.S_ISLNK(info.external_attr >> 16):
        return tr("is a link")
    return tr("is encrypted; unpack the archive with its password first") if info.flag_bits & 1 else ""


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(path)
    except PermissionError as error:
        raise unreadable(path, error) from error
    except (*_UNZIPPING, EOFError) as error:
        raise UserError(
            tr(
                "{path} is a damaged zip archive ({error}); get it again or unpack it.",
                path=path,
                error=error,
            )
        ) from error
    declared = sum(info.file_size for info in archive.infolist())
    if declared > BOMB_BYTES and declared > BOMB_RATIO * path.stat().st_size:
        archive.close()
        raise UserError(
            tr(
                "{path} says that it holds more than {times} times its size, as no data set "
                "does; if you trust it, unpack it yourself and import the folder.",
                path=path,
                times=BOMB_RATIO,
            )
        )
    return archive
