"""What the Export page says: the plan before writing, the proof after it, and what a check found (pure)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from synthreview.figures import counted, grouped, size

if TYPE_CHECKING:
    from synthreview.project import ExportPlan, Verification

STATES = {
    "accepted": "Accepted",
    "fixed": "Fixed",
    "undecided": "Undecided",
    "deferred": "Deferred",
    "rejected": "Rejected",
    "quarantined": "Set aside, unread",
}
"""What can be included, and its words."""
REASONS = 5
"""Reasons that are told one by one."""
Line = tuple[str, str]
"""A sentence and its look."""


def plan_lines(plan: ExportPlan) -> list[Line]:
    """A plan in sentences, each with its look."""
    lines = [(_head(plan), "display")]
    if plan.format == "source":
        changed = f"{counted(plan.changed, 'record')} with fixes written in."
    else:
        changed = f"{counted(plan.changed, 'item')} with fixes in them."
    if plan.will_write:
        lines.append((changed if plan.changed else "No record is changed.", ""))
    if plan.unwritable:
        count = counted(plan.unwritable, "fix or removal", "fixes and removals")
        told = f"{count} cannot be written back in this format; they go to a file beside the export."
        lines.append((told, "error"))
    lines += unsaid_lines(plan.unsaid)
    left = [f"{STATES.get(state, state).lower()} {grouped(count)}" for state, count in plan.left_out.items()]
    if left:
        head = "In all, left out" if plan.unsaid else "Left out"
        lines.append((f"{head}: {', '.join(left)}.", "muted"))
    if not plan.will_write:
        lines.append(("Nothing would be written; include more, or decide some items first.", "error"))
    return lines


def _head(plan: ExportPlan) -> str:
    """How much is written; a training format makes records of its own, one or two an item."""
    if plan.format == "source":
        return f"{grouped(plan.will_write)} of {counted(plan.records_total, 'record')}"
    return counted(plan.will_write, "record")


def unsaid_lines(unsaid: Mapping[str, int]) -> Iterator[Line]:
    """What a format cannot say and why, the most frequent reasons by name."""
    ranked = sorted(unsaid.items(), key=lambda entry: -entry[1])
    for why, count in ranked[:REASONS]:
        yield f"Left out, {counted(count, 'item')}: {'it' if count == 1 else 'each'} {why}.", "error"
    if rest := ranked[REASONS:]:
        total = sum(count for _, count in rest)
        yield f"Left out, {counted(total, 'item')}: for {counted(len(rest), 'other reason')}.", "error"


def proof(manifest: Mapping[str, Any]) -> Iterator[Line]:
    """What was written, in a few sentences."""
    output = manifest["output"]
    told = f"{counted(output['records'], 'record')}, {size(output['bytes'])}"
    yield told + (", verified by reading it back." if manifest["verified"] else "."), ""
    if manifest.get("content_identical"):
        yield "The content is the source's, byte for byte.", "good"
        return
    changed, equal = manifest["records_changed"], manifest["records_byte_equal"]
    if equal:
        yield f"{grouped(changed)} changed, {grouped(equal)} byte for byte as in the source.", ""
    elif changed:
        yield f"{counted(changed, 'record')} with fixes in them.", ""
    yield from unsaid_lines(manifest.get("not_expressed", {}))


def proof_lines(out: Path, manifest: Mapping[str, Any]) -> list[Line]:
    """Where it is and how it can be checked: name and value."""
    lines = [
        ("Where", str(out)),
        ("SHA-256", manifest["output"]["sha256"]),
        ("Manifest", f"{out}.manifest.json"),
    ]
    return lines + [(_beside(name), str(out.with_name(name))) for name in manifest.get("beside", ())]


_BESIDE = {
    ".not-written-back.jsonl": "Fixes beside it",
    ".diff.jsonl": "Every change",
    ".card.md": "Data card",
}


def _beside(name: str) -> str:
    return next((words for ending, words in _BESIDE.items() if name.endswith(ending)), "Beside it")


def check_lines(found: Verification) -> list[Line]:
    """What a check of an earlier export found."""
    if found.intact:
        told = f"'{Path(found.file).name}' is as it was exported"
        told += (
            f": {counted(found.records, 'record')}, the same SHA-256." if found.records is not None else "."
        )
        return [(told, "good")]
    head = f"'{Path(found.file).name}' is not as its manifest says:"
    return [(head, "error"), *((f"{problem[:1].upper()}{problem[1:]}.", "") for problem in found.problems)]
