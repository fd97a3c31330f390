"""What a file's first bytes say it is, before anything is read as text."""

from __future__ import annotations

import codecs
import re

from synthreview.errors import UserError
from synthreview.translation import later, tr

GZIP, ZSTD, ZIP = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK"

_PICKLE = later(
    "{file} is a Python pickle, which could run code when opened; save it as JSON Lines, CSV or Parquet."
)
_PACKED = later("{file} is packed in a way that is not read here; unpack it and open the file inside.")

_KNOWN = {
    codecs.BOM_UTF32_LE: later("{file} is a text in UTF-32; save it as UTF-8."),
    codecs.BOM_UTF32_BE: later("{file} is a text in UTF-32; save it as UTF-8."),
    b"BZh": _PACKED,
    b"\xfd7zXZ": _PACKED,
    b"7z\xbc\xaf": _PACKED,
    b"SQLite format 3": later("{file} is a database; export a table of it as CSV."),
    b"\x93NUMPY": later("{file} is a NumPy array; save its texts as JSON Lines or CSV."),
    b"\x89HDF": later("{file} is an HDF5 file; save its table as CSV or Parquet."),
    b"%PDF": later("{file} is a PDF document; save its text as JSON Lines or CSV."),
    b"ORC": later("{file} is an ORC file; save it as Parquet."),
    b"Obj\x01": later("{file} is an Avro file; save it as Parquet or JSON Lines."),
    b"FEA1": later("{file} is a table in the first version of Feather; save it as Parquet."),
    **{bytes([0x80, protocol]): _PICKLE for protocol in range(2, 6)},
}
_EARLY_PICKLE = re.compile(rb"(?:\([ldt][pq]|[\]})]q|c[A-Za-z_][\w.]*\n[A-Za-z_]\w*\n[(pq])", re.S)
"""How pickles of protocols 0 and 1 begin, which have no mark of their own."""

_IN_ZIP = {
    "[Content_Types].xml": later("{file} is an Office document; save its table as CSV."),
    "data.pkl": _PICKLE,
}


def compression(sample: bytes) -> str:
    """gzip, zstd or empty."""
    if sample.startswith(GZIP):
        return "gzip"
    return "zstd" if sample.startswith(ZSTD) else ""


def is_zip(sample: bytes) -> bool:
    """Whether a file is a zip archive, be it empty or cut in parts."""
    return sample[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


def refuse_unreadable(called: str, sample: bytes) -> None:
    """UserError for a file that is known not to be readable here, with the remedy."""
    for magic, said in _KNOWN.items():
        if sample.startswith(magic):
            raise UserError(tr(said, file=called))
    if _EARLY_PICKLE.match(sample):
        raise UserError(tr(_PICKLE, file=called))


def refuse_known_archive(called: str, names: list[str]) -> None:
    """UserError for a zip that is another kind of document."""
    for name in names:
        for known, said in _IN_ZIP.items():
            if name == known or name.endswith("/" + known):
                raise UserError(tr(said, file=called))
