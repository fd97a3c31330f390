"""What is known of the errors of a data set, in whole sentences, each number with what it rests on."""

from __future__ import annotations

import math

from synthreview.engine.ahead import RECALL
from synthreview.engine.book import ENOUGH
from synthreview.engine.quality import Quality, checks_needed
from synthreview.figures import about, grouped, share
from synthreview.risk.measures import beats_chance
from synthreview.risk.rates import Method
from synthreview.risk.weighted import Estimate
from synthreview.translation import tr, trn


def headline(found: Quality) -> tuple[str, str]:
    """The number of errors left, or why none is told, and its unit."""
    if not found.told:
        return tr("Not known"), tr("yet")
    missing = found.residual.missing
    if found.residual.basis.method is Method.COUNTED:
        return grouped(round(missing.share)), tr("errors are left")
    return (
        tr("About {count}", count=about(missing.share)),
        tr("errors are left, {low} to {high}", low=about(missing.low), high=about(missing.high)),
    )


def all_said(found: Quality) -> list[str]:
    """Everything in sentences that stand by themselves, the most important first."""
    if not found.told:
        return sentences(found)
    number, unit = headline(found)
    answer, unit_of_answer, why = stop(found)
    order, told = ranking(found)
    said = [f"{number} {unit}.", *sentences(found), *assumptions(found)]
    said.append(tr("May we stop? {answer}: {meaning}. {why}", answer=answer, meaning=unit_of_answer, why=why))
    said += ahead(found)
    if order:
        said.append(tr("Is the ranking any good: {number}. {words}", number=order, words=told))
    return said


def sentences(found: Quality) -> list[str]:
    """What is known, the most important first."""
    if not found.told:
        return [_waiting(found), *_passed(found)]
    said = [_rests_on(found), _rates(found), *_overturned(found), _certain(found)]
    return [*said, *_passed(found)]


def _waiting(found: Quality) -> str:
    return trn(
        "{count} random check is judged; from {enough} on the errors that are left can be estimated."
        " Items shown for their risk say nothing about the rest.",
        "{count} random checks are judged; from {enough} on the errors that are left can be estimated."
        " Items shown for their risk say nothing about the rest.",
        found.checks,
        enough=ENOUGH,
    )


def _rests_on(found: Quality) -> str:
    return trn(
        "From {count} decision, {checks} of them random checks, of which {wrong} needed a change.",
        "From {count} decisions, {checks} of them random checks, of which {wrong} needed a change.",
        found.decisions,
        checks=grouped(found.checks),
        wrong=grouped(found.wrong),
    )


def _rates(found: Quality) -> str:
    return tr(
        "As it came, {before} of the data set needed a change; after what was done so far, {after} do.",
        before=_interval(found.residual.before),
        after=_interval(found.residual.after),
    )


def _overturned(found: Quality) -> list[str]:
    second = found.overturned
    if second is None or second.before is None:
        return []
    return [
        trn(
            "Second looks overturned {share} of {count} verdict; allowing for that, {before} of the data set"
            " needed a change as it came.",
            "Second looks overturned {share} of {count} verdicts; allowing for that, {before} of the data set"
            " needed a change as it came.",
            second.looks,
            share=_interval(second.share),
            before=_interval(second.before),
        )
    ]


def _certain(found: Quality) -> str:
    if found.residual.basis.method is Method.COUNTED:
        return tr("Every item was looked at, so these are counts and no estimates.")
    return tr(
        "However often one looks: fewer than {share} of the cleaned items need a change (95\u202f% sure).",
        share=share(min(1.0, found.at_most + 0.0005)),
    )


def _passed(found: Quality) -> list[str]:
    if not found.passed:
        return []
    return [
        trn(
            "{count} random check was passed over; later ones do not count until it is judged.",
            "{count} random checks were passed over; later ones do not count until they are judged.",
            len(found.passed),
        )
    ]


def assumptions(found: Quality) -> list[str]:
    """What the numbers take for granted."""
    said = [
        tr(
            "Assumed: reviewers are right, a change made is the right one, and the random checks were judged"
            " like all others."
        )
    ]
    if found.deferred:
        said.append(
            trn(
                "{count} deferred check is left out, as if it were like the others.",
                "{count} deferred checks are left out, as if they were like the others.",
                found.deferred,
            )
        )
    if found.outside:
        said.append(
            trn(
                "{count} item taken out together with others is not counted.",
                "{count} items taken out together are not counted.",
                found.outside,
            )
        )
    return said


