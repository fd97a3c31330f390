"""The card of an exported data set: what it is, how it was cleaned and by whom, in words and in metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from synthreview.domain import Kind
from synthreview.figures import counted, grouped
from synthreview.formats.targets.front_matter import front_matter


@dataclass(frozen=True, slots=True)
class Split:
    """A part of the data set: its name, its file beside the card, its items."""

    name: str
    path: str
    items: int


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What a card tells. Counts are of items.

    ``written`` and ``left_out`` count by state (accepted, fixed, ...), ``reasons`` why items were fixed
    or left out, ``not_expressed`` what the format could not say, in its words. ``estimates`` are whole
    sentences. ``languages`` are codes like en. ``features`` is the ``dataset_info`` of the table's columns.
    """

    name: str
    kind: Kind
    written: Mapping[str, int]
    splits: Sequence[Split]
    left_out: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)
    not_expressed: Mapping[str, int] = field(default_factory=dict)
    reviewers: Mapping[str, int] = field(default_factory=dict)
    estimates: Sequence[str] = ()
    licence: str = ""
    generator: str = ""
    languages: Sequence[str] = ()
    source: str = ""
    sha256: str = ""
    columns: Sequence[str] = ()
    features: Sequence[Mapping[str, Any]] = ()

    @property
    def items(self) -> int:
        """How many items were written."""
        return sum(self.written.values())


_TASKS = {Kind.TASK_LABEL: "text-classification"}
_TAGS = {
    Kind.PREFERENCE: ("preference", "dpo"),
    Kind.INSTRUCTION: ("instruction-tuning",),
    Kind.SIMULATION: ("conversational",),
}
_LICENCES = frozenset(
    (
        "afl-3.0 apache-2.0 artistic-2.0 bsd bsd-2-clause bsd-3-clause bsl-1.0 c-uda cc cc-by-2.0 cc- "
        "by-2.5 cc-by-3.0 cc-by-4.0 cc-by-nc-2.0 cc-by-nc-3.0 cc-by-nc-4.0 cc-by-nc-nd-3.0 cc-by-nc- "
        "nd-4.0 cc-by-nc-sa-2.0 cc-by-nc-sa-3.0 cc-by-nc-sa-4.0 cc-by-nd-4.0 cc-by-sa-3.0 cc-by-sa-4.0 "
        "cc0-1.0 cdla-permissive-1.0 cdla-permissive-2.0 cdla-sharing-1.0 etalab-2.0 gfdl gpl gpl-2.0 "
        "gpl-3.0 agpl-3.0 lgpl lgpl-3.0 llama2 llama3 llama3.1 llama3.2 llama3.3 mit mpl-2.0 odbl odc-by "
        "openrail openrail++ pddl unlicense wtfpl"
    ).split()
)
"""The codes that Hugging Face knows a licence by; every other one is ``other`` with a name."""

_SIZES = ("1K", "10K", "100K", "1M", "10M", "100M", "1B", "10B", "100B", "1T")


def size_category(items: int) -> str:
    """The size of a data set as Hugging Face puts it: ``n<1K``, ``1K<n<10K`` and so on."""
    place = max(len(str(items)) - 3, 0)
    if place == 0:
        return f"n<{_SIZES[0]}"
    if place >= len(_SIZES):
        return f"n>{_SIZES[-1]}"
    return f"{_SIZES[place - 1]}<n<{_SIZES[place]}"


def hf_card(facts: CardFacts) -> str:
    """The README.md of a Hugging Face folder: YAML front matter and the card in words."""
    return f"{front_matter(_metadata(facts))}\n{data_card(facts)}"


def _metadata(facts: CardFacts) -> dict[str, Any]:
    files = [{"split": split.name, "path": split.path} for split in facts.splits]
    metadata: dict[str, Any] = {
        "language": list(facts.languages),
        **_licence(facts.licence),
        "tags": ["synthetic", *(["human-reviewed"] if facts.reviewers else []), *_TAGS.get(facts.kind, ())],
        "annotations_creators": ["machine-generated", "expert-generated"],
        "pretty_name": facts.name,
        "size_categories": [size_category(facts.items)],
        "source_datasets": ["original"],
        "task_categories": [_TASKS.get(facts.kind, "text-generation")],
        "configs": [{"config_name": "default", "data_files": files}],
    }
    if not facts.languages:
        del metadata["language"]
    if facts.features:
        metadata["dataset_info"] = {"features": list(facts.features)}
    return metadata


