"""Writing kept records in the layout of their source: a file, a table, an archive or a folder."""

from __future__ import annotations

import hashlib
import io
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from synthreview.engine.kept import Kept
from synthreview.engine.outfile import OutFile
from synthreview.engine.outfolder import OutFolder, inside
from synthreview.formats import writers
from synthreview.formats.layout import COLUMNAR, Layout, Member
from synthreview.formats.readers import Reader
from synthreview.store.datasets import Source

Sink = OutFile | OutFolder
PrefixAt = Callable[[int], bytes]
"""What stands before the record at a position of the source."""

_CHUNK = 1 << 20
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time of every file in an archive, so that the same content gives the same bytes."""


def sink_for(out: Path, layout: Layout) -> Sink:
    """Where an export in this layout goes."""
    return OutFolder(out) if layout.bundle == "folder" else OutFile(out)


def write_source(
    sink: Sink, layout: Layout, source: Source, members: list[Member], kept: Iterator[Kept], prefix: PrefixAt
) -> None:
    """Write the kept records as their source was laid out."""
    if layout.bundle:
        files = _files(layout.of_one_file, members, kept, prefix)
        if isinstance(sink, OutFolder):
            for name, chunks in files:
                sink.add(name, packed(chunks, name if layout.compression else ""))
        else:
            _write_zip(sink, files)
        return
    assert isinstance(sink, OutFile)
    member = Member("", 0, 0, source.head, source.tail)
    for chunk in packed(_file(layout, member, kept, prefix), sink.path.name):
        sink.write(chunk)


def _files(
    layout: Layout, members: list[Member], kept: Iterator[Kept], prefix: PrefixAt
) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Each file of a bundle with its content; one that held only records left out is not written."""
    following = next(kept, None)

    def of_member(end: int) -> Iterator[Kept]:
        nonlocal following
        while following is not None and following.position < end:
            yield following
            following = next(kept, None)

    for member in members:
        if not member.records:
            yield member.name, iter([member.head + member.tail])
            continue
        for _ in of_member(member.first):
            pass  # files that were refused have no bytes to write
        if following is not None and following.position < member.first + member.records:
            records = of_member(member.first + member.records)
            yield member.name, _file(layout, member, records, prefix)


def _file(layout: Layout, member: Member, kept: Iterable[Kept], prefix: PrefixAt) -> Iterator[bytes]:
    if layout.container in COLUMNAR:
        yield from _table(layout, member, kept)
        return
    pieces = ((one.prefix, one.raw) for one in kept)
    yield from writers.rebuild(layout, member.head, pieces, member.tail, prefix(member.first))


def _table(layout: Layout, member: Member, kept: Iterable[Kept]) -> Iterator[bytes]:
    from synthreview.formats.columnar import write_columnar

    with tempfile.TemporaryFile() as file:
        write_columnar(file, layout, member.head, member.tail, (one.raw for one in kept))
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


def _write_zip(sink: OutFile, files: Iterator[tuple[str, Iterator[bytes]]]) -> None:
    with zipfile.ZipFile(Stream(sink), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, chunks in files:
            info = zipfile.ZipInfo(str(inside(name)), _EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(info, "w", force_zip64=True) as member:
                for chunk in chunks:
                    member.write(chunk)


class Stream(io.RawIOBase):
    """An OutFile as a file object that only takes bytes."""

    def __init__(self, sink: OutFile) -> None:
        super().__init__()
        self._sink = sink

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        """Append bytes; returns how many."""
        self._sink.write(bytes(data))
        return len(data)


def packed(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    """The chunks compressed as the name's ending says: .gz, .zst, or not at all."""
    packing = compression_of(name)
    if packing == "gzip":
        gzip = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
        for chunk in chunks:
            yield gzip.compress(chunk)
        yield gzip.flush()
    elif packing == "zstd":
        import pyarrow as pa

        for chunk in blocks(chunks):
            yield pa.compress(chunk, codec="zstd", asbytes=True)
    else:
        yield from chunks


def compression_of(name: str) -> str:
    """What a file's ending says of its packing: gzip, zstd or empty."""
    return "gzip" if name.endswith(".gz") else "zstd" if name.endswith(".zst") else ""


def blocks(chunks: Iterable[bytes], size: int = _CHUNK) -> Iterator[bytes]:
    """The same bytes in larger blocks."""
    held, count = [], 0
    for chunk in chunks:
        held.append(chunk)
        count += len(chunk)
        if count >= size:
            yield b"".join(held)
            held, count = [], 0
    if held:
        yield b"".join(held)


class Digest:
    """A hash of records in their order, to compare what was meant with what is read back."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self.records = 0

    def add(self, raw: bytes) -> None:
        """Take one record in."""
        self._hash.update(len(raw).to_bytes(8, "little"))
        self._hash.update(raw)
        self.records += 1

    def watch(self, kept: Iterable[Kept]) -> Iterator[Kept]:
        """Pass records on and take them in."""
        for one in kept:
            self.add(one.raw)
            yield one

    @property
    def sha256(self) -> str:
        """Of all records so far."""
        return self._hash.hexdigest()


def read_back(path: Path, layout: Layout) -> tuple[Digest, str]:
    """The records of a written source, and the hash of its content."""
    reader, digest = Reader(path, layout), Digest()
    for piece in reader:
        digest.add(piece.raw)
    return digest, reader.content_sha256
