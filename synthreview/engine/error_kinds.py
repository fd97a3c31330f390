"""What goes wrong in a data set, by kind of error, as its random checks show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from synthreview.domain import Dataset, Kind
from synthreview.engine.book import ENOUGH, opened
from synthreview.engine.reason_names import reason_name
from synthreview.engine.second_look import NAMED
from synthreview.estimates import wilson
from synthreview.figures import grouped, share
from synthreview.panels import Effect, Panel
from synthreview.query import quoted
from synthreview.reasons import REVIEW_REASONS
from synthreview.store import explained
from synthreview.store.store import Store
from synthreview.translation import later, tr, trn

READ = 200
"""Items of each data set that the authors of the published study read."""
PUBLISHED = {
    "incomprehensible_instruction": (11, 42, 8, 13),
    "inconsistent_input": (21, 33, 6, 5),
    "inconsistent_output": (14, 9, 0, 0),
    "incorrect_output": (44, 25, 7, 3),
}
"""How many of `READ` items had which error in Unnatural Instructions, Self-Instruct, Cleaned Alpaca and
GPT-4-LLM; one error was counted for each item (Das et al. 2024, arXiv:2401.14698, section 7; read off the
figure of errors by type, open and closed questions together)."""
_DECIDED = "(verdict:fix or verdict:reject)"


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of error, and the random checks that have it."""

    code: str
    by_people: bool
    """Noted by the person who decided; otherwise found by a detector."""
    items: frozenset[int]

    @property
    def name(self) -> str:
        """The kind in words."""
        said = next((each.words for each in REVIEW_REASONS if self.by_people and each.code == self.code), "")
        return tr(said) if said else reason_name(self.code)

    @property
    def where(self) -> str:
        """The filter for all items that were judged so, random checks or not."""
        said = quoted(self.code)
        if self.by_people:
            return f"reviewed_reason:{said} {_DECIDED}"
        return f"reason:{said} -wrong_evidence:{said} {_DECIDED}"


def error_kinds_panel(store: Store, dataset: Dataset) -> Panel | None:
    """The share of the random checks that has each kind of error, most frequent first.

    Only these tell of the whole data set: items shown for their risk have the errors that detectors look
    for. A check that was fixed or rejected has the kinds that its reviewer noted, and those of the detectors'
    findings on it that nobody called wrong. Intervals are Wilson's; the checks are spread over the strata in
    proportion, which makes them a little wider than they need be. Nothing is tested. Of instructions the
    kinds of the published study are shown even where no check has them, each beside its published rate.

    None where there are no random checks; without effects before `ENOUGH` of them are judged.
    """
    book = opened(store, dataset)
    if book is None:
        return None
    checks = int(book.ledger.audited.sum())
    if checks < ENOUGH:
        return Panel(
            name="error_kinds",
            title=tr("Too few random checks to tell what goes wrong"),
            subtitle=trn(
                "{count} random check is judged; from {enough} on the kinds of error are told.",
                "{count} random checks are judged; from {enough} on the kinds of error are told.",
                checks,
                enough=ENOUGH,
            ),
        )
    wrong = frozenset(book.items[book.ledger.audited & book.ledger.bad].tolist())
    kinds = _kinds(store, dataset, wrong)
    silent = wrong.difference(*(kind.items for kind in kinds))
    published = dataset.kind is Kind.INSTRUCTION
    effects = [_effect(kind, checks, published=published) for kind in kinds]
    if silent:
        effects.append(_line(tr("No reason given"), len(silent), checks, _named(silent)))
    return Panel(
        name="error_kinds",
        title=_title(kinds, len(wrong)),
        subtitle=_subtitle(len(wrong), checks),
        measure=later("share of the random checks"),
        effects=tuple(effects),
        neutral=None,
        beside=later("in the published study") if published else "",
        caution=_caution(published=published) if effects else "",
    )


