"""Edits, objections and drafts as the project's one service keeps them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from synthreview.domain import Draft, Kind, Verdict
from synthreview.engine.validity import SOURCE_WORDS, Severity
from synthreview.errors import ItemGone, UserError
from synthreview.formats.mapping import Mapping
from synthreview.project import Project

RECORDS = [
    {"instruction": "Summarise the article.", "input": "<insert article here>", "output": "Bees."},
    {"instruction": "Return the colour as JSON.", "input": "", "output": '{"colour": "blue"}'},
    {"instruction": "Name a river.", "input": "<noinput>", "output": ""},
]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    file = tmp_path / "small.jsonl"
    file.write_text("".join(json.dumps(record) + "\n" for record in RECORDS))
    made = Project.open(tmp_path / "p.synthreview", create=True, reviewer="ada")
    made.import_file(file)
    made.analyze()
    yield made
    made.close()


def item(project: Project, position: int) -> int:
    return project.item_at("small", position)


def test_a_finding_called_wrong_counts_nothing_in_the_risk_and_stays_in_its_place(project: Project) -> None:
    number = item(project, 2)
    before = project.view(number)
    assert len(before.findings) > 1
    wrong = before.findings[0]
    order = list(project.queue_ids(""))
    operation = project.call_wrong(number, wrong.analyzer, wrong.reason)
    after = project.view(number)
    assert [one.reason for one in after.findings] == [one.reason for one in before.findings]
    assert (after.findings[0].objected_by, after.findings[0].weight) == (("ada",), 0.0)
    assert after.risk < before.risk
    assert after.risk == pytest.approx(sum(one.weight for one in after.findings))
    assert project.rows([number])[0].risk == pytest.approx(after.risk)
    assert project.rows([number])[0].reason == after.findings[1].words
    assert list(project.queue_ids("")) == order, "the queue does not jump"
    assert after.history[0].seq == operation.seq
    project.undo()
    assert project.view(number) == project.view(number)
    assert project.view(number).risk == before.risk


def test_the_next_ranking_leaves_it_out(project: Project) -> None:
    number = item(project, 0)
    for finding in project.view(number).findings:
        project.call_wrong(number, finding.analyzer, finding.reason)
    assert project.view(number).risk == 0.0
    file = project.path.with_name("more.jsonl")
    file.write_text(json.dumps({"instruction": "Say hello.", "input": "", "output": "Hello."}) + "\n")
    project.import_file(file)
    project.refresh_queue()
    assert project.view(number).risk == 0.0
    assert list(project.queue_ids("")).index(number) > 0


def test_a_finding_that_is_not_there_cannot_be_called_wrong(project: Project) -> None:
    with pytest.raises(UserError, match="has no finding 'nonsense'; it has"):
        project.call_wrong(item(project, 0), "corrupt_instructions", "nonsense")


def test_saying_it_twice_is_no_second_step(project: Project) -> None:
    number = item(project, 0)
    finding = project.view(number).findings[0]
    with pytest.raises(UserError, match="not called"):
        project.call_wrong(number, finding.analyzer, finding.reason, on=False)
    project.call_wrong(number, finding.analyzer, finding.reason)
    with pytest.raises(UserError, match="already called"):
        project.call_wrong(number, finding.analyzer, finding.reason)
    assert len(project.history()) == 1


def test_objections_are_counted_in_the_manifest(project: Project, tmp_path: Path) -> None:
    number = item(project, 2)
    finding = project.view(number).findings[0]
    project.call_wrong(number, finding.analyzer, finding.reason)
    manifest = project.export(project.dataset().id, tmp_path / "out.jsonl")
    assert manifest["findings_called_wrong"] == 1


def test_a_draft_is_there_when_the_project_is_opened_again(project: Project) -> None:
    number = item(project, 0)
    draft = Draft(("other",), "hm", {"output": "Half"})
    project.keep_draft(number, draft)
    project.close()
    opened = Project.open(project.path, reviewer="ada")
    try:
        assert opened.draft(number) == draft
        assert list(opened.queue_ids("draft:yes")) == [number]
        assert opened.undo_label() is None
        opened.keep_draft(number, None).result()
        assert opened.draft(number) is None
    finally:
        opened.close()


def test_rules_are_told_for_a_stored_item(project: Project) -> None:
    number = item(project, 1)
    assert project.problems(number, {"output": '{"colour": "green"}'}) == []
    (found,) = project.problems(number, {"output": "green"})
    assert found.sentence.startswith("The text was JSON and is none any more")


def test_what_the_source_cannot_take_up_is_told(tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl"
    record = {"prompt": "Which?", "a": "This.", "b": "That.", "choice": "model_a"}
    file.write_text(json.dumps(record) + "\n")
    mapping = Mapping(
        Kind.PREFERENCE, {name: name for name in record}, {"choice": {"model_a": "a", "model_b": "b"}}
    )
    made = Project.open(tmp_path / "q.synthreview", create=True)
    try:
        made.import_file(file, mapping=mapping)
        found = made.problems(1, {"choice": "tie"})
        (source,) = [one for one in found if SOURCE_WORDS in one.formats]
        assert source.severity is Severity.WARN
        assert "cannot be written back into the source file" in source.sentence
        assert made.problems(1, {"choice": "b"}) == []
    finally:
        made.close()


def test_an_item_of_a_removed_data_set_is_gone_in_words_and_back_after_undo(project: Project) -> None:
    number = item(project, 0)
    project.remove_dataset(project.dataset().id)
    for act in (
        lambda: project.view(number),
        lambda: project.decide(number, Verdict.ACCEPT),
        lambda: project.decide(number, Verdict.FIX, edits={"output": "x"}),
        lambda: project.flag(number, True),
        lambda: project.problems(number, {"output": "x"}),
    ):
        with pytest.raises(ItemGone, match=f"#{number} is gone: its data set was removed"):
            act()
    project.undo()
    assert project.view(number).item.id == number
