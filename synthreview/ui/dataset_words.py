"""What a card says of a data set and of what was done to it (pure, no Qt)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from synthreview.domain import PARTS, Dataset, Form, Kind, Role
from synthreview.figures import encoding, grouped
from synthreview.formats.layout import named
from synthreview.translation import Table, later, tr, trn

if TYPE_CHECKING:
    from synthreview.project import Joined, Mended, UpdateReport

ROLE_WORDS = Table(
    {
        Role.SYNTHETIC: later("To be reviewed"),
        Role.HUMAN: later("People's, to compare with"),
        Role.HOLDOUT: later("People's, held out"),
    }
)
_JOINED = {
    "id": later("{matched} of {rows} found an item of '{to}' by id; they cover {covered} of its {items}."),
    "text": later(
        "{matched} of {rows} found an item of '{to}' by text; they cover {covered} of its {items}."
    ),
    "none": later(
        "{matched} of {rows} found an item of '{to}' by nothing; they cover {covered} of its {items}."
    ),
}
_UPDATED = {
    "id": later("Updated, matched by id: {parts}."),
    "content": later("Updated, matched by content: {parts}."),
}
CODES_SHOWN = 5
"""Unknown values that a line names; the others are counted."""
VALUE = 40
"""Characters of an unknown value."""


def counts(dataset: Dataset) -> str:
    """How much there is: records, and items where a record holds several or none."""
    records = trn("{count} record", "{count} records", dataset.records)
    if dataset.items == dataset.records:
        return records
    return ", ".join([records, trn("{count} item", "{count} items", dataset.items)])


def origin(dataset: Dataset) -> str:
    """Where it came from and in which form."""
    return f"{dataset.source}, {named(dataset.format)}, {encoding(dataset.encoding)}"


def facts(dataset: Dataset) -> list[str]:
    """Licence and generator, where they are known."""
    told = ((tr("Licence"), dataset.licence), (tr("Written by"), dataset.generator))
    return [f"{words}: {value}" for words, value in told if value]


def invalid_lines(dataset: Dataset) -> list[str]:
    """One line a part: ``25 values of Choice are no known code: garbage``."""
    found: Mapping[str, Mapping[str, int]] = dataset.facts.get("invalid", {})
    return [_invalid(dataset.kind, part, values) for part, values in found.items() if values]


def _invalid(kind: Kind, part: str, values: Mapping[str, int]) -> str:
    spec = next((spec for spec in PARTS[kind] if spec.name == part), None)
    words = spec.words if spec is not None else part
    many = sum(values.values())
    named = [_short(value) for value in list(values)[:CODES_SHOWN]]
    rest = len(values) - len(named)
    names = ", ".join(named)
    if rest:
        names = trn("{names} and {count} other value", "{names} and {count} other values", rest, names=names)
    if spec is not None and spec.form is Form.LABELS:
        return trn(
            "{count} value of {part} is no valid label: {names}. Kept and marked.",
            "{count} values of {part} are no valid label: {names}. Kept and marked.",
            many,
            part=words,
            names=names,
        )
    return trn(
        "{count} value of {part} is no known code: {names}. Kept and marked.",
        "{count} values of {part} are no known code: {names}. Kept and marked.",
        many,
        part=words,
        names=names,
    )


def _short(value: str) -> str:
    value = " ".join(value.split())
    return value if len(value) <= VALUE else value[: VALUE - 1] + "\u2026"


def joined_words(joined: Joined) -> str:
    """How many rows of a reference found their item, and what the comparison says."""
    return " ".join(filter(None, (join_line(_as_mapping(joined)), joined.agreement)))


def _as_mapping(joined: Joined) -> Mapping[str, Any]:
    return {name: getattr(joined, name) for name in ("to", "by", "rows", "matched", "items", "covered")}


def join_line(joined: Mapping[str, Any], name: str = "") -> str:
    """How many rows of a reference found an item of the data set, and how many items that is."""
    return tr(
        _JOINED[joined["by"]],
        matched=grouped(joined["matched"]),
        rows=trn("{count} row", "{count} rows", joined["rows"]),
        to=name or joined["to"],
        covered=grouped(joined["covered"]),
        items=trn("{count} item", "{count} items", joined["items"]),
    )


def join_lines(dataset: Dataset, names: Mapping[int, str]) -> list[str]:
    """What a reference was joined to; data sets by the names they have now."""
    joined = dataset.facts.get("joined", ())
    return [join_line(one, names[one["to_id"]]) for one in joined if one["to_id"] in names]


def comparisons(dataset: Dataset, there: Iterable[int]) -> Iterator[tuple[str, bool]]:
    """How far judges agree, a sentence each, and whether it is an alarm.

    ``there`` are the ids of the project's data sets.
    """
    own = str(dataset.facts.get("agreement", ""))
    if own:
        yield own, bool(dataset.facts.get("alarm"))
    for one in dataset.facts.get("joined", ()):
        if one["agreement"] and one["to_id"] in there:
            yield one["agreement"], bool(one["alarm"])


def update_words(report: UpdateReport) -> str:
    """What moved between two versions of a source."""
    parts = [
        trn(
            "{count} item the same ({moved} at another place)",
            "{count} items the same ({moved} at another place)",
            report.same,
            moved=grouped(report.moved),
        ),
        tr("{changed} changed", changed=grouped(report.changed)),
        tr("{new} new", new=grouped(report.new)),
        tr("{gone} gone", gone=grouped(report.gone)),
    ]
    told = [tr(_UPDATED[report.matched_by], parts=", ".join(parts))]
    if report.to_check:
        told.append(
            trn(
                "{count} decision kept, {flagged} of them flagged: their items changed.",
                "{count} decisions kept, {flagged} of them flagged: their items changed.",
                report.decisions,
                flagged=grouped(report.to_check),
            )
        )
    elif report.decisions:
        told.append(trn("{count} decision kept.", "{count} decisions kept.", report.decisions))
    if report.dropped:
        told.append(
            trn(
                "{count} decision not kept; undo brings back everything.",
                "{count} decisions not kept; undo brings back everything.",
                report.dropped,
            )
        )
    if report.blind:
        told.append(
            trn(
                "{count} label given blind stays with the old version; undo brings it back.",
                "{count} labels given blind stay with the old version; undo brings it back.",
                report.blind,
            )
        )
    return " ".join(told)


def mended_words(mended: Mended) -> str:
    """What came of trying records again."""
    if mended.mended and not mended.still:
        return trn("{count} record can be read now.", "{count} records can be read now.", mended.mended)
    if not mended.mended:
        still = len(mended.still)
        return (
            tr("It still cannot be read.")
            if still == 1
            else tr("None of the {still} can be read yet.", still=grouped(still))
        )
    return trn(
        "{mended} can be read now; {count} record stays set aside.",
        "{mended} can be read now; {count} records stay set aside.",
        len(mended.still),
        mended=trn("{count} record", "{count} records", mended.mended),
    )
