"""Whether intervals hold what they say: simulated data sets of which everything is known.

The demands are those of the product, not what happens to come out. `SYNTHREVIEW_LONG=1` repeats it 2,000 times.
`python -m pytest tests/unit/risk/test_coverage.py -s` prints the table.
"""

from __future__ import annotations

import os
from functools import cache

import numpy as np
import pytest
from scipy.special import betaincinv, ndtri

from synthreview.risk.anytime import bounds, sequence
from synthreview.risk.audits import audit_order, strata
from synthreview.risk.rates import EACH, Method, error_rate
from synthreview.risk.residual import Ledger, reach, residual
from synthreview.risk.reviewers import SecondLooks, adjusted

SIZE, AUDITS, QUEUE = 20_000, 400, 1_000
SETTINGS = [(rate, auroc) for rate in (0.03, 0.10, 0.30) for auroc in (0.76, 0.92)]
LEAST = 0.93

REPETITIONS = [
    pytest.param(400, id="400"),
    pytest.param(
        2000,
        id="2000",
        marks=[
            pytest.mark.slow,
            pytest.mark.skipif("SYNTHREVIEW_LONG" not in os.environ, reason="SYNTHREVIEW_LONG is not set"),
        ],
    ),
]


def data_set(rng, rate, auroc):
    """Errors, and risks that tell them from the rest so well: two normal distributions, calibrated."""
    apart = np.sqrt(2) * ndtri(auroc)
    bad = rng.random(SIZE) < rate
    score = rng.standard_normal(SIZE) + apart * bad
    return bad, 1 / (1 + np.exp(-(apart * score - apart**2 / 2 + np.log(rate / (1 - rate)))))


def clopper_pearson(errors, labels):
    low = betaincinv(errors, labels - errors + 1, 0.025) if errors else 0.0
    high = betaincinv(errors + 1, labels - errors, 0.975) if errors < labels else 1.0
    return low, high


def reviewed_by_both(bad, risks, codes, order):
    """400 audits, and beside them the riskiest items that no audit came to first, until 1,000 are reviewed."""
    audited = np.zeros(SIZE, dtype=bool)
    audited[order[:AUDITS]] = True
    riskiest = np.argsort(-risks)
    queue = riskiest[~audited[riskiest]][:QUEUE]
    reviewed = audited.copy()
    reviewed[queue] = True
    nothing = np.zeros(SIZE, dtype=bool)
    return Ledger(codes, audited, reviewed, bad & reviewed, nothing, bad & reviewed, risks)


@cache
def simulated(rate, auroc, repetitions):
    """For each kind of interval an array of (covers, width); the number of repetitions by method too."""
    rng = np.random.default_rng([round(rate * 1000), round(auroc * 100)])
    rows = {}

    def note(kind, truth, low, high):
        rows.setdefault(kind, []).append((low - 1e-9 <= truth <= high + 1e-9, high - low))

    for _ in range(repetitions):
        bad, risks = data_set(rng, rate, auroc)
        codes = strata(risks)
        order = audit_order(codes, int(rng.integers(2**32)))
        drawn = np.zeros(SIZE, dtype=bool)
        drawn[order[:AUDITS]] = True
        true = bad.mean()

        plain = rng.hypergeometric(int(bad.sum()), SIZE - int(bad.sum()), AUDITS)
        note("simple", true, *clopper_pearson(plain, AUDITS))
        found = error_rate(bad, drawn, codes, risks)
        note("ours", true, found.low, found.high)
        note(str(found.method), true, found.low, found.high)
        fallback = error_rate(bad, drawn, codes) if found.method is Method.PPI else found
        note("fallback", true, fallback.low, fallback.high)

        ledger = reviewed_by_both(bad, risks, codes, order)
        rest, kept = bad[~ledger.reviewed], SIZE - (bad & ledger.reviewed).sum()
        region = reach(risks, ledger.reviewed)
        for kind, chosen in (("", region), (" without a region", None)):
            left = residual(replaced(ledger, chosen))
            note(f"remainder{kind}", rest.mean(), left.rate.low, left.rate.high)
            note(f"before{kind}", true, left.before.low, left.before.high)
            note(f"after{kind}", rest.sum() / kept, left.after.low, left.after.high)
        others = ~ledger.reviewed | ledger.audited  # all that the queue did not take
        rest_of = error_rate(bad[others], ledger.audited[others], codes[others])
        note("audits outside the queue", bad[others].mean(), rest_of.low, rest_of.high)
        as_if = clopper_pearson(int(bad[ledger.reviewed].sum()), int(ledger.reviewed.sum()))
        note("reviewed as if random", true, *as_if)
    return {kind: np.array(values, dtype=float) for kind, values in rows.items()}


