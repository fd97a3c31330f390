"""Errors left for each label: told where checks carry it, marked where they differ from the whole."""

from __future__ import annotations

import pytest

from synthreview.domain import Decision, Verdict
from synthreview.engine import errors_by_label
from synthreview.engine.errors_by_label import errors_by_label_panel
from synthreview.project import Project
from tests.unit.engine.queues import copied

ITEMS = 600


def label_of(record):
    """Half of the texts are red, most others blue, a few say something odd."""
    return 'say "odd"' if record % 50 == 49 else "red" if record % 2 else "blue"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("labels")
    rows = ['"Text number {} of these","{}"'.format(n, label_of(n).replace('"', '""')) for n in range(ITEMS)]
    (folder / "made.csv").write_text("text,label\n" + "\n".join(rows) + "\n")
    project = Project.open(folder / "made.synthreview", create=True, reviewer="Ada")
    project.import_file(folder / "made.csv")
    project.analyze()
    project.close()
    return folder / "made.synthreview"


@pytest.fixture
def project(made, tmp_path):
    with copied(made, tmp_path) as opened:
        yield opened


def judge(project, wrong, count):
    """Judge the first random checks, those of some labels as wrong."""
    items = stream(project, count)
    project.decide_many(
        [Decision(item, Verdict.REJECT if label_of(item - 1) in wrong else Verdict.ACCEPT) for item in items]
    )
    return [label_of(item - 1) for item in items]


def stream(project, count):
    rows = project._store.read().execute("SELECT item FROM audit ORDER BY place LIMIT ?", (count,))
    return [item for (item,) in rows]


def panel(project):
    return errors_by_label_panel(project._store, project.datasets()[0])


def test_a_label_that_is_often_wrong_stands_out(project):
    labels = judge(project, {"red"}, 120)
    said = panel(project)
    assert said.title == "“red” has more errors left than the data set as a whole"
    assert [(each.name, each.certain) for each in said.effects] == [("red", True), ("blue", True)]
    red, blue = said.effects
    assert blue.low == 0 < blue.high < said.neutral < red.low < red.value == pytest.approx(1, abs=0.1)
    kept = sum(label_of(n) == "red" for n in range(ITEMS)) - labels.count("red")
    assert red.note == f"{labels.count('red')} checks"
    assert red.words == f"about {kept} of {kept} items, from {labels.count('red')} checks"


def test_the_numbers_are_those_told_for_the_label_alone_with_wider_intervals(project):
    judge(project, {"red"}, 120)
    alone = project.quality_by_label(project.datasets()[0].id)
    for each in panel(project).effects:
        after = alone[each.name].after
        assert each.value == after.share
        assert each.low <= after.low <= after.high <= each.high
        assert each.high - each.low > after.high - after.low


def test_the_title_names_the_label_with_most_errors_among_those_with_more(project, monkeypatch):
    monkeypatch.setattr(errors_by_label, "ENOUGH", 2)
    judge(project, {"red"}, 120)
    odd = [item for item in range(1, ITEMS + 1) if label_of(item - 1) == 'say "odd"']
    project.decide_many([Decision(item, Verdict.ACCEPT) for item in odd])
    project._store.write(
        lambda c: c.execute("UPDATE item SET label = 'pink' WHERE label = 'red' AND id % 3 = 0")
    )
    said = panel(project)
    assert said.title.startswith("2 labels have more errors left than the data set as a whole, “")
    assert f"“{said.effects[0].name}” the most" in said.title


def test_items_taken_out_together_leave_the_labels_of_the_others_as_they_are(project):
    judge(project, {"red"}, 120)
    out = [item for item in project.queue_ids("verdict:undecided") if label_of(item - 1) != "red"]
    project.decide_many([Decision(item, Verdict.REJECT, selected_by="batch") for item in out])
    alone = project.quality_by_label(project.datasets()[0].id)
    said = {each.name: each for each in panel(project).effects}
    assert set(said) == set(alone)
    for label, each in said.items():
        after = alone[label].after
        assert each.value == after.share
        assert each.low <= after.low <= after.high <= each.high
    assert said["blue"].words.startswith("all ")


def test_a_label_with_few_checks_is_not_known(project):
    judge(project, {"red", 'say "odd"'}, 120)
    said = panel(project)
    assert 'say "odd"' not in [each.name for each in said.effects]
    few = sum(label_of(item - 1) == 'say "odd"' for item in stream(project, 120))
    assert 0 < few < 20
    # One in a region that is wholly reviewed speaks for itself alone.
    endings = (f'Too few checks (fewer than 20) of 1 label: “say "odd"” ({n}).' for n in (few, few - 1))
    assert said.subtitle.endswith(tuple(endings))


