"""The paper's numbers about the riddles of Solo Performance Prompting, recomputed on the released log (T9)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from synthreview.domain import Kind, Role
from synthreview.project import Project
from tests.quality.reading import json_lines

pytestmark = pytest.mark.quality


@pytest.fixture(scope="module")
def log(shared_data) -> Path:
    (found,) = (shared_data / "spp/logic_grid_puzzle/gpt4_w_sys_mes").glob("*.jsonl")
    return found


@pytest.fixture(scope="module")
def golden(shared_data) -> dict:
    return json.loads((shared_data / "golden_values.json").read_text(encoding="utf-8"))["spp_digression"]


def answer(text: str) -> str:
    """The number of the house: the last character but one, or the last."""
    return next((sign for sign in (text[-2:-1], text[-1:]) if sign.isdigit()), "")


def text_of(record: dict) -> str:
    output = record["unwrapped_output"]
    return (output[0] if isinstance(output, list) else output).strip()


def test_as_many_riddles_are_solved_as_in_the_paper_by_the_logs_own_word_and_by_the_answers(log, golden):
    records = json_lines(log)
    empty = [place for place, record in enumerate(records) if not record]
    assert (len(records), empty) == (golden["n"], [golden["empty_row_idx"]])
    told = [record for record in records if record]
    flags = [record["test_output_infos"][0]["correct"] for record in told]
    solved = [answer(text_of(record)) in record["task_data"]["targets"] for record in told]
    assert solved == flags
    assert 100 * sum(solved) / len(records) == golden["accuracy"]
    digressed, others = golden["digressed"], golden["not_digressed"]
    shares = golden["acc_digressed"] * digressed + golden["acc_not"] * others
    assert shares / (digressed + others) == pytest.approx(golden["accuracy"], abs=1e-6)


def test_the_empty_record_is_set_aside_and_the_others_are_simulations_that_are_analyzed(
    log, golden, tmp_path
):
    project = Project.open(tmp_path / "riddles.synthreview", create=True)
    report = project.import_file(log, name="riddles")
    assert (report.records, report.items, report.quarantined) == (golden["n"], golden["n"] - 1, 1)
    (dataset,) = project.datasets()
    assert (dataset.kind, dataset.role) == (Kind.SIMULATION, Role.SYNTHETIC)
    assert {run.status for run in project.analyze()} == {"done"}
    positions = {row.position for row in project.rows(project.queue_ids(""))}
    assert positions == set(range(golden["n"])) - {golden["empty_row_idx"]}
    project.close()
