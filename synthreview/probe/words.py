"""What a probe found, in plain sentences."""

from __future__ import annotations

import math
from collections.abc import Iterator

from synthreview.domain import Kind
from synthreview.figures import grouped, share
from synthreview.probe.answers import COSINE
from synthreview.probe.arms import CLEANED, PEOPLE, RANDOM, RAW
from synthreview.probe.asking import WIDE
from synthreview.probe.labels import AS_FREQUENT
from synthreview.probe.representation import CLOSE_MEANING, MEANING, WORDS
from synthreview.probe.resampling import Measured
from synthreview.probe.result import Foreseen, Result, Trained, View, WhatIf
from synthreview.translation import Table, later, tr, trn

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
        return tr("Cleaning lost {gain} points {interval}", **values)
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


def with_interval(told: Measured) -> str:
    """A share with its interval: ``52 % [48 % to 55 %]``."""
    if not math.isfinite(told.low):
        return share(told.value)
    return tr(
        "{share} [{low} to {high}]", share=share(told.value), low=share(told.low), high=share(told.high)
    )


def headline(result: Result) -> str:
    """The finding, as a sentence without a full stop."""
    every = [view.arm(CLEANED) for view in result.views if view.name != AS_FREQUENT]
    cleaned = [arm for arm in every if arm is not None and arm.gain is not None]
    gains = [arm.gain for arm in cleaned if arm.gain is not None]
    if not gains:
        return tr("There is no cleaned data to compare yet: nothing has been reviewed")
    if not any(arm.corrected or arm.removed for arm in cleaned):
        return tr("Reviewing has changed nothing yet, so there is nothing to gain")
    better, worse = any(gain.low > 0 for gain in gains), any(gain.high < 0 for gain in gains)
    if better and worse:
        return tr("Cleaning helps one sort of model and harms the other")
    if better and min(gain.value for gain in gains) > 0:
        return tr("Models trained on the cleaned data are right more often than before")
    if better:
        return tr("Cleaning helps one sort of model; for the other no gain is seen")
    if worse:
        return tr("Models trained on the cleaned data are right less often than before")
    return tr("It cannot be told yet whether cleaning makes a better model")


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
        "gain": points(abs(gain.value)),
        "interval": interval(gain),
    }
    if gain.low > 0:
        told = tr("Cleaning {what} raised {measure} by {gain} points {interval}", **values)
    elif gain.high < 0:
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
        "{share} of the examples ({corrected} corrected, {removed} taken out)",
        share=share((cleaned.corrected + cleaned.removed) / of if of else 0.0),
        corrected=grouped(round(cleaned.corrected)),
        removed=grouped(round(cleaned.removed)),
    )


def _order(view: View) -> str:
    over = view.over_random
    if over is None:
        return ""
    values = {"gain": points(over.value, signed=True), "interval": interval(over)}
    if over.low > 0:
        return tr(
            "Reviewing the riskiest first was worth {gain} points {interval} more than chance.", **values
        )
    if over.high < 0:
        return tr("Reviewing at random would have been better: {gain} points {interval}.", **values)
    return tr(
        "That the riskiest were reviewed first shows no certain advantage over chance: {gain} points "
        "{interval}.",
        **values,
    )


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
            **values,
        )
    return tr("Trained on the data as it came, a reward model is about as sure as it is right")


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


def cautions(result: Result) -> list[str]:
    """What limits the result."""
    told = [text for code, args in result.cautions if (text := _caution(code, dict(args)))]
    if result.groups < WIDE:
        told.append(
            trn(
                "The holdout has {count} item that stands by itself: the intervals are wide.",
                "The holdout has {count} items that stand by themselves: the intervals are wide.",
                result.groups,
            )
        )
    cleaned, at_random = result.views[0].arm(CLEANED), result.views[0].arm(RANDOM)
    if cleaned is not None and at_random is None:
        told.append(
            tr(
                "There is no control of as many corrections at random: that needs people's answers for half "
                "of the data at least."
            )
        )
    if result.kind is Kind.INSTRUCTION:
        return told
    told.append(
        tr(
            "The models are small ones that train in seconds. A large model may gain more or less; the "
            "direction is what this shows."
        )
    )
    return told


