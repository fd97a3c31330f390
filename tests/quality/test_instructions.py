"""What the instruction rules find in real data, against what was read by hand."""

from __future__ import annotations

import json
import random
import re
from collections import Counter

import pytest

from synthreview.analyzers.corrupt_instructions import CorruptInstructions
from synthreview.analyzers.rules.language import other_language
from synthreview.analyzers.rules.questions import open_or_closed
from synthreview.analyzers.rules.refusal import refuses
from synthreview.domain import Confidence, Finding, Item, Kind
from synthreview.estimates import average_precision, wilson
from synthreview.risk.combine import rank
from tests.quality.reading import alpaca, dolly, items, json_lines, rows

pytestmark = pytest.mark.quality

ANALYZER = CorruptInstructions()
REASONS = {reason.code: reason for reason in ANALYZER.reasons}
CERTAIN = {code for code, reason in REASONS.items() if reason.confidence is Confidence.CERTAIN}

READ_AND_RIGHT = {
    code: frozenset(map(int, positions.split()))
    for code, positions in {
        "placeholder_input": """
            6 112 178 201 208 227 271 281 292 383 396 596 607 651 736 1036 1062 1073 1249 1348 1362 1381
            1655 1733 1790 1885 1886 2023 2037 2130 2261 2347 2366 2388 2422 2531 2557 2597 2658 2695
            2789 2877 2938 2945 2961 2965 2978 3139 3156 3184 3206 3219 3346 3388 3440 3570 3885 4063
            4300 4303 4312 4376 4446 4556 4639 4726 4744 4756 4808 4819 4860 4888 5001 5103 5343 5353
            5445 5759 5806 5862 5987 6028 6261 6285 6399 6456 6557 6602 6635 6652 6668 6706 6876 6901 6916
            6932 6936 7060 7074 7183 7299 7365 7385 7443 7472 7480 7526 7588 7598 7676 7926 7976 7978
            8002 8036 8060 8132 8148 8189 8286 8321 8412 8499 8602 8814 8848 8930 8941 9057 9069 9123
            9132
        """,
        "placeholder_token": "247 508 2878 3504 8729",
        "placeholder_output": """
            690 1795 2685 3227 3808 4202 5922 6010 6273 6820 7251 7840 8683
        """,
        "empty_output": "1461 3587 6234 8990",
        "merged_example": "1774 2246 3915 4087 5339 6189 6726 6777 8283 8614",
        "control_characters": "1979",
    }.items()
}
"""Positions in alpaca/random/random_9k.json: every hit of a certain rule, read and found right."""


def findings(batch: list[Item]) -> list[Finding]:
    return list(ANALYZER.score(batch, ANALYZER.finish(ANALYZER.summarize(batch), None)))


@pytest.fixture(scope="module")
def raw(shared_data) -> list[Item]:
    return alpaca(shared_data / "alpaca/random/random_9k.json")


@pytest.fixture(scope="module")
def found(raw) -> list[Finding]:
    return findings(raw)


def test_certain_hits_are_the_ones_read_as_right(found, figure):
    hits = [(finding.reason, finding.item - 1) for finding in found if finding.reason in CERTAIN]
    right = sum(position in READ_AND_RIGHT.get(reason, ()) for reason, position in hits)
    low, _ = wilson(right, len(hits))
    data = f"Alpaca as released, {len(hits)} hits read by hand"
    figure("Corrupt instructions", data, "precision of exact rules", right / len(hits), at_least=0.98)
    figure("Corrupt instructions", data, "the same, lower end of the 95 % interval", low)
    assert len(hits) >= 150


def test_every_input_that_spells_no_input_is_found(raw, found):
    said = re.compile(r"no ?inputs?( required| needed)?|n a|none")
    core = {item.id: " ".join(re.findall("[a-z]+", item.text("input").casefold())) for item in raw}
    expected = {id for id, words in core.items() if said.fullmatch(words)}
    whole = {finding.item for finding in found if finding.reason == "placeholder_input"}
    assert len(expected) > 120
    assert expected <= whole | {finding.item for finding in found if finding.reason == "placeholder_token"}
    assert len(whole) <= 140


