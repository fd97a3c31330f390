"""The words that win with each judge, and how far a few words give its verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthreview import figures
from synthreview.analyzers.preferences.cue_words import CLEAR
from synthreview.analyzers.preferences.panel_words import beyond_chance, interval, named, sentence
from synthreview.panels import Effect, Panel
from synthreview.query import quoted

_COIN = 0.5
_NORMAL = 1.96

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
    sources += [("People", people)] if people else []
    lines = []
    for name, source in sources:
        share, (low, high) = source["explained"]["share"], interval(source["explained"])
        words = (
            f"{figures.counted(source['verdicts'], 'verdict')}; best single sign: {_sign(source['best_cue'])}"
        )
        certain = share > _COIN and beyond_chance(share, low, high, _COIN, len(sources))
        lines.append(Effect(name, share, low, high, words, certain=certain))
    found = [line for line in lines if line.certain and line.name != "People"]
    most = max(found or lines, key=lambda line: line.value)
    title = (
        f"20 words give {figures.share(most.value)} of {most.name}'s verdicts"
        if found
        else "Single words give no judge's verdicts beyond chance"
    )
    return Panel(
        "cue_reliance",
        title,
        "The share of verdicts not learned from that 20 words alone foretell. A coin gives half."
        + _beside(people),
        "share of verdicts foretold",
        tuple(lines),
        neutral=_COIN,
        caution="Words stand for topics and for good answers too; a verdict that words foretell need not be "
        "wrong.",
    )


def _beside(people: Told | None) -> str:
    return f" Of people's verdicts they give {figures.share(people['explained']['share'])}." if people else ""


def _sign(cue: str) -> str:
    signs = {"log_length": "length", "list_items": "lists", "emphatic_words": "emphatic words"}
    return signs.get(cue, f"\u201c{cue}\u201d")


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
        title = (
            f"Bias: answers with {quote} win {'more' if wins else 'less'} often with {name} than with people"
        )
    else:
        title = f"Answers with {quote} {'win' if wins else 'lose'} with {name}; by itself that is no bias"
    stand = figures.counted(len(words), "word stands out", "words stand out")
    return Panel(
        f"cue_words:{number:02}",
        title,
        f"{stand} in {figures.counted(judge['verdicts'], 'verdict')}, of all words in ten pairs or more.",
        "standard errors (z) from winning as often as words do"
        + (", compared with people" if compared else ""),
        lines,
        noise=CLEAR,
        caution="About one in twenty of such words is there by chance. A word may stand for its topic, or "
        "for answers that are better or worse; it need not be what the judge goes by.",
    )


def _record(word: Told, name: str) -> str:
    won, lost = figures.grouped(word["won"]), figures.grouped(word["lost"])
    return f"wins {won}, loses {lost} of its pairs with {name}"
