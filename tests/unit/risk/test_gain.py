"""How early an order finds errors, told from checks: simulated data sets of which everything is known."""

from __future__ import annotations

from statistics import fmean, stdev

import numpy as np
import pytest
from scipy.special import expit

from synthreview.risk import gain, learned
from synthreview.risk.audits import audit_order, strata
from synthreview.risk.calibrating import decision_weights
from synthreview.risk.residual import reach

SIZE, REPETITIONS, SHOWN = 4_000, 60, 300


def world(seed, strength=1.0, hidden=1.5):
    """Risks, two features of which the risks do not know the second, and errors."""
    rng = np.random.default_rng(seed)
    seen = rng.normal(0, 1, SIZE)
    features = np.column_stack([seen, rng.random(SIZE) < 0.2]).astype(float)
    return (
        expit(seen - 2),
        features,
        rng.random(SIZE) < expit(strength * seen + hidden * features[:, 1] - 2.5),
    )


def reviewed(risks, features, wrong, seed, *, learns):
    """One in four shown is a check, the others are the riskiest; learned anew after each twenty."""
    codes = strata(risks)
    stream, done, shown, now = audit_order(codes, seed), np.zeros(SIZE, dtype=bool), [], risks
    while len(shown) < SHOWN:
        for way, count in ((stream, 5), (np.argsort(-now, kind="stable"), 15)):
            fresh = way[~done[way]][:count]
            done[fresh] = True
            shown += fresh.tolist()
        if learns:
            now = learned.risks(learned.learn(features[shown], risks[shown], wrong[shown]), features, risks)
    audited = np.zeros(SIZE, dtype=bool)
    audited[stream[: np.argmin(done[stream])]] = True
    return codes, audited, done


def held_out(risks, features, wrong, known, done):
    fold = np.random.default_rng(0).permutation(SIZE) % 5
    told = np.full(SIZE, np.nan)
    for number in range(5):
        rest, inside = np.flatnonzero(done & (fold != number)), known & (fold == number)
        model = learned.learn(features[rest], risks[rest], wrong[rest])
        told[inside] = learned.risks(model, features[inside], risks[inside])
    return told, learned.risks(learned.learn(features[done], risks[done], wrong[done]), features, risks)


def true_share(risks, wrong, share):
    return wrong[np.argsort(-risks, kind="stable")[: round(share * len(risks))]].sum() / wrong.sum()


def near(told, truths, bias=0.0):
    """Whether the mean of estimates is as near to the truth as chance allows (four standard errors)."""
    apart = np.array(told) - np.array(truths)
    return abs(fmean(apart)) < bias + 4 * stdev(apart) / np.sqrt(len(apart))


@pytest.mark.parametrize("learns", [False, True], ids=["fixed queue", "queue that learned"])
def test_on_average_the_estimate_is_the_truth_and_its_interval_holds_it(learns):
    cold, cross, real, after, held = [], [], [], [], []
    for seed in range(REPETITIONS):
        risks, features, wrong = world(seed)
        _, audited, done = reviewed(risks, features, wrong, seed, learns=learns)
        region = reach(risks, done) & done
        known = audited | region
        found = gain.by_risk(risks, np.flatnonzero(known), wrong, region).recall(0.1)
        cold.append(found.value)
        real.append(true_share(risks, wrong, 0.1))
        held.append(found.low <= real[-1] <= found.high)
        told, all_after = held_out(risks, features, wrong, known, done)
        by_others = gain.by_weight(told[known], wrong[known], region[known], SIZE).recall(0.1)
        cross.append(by_others.value)
        after.append(true_share(all_after, wrong, 0.1))
    assert near(cold, real)
    assert near(cross, after, bias=0.02)  # four fifths of the decisions teach a little less than all
    assert np.mean(held) >= 0.88


