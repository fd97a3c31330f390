"""How well a judge's doubtful verdicts are ranked, and what is found of what judges go by."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from statistics import fmean

import pytest
from sklearn.metrics import roc_auc_score

from synthreview.analyzers.preference_judges import PreferenceJudges
from synthreview.domain import Item, Kind, Summary
from synthreview.risk.combine import rank
from tests.quality.reading import rows

pytestmark = pytest.mark.quality

ANALYZER = PreferenceJudges()
DETECTOR = "Preference judges"
JUDGES = ("gpt4", "chatgpt", "alpaca", "llamav2")


def preferred(one: float, other: float) -> str:
    return "a" if one > other else "b" if one < other else "tie"


def cobbler(folder: Path, judge: str) -> list[Item]:
    """A judge's verdicts on all pairs of answers to each question, as they are imported."""
    made = []
    for name, example in json.loads((folder / f"{judge}.json").read_text(encoding="utf-8")).items():
        if name == "evaluator":
            continue
        ranked = sorted(example["rankings"], key=lambda row: row["model"])
        for one, other in combinations(ranked, 2):
            parts = {
                "prompt": example["instruction"],
                "a": one["output"],
                "b": other["output"],
                "choice": preferred(one["point"], other["point"]),
                "judge": judge,
            }
            unit = f"{one['model']}/{other['model']}"
            made.append(Item(len(made) + 1, 1, len(made), unit, Kind.PREFERENCE, parts))
    return made


def together(*parts: list[Item]) -> list[Item]:
    every = [item for part in parts for item in part]
    return [replace(item, id=id, position=id - 1) for id, item in enumerate(every, start=1)]


def key(item: Item) -> tuple[str, ...]:
    """The pair: two models may have given one question the same answer."""
    return item.text("prompt"), *((item.unit,) if item.unit else (item.text("a"), item.text("b")))


def people_of(folder: Path) -> dict[tuple[str, ...], str]:
    """People's verdicts: only ever the truth, never what the analyzer sees."""
    return {key(item): item.text("choice") for item in cobbler(folder, "human")}


def risks(items: list[Item]) -> dict[int, float]:
    state = ANALYZER.finish(ANALYZER.summarize(items), None)
    reasons = {reason.code: reason for reason in ANALYZER.reasons}
    found = [(finding.item, finding.reason, finding.score) for finding in ANALYZER.score(items, state)]
    return {row.item: row.risk for row in rank(found, reasons)}


