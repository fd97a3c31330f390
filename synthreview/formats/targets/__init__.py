"""Training formats to export to: which there are, what each can carry, and an item in each of them.

Everything here is pure: records in, records, bytes or words out; no file is opened.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from synthreview.domain import Kind
from synthreview.errors import UserError
from synthreview.formats.targets import argilla, canonical
from synthreview.formats.targets.kto import kto
from synthreview.formats.targets.label_studio import label_studio
from synthreview.formats.targets.pairs import dpo_openai, preference
from synthreview.formats.targets.supervised import alpaca, messages, prompt_completion, sharegpt, text
from synthreview.formats.targets.target import COLUMNS, CannotExpress, Choices, Encoding, Row, Target
from synthreview.translation import later, tr

__all__ = [
    "COLUMNS",
    "TARGETS",
    "CannotExpress",
    "Choices",
    "Encoding",
    "Row",
    "Target",
    "offered",
    "records",
    "target",
]

_TABLES = "jsonl csv parquet hf"
_TOOLS = "argilla label-studio"
_OFFERED = {
    Kind.INSTRUCTION: f"messages alpaca sharegpt prompt-completion kto {_TABLES} {_TOOLS}",
    Kind.PREFERENCE: f"preference dpo-openai kto sharegpt {_TABLES} {_TOOLS}",
    Kind.SIMULATION: f"messages sharegpt alpaca prompt-completion kto {_TABLES} {_TOOLS}",
    Kind.FREE_TEXT: f"text prompt-completion messages alpaca sharegpt kto {_TABLES} {_TOOLS}",
    Kind.TASK_LABEL: f"{_TABLES} text {_TOOLS}",
}
"""The formats that can carry a kind, the likeliest first."""


def _target(name: str, said: str, encoding: Encoding, ending: str = "") -> Target:
    kinds = frozenset(kind for kind, names in _OFFERED.items() if name in names.split())
    return Target(name, said, ending, encoding, kinds)


TARGETS: dict[str, Target] = {
    each.name: each
    for each in (
        _target("alpaca", later("Alpaca (instruction, input, output)"), Encoding.ARRAY, ".json"),
        _target("sharegpt", later("ShareGPT (conversations)"), Encoding.ARRAY, ".json"),
        _target("messages", later("Chat messages (OpenAI, TRL)"), Encoding.LINES, ".jsonl"),
        _target("preference", later("Preference (prompt, chosen, rejected)"), Encoding.LINES, ".jsonl"),
        _target("dpo-openai", later("OpenAI preference (DPO)"), Encoding.LINES, ".jsonl"),
        _target("kto", later("Thumbs up or down (KTO)"), Encoding.LINES, ".jsonl"),
        _target("prompt-completion", later("Prompt and completion"), Encoding.LINES, ".jsonl"),
        _target("text", later("Text alone"), Encoding.LINES, ".jsonl"),
        _target("csv", later("CSV table"), Encoding.CSV, ".csv"),
        _target("jsonl", later("JSON Lines, all parts"), Encoding.LINES, ".jsonl"),
        _target("parquet", later("Parquet table"), Encoding.PARQUET, ".parquet"),
        _target("hf", later("Hugging Face folder with a card"), Encoding.FOLDER),
        _target("argilla", later("Argilla folder"), Encoding.FOLDER),
        _target("label-studio", later("Label Studio tasks"), Encoding.ARRAY, ".json"),
    )
}

_NOT_SAID = {
    Kind.TASK_LABEL: later("is task label data, which this format cannot say"),
    Kind.PREFERENCE: later("is preference data, which this format cannot say"),
    Kind.INSTRUCTION: later("is instruction data, which this format cannot say"),
    Kind.SIMULATION: later("is simulation data, which this format cannot say"),
    Kind.FREE_TEXT: later("is free text data, which this format cannot say"),
}
_WRITERS: dict[str, Callable[[Row, Choices], list[dict[str, Any]]]] = {
    "alpaca": alpaca,
    "sharegpt": sharegpt,
    "messages": messages,
    "preference": preference,
    "dpo-openai": dpo_openai,
    "kto": kto,
    "prompt-completion": prompt_completion,
    "text": text,
    "csv": canonical.csv,
    "jsonl": canonical.jsonl,
    "parquet": canonical.typed,
    "hf": canonical.typed,
    "argilla": argilla.records,
    "label-studio": label_studio,
}


def target(name: str) -> Target:
    """The format of this name; UserError names those there are."""
    if name not in TARGETS:
        raise UserError(
            tr(
                "There is no export format '{name}'; there are {targets}.",
                name=name,
                targets=", ".join(TARGETS),
            )
        )
    return TARGETS[name]


def offered(kind: Kind) -> list[Target]:
    """The formats that can carry a kind, the likeliest first."""
    return [TARGETS[name] for name in _OFFERED[kind].split()]


_PLAIN = Choices()


def records(name: str, row: Row, choices: Choices = _PLAIN) -> list[dict[str, Any]]:
    """An item in a format: one record, or two where a pair is taken apart.

    The chosen columns follow its own keys; Argilla and Label Studio hold them all in any case.
    CannotExpress (a ValueError) says in words why the format cannot say the item; UserError where there
    is no such format.
    """
    if row.kind not in target(name).kinds:
        raise CannotExpress(_NOT_SAID[row.kind])
    made = _WRITERS[name](row, choices)
    if name in _TOOLS.split():
        return made
    beside = {column: row.column(column) for column in choices.columns}
    return [{**record, **beside} for record in made]
