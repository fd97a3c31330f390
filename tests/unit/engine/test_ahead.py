"""What more reviews would bring, and what second looks say of the first ones, in a real project."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.special import expit

from synthreview.chance import Chance
from synthreview.domain import Decision, Verdict
from synthreview.engine import quality_words
from synthreview.engine.ahead import NEXT, RECALL, expected
from synthreview.project import Mix, Project
from tests.unit.engine.queues import instructions

ITEMS = 600


def is_wrong(record):
    """Of items with a finding four in five are wrong, of the others one in twenty-five."""
    return record % 25 == 3 if record % 4 else record % 5 != 0


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A project of 600 analyzed instructions; one in four has a finding."""
    return instructions(tmp_path_factory.mktemp("made"), ITEMS, lambda n: n % 4 == 0)


@pytest.fixture
def path(made, tmp_path):
    copy = tmp_path / "copy.synthreview"
    copy.write_bytes(made.read_bytes())
    return copy


@pytest.fixture
def project(path):
    opened = Project.open(path, reviewer="Ada")
    yield opened
    opened.close()


def review(project, count):
    """Decide so many items as the queue shows them."""
    decisions = []
    for item in list(project.queue_ids("verdict:undecided"))[:count]:
        wrong = is_wrong(project.view(item).item.position)
        decisions.append(Decision(item, Verdict.REJECT if wrong else Verdict.ACCEPT))
    project.decide_many(decisions)


def quality(project):
    found = project.quality(project.datasets()[0].id)
    assert found is not None
    return found


def wrong_ahead(project, count):
    ids = list(project.queue_ids("verdict:undecided"))[:count]
    return sum(is_wrong(project.view(item).item.position) for item in ids)


def test_before_a_chance_is_known_nothing_is_foretold(project):
    review(project, 60)
    found = quality(project).ahead
    assert found.items == NEXT
    assert found.removed is None
    assert found.reviews is None


def test_the_next_hundred_hold_about_as_many_errors_as_foretold(project):
    review(project, 280)
    project.rank()
    found = quality(project).ahead
    truth = wrong_ahead(project, NEXT)
    assert found.removed.low <= truth <= found.removed.high
    assert found.removed.share == pytest.approx(truth, abs=10)
    assert any(str(round(found.removed.share)) in said for said in quality_words.ahead(quality(project)))


def test_of_fewer_than_a_hundred_all_are_foretold(project):
    review(project, 560)
    project.rank()
    assert quality(project).ahead.items == 40


def test_the_recall_is_what_was_found_of_all_there_are(project):
    review(project, 300)
    found = quality(project)
    all_wrong = sum(map(is_wrong, range(ITEMS)))
    truth = found.residual.found / all_wrong
    assert found.ahead.recall.low <= truth <= found.ahead.recall.high


def expected_after(project, reviews):
    """Errors expected to be found by so many more reviews, the riskiest first."""
    left = quality(project).residual
    rows = [project.rows([item])[0] for item in project.queue_ids("verdict:undecided")]
    told = np.array([row.chance.share for row in sorted(rows, key=lambda row: -row.risk)])
    odds = np.log(told / (1 - told))
    shift = brentq(lambda by: expit(odds + by).sum() - left.missing.share, -20, 20)
    return expit(odds + shift)[:reviews].sum()


def test_so_many_reviews_more_are_expected_to_find_nearly_all_errors(project):
    review(project, 280)
    project.rank()
    found = quality(project)
    left, more = found.residual, found.ahead.reviews
    wanted = RECALL * (left.found + left.missing.share) - left.found
    assert 0 < more < 320
    assert expected_after(project, more) == pytest.approx(wanted, abs=0.5)


@pytest.mark.parametrize("aim", [0.02, 0.05])
def test_so_many_reviews_more_bring_the_rate_below_the_target(project, aim):
    project.set_target(aim)
    project.set_mix(Mix(20, 0, 0, 80))
    project.rank()
    review(project, 100)
    project.rank()
    found = quality(project)
    left, more = found.residual, found.ahead.below
    assert 0 < more < 500
    gone = expected_after(project, more)  # all that was found so far was rejected
    rate = (left.missing.share - gone) / (left.kept - gone)
    assert rate == pytest.approx(aim, abs=0.003)
    if quality_words.stop(found)[0] == "No":
        assert f"about {more} more reviews" in quality_words.stop(found)[1]


def test_where_the_rate_is_below_the_target_nothing_more_is_needed_for_it(project):
    project.set_target(0.2)
    review(project, 280)
    assert quality(project).ahead.below == 0


def test_with_nearly_all_found_it_tells_which_checks_would_show_it(project):
    review(project, 590)
    found = quality(project)
    assert found.ahead.recall.share >= RECALL
    assert found.ahead.reviews == 0
    assert 0 < found.ahead.checks <= found.residual.remainder


def test_an_expected_number_allows_for_luck_and_for_what_is_not_known():
    sure = expected([Chance(0.5, 0.5, 0.5, 50)] * 100)
    unsure = expected([Chance(0.5, 0.4, 0.6, 50)] * 100)
    assert (sure.share, unsure.share) == (50, 50)
    assert (sure.low, sure.high) == pytest.approx((50 - 9.8, 50 + 9.8), abs=0.01)
    assert unsure.low < 31
    assert unsure.high > 69
    assert expected([Chance(0.0, 0.0, 0.0, 50)] * 3).low == 0


def second_looks(path, project, looks, overturned):
    """Another person judges so many items that were judged before, and finds some of the verdicts wrong."""
    items = [item for item in project.queue_ids("") if project.view(item).decision is not None][:looks]
    project.close()
    other = Project.open(path, reviewer="Ben")
    for number, item in enumerate(items):
        wrong = is_wrong(other.view(item).item.position) != (number < overturned)
        other.decide(item, Verdict.REJECT if wrong else Verdict.ACCEPT)
    return other


@pytest.mark.parametrize(("looks", "overturned", "told"), [(60, 12, True), (60, 0, False), (20, 10, False)])
def test_what_second_looks_overturn_is_allowed_for(path, looks, overturned, told):
    project = Project.open(path, reviewer="Ada")
    review(project, 280)
    other = second_looks(path, project, looks, overturned)
    found = quality(other)
    said = " ".join(quality_words.sentences(found))
    assert ("Second looks overturned" in said) == told
    if told:
        assert found.overturned.looks == looks
        assert found.overturned.share.share == overturned / looks
        width = found.residual.before.high - found.residual.before.low
        assert found.overturned.before.high - found.overturned.before.low > width
    else:
        assert found.overturned is None or found.overturned.before is None
    other.close()
