"""A conversation that loses turns: written in its source's layout where that can say it, and for training."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from synthreview.domain import Kind, Verdict
from synthreview.engine import outfile
from synthreview.formats.mapping import Mapping
from synthreview.project import Project

SAID = ["Name a lake.", "Como.", "And a river?", "Please name one yourself.", "The Po."]


def messages(role: str, text: str, user: str, assistant: str) -> list[dict[str, str]]:
    return [{role: (user, assistant)[at % 2], text: said} for at, said in enumerate(SAID)]


OPENAI = {"id": 1, "messages": messages("role", "content", "user", "assistant")}
SHAREGPT = {"id": 1, "conversations": messages("from", "value", "human", "gpt")}
ROLES = {"conversations": messages("role", "content", "user", "assistant"), "source": "made"}
CAMEL = {
    "id": "1",
    "role_1": "Teacher",
    "original_task": "Name waters.",
    "num_messages": len(SAID),
    **{
        f"message_{at}": {
            "role_name": "Teacher",
            "role": ("user", "assistant")[(at - 1) % 2],
            "content": said,
        }
        for at, said in enumerate(SAID, 1)
    },
}
PAIRS = {
    "id": 1,
    "conversations": [{"human": SAID[0], "assistant": SAID[1]}, {"human": SAID[2], "assistant": SAID[3]}],
}


def project_of(record: dict[str, Any], tmp_path: Path) -> Project:
    path = tmp_path / "talks.jsonl"
    path.write_text(json.dumps(record) + "\n" + json.dumps(record) + "\n")
    project = Project.open(tmp_path / "talks.synthreview", create=True, reviewer="ana")
    turns = next(key for key in ("messages", "conversations", "message_*") if key in record or "*" in key)
    project.import_file(path, mapping=Mapping(Kind.SIMULATION, {"turns": turns}))
    return project


def drop(project: Project, *gone: int) -> list[str]:
    """Decide on the first conversation without some turns; the texts that are left."""
    turns = project.view(1).item.parts["turns"]
    left = [turn for number, turn in enumerate(turns) if number not in gone]
    project.decide(1, Verdict.FIX, edits={"turns": left})
    return [turn["text"] for turn in left]


def texts(record: dict[str, Any]) -> list[str]:
    chat = record.get("messages") or record.get("conversations")
    if chat is None:
        count = record["num_messages"]
        assert f"message_{count + 1}" not in record
        chat = [record[f"message_{number}"] for number in range(1, count + 1)]
    return [message.get("content", message.get("value")) for message in chat]


@pytest.mark.parametrize(
    "record", [OPENAI, SHAREGPT, ROLES, CAMEL], ids=["openai", "sharegpt", "roles", "camel"]
)
@pytest.mark.parametrize("gone", [(3,), (2, 3, 4), (0,)], ids=["dropped", "cut", "first"])
def test_the_source_format_is_written_without_the_turns(record, gone, tmp_path):
    project = project_of(record, tmp_path)
    assert "turns" in project.view(1).writable
    left = drop(project, *gone)
    out = tmp_path / "out.jsonl"
    manifest = project.export(1, out)
    first, second = out.read_text().splitlines()
    assert texts(json.loads(first)) == left
    assert second == (tmp_path / "talks.jsonl").read_text().splitlines()[1]
    assert (manifest["records_changed"], manifest["edits_not_written_back"]) == (1, 0)
    project.close()


def test_where_the_source_cannot_say_it_the_desk_knows_and_training_formats_have_it(tmp_path):
    project = project_of(PAIRS, tmp_path)
    assert "turns" not in project.view(1).writable
    left = drop(project, 2, 3)
    out = tmp_path / "out.jsonl"
    assert project.export(1, out)["edits_not_written_back"] == 1
    assert json.loads(out.read_text().splitlines()[0]) == PAIRS
    (row,) = [
        json.loads(line) for line in (tmp_path / f"out.jsonl{outfile.SIDE_SUFFIX}").read_text().splitlines()
    ]
    assert (row["part"], [turn["text"] for turn in row["value"]]) == ("turns", left)
    assert "no place of its own for each turn" in row["why"]
    trained = tmp_path / "trained.jsonl"
    project.export(1, trained, format="messages")
    assert texts(json.loads(trained.read_text().splitlines()[0])) == left
    project.close()


def test_a_relabelled_turn_is_written_in_the_words_of_its_source(tmp_path):
    project = project_of(SHAREGPT, tmp_path)
    project.decide(1, Verdict.FIX, edits={"turns.3.role": "user"})
    out = tmp_path / "out.jsonl"
    project.export(1, out)
    assert json.loads(out.read_text().splitlines()[0])["conversations"][3]["from"] == "human"
    project.close()
