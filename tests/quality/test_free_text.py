"""What is said of the style of real free texts: known differences, and silence where there is none."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from synthreview.analyzers.contract import Analyzer
from synthreview.analyzers.damaged_text import DamagedText
from synthreview.analyzers.embeddings import instant
from synthreview.analyzers.flat_style import FlatStyle
from synthreview.analyzers.style.comparison import Script, compare
from synthreview.analyzers.style.effects import beyond_chance
from synthreview.analyzers.style.homogeneity import compared
from synthreview.analyzers.style.matching import matched
from synthreview.analyzers.style.separation import separation
from synthreview.analyzers.style.texts import Texts, Written
from synthreview.domain import Item, Kind, Summary
from tests.quality.reading import items, json_lines, rows

pytestmark = pytest.mark.quality

DETECTOR = "Style of free texts"
ANALYZER = FlatStyle()
AUTHORS = {0: "human", 1: "machine", "real": "human", "synthetic": "machine"}
STYLE_REASONS = {"shared_phrase", "shared_opening"}


def hc3(path: Path, fewest: int = 0) -> list[Item]:
    records = [record for record in json_lines(path) if len(record["text"].split()) >= fewest]
    return items(
        Kind.FREE_TEXT, [{"text": record["text"], "author": AUTHORS[record["label"]]} for record in records]
    )


def gpturk(folder: Path, *, authors: bool = True) -> list[Item]:
    records = json.loads((folder / "classifier_training/base.json").read_text(encoding="utf-8"))
    made = [{"text": record["text"]} for record in records]
    if authors:
        made = [
            one | {"author": AUTHORS[record["labels"]]} for one, record in zip(made, records, strict=True)
        ]
    return items(Kind.FREE_TEXT, made)


def workers(folder: Path) -> list[Item]:
    path = folder / "mechanical_turk/processed_responses_with_predictions3.csv"
    return items(Kind.FREE_TEXT, [{"text": record["text"]} for record in rows(path)])


def summaries(made: list[Item]) -> dict[str, dict]:
    state = ANALYZER.finish(ANALYZER.summarize(made), None)
    return {each.name: dict(each.data) for each in ANALYZER.emit(state) if isinstance(each, Summary)}


def pointed_at(analyzer: Analyzer, made: list[Item]) -> Counter[str]:
    found = analyzer.score(made, analyzer.finish(analyzer.summarize(made), None))
    return Counter(finding.reason for finding in found if finding.reason in STYLE_REASONS)


# --- differences that are there ---


@pytest.fixture(scope="module")
def chatgpt(shared_data) -> dict[str, dict]:
    """ChatGPT's translations, summaries and paraphrases against people's, texts of 30 words or more."""
    return summaries(hc3(shared_data / "hc3/en/val_hc3_si.jsonl", fewest=30))


def test_chatgpt_differs_from_people_as_is_known(chatgpt, figure):
    found = {each["feature"]: each for each in chatgpt["style"]["differences"]}
    for key, each in found.items():
        figure(DETECTOR, "HC3-Plus, 30 words or more", f"Cliff's delta: {key}", each["delta"])
    figure(DETECTOR, "HC3-Plus, 30 words or more", "matched pairs", chatgpt["style"]["pairs"], at_least=800)
    assert found["contractions"]["high"] < 0
    assert found["capitals"]["high"] < 0
    assert found["sentence_length"]["low"] > 0
    assert found["commas"]["delta"] > 0
    assert found["discourse"]["delta"] > 0
    assert abs(found["mtld"]["delta"]) < 0.1
    assert all(found[key]["certain"] for key in ("contractions", "capitals", "sentence_length"))


def test_length_is_matched_away(shared_data, figure):
    written = Written.of(hc3(shared_data / "hc3/en/val_hc3_si.jsonl", fewest=30))
    model, people = (Texts.among([sample], instant.embed) for sample in (written.model, written.people))
    before = float(np.sign(model.words[:, None] - people.words[None, :]).mean())
    pairs = matched(model, people, by_meaning=True)
    after = float(np.sign(pairs.model.words[:, None] - pairs.people.words[None, :]).mean())
    figure(DETECTOR, "HC3-Plus, 30 words or more", "Cliff's delta of length before matching", before, 0.2)
    figure(DETECTOR, "HC3-Plus, 30 words or more", "Cliff's delta of length after matching", after)
    assert abs(after) < 0.02


def test_chatgpt_and_people_can_be_told_apart_as_groups(chatgpt, figure):
    found = chatgpt["separability"]
    figure(
        DETECTOR,
        "HC3-Plus, 30 words or more",
        "groups told apart by style: AUROC",
        found["style"]["auroc"],
        0.7,
    )
    figure(
        DETECTOR,
        "HC3-Plus, 30 words or more",
        "groups told apart by words: AUROC",
        found["words"]["auroc"],
        0.8,
    )
    figure(
        DETECTOR,
        "HC3-Plus, 30 words or more",
        "groups told apart by both: AUROC",
        found["both"]["auroc"],
        0.8,
    )


def test_chatgpt_varies_less_than_people(chatgpt, figure):
    for each in chatgpt["variety"]["measures"]:
        figure(DETECTOR, "HC3-Plus, 30 words or more", f"{each['name']}: of people's", each["ratio"])
        assert each["high"] < 1


def test_phrases_that_chatgpt_repeats_are_found(shared_data, figure):
    made = hc3(shared_data / "hc3/en/val_hc3_si.jsonl")
    found = summaries(made)["phrases"]["phrases"]
    print(found)
    assert found
    assert all(each["people"] / each["of_people"] < each["texts"] / each["of"] / 5 for each in found)
    state = ANALYZER.finish(ANALYZER.summarize(made), None)
    hits = list(ANALYZER.score(made, state))
    by_model = [item for item in made if item.parts["author"] == "machine"]
    figure(DETECTOR, "HC3-Plus", "share of the model's texts pointed at", len(hits) / len(by_model))
    assert len(hits) <= 0.05 * len(by_model)


def test_chinese_is_compared_without_english_words(shared_data, figure):
    found = summaries(hc3(shared_data / "hc3/zh/val_hc3_QA.jsonl"))
    counted = {each["feature"] for each in found["style"]["differences"]}
    assert {"contractions", "discourse", "capitals", "word_length"}.isdisjoint(counted)
    assert "phrases" not in found
    figure(
        DETECTOR,
        "HC3-Plus, Chinese",
        "groups told apart by style: AUROC",
        found["separability"]["style"]["auroc"],
    )


# --- silence ---


def test_no_text_of_a_crowd_worker_is_pointed_at_for_its_style(shared_data):
    folder = shared_data / "workers_gpturk"
    for analyzer in (ANALYZER, DamagedText()):
        assert pointed_at(analyzer, workers(folder)) == Counter()


def test_no_summary_of_an_abstract_is_pointed_at_for_a_phrase(shared_data):
    folder = shared_data / "workers_gpturk"
    for made in (
        gpturk(folder),
        gpturk(folder, authors=False),
        workers(folder) + gpturk(folder, authors=False),
    ):
        assert pointed_at(ANALYZER, made) == Counter()


def test_no_summary_is_pointed_at_for_its_opening(shared_data):
    for authors in (True, False):
        assert pointed_at(DamagedText(), gpturk(shared_data / "workers_gpturk", authors=authors)) == Counter()


@pytest.mark.parametrize(
    ("name", "ours", "theirs"), [("hc3", 800, 800), ("hc3", 300, 1500), ("gpturk", 232, 232)]
)
def test_two_parts_of_one_data_set_seldom_differ(shared_data, figure, name, ours, theirs):
    draws = 25
    made = (
        hc3(shared_data / "hc3/en/val_hc3_si.jsonl", fewest=30)
        if name == "hc3"
        else gpturk(shared_data / "workers_gpturk", authors=False)
    )
    made = [item for item in made if name == "gpturk" or item.parts["author"] == "human"]
    written = Written.of(made)
    texts = Texts.among([written.people, written.unnamed], instant.embed)
    assert len(texts.features) == len(texts.vectors) == len(texts)
    styles, varieties, apart = [], [], []
    for seed in range(draws):
        order = np.random.default_rng(seed).permutation(len(texts))
        one, other = texts.at(order[:ours]), texts.at(order[ours : ours + theirs])
        pairs = matched(one, other, by_meaning=True)
        found = compare(pairs, (0, 0), Script(english=True, spaced=True))
        styles.append(any(each.certain for each in found.differences))
        varieties.append(
            any(beyond_chance([each.chance for each in compared(matched(one, other, by_meaning=False))]))
        )
        if seed < 8:
            told = separation(pairs, Script(english=True, spaced=True).counted())
            apart.append(told is not None and told.both[1] > 0.5)
    data = f"{name}, {ours} and {theirs} texts by the same"
    figure(DETECTOR, data, "share of draws with a difference of style", float(np.mean(styles)))
    figure(DETECTOR, data, "share of draws with a difference of variety", float(np.mean(varieties)))
    figure(DETECTOR, data, "share of draws told apart", float(np.mean(apart)))
    assert np.mean(styles) <= 0.05
    assert sum(apart) <= 1
    assert np.mean(varieties) <= 0.12
