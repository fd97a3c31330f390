"""How consistent judges are: in both orders, among three answers, and with one another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthreview import figures
from synthreview.analyzers.enumeration import listed
from synthreview.analyzers.preferences.panel_words import beyond_chance, interval, named, sentence
from synthreview.panels import Effect, Panel
from synthreview.translation import later, tr, trn

FEWEST_PAIRS = 10
"""Pairs in both orders from which a judge has a line."""
FEWEST_TRIPLES = 30
COIN_CIRCLES = 0.25
"""The share of triples that are circles where each verdict is a coin's toss."""
_COIN = 0.5
_RANKED = 10
"""Circles to be expected from which their absence means that verdicts were taken from a ranking."""

Told = dict[str, Any]


def consistency_panels(structure: Told) -> Iterator[Panel]:
    """Both orders, circles and agreement, each where there is enough to say."""
    judges = structure.get("judges", [])
    turned = [each for each in judges if each["both_orders"]["pairs"] >= FEWEST_PAIRS]
    if turned:
        yield _both_orders(turned, alone=len(judges) == 1)
    triples = [each for each in judges if each["triples"]["triples"] >= FEWEST_TRIPLES]
    if triples:
        yield _circles(triples, alone=len(judges) == 1)
    trust = structure.get("trust", {})
    if len(trust) > 1:
        yield _agreement(trust)


def _both_orders(judges: list[Told], *, alone: bool) -> Panel:
    lines = []
    for judge in judges:
        found = judge["both_orders"]
        where = "reason:order_inconsistent" if alone and found["alike"] < found["pairs"] else ""
        lines.append(_line(judge, "both_orders", ("alike", "pair"), where, (_COIN, len(judges))))
    pairs = sum(judge["both_orders"]["pairs"] for judge in judges)
    title = (
        tr(
            "{name} decides {shares} of pairs alike when A and B are exchanged",
            name=lines[0].name,
            shares=_shares(lines),
        )
        if len(lines) == 1
        else tr("Judges decide {shares} of pairs alike when A and B are exchanged", shares=_shares(lines))
    )
    return Panel(
        "both_orders",
        title,
        trn(
            "{count} pair decided in both orders. A judge that tosses a coin, or always says A, "
            "does not keep to more than half of its verdicts.",
            "{count} pairs decided in both orders. A judge that tosses a coin, or always says A, "
            "does not keep to more than half of its verdicts.",
            pairs,
        ),
        later("share of pairs decided alike"),
        tuple(lines),
        neutral=_COIN,
        caution=tr("A consistent judge may still be wrong. Ties are left out."),
    )


def _line(judge: Told, what: str, of: tuple[str, str], where: str, chance: tuple[float, int]) -> Effect:
    """A judge's share: of what in what (one of them), and what chance gives with so many lines."""
    found, (which, whole), (neutral, lines) = judge[what], of, chance
    count, total = found[which], found[f"{whole}s"]
    low, high = interval(found)
    part = figures.grouped(count)
    words = (
        trn("{part} of {count} pair", "{part} of {count} pairs", total, part=part)
        if whole == "pair"
        else trn("{part} of {count} triple", "{part} of {count} triples", total, part=part)
    )
    certain = beyond_chance(count / total, low, high, neutral, lines)
    return Effect(sentence(named(judge["judge"])), count / total, low, high, words, where, certain)


def _shares(lines: list[Effect]) -> str:
    values = sorted(line.value for line in lines)
    least, most = figures.share(values[0]), figures.share(values[-1])
    return least if least == most else tr("{least} to {most}", least=least, most=most)


def _circles(judges: list[Told], *, alone: bool) -> Panel:
    lines = []
    for judge in judges:
        where = "reason:verdict_circle" if alone and judge["triples"]["circles"] else ""
        lines.append(_line(judge, "triples", ("circles", "triple"), where, (COIN_CIRCLES, len(judges))))
    none = not any(line.value for line in lines)
    triples = sum(judge["triples"]["triples"] for judge in judges)
    expected = sum(judge["triples"]["expected"] for judge in judges)
    return Panel(
        "circles",
        _circles_title(lines, none=none),
        trn(
            "{count} triple of answers whose three pairs were decided. In a circle the judge "
            "prefers x to y, y to z and z to x; coins would make a quarter of all triples "
            "circles.",
            "{count} triples of answers whose three pairs were decided. In a circle the judge "
            "prefers x to y, y to z and z to x; coins would make a quarter of all triples "
            "circles.",
            triples,
        ),
        later("share of triples that are circles"),
        tuple(lines),
        neutral=COIN_CIRCLES,
        caution=_about_circles(expected, none=none),
    )


def _circles_title(lines: list[Effect], *, none: bool) -> str:
    name = lines[0].name
    if len(lines) == 1:
        if none:
            return tr("{name} never contradicts itself among three answers", name=name)
        return tr(
            "{name} contradicts itself in {shares} of triples of answers", name=name, shares=_shares(lines)
        )
    if none:
        return tr("Judges never contradict themselves among three answers")
    return tr("Judges contradict themselves in {shares} of triples of answers", shares=_shares(lines))


def _about_circles(expected: float, *, none: bool) -> str:
    if none and expected >= _RANKED:
        return tr(
            "Verdicts taken from scores, or from one ranking of all answers, cannot make circles: then their "
            "absence says nothing about how steady the judge is."
        )
    return tr("A judge without circles may still be wrong, the same way each time.")


def _agreement(trust: dict[str, float]) -> Panel:
    lines = tuple(
        Effect(sentence(named(name)), weight, words=tr("agrees by chance or less") if weight <= 0 else "")
        for name, weight in sorted(trust.items(), key=lambda each: (-each[1], each[0]))
    )
    apart = [named(line.name) for line in lines if line.value <= 0]
    if len(apart) == len(lines):
        title = tr("The judges agree with one another no more than chance")
    elif apart:
        title = sentence(
            trn(
                "{judges} agrees with the other judges no more than chance",
                "{judges} agree with the other judges no more than chance",
                len(apart),
                judges=listed(apart),
            )
        )
    else:
        title = tr(
            "{first} agrees most with the other judges, {last} least",
            first=lines[0].name,
            last=lines[-1].name,
        )
    return Panel(
        "agreement",
        title,
        tr(
            "How much better than chance each judge is, if judges err independently: 0 is a coin, 1 always "
            "right. The other judges' verdicts on a pair are counted by this."
        ),
        later("better than chance"),
        lines,
        caution=tr(
            "Judges that err in the same way agree with one another, so agreement is not truth. Without "
            "intervals: what is one number here rests on all judges together."
        ),
    )