def ranking(found: Quality) -> tuple[str, str]:
    """Whether the riskiest are the wrong ones, as far as random checks tell: a number and a sentence."""
    if found.ranking is None:
        return "", tr("This is known once random checks have found items that need a change, and others.")
    low, high = (grouped(round(100 * share)) for share in (found.ranking.low, found.ranking.high))
    if not beats_chance(found.ranking):
        return tr("Not known"), tr(
            "The random checks do not show that the ranking is better than a random order: of a wrong and a"
            " right item the wrong one comes first {low} to {high} times in 100.",
            low=low,
            high=high,
        )
    return tr("{count} in 100", count=grouped(round(100 * found.ranking.share))), tr(
        "So often the detectors put the wrong one of a wrong and a right item first ({low} to {high});"
        " a random order does 50 times.",
        low=low,
        high=high,
    )


def stop(found: Quality) -> tuple[str, str, str]:
    """Whether the target is reached: the answer, what it means, and what it rests on."""
    target = share(found.target)
    counted = found.residual.basis.method is Method.COUNTED
    if not (found.told or counted):
        words = trn(
            "This is known from {count} random check on.",
            "This is known from {count} random checks on.",
            ENOUGH,
        )
        return tr("Not known"), tr("yet"), words
    if found.at_most < found.target:
        if counted:
            return (
                tr("Yes"),
                tr("fewer than {target} need a change", target=target),
                tr("Every item was looked at."),
            )
        words = trn(
            "95\u202f% sure, however often one looks, from {count} random check.",
            "95\u202f% sure, however often one looks, from {count} random checks.",
            found.checks,
        )
        return tr("Yes"), tr("fewer than {target} of the cleaned items need a change", target=target), words
    checks = None if counted else checks_needed(found, found.target)
    so_far = tr("Now at most {share} (95\u202f% sure).", share=share(min(1.0, found.at_most + 0.0005)))
    if checks is None:
        return tr("No"), _cleaning(found), so_far
    unit = trn(
        "{count} more random check would show fewer than {target}, if all goes on so",
        "{count} more random checks would show fewer than {target}, if all goes on so",
        checks,
        target=target,
    )
    return tr("Not yet"), unit, so_far


def _cleaning(found: Quality) -> str:
    """What it takes to come below the target."""
    target, reviews = share(found.target), found.ahead.below
    if not reviews:
        return tr("more has to be cleaned for fewer than {target}", target=target)
    return trn(
        "about {number} more review, the riskiest first, for fewer than {target}",
        "about {number} more reviews, the riskiest first, for fewer than {target}",
        reviews,
        number=about(reviews),
        target=target,
    )


def ahead(found: Quality) -> list[str]:
    """What the next reviews would bring, and how far it is to nearly all errors."""
    if not found.told or found.residual.basis.method is Method.COUNTED:
        return []
    said, next_ = [], found.ahead
    if next_.removed is not None:
        said.append(
            trn(
                "The next {count} item is expected to hold {number} errors ({low} to {high}).",
                "The next {count} items are expected to hold {number} errors ({low} to {high}).",
                next_.items,
                number=grouped(round(next_.removed.share)),
                low=grouped(math.floor(next_.removed.low)),
                high=grouped(math.ceil(next_.removed.high)),
            )
        )
    if next_.recall is None:
        return said
    said.append(tr("Found so far: {share} of all errors.", share=_interval(next_.recall)))
    if next_.recall.low >= RECALL:
        return said
    if next_.checks is not None:
        said.append(
            trn(
                "Stopping now, {count} random check without an error would show that {target} are found.",
                "Stopping now, {count} random checks without an error would show that {target} are found.",
                next_.checks,
                target=share(RECALL),
            )
        )
    elif next_.reviews is not None:
        said.append(
            trn(
                "For {target} of all errors: about {number} more review.",
                "For {target} of all errors: about {number} more reviews.",
                next_.reviews,
                number=about(next_.reviews),
                target=share(RECALL),
            )
        )
    return said


def _interval(found: Estimate) -> str:
    if found.low == found.high:
        return share(found.share)
    return tr(
        "{share} ({low} to {high})", share=share(found.share), low=share(found.low), high=share(found.high)
    )
