"""What a probe found, in plain sentences."""

from __future__ import annotations

import math
from collections.abc import Iterator

from synthreview.domain import Kind
from synthreview.figures import grouped, share
from synthreview.probe.answers import COSINE
from synthreview.probe.arms import CLEANED, PEOPLE, RANDOM, RAW
from synthreview.probe.labels import AS_FREQUENT
from synthreview.probe.representation import CLOSE_MEANING, MEANING, WORDS
from synthreview.probe.resampling import Measured
from synthreview.probe.result import Foreseen, Result, Trained, View, WhatIf
from synthreview.translation import Table, later, tr

NAMES = {
    PEOPLE: later("People's answers"),
    RAW: later("As it came"),
    CLEANED: later("Cleaned"),
    RANDOM: later("Corrected at random"),
}
"""What the arms are called, in English."""
ARMS = Table(NAMES)
VIEWS = Table(
    {
        WORDS: later("Words and word pairs"),
        AS_FREQUENT: later("Words, each class as frequent as it is"),
        MEANING: later("Meaning, by the small model"),
        CLOSE_MEANING: later("Meaning, by the large model"),
        f"{WORDS}{COSINE}": later("Found by words, compared by meaning"),
        f"{MEANING}{COSINE}": later("Found by the small model, compared by meaning"),
        f"{CLOSE_MEANING}{COSINE}": later("Found by the large model, compared by meaning"),
    }
)
_ACCURACY, _LIKENESS = later("accuracy on people's answers"), later("likeness to people's answers")


def measure(result: Result, view: View) -> str:
    """What the score of a view is, as words at an axis, in English: panels tell by them what a number is."""
    if result.kind is not Kind.INSTRUCTION:
        return later("share of answers that are people's too")
    if view.name.endswith(COSINE):
        return later("cosine between the answer found and people's")
    return later("share of words that the answer found has in common with people's (ROUGE-L)")


def finding(view: View) -> str:
    """What cleaning did by one sort of model, as a sentence without a full stop."""
    cleaned, raw = view.arm(CLEANED), view.arm(RAW)
    gain = cleaned.gain if cleaned is not None else None
    if gain is None:
        return tr("As it came: {share}", share=with_interval(raw.score)) if raw is not None else ""
    values = {"gain": points(abs(gain.value)), "interval": interval(gain)}
    if gain.low > 0:
        return tr("Cleaning gained {gain} points {interval}", **values)
    if gain.high < 0:
        return tr("Cleaning lost {gain} points {interval}", **{**values, "interval": interval(turned(gain))})
    values["gain"] = points(gain.value, signed=True)
    return tr("No certain gain: {gain} points {interval}", **values)


def _scored(result: Result) -> str:
    return tr(_LIKENESS if result.kind is Kind.INSTRUCTION else _ACCURACY)


def points(value: float, *, signed: bool = False) -> str:
    """A difference of two shares in points of a hundred: ``8.5``."""
    shown = f"{100 * abs(value):.1f}"
    sign = "\u2212" if value < 0 and shown != "0.0" else "+" if signed and shown != "0.0" else ""
    return f"{sign}{shown}"


def interval(told: Measured) -> str:
    """``[7.4, 9.6]``, in points; empty where it is not known."""
    if not math.isfinite(told.low):
        return ""
    return f"[{points(told.low)}, {points(told.high)}]"


def turned(told: Measured) -> Measured:
    """A loss as a gain of the other side."""
    return Measured(-told.value, -told.high, -told.low)


def with_interval(told: Measured) -> str:
    """A share with its interval: ``52 % [48 % to 55 %]``."""
    if not math.isfinite(told.low):
        return share(told.value)
    return tr(
        "{share} [{low} to {high}]", share=share(told.value), low=share(told.low), high=share(told.high)
    )


def headline(result: Result) -> str:
    """The finding, as a sentence without a full stop."""
    views = [view for view in result.views if view.name != AS_FREQUENT]
    gains = [arm.gain for view in views if (arm := view.arm(CLEANED)) is not None and arm.gain is not None]
    if not gains:
        return (
            tr("What was reviewed stands in the holdout too, so there is nothing to compare yet")
            if result.decided
            else tr("There is no cleaned data to compare yet: nothing has been reviewed")
        )
    changed = (arm for view in result.views if (arm := view.arm(CLEANED)) is not None)
    if not any(arm.corrected or arm.removed for arm in changed):
        return tr("Reviewing has changed nothing yet, so there is nothing to gain")
    mixed = _mixed(gains)
    if mixed:
        return mixed
    better, worse = any(gain.low > 0 for gain in gains), any(gain.high < 0 for gain in gains)
    if result.kind is Kind.INSTRUCTION:
        return _of_instructions(better, worse)
    if better:
        return tr("Models trained on the cleaned data are right more often than before")
    if worse:
        return tr("Models trained on the cleaned data are right less often than before")
    return tr("It cannot be told yet whether cleaning makes a better model")


