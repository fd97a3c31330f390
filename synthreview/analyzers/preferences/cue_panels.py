"""The words that win with each judge, and how far a few words give its verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthreview import figures
from synthreview.analyzers.preferences.cue_words import CLEAR
from synthreview.analyzers.preferences.panel_words import beyond_chance, interval, named, sentence
from synthreview.panels import Effect, Panel
from synthreview.query import quoted
from synthreview.translation import Table, later, tr, trn

_COIN = 0.5
_NORMAL = 1.96
_SIGNS = Table(
    {
        "log_length": later("length"),
        "list_items": later("lists"),
        "emphatic_words": later("emphatic words"),
    }
)

Told = dict[str, Any]


def cue_panels(cues: Told) -> Iterator[Panel]:
    """How far 20 words give verdicts, and the words of each judge that stand out."""
    judges = cues["judges"]
    if judges:
        yield _reliance(judges, cues.get("people"))
    for number, judge in enumerate(judges):
        compared = "minus_people" in judge
        words = (judge["minus_people"] if compared else judge)["words"]
        if words:
            yield _words(number, judge, words, compared=compared)


def _reliance(judges: list[Told], people: Told | None) -> Panel:
    sources = [(sentence(named(judge["judge"])), judge) for judge in judges]
    sources += [(tr("People"), people)] if people else []
    lines, judged = [], []
    for name, source in sources:
        share, (low, high) = source["explained"]["share"], interval(source["explained"])
        words = trn(
            "{count} verdict; best single sign: {sign}",
            "{count} verdicts; best single sign: {sign}",
            source["verdicts"],
            sign=_sign(source["best_cue"]),
        )
        certain = share > _COIN and beyond_chance(share, low, high, _COIN, len(sources))
        lines.append(Effect(name, share, low, high, words, certain=certain))
        judged += [lines[-1]] if source is not people else []
    found = [line for line in judged if line.certain]
    most = max(found or lines, key=lambda line: line.value)
    title = (
        tr("20 words give {share} of {name}'s verdicts", share=figures.share(most.value), name=most.name)
        if found
        else tr("Single words give no judge's verdicts beyond chance")
    )
    return Panel(
        "cue_reliance",
        title,
        _foretold(people),
        later("share of verdicts foretold"),
        tuple(lines),
        neutral=_COIN,
        caution=tr(
            "Words stand for topics and for good answers too; a verdict that words foretell need not be "
            "wrong."
        ),
    )


def _foretold(people: Told | None) -> str:
    told = tr("The share of verdicts not learned from that 20 words alone foretell. A coin gives half.")
    if not people:
        return told
    theirs = tr("Of people's verdicts they give {share}.", share=figures.share(people["explained"]["share"]))
    return f"{told} {theirs}"


def _sign(cue: str) -> str:
    return _SIGNS.get(cue, f"\u201c{cue}\u201d")


def _words(number: int, judge: Told, words: list[Told], *, compared: bool) -> Panel:
    name = named(judge["judge"])
    lines = tuple(
        Effect(
            word["word"],
            word["z"],
            round(word["z"] - _NORMAL, 2),
            round(word["z"] + _NORMAL, 2),
            _record(word, name),
            quoted(word["word"]),
            certain=True,
        )
        for word in words
    )
    first = words[0]
    wins, quote = first["z"] > 0, f"\u201c{first['word']}\u201d"
    if compared:
        said = (
            later("Bias: answers with {word} win more often with {name} than with people")
            if wins
            else later("Bias: answers with {word} win less often with {name} than with people")
        )
        measure = later("standard errors (z) from winning as often as words do, compared with people")
    else:
        said = (
            later("Answers with {word} win with {name}; by itself that is no bias")
            if wins
            else later("Answers with {word} lose with {name}; by itself that is no bias")
        )
        measure = later("standard errors (z) from winning as often as words do")
    return Panel(
        f"cue_words:{number:02}",
        tr(said, word=quote, name=name),
        trn(
            "{count} word stands out in {verdicts}, of all words in ten pairs or more.",
            "{count} words stand out in {verdicts}, of all words in ten pairs or more.",
            len(words),
            verdicts=trn("{count} verdict", "{count} verdicts", judge["verdicts"]),
        ),
        measure,
        lines,
        noise=CLEAR,
        caution=tr(
            "About one in twenty of such words is there by chance. A word may stand for its topic, or "
            "for answers that are better or worse; it need not be what the judge goes by."
        ),
    )


def _record(word: Told, name: str) -> str:
    won, lost = figures.grouped(word["won"]), figures.grouped(word["lost"])
    return tr("wins {won}, loses {lost} of its pairs with {name}", won=won, lost=lost, name=name)
