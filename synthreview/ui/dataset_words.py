"""What a card says of a data set and of what was done to it (pure, no Qt)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from synthreview.domain import PARTS, Dataset, Form, Kind, Role
from synthreview.figures import counted, encoding, grouped

if TYPE_CHECKING:
    from synthreview.project import Joined, Mended, UpdateReport

ROLE_WORDS = {
    Role.SYNTHETIC: "To be reviewed",
    Role.HUMAN: "People's, to compare with",
    Role.HOLDOUT: "People's, held out",
}
BY_WORDS = {"id": "by id", "text": "by text", "none": "by nothing"}
CODES_SHOWN = 5
"""Unknown values that a line names; the others are counted."""
VALUE = 40
"""Characters of an unknown value."""


def counts(dataset: Dataset) -> str:
    """How much there is: records, and items where a record holds several or none."""
    records = counted(dataset.records, "record")
    return records if dataset.items == dataset.records else f"{records}, {counted(dataset.items, 'item')}"


def origin(dataset: Dataset) -> str:
    """Where it came from and in which form."""
    return f"{dataset.source}, {dataset.format}, {encoding(dataset.encoding)}"


def facts(dataset: Dataset) -> list[str]:
    """Licence and generator, where they are known."""
    told = (("Licence", dataset.licence), ("Written by", dataset.generator))
    return [f"{words}: {value}" for words, value in told if value]


def invalid_lines(dataset: Dataset) -> list[str]:
    """One line a part: ``25 values of Choice are no known code: garbage``."""
    found: Mapping[str, Mapping[str, int]] = dataset.facts.get("invalid", {})
    return [_invalid(dataset.kind, part, values) for part, values in found.items() if values]


def _invalid(kind: Kind, part: str, values: Mapping[str, int]) -> str:
    spec = next((spec for spec in PARTS[kind] if spec.name == part), None)
    words = spec.words if spec is not None else part
    many = sum(values.values())
    verb = "is" if many == 1 else "are"
    kind_of = "valid label" if spec is not None and spec.form is Form.LABELS else "known code"
    named = [_short(value) for value in list(values)[:CODES_SHOWN]]
    rest = len(values) - len(named)
    names = ", ".join(named) + (f" and {counted(rest, 'other value')}" if rest else "")
    return f"{counted(many, 'value')} of {words} {verb} no {kind_of}: {names}. Kept and marked."


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
    to = name or joined["to"]
    found = f"{grouped(joined['matched'])} of {counted(joined['rows'], 'row')} found an item of '{to}'"
    covered = f"they cover {grouped(joined['covered'])} of its {counted(joined['items'], 'item')}"
    return f"{found} {BY_WORDS[joined['by']]}; {covered}."


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
        f"{counted(report.same, 'item')} the same ({grouped(report.moved)} at another place)",
        f"{grouped(report.changed)} changed",
        f"{grouped(report.new)} new",
        f"{grouped(report.gone)} gone",
    ]
    told = f"Updated, matched by {report.matched_by}: {', '.join(parts)}."
    if report.decisions:
        told += f" {counted(report.decisions, 'decision')} kept"
        told += (
            f", {grouped(report.to_check)} of them flagged: their items changed." if report.to_check else "."
        )
    if report.dropped:
        told += f" {counted(report.dropped, 'decision')} not kept; undo brings back everything."
    return told


def mended_words(mended: Mended) -> str:
    """What came of trying records again."""
    if mended.mended and not mended.still:
        return f"{counted(mended.mended, 'record')} can be read now."
    if not mended.mended:
        still = len(mended.still)
        return "It still cannot be read." if still == 1 else f"None of the {grouped(still)} can be read yet."
    stay = counted(len(mended.still), "record")
    stays = "stays" if len(mended.still) == 1 else "stay"
    return f"{counted(mended.mended, 'record')} can be read now; {stay} {stays} set aside."