def _mixed(gains: list[Measured]) -> str:
    """Where sorts of models do not tell the same; empty where they do."""
    better, worse = any(gain.low > 0 for gain in gains), any(gain.high < 0 for gain in gains)
    if better and worse:
        return tr("Cleaning helps one sort of model and harms the other")
    if better and min(gain.value for gain in gains) <= 0:
        return tr("Cleaning helps one sort of model; for the other no gain is seen")
    if worse and max(gain.value for gain in gains) >= 0:
        return tr("Cleaning harms one sort of model; for the other no loss is seen")
    return ""


def _of_instructions(better: bool, worse: bool) -> str:
    if better:
        return tr("The cleaned data answer more as people do than before")
    if worse:
        return tr("The cleaned data answer less as people do than before")
    return tr("It cannot be told yet whether the cleaned data answer more as people do")


def sentences(result: Result) -> list[str]:
    """All that was found, the most important first."""
    told = [_cleaning(result, view) for view in result.views[:1] if view.arm(CLEANED)]
    told += [sentence for view in result.views[:1] if (sentence := _order(view))]
    told += [sentence for view in result.views[1:] if (sentence := _also(view))]
    told += [sentence for view in result.views[:1] if (sentence := _people(result, view))]
    told += [sentence for sentence in (_always(result),) if sentence]
    told += collapse(result)
    told += [f"{certainty_title(view)} ({VIEWS[view.name]})." for view in result.views if view.reliance]
    told += [sentence for one in result.what_if if (sentence := _foretold(one))]
    return told


def _cleaning(result: Result, view: View) -> str:
    """What cleaning gained, and what as many corrections at random did."""
    cleaned, at_random = view.arm(CLEANED), view.arm(RANDOM)
    if cleaned is None or cleaned.gain is None:
        return ""
    gain = cleaned.gain
    values = {
        "what": _what(cleaned, view.arm(RAW)),
        "measure": _scored(result),
        "gain": points(gain.value),
        "interval": interval(gain),
    }
    if gain.low > 0:
        told = tr("Cleaning {what} raised {measure} by {gain} points {interval}", **values)
    elif gain.high < 0:
        values |= {"gain": points(-gain.value), "interval": interval(turned(gain))}
        told = tr("Cleaning {what} lowered {measure} by {gain} points {interval}", **values)
    else:
        values["gain"] = points(gain.value, signed=True)
        told = tr(
            "Cleaning {what} moved {measure} by {gain} points {interval}, which may be chance", **values
        )
    if at_random is None or at_random.gain is None:
        return f"{told}."
    values |= {"other": points(at_random.gain.value, signed=True), "others": interval(at_random.gain)}
    if at_random.corrected or not at_random.removed:
        return tr("{told}; correcting as many at random gave {other} {others}.", told=told, **values)
    return tr("{told}; taking out as many at random gave {other} {others}.", told=told, **values)


def _what(cleaned: Trained, raw: Trained | None) -> str:
    """``4.2 % of the examples (112 corrected, 30 taken out)``."""
    of = raw.trained_on if raw is not None else cleaned.trained_on + cleaned.removed
    return tr(
        "{share} of the examples (in the mean of the runs {corrected} corrected, {removed} taken out)",
        share=share((cleaned.corrected + cleaned.removed) / of if of else 0.0),
        corrected=grouped(round(cleaned.corrected)),
        removed=grouped(round(cleaned.removed)),
    )


def _order(view: View) -> str:
    """What the review gained beyond a control of the same size; nothing is known of its order."""
    over, at_random = view.over_random, view.arm(RANDOM)
    if over is None or at_random is None:
        return ""
    values = {
        "gain": points(abs(over.value)),
        "interval": interval(over if over.value >= 0 else turned(over)),
    }
    if at_random.removed and not at_random.corrected:
        if over.low > 0:
            return tr("That is {gain} points {interval} more than taking out as many at random.", **values)
        if over.high < 0:
            return tr("That is {gain} points {interval} less than taking out as many at random.", **values)
    elif over.low > 0:
        return tr(
            "That is {gain} points {interval} more than as many corrections at random with people's answers.",
            **values,
        )
    elif over.high < 0:
        return tr(
            "That is {gain} points {interval} less than as many corrections at random with people's answers.",
            **values,
        )
    values = {"gain": points(over.value, signed=True), "interval": interval(over)}
    return tr("Against as many at random no certain difference is seen: {gain} points {interval}.", **values)


def _also(view: View) -> str:
    cleaned = view.arm(CLEANED)
    if cleaned is None or cleaned.gain is None:
        return ""
    return tr(
        "{view}: {gain} points {interval}.",
        view=VIEWS.get(view.name, view.name),
        gain=points(cleaned.gain.value, signed=True),
        interval=interval(cleaned.gain),
    )


