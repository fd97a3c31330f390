"""The sample: the same bytes for a seed, true about its own defects, and good reading."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from synthreview.demo import Demo, generate, truth
from synthreview.demo.material import load
from synthreview.demo.planting import DEFECTS
from synthreview.domain import Kind
from synthreview.errors import EnvironmentFault

FILES = (
    "instructions.json",
    "labels.csv",
    "preferences.jsonl",
    "chats.json",
    "roleplay.json",
    "texts.jsonl",
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return generate(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module", params=range(8))
def any_demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Samples of several seeds: no seed may fail or lose its truth."""
    return generate(tmp_path_factory.mktemp("seeded"), seed=request.param)


def records(path: Path) -> list[dict[str, Any]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in text.split("\n") if line]
    found: list[dict[str, Any]] = json.loads(text)
    return found


def planted(demo: Demo) -> list[dict[str, Any]]:
    return records(demo.truth)


def clean(demo: Demo, name: str) -> list[dict[str, Any]]:
    known = truth(demo.folder)
    return [row for at, row in enumerate(records(demo.folder / name)) if (name, at) not in known]


def turns(record: dict[str, Any]) -> list[str]:
    """The texts of a conversation in order, in either of the two shapes."""
    if "conversations" in record:
        return [turn["value"] for turn in record["conversations"]]
    return [record[f"message_{number}"]["content"] for number in range(1, record["num_messages"] + 1)]


def named_text(record: dict[str, Any], part: str) -> str:
    """What a truth line's part names in the source record."""
    if part.startswith("turns."):
        return turns(record)[int(part.split(".")[1])]
    field = {"a": "chosen", "b": "rejected", "model_labels": "model_annots"}.get(part, part)
    text: str = record[field]
    return text


def bytes_of(demo: Demo) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (*(path for path, _, _ in demo.files), demo.truth)}


def test_the_same_seed_gives_the_same_bytes(demo: Demo, tmp_path: Path) -> None:
    assert bytes_of(generate(tmp_path / "again")) == bytes_of(demo)


def test_another_seed_gives_another_sample(demo: Demo, tmp_path: Path) -> None:
    other = bytes_of(generate(tmp_path, seed=21))
    assert all(other[name] != content for name, content in bytes_of(demo).items())


def test_no_file_holds_a_carriage_return(demo: Demo) -> None:
    assert not [name for name, content in bytes_of(demo).items() if b"\r" in content]


def test_the_demo_names_its_files_with_kind_and_title(demo: Demo) -> None:
    assert tuple(path.name for path, _, _ in demo.files) == FILES
    assert {kind for _, kind, _ in demo.files} == {kind.value for kind in Kind}
    assert all(path.is_file() and title for path, _, title in demo.files)


def test_every_truth_line_points_to_an_existing_part_of_a_record(any_demo: Demo) -> None:
    for line in planted(any_demo):
        record = records(any_demo.folder / line["file"])[line["position"]]
        assert isinstance(named_text(record, line["part"]), str), line
        assert line["defect"] in DEFECTS[Kind(line["kind"])]
        assert line["words"].endswith(".")


def test_every_defect_is_planted_at_least_twice(any_demo: Demo) -> None:
    counts = Counter((line["kind"], line["defect"]) for line in planted(any_demo))
    expected = {(kind.value, code) for kind, codes in DEFECTS.items() for code in codes}
    assert set(counts) == expected
    assert min(counts.values()) >= 2


@pytest.mark.parametrize("name", FILES)
def test_about_a_fifth_of_each_file_is_defective(any_demo: Demo, name: str) -> None:
    defective = sum(1 for file, _ in truth(any_demo.folder) if file == name)
    assert 0.15 <= defective / len(records(any_demo.folder / name)) <= 0.30


@pytest.mark.parametrize("name", FILES)
def test_no_two_clean_records_are_equal(any_demo: Demo, name: str) -> None:
    counts = Counter(json.dumps(row, sort_keys=True) for row in clean(any_demo, name))
    assert counts.most_common(1)[0][1] == 1


@pytest.mark.parametrize("name", FILES)
def test_no_text_is_stamped_with_a_number(demo: Demo, name: str) -> None:
    stamp = r"\b(item|record|sample|instruction|review) #?\d+\b|lorem ipsum"
    assert not re.search(stamp, (demo.folder / name).read_text(encoding="utf-8"), re.IGNORECASE)


def test_no_slot_of_a_chat_is_left_open(demo: Demo) -> None:
    names = {name for chat in load("chats")["chat"] for words in chat.get("slots", []) for name in words}
    text = (demo.folder / "chats.json").read_text(encoding="utf-8")
    assert not [name for name in names if f"{{{name}}}" in text]