def test_every_empty_output_is_found_and_no_empty_input(raw, found):
    empty = {item.id for item in raw if not item.text("output").strip()}
    assert {finding.item for finding in found if finding.reason == "empty_output"} == empty
    without_input = {item.id for item in raw if not item.text("input")}
    assert len(without_input) == 5563
    about_input = {f.item for f in found if any(spot.part == "input" for spot in f.evidence)}
    assert not about_input & without_input


def test_texts_by_people_are_left_alone(shared_data):
    batch = dolly(shared_data)
    hits = findings(batch)
    assert not [finding for finding in hits if finding.reason in CERTAIN]
    assert len({finding.item for finding in hits}) <= 0.005 * len(batch)


@pytest.mark.parametrize(("name", "most"), [("alpaca_zh_demo", 0.05), ("alpaca_en_demo", 0.07)])
def test_careful_data_does_not_drown_in_findings(shared_data, figure, name, most):
    batch = alpaca(shared_data / f"llamafactory_demo/{name}.json")
    share = len({finding.item for finding in findings(batch)}) / len(batch)
    figure("Corrupt instructions", name.replace("_", " "), "share pointed at", share)
    assert share <= most


def test_halueval_queries_keep_their_left_over_placeholders(shared_data):
    records = json_lines(shared_data / "halueval/general_data.json")
    batch = items(
        Kind.INSTRUCTION,
        [{"instruction": r["user_query"], "input": "", "output": r["chatgpt_response"]} for r in records],
    )
    counts = Counter(finding.reason for finding in findings(batch) if finding.reason in CERTAIN)
    assert set(counts) == {"placeholder_token"}
    assert 35 <= counts["placeholder_token"] <= 45


def test_instructions_cut_in_two_are_found_in_coachlm(shared_data):
    records = json.loads((shared_data / "coachlm/Expert Revision Dataset.json").read_text(encoding="utf-8"))
    names = {"instruction": "Raw Instruction", "input": "Raw Input", "output": "Raw Response"}
    batch = items(Kind.INSTRUCTION, [{part: r[name] for part, name in names.items()} for r in records])
    counts = Counter(finding.reason for finding in findings(batch))
    assert counts["split_instruction"] == 21
    assert counts["merged_example"] == 5
    assert counts["placeholder_input"] == 41


def test_refusals_are_found_where_people_saw_them(shared_data, figure):
    counts: Counter[tuple[bool, bool]] = Counter()
    for path in sorted((shared_data / "xstest").rglob("*.csv")):
        for record in rows(path):
            if "final_label" in record:
                counts[refuses(record["completion"]), record["final_label"][:1] in "23"] += 1
    precision = counts[True, True] / (counts[True, True] + counts[True, False])
    recall = counts[True, True] / (counts[True, True] + counts[False, True])
    figure(
        "Corrupt instructions", "XSTest, labels by people", "refusals: precision", precision, at_least=0.95
    )
    figure("Corrupt instructions", "XSTest, labels by people", "refusals: recall", recall, at_least=0.75)


def test_answers_in_another_language_are_found_and_no_others(shared_data, raw, figure):
    """Each question gets an answer to another one, in the other language."""
    dice = random.Random(7)
    english = [item for item in dolly(shared_data) if len(item.text("output")) >= 80][:500]
    chinese = alpaca(shared_data / "llamafactory_demo/alpaca_zh_demo.json")
    chinese = [item for item in chinese if len(item.text("output")) >= 40][:500]
    for name, asked, answered in (
        ("Chinese to English", english, chinese),
        ("English to Chinese", chinese, english),
    ):
        found = sum(
            any(other_language("output", item.text("instruction"), dice.choice(answered).text("output")))
            for item in asked
        )
        data = f"Dolly and a Chinese set, answers in {name.replace(' to ', ' to questions in ')}"
        figure("Corrupt instructions", data, "recall of other languages", found / len(asked), at_least=0.7)
    alarms = [f for f in findings([*raw, *dolly(shared_data)]) if f.reason == "other_language"]
    assert len(alarms) <= 3


