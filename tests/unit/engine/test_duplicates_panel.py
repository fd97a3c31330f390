"""How many items are copies, by kind of copy."""

from __future__ import annotations

import json

import pytest

from synthreview.engine.duplicates_panel import duplicates_panel
from synthreview.project import Project

LONG = "the lake lies between the hills and the town where the old road to the mill begins number"


@pytest.fixture
def opened(tmp_path):
    projects = []

    def make(records, analyzers=("corrupt_instructions", "near_duplicates")):
        source = tmp_path / "made.jsonl"
        source.write_text("\n".join(map(json.dumps, records)) + "\n")
        project = Project.open(tmp_path / "made.synthreview", create=True, reviewer="Ada")
        projects.append(project)
        project.import_file(source)
        if analyzers:
            project.analyze(analyzers=analyzers)
        return project

    yield make
    for project in projects:
        project.close()


def task(number, output=""):
    words = " ".join(f"w{number}x{place}" for place in range(30))
    return {"instruction": f"Tell {words}.", "input": "", "output": output or f"It is {words} again."}


def near(number, word="changed"):
    made = task(number)
    return {**made, "instruction": made["instruction"].replace(".", f" {word}.")}


def panel(project):
    return duplicates_panel(project._store, project.datasets()[0])


def lines(project):
    return {effect.name: effect for effect in panel(project).effects}


def test_each_kind_of_copy_is_a_share_of_the_items(opened):
    project = opened([*map(task, range(16)), task(3), task(3), near(5), near(6)])
    found = lines(project)
    assert (found["Same instruction"].value, found["Near copy"].value) == (2 / 20, 2 / 20)
    assert found["Near copy"].words == "2 of 20 items"
    assert found["Near copy"].low is None  # all items were looked at
    assert panel(project).title.startswith("Of the items, 20")
    assert panel(project).subtitle.startswith("4 of 20 items; without copies 16 are left")


def test_a_line_leads_to_its_copies_and_not_to_what_they_copy(opened):
    project = opened([*map(task, range(16)), task(3), near(5)])
    assert project.queue_ids(lines(project)["Same instruction"].where).tolist() == [17]
    assert project.queue_ids(lines(project)["Near copy"].where).tolist() == [18]


def test_weak_signs_are_told_and_not_counted_as_copies(opened):
    answer = task(99)["output"]
    project = opened([*map(task, range(16)), task(20, answer), task(21, answer)])
    found = lines(project)["Answer again"]
    assert found.value == 1 / 18
    assert found.words.endswith("may well be sound, so not counted above")
    assert panel(project).title == "No item is a copy of another"


def test_weak_signs_that_are_nowhere_have_no_line(opened):
    project = opened([*map(task, range(16)), task(3)])
    assert set(lines(project)) == {"Same instruction", "Near copy"}
    assert lines(project)["Near copy"].value == 0
    assert not lines(project)["Near copy"].where


def test_without_any_copy_there_is_nothing_to_draw(opened):
    project = opened(list(map(task, range(16))))
    assert panel(project).title == "No item is a copy of another"
    assert panel(project).effects == ()


def test_a_finding_that_somebody_calls_wrong_does_not_count(opened):
    project = opened([*map(task, range(16)), task(3), near(5)])
    project.call_wrong(17, "corrupt_instructions", "same_instruction")
    assert lines(project)["Same instruction"].value == 0
    assert lines(project)["Near copy"].value == 1 / 18
    assert panel(project).subtitle.startswith("1 of 18 items")


def test_what_was_not_looked_for_is_said(opened):
    project = opened([*map(task, range(16)), task(3)], analyzers=("corrupt_instructions",))
    assert set(lines(project)) == {"Same instruction"}
    assert "Not looked for: Near copy, Answer again, Said before." in panel(project).caution


def test_labels_of_several_people_are_no_copies_and_the_panel_says_so(opened):
    project = opened([{"text": f"{LONG} {n}", "label": "ab"[n % 2]} for n in range(30)], None)
    assert panel(project) is None
    project.analyze(analyzers=["near_duplicates"])
    assert "What several people or models judged is no copy." in panel(project).caution


def test_before_an_analysis_nothing_is_said(opened):
    assert panel(opened([task(1)], analyzers=None)) is None