def test_clean_texts_are_long_enough_to_be_read(demo: Demo) -> None:
    assert min(len(row["text"]) for row in clean(demo, "texts.jsonl")) > 60
    assert min(len(row["text"]) for row in clean(demo, "labels.csv")) > 25
    assert min(len(row["instruction"]) for row in clean(demo, "instructions.json")) > 8
    assert all(row["output"].strip() for row in clean(demo, "instructions.json"))
    assert all(row["chosen"] and row["rejected"] for row in clean(demo, "preferences.jsonl"))
    assert min(len(turns(row)) for row in clean(demo, "chats.json")) >= 4


def test_a_duplicate_repeats_an_earlier_clean_record(any_demo: Demo) -> None:
    known = truth(any_demo.folder)
    for (name, at), codes in known.items():
        if codes == ("duplicate",):
            rows = records(any_demo.folder / name)
            assert (name, rows.index(rows[at])) not in known


@pytest.mark.parametrize("name", ["instructions", "texts", "chats"])
def test_lawful_look_alikes_are_present_and_clean(any_demo: Demo, name: str) -> None:
    path = next(path for path, _, _ in any_demo.files if path.stem == name)
    texts = {json.dumps(row, ensure_ascii=False) for row in clean(any_demo, path.name)}
    for kept in load(name)["keep"]:
        text = kept.get("output") or kept.get("text") or kept["turns"][0][1]
        assert sum(json.dumps(text.strip("\n"), ensure_ascii=False) in row for row in texts) == 1, kept["why"]


def test_people_of_a_text_are_the_same_whatever_the_model(demo: Demo) -> None:
    seen: dict[str, set[str]] = {}
    for row in records(demo.folder / "labels.csv"):
        seen.setdefault(row["text"], set()).add(row["human_annots"])
    assert all(len(labels) == 1 for labels in seen.values())


def test_the_model_hardly_ever_uses_the_middle_label(demo: Demo) -> None:
    rows = records(demo.folder / "labels.csv")
    people = Counter(label for row in rows for label in re.findall(r"[\d.]+", row["human_annots"]))
    model = Counter(label for row in rows for label in re.findall(r"[\d.]+", row["model_annots"]))
    assert model["2.0"] < people["2.0"] / 5


def test_clean_labels_agree_with_most_people(demo: Demo) -> None:
    for row in clean(demo, "labels.csv"):
        people, model = json.loads(row["human_annots"]), json.loads(row["model_annots"])
        assert set(modes(people)) & set(modes(model)), row


def modes(labels: list[float]) -> list[float]:
    counts = Counter(labels)
    return [label for label, count in counts.items() if count == max(counts.values())]


def test_clean_role_play_keeps_to_its_markers(any_demo: Demo) -> None:
    for row in clean(any_demo, "roleplay.json"):
        for at, text in enumerate(turns(row)):
            own, other = ("Instruction:", "Solution:") if at % 2 == 0 else ("Solution:", "Instruction:")
            assert other not in text
            assert own in text or text == "<CAMEL_TASK_DONE>"


def test_a_marker_flip_carries_the_other_sides_marker(any_demo: Demo) -> None:
    for line in planted(any_demo):
        if line["defect"] == "marker_flip":
            record = records(any_demo.folder / line["file"])[line["position"]]
            user = int(line["part"].split(".")[1]) % 2 == 0
            assert ("Solution:" if user else "Instruction:") in named_text(record, line["part"])


def test_clean_chats_alternate_unless_a_tool_answers(any_demo: Demo) -> None:
    for row in clean(any_demo, "chats.json"):
        speakers = [turn["from"] for turn in row["conversations"]]
        assert speakers[0] == "human"
        if set(speakers) == {"human", "gpt"}:
            assert all(one != other for one, other in pairwise(speakers))


def test_json_that_was_asked_for_is_valid_unless_planted(demo: Demo) -> None:
    asked = [row for row in clean(demo, "instructions.json") if "JSON object" in row["instruction"]]
    assert asked
    assert all(isinstance(json.loads(row["output"]), dict) for row in asked)


def test_multiplications_in_clean_answers_are_right(any_demo: Demo) -> None:
    number = r"(\d[\d,]*(?:\.\d+)?)"
    checked = 0
    for row in clean(any_demo, "instructions.json"):
        for a, b, result in re.findall(
            rf"(?<![\d/] ){number}(?: km| kg)? × {number} = {number}", row["output"]
        ):
            left, right, product = (float(text.replace(",", "")) for text in (a, b, result))
            assert left * right == pytest.approx(product), row
            checked += 1
    assert checked >= 8


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(EnvironmentFault, match="taken"):
        generate(tmp_path / "taken")
