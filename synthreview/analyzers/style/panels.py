"""What was found of a data set's style, in words for leads."""

from __future__ import annotations

import math
from collections.abc import Sequence

from synthreview.analyzers.enumeration import listed
from synthreview.analyzers.style.comparison import Comparison, Difference
from synthreview.analyzers.style.effects import beyond_chance
from synthreview.analyzers.style.homogeneity import Ratio
from synthreview.analyzers.style.separation import Separation
from synthreview.analyzers.style.templates import Phrase, fewest_of
from synthreview.figures import grouped
from synthreview.panels import Effect, Panel
from synthreview.query import quoted
from synthreview.translation import later, tr, trn

_LINES = 15
_WORTH_SAYING = 0.1
"""A smaller delta is true of 55 pairs in 100: too little for a title."""
_VARIETY = {"mtld", "hdd", "maas", "type_token", "packed"}
_TOLD = 3
_WELL, _SOMEWHAT = 0.9, 0.7


def style(found: Comparison) -> Panel:
    """What the model does more or less than people in texts of the same length."""
    told = [
        trn(
            "{count} pair of texts whose lengths differ by at most a tenth, matched {matched}. Before "
            "matching, the model's middle text has {model:.0f} words, people's {people:.0f}.",
            "{count} pairs of texts whose lengths differ by at most a tenth, matched {matched}. Before "
            "matching, the model's middle text has {model:.0f} words, people's {people:.0f}.",
            found.pairs,
            matched=_matched(found),
            model=found.words[0],
            people=found.words[1],
        )
    ]
    if not found.script.english:
        told.append(tr("The texts are not in English, so nothing is counted by its words."))
    if not found.script.spaced:
        told.append(tr("Each character counts as a word."))
    return Panel(
        "style",
        _style_title(found.differences),
        " ".join(told),
        later("Cliff's delta: how much more often the model's text has more"),
        tuple(map(_style_effect, found.differences[:_LINES])),
        noise=round(1.96 * math.sqrt(2 / 3 / found.pairs), 3),
        caution=tr(
            "Style says nothing about who wrote one text, nor which text is better. Topics are matched "
            "only as far as there are texts that match, so a part of a difference may be one of topic."
        ),
    )


def _matched(found: Comparison) -> str:
    if found.same_topic == found.pairs:
        return tr("by prompt or source")
    if not found.same_topic:
        return tr("by field of meaning") if found.by_meaning else tr("by length alone")
    count = grouped(found.same_topic)
    if found.by_meaning:
        return tr("{count} by prompt or source, the others by field of meaning", count=count)
    return tr("{count} by prompt or source, the others by length alone", count=count)


def _style_effect(found: Difference) -> Effect:
    delta, unit = found.delta, found.feature.unit
    said = later("{numbers} {unit} on average ({pairs})") if unit else later("{numbers} on average ({pairs})")
    words = tr(
        said,
        numbers=_model_and_people(found.model, found.people),
        unit=tr(unit) if unit else "",
        pairs=trn("{count} pair", "{count} pairs", delta.pairs),
    )
    return Effect(tr(found.feature.name), delta.value, delta.low, delta.high, words, certain=found.certain)


def _model_and_people(model: float, people: float) -> str:
    return tr("model {model:.3g}, people {people:.3g}", model=model, people=people)


def _style_title(differences: Sequence[Difference]) -> str:
    certain = [each for each in differences if each.certain]
    if not certain:
        return tr("In style, the model's texts do not differ from people's beyond chance")
    said: list[str] = []
    variety = False
    for each in certain:
        again = variety and each.feature.key in _VARIETY
        if abs(each.delta.value) >= _WORTH_SAYING and not again and len(said) < _TOLD:
            said.append(tr(each.feature.more if each.delta.value > 0 else each.feature.fewer))
            variety = variety or each.feature.key in _VARIETY
    if not said:
        return tr("In style, the model's texts differ from people's only a little")
    return tr("The model {does}", does=listed(said))


def too_few_pairs(model: int, people: int, pairs: int) -> Panel:
    """Both wrote, but not at the same length."""
    return Panel(
        "style",
        tr("Too few of the model's texts are as long as people's for a comparison of style"),
        trn(
            "{count} pair of texts whose lengths differ by at most a tenth, among {model} texts of the model "
            "and {people} of people.",
            "{count} pairs of texts whose lengths differ by at most a tenth, among {model} texts of the "
            "model and {people} of people.",
            pairs,
            model=grouped(model),
            people=grouped(people),
        ),
        caution=tr("Texts of different lengths differ in most measures of style, whoever wrote them."),
    )


