"""The published kinds of instruction error, as far as detectors point at them."""

from __future__ import annotations

import json

import pytest

from synthreview.analyzers.registry import finding_reasons
from synthreview.domain import Confidence, Kind
from synthreview.engine.error_kinds import PUBLISHED
from synthreview.engine.instruction_errors_panel import SIGNS, instruction_errors_panel
from synthreview.project import Project

INPUT, OUTPUT = "Input does not fit the instruction", "Output does not fit the instruction"
WRONG = "Output is wrong"


@pytest.fixture
def opened(tmp_path):
    projects = []

    def make(records, analyzers=("corrupt_instructions",)):
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


def task(number, **parts):
    made = {
        "instruction": f"Tell me of the number {number}.",
        "input": "",
        "output": f"It is number {number}.",
    }
    return {**made, **parts}


def panel(project):
    return instruction_errors_panel(project._store, project.datasets()[0])


def lines(project):
    return {effect.name: effect for effect in panel(project).effects}


@pytest.fixture
def project(opened):
    """Of 20 items 3 lack their input, one of these an output as well; another lacks an output."""
    return opened(
        [
            *map(task, range(16)),
            task(16, input="Noinput", output=""),
            task(17, input="Noinput"),
            task(18, input="Noinput"),
            task(19, output=""),
        ]
    )


def test_a_kind_of_error_is_the_share_of_the_items_with_a_sign_of_it(project):
    found = lines(project)
    assert (found[INPUT].value, found[OUTPUT].value, found[WRONG].value) == (3 / 20, 2 / 20, 0)
    assert [effect.name for effect in panel(project).effects][:2] == [INPUT, OUTPUT]
    assert len(found) == len(panel(project).effects)
    assert panel(project).line is None
    assert found[INPUT].low is None  # all items were looked at
    assert found[WRONG].where == ""
    assert panel(project).title.startswith(f"Detectors find “{INPUT}” most often, in 15")


def test_an_item_with_several_kinds_counts_once_in_all(project):
    assert panel(project).subtitle.startswith("They point at 4 of 20 items (20")


def test_each_line_has_the_published_rate_beside_it(project):
    errors = PUBLISHED["incorrect_output"]
    assert sum(errors) == 79
    found = lines(project)[WRONG]
    assert (found.value, found.beside, found.note) == (0, 79 / 800, "published 9.9\u202f%")
    assert "0 of 20 items; in the published study 79 of 800 items that people read, 1.5" in found.words
    assert panel(project).beside == "in the published study"
    assert "people found one in 30" in panel(project).subtitle


def test_a_line_leads_to_its_items(project):
    assert sorted(project.queue_ids(lines(project)[INPUT].where).tolist()) == [17, 18, 19]
    assert sorted(project.queue_ids(lines(project)[OUTPUT].where).tolist()) == [17, 20]


def test_a_finding_that_somebody_calls_wrong_does_not_count(project):
    project.call_wrong(20, "corrupt_instructions", "empty_output")
    assert lines(project)[OUTPUT].value == 1 / 20
    assert project.queue_ids(lines(project)[OUTPUT].where).tolist() == [17]


def test_a_tie_has_no_most_frequent_kind(opened):
    project = opened([*map(task, range(8)), task(8, input="Noinput"), task(9, output="")])
    assert panel(project).title == "No kind of error is found more often than all others"


def test_no_finding_is_said_as_such(opened):
    project = opened(list(map(task, range(8))))
    assert panel(project).title == "Detectors find none of the published kinds of error"


def test_pointing_at_nearly_every_item_is_said_to_tell_nothing(opened):
    project = opened([task(0), *(task(n, output="") for n in range(1, 20))])
    assert panel(project).title == f"Detectors find “{OUTPUT}” in 95\u202f% of the items, which tells nothing"
    assert "tells nothing" not in panel(project).subtitle


def test_pointing_at_nearly_every_item_for_several_kinds_tells_nothing_either(opened):
    project = opened(
        [*(task(n, output="") for n in range(12)), *(task(n, input="Noinput") for n in range(12, 20))]
    )
    assert panel(project).title.startswith(f"Detectors find “{OUTPUT}” most often, in 60")
    assert panel(project).subtitle.endswith("Pointing at nearly all items tells nothing.")


def test_before_an_analysis_nothing_is_said(opened):
    assert panel(opened([task(1)], analyzers=None)) is None


def test_other_kinds_of_data_have_no_such_errors(opened):
    project = opened([{"text": f"text {n}", "label": "ab"[n % 2]} for n in range(10)], ("near_duplicates",))
    assert panel(project) is None


def test_signs_are_reasons_of_detectors_that_are_not_weak_and_each_means_one_kind():
    known = finding_reasons()
    codes = [code for each in SIGNS.values() for code in each]
    assert len(codes) == len(set(codes))
    assert set(SIGNS) == set(PUBLISHED)
    for code in codes:
        assert Kind.INSTRUCTION in known[code].kinds
        assert known[code].confidence is not Confidence.WEAK
