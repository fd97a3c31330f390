"""Which of the published kinds of instruction error detectors point at, beside the published rates."""

from __future__ import annotations

from collections.abc import Mapping

from synthreview.analyzers import registry
from synthreview.domain import Dataset, Kind
from synthreview.engine.error_kinds import PUBLISHED, READ
from synthreview.figures import grouped, share
from synthreview.panels import Effect, Panel
from synthreview.query import quoted
from synthreview.reasons import REVIEW_REASONS
from synthreview.store import carrying
from synthreview.store.store import Store
from synthreview.translation import later, tr, trn

SIGNS: Mapping[str, tuple[str, ...]] = {
    "incomprehensible_instruction": ("empty_instruction", "split_instruction"),
    "inconsistent_input": (
        "placeholder_input",
        "stand_in_input",
        "missing_input",
        "asks_back",
        "unread_link",
    ),
    "inconsistent_output": (
        "empty_output",
        "placeholder_output",
        "stand_in_output",
        "repeats_instruction",
        "repeats_input",
        "other_language",
        "answer_of_another",
        "no_json",
        "wrong_count",
        "wrong_case",
        "wrong_start",
        "wrong_end",
        "wrong_letter",
        "missing_word",
        "forbidden_word",
        "forbidden_letter",
    ),
    "incorrect_output": (
        "wrong_result",
        "broken_json",
        "broken_xml",
        "broken_python",
        "invented_media",
        "merged_example",
        "truncated",
        "loop",
    ),
}
"""The detectors' reasons that mean a published kind of error, as its explanation in `reasons` has it.

Weak signs, refusals, copies and private data mean none of the four.
"""
NEARLY_ALL = 0.95
"""The share of the items from which on pointing at them tells nothing."""


def instruction_errors_panel(store: Store, dataset: Dataset) -> Panel | None:
    """The share of the items that detectors point at for each published kind of error, most frequent first.

    A tick stands at the share that people found in the published study. All items were looked at, so there
    are no intervals; the data sets of the study differ too much from one another for one interval to hold.
    An item counts once for each kind. The shares are those of findings that nobody called wrong, not of
    errors: detectors miss most wrong answers and are sometimes wrong.

    None for other kinds of data, or where no detector with such reasons has looked.
    """
    if dataset.kind is not Kind.INSTRUCTION or not dataset.items:
        return None
    connection = store.read()
    sought = _sought(carrying.analyzers(connection, dataset.id))
    if not sought:
        return None
    counts = {kind: carrying.items(connection, dataset.id, codes) for kind, codes in sought.items() if codes}
    every = carrying.items(connection, dataset.id, [code for codes in sought.values() for code in codes])
    kinds = sorted(counts, key=lambda kind: -counts[kind])
    return Panel(
        name="instruction_errors",
        title=_title(counts, kinds, dataset.items),
        subtitle=_subtitle(every, max(counts.values()), dataset.items),
        measure=later("share of the items"),
        effects=tuple(_effect(kind, counts[kind], dataset.items, sought[kind]) for kind in kinds),
        neutral=None,
        beside=later("in the published study"),
        caution=_caution(),
    )


def _sought(have_run: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """By kind of error, the reasons of the analyzers that have looked."""
    known = registry.registered()
    given = {reason.code for key in have_run & known.keys() for reason in known[key].reasons}
    sought = {kind: tuple(code for code in codes if code in given) for kind, codes in SIGNS.items()}
    return {kind: codes for kind, codes in sought.items() if codes}


def _effect(kind: str, items: int, of: int, codes: tuple[str, ...]) -> Effect:
    published = sum(PUBLISHED[kind]) / (READ * len(PUBLISHED[kind]))
    where = " or ".join(f"(reason:{quoted(code)} -wrong_evidence:{quoted(code)})" for code in codes)
    return Effect(
        _name(kind),
        items / of,
        words=_words(PUBLISHED[kind], items, of),
        where=where if items else "",
        note=tr("published {share}", share=share(published)),
        beside=published,
    )


def _words(errors: tuple[int, ...], items: int, of: int) -> str:
    return tr(
        "{found}; in the published study {errors} of {items} items that people read, {low} to {high} by data"
        " set",
        found=trn("{items} of {count} item", "{items} of {count} items", of, items=grouped(items)),
        errors=grouped(sum(errors)),
        items=grouped(READ * len(errors)),
        low=share(min(errors) / READ),
        high=share(max(errors) / READ),
    )


def _name(kind: str) -> str:
    return next(tr(each.words) for each in REVIEW_REASONS if each.code == kind)


def _title(counts: Mapping[str, int], kinds: list[str], items: int) -> str:
    most = counts[kinds[0]]
    if not most:
        return tr("Detectors find none of the published kinds of error")
    if len(kinds) > 1 and counts[kinds[1]] == most:
        return tr("No kind of error is found more often than all others")
    said = (
        later("Detectors find “{kind}” in {share} of the items, which tells nothing")
        if most >= NEARLY_ALL * items
        else later("Detectors find “{kind}” most often, in {share} of the items")
    )
    return tr(said, kind=_name(kinds[0]), share=share(most / items))


def _subtitle(every: int, most: int, items: int) -> str:
    published = sum(sum(errors) for errors in PUBLISHED.values())
    sets = len(next(iter(PUBLISHED.values())))
    words = trn(
        "They point at {every} of {count} item ({share}) for one of four kinds of error; people found one in"
        " {published} of the items in the published study.",
        "They point at {every} of {count} items ({share}) for one of four kinds of error; people found one in"
        " {published} of the items in the published study.",
        items,
        every=grouped(every),
        share=share(every / items),
        published=share(published / (READ * sets)),
    )
    if most < NEARLY_ALL * items <= every:
        return tr("{words} Pointing at nearly all items tells nothing.", words=words)
    return words


def _caution() -> str:
    return tr(
        "Findings are not errors: detectors miss most wrong answers, and some findings are wrong. Random"
        " checks tell the rate. The published study read {read} items of each of four data sets and counted"
        " one error for each item (Das et al. 2024).",
        read=READ,
    )