def measured(items: list[Item], truth: dict, judge: str, *, named: bool = True) -> dict[str, float]:
    """How the judge's verdicts that people would decide otherwise are ranked; both decided on a side."""
    found = risks(items if named else [replace(item, unit=None) for item in items])
    chosen = [item for item in items if item.text("judge") == judge and item.text("choice") != "tie"]
    chosen = [item for item in chosen if truth.get(key(item)) in ("a", "b")]
    wrong = [truth[key(item)] != item.text("choice") for item in chosen]
    risk = [found.get(item.id, 0.0) for item in chosen]
    worst = sorted(range(len(chosen)), key=lambda place: -risk[place])[: len(chosen) // 10]
    return {
        "auroc": roc_auc_score(wrong, risk),
        "top_tenth": fmean(wrong[place] for place in worst),
        "base": fmean(wrong),
        "pointed_at": fmean(value > 0 for value in risk),
    }


def note(figure, data: str, found: dict[str, float], at_least: float | None = None) -> None:
    figure(DETECTOR, data, "AUROC", found["auroc"], at_least=at_least)
    figure(DETECTOR, data, "precision in the top tenth", found["top_tenth"])
    figure(DETECTOR, data, "share that people decide otherwise", found["base"])
    figure(DETECTOR, data, "share pointed at", found["pointed_at"])


def test_verdicts_of_gpt_4_that_people_decide_otherwise_come_first_where_others_judge_too(
    shared_data, figure
):
    folder = shared_data / "cobbler/cobbler"
    items = together(*(cobbler(folder, judge) for judge in JUDGES))
    found = measured(items, people_of(folder), "gpt4")
    assert found["base"] == pytest.approx(0.293, abs=2e-3)
    note(figure, "CoBBLEr, GPT-4 among four judges", found, at_least=0.72)
    assert found["top_tenth"] > 2 * found["base"]


@pytest.mark.parametrize("judge", ["chatgpt", "llamav2"])
def test_so_do_those_of_other_judges(shared_data, figure, judge):
    folder = shared_data / "cobbler/cobbler"
    items = together(*(cobbler(folder, each) for each in JUDGES))
    found = measured(items, people_of(folder), judge)
    note(figure, f"CoBBLEr, {judge} among four judges", found)
    assert found["auroc"] > 0.7


def test_a_judge_by_itself_is_ranked_by_its_own_contradictions(shared_data, figure):
    folder = shared_data / "cobbler/cobbler"
    found = measured(cobbler(folder, "gpt4"), people_of(folder), "gpt4")
    note(figure, "CoBBLEr, GPT-4 alone", found)
    assert found["auroc"] > 0.65


def test_names_of_contenders_are_not_needed_where_others_judge_too(shared_data, figure):
    folder = shared_data / "cobbler/cobbler"
    items = together(*(cobbler(folder, judge) for judge in JUDGES))
    found = measured(items, people_of(folder), "gpt4", named=False)
    note(figure, "CoBBLEr, GPT-4 among four judges, contenders unnamed", found)
    assert found["auroc"] > 0.65


# --- PandaLM: few pairs a prompt ---

PANDALM = {"gpt-3.5-turbo": "gpt_result", "pandalm-7b": "pandalm_result"}
CODES = {"1": "a", "2": "b", "0": "tie", "Tie": "tie", "tie": "tie"}


def pandalm(folder: Path, judge: str) -> tuple[list[Item], dict]:
    records = json.loads((folder / "testset-v1.json").read_text(encoding="utf-8"))
    answers = json.loads((folder / f"{judge}-testset-v1.json").read_text(encoding="utf-8"))
    said = {answer["idx"]: CODES.get(str(answer[PANDALM[judge]])) for answer in answers}
    made, truth = [], {}
    for record in records:
        choice = said.get(record["idx"])
        if choice is None:
            continue
        prompt = f"{record['instruction']}\n{record['input']}"
        parts = {"prompt": prompt, "a": record["response1"], "b": record["response2"]}
        item = Item(0, 1, 0, None, Kind.PREFERENCE, parts | {"choice": choice, "judge": judge})
        votes = Counter(str(record[f"annotator{number}"]) for number in (1, 2, 3)).most_common(1)[0]
        if votes[1] > 1:
            truth[key(item)] = CODES[votes[0]]
        made.append(item)
    return made, truth


@pytest.mark.parametrize("judge", sorted(PANDALM))
def test_few_pairs_a_prompt_still_tell_something(shared_data, figure, judge):
    folder = shared_data / "pandalm"
    alone, truth = pandalm(folder, judge)
    found = measured(together(alone), truth, judge)
    note(figure, f"PandaLM, {judge} alone", found)
    assert found["auroc"] > 0.53
    both = together(*(pandalm(folder, each)[0] for each in sorted(PANDALM)))
    found = measured(both, truth, judge)
    note(figure, f"PandaLM, {judge} with the other judge", found)
    assert found["auroc"] > 0.65


# --- what judges go by ---


def summaries(items: list[Item], reference: list[Item] | None = None) -> dict:
    other = ANALYZER.summarize(reference) if reference else None
    state = ANALYZER.finish(ANALYZER.summarize(items), other)
    return {each.name: each.data for each in ANALYZER.emit(state) if isinstance(each, Summary)}


def p2c(folder: Path) -> list[Item]:
    """Both verdicts on each pair of sentences, as released; all pairs have one question."""
    codes = {"0": "a", "1": "b", "2": "tie"}
    people, model = (rows(folder / f"p2c_{who}_pref_preferences.csv") for who in ("subjective", "generative"))
    made = []
    for place, (theirs, its) in enumerate(zip(people, model, strict=True)):
        parts = {
            "prompt": "Which sentence says it more strongly?",
            "a": its["output1"],
            "b": its["output2"],
            "choice": codes[its["target"]],
            "judge": "gpt3",
            "human_choice": codes[theirs["target"]],
        }
        made.append(Item(place + 1, 1, place, None, Kind.PREFERENCE, parts))
    return made


def test_gpt_3_goes_by_single_words_more_than_people_do(shared_data, figure):
    found = summaries(p2c(shared_data / "p2c_dynasent"))["cue_reliance"]
    (judge,) = found["judges"]
    more = judge["minus_people"]["explained"]
    print(
        [(word["word"], word["z"]) for word in judge["words"]],
        found["people"]["words"],
        judge["minus_people"],
    )
    figure(DETECTOR, "P2C, GPT-3", "share of verdicts that 20 words give", judge["explained"]["share"])
    figure(
        DETECTOR, "P2C, people", "share of verdicts that 20 words give", found["people"]["explained"]["share"]
    )
    figure(DETECTOR, "P2C, GPT-3 minus people", "share of verdicts, lower bound", more["low"], at_least=0.0)


def mt_bench(path: Path) -> list[Item]:
    codes = {"model_a": "a", "model_b": "b", "tie": "tie", "tie (inconsistent)": "tie"}
    return [
        Item(
            place + 1, 1, place, None, Kind.PREFERENCE,
            {
                "prompt": record["question_id"] + record["turn"],
                "a": record["conversation_a"],
                "b": record["conversation_b"],
                "choice": codes[record["gpt4_model"]],
                "judge": "gpt4",
                "human_choice": codes[record["human_model"]],
            },
        )
        for place, record in enumerate(rows(path))
    ]  # fmt: skip


def test_longer_answers_win_more_often_with_gpt_4_than_with_people(shared_data, figure):
    found = summaries(mt_bench(shared_data / "mtbench/mtbench-gpt4-human-pref.csv"))["judge_model"]
    (judge,) = found["judges"]
    print(judge, found["people"])
    figure(DETECTOR, "MT-Bench, GPT-4", "the longer answer wins", judge["longer_wins"])
    figure(DETECTOR, "MT-Bench, people", "the longer answer wins", found["people"]["longer_wins"])
    assert judge["longer_wins"] > found["people"]["longer_wins"] > 0.6


def test_people_may_be_a_data_set_of_their_own(shared_data):
    folder = shared_data / "cobbler/cobbler"
    found = summaries(cobbler(folder, "gpt4"), cobbler(folder, "human"))["judge_model"]
    assert found["people_from"] == "reference"
    length = found["judges"][0]["minus_people"]["log_length"]
    print(found)
    assert length["high"] < 0
    assert found["people"]["clusters"] == 50
