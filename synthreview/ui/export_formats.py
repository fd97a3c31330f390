"""The formats an export can write, in groups, with what each of them can be asked (pure, no Qt)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from synthreview.domain import Dataset
from synthreview.formats.layout import named
from synthreview.formats.targets import TARGETS, Encoding, offered
from synthreview.translation import later, tr
from synthreview.ui.new_project import bare_name

SOURCE = "source"
GROUPS = (
    (
        later("Training formats"),
        "messages alpaca sharegpt preference dpo-openai kto prompt-completion text",
    ),
    (later("Tables"), "csv jsonl parquet hf"),
    (later("Tools"), "argilla label-studio"),
)
"""Headings and the formats below them; which of these are offered is up to the kind of data."""
CONVERSATIONAL = ("preference", "prompt-completion", "kto")
WHOLE_DIALOGUES = ("preference",)
NAMES = ("messages", "prompt-completion")
SPLITS = ("hf",)
FORMULAS = ("csv",)
OWN_COLUMNS = (SOURCE, "argilla", "label-studio")
"""Formats that no column can be added to: they have none, or all of them anyway."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A format as it stands in the list."""

    name: str
    words: str


def groups(dataset: Dataset) -> Iterator[tuple[str, list[Offer]]]:
    """The formats that can carry a data set, its own first, under their headings."""
    yield "", [Offer(SOURCE, tr("As the source: {format}", format=named(dataset.format)))]
    names = {target.name for target in offered(dataset.kind)}
    listed = {name for _, members in GROUPS for name in members.split()}
    for heading, members in GROUPS:
        found = [Offer(name, TARGETS[name].words) for name in members.split() if name in names]
        if found:
            yield tr(heading), found
    if rest := [Offer(name, TARGETS[name].words) for name in sorted(names - listed)]:
        yield tr("Others"), rest


def is_folder(format: str, dataset: Dataset) -> bool:
    """Whether an export is a folder rather than a file."""
    if format == SOURCE:
        return dataset.format.startswith("Folder")
    return TARGETS[format].encoding is Encoding.FOLDER


def proposed_name(format: str, dataset: Dataset) -> str:
    """A name for the export that is not the source's: ``chats-clean.jsonl.gz``, ``chats-messages.jsonl``."""
    source = Path(dataset.source)
    bare = source.name if dataset.format.startswith("Folder") else bare_name(source)
    if format == SOURCE:
        ending = "" if is_folder(format, dataset) else source.name[len(bare) :]
        return f"{bare}-clean{ending}"
    return f"{bare}-{format}{TARGETS[format].ending}"
