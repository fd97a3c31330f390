"""Is the queue worth it: the curve of errors found, its finding in words, and when nothing is told."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import numpy as np
import pytest
from scipy.special import expit

from synthreview.domain import Verdict
from synthreview.engine import learning, queue_curve
from synthreview.engine.book import Book
from synthreview.engine.queue_curve import chart_of, queue_chart
from synthreview.project import Project
from synthreview.risk.audits import audit_order, strata
from synthreview.risk.residual import Ledger, reach
from synthreview.store import models

SIZE = 2_000
BETTER = "The checks do not show that the queue is better than a random order"


def book(checks, queue=0, *, strength=1.5, errors=True, seed=0):
    """A ledger after so many checks and the riskiest others, and what is true of all items."""
    rng = np.random.default_rng(seed)
    odds = rng.normal(0, 1, SIZE)
    risks, wrong = expit(odds - 1), (rng.random(SIZE) < expit(strength * odds - 2.5)) & errors
    codes = strata(risks)
    order = audit_order(codes, seed)[:checks]
    audited = np.isin(np.arange(SIZE), order)
    reviewed = audited.copy()
    riskiest = np.argsort(-risks, kind="stable")
    reviewed[riskiest[~audited[riskiest]][:queue]] = True
    none, region = np.zeros(SIZE, dtype=bool), reach(risks, reviewed) & reviewed
    ledger = Ledger(codes, audited, reviewed, wrong & reviewed, none, none, risks, region)
    return Book(ledger, np.arange(SIZE) + 1, np.ones(checks, dtype=bool), wrong[order], (), 0), wrong


def test_the_title_tells_what_the_riskiest_tenth_holds():
    made, wrong = book(200, 150)
    shown = chart_of(made)
    (curve,) = shown.curves
    found = curve.ys[curve.xs.index(0.1)]
    real = wrong[np.argsort(-made.ledger.risks)[: SIZE // 10]].sum() / wrong.sum()
    assert shown.title == f"The riskiest tenth holds about {round(100 * found)}\u202f% of the errors"
    assert found == pytest.approx(real, abs=0.1)
    assert curve.low[curve.xs.index(0.1)] < real < curve.high[curve.xs.index(0.1)]
    assert (curve.ys[0], curve.ys[-1]) == (0, 1)
    assert list(curve.ys) == sorted(curve.ys)


def test_the_subtitle_tells_lift_precision_and_what_they_rest_on():
    made, _ = book(200, 150)
    words = chart_of(made).subtitle
    assert "times as many as in a random order (" in words
    assert [f"Of the first {share}\u202f%, " in words for share in (5, 10, 20)] == [True] * 3
    region = int(made.ledger.region.sum())
    assert f"from 200 random checks and the riskiest {region} items, all of which are reviewed." in words
    assert "Told from 60 random checks; what the queue chose" in chart_of(book(60)[0]).subtitle


def test_it_is_compared_with_a_random_and_a_perfect_order():
    made, wrong = book(200, 150)
    chance, perfect = chart_of(made).references
    assert (chance.xs, chance.ys) == ((0, 1), (0, 1))
    assert perfect.ys == (0, 1, 1)
    assert perfect.xs[1] == pytest.approx(wrong.mean(), abs=0.06)


def test_checks_that_do_not_beat_chance_say_so():
    shown = chart_of(book(40, strength=0.0)[0])
    assert shown.title == BETTER
    assert shown.curves
    assert "in a random order it holds 10\u202f%." in shown.subtitle


def test_a_tenth_that_may_well_hold_a_tenth_is_not_called_better():
    seemed = 0
    for seed in range(12):
        shown = chart_of(book(60, strength=0.3, seed=seed)[0])
        (curve,) = shown.curves
        tenth, fifth = (curve.xs.index(share) for share in (0.1, 0.2))
        sure = curve.low[tenth] > 0.1 or curve.low[fifth] > 0.2
        assert (shown.title == BETTER) is not sure
        seemed += not sure and curve.ys[tenth] > 0.1
    assert seemed


def test_what_was_reviewed_here_and_there_changes_nothing():
    made, wrong = book(100, 50)
    found_by_search = np.flatnonzero(wrong & ~made.ledger.reviewed)[-40:]
    reviewed = made.ledger.reviewed.copy()
    reviewed[found_by_search] = True
    ledger = replace(made.ledger, reviewed=reviewed, bad=wrong & reviewed)
    assert chart_of(replace(made, ledger=ledger)) == chart_of(made)


def test_few_checks_and_checks_without_an_error_have_words_and_no_curve():
    few, clean = chart_of(book(19, 100)[0]), chart_of(book(40, errors=False)[0])
    assert few.curves == clean.curves == ()
    assert few.subtitle.startswith("19 random checks are judged; from 20 on")
    assert clean.subtitle.startswith("40 random checks are judged and none needed a change")


def test_a_data_set_that_is_wholly_reviewed_is_counted_however_few_checks_there_were():
    (curve,) = chart_of(book(3, SIZE)[0]).curves
    assert curve.low == curve.ys == curve.high


def test_what_was_learned_comes_first_and_the_detectors_stay_beside_it():
    made, _ = book(300, 100, strength=0.0)
    known = made.ledger.reviewed
    held_out = np.where(known, made.ledger.bad + np.random.default_rng(1).random(SIZE), np.nan)
    shown = chart_of(made, held_out)
    assert [curve.name for curve in shown.curves] == [
        "Learned from the decisions on other items",
        "By the detectors alone",
    ]
    learned, cold = (curve.ys[curve.xs.index(0.1)] for curve in shown.curves)
    assert learned > 0.6 > cold
    assert shown.title.startswith("The riskiest tenth holds about")
    held_out[np.flatnonzero(made.ledger.audited)[0]] = np.nan  # a check whose risk is not known
    assert len(chart_of(made, held_out).curves) == 1


@pytest.fixture
def project(tmp_path):
    """600 instructions; placeholders are found and harmless, and every fifth item is wrong unseen."""
    words = random.Random(1)
    lines = [
        json.dumps(
            {
                "instruction": f"Write {n} words on {words.random()}, {words.random()}.",
                "input": "<insert article here>" if n % 4 == 0 else "",
                "output": f"{words.random()} and {words.random()} make {n}.",
            }
        )
        for n in range(600)
    ]
    (tmp_path / "made.jsonl").write_text("\n".join(lines) + "\n")
    opened = Project.open(tmp_path / "made.synthreview", create=True, reviewer="Ada")
    opened.import_file(tmp_path / "made.jsonl")
    yield opened
    opened.close()


def judge(project, count):
    for item in list(project.queue_ids())[:count]:
        wrong = project.view(item).item.position % 5 == 1
        project.decide(item, Verdict.REJECT if wrong else Verdict.ACCEPT)


def test_a_project_tells_it_from_its_checks_and_from_what_was_learned(project, monkeypatch):
    dataset = project.datasets()[0]
    assert queue_chart(project._store, dataset) is None
    project.analyze()
    assert queue_chart(project._store, dataset).curves == ()
    judge(project, 200)
    by_detectors = queue_chart(project._store, dataset)
    assert by_detectors.title == BETTER
    assert len(by_detectors.curves) == 1

    monkeypatch.setattr(models, "in_force", lambda _: {dataset.id: 1})
    both = queue_chart(project._store, dataset)
    assert len(both.curves) == 2
    assert both.curves[1] == by_detectors.curves[0]


def test_held_out_risks_stand_at_their_items(project):
    project.analyze()
    judge(project, 200)
    dataset = project.datasets()[0]
    lesson = learning.study(project._store, dataset)
    made = queue_curve.opened(project._store, dataset)
    placed = queue_curve._placed(made, lesson)
    assert placed[np.searchsorted(made.items, lesson.judged)].tolist() == lesson.held_out.tolist()
    assert np.isfinite(placed).tolist() == made.ledger.reviewed.tolist()
