"""Export: one moment of the project written to a file or folder, atomically, read back, and proven."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import orjson

from synthreview.domain import UNDECIDED, Dataset, Verdict
from synthreview.engine import manifests
from synthreview.engine.changes import changes
from synthreview.engine.entries import QUARANTINED, STATES, Entry, entries
from synthreview.engine.items import ItemBuilder
from synthreview.engine.kept import Kept, Settle, Tally, kept_records
from synthreview.engine.outfile import CARD_SUFFIX, DIFF_SUFFIX, SIDE_SUFFIX, OutFile
from synthreview.engine.outfolder import OutFolder
from synthreview.engine.refusals import refuse_target
from synthreview.engine.source_export import (
    Digest,
    Sink,
    compression_of,
    read_back,
    sink_for,
    write_source,
)
from synthreview.engine.target_export import DEFAULT_SPLIT, Rows, Wanted, write_target
from synthreview.errors import EnvironmentFault, UserError
from synthreview.figures import grouped
from synthreview.formats import targets
from synthreview.formats.layout import COLUMNAR, Layout, Member
from synthreview.formats.targets import Choices, Encoding
from synthreview.formats.targets.card import CardFacts, Split, data_card
from synthreview.formats.targets.splits import Share
from synthreview.jobs import JobContext
from synthreview.kind_words import DATA_OF_KIND
from synthreview.reasons import REVIEW_REASONS
from synthreview.store import datasets
from synthreview.store.store import Store
from synthreview.translation import tr, trn

SOURCE = "source"
FORMATS = (SOURCE, *targets.TARGETS)
"""The formats an export can write."""
PROGRESS_EVERY = 200
"""Records between two looks at progress and cancel."""
_REVIEWED = frozenset({Verdict.ACCEPT.past, Verdict.FIX.past})
DEFAULT_INCLUDE = {format: _REVIEWED | ({UNDECIDED} if format == SOURCE else set()) for format in FORMATS}


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What a person may ask for beside the format and the states."""

    choices: Choices = field(default_factory=Choices)
    shares: Sequence[Share] = DEFAULT_SPLIT
    """Of the splits of a Hugging Face folder."""
    escape_formulas: bool = False
    """Whether a CSV cell that a spreadsheet would run gets an apostrophe before it."""
    diff: bool = False
    """Whether a file of every change, before and after, is written beside the export."""
    card: bool = False
    """Whether a data card in plain words is written beside the export."""
    estimates: tuple[str, ...] = ()
    """Sentences on the quality of the data that the card quotes."""


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """What an export will write, counted before it writes."""

    dataset: str
    format: str
    include: frozenset[str]
    records_total: int
    will_write: int
    """Records; of a record that holds several items, those that are written count as one."""
    left_out: dict[str, int]
    changed: int
    unwritable: int
    """Fixes and removals that cannot be written back into the source format."""
    formats: tuple[str, ...] = FORMATS
    unsaid: dict[str, int] = field(default_factory=dict)
    """Why the format cannot say some items, and how many."""
    items_total: int = 0


def included(format: str, include: Iterable[str] | None) -> frozenset[str]:
    """The states to write: the named ones ("all" names every one), else the format's default."""
    if format not in FORMATS:
        raise UserError(
            tr(
                "There is no export format '{format}'; there are {formats}.",
                format=format,
                formats=", ".join(FORMATS),
            )
        )
    names = frozenset(include or DEFAULT_INCLUDE[format])
    if "all" in names:
        return frozenset(STATES)
    if unknown := names - set(STATES):
        raise UserError(
            tr(
                "An export cannot include '{unknown}'; it knows {states} and all.",
                unknown=min(unknown),
                states=", ".join(STATES),
            )
        )
    return names


def offered(dataset: Dataset) -> tuple[str, ...]:
    """The formats that can carry a data set, its own first."""
    return (SOURCE, *(target.name for target in targets.offered(dataset.kind)))


