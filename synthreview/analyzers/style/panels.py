"""What was found of a data set's style, in words for leads."""

from __future__ import annotations

import math
from collections.abc import Sequence

from synthreview.analyzers.style.comparison import Comparison, Difference
from synthreview.analyzers.style.effects import beyond_chance
from synthreview.analyzers.style.homogeneity import Ratio
from synthreview.analyzers.style.separation import Separation
from synthreview.analyzers.style.templates import Phrase, fewest_of
from synthreview.figures import grouped
from synthreview.panels import Effect, Panel
from synthreview.query import quoted

_LINES = 15
_WORTH_SAYING = 0.1
"""A smaller delta is true of 55 pairs in 100: too little for a title."""
_VARIETY = {"mtld", "hdd", "maas", "type_token", "packed"}
_TOLD = 3
_WELL, _SOMEWHAT = 0.9, 0.7


def style(found: Comparison) -> Panel:
    """What the model does more or less than people in texts of the same length."""
    matched = "by field of meaning" if found.by_meaning else "by length alone"
    if found.same_topic == found.pairs:
        matched = "by prompt or source"
    elif found.same_topic:
        matched = f"{grouped(found.same_topic)} by prompt or source, the others {matched}"
    subtitle = (
        f"{grouped(found.pairs)} pairs of texts whose lengths differ by at most a tenth, matched {matched}. "
        f"Before matching, the model's middle text has {found.words[0]:.0f} words, "
        f"people's {found.words[1]:.0f}."
    )
    if not found.script.english:
        subtitle += " The texts are not in English, so nothing is counted by its words."
    if not found.script.spaced:
        subtitle += " Each character counts as a word."
    return Panel(
        "style",
        _style_title(found.differences),
        subtitle,
        "Cliff's delta: how much more often the model's text has more",
        tuple(map(_style_effect, found.differences[:_LINES])),
        noise=round(1.96 * math.sqrt(2 / 3 / found.pairs), 3),
        caution="Style says nothing about who wrote one text, nor which text is better. Topics are matched "
        "only as far as there are texts that match, so a part of a difference may be one of topic.",
    )


def _style_effect(found: Difference) -> Effect:
    numbers = f"model {found.model:.3g}, people {found.people:.3g}"
    words = f"{numbers} {found.feature.unit}".rstrip() + f" on average ({grouped(found.delta.pairs)} pairs)"
    delta = found.delta
    return Effect(found.feature.name, delta.value, delta.low, delta.high, words, certain=found.certain)


def _style_title(differences: Sequence[Difference]) -> str:
    certain = [each for each in differences if each.certain]
    if not certain:
        return "In style, the model's texts do not differ from people's beyond chance"
    said: list[str] = []
    variety = False
    for each in certain:
        again = variety and each.feature.key in _VARIETY
        if abs(each.delta.value) >= _WORTH_SAYING and not again and len(said) < _TOLD:
            said.append(each.feature.more if each.delta.value > 0 else each.feature.fewer)
            variety = variety or each.feature.key in _VARIETY
    if not said:
        return "In style, the model's texts differ from people's only a little"
    return "The model " + (said[0] if len(said) == 1 else ", ".join(said[:-1]) + " and " + said[-1])


def too_few_pairs(model: int, people: int, pairs: int) -> Panel:
    """Both wrote, but not at the same length."""
    return Panel(
        "style",
        "Too few of the model's texts are as long as people's for a comparison of style",
        f"{grouped(pairs)} pairs of texts whose lengths differ by at most a tenth, among {grouped(model)} "
        f"texts of the model and {grouped(people)} of people.",
        caution="Texts of different lengths differ in most measures of style, whoever wrote them.",
    )


