"""What a risk means, from decisions in a real project."""

from __future__ import annotations

import json
import random

import pytest

from synthreview.domain import Decision, Verdict
from synthreview.engine import chances, learning
from synthreview.engine.chances import Chances
from synthreview.project import Project

ITEMS = 600
PLACEHOLDER = "<insert article here>"


def is_wrong(record):
    """Of items with a finding half are wrong, of the others one in twenty."""
    return record % 8 == 0 or record % 20 == 3


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A project of 600 analyzed instructions; one in four has a finding."""
    folder = tmp_path_factory.mktemp("chances")
    words = random.Random(1)
    lines = [
        json.dumps(
            {
                "instruction": f"Write {n} words on {words.random()}, {words.random()}.",
                "input": PLACEHOLDER if n % 4 == 0 else "",
                "output": f"{words.random()} and {words.random()} make {n}.",
            }
        )
        for n in range(ITEMS)
    ]
    (folder / "made.jsonl").write_text("\n".join(lines) + "\n")
    path = folder / "made.synthreview"
    project = Project.open(path, create=True, reviewer="Ada")
    project.import_file(folder / "made.jsonl")
    project.analyze()
    project.close()
    return path


@pytest.fixture
def project(made, tmp_path):
    copy = tmp_path / "copy.synthreview"
    copy.write_bytes(made.read_bytes())
    opened = Project.open(copy, reviewer="Ada")
    yield opened
    opened.close()


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
    """Were it, it would flatter itself."""
    review(project, 400)
    dataset = project.datasets()[0]
    taught = project.learn(dataset.id)
    assert taught is not None
    project.use(dataset.id, taught.version)
    shown = {row.item: row.risk for row in rows(project)}
    lesson = learning.study(project._store, dataset)
    held = chances.evidence(project._store, dataset)
    assert sorted(held.risks.tolist()) == sorted(lesson.held_out.tolist())
    assert sorted(held.risks.tolist()) != sorted(shown[item] for item in lesson.judged.tolist())


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
    points = Chances((0.0, 0.5, 1.0), (0.0, 0.2, 1.0), (0.0, 0.1, 0.9), (0.1, 0.3, 1.0), 60, 90)
    assert points(risk).share == pytest.approx(share)