def plan(
    store: Store,
    dataset: Dataset,
    format: str,
    include: Iterable[str] | None,
    options: ExportOptions = ExportOptions(),
) -> ExportPlan:
    """Count what an export would write."""
    names = included(format, include)
    with store.snapshot() as connection:
        tally, found = Tally(), entries(connection, dataset.id)
        if format == SOURCE:
            source = datasets.source(connection, dataset.id)
            settle = _settle(source, datasets.members(connection, dataset.id))
            for _ in kept_records(found, names, ItemBuilder(connection), tally, settle):
                pass
        else:
            wanted = _wanted(dataset, format, names, options)
            rows = Rows(connection, wanted, tally)
            for _ in rows.records(rows.of(found)):
                pass
    return ExportPlan(
        dataset=dataset.name,
        format=format,
        include=names,
        records_total=dataset.records,
        will_write=tally.records,
        left_out=dict(tally.left_out),
        changed=tally.changed,
        unwritable=len(tally.unwritten),
        formats=offered(dataset),
        unsaid=dict(tally.unsaid),
        items_total=dataset.items,
    )


def export(
    store: Store,
    dataset: Dataset,
    out: Path,
    format: str,
    include: Iterable[str] | None,
    job: JobContext,
    options: ExportOptions = ExportOptions(),
) -> dict[str, Any]:
    """Write the data set to ``out`` with ``out``.manifest.json beside it; returns the manifest.

    Either all files are complete and verified or the folder is as it was before.
    """
    names = included(format, include)
    with store.snapshot() as connection, ExitStack() as undone:
        write = _Source if format == SOURCE else _Target
        made = write(connection, dataset, names, format, options)
        refuse_target(store, out, folder=made.is_folder)
        sink = made.sink(out)
        undone.callback(sink.discard)
        made.write(sink, partial(_counted, dataset=dataset, job=job))
        sink.settle()
        made.verify(sink)
        beside: dict[str, bytes | OutFile] = {}
        if made.tally.unwritten:
            beside[SIDE_SUFFIX] = b"".join(orjson.dumps(row) + b"\n" for row in made.tally.unwritten)
        if options.card:
            beside[CARD_SUFFIX] = data_card(made.facts([])).encode()
        if options.diff:
            diff = OutFile(out.with_name(out.name + DIFF_SUFFIX))
            undone.callback(diff.discard)
            for row in changes(connection, dataset):
                diff.write(orjson.dumps(row) + b"\n")
            diff.settle()
            beside[DIFF_SUFFIX] = diff
        manifest = manifests.made(connection, store, dataset, format, names, made.tally, sink, made.proof)
        manifest["beside"] = sorted(out.name + suffix for suffix in beside)
        sink.publish(orjson.dumps(manifest, option=orjson.OPT_INDENT_2), beside)
        undone.pop_all()
    return manifest


def _counted(found: Iterator[Entry], dataset: Dataset, job: JobContext) -> Iterator[Entry]:
    for done, entry in zip(count(1), found, strict=False):
        if done % PROGRESS_EVERY == 0:
            job.progress(
                done,
                dataset.records,
                trn(
                    "{name}: {count} record written",
                    "{name}: {count} records written",
                    done,
                    name=dataset.name,
                ),
            )
        yield entry


def _wanted(dataset: Dataset, format: str, names: frozenset[str], options: ExportOptions) -> Wanted:
    if dataset.kind not in targets.target(format).kinds:
        raise UserError(
            tr(
                "The format '{format}' cannot carry {data}; use {formats}.",
                format=format,
                data=DATA_OF_KIND[dataset.kind],
                formats=", ".join(offered(dataset)),
            )
        )
    return Wanted(dataset, format, names, options.choices, options.shares, options.escape_formulas)


def _settle(source: datasets.Source, members: Sequence[datasets.Member]) -> Settle:
    """How a changed record is held by its file: a table's types decide, text takes everything."""
    if Layout.from_json(source.layout).container not in COLUMNAR:
        return lambda raw: raw
    from synthreview.formats.columnar import as_written

    head = next((member[3] for member in members if member[2]), source.head)
    return lambda raw: as_written(raw, head)