def _caution(code: str, args: dict[str, object]) -> str:
    if code == "seen" and args.get("name"):
        return tr(
            "The detectors could see the answers in '{name}' when they ranked the data. For a stricter check "
            "test on answers that were held out.",
            name=args["name"],
        )
    if code == "seen":
        return tr(
            "People's answers stand in the data itself, where the detectors could see them when they ranked "
            "it. For a stricter check test on answers that were held out."
        )
    if code == "codes":
        return tr(
            "The data's choices and people's agree less than chance would have it: one of the two may have "
            "its codes the other way round. Look at the joins on the Data page before believing any of this."
        )
    if code == "proxy":
        return tr(
            "This is a proxy: nothing is trained. For each instruction people answered, the answer of the "
            "training instruction most like it is looked up."
        )
    if code == "sampled":
        return tr(
            "Of {of} items a random {read} were read.",
            of=grouped(int(str(args["of"]))),
            read=grouped(int(str(args["read"]))),
        )
    if code == "dropped":
        return trn(
            "{count} item that stands in the holdout too was not trained on.",
            "{count} items that stand in the holdout too were not trained on.",
            int(str(args["count"])),
        )
    return ""


def protocol(result: Result) -> list[str]:
    """How it was done, so that it can be done again."""
    return [
        trn(
            "{count} example of '{dataset}'; tested on {tested} ({groups} of them apart from each other).",
            "{count} examples of '{dataset}'; tested on {tested} ({groups} of them apart from each other).",
            result.examples,
            dataset=result.dataset,
            tested=grouped(result.tested),
            groups=grouped(result.groups),
        ),
        _splits(result),
        tr(
            "Copies, near copies (four fifths of their phrases) and what shares a source or a prompt are "
            "never on both sides."
        ),
        *_models(result.kind),
        tr(
            "At random as many examples are corrected as were decided on, whatever the verdict, with "
            "people's answers; where these are not known, as many are taken out as were rejected."
        ),
        tr(
            "Intervals: 95 %, by 2 000 draws of whole groups of the holdout and of whole runs, the same for "
            "all arms. The chance of a difference is McNemar's exact test, a group counted once."
        ),
    ]


def _splits(result: Result) -> str:
    seeds = ", ".join(str(seed) for seed in range(result.seeds))
    if result.split:
        return tr(
            "Runs with the seeds {seeds}: each tests on 30 % of the groups, drawn at random, and trains on "
            "the rest.",
            seeds=seeds,
        )
    return tr(
        "Runs with the seeds {seeds}: each tests on the whole holdout and trains on nine tenths of the "
        "groups, drawn at random.",
        seeds=seeds,
    )


def _models(kind: Kind) -> Iterator[str]:
    if kind is Kind.INSTRUCTION:
        yield tr(
            "The nearest instruction is found by the cosine of tf-idf of words and word pairs, and by that "
            "of vectors of meaning. Answers are compared by ROUGE-L (words, longest common subsequence) and "
            "by the cosine of the small model's vectors."
        )
        return
    if kind is Kind.PREFERENCE:
        yield tr(
            "Models: Bradley-Terry, a logistic regression on the difference of the two answers without an "
            "intercept, on every pair and its mirror image (C = 1 on words and word pairs that two answers "
            "have, tf-idf with logarithmic counts; on vectors of meaning C = 10 by the small model, 1 by the "
            "large one). Ties teach nothing and are not tested."
        )
        return
    yield tr(
        "Models: logistic regression (C = 1 on words and word pairs that two texts have, tf-idf with "
        "logarithmic counts; on vectors of meaning C = 10 by the small model, 1 by the large one). Every "
        "class weighs the same, unless the model is said to take them as frequent as they are; that one "
        "learns from all answers to a text, the others from the most frequent."
    )
