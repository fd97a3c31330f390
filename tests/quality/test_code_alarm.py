"""Released preferences: those that look swapped raise the alarm, the others are left alone (T13)."""

from __future__ import annotations

import json
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from synthreview.risk.agreement import Agreement, agreement, says
from tests.quality.reading import rows

pytestmark = pytest.mark.quality

Judges = tuple[list[str | None], list[str | None], list[str]]
"""What two judges said, and the question of each pair."""

LLAMA_ONLY = "llamav2"
"""The sixteenth output, which only its own judge ranked."""


def p2c(folder: Path) -> Judges:
    people, model = (rows(folder / f"p2c_{who}_pref_preferences.csv") for who in ("subjective", "generative"))
    texts = [record["output1"] + "\n" + record["output2"] for record in people]
    assert texts == [record["output1"] + "\n" + record["output2"] for record in model]
    codes = {"0": "a", "1": "b", "2": "tie"}
    said = ([codes[record["target"]] for record in records] for records in (people, model))
    return *said, [str(place) for place in range(len(texts))]


def points(path: Path) -> dict[str, dict[str, float]]:
    examples = json.loads(path.read_text(encoding="utf-8"))
    return {
        name: {row["model"]: row["point"] for row in example["rankings"] if row["model"] != LLAMA_ONLY}
        for name, example in examples.items()
        if name != "evaluator"
    }


def preferred(one: float, other: float) -> str:
    return "a" if one > other else "b" if one < other else "tie"


def cobbler(folder: Path, judge: str) -> Judges:
    model, people = points(folder / f"{judge}.json"), points(folder / "human.json")
    pairs = [(name, *pair) for name in people for pair in combinations(sorted(people[name]), 2)]
    assert len(pairs) == 50 * 105
    said = (
        [preferred(judge[n][one], judge[n][other]) for n, one, other in pairs] for judge in (model, people)
    )
    return *said, [name for name, _, _ in pairs]


def mt_bench(path: Path) -> Judges:
    codes = {"model_a": "a", "model_b": "b", "tie": "tie", "tie (inconsistent)": "tie"}
    records = rows(path)
    said = ([codes[record[who]] for record in records] for who in ("gpt4_model", "human_model"))
    return *said, [record["question_id"] for record in records]


def pandalm(folder: Path, judge: str, field: str) -> Judges:
    codes = {"1": "a", "2": "b", "0": "tie", "Tie": "tie"}
    records = json.loads((folder / "testset-v1.json").read_text(encoding="utf-8"))
    answers = json.loads((folder / f"{judge}-testset-v1.json").read_text(encoding="utf-8"))
    model = {answer["idx"]: codes.get(str(answer[field])) for answer in answers}
    people = []
    for record in records:
        votes = Counter(str(record[f"annotator{number}"]) for number in (1, 2, 3))
        code, count = votes.most_common(1)[0]
        people.append(codes[code] if count > 1 else None)
    questions = [record["instruction"] + "\n" + record["input"] for record in records]
    return [model[record["idx"]] for record in records], people, questions


def compared(judges: Judges) -> Agreement:
    found = agreement(*judges)
    print(says(found, "the model", "people"), found)
    return found


def with_people_exchanged(judges: Judges) -> Judges:
    model, people, questions = judges
    return model, [{"a": "b", "b": "a"}.get(said, said) for said in people], questions


def test_the_people_of_p2c_look_swapped(shared_data):
    judges = p2c(shared_data / "p2c_dynasent")
    found = compared(judges)
    assert found.alarm
    assert (found.pairs, found.decided) == (5000, 3043)
    assert found.agree == pytest.approx(0.318, abs=5e-4)
    assert found.agree_decided == pytest.approx(0.405, abs=5e-4)
    assert found.swapped_decided == pytest.approx(0.595, abs=5e-4)
    exchanged = compared(with_people_exchanged(judges))
    assert not exchanged.alarm
    assert exchanged.agree == pytest.approx(0.434, abs=5e-4)


def test_the_judge_alpaca_of_cobbler_ranks_against_people(shared_data):
    found = compared(cobbler(shared_data / "cobbler/cobbler", "alpaca"))
    assert found.alarm
    assert found.clusters == 50
    assert found.agree_decided == pytest.approx(0.297, abs=5e-4)


@pytest.fixture(
    params=[
        pytest.param((cobbler, "cobbler/cobbler", "gpt4"), id="cobbler gpt4"),
        pytest.param((cobbler, "cobbler/cobbler", "chatgpt"), id="cobbler chatgpt"),
        pytest.param((cobbler, "cobbler/cobbler", "llamav2"), id="cobbler llamav2"),
        pytest.param((mt_bench, "mtbench/mtbench-gpt4-human-pref.csv"), id="mt-bench"),
        pytest.param((pandalm, "pandalm", "gpt-3.5-turbo", "gpt_result"), id="pandalm gpt-3.5"),
        pytest.param((pandalm, "pandalm", "pandalm-7b", "pandalm_result"), id="pandalm 7b"),
    ]
)
def sound(request, shared_data) -> Judges:
    read, path, *judge = request.param
    return read(shared_data / path, *judge)


def test_judges_that_see_what_people_see_are_left_alone(sound):
    found = compared(sound)
    assert not found.alarm
    assert found.low > 0.5


def test_the_same_judges_with_swapped_codes_raise_the_alarm(sound):
    assert compared(with_people_exchanged(sound)).alarm