def _kinds(store: Store, dataset: Dataset, wrong: frozenset[int]) -> list[_Kind]:
    """The kinds of error among some items, those noted most often first."""
    connection = store.read()
    noted = _by_code(explained.given(connection, wrong))
    found = _by_code(explained.found(connection, dataset.id, wrong))
    if dataset.kind is Kind.INSTRUCTION:
        noted = {code: noted.get(code, set()) for code in (*PUBLISHED, *noted)}
    kinds = [_Kind(code, True, frozenset(items)) for code, items in noted.items()]
    kinds += [_Kind(code, False, frozenset(items)) for code, items in found.items()]
    return sorted(kinds, key=lambda kind: (-len(kind.items), not kind.by_people, kind.name))


def _named(items: Iterable[int]) -> str:
    """The filter for items that have nothing else in common; none where they are too many to be named."""
    listed = sorted(items)
    return " or ".join(f"item:{item}" for item in listed) if len(listed) <= NAMED else ""


def _by_code(rows: Iterable[tuple[int, str]]) -> dict[str, set[int]]:
    items: dict[str, set[int]] = defaultdict(set)
    for item, code in rows:
        items[code].add(item)
    return items


def _effect(kind: _Kind, checks: int, *, published: bool) -> Effect:
    words, rate = _counted(len(kind.items), checks), None
    if not kind.by_people:
        words = tr("{words}, by a detector", words=words)
    elif published and kind.code in PUBLISHED:
        shares = [items / READ for items in PUBLISHED[kind.code]]
        rate = sum(shares) / len(shares)
        words = tr(
            "{words}; {rate} in the published study of such data ({low} to {high} by data set)",
            words=words,
            rate=share(rate),
            low=share(min(shares)),
            high=share(max(shares)),
        )
    return _line(kind.name, len(kind.items), checks, kind.where if kind.items else "", words, rate)


def _line(
    name: str, items: int, checks: int, where: str, words: str = "", published: float | None = None
) -> Effect:
    low, high = wilson(items, checks)
    return Effect(name, items / checks, low, high, words or _counted(items, checks), where, beside=published)


def _counted(items: int, checks: int) -> str:
    return trn("{items} of {count} check", "{items} of {count} checks", checks, items=grouped(items))


def _title(kinds: list[_Kind], wrong: int) -> str:
    met = [kind for kind in kinds if kind.items]
    if not wrong:
        return tr("No random check has an error")
    if not met:
        return tr("Nobody noted what is wrong")
    if len(met) == 1:
        return tr("The only kind of error that is known is “{kind}”", kind=met[0].name)
    if _leads(met):
        return tr("The most frequent error is “{kind}”", kind=met[0].name)
    return trn(
        "{count} kind of error; none is clearly the most frequent",
        "{count} kinds of error; none is clearly the most frequent",
        len(met),
    )


def _leads(kinds: list[_Kind]) -> bool:
    """Whether the first kind is more frequent than each other one beyond chance.

    Of the items with one of two kinds, more than half have the first (McNemar 1947,
    doi:10.1007/BF02295996), the kinds it is compared with considered (Bonferroni).
    """
    first, *others = kinds
    confidence = 1 - 0.05 / len(others)
    for other in others:
        alone, apart = len(first.items - other.items), len(first.items ^ other.items)
        if wilson(alone, apart, confidence)[0] <= 0.5:
            return False
    return True


def _subtitle(wrong: int, checks: int) -> str:
    return trn(
        "{wrong} of {count} random check was fixed or rejected. An item may have several kinds of error.",
        "{wrong} of {count} random checks were fixed or rejected. An item may have several kinds of error.",
        checks,
        wrong=grouped(wrong),
    )


def _caution(*, published: bool) -> str:
    words = tr(
        "What people note and what detectors find can be the same fault under two names. A detector counts"
        " where its item was fixed or rejected, for whatever reason. A line leads to all items judged so, not"
        " to the random checks alone."
    )
    if not published:
        return words
    return tr(
        "{words} The published study read {read} items of each of four data sets and counted one error for"
        " each item (Das et al. 2024).",
        words=words,
        read=READ,
    )
