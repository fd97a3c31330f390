"""What the Export page says: the choices, the plan before writing, the proof after it (pure, no Qt)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from synthreview import figures

if TYPE_CHECKING:
    from synthreview.project import ExportPlan

FORMATS = {
    "source": ("As the source file", ""),
    "jsonl": ("JSON Lines, one item a line", ".jsonl"),
    "csv": ("CSV, one item a row", ".csv"),
}
"""Format to its words and the ending of its files (empty: the source's own)."""
STATES = {
    "accepted": "Accepted",
    "fixed": "Fixed",
    "undecided": "Undecided",
    "deferred": "Deferred",
    "rejected": "Rejected",
    "quarantined": "Set aside, unread",
}
"""What can be included, and its words."""
DEFAULTS = {
    "source": frozenset({"accepted", "fixed", "undecided"}),
    "jsonl": frozenset({"accepted", "fixed"}),
    "csv": frozenset({"accepted", "fixed"}),
}


def plan_lines(plan: ExportPlan) -> list[tuple[str, str]]:
    """A plan in sentences, each with its look."""
    head = f"{figures.grouped(plan.will_write)} of {figures.counted(plan.records_total, 'record')}"
    changed = (
        f"{figures.counted(plan.changed, 'record')} with fixes written in."
        if plan.changed
        else "No record is changed."
    )
    lines = [(head, "display"), (changed, "")]
    if plan.unwritable:
        count = figures.counted(plan.unwritable, "fix", "fixes")
        words = f"{count} cannot be written back in this format; they go to a file beside the export."
        lines.append((words, "error"))
    left = [
        f"{STATES.get(state, state).lower()} {figures.grouped(count)}"
        for state, count in plan.left_out.items()
    ]
    if left:
        lines.append((f"Left out: {', '.join(left)}.", "muted"))
    if not plan.will_write:
        lines.append(("Nothing would be written; include more, or decide some items first.", "error"))
    return lines


def proof(manifest: Mapping[str, Any]) -> str:
    """What was written, in one or two sentences."""
    output = manifest["output"]
    words = f"{figures.counted(output['records'], 'record')}, {figures.size(output['bytes'])}"
    words += ", verified by reading the file back." if manifest["verified"] else "."
    changed, equal = manifest["records_changed"], manifest["records_byte_equal"]
    if changed or equal:
        words += (
            f" {figures.grouped(changed)} changed, {figures.grouped(equal)} byte for byte as in the source."
        )
    return words


def proof_lines(out: Path, manifest: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Where it is and how it can be checked: name and value."""
    lines = [
        ("File", str(out)),
        ("SHA-256", manifest["output"]["sha256"]),
        ("Manifest", f"{out}.manifest.json"),
    ]
    if manifest["edits_not_written_back"]:
        lines.append(("Fixes beside it", f"{out}.not-written-back.jsonl"))
    return lines