def separability(found: Separation) -> Panel:
    """How well the two groups of texts can be told apart."""
    best = max(found.style, found.words, found.both)
    title = tr("As two groups, the model's texts and people's can hardly be told apart")
    if best[1] > 0.5 and best[0] >= _WELL:
        title = tr("As two groups, the model's texts and people's can nearly always be told apart")
    elif best[1] > 0.5 and best[0] >= _SOMEWHAT:
        title = tr("As two groups, the model's texts and people's can often be told apart")
    elif best[1] > 0.5:
        title = tr(
            "As two groups, the model's texts and people's can be told apart somewhat better than by chance"
        )
    lines = (
        (tr("Style alone"), found.style, tr("the numbers of the style report")),
        (tr("Words alone"), found.words, tr("words and pairs of words")),
        (tr("Style and words"), found.both, tr("both together")),
    )
    return Panel(
        "separability",
        title,
        trn(
            "{count} pair of texts of the same length; each text is judged by what others taught.",
            "{count} pairs of texts of the same length; each text is judged by what others taught.",
            found.pairs,
        ),
        later("AUROC: how often the model's text of two is found"),
        tuple(Effect(name, *value, words, certain=value[1] > 0.5) for name, value, words in lines),
        neutral=0.5,
        caution=tr(
            "A number about this data set, not about any text in it: no text is pointed at for it, and "
            "what was learned is thrown away. Such judgements fail on other data, and wrong people who write "
            "in a second language."
        ),
    )


def phrases(found: Sequence[Phrase], model: int, people: int) -> Panel:
    """The phrases that many of the model's texts share."""
    taken_off = (
        trn(
            "What {count} text by people says as often is taken off.",
            "What {count} texts by people say as often is taken off.",
            people,
        )
        if people
        else tr("There are too few texts by people to take off what is common anyway.")
    )
    looked = trn(
        "Sequences of 5 to 8 words in at least {fewest} of {count} text of the model.",
        "Sequences of 5 to 8 words in at least {fewest} of {count} texts of the model.",
        model,
        fewest=fewest_of(model),
    )
    if not found:
        title = tr("No phrase stands in many of the model's texts")
        return Panel("phrases", title, f"{looked} {taken_off}", caution=tr(_PHRASES_CAUTION))
    if people:
        title = trn(
            "One phrase stands in many of the model's texts and hardly in those of people",
            "{count} phrases stand in many of the model's texts and hardly in those of people",
            len(found),
        )
    else:
        title = trn(
            "One phrase stands in many of the model's texts",
            "{count} phrases stand in many of the model's texts",
            len(found),
        )
    return Panel(
        "phrases",
        title,
        f"{looked} {taken_off}",
        later("% of the model's texts"),
        tuple(map(_phrase_effect, found[:_LINES])),
        caution=tr(_PHRASES_CAUTION),
    )


_PHRASES_CAUTION = later(
    "A shared phrase is no fault by itself. Phrases that go with one topic are left out, as far as "
    "meanings tell."
)


def _phrase_effect(phrase: Phrase) -> Effect:
    low, high = wilson(phrase.count, phrase.total)
    words = trn("{part} of {count} text", "{part} of {count} texts", phrase.total, part=grouped(phrase.count))
    if phrase.people is not None:
        words = tr(
            "{model}; {part} of {whole} by people (z {z:.1f})",
            model=words,
            part=grouped(phrase.people[0]),
            whole=grouped(phrase.people[1]),
            z=phrase.z,
        )
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
        Effect(
            tr(each.name),
            each.value,
            each.low,
            each.high,
            _model_and_people(each.model, each.people),
            certain=holds,
        )
        for each, holds in zip(found, certain, strict=True)
    )
    less = [each for each in effects if each.certain and each.value < 1]
    more = [each for each in effects if each.certain and each.value > 1]
    title = tr("The model's texts vary about as much as people's")
    if less and more:
        title = tr("The model's texts vary less than people's in one way and more in another")
    elif less:
        title = tr("The model's texts are more alike than people's")
    elif more:
        title = tr("The model's texts vary more than people's")
    return Panel(
        "variety",
        title,
        trn(
            "{count} text of each, of the same lengths; below 1 the model's vary less.",
            "{count} texts of each, of the same lengths; below 1 the model's vary less.",
            pairs,
        ),
        later("the model's variety as a share of people's"),
        effects,
        neutral=1.0,
        caution=tr("Texts on fewer topics are more alike, whoever wrote them."),
    )


def variety_alone(found: dict[str, float], texts: int) -> Panel:
    """The same without people's texts: figures, and no judgement."""
    return Panel(
        "variety",
        tr("How alike the texts are cannot be weighed without texts by people"),
        trn(
            "Of {count} text two lie {apart:.2f} apart in meaning on average (1 - cosine); all put together "
            "pack to {packed:.0f} % of their size, and {unshared:.0f} % of their sequences of five words "
            "stand in one text only.",
            "Of {count} texts two lie {apart:.2f} apart in meaning on average (1 - cosine); all put together "
            "pack to {packed:.0f} % of their size, and {unshared:.0f} % of their sequences of five words "
            "stand in one text only.",
            texts,
            apart=found["meaning"],
            packed=100 * found["packed_size"],
            unshared=100 * found["unshared_phrases"],
        ),
        caution=tr(
            "These figures go with lengths, topics and language: compare them with a data set of the "
            "same task and size at most."
        ),
    )
