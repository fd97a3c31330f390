"""Counts that move with every decision are those that counting everything anew would give."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from synthreview.domain import Decision, Verdict
from synthreview.engine import insight
from synthreview.project import Counts, Project


@pytest.fixture
def project(tmp_path: Path):
    source = tmp_path / "made.jsonl"
    source.write_text(
        "".join(
            json.dumps({"instruction": f"Name {n}.", "input": "", "output": str(n)}) + "\n" for n in range(12)
        )
    )
    opened = Project.open(tmp_path / "p.synthreview", create=True, reviewer="Ada")
    opened.import_file(source)
    opened.refresh_queue()
    yield opened
    opened.close()


def test_counts_follow_any_sequence_of_changes(project: Project) -> None:
    chance = random.Random(5)
    items = list(project.queue_ids(""))
    for _ in range(300):
        act, item = chance.randrange(6), chance.choice(items)
        if act < 2:
            project.decide(item, chance.choice(list(Verdict)))
        elif act == 2:
            project.flag(item, chance.random() < 0.5)
        elif act == 3:
            project.undo()
        elif act == 4:
            project.redo()
        else:
            chosen = chance.sample(items, chance.randint(1, 3))
            project.decide_many([Decision(item, chance.choice(list(Verdict))) for item in chosen])
        assert project.counts() == insight.counts(project._store)


def test_one_decision_is_counted_without_counting_everything_again(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.counts()
    monkeypatch.setattr(insight, "counts", lambda _store: pytest.fail("everything was counted again"))
    project.decide(1, Verdict.ACCEPT)
    project.flag(2, True)
    assert project.counts() == Counts(items=12, accepted=1, undecided=11, flagged=1)


def test_what_another_window_decides_is_counted(project: Project) -> None:
    second = Project.open(project.path)
    assert second.read_only
    assert second.counts().decided == 0
    project.decide(1, Verdict.REJECT)
    assert second.counts().rejected == 1
    second.close()


def test_a_reference_item_is_no_part_of_the_counts(project: Project, tmp_path: Path) -> None:
    source = tmp_path / "people.jsonl"
    source.write_text('{"instruction": "Name one.", "input": "", "output": "One."}\n')
    reference = project.import_file(source, role="human")
    project.counts()
    project.decide(project.item_at(project.dataset("people").name, 0), Verdict.ACCEPT)
    assert reference.items == 1
    assert project.counts() == insight.counts(project._store)
