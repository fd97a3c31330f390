"""From decisions in a real project to the number of errors that are left."""

from __future__ import annotations

import pytest

from synthreview.domain import Decision, Verdict
from synthreview.engine import quality_words
from synthreview.engine.quality import checks_needed
from synthreview.project import Mix, Project
from tests.unit.engine.queues import copied, instructions

ITEMS = 600


def is_wrong(record):
    """One item in ten is wrong, and half of those are found by an analyzer."""
    return record % 10 == 0


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A project of 600 analyzed instructions."""
    return instructions(tmp_path_factory.mktemp("made"), ITEMS, lambda n: n % 20 == 0)


@pytest.fixture
def project(made, tmp_path):
    with copied(made, tmp_path) as opened:
        yield opened


def judge(project, items):
    for item in items:
        wrong = is_wrong(project.view(item).item.position)
        project.decide(item, Verdict.REJECT if wrong else Verdict.ACCEPT)


def found(project):
    return project.quality(project.datasets()[0].id)


def waiting(project, count):
    return list(project.queue_ids())[:count]


def test_without_checks_no_number_is_told(project):
    left = found(project)
    assert (left.checks, left.told, left.at_most) == (0, False, 1.0)
    assert quality_words.headline(left)[0] == "Not known"
    assert quality_words.stop(left)[:2] == ("Not known", "yet")


def test_a_fifth_of_what_the_queue_shows_is_random_and_the_truth_is_in_the_interval(project):
    items = waiting(project, 200)
    judge(project, items)
    ways = [project.view(item).decision.selected_by for item in items]
    assert ways[:20].count("audit") == 4
    assert ways[0] == "risk"
    # What has findings is shown by then; random checks are all that is left.
    assert set(ways[60:]) == {"audit"}
    left = found(project)
    assert left.checks >= 40
    assert left.decisions == 200
    assert left.residual.found == sum(is_wrong(project.view(item).item.position) for item in items)
    assert left.residual.missing.low <= ITEMS / 10 - left.residual.found <= left.residual.missing.high
    assert left.residual.after.share <= left.residual.before.share
    assert left.at_most >= left.residual.after.share


def test_a_check_keeps_its_chance_and_what_was_searched_for_has_none(project):
    items = waiting(project, 30)
    judge(project, items)
    kept = [project.view(item).decision for item in items]
    assert {0 < each.probability <= 1 for each in kept if each.selected_by == "audit"} == {True}
    assert {each.probability for each in kept if each.selected_by != "audit"} == {None}
    other = waiting(project, 1)[0]
    project.decide(other, Verdict.ACCEPT, selected_by="search")
    assert project.view(other).decision.selected_by == "search"


def test_every_item_judged_leaves_counts_and_no_estimate(project):
    judge(project, waiting(project, ITEMS))
    left = found(project)
    assert left.residual.missing.share == 0
    assert left.residual.before.share == pytest.approx(0.1)
    assert left.at_most == 0
    assert quality_words.headline(left) == ("0", "errors are left")


def test_checks_that_were_passed_over_hold_up_those_after_them(project):
    items = waiting(project, 100)
    project.decide_many([Decision(item, Verdict.ACCEPT, selected_by="direct") for item in items[:1]])
    checks = [row[0] for row in project._store.read().execute("SELECT item FROM audit ORDER BY place")]
    third, tenth = checks[2], checks[9]
    for item in (*checks[:2], *checks[3:10]):
        project.decide(item, Verdict.ACCEPT)
    left = found(project)
    assert left.passed == (third,)
    assert left.checks == 2
    assert any("passed over" in sentence for sentence in quality_words.all_said(left))
    project.decide(third, Verdict.ACCEPT)
    assert found(project).checks >= 10
    assert tenth in checks


def test_a_deferred_check_is_left_out_and_feared_to_be_an_error(project):
    checks = [row[0] for row in project._store.read().execute("SELECT item FROM audit ORDER BY place")]
    for item in checks[:60]:
        project.decide(item, Verdict.ACCEPT)
    sure = found(project)
    project.decide(checks[0], Verdict.DEFER)
    unsure = found(project)
    assert (unsure.checks, unsure.deferred, unsure.wrong) == (sure.checks - 1, 1, 0)
    assert unsure.at_most > sure.at_most
    assert any("deferred check" in sentence for sentence in quality_words.all_said(unsure))


def test_what_was_decided_together_is_not_taken_for_looked_at(project):
    judge(project, waiting(project, 150))
    before = found(project)
    rest = waiting(project, 300)
    project.decide_many([Decision(item, Verdict.ACCEPT, selected_by="batch") for item in rest])
    accepted = found(project)
    assert accepted.decisions == before.decisions
    assert accepted.residual.remainder == before.residual.remainder
    project.decide_many([Decision(item, Verdict.REJECT, selected_by="batch") for item in rest])
    rejected = found(project)
    assert rejected.outside == 300
    assert rejected.items == ITEMS - 300
    assert any("300 items taken out together" in sentence for sentence in quality_words.all_said(rejected))


def test_how_many_checks_are_needed_grows_with_the_demand(project):
    checks = [row[0] for row in project._store.read().execute("SELECT item FROM audit ORDER BY place")]
    for item in checks[:50]:
        project.decide(item, Verdict.ACCEPT)
    left = found(project)
    needed = [checks_needed(left, target) for target in (0.2, 0.05, 0.02)]
    assert needed[0] == 0
    assert needed[1] < needed[2]
    answer, meaning, _ = quality_words.stop(left)
    assert answer == "Not yet"
    assert str(needed[1]) in meaning


def test_the_target_is_the_leads_and_can_be_undone(project):
    checks = [row[0] for row in project._store.read().execute("SELECT item FROM audit ORDER BY place")]
    for item in checks[:50]:
        project.decide(item, Verdict.ACCEPT)
    assert found(project).target == 0.05
    project.set_target(0.2)
    assert found(project).target == 0.2
    answer, meaning, why = quality_words.stop(found(project))
    assert answer == "Yes"
    assert "20" in meaning
    assert "50 random checks" in why
    project.undo()
    assert found(project).target == 0.05


def test_a_target_that_no_check_can_show_is_called_so(project):
    checks = [row[0] for row in project._store.read().execute("SELECT item FROM audit ORDER BY place")]
    for item in checks[:50]:
        project.decide(item, Verdict.REJECT if item % 2 else Verdict.ACCEPT)
    assert quality_words.stop(found(project))[0] == "No"


def test_a_ranking_that_checks_do_not_confirm_is_called_so(project):
    checks = [row[0] for row in project._store.read().execute("SELECT item FROM audit ORDER BY place")]
    for item in checks[:200]:
        wrong = is_wrong(project.view(item).item.position)
        project.decide(item, Verdict.REJECT if wrong else Verdict.ACCEPT)
    good = found(project)
    assert 0.5 < good.ranking.low <= good.ranking.share <= 1
    assert quality_words.ranking(good)[0].endswith("in 100")
    for item in checks[:200]:
        project.decide(item, Verdict.ACCEPT if item % 3 else Verdict.REJECT)
    blind = found(project)
    assert blind.ranking.low < 0.5
    assert quality_words.ranking(blind)[0] == "Not known"


def test_the_mix_is_the_leads_and_can_be_undone(project):
    assert project.mix() == Mix()
    project.set_mix(Mix(50, 0, 0, 50))
    assert project.mix() == Mix(50, 0, 0, 50)
    project.rank()
    items = waiting(project, 40)
    judge(project, items)
    assert sum(project.view(item).decision.selected_by == "audit" for item in items) == 20
    project.undo(to=0)
    assert project.mix() == Mix()


def test_a_small_data_set_has_no_random_checks(tmp_path):
    (tmp_path / "few.jsonl").write_text('{"instruction": "Say hello.", "input": "", "output": "Hello."}\n')
    opened = Project.open(tmp_path / "few.synthreview", create=True)
    opened.import_file(tmp_path / "few.jsonl")
    opened.analyze()
    assert found(opened) is None
    opened.close()


def test_labels_are_told_apart(tmp_path):
    rows = [
        f'{{"text": "Text number {n} of these", "label": "{"rare" if n % 10 == 0 else "usual"}"}}'
        for n in range(300)
    ]
    (tmp_path / "labels.jsonl").write_text("\n".join(rows) + "\n")
    opened = Project.open(tmp_path / "labels.synthreview", create=True, reviewer="Ada")
    opened.import_file(tmp_path / "labels.jsonl")
    opened.analyze()
    for item in waiting(opened, 100):
        opened.decide(
            item, Verdict.REJECT if opened.view(item).item.parts["label"] == "rare" else Verdict.ACCEPT
        )
    by_label = opened.quality_by_label(opened.datasets()[0].id)
    assert {label: each.size for label, each in by_label.items()} == {"rare": 30, "usual": 270}
    assert by_label["rare"].before.share == 1
    assert by_label["usual"].before.low == 0
    opened.close()
