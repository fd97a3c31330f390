"""What limits the result of a probe, and how it was made, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from synthreview.domain import Kind
from synthreview.figures import grouped
from synthreview.probe.arms import CLEANED, RANDOM
from synthreview.probe.asking import WIDE
from synthreview.probe.result import Result
from synthreview.translation import later, tr, trn

_CAUTIONS = {
    "where": later("Only examples that meet this filter were looked at: {filter}"),
    "unused": later("People give labels that the data never do: {labels}. No model can learn them here."),
    "codes": later(
        "The data's choices and people's agree less than chance would have it: one of the two may have its "
        "codes the other way round. Look at the joins on the Data page before believing any of this."
    ),
    "proxy": later(
        "This is a proxy: nothing is trained. For each instruction people answered, the answer of the "
        "training instruction most like it is looked up."
    ),
    "sampled": later("Of {of} examples a random {read} were read."),
    "not_foretold": later(
        "What reviewing would bring was not foretold: that needs people's labels for half of the data at "
        "least."
    ),
}


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


def _caution(code: str, args: Mapping[str, Any]) -> str:
    if code == "seen":
        return _seen(str(args["name"]))
    if code == "dropped":
        return trn(
            "{count} item that stands in the holdout too was not trained on.",
            "{count} items that stand in the holdout too were not trained on.",
            args["count"],
        )
    if code == "bare":
        return trn(
            "{count} item of the holdout has no valid label of people (-1 in a list counts as none) and was "
            "not tested.",
            "{count} items of the holdout have no valid label of people (-1 in a list counts as none) and "
            "were not tested.",
            args["count"],
        )
    listed = {
        name: ", ".join(value) if isinstance(value, list | tuple) else value for name, value in args.items()
    }
    words = {name: grouped(value) if isinstance(value, int) else value for name, value in listed.items()}
    return tr(_CAUTIONS[code], **words) if code in _CAUTIONS else ""


def _seen(name: str) -> str:
    if name:
        return tr(
            "The detectors could see the answers in '{name}' when they ranked the data. For a stricter check "
            "test on answers that were held out.",
            name=name,
        )
    return tr(
        "People's answers stand in the data itself, where the detectors could see them when they ranked it. "
        "For a stricter check test on answers that were held out."
    )


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
        *_ahead(result),
        tr(
            "Intervals: 95 %, by 2 000 draws of whole groups of the holdout and of whole runs, the same for "
            "all arms. The chance of a difference is McNemar's exact test, a group counted once."
        ),
    ]


def _ahead(result: Result) -> Iterator[str]:
    if result.what_if:
        yield tr(
            "Looking ahead, detectors see people's answers to {known} examples, drawn at random, and not the "
            "holdout. These are corrected in every arm; gains are over that.",
            known=grouped(result.what_if[0].known),
        )


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
