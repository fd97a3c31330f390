"""Hits of likely rules, read one by one and judged strictly; only hashes of what was read are kept here.

A hit of *missing input* is right where the instruction needs something that is nowhere; of *truncated*
where the text was cut off; of *wrong count* and *wrong result* where the claim is true and plainly asked
for. Read were all hits in Alpaca as released, the raw side of CoachLM, Dolly, HaluEval's queries and a demo
set, and, as few texts of these are cut off, the truncated texts with the smallest hashes among answers to
CoBBLEr, Self-Instruct, PandaLM and XSTest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from xxhash import xxh3_64_hexdigest

from synthreview.analyzers.rules import constraints, missing_input, truncation, wrong_result
from synthreview.analyzers.rules.hit import Example, Hit
from synthreview.estimates import wilson
from tests.quality.reading import alpaca, dolly, json_lines, rows

pytestmark = pytest.mark.quality

DIGITS = 10
READ = json.loads(Path(__file__).with_name("hand_read.json").read_text(encoding="utf-8"))
"""Per rule: hashes of the texts whose hit was right, and of those whose hit was wrong."""

Rule = Callable[[Example], Iterator[Hit]]


def truncated(example: Example) -> Iterator[Hit]:
    return truncation.truncated("output", example.output, example.instruction)


RULES: dict[str, tuple[Rule, Callable[[Example], str]]] = {
    "missing_input": (missing_input.missing_input, lambda example: example.instruction),
    "truncated": (truncated, lambda example: example.output),
    "wrong_count": (constraints.wrong_count, lambda example: f"{example.instruction}\0{example.output}"),
    "wrong_result": (
        wrong_result.wrong_result,
        lambda example: f"{example.instruction}\0{example.input}\0{example.output}",
    ),
}
LEAST = {"missing_input": 0.7, "truncated": 0.7, "wrong_count": 0.8, "wrong_result": 0.85}


def coachlm(path: Path) -> list[Example]:
    records = json.loads(path.read_text(encoding="utf-8"))
    return [Example(*(r[f"Raw {part}"] for part in ("Instruction", "Input", "Response"))) for r in records]


def instructions(data: Path) -> list[Example]:
    queries = json_lines(data / "halueval/general_data.json")
    files = ("alpaca/random/random_9k.json", "llamafactory_demo/alpaca_en_demo.json")
    return [
        *(Example.of(item) for file in files for item in alpaca(data / file)),
        *(Example.of(item) for item in dolly(data)),
        *coachlm(data / "coachlm/Expert Revision Dataset.json"),
        *(Example(r["user_query"], "", r["chatgpt_response"]) for r in queries),
    ]


def answers(data: Path) -> list[Example]:
    """Answers of models that were often stopped at a number of tokens."""
    made = []
    generations = json.loads(
        (data / "cobbler/n15_responses/full_n15_model_generations.json").read_text("utf-8")
    )
    made += [Example("", "", text) for texts in generations.values() for text in texts]
    for path in sorted((data / "self_instruct/human_eval/predictions").glob("*.jsonl")):
        for r in json_lines(path):
            said = r["response"]
            text = said if isinstance(said, str) else said["choices"][0]["text"]
            made.append(Example(r["instruction"], "", text.strip()))
    for r in json.loads((data / "pandalm/testset-v1.json").read_text("utf-8")):
        made += [Example(r["instruction"], "", r[name]) for name in ("response1", "response2")]
    for path in sorted((data / "xstest").rglob("*_gpteval.csv")):
        made += [Example(r["prompt"], "", r["completion"]) for r in rows(path)]
    return [example for example in made if isinstance(example.output, str)]


def hits(name: str, examples: list[Example]) -> set[str]:
    """Hashes of the texts a rule points at."""
    rule, text = RULES[name]
    found = {text(example) for example in examples if any(hit.reason == name for hit in rule(example))}
    return {xxh3_64_hexdigest(one.encode())[:DIGITS] for one in found}


@pytest.fixture(scope="module")
def examples(shared_data) -> list[Example]:
    return instructions(shared_data)


@pytest.mark.parametrize("name", RULES)
def test_hits_that_were_read_are_right(name, examples, shared_data, figure):
    found = hits(name, examples)
    if name == "truncated":
        found |= hits(name, answers(shared_data))
    right, wrong = found & set(READ[name]["right"]), found & set(READ[name]["wrong"])
    read = len(right) + len(wrong)
    low, high = wilson(len(right), read)
    print(f"{name}: {len(right)} of {read} right ({low:.2f} to {high:.2f}); {len(found) - read} hits unread")
    data = f"{read} hits read by hand"
    words = name.replace("_", " ")
    figure("Corrupt instructions", data, f"{words}: precision", len(right) / read, at_least=LEAST[name])
    figure("Corrupt instructions", data, f"{words}: lower end of the 95 % interval", low)
    assert read >= 15
    assert len(found) - read <= 150
