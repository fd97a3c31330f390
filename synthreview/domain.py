"""The nouns of the product: frozen values that every layer passes around.

An *item* is the unit a person judges. Its *parts* are plain JSON values under fixed names per
kind (``PARTS``), computed from the source record through a mapping, never stored twice.
A *part path* addresses one text inside the parts: ``"output"`` or ``"turns.3.text"``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from synthreview.chance import Chance
from synthreview.translation import Table, later, tr

Parts = dict[str, Any]


class Kind(StrEnum):
    """The five kinds of synthetic data, from tightly constrained to free."""

    TASK_LABEL = "task_label"
    PREFERENCE = "preference"
    INSTRUCTION = "instruction"
    SIMULATION = "simulation"
    FREE_TEXT = "free_text"

    @property
    def words(self) -> str:
        """The kind as the screens name it."""
        return _KIND_WORDS[self]


_KIND_WORDS = Table(
    {
        Kind.TASK_LABEL: later("Task label"),
        Kind.PREFERENCE: later("Preference"),
        Kind.INSTRUCTION: later("Instruction"),
        Kind.SIMULATION: later("Simulation"),
        Kind.FREE_TEXT: later("Free text"),
    }
)


class Role(StrEnum):
    """What a data set is for: to be reviewed, or to be compared with."""

    SYNTHETIC = "synthetic"
    HUMAN = "human"
    HOLDOUT = "holdout"


class Verdict(StrEnum):
    """What a reviewer says of an item."""

    ACCEPT = "accept"
    FIX = "fix"
    REJECT = "reject"
    DEFER = "defer"

    @property
    def past(self) -> str:
        """The verdict as something done: ``accepted``; also its name in export includes."""
        return _VERDICT_PAST[self]

    @property
    def words(self) -> str:
        """The verdict as a button says it: ``Accept``."""
        return _VERDICT_WORDS[self]

    @property
    def done(self) -> str:
        """The verdict as a line says it of an item: ``Accepted``."""
        return _VERDICT_DONE[self]


_VERDICT_WORDS = Table(
    {
        Verdict.ACCEPT: later("Accept"),
        Verdict.FIX: later("Fix"),
        Verdict.REJECT: later("Reject"),
        Verdict.DEFER: later("Defer"),
    }
)
_VERDICT_DONE = Table(
    {
        Verdict.ACCEPT: later("Accepted"),
        Verdict.FIX: later("Fixed"),
        Verdict.REJECT: later("Rejected"),
        Verdict.DEFER: later("Deferred"),
    }
)
_VERDICT_PAST = {
    Verdict.ACCEPT: "accepted",
    Verdict.FIX: "fixed",
    Verdict.REJECT: "rejected",
    Verdict.DEFER: "deferred",
}

UNDECIDED = "undecided"
"""The state of an item without a decision, wherever states are counted or filtered."""
STATES = Table(
    {
        "accepted": later("Accepted"),
        "fixed": later("Fixed"),
        "rejected": later("Rejected"),
        "deferred": later("Deferred"),
        UNDECIDED: later("Undecided"),
    }
)
"""How the state of an item is named, by its verdict's ``past``."""


class Form(StrEnum):
    """How a part is shaped."""

    TEXT = "text"
    """A string."""
    LABEL = "label"
    """One label, as a string."""
    LABELS = "labels"
    """A list of labels, one per annotator or sample; ``None`` stands for an invalid one."""
    CHOICE = "choice"
    """``"a"``, ``"b"`` or ``"tie"``."""
    TURNS = "turns"
    """A list of ``{"role", "speaker", "text"}``; roles are system, user, assistant, tool or a name."""


@dataclass(frozen=True, slots=True)
class PartSpec:
    """One part a kind may have: its name in files and commands, its shape, its words on screen."""

    name: str
    form: Form
    said: str
    required: bool = False

    @property
    def words(self) -> str:
        """The part as the screens name it."""
        return tr(self.said)


def _text(name: str, said: str, *, required: bool = False) -> PartSpec:
    return PartSpec(name, Form.TEXT, said, required)


PARTS: dict[Kind, tuple[PartSpec, ...]] = {
    Kind.TASK_LABEL: (
        _text("text", later("Text"), required=True),
        PartSpec("label", Form.LABEL, later("Label")),
        PartSpec("human_labels", Form.LABELS, later("People")),
        PartSpec("model_labels", Form.LABELS, later("Model")),
        _text("annotator", later("Annotator")),
    ),
    Kind.PREFERENCE: (
        _text("prompt", later("Prompt")),
        _text("a", later("A"), required=True),
        _text("b", later("B")),
        PartSpec("choice", Form.CHOICE, later("Choice")),
        _text("judge", later("Judge")),
        PartSpec("human_choice", Form.CHOICE, later("People chose")),
    ),
    Kind.INSTRUCTION: (
        _text("system", later("System")),
        PartSpec("history", Form.TURNS, later("Earlier turns")),
        _text("instruction", later("Instruction"), required=True),
        _text("input", later("Input")),
        _text("constraints", later("Constraints")),
        _text("output", later("Output"), required=True),
    ),
    Kind.SIMULATION: (
        _text("task", later("Task")),
        PartSpec("turns", Form.TURNS, later("Conversation"), required=True),
    ),
    Kind.FREE_TEXT: (
        _text("prompt", later("Prompt")),
        _text("source_text", later("Source text")),
        _text("text", later("Text"), required=True),
        PartSpec("author", Form.LABEL, later("Author")),
    ),
}


