"""What an export must never write over: the project, a source, anything that is not an export of ours."""

from __future__ import annotations

import hashlib
from pathlib import Path

import orjson

from synthreview.engine.outfile import MANIFEST_SUFFIX
from synthreview.errors import EnvironmentFault, UserError
from synthreview.formats.bundle import Bundle, content_hash
from synthreview.store import datasets
from synthreview.store.store import Store
from synthreview.translation import tr


def refuse_target(store: Store, out: Path, *, folder: bool) -> None:
    """UserError when an export must not go there, with what to do.

    A file that has the content or the name of a source is taken for it, unless its manifest proves
    that an export of ours wrote it.
    """
    try:
        if not out.name or (out.is_dir() and not folder):
            raise UserError(tr("'{out}' is a folder; name a file in it to export to.", out=out))
        if not out.exists():
            return
        if folder:
            _refuse_folder(out)
            return
        if not out.is_file():
            raise UserError(tr("'{out}' is not a plain file; name another.", out=out))
        beside = {store.path.with_name(store.path.name + end) for end in ("", "-wal", "-shm", "-journal")}
        if out.resolve() in beside:
            raise UserError(
                tr(
                    "'{out}' belongs to the project itself, which is never overwritten; name another.",
                    out=out,
                )
            )
        sha256 = file_hash(out)
        if _is_ours(out, sha256):
            return
    except OSError as error:
        raise EnvironmentFault(
            tr("'{out}' cannot be used ({strerror}); name another file.", out=out, strerror=error.strerror)
        ) from error
    for dataset in datasets.every(store.read()):
        if sha256 == dataset.sha256 or out.name == dataset.source:
            raise UserError(
                tr(
                    "'{out}' looks like the source file of '{name}', which is never overwritten; name "
                    "another.",
                    out=out,
                    name=dataset.name,
                )
            )


def _refuse_folder(out: Path) -> None:
    if not out.is_dir():
        raise UserError(tr("'{out}' is a file; name a folder to export to.", out=out))
    if any(out.iterdir()) and not _is_ours(out, folder_hash(out)):
        raise UserError(tr("The folder '{out}' is not empty; name a new one.", out=out))


def folder_hash(folder: Path) -> str:
    """One hash of all files in a folder."""
    bundle = Bundle(folder)
    return content_hash([(entry.name, file_hash(folder / entry.name)) for entry in bundle.entries])


def _is_ours(out: Path, sha256: str) -> bool:
    """Whether the manifest beside a file names its content."""
    try:
        manifest = orjson.loads(out.with_name(out.name + MANIFEST_SUFFIX).read_bytes())
        return bool(manifest["output"]["sha256"] == sha256)
    except (OSError, ValueError, TypeError, KeyError):
        return False


def file_hash(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