def _people(result: Result, view: View) -> str:
    people, raw = view.arm(PEOPLE), view.arm(RAW)
    if raw is None:
        return ""
    if result.kind is Kind.INSTRUCTION:
        return tr(
            "The answers that the data would give overlap with people's by {raw}.",
            raw=with_interval(raw.score),
        )
    if people is None or people.gain is None:
        return tr("Trained on the data as it came, a model is right in {raw}.", raw=with_interval(raw.score))
    return tr(
        "Trained on the data as it came, a model is right in {raw}; trained on people's answers, in "
        "{people}: {gain} points {interval}.",
        raw=with_interval(raw.score),
        people=with_interval(people.score),
        gain=points(people.gain.value, signed=True),
        interval=interval(people.gain),
    )


def _always(result: Result) -> str:
    """How often a model would be right that says nothing but what people say most."""
    truth = result.views[0].truth_shares
    if not truth:
        return ""
    most = max(range(len(truth)), key=lambda place: truth[place].value)
    return tr(
        "A model that always says '{label}' would be right in {share}; here every class weighs the same in "
        "training, so that rare ones are learned too.",
        label=result.classes[most],
        share=share(truth[most].value),
    )


def collapse(result: Result) -> Iterator[str]:
    """The class that the model says most too often, where it is certain; and what cleaning did to that."""
    view = next((one for one in result.views if one.name == AS_FREQUENT), None) or result.views[0]
    raw, cleaned = view.arm(RAW), view.arm(CLEANED)
    if raw is None or not raw.shares or not view.truth_shares:
        return
    excess = [said.value - truth.value for said, truth in zip(raw.shares, view.truth_shares, strict=True)]
    worst = max(range(len(excess)), key=excess.__getitem__)
    said, truth = raw.shares[worst], view.truth_shares[worst]
    if not said.low > truth.high:
        return
    yield tr(
        "Trained on the data as it came, a model says '{label}' for {said} of the texts; people do for "
        "{truth}.",
        label=result.classes[worst],
        said=share(said.value),
        truth=share(truth.value),
    )
    if cleaned is not None and cleaned.shares:
        yield tr("After cleaning it says so for {said}.", said=share(cleaned.shares[worst].value))


def _foretold(told: WhatIf) -> str:
    tenth = min(told.points, key=lambda point: abs(point.share - 0.1), default=None)
    if tenth is None:
        return ""
    return foreseen(tenth, VIEWS.get(told.name, told.name))


def what_if_title(told: WhatIf) -> str:
    """Whether reviewing is worth it, as a sentence without a full stop."""
    if any(point.difference.low > 0 for point in told.points):
        return tr("Correcting the riskiest first would bring more than correcting at random")
    if any(point.riskiest.low > 0 for point in told.points):
        return tr("Correcting would help; that the riskiest come first shows no certain advantage")
    return tr("It cannot be told whether correcting the riskiest would help")


def certainty_title(view: View) -> str:
    """How far reward models are too sure, as a sentence without a full stop."""
    gaps = {each.arm: each.overconfidence for each in view.reliance}
    raw, people = gaps.get(RAW), gaps.get(PEOPLE)
    if raw is None or not math.isfinite(raw.low):
        return tr("How sure a quick reward model is, and how often it is right")
    values = {"gap": points(abs(raw.value)), "interval": interval(raw)}
    if raw.low > 0 and people is not None:
        return tr(
            "Trained on the data as it came, a reward model is too sure by {gap} points {interval}; trained "
            "on people's choices, by {other}",
            other=points(people.value),
            **values,
        )
    if raw.low > 0:
        return tr(
            "Trained on the data as it came, a reward model is too sure by {gap} points {interval}", **values
        )
    if raw.high < 0:
        return tr(
            "Trained on the data as it came, a reward model is less sure than it might be by {gap} points "
            "{interval}",
            **{**values, "interval": interval(turned(raw))},
        )
    return tr(
        "Whether a reward model trained on the data as it came is too sure cannot be told: {gap} points "
        "{interval}",
        **{**values, "gap": points(raw.value, signed=True)},
    )


def foreseen(point: Foreseen, view: str) -> str:
    """What correcting one share of the data would bring."""
    return tr(
        "Correcting the riskiest {share} would gain {gain} points {interval}, as many at random {random} "
        "{random_interval}; the difference is {difference} {difference_interval} ({view}).",
        share=share(point.share),
        gain=points(point.riskiest.value, signed=True),
        interval=interval(point.riskiest),
        random=points(point.random.value, signed=True),
        random_interval=interval(point.random),
        difference=points(point.difference.value, signed=True),
        difference_interval=interval(point.difference),
        view=view,
    )