def separability(found: Separation) -> Panel:
    """How well the two groups of texts can be told apart."""
    best = max(found.style, found.words, found.both)
    how = "hardly be told apart"
    if best[1] > 0.5:
        how = "be told apart somewhat better than by chance"
        how = "often be told apart" if best[0] >= _SOMEWHAT else how
        how = "nearly always be told apart" if best[0] >= _WELL else how
    lines = (
        ("Style alone", found.style, "the numbers of the style report"),
        ("Words alone", found.words, "words and pairs of words"),
        ("Style and words", found.both, "both together"),
    )
    return Panel(
        "separability",
        f"As two groups, the model's texts and people's can {how}",
        f"{grouped(found.pairs)} pairs of texts of the same length; "
        "each text is judged by what others taught.",
        "AUROC: how often the model's text of two is found",
        tuple(Effect(name, *value, words, certain=value[1] > 0.5) for name, value, words in lines),
        neutral=0.5,
        caution="A number about this data set, not about any text in it: no text is pointed at for it, and "
        "what was learned is thrown away. Such judgements fail on other data, and wrong people who write "
        "in a second language.",
    )


def phrases(found: Sequence[Phrase], model: int, people: int) -> Panel:
    """The phrases that many of the model's texts share."""
    taken_off = (
        f"What {grouped(people)} texts by people say as often is taken off."
        if people
        else "There are too few texts by people to take off what is common anyway."
    )
    looked = (
        f"Sequences of 5 to 8 words in at least {fewest_of(model)} of {grouped(model)} texts of the model."
    )
    if not found:
        title = "No phrase stands in many of the model's texts"
        return Panel("phrases", title, f"{looked} {taken_off}", caution=_PHRASES_CAUTION)
    count = "One phrase stands" if len(found) == 1 else f"{len(found)} phrases stand"
    title = f"{count} in many of the model's texts{' and hardly in those of people' if people else ''}"
    return Panel(
        "phrases",
        title,
        f"{looked} {taken_off}",
        "% of the model's texts",
        tuple(map(_phrase_effect, found[:_LINES])),
        caution=_PHRASES_CAUTION,
    )


_PHRASES_CAUTION = (
    "A shared phrase is no fault by itself. Phrases that go with one topic are left out, as far as "
    "meanings tell."
)


def _phrase_effect(phrase: Phrase) -> Effect:
    low, high = wilson(phrase.count, phrase.total)
    words = f"{grouped(phrase.count)} of {grouped(phrase.total)} texts"
    if phrase.people is not None:
        words += f"; {grouped(phrase.people[0])} of {grouped(phrase.people[1])} by people (z {phrase.z:.1f})"
    where = quoted(phrase.text)
    return Effect(f"“{phrase.text}”", 100 * phrase.share, 100 * low, 100 * high, words, where, certain=True)


def wilson(count: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    z, share = 1.96, count / total
    middle = share + z * z / (2 * total)
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return (middle - half) / (1 + z * z / total), (middle + half) / (1 + z * z / total)


def variety(found: Sequence[Ratio], pairs: int) -> Panel:
    """How much the model's texts vary, as a share of how much people's do."""
    certain = beyond_chance([each.chance for each in found])
    effects = tuple(
        Effect(each.name, each.value, each.low, each.high, _both(each), certain=holds)
        for each, holds in zip(found, certain, strict=True)
    )
    less = [each for each in effects if each.certain and each.value < 1]
    more = [each for each in effects if each.certain and each.value > 1]
    title = "The model's texts vary about as much as people's"
    if less and more:
        title = "The model's texts vary less than people's in one way and more in another"
    elif less:
        title = "The model's texts are more alike than people's"
    elif more:
        title = "The model's texts vary more than people's"
    return Panel(
        "variety",
        title,
        f"{grouped(pairs)} texts of each, of the same lengths; below 1 the model's vary less.",
        "the model's variety as a share of people's",
        effects,
        neutral=1.0,
        caution="Texts on fewer topics are more alike, whoever wrote them.",
    )


def _both(found: Ratio) -> str:
    return f"model {found.model:.3g}, people {found.people:.3g}"


def variety_alone(found: dict[str, float], texts: int) -> Panel:
    """The same without people's texts: figures, and no judgement."""
    return Panel(
        "variety",
        "How alike the texts are cannot be weighed without texts by people",
        f"Of {grouped(texts)} texts two lie {found['meaning']:.2f} apart in meaning on average (1 - cosine); "
        f"all put together pack to {100 * found['packed_size']:.0f} % of their size, and "
        f"{100 * found['unshared_phrases']:.0f} % of their sequences of five words stand in one text only.",
        caution="These figures go with lengths, topics and language: compare them with a data set of the "
        "same task and size at most.",
    )