def replaced(ledger, region):
    fields = ("codes", "audited", "reviewed", "bad", "left", "removed", "risks")
    return Ledger(*(getattr(ledger, name) for name in fields), region)


def coverage(table, kind):
    return table[kind][:, 0].mean()


def width(table, kind):
    return table[kind][:, 1].mean()


@pytest.mark.parametrize("repetitions", REPETITIONS)
@pytest.mark.parametrize(("rate", "auroc"), SETTINGS)
def test_the_interval_of_the_error_rate_holds_and_is_narrow(rate, auroc, repetitions):
    table = simulated(rate, auroc, repetitions)
    for kind in table:
        if len(table[kind]) > 0.5 * repetitions:
            print(f"{rate:5.0%} {auroc} {kind:32} {coverage(table, kind):.4f} {width(table, kind):.4f}")
    assert coverage(table, "ours") >= LEAST
    assert width(table, "ours") <= 1.1 * width(table, "simple")


@pytest.mark.parametrize("repetitions", REPETITIONS)
@pytest.mark.parametrize(("rate", "auroc"), SETTINGS)
def test_without_predictions_it_holds_too_and_is_hardly_wider_than_a_simple_sample(rate, auroc, repetitions):
    table = simulated(rate, auroc, repetitions)
    assert coverage(table, "fallback") >= 0.95
    assert width(table, "fallback") <= 1.1 * width(table, "simple")


@pytest.mark.parametrize("repetitions", REPETITIONS)
def test_good_predictions_make_it_a_fifth_narrower(repetitions):
    table = simulated(0.10, 0.92, repetitions)
    assert len(table[str(Method.PPI)]) > 0.9 * repetitions
    assert coverage(table, str(Method.PPI)) >= LEAST
    assert width(table, str(Method.PPI)) <= 0.8 * width(table, "simple")


@pytest.mark.parametrize("repetitions", REPETITIONS)
@pytest.mark.parametrize("kind", ["", " without a region"])
@pytest.mark.parametrize(("rate", "auroc"), SETTINGS)
def test_what_the_queue_left_is_told_rightly(rate, auroc, kind, repetitions):
    table = simulated(rate, auroc, repetitions)
    for number in ("remainder", "before", "after"):
        assert coverage(table, number + kind) >= LEAST


@pytest.mark.parametrize("repetitions", REPETITIONS)
def test_reviewed_items_taken_as_random_would_be_wrong(repetitions):
    # This is what everything else is for: were it not so, the simulation would show nothing.
    assert coverage(simulated(0.10, 0.92, repetitions), "reviewed as if random") == 0


