"""The manifest of an export: what was written and left out, and what it takes to check that later."""

from __future__ import annotations

import csv
import io
import sqlite3
from pathlib import Path
from typing import Any

from synthreview import __version__
from synthreview.domain import Dataset
from synthreview.engine.kept import Tally
from synthreview.engine.source_export import Sink
from synthreview.formats.layout import Container, Layout
from synthreview.formats.origin import Origin
from synthreview.formats.readers import Reader
from synthreview.formats.targets import Encoding
from synthreview.store import findings, objections, ops
from synthreview.store.datasets import item_range, now
from synthreview.store.store import Store


def made(
    connection: sqlite3.Connection,
    store: Store,
    dataset: Dataset,
    format: str,
    names: frozenset[str],
    tally: Tally,
    sink: Sink,
    proof: dict[str, Any],
) -> dict[str, Any]:
    """The manifest of an export that was written and verified."""
    in_source = format == "source"
    return {
        "synthreview": __version__,
        "created": now(),
        "project": store.path.name,
        "operation": ops.last_event(connection),
        "dataset": dataset.name,
        "kind": dataset.kind,
        "source": {
            "file": dataset.source,
            "sha256": dataset.sha256,
            "content_sha256": dataset.content_sha256,
            "records": dataset.records,
            "items": dataset.items,
        },
        "output": {
            "file": sink.path.name,
            "format": format,
            "sha256": sink.sha256,
            "bytes": sink.size,
            "records": tally.records,
        },
        "include": sorted(names),
        "written": dict(tally.written),
        "left_out": dict(tally.left_out),
        "left_out_reasons": dict(tally.reasons),
        "left_out_records": tally.left_out_records if in_source else 0,
        "not_expressed": dict(tally.unsaid),
        "records_byte_equal": tally.records - tally.changed if in_source else 0,
        "records_changed": tally.changed,
        "records_pruned": tally.pruned,
        "records_mended": tally.mended,
        "edits_not_written_back": len(tally.unwritten),
        "licence": dataset.licence,
        "generator": dataset.generator,
        "reviewers": reviewers(connection, dataset.id),
        "findings_called_wrong": objections.count(connection, dataset.id),
        "analyzers": [
            {"id": run.analyzer, "version": run.version}
            for run in findings.runs(connection).values()
            if run.dataset == dataset.id
        ],
        "verified": True,
        **proof,
    }


def reviewers(connection: sqlite3.Connection, dataset: int) -> dict[str, int]:
    """Who decided how many items of a data set, by the word that counts."""
    rows = connection.execute(
        "SELECT d.reviewer, count(*) FROM item_state s JOIN decision d ON d.item = s.item AND d.op = s.op"
        " WHERE s.item BETWEEN ? AND ? GROUP BY d.reviewer ORDER BY 2 DESC",
        item_range(connection, dataset),
    ).fetchall()
    return {reviewer or "unnamed": number for reviewer, number in rows}


def count_records(path: Path, encoding: Encoding, compression: str = "") -> int:
    """How many records a reader finds in what was written."""
    if encoding is Encoding.FOLDER:
        records = path / "records.json"
        return (
            _read(records, Container.JSON_ARRAY) if records.is_file() else _rows(*path.glob("data/*.parquet"))
        )
    if encoding is Encoding.PARQUET:
        return _rows(path)
    if encoding is Encoding.CSV:
        origin = Origin.on_disk(path, compression)
        with io.TextIOWrapper(io.BufferedReader(origin.content), "utf-8", newline="") as lines:
            return sum(1 for _ in csv.reader(lines)) - 1
    container = Container.JSON_ARRAY if encoding is Encoding.ARRAY else Container.JSON_LINES
    return _read(path, container, compression)


def _read(path: Path, container: Container, compression: str = "") -> int:
    return sum(not piece.fault for piece in Reader(path, Layout(container, compression=compression)))


def _rows(*tables: Path) -> int:
    import pyarrow.parquet

    return sum(int(pyarrow.parquet.ParquetFile(table).metadata.num_rows) for table in tables)