@dataclass(frozen=True, slots=True)
class Item:
    """What analyzers and cards see: one item with its parts as they now stand (edits applied)."""

    id: int
    dataset: int
    position: int
    unit: str | None
    kind: Kind
    parts: Parts

    def text(self, part: str) -> str:
        """The text at a part path, or ``""`` where there is none."""
        value = part_at(self.parts, part)
        return value if isinstance(value, str) else ""


def part_at(parts: Parts, path: str) -> Any:
    """The value at a part path (``"turns.3.text"``), or None where the path leads nowhere."""
    value: Any = parts
    for step in path.split("."):
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def with_edits(parts: Parts, edits: Mapping[str, Any]) -> Parts:
    """A copy of ``parts`` with the values at the given part paths replaced."""
    if not edits:
        return parts
    edited: Parts = dict(parts)
    for path, value in edits.items():
        *steps, last = path.split(".")
        holder: Any = edited
        for step in steps:
            key: Any = int(step) if isinstance(holder, list) else step
            child = holder[key]
            holder[key] = list(child) if isinstance(child, list) else dict(child)
            holder = holder[key]
        holder[int(last) if isinstance(holder, list) else last] = value
    return edited


class Confidence(StrEnum):
    """How far a reason can be trusted, as the screens say it."""

    CERTAIN = "certain"
    LIKELY = "likely"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Reason:
    """A row of the reason table: why an analyzer points at an item, or what a reviewer says is wrong.

    ``words``, marked with ``later``, is a template filled with a finding's arguments. ``prior`` is the
    share of items with this reason that a reviewer would not accept as they are. Reasons of one
    ``family`` overlap, so risk takes their maximum; families count as independent.
    """

    code: str
    kinds: tuple[Kind, ...]
    words: str
    family: str = ""
    prior: float = 0.5
    confidence: Confidence = Confidence.LIKELY
    explained: str = ""
    """When a reviewer gives it, in a sentence."""

    def say(self, args: Mapping[str, Any]) -> str:
        """The reason in words for one finding; missing arguments never raise."""
        return tr(self.words).format_map(_Blank(args))


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "?"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a screen highlights: a span of a part (code points), a whole part, or another item."""

    part: str
    start: int = 0
    end: int | None = None
    item: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One analyzer's claim about one item. ``score`` is 0..1, 1 = worst, always finite."""

    item: int
    reason: str
    score: float
    args: Mapping[str, Any] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    fix: Mapping[str, Any] = field(default_factory=dict)
    """A proposed edit (part path to new value), where the analyzer knows one."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A data-set-level result of an analyzer for programs: a name and a JSON object."""

    name: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Dataset:
    """One imported source file as the project knows it."""

    id: int
    name: str
    kind: Kind
    role: Role
    source: str
    format: str
    encoding: str
    mapping: Mapping[str, Any]
    records: int
    items: int
    quarantined: int
    sha256: str
    imported_at: str
    licence: str = ""
    generator: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What else is known of it: values that are no valid label, what a reference was joined by ..."""
    content_sha256: str = ""
    """Of what is in the file; differs from ``sha256`` where it is packed."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One reviewer's current word on one item."""

    item: int
    verdict: Verdict
    edits: Mapping[str, Any] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    note: str = ""
    reviewer: str = ""
    seconds: float = 0.0
    selected_by: str = ""
    """Why the item was shown: risk, search, direct ... (empty when not recorded)."""
    probability: float | None = None
    """The chance with which that way of showing picked this item."""
    at: str = ""


class OperationState(StrEnum):
    """Where an operation stands in the history."""

    DONE = "done"
    UNDONE = "undone"
    ABANDONED = "abandoned"
    """Undone, and then left behind by a new operation; kept for the record."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reviewer has begun to say of an item and not yet decided."""

    reasons: tuple[str, ...] = ()
    note: str = ""
    edits: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Operation:
    """One recorded change of user data."""

    seq: int
    kind: str
    label: str
    reviewer: str
    at: str
    items: int
    state: OperationState = OperationState.DONE
    first_item: int | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What moved, so that each view can decide whether to refresh.

    ``topics`` are drawn from: decisions, queue, findings, datasets.
    """

    topics: frozenset[str]
    items: tuple[int, ...] = ()
    """The items touched, or empty when there are too many to name."""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the queue."""

    item: int
    rank: int
    kind: Kind
    dataset: str
    position: int
    unit: str | None
    risk: float
    title: str
    reason: str
    """The heaviest reason in words, or empty."""
    verdict: Verdict | None
    flagged: bool = False
    chance: Chance | None = None


@dataclass(frozen=True, slots=True)
class StoredFinding:
    """A finding as read back, with its words and its weight in the item's risk (0..1)."""

    analyzer: str
    reason: str
    words: str
    confidence: Confidence
    score: float
    weight: float
    evidence: tuple[Evidence, ...] = ()
    fix: Mapping[str, Any] = field(default_factory=dict)
    args: Mapping[str, Any] = field(default_factory=dict)
    objected_by: tuple[str, ...] = ()
    """Reviewers who called it wrong; it then counts nothing in the item's risk."""


@dataclass(frozen=True, slots=True)
class ItemView:
    """Everything the review screen shows of one item."""

    item: Item
    """Parts as they now stand."""
    original: Parts
    """Parts as imported."""
    dataset: Dataset
    rank: int
    risk: float
    findings: tuple[StoredFinding, ...]
    """Heaviest first."""
    decision: Decision | None
    """The word that counts now."""
    flagged: bool
    history: tuple[Operation, ...]
    """Operations that touched this item, newest first."""
    raw: str
    """The source record's own text."""
    writable: frozenset[str]
    """Part paths whose edits can be written back into the source record."""
    taught_by: int = 0
    """Decisions from which its risk was learned; 0 where it comes from the detectors alone."""
    chance: Chance | None = None
    """None while it is not known."""
