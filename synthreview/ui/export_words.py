"""What the Export page says: the plan before writing, the proof after it, and what a check found (pure)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from synthreview.figures import grouped, size
from synthreview.translation import Table, later, tr, trn

if TYPE_CHECKING:
    from synthreview.project import ExportPlan, Verification

STATES = Table(
    {
        "accepted": later("Accepted"),
        "fixed": later("Fixed"),
        "undecided": later("Undecided"),
        "deferred": later("Deferred"),
        "rejected": later("Rejected"),
        "quarantined": later("Set aside, unread"),
    }
)
"""What can be included, and its words."""
INCLUDES = Table(
    {
        "accepted": later("Include accepted"),
        "fixed": later("Include fixed"),
        "undecided": later("Include undecided"),
        "deferred": later("Include deferred"),
        "rejected": later("Include rejected"),
        "quarantined": later("Include set aside, unread"),
    }
)
"""The same as what a box is for."""
_LEFT_OUT = {
    "accepted": later("accepted {count}"),
    "fixed": later("fixed {count}"),
    "undecided": later("undecided {count}"),
    "deferred": later("deferred {count}"),
    "rejected": later("rejected {count}"),
    "quarantined": later("set aside, unread {count}"),
}
REASONS = 5
"""Reasons that are told one by one."""
Line = tuple[str, str]
"""A sentence and its look."""


def plan_lines(plan: ExportPlan) -> list[Line]:
    """A plan in sentences, each with its look."""
    lines = [(_head(plan), "display")]
    if plan.format == "source":
        changed = trn(
            "{count} record with fixes written in.", "{count} records with fixes written in.", plan.changed
        )
    else:
        changed = trn("{count} item with fixes in them.", "{count} items with fixes in them.", plan.changed)
    if plan.will_write:
        lines.append((changed if plan.changed else tr("No record is changed."), ""))
    if plan.unwritable:
        told = trn(
            "{count} fix or removal cannot be written back in this format;"
            " they go to a file beside the export.",
            "{count} fixes and removals cannot be written back in this format;"
            " they go to a file beside the export.",
            plan.unwritable,
        )
        lines.append((told, "error"))
    lines += unsaid_lines(plan.unsaid)
    left = ", ".join(tr(_LEFT_OUT[state], count=grouped(count)) for state, count in plan.left_out.items())
    if left:
        said = later("In all, left out: {states}.") if plan.unsaid else later("Left out: {states}.")
        told = tr(said, states=left)
        lines.append((told, "muted"))
    if not plan.will_write:
        lines.append((tr("Nothing would be written; include more, or decide some items first."), "error"))
    return lines


def _head(plan: ExportPlan) -> str:
    """How much is written; a training format makes records of its own, one or two an item."""
    if plan.format == "source":
        return trn(
            "{will_write} of {count} record",
            "{will_write} of {count} records",
            plan.records_total,
            will_write=grouped(plan.will_write),
        )
    return trn("{count} record", "{count} records", plan.will_write)


def unsaid_lines(unsaid: Mapping[str, int]) -> Iterator[Line]:
    """What a format cannot say and why, the most frequent reasons by name."""
    ranked = sorted(unsaid.items(), key=lambda entry: -entry[1])
    for why, count in ranked[:REASONS]:
        yield (
            trn(
                "Left out, {count} item: it {why}.",
                "Left out, {count} items: each {why}.",
                count,
                why=tr(why),
            ),
            "error",
        )
    if rest := ranked[REASONS:]:
        total = sum(count for _, count in rest)
        yield (
            tr(
                "Left out, {items}: for {other_reasons}.",
                items=trn("{count} item", "{count} items", total),
                other_reasons=trn("{count} other reason", "{count} other reasons", len(rest)),
            ),
            "error",
        )


def proof(manifest: Mapping[str, Any]) -> Iterator[Line]:
    """What was written, in a few sentences."""
    output = manifest["output"]
    written = {"size": size(output["bytes"])}
    if manifest["verified"]:
        told = trn(
            "{count} record, {size}, verified by reading it back.",
            "{count} records, {size}, verified by reading it back.",
            output["records"],
            **written,
        )
    else:
        told = trn("{count} record, {size}.", "{count} records, {size}.", output["records"], **written)
    yield told, ""
    if manifest.get("content_identical"):
        yield tr("The content is the source's, byte for byte."), "good"
        return
    changed, equal = manifest["records_changed"], manifest["records_byte_equal"]
    if equal:
        yield (
            tr(
                "{changed} changed, {equal} byte for byte as in the source.",
                changed=grouped(changed),
                equal=grouped(equal),
            ),
            "",
        )
    elif changed:
        yield trn("{count} record with fixes in them.", "{count} records with fixes in them.", changed), ""
    yield from unsaid_lines(manifest.get("not_expressed", {}))


def proof_lines(out: Path, manifest: Mapping[str, Any]) -> list[Line]:
    """Where it is and how it can be checked: name and value."""
    lines = [
        (tr("Where"), str(out)),
        ("SHA-256", manifest["output"]["sha256"]),
        (tr("Manifest"), f"{out}.manifest.json"),
    ]
    return lines + [(_beside(name), str(out.with_name(name))) for name in manifest.get("beside", ())]


_BESIDE = Table(
    {
        ".not-written-back.jsonl": later("Fixes beside it"),
        ".diff.jsonl": later("Every change"),
        ".card.md": later("Data card"),
    }
)


def _beside(name: str) -> str:
    return next((words for ending, words in _BESIDE.items() if name.endswith(ending)), tr("Beside it"))


def check_lines(found: Verification) -> list[Line]:
    """What a check of an earlier export found."""
    if found.intact:
        name = Path(found.file).name
        if found.records is None:
            told = tr("'{name}' is as it was exported.", name=name)
        else:
            told = trn(
                "'{name}' is as it was exported: {count} record, the same SHA-256.",
                "'{name}' is as it was exported: {count} records, the same SHA-256.",
                found.records,
                name=name,
            )
        return [(told, "good")]
    head = tr("'{name}' is not as its manifest says:", name=Path(found.file).name)
    return [(head, "error"), *((f"{problem[:1].upper()}{problem[1:]}.", "") for problem in found.problems)]
