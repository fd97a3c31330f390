"""How far people agree who judged the same items, each measure with its interval."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby
from operator import itemgetter

from synthreview.domain import Verdict
from synthreview.figures import grouped, isolated, share
from synthreview.query import quoted
from synthreview.risk.reviewers import Coefficient, ReviewerAgreement, agreement
from synthreview.store import doubles
from synthreview.store.store import Store
from synthreview.translation import tr, trn

JUDGING = (Verdict.ACCEPT, Verdict.FIX, Verdict.REJECT)
"""Verdicts that settle an item; these are the categories of the measures."""
FEW = 30
"""Below so many items the coefficients are told with a warning."""
NAMED = 100
"""Up to so many items a filter names each of them."""

Ratings = Mapping[int, Mapping[str, str]]
"""By item, the verdict of each person."""


@dataclass(frozen=True, slots=True)
class Differing:
    """The items on which people differ, and the filter that leads to them."""

    items: tuple[int, ...]
    where: str
    exact: bool
    """Whether the filter shows just these; otherwise all that the same people decided."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people and the items that both judged."""

    first: str
    second: str
    agreement: ReviewerAgreement
    verdicts: tuple[tuple[str, str, int], ...]
    """The first one's verdict, the second one's, and how often these met; most often first."""
    differing: Differing
    words: str
    """``Ana and Ben: the same verdict on 40 of 46 items``."""


@dataclass(frozen=True, slots=True)
class SecondLook:
    """What double reviews of a project show."""

    title: str
    subtitle: str
    caution: str
    people: tuple[str, ...]
    agreement: ReviewerAgreement
    """Of all of them together; NaN where no item was judged twice."""
    pairs: tuple[Pair, ...]
    """Those with most items in common first."""
    differing: Differing


def second_look(store: Store) -> SecondLook:
    """How far the people agree who judged the same items (long at 100,000 such items: seconds).

    A judgement is to accept, fix or reject an item looked at by itself. Measures: `risk.reviewers.agreement`.
    """
    rows = doubles.judged_twice(store.read())
    ratings = {item: {who: said for _, who, said in group} for item, group in groupby(rows, itemgetter(0))}
    people = tuple(sorted({who for _, who, _ in rows}))
    pairs = [_pair(one, other, shared) for (one, other), shared in _shared(ratings).items()]
    pairs.sort(key=lambda pair: (-pair.agreement.items, pair.first, pair.second))
    found = _agreement(ratings, people)
    return SecondLook(
        title=_title(found, people),
        subtitle=_subtitle(found, ratings),
        caution=_caution(found) if pairs else "",
        people=people,
        agreement=found,
        pairs=tuple(pairs),
        differing=_differing(ratings, people),
    )


def _shared(ratings: Ratings) -> dict[tuple[str, str], dict[int, Mapping[str, str]]]:
    shared: dict[tuple[str, str], dict[int, Mapping[str, str]]] = defaultdict(dict)
    for item, said in ratings.items():
        for one, other in combinations(sorted(said), 2):
            shared[one, other][item] = said
    return shared


def _agreement(ratings: Ratings, people: Sequence[str]) -> ReviewerAgreement:
    table = [[said.get(who) for who in people] for said in ratings.values()]
    return agreement(table, categories=len(JUDGING))


def _pair(first: str, second: str, shared: Ratings) -> Pair:
    met = Counter((said[first], said[second]) for said in shared.values())
    same = sum(count for (one, other), count in met.items() if one == other)
    words = trn(
        "{first} and {second}: the same verdict on {same} of {count} item",
        "{first} and {second}: the same verdict on {same} of {count} items",
        len(shared),
        first=isolated(first),
        second=isolated(second),
        same=grouped(same),
    )
    verdicts = tuple((one, other, count) for (one, other), count in met.most_common())
    people = (first, second)
    return Pair(first, second, _agreement(shared, people), verdicts, _differing(shared, people), words)


def _differing(ratings: Ratings, people: Sequence[str]) -> Differing:
    """Items with two different verdicts from these people, who all judged them where they are two."""
    items = tuple(
        item for item, said in ratings.items() if len({said[who] for who in people if who in said}) > 1
    )
    if len(items) <= NAMED:
        return Differing(items, " or ".join(f"item:{item}" for item in items), exact=True)
    if len(people) > 2:
        return Differing(items, "", exact=False)
    return Differing(items, " ".join(f"reviewer:{quoted(who)}" for who in people), exact=False)


def _title(found: ReviewerAgreement, people: Sequence[str]) -> str:
    if not found.items:
        return tr("No item was judged by two people yet")
    if found.percent.value == 1:
        return tr("People agree on every item that two of them judged")
    if len(people) == 2:
        return tr(
            "{first} and {second} agree on {share} of the items that both judged",
            first=isolated(people[0]),
            second=isolated(people[1]),
            share=share(found.percent.value),
        )
    return tr("Two people agree on {share} of the items that both judged", share=share(found.percent.value))


def _subtitle(found: ReviewerAgreement, ratings: Ratings) -> str:
    if not found.items:
        return tr(
            "How far verdicts depend on the person can be told once a second one judges some of the items."
        )
    same = sum(len(set(said.values())) == 1 for said in ratings.values())
    said = [
        trn(
            "{same} of {count} item got the same verdict from all who judged it ({low} to {high} agreement).",
            "{same} of {count} items got the same verdict from all who judged them"
            " ({low} to {high} agreement).",
            found.items,
            same=grouped(same),
            low=share(found.percent.low),
            high=share(found.percent.high),
        )
    ]
    beyond = (("kappa", found.kappa), ("AC1", found.ac1), ("alpha", found.alpha))
    told = [_measure(name, value) for name, value in beyond if not math.isnan(value.value)]
    if told:
        said.append(tr("Beyond chance: {measures}.", measures=", ".join(told)))
    return " ".join(said)


def _measure(name: str, found: Coefficient) -> str:
    return tr(
        "{measure} {value} ({low} to {high})",
        measure=name,
        value=f"{found.value:.2f}",
        low=f"{found.low:.2f}",
        high=f"{found.high:.2f}",
    )


def _caution(found: ReviewerAgreement) -> str:
    words = tr(
        "Where the second person could see the first verdict, the agreement comes out too high. Kappa and"
        " alpha say little where nearly all verdicts are the same; AC1 holds."
    )
    if found.items >= FEW:
        return words
    return trn(
        "{words} {count} item is little to tell from.",
        "{words} {count} items are little to tell from.",
        found.items,
        words=words,
    )
