"""The statistics by themselves, against values worked out by hand or by another way."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from synthreview.analyzers.labels.contrast import Contrast
from synthreview.analyzers.labels.drift import drift, earth_mover, jensen_shannon, total_variation
from synthreview.analyzers.labels.intervals import newcombe, wilson
from synthreview.analyzers.labels.multiple import benjamini_hochberg, holm
from synthreview.analyzers.labels.paired import bowker, mcnemar, pairings, stuart_maxwell
from synthreview.analyzers.labels.power import detectable, homogeneity, power
from synthreview.analyzers.labels.votes import Votes


def votes(people, model) -> Votes:
    """A row per text; rows of zeros where a side did not label it."""
    people, model = np.array(people, float), np.array(model, float)
    number, names = people.shape[0], tuple(str(at) for at in range(people.shape[1]))
    zeros = np.zeros(number, np.int64)
    return Votes(names, np.arange(number, dtype=np.uint64), people, model, zeros.astype(object), zeros, zeros)


def apart(people: list[int], model: list[int]) -> Votes:
    """Texts with one label each, by label, labelled by one side only."""
    kinds = len(people)
    rows = [np.eye(kinds)[at] for at, count in enumerate(people) for _ in range(count)]
    others = [np.eye(kinds)[at] for at, count in enumerate(model) for _ in range(count)]
    none = np.zeros(kinds)
    return votes([*rows, *(none for _ in others)], [*(none for _ in rows), *others])


def test_distances_of_two_distributions():
    people, model = np.array([[0.5, 0.5, 0.0]]), np.array([[0.5, 0.0, 0.5]])
    assert total_variation(people, model)[0] == pytest.approx(0.5)
    assert jensen_shannon(people, model)[0] == pytest.approx(0.5)
    assert jensen_shannon(np.array([[1.0, 0]]), np.array([[0, 1.0]]))[0] == pytest.approx(1)
    assert earth_mover([1.0, 2.0, 5.0])(people, model)[0] == pytest.approx(1.5)
    assert earth_mover([5.0, 1.0, 2.0])(people, model)[0] == pytest.approx(0.5)


def test_a_drift_of_nothing_is_within_what_chance_gives():
    found = drift(Contrast.of(apart([50, 30, 20], [50, 30, 20])))
    assert (found.total_variation.value, found.total_variation.low) == (0, 0)
    assert found.total_variation.high < found.total_variation.noise * 2
    assert not found.total_variation.certain


def test_the_variance_of_single_labels_is_the_binomial_one():
    found = Contrast.of(apart([60, 40], [30, 70]))
    expected = 0.6 * 0.4 / 100 + 0.3 * 0.7 / 100
    assert found.covariance[0, 0] == pytest.approx(expected)
    assert found.difference.tolist() == pytest.approx([-0.3, 0.3])


def test_copies_of_a_label_in_one_text_tell_no_more_than_one():
    single = Contrast.of(apart([60, 40], [30, 70]))
    five = apart([60, 40], [30, 70])
    many = Contrast.of(votes(five.people * 5, five.model * 5))
    assert many.covariance == pytest.approx(single.covariance)


def test_the_g_test_is_the_known_one_for_single_labels():
    table = np.array([[60, 30, 10], [120, 70, 30]])
    known = stats.chi2_contingency(table, lambda_="log-likelihood", correction=False).pvalue
    assert homogeneity(Contrast.of(apart(*table.tolist()))) == pytest.approx(known, abs=1e-6)


def test_rare_labels_are_tested_by_random_tables():
    table = np.array([[12, 2, 2], [15, 1, 0]])
    pooled = table.sum(axis=0) / 32
    dice = np.random.default_rng(5)
    random_ = np.stack([dice.multinomial(16, pooled, 20_000) for _ in range(2)], axis=1)
    expected = (g(random_) >= g(table[None]) - 1e-9).mean()
    by_formula = stats.chi2.sf(g(table[None])[0], 2)
    found = homogeneity(Contrast.of(apart(*table.tolist())))
    # The labels here are nearly, not quite, 16 independent ones on each side.
    assert abs(found - expected) < abs(found - by_formula)
    assert homogeneity(Contrast.of(apart([30, 3, 0], [300, 0, 1]))) < 0.01


def g(tables):
    expected = tables.sum(2, keepdims=True) * tables.sum(1, keepdims=True) / tables.sum((1, 2), keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        return 2 * np.where(tables > 0, tables * np.log(tables / expected), 0).sum((1, 2))


def test_mcnemar_counts_only_items_of_one_side():
    assert mcnemar(0, 0) == 1
    assert mcnemar(0, 6) == pytest.approx(2 / 64)
    assert mcnemar(5, 5) == 1


def test_with_two_labels_stuart_maxwell_and_bowker_are_mcnemars_chi_squared():
    table = np.array([[50.0, 5], [20, 25]])
    expected = stats.chi2.sf((20 - 5) ** 2 / 25, 1)
    assert stuart_maxwell(table) == pytest.approx(expected)
    assert bowker(table) == pytest.approx(expected)


def test_equal_margins_can_hide_labels_that_move_in_a_circle():
    table = np.array([[50.0, 30, 0], [0, 50, 30], [30, 0, 50]])
    assert stuart_maxwell(table) == pytest.approx(1)
    assert bowker(table) < 1e-9


def test_tables_without_any_move_are_symmetric():
    assert stuart_maxwell(np.diag([5.0, 3, 0])) == 1
    assert bowker(np.diag([5.0, 3, 0])) == 1


def test_models_with_few_items_are_left_out_of_the_paired_tests():
    found, shifts = pairings({("few", "a", "b"): 29, ("many", "a", "b"): 30}, 30)
    assert [each.annotator for each in found] == ["many"]
    assert {(each.label, each.difference) for each in shifts} == {("a", -1), ("b", 1)}
    assert found[0].moved == 1


def test_p_values_are_adjusted_for_their_number():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert benjamini_hochberg([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.04, 0.04])
    assert holm([]) == benjamini_hochberg([]) == []


def test_intervals_are_the_published_ones():
    assert wilson(0.1, 10) == pytest.approx((0.0179, 0.4042), abs=1e-4)
    assert wilson(0.0, 20)[0] == 0
    # Newcombe 1998 II, table II, contrast a: 56/70 against 48/80
    low, high = newcombe(48 / 80, wilson(48 / 80, 80), 56 / 70, wilson(56 / 70, 70), 0.0)
    assert (low, high) == pytest.approx((0.0524, 0.3339), abs=1e-4)


@pytest.mark.parametrize(("reference", "expected"), [(100, 0.44), (200, 0.78), (300, 0.89), (500, 0.99)])
def test_the_power_against_3000_texts_of_the_model_is_the_simulated_one(reference, expected):
    size = reference * 3000 / (reference + 3000)
    assert power(0.10, size, np.full(3, 1 / 3)) == pytest.approx(expected, abs=0.05)


def test_the_least_shift_is_found_in_four_of_five_cases():
    shares = np.array([0.5, 0.3, 0.2])
    least = detectable(250, shares)
    assert power(least, 250, shares) == pytest.approx(0.8, abs=0.005)
    assert detectable(1, shares) is None
    assert detectable(250, np.array([1.0, 0.0])) is None
