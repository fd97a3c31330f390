"""Labelling blind in the terminal and elsewhere: what a person types, what comes of it, what is refused."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.journeys.conftest import Run
from tests.moods import moods, pairs, truth


@pytest.fixture
def project(tmp_path: Path, run: Run) -> Path:
    path = tmp_path / "mood.synthreview"
    assert run("import", path, moods(tmp_path / "mood.jsonl", 160), "--name", "mood").code == 0
    assert run("analyze", path).code == 0
    return path


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch):
    """Let the terminal say these lines."""

    def lines(*words: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{word}\n" for word in words)))

    return lines


def test_labels_are_typed_one_by_one_and_kept_until_the_last_one_brings_the_gain(project, run, typed):
    typed("1", "3", "u", "negative", "s", "my own", "", "q")
    first = run("blind", project, "--count", "6", "--seed", "4", "--as", "Ana")
    assert first.code == 0
    assert "1 of 6" in first.out
    assert "   1  negative" in first.out
    assert "Taken back." in first.out
    assert "'my own' is a label of your own" in first.out
    assert "4 of 6 are labelled and kept." in first.out
    typed("3", "3")
    last = run("blind", project, "--as", "Ana")
    assert "5 of 6" in last.out
    assert "You labelled 5 items" in last.out
    assert "Before: nobody's labels" in last.out
    assert "the data set 'mood labelled blind'" in last.out
    assert last.err == ""


def test_the_end_of_the_input_keeps_what_was_labelled(project, run, typed):
    typed("1", "2")
    answer = run("blind", project, "--count", "5", "--seed", "1", "--json")
    assert answer.json["done"] == 2
    assert "1 of 5" in answer.err
    finished = run("blind", project, "--finish", "--json").json
    assert finished["items"] == 2
    assert finished["reference"] == "mood labelled blind"


def test_a_sample_is_labelled_elsewhere_and_brought_back(project, run, tmp_path):
    listed = run("blind", project, "--list", "--count", "60", "--seed", "9")
    rows = listed.lines
    assert len(rows) == 60
    assert all(set(row) == {"id", "text"} for row in rows)
    assert run("blind", project, "--list").out == listed.out
    file = tmp_path / "answers.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, ["id", "label"])
        writer.writeheader()
        writer.writerows({"id": row["id"], "label": truth(row["text"])} for row in rows[:-1])
        writer.writerow({"id": rows[-1]["id"], "label": ""})
    gain = run("blind", project, "--answers", file, "--as", "Ben", "--json").json
    assert (gain["items"], gain["unsure"], gain["people"]) == (59, 1, ["Ben"])
    assert gain["now"]["likely"] > 0
    assert gain["wrong"]["low"] < 0.15 < gain["wrong"]["high"]
    imported = run("stats", project, "--json").json["datasets"]
    assert [(one["name"], one["role"]) for one in imported] == [
        ("mood", "synthetic"),
        ("mood labelled blind", "human"),
    ]
    assert run("check", project, "--json").json["intact"]


def test_two_people_bring_json_lines_on_the_same_sample(project, run, tmp_path):
    rows = run("blind", project, "--list", "--count", "10", "--seed", "9").lines
    for person in ("Ana", "Ben"):
        file = tmp_path / f"{person}.jsonl"
        file.write_text("".join(json.dumps({"id": r["id"], "label": truth(r["text"])}) + "\n" for r in rows))
        gain = run("blind", project, "--answers", file, "--as", person, "--json").json
    assert gain["people"] == ["Ana", "Ben"]
    assert (gain["shared"], gain["alike"]) == (10, 10)


def test_pairs_are_listed_without_the_choice_of_the_judge(project, run, tmp_path, typed):
    run("import", project, pairs(tmp_path / "pairs.jsonl"), "--name", "pairs")
    rows = run("blind", project, "--dataset", "pairs", "--list", "--count", "5").lines
    assert all(set(row) == {"id", "prompt", "a", "b"} for row in rows)
    typed("1", "both", "tie", "q")
    answer = run("blind", project, "--dataset", "pairs")
    assert "   1  A is better" in answer.out
    assert "say a, b or tie" in answer.out
    assert "2 of 5 are labelled" in answer.out


def test_the_label_of_the_model_is_never_printed(run, tmp_path, typed):
    source, project = tmp_path / "marked.jsonl", tmp_path / "marked.synthreview"
    rows = [{"text": f"Text number {n}.", "label": "x"} for n in range(6)]
    source.write_text("".join(json.dumps({**row, "label": f"zz{n}"}) + "\n" for n, row in enumerate(rows)))
    run("import", project, source)
    listed = run("blind", project, "--list", "--count", "6")
    assert "zz" not in listed.out + listed.err
    # The choices name every label there is, in one order for all items.
    typed("s", "s", "q")
    out = run("blind", project).out
    asked = [part.split("a key or")[0].split(".\n", 1)[1] for part in out.split(" of 6")[1:4]]
    assert asked[0] == asked[1]


def test_text_cannot_steer_the_terminal(run, tmp_path, typed):
    source, project = tmp_path / "odd.jsonl", tmp_path / "odd.synthreview"
    source.write_text(json.dumps({"text": "Red \x1b[31malert\x07", "label": "a\x9b0m"}) + "\n")
    source.write_text(source.read_text() * 3)
    run("import", project, source, "--kind", "task_label", "--map", "text=text", "--map", "label=label")
    typed("q")
    out = run("blind", project).out
    assert "alert" in out
    assert not any(sign in out for sign in "\x1b\x07\x9b")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.csv", "id,label\n", "holds no answer"),
        ("columns.csv", "number,answer\n1,a\n", "no columns named id and label"),
        ("id.csv", "id,label\nfirst,positive\n", "Line 2 of 'id.csv' names no item"),
        ("outside.csv", "id,label\n99999,positive\n", "Item 99999 is in no sample"),
        ("broken.jsonl", '{"id": 1, "label"\n', "Line 1 of 'broken.jsonl' is no JSON object"),
        ("list.jsonl", '{"id": 1, "label": ["a"]}\n', "has a label that is no text"),
        ("latin.csv", b"id,label\n1,caf\xe9\n", "is not UTF-8 text"),
    ],
)
def test_answers_that_cannot_be_read_are_told_by_line_and_nothing_is_kept(
    project, run, tmp_path, name, content, words
):
    run("blind", project, "--list", "--count", "5", "--seed", "9")
    file = tmp_path / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    answer = run("blind", project, "--answers", file)
    assert answer.code == 2
    assert words in answer.err
    assert run("blind", project, "--finish").code == 2


def test_one_wrong_line_keeps_the_whole_file_out(project, run, tmp_path):
    rows = run("blind", project, "--list", "--count", "3", "--seed", "9").lines
    file = tmp_path / "half.jsonl"
    answers = [{"id": rows[0]["id"], "label": "positive"}, {"id": 99999, "label": "positive"}]
    file.write_text("".join(json.dumps(row) + "\n" for row in answers))
    answer = run("blind", project, "--answers", file)
    assert (answer.code, "Item 99999" in answer.err) == (2, True)
    assert "No item of 'mood' has a label of yours yet" in run("blind", project, "--finish").err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--list", "--finish"), "exclude each other"),
        (("--dataset", "none"), "no data set 'none'"),
        (("--finish",), "label some first"),
    ],
)
def test_what_cannot_be_is_one_sentence(project, run, options, words):
    answer = run("blind", project, *options)
    assert answer.code == 2
    assert words in answer.err