def _licence(licence: str) -> dict[str, str]:
    code = re.sub(r"[\s_]+", "-", licence.strip().lower())
    if not code:
        return {"license": "unknown"}
    return {"license": code} if code in _LICENCES else {"license": "other", "license_name": code}


def data_card(facts: CardFacts) -> str:
    """The card in words, as Markdown."""
    sections = {
        f"# {_plain(facts.name)}": _what(facts),
        "## How it was cleaned": _cleaning(facts),
        "## Who reviewed it": _reviewers(facts),
        "## Estimates": (f"- {_plain(line)}" for line in facts.estimates),
        "## Licence": iter(
            [_plain(facts.licence) or "No licence is known; ask who made the data before use."]
        ),
        "## Limits": _limits(facts),
        "## How to load it": _loading(facts),
    }
    texts = ((title, "\n".join(lines)) for title, lines in sections.items())
    return "\n\n".join(f"{title}\n\n{text}" for title, text in texts if text) + "\n"


def _what(facts: CardFacts) -> Iterator[str]:
    maker = _plain(facts.generator) or "a language model"
    seen = "; people reviewed them" if facts.reviewers else ""
    kind = facts.kind.value.replace("_", " ")
    yield f"{counted(facts.items, 'item')} of {kind} data, written by {maker}{seen}."
    if facts.source:
        known = f" (SHA-256 `{facts.sha256}`)" if facts.sha256 else ""
        yield f"\nSource: {_plain(facts.source)}{known}."
    if facts.columns:
        yield f"\nColumns: {', '.join(f'`{name}`' for name in facts.columns)}."
    if len(facts.splits) > 1:
        yield ""
        yield from _table("Split", {split.name: split.items for split in facts.splits})


def _cleaning(facts: CardFacts) -> Iterator[str]:
    yield from _table("Kept", facts.written)
    for title, counts in (
        ("Left out", facts.left_out),
        ("Reason to fix or leave out", facts.reasons),
        ("Could not be said in this format: the item", facts.not_expressed),
    ):
        if counts:
            yield ""
            yield from _table(title, counts)


def _reviewers(facts: CardFacts) -> Iterator[str]:
    if facts.reviewers:
        yield from _table("Reviewer", facts.reviewers, "Items decided")
    else:
        yield "Nobody: no item carries a decision."


def _limits(facts: CardFacts) -> Iterator[str]:
    yield "- A language model wrote these texts. They can be wrong, biased or unlike what people write."
    unseen = facts.items - sum(facts.written.get(state, 0) for state in ("accepted", "fixed", "rejected"))
    if unseen > 0:
        yield f"- {counted(unseen, 'item')} among them stand as they came: nobody has decided on them."
    yield "- Reviewers looked first where risk was high, so faults that no check looks for can remain."
    if facts.kind in (Kind.TASK_LABEL, Kind.PREFERENCE):
        yield "- People may disagree with good reason; where several votes are known, use their distribution."


def _loading(facts: CardFacts) -> Iterator[str]:
    if not facts.splits:
        return  # a single file in a format of its own
    yield "```python"
    yield "from datasets import load_dataset"
    yield ""
    yield 'data = load_dataset("path/to/this/folder")'
    yield "```"
    yield f"\nSplits: {', '.join(f'`{split.name}`' for split in facts.splits)}."


def _table(what: str, counts: Mapping[str, int], unit: str = "Items") -> Iterator[str]:
    yield f"| {what} | {unit} |"
    yield "|---|---:|"
    for name, count in counts.items():
        yield f"| {_plain(name)} | {grouped(count)} |"


def _plain(text: str) -> str:
    """A text that Markdown shows as it is, on one line."""
    sayable = text.encode("utf-8", "replace").decode()
    return re.sub(r"([\\`*_\[\]|<>#])", r"\\\1", " ".join(sayable.split()))