def test_kinds_of_questions_are_told_as_people_sorted_them(shared_data, figure):
    records = json_lines(shared_data / "dolly/dolly/valid.jsonl")
    sorts = {"classification": "closed", "brainstorming": "open", "creative_writing": "open"}
    told = [
        (sorts[r["topic"]], open_or_closed(r["instruction"], r["input"]))
        for r in records
        if r["topic"] in sorts
    ]
    said = [(people, word) for people, word in told if word]
    right = sum(people == word for people, word in said)
    data = f"Dolly, {len(told)} questions of three kinds"
    figure("Corrupt instructions", data, "open or closed: right where told", right / len(said), at_least=0.9)
    figure("Corrupt instructions", data, "open or closed: share told", len(said) / len(told), at_least=0.85)


# --- faults planted in texts by people ---

EXAMPLE = "\n##\n7. Instruction: Name a lake.\n7. Input:\n<noinput>\n7. Output:\nLake Constance"
PLANTS = {
    "empty": lambda parts: parts | {"output": ""},
    "placeholder": lambda parts: parts | {"input": "<noinput>"},
    "merged": lambda parts: parts | {"output": parts["output"] + EXAMPLE},
    "echo": lambda parts: parts | {"output": parts["instruction"]},
    "mojibake": lambda parts: parts | {"output": parts["output"] + " It’s “done” – for £5.".encode().decode("cp1252", "ignore")},
    "control": lambda parts: parts | {"output": parts["output"].replace(" ", "\x00", 1) + "\x07"},
    "stand_in": lambda parts: parts | {"input": "[Image of the subject]"},
    "refusal": lambda parts: parts | {"output": "I'm sorry, but I cannot help with that request."},
    "loop": lambda parts: parts | {"output": parts["output"] + " And that is really all there is to say." * 5},
    "cut": lambda parts: parts | {"output": parts["output"][:400].rsplit(" ", 1)[0] + " because the"},
}  # fmt: skip
PLANTED = "Dolly, ten kinds of faults planted"
CERTAIN_PLANTS = ("empty", "placeholder", "merged", "echo", "mojibake", "control")


@pytest.fixture(scope="module")
def planted(shared_data) -> tuple[list[Item], dict[int, str]]:
    """Dolly with a fault in every fifth item, by kind in turn."""
    clean = [item.parts for item in dolly(shared_data) if len(item.text("output")) > 120]
    chosen = random.Random(11).sample(range(len(clean)), len(clean) // 5)
    names = {position: list(PLANTS)[turn % len(PLANTS)] for turn, position in enumerate(chosen)}
    parts = [PLANTS[names[p]](one) if p in names else one for p, one in enumerate(clean)]
    return items(Kind.INSTRUCTION, parts), {position + 1: name for position, name in names.items()}


def test_planted_faults_are_found_by_certain_rules(planted, figure):
    batch, names = planted
    hits = [finding for finding in findings(batch) if finding.reason in CERTAIN]
    expected = {item for item, name in names.items() if name in CERTAIN_PLANTS}
    caught = {finding.item for finding in hits}
    recall, precision = len(caught & expected) / len(expected), len(caught & set(names)) / len(caught)
    figure("Corrupt instructions", PLANTED, "recall of exact rules", recall, at_least=0.95)
    figure("Corrupt instructions", PLANTED, "precision of exact rules", precision, at_least=0.98)


def test_planted_faults_rank_first(planted, figure):
    batch, names = planted
    rows_ = sorted((finding.item, finding.reason, finding.score) for finding in findings(batch))
    risks = {row.item: row.risk for row in rank(rows_, REASONS)}
    precision = average_precision(
        [risks.get(item.id, 0.0) for item in batch], [item.id in names for item in batch]
    )
    longest = average_precision(
        [len(item.text("output")) for item in batch], [item.id in names for item in batch]
    )
    figure("Corrupt instructions", PLANTED, "average precision of the rank", precision, at_least=0.9)
    figure("Corrupt instructions", PLANTED, "average precision of a rank by length", longest)
    figure("Corrupt instructions", PLANTED, "share of faulty items", len(names) / len(batch))
    assert precision > 2 * longest