def test_what_the_queue_chose_beside_the_checks_would_count_the_riskiest_twice():
    fair, twice, real = [], [], []
    for seed in range(REPETITIONS):
        risks, features, wrong = world(seed)
        codes, audited, done = reviewed(risks, features, wrong, seed, learns=False)
        region, first = reach(risks, done) & done, risks > np.quantile(risks, 0.95)
        weights = decision_weights(codes, audited, done)
        twice.append((weights * wrong)[first].sum() / (weights * wrong).sum())
        known = np.flatnonzero(audited | region)
        fair.append(gain.by_risk(risks, known, wrong, region).recall(0.05).value)
        real.append(true_share(risks, wrong, 0.05))
    assert near(fair, real)
    assert fmean(twice) > 1.1 * fmean(real)


def test_verdicts_that_taught_the_order_do_not_flatter_it():
    rng = np.random.default_rng(0)
    flattered, honest = [], []
    for seed in range(20):
        risks, wrong = np.full(SIZE, 0.2), rng.random(SIZE) < 0.2
        features = rng.random((SIZE, 30))  # nothing to be learned
        done = np.zeros(SIZE, dtype=bool)
        done[audit_order(strata(risks), seed)[:150]] = True
        told, after = held_out(risks, features, wrong, done, done)
        none = np.zeros(150, dtype=bool)
        for values, order in ((honest, told), (flattered, after)):
            values.append(gain.by_weight(order[done], wrong[done], none, SIZE).recall(0.1).value)
    assert fmean(honest) == pytest.approx(0.1, abs=0.04)
    assert fmean(flattered) > 0.2


def test_a_random_order_seldom_seems_to_beat_chance():
    beats = []
    for seed in range(300):
        rng = np.random.default_rng(seed)
        wrong = rng.random(SIZE) < 0.1
        checks = rng.choice(SIZE, 100, replace=False)
        told = gain.by_risk(rng.random(SIZE), checks, wrong, np.zeros(SIZE, dtype=bool)).recall(0.1)
        beats.append(told.low > 0.1)
    assert np.mean(beats) <= 0.07


def test_a_few_errors_that_come_first_leave_doubt():
    wrong = np.arange(100) < 2
    checks = np.arange(0, 100, 1)[::5]  # one of the two errors is checked, and it comes first
    told = gain.by_risk(np.linspace(1, 0, 100), checks, wrong, np.zeros(100, dtype=bool)).recall(0.1)
    assert told.value == 1
    assert told.low < 0.9


def test_everything_reviewed_is_counted():
    risks, _, wrong = world(3)
    everything = np.ones(SIZE, dtype=bool)
    known = gain.by_risk(risks, np.arange(SIZE), wrong, everything)
    told, of_them = known.recall(0.1), known.precision(0.1)
    assert told.low == told.value == told.high == pytest.approx(true_share(risks, wrong, 0.1))
    assert of_them.low == of_them.high == pytest.approx(wrong[np.argsort(-risks)[:400]].mean())
    assert known.rate == pytest.approx(wrong.mean())


def test_among_ties_errors_are_found_at_an_even_pace():
    risks = np.where(np.arange(100) < 10, 0.9, 0.0)
    wrong = np.isin(np.arange(100), [0, 99])
    known = gain.by_risk(risks, np.arange(100), wrong, np.ones(100, dtype=bool))
    assert known.found(np.array([0.0, 0.05, 0.1, 0.55, 1.0])) == pytest.approx([0, 0.25, 0.5, 0.75, 1])


def test_by_weight_a_check_takes_as_many_places_as_it_stands_for():
    # Two counted items and four checks of a hundred: 24.5 places for each check.
    counted = np.array([True, False, False, True, False, False])
    known = gain.by_weight(np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.5]), counted, counted, 100)
    assert known.starts * 100 == pytest.approx([0, 1, 25.5, 50, 51])
    assert known.ends * 100 == pytest.approx([1, 25.5, 50, 51, 100])


def test_few_checks_cut_the_order_into_few_slices():
    def slices(checks):
        risks = np.linspace(1, 0, 1000)
        return len(gain.steps(gain.by_risk(risks, np.arange(checks), risks > 2, risks > 2))) - 1

    assert (slices(20), slices(45), slices(500)) == (10, 20, 40)