class _Export:
    """What both sorts of export have in common."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        dataset: Dataset,
        names: frozenset[str],
        format: str,
        options: ExportOptions,
    ) -> None:
        self._connection, self._dataset = connection, dataset
        self._names, self._format, self._options = names, format, options
        self.tally = Tally()
        self.proof: dict[str, Any] = {}

    def facts(self, splits: Sequence[Split]) -> CardFacts:
        """What a card tells of this export."""
        dataset, tally = self._dataset, self.tally
        return CardFacts(
            name=dataset.name,
            kind=dataset.kind,
            written=dict(tally.written),
            splits=splits,
            left_out=dict(tally.left_out),
            reasons=_in_words(tally.reasons + tally.fix_reasons),
            not_expressed=dict(tally.unsaid),
            reviewers=manifests.reviewers(self._connection, dataset.id),
            estimates=self._options.estimates,
            licence=dataset.licence,
            generator=dataset.generator,
            source=dataset.source,
            sha256=dataset.sha256,
        )


def _in_words(reasons: Counter[str]) -> dict[str, int]:
    words = {reason.code: reason.words for reason in REVIEW_REASONS}
    return {words.get(code, code): count for code, count in reasons.most_common()}


class _Source(_Export):
    """An export in the layout of the source."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._source = datasets.source(self._connection, self._dataset.id)
        self._members = [Member(*row) for row in datasets.members(self._connection, self._dataset.id)]
        self._layout = Layout.from_json(self._source.layout)
        self._digest = Digest()

    @property
    def is_folder(self) -> bool:
        return self._layout.bundle == "folder"

    def sink(self, out: Path) -> Sink:
        return sink_for(out, self._layout)

    def write(self, sink: Sink, counted: Any) -> None:
        found = counted(entries(self._connection, self._dataset.id))
        settle = _settle(self._source, self._members)
        kept = kept_records(found, self._names, ItemBuilder(self._connection), self.tally, settle)
        prefix = partial(datasets.prefix, self._connection, self._dataset.id)
        watched = self._digest.watch(_with_bytes(kept))
        write_source(sink, self._layout, self._source, self._members, watched, prefix)

    def verify(self, sink: Sink) -> None:
        """Read the written source again: each record must be the one that was meant."""
        layout = self._layout
        if not layout.bundle and layout.container not in COLUMNAR:
            layout = replace(layout, compression=compression_of(sink.path.name))
        if not self._digest.records and not layout.bundle:
            return  # what is left of a file without its records need not be one
        digest, content = read_back(sink.temporary, layout)
        # A damaged span may read as more or fewer records than it was; only its bytes are promised.
        if not self.tally.written[QUARANTINED] and digest.sha256 != self._digest.sha256:
            raise EnvironmentFault(
                tr(
                    "'{name}' does not read back as the {records} records that were meant, so the export "
                    "was taken back; try again, and on another disk if it happens twice.",
                    name=sink.path.name,
                    records=grouped(self._digest.records),
                )
            )
        if not self.tally.changed and not self.tally.left_out_records:
            self.proof["content_identical"] = (
                content == self._dataset.content_sha256 if layout.container not in COLUMNAR else True
            )


def _with_bytes(kept: Iterator[Kept]) -> Iterator[Kept]:
    """Records that have bytes; a file of an archive that was refused, or a missing end, has none."""
    return (one for one in kept if one.raw or one.prefix)


class _Target(_Export):
    """An export in a training format."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        wanted = _wanted(self._dataset, self._format, self._names, self._options)
        self._target = targets.target(self._format)
        self._rows = Rows(self._connection, wanted, self.tally)

    @property
    def is_folder(self) -> bool:
        return self._target.encoding is Encoding.FOLDER

    def sink(self, out: Path) -> Sink:
        return OutFolder(out) if self.is_folder else OutFile(out)

    def write(self, sink: Sink, counted: Any) -> None:
        if self._options.escape_formulas and self._target.encoding is Encoding.CSV:
            self.proof["formulas_escaped"] = True  # cells are not what they were: that has to be told
        write_target(sink, self._rows, counted(entries(self._connection, self._dataset.id)), self.facts)

    def verify(self, sink: Sink) -> None:
        """Read the written records again and count them."""
        found = manifests.count_records(sink.temporary, self._target.encoding, compression_of(sink.path.name))
        if found != self.tally.records:
            raise EnvironmentFault(
                tr(
                    "'{name}' holds {found} records after writing where {records} were meant, so the "
                    "export was taken back; try again, and on another disk if it happens twice.",
                    name=sink.path.name,
                    found=grouped(found),
                    records=grouped(self.tally.records),
                )
            )