def in_families(rng):
    """Errors that come in families of ten, of which some have many and most have none."""
    return rng.random(SIZE) < np.repeat(np.where(rng.random(SIZE // 10) < 0.1, 0.8, 0.02), 10)


def test_a_queue_that_follows_up_audited_errors_spoils_nothing():
    # It reviews the whole family of each audited error: what is left is better than its audits were.
    rng, covered, naive = np.random.default_rng(7), [], []
    for _ in range(400):
        bad = in_families(rng)
        codes = strata(np.zeros(SIZE))
        audited = np.zeros(SIZE, dtype=bool)
        audited[audit_order(codes, int(rng.integers(2**32)))[:AUDITS]] = True
        family = np.repeat((bad & audited).reshape(-1, 10).any(axis=1), 10)
        reviewed = audited | family
        nothing = np.zeros(SIZE, dtype=bool)
        left = residual(Ledger(codes, audited, reviewed, bad & reviewed, nothing, bad & reviewed))
        rest = bad[~reviewed].mean()
        covered.append(left.rate.low <= rest <= left.rate.high)
        others = ~family  # taken for a random sample of these, the audits are none: none of them is an error
        low, high = clopper_pearson(int((bad & audited & others).sum()), int((audited & others).sum()))
        naive.append(low <= bad[others].mean() <= high)
    assert np.mean(covered) >= LEAST
    assert np.mean(naive) < 0.1


def test_risks_that_mislead_cost_width_but_no_coverage():
    rng, covered, widths = np.random.default_rng(5), [], []
    for _ in range(400):
        bad, risks = data_set(rng, 0.10, 0.76)
        codes = strata(risks)
        order = audit_order(codes, int(rng.integers(2**32)))
        drawn = np.zeros(SIZE, dtype=bool)
        drawn[order[:AUDITS]] = True
        found = error_rate(bad, drawn, codes, 1 - risks**4)
        covered.append(found.low <= bad.mean() <= found.high)
        widths.append(found.high - found.low)
    assert np.mean(covered) >= LEAST
    assert np.mean(widths) <= 0.065


def test_where_less_than_one_error_is_expected_the_interval_still_holds():
    rng, covered = np.random.default_rng(6), []
    codes = strata(rng.random(SIZE))
    bad = np.zeros(SIZE, dtype=bool)
    bad[rng.choice(SIZE, 8, replace=False)] = True  # 0.16 among 400; the score interval covers 86 %
    for seed in range(400):
        drawn = np.zeros(SIZE, dtype=bool)
        drawn[audit_order(codes, seed)[:AUDITS]] = True
        found = error_rate(bad, drawn, codes)
        covered.append(found.low <= bad.mean() <= found.high)
    assert np.mean(covered) >= 0.95


def peeked(rate, size, labels, repetitions, seed, stratified=False):
    """Whether every one of the first looks holds the truth, and the looks' upper limits."""
    rng = np.random.default_rng(seed)
    bad = np.zeros(size, dtype=bool)
    bad[: round(rate * size)] = True
    rng.shuffle(bad)
    codes = strata(np.clip(bad * 0.3 + rng.random(size), 0, 1))
    orders = [
        audit_order(codes, int(rng.integers(2**32))) if stratified else rng.permutation(size)
        for _ in range(repetitions)
    ]
    errors = np.cumsum([bad[order[:labels]] for order in orders], axis=1)
    lower, upper = bounds(errors, np.arange(1, labels + 1)[None, :], size)
    true = bad.sum()
    return ((lower <= true) & (true <= upper)).all(axis=1).mean(), np.minimum.accumulate(upper, axis=1)


@pytest.mark.parametrize("stratified", [False, True], ids=["simple", "stratified"])
@pytest.mark.parametrize("rate", [0.02, 0.10, 0.30])
def test_the_sequence_holds_at_every_label(rate, stratified):
    covered, _ = peeked(rate, 5000, 600, 400, 8, stratified)
    print(f"anytime {rate:.0%} {'stratified' if stratified else 'simple'} {covered:.4f}")
    assert covered >= 0.95


def held_throughout(size, errors):
    """The exact probability that every look, after each label down to the last, holds the true number.

    Errors drawn so far are a chain: the chances of those numbers at which all looks so far were right.
    """
    alive, counts = np.ones(1), np.zeros(1, dtype=int)
    for labels in range(1, size + 1):
        more = (errors - counts) / (size - labels + 1)
        chances = np.r_[alive * (1 - more), 0] + np.r_[0, alive * more]
        counts = np.arange(counts[0], counts[0] + len(chances))
        possible = np.flatnonzero(chances > 0)
        chances, counts = chances[possible], counts[possible]
        lower, upper = bounds(counts, np.full(len(counts), labels), size)
        right = np.flatnonzero((lower <= errors) & (errors <= upper))
        span = slice(right[0], right[-1] + 1)
        alive, counts = chances[span] * np.isin(np.arange(len(chances)), right)[span], counts[span]
    return alive.sum()


@pytest.mark.parametrize("errors", [0, 1, 10, 50, 150, 500])
def test_the_sequence_holds_down_to_the_last_label_by_exact_calculation(errors):
    assert held_throughout(500, errors) >= 0.95


@pytest.mark.slow
@pytest.mark.skipif("SYNTHREVIEW_LONG" not in os.environ, reason="SYNTHREVIEW_LONG is not set")
@pytest.mark.parametrize("rate", [0.02, 0.10, 0.30])
def test_the_sequence_of_a_larger_data_set_holds_down_to_the_last_label(rate):
    held = held_throughout(5000, round(rate * 5000))
    print(f"anytime {rate:.0%} exact {held:.4f}")
    assert held >= 0.95


def test_a_clean_data_set_is_certified_in_time():
    _, upper = peeked(0.02, 5000, 1200, 400, 9)
    below = upper < 0.05 * 5000
    first = np.where(below.any(axis=1), below.argmax(axis=1) + 1, 9999)
    print(f"certified below 5 % at a true 2 %: median {np.median(first)}")
    assert np.median(first) <= 560


def test_the_smallest_and_the_largest_data_sets_hold_too():
    rng = np.random.default_rng(3)
    for size, errors in ((10, 3), (60, 1), (300, 290)):
        bad = np.arange(size) < errors
        held = [
            bool((found.lower <= errors).all() and (errors <= found.upper).all())
            for found in (sequence(rng.permutation(bad), size) for _ in range(400))
        ]
        assert np.mean(held) >= 0.95


@pytest.mark.parametrize("rate", [0.05, 0.50])
def test_a_rate_adjusted_for_reviewers_holds_and_the_plain_one_does_not(rate):
    rng, sensitivity, specificity = np.random.default_rng(4), 0.85, 0.95
    covered, plain, widths, known = [], [], [], []
    for _ in range(1000):
        truth = rng.random(400) < rate
        called = np.where(truth, rng.random(400) < sensitivity, rng.random(400) > specificity)
        again = rng.random(400) < np.where(called, 0.6, 0.3)
        errors, passes = called & again, ~called & again
        if not (errors.any() and passes.any()):
            continue
        looks = SecondLooks(
            int(errors.sum()), int((errors & truth).sum()), int(passes.sum()), int((passes & truth).sum())
        )
        share = float(called.mean())
        found = adjusted(share, 400, looks)
        many = SecondLooks(
            looks.errors * 10**5, looks.upheld * 10**5, looks.passes * 10**5, looks.missed * 10**5
        )
        certain = adjusted(share, 400, many)
        low, high = clopper_pearson(round(share * 400), 400)
        covered.append(found.low <= rate <= found.high)
        plain.append(low <= rate <= high)
        widths.append(found.high - found.low)
        known.append(certain.high - certain.low)
    assert np.mean(covered) >= 0.94
    assert np.mean(plain) < 0.8
    assert np.mean(widths) > 1.1 * np.mean(known)


def test_conditions_of_predictions_are_looked_up_in_the_labels():
    bad = np.arange(1000) % 10 == 0
    drawn = np.arange(1000) < 10 * EACH
    codes, risks = np.zeros(1000, dtype=int), np.where(bad, 0.6, 0.1)
    assert error_rate(bad, drawn, codes, risks).method is Method.PPI
    bad[0] = False
    assert error_rate(bad, drawn, codes, risks).method is Method.SCORE
