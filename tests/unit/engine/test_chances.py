"""What a risk means, from decisions in a real project."""

from __future__ import annotations

import numpy as np
import pytest

from synthreview.domain import Decision, Verdict
from synthreview.engine import chances, learning
from synthreview.engine.chances import Chances, Evidence, chances_of
from synthreview.store import chances as stored_chances
from synthreview.store import worklist
from tests.unit.engine.queues import copied, instructions

ITEMS = 600


def is_wrong(record):
    """Of items with a finding half are wrong, of the others one in twenty."""
    return record % 8 == 0 or record % 20 == 3


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A project of 600 analyzed instructions; one in four has a finding."""
    return instructions(tmp_path_factory.mktemp("made"), ITEMS, lambda n: n % 4 == 0)


@pytest.fixture
def project(made, tmp_path):
    with copied(made, tmp_path) as opened:
        yield opened


def review(project, count):
    """Decide so many items as the queue shows them."""
    ids = list(project.queue_ids("verdict:undecided"))[:count]
    decisions = []
    for item in ids:
        wrong = is_wrong(project.view(item).item.position)
        decisions.append(Decision(item, Verdict.REJECT if wrong else Verdict.ACCEPT))
    project.decide_many(decisions)


def rows(project):
    ids = list(project.queue_ids(""))
    return [row for start in range(0, len(ids), 100) for row in project.rows(ids[start : start + 100])]


def test_nothing_is_told_before_fifty_random_checks(project):
    review(project, 100)
    project.rank()
    assert 0 < project.quality(project.datasets()[0].id).checks < 50
    assert all(row.chance is None for row in rows(project))
    assert project.view(next(iter(project.queue_ids("")))).chance is None


def test_a_chance_is_what_the_items_of_a_risk_turned_out_to_be(project):
    review(project, 400)
    project.rank()
    found = [row for row in rows(project) if row.reason]
    others = [row for row in rows(project) if not row.reason]
    assert found[0].chance.checks >= 50
    for group, truth in ((found, 0.5), (others, 0.05)):
        told = sum(row.chance.share for row in group) / len(group)
        assert told == pytest.approx(truth, abs=0.06)
        assert all(row.chance.low <= row.chance.share <= row.chance.high for row in group)
    assert project.view(found[0].item).chance == found[0].chance


def test_the_chance_waits_for_a_visible_moment_and_moves_no_item(project):
    before = list(project.queue_ids(""))
    review(project, 400)
    assert all(row.chance is None for row in rows(project))
    project.learn_all()
    assert any(row.chance is not None for row in rows(project))
    assert list(project.queue_ids("")) == before


def test_a_learned_risk_is_not_judged_by_the_verdicts_it_learned_from(project):
    """Were it, it would flatter itself. What came later is news to it."""
    review(project, 300)
    dataset = project.datasets()[0]
    taught = project.learn(dataset.id)
    assert taught is not None
    project.use(dataset.id, taught.version)
    shown = {row.item: row.risk for row in rows(project)}
    learned_from = set(project.queue_ids("-verdict:undecided"))
    review(project, 100)
    judged, risks = learning.without_own(project._store, dataset, taught.version)
    own = dict(zip(judged.tolist(), risks.tolist(), strict=True))
    assert len(own) == 400
    news = [item for item in own if item not in learned_from]
    assert [own[item] for item in news] == pytest.approx([shown[item] for item in news])
    assert any(own[item] != pytest.approx(shown[item]) for item in learned_from)


def test_calling_findings_wrong_does_not_tell_the_verdict_beforehand(project):
    """Whoever accepts an item calls its finding wrong; what is left would look as if it were always right."""
    ids = list(project.queue_ids("verdict:undecided"))[:400]
    for item in ids:
        view = project.view(item)
        wrong = is_wrong(view.item.position)
        project.decide(item, Verdict.REJECT if wrong else Verdict.ACCEPT)
        if not wrong and view.findings:
            project.call_wrong(item, view.findings[0].analyzer, view.findings[0].reason)
    project.rank()
    open_ones = [row for row in rows(project) if row.reason and row.verdict is None]
    held = chances.evidence(project._store, project.datasets()[0])
    assert sum(risk > 0 for risk in held.risks.tolist()) > 100
    for row in open_ones:
        assert row.chance.share < 0.7
    study = learning.study(project._store, project.datasets()[0])
    assert np.mean(study.held_out[study.cold > 0.2]) == pytest.approx(0.5, abs=0.15)


def test_an_item_whose_finding_was_called_wrong_is_told_no_chance(project):
    review(project, 400)
    project.rank()
    row = next(row for row in rows(project) if row.reason and row.chance)
    finding = project.view(row.item).findings[0]
    project.call_wrong(row.item, finding.analyzer, finding.reason)
    assert project.rows([row.item])[0].chance is None
    assert project.view(row.item).chance is None


def test_what_was_found_out_of_an_older_queue_is_not_kept(project):
    review(project, 400)
    project.rank()
    before = chances.known(project._store.read())
    dataset, version = project.datasets()[0].id, worklist.version(project._store.read())
    project._store.write(lambda c: stored_chances.keep(c, dataset, version - 1, None))
    project._store.write(lambda c: stored_chances.keep(c, dataset, version - 1, {"risks": []}))
    assert chances.known(project._store.read()) == before


def test_a_chance_of_an_older_ranking_is_forgotten(project):
    review(project, 400)
    project.rank()
    with_chance = chances.known(project._store.read())
    assert with_chance
    project._store.write(
        lambda c: c.execute("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'queue'")
    )
    assert chances.known(project._store.read()) == {}


def test_decisions_that_are_taken_back_take_the_chance_with_them(project):
    review(project, 400)
    project.rank()
    assert chances.known(project._store.read())
    project.undo()
    project.learn_all()
    assert chances.known(project._store.read()) == {}


@pytest.mark.parametrize(
    ("risk", "share"), [(-1, 0.0), (0, 0.0), (0.25, 0.1), (0.5, 0.2), (0.75, 0.6), (1, 1.0), (2, 1.0)]
)
def test_between_points_a_chance_is_straight(risk, share):
    points = Chances((0.0, 0.5, 1.0), (0.0, 0.2, 1.0), (0.0, 0.1, 0.9), (0.1, 0.3, 1.0), 60)
    assert points(risk).share == pytest.approx(share)


def test_items_of_one_risk_have_one_chance_with_limits_that_hold():
    """The highest risk is no step of its own; half of a hundred is known to within a tenth or so."""
    rng = np.random.default_rng(1)
    risks = np.r_[np.full(100, 0.9), np.full(300, 0.1)]
    wrong = np.r_[np.arange(100) % 2 == 0, rng.random(300) < 0.05]
    told = chances_of(Evidence(risks, wrong, np.ones(400), 60, learned=False))(0.9)
    assert told.share == pytest.approx(0.5, abs=0.03)
    assert 0.35 < told.low < 0.46
    assert 0.54 < told.high < 0.65


def test_where_all_items_have_one_risk_it_has_one_chance():
    wrong = np.arange(200) % 4 == 0
    told = chances_of(Evidence(np.full(200, 0.3), wrong, np.ones(200), 60, learned=False))
    assert told(0.0) == told(0.3) == told(1.0)
    assert told(0.3).share == pytest.approx(0.25, abs=0.03)