def test_errors_alike_in_all_labels_are_not_told_apart(project):
    rows = project._store.read().execute("SELECT item FROM audit ORDER BY place LIMIT 120").fetchall()
    project.decide_many(
        [
            Decision(item, Verdict.FIX if place % 6 < 2 else Verdict.ACCEPT)
            for place, (item,) in enumerate(sorted(rows))
        ]
    )
    said = panel(project)
    assert said.title == "No label is known to have more errors left than the others"
    assert not any(each.certain for each in said.effects)


def test_the_more_labels_the_wider_the_interval_that_has_to_leave_out_the_whole(project, monkeypatch):
    judge(project, {"red"}, 120)
    asked = []
    real = errors_by_label.residual

    def noted(ledger, confidence=0.95):
        asked.append(confidence)
        return real(ledger, confidence)

    monkeypatch.setattr(errors_by_label, "residual", noted)
    panel(project)
    assert sorted(asked) == [0.95, 1 - 0.05 / 2, 1 - 0.05 / 2]


def test_before_enough_checks_no_number_is_told(project):
    assert panel(project).subtitle == "A label is told from 20 random checks of its own on."
    judge(project, {"red"}, 20)
    said = panel(project)
    assert (said.title, said.effects) == ("Too few random checks to tell labels apart", ())
    assert "the most so far are 1" in said.subtitle


def test_a_label_that_was_looked_at_to_the_end_is_known_without_estimate(project):
    odd = [item for item in range(1, ITEMS + 1) if label_of(item - 1) == 'say "odd"']
    judge(project, {"red"}, 120)
    project.decide_many([Decision(item, Verdict.FIX) for item in range(1, ITEMS + 1)])
    (found,) = (each for each in panel(project).effects if each.name == 'say "odd"')
    assert (found.value, found.low, found.high) == (0, 0, 0)
    assert found.words == f"all {len(odd)} items were looked at"


def test_a_line_leads_to_the_items_of_its_label(project):
    project.decide_many([Decision(item, Verdict.ACCEPT) for item in range(1, ITEMS + 1)])
    behind = {each.name: set(project.queue_ids(each.where)) for each in panel(project).effects}
    for name, items in behind.items():
        assert items == {item for item in range(1, ITEMS + 1) if label_of(item - 1) == name}
    assert len(behind) == 3


def test_items_without_a_label_have_no_line(project):
    project._store.write(lambda c: c.execute("UPDATE item SET label = NULL WHERE label = 'blue'"))
    judge(project, {"red"}, 120)
    said = panel(project)
    assert [each.name for each in said.effects] == ["red"]
    assert "of 1 label: " in said.subtitle


def test_a_label_that_was_taken_out_whole_has_no_line(project):
    odd = [item for item in range(1, ITEMS + 1) if label_of(item - 1) == 'say "odd"']
    project.decide_many([Decision(item, Verdict.ACCEPT) for item in range(1, ITEMS + 1)])
    project.decide_many([Decision(item, Verdict.REJECT) for item in odd])
    said = panel(project)
    assert sorted(each.name for each in said.effects) == ["blue", "red"]
    assert "Too few" not in said.subtitle


def test_without_labels_or_checks_there_is_no_panel(tmp_path):
    few = tmp_path / "few.csv"
    few.write_text("text,label\none,a\ntwo,b\n")
    one = tmp_path / "one.csv"
    one.write_text("text,label\n" + "".join(f"Text {n} here,a\n" for n in range(250)))
    for file in (few, one):
        opened = Project.open(file.with_suffix(".synthreview"), create=True)
        opened.import_file(file)
        opened.analyze()
        assert panel(opened) is None
        opened.close()


def test_a_label_that_was_looked_at_to_its_last_item_is_known_however_few_its_checks(project):
    judge(project, {"red"}, 120)
    odd = [n + 1 for n in range(ITEMS) if label_of(n) == 'say "odd"']
    project.decide_many([Decision(item, Verdict.ACCEPT) for item in odd])
    found = next(each for each in panel(project).effects if "odd" in each.name)
    assert found.note == "all looked at"
    assert found.value == found.low == found.high == 0


def test_so_many_labels_that_they_are_no_classes_have_no_panel(project, monkeypatch):
    judge(project, {"red"}, 120)
    monkeypatch.setattr(errors_by_label, "MOST", 2)
    assert panel(project) is None
