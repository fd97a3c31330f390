"""How far the text tells over which items people are split, where several people labelled it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from statistics import fmean

import numpy as np
import pytest

from synthreview.analyzers.contested_labels import ContestedLabels
from synthreview.domain import Finding, Item, Kind, Summary
from tests.quality.reading import items, label_list, rows

pytestmark = pytest.mark.quality

ANALYZER = ContestedLabels()
DETECTOR = "Contested among people"
LEWIDI = {"HS-Brexit": 0.75, "ConvAbuse": None, "MD-Agreement": None, "ArMIS": None}
"""Sets of the task "Learning with Disagreements", and the AUROC each must reach."""


def labelled(pairs: list[tuple[str, list]]) -> list[Item]:
    parts = [{"text": text, "human_labels": given} for text, given in pairs]
    return items(Kind.TASK_LABEL, parts)


def told(people: list[Item]) -> dict:
    """What is measured on texts not learned from."""
    state = ANALYZER.finish(ANALYZER.summarize(people), None)
    found = list(ANALYZER.emit(state))
    print(
        *(f"{panel.title}. {panel.subtitle}" for panel in found if not isinstance(panel, Summary)), sep="\n"
    )
    return found[0].data


def note(figure, data: str, found: dict, at_least: float | None = None) -> None:
    figure(DETECTOR, data, "AUROC", found["auroc"], at_least=at_least)
    figure(DETECTOR, data, "AUROC, lower bound", found["low"])
    figure(DETECTOR, data, "share of texts people are split over", found["split"])


def pointed_at(people: list[Item], fold: int, folds: int = 5) -> tuple[list[Finding], list[Item]]:
    """Findings of texts whose labels were hidden, learned from the other folds."""
    hidden = [item for item in people if item.id % folds == fold]
    shown = [item for item in people if item.id % folds != fold]
    bare = [Item(item.id, 1, item.position, None, item.kind, {"text": item.text("text")}) for item in hidden]
    state = ANALYZER.finish(ANALYZER.summarize([*shown, *bare]), None)
    return list(ANALYZER.score(bare, state)), hidden


def is_split(item: Item) -> bool:
    return len(set(item.parts["human_labels"])) > 1


def dissenters(item: Item) -> float:
    given = item.parts["human_labels"]
    return 1 - max(Counter(given).values()) / len(given)


def lewidi(folder: Path, name: str) -> list[Item]:
    """A set in the JSON of its authors: ``annotations`` is a list in a string."""
    files = sorted(folder.rglob(f"{name}_*.json"))
    if not files:
        pytest.skip(f"needs the files of {name} (Learning with Disagreements) in {folder}")
    records = [record for path in files for record in json.loads(path.read_text(encoding="utf-8")).values()]
    return labelled([(said(record["text"]), str(record["annotations"]).split(",")) for record in records])


def said(text: str | dict[str, str]) -> str:
    """The last thing the user said, where the text is a conversation."""
    return text if isinstance(text, str) else str(list(text.values())[-1])


@pytest.mark.parametrize("name", LEWIDI)
def test_disagreement_about_tweets_and_dialogues_is_told(shared_data, figure, name):
    note(figure, f"{name}, split among people", told(lewidi(shared_data, name)), at_least=LEWIDI[name])


@pytest.fixture(scope="module")
def hate_speech(shared_data) -> list[Item]:
    """SBIC and the Gab Hate Corpus, labelled by three people each; the file does not say which is which."""
    file = rows(shared_data / "artifacts_paper_misc/mismatch_gpt3.csv")
    pairs = [(record["text"], label_list(record["human_annots"])) for record in file]
    return labelled([(text, given) for text, given in pairs if len(given) == 3 and None not in given])


def test_disagreement_about_hate_speech_is_told_in_part(hate_speech, figure):
    found = told(hate_speech)
    note(figure, "SBIC and GHC, three people", found, at_least=0.62)
    assert found["predictable"]


def test_the_items_pointed_at_split_people_more_often_and_as_widely_as_is_said(hate_speech, figure):
    folds = [pointed_at(hate_speech, fold) for fold in range(5)]
    of = {item.id: item for item in hate_speech}
    found = [finding for findings, _ in folds for finding in findings]
    named = [of[finding.item] for finding in found]
    expected = fmean(int(finding.args["percent"]) / 100 for finding in found)
    data = "SBIC and GHC, three people, labels of a fifth hidden"
    precision, base = fmean(map(is_split, named)), fmean(map(is_split, hate_speech))
    figure(DETECTOR, data, "share of items pointed at that people are split over", precision)
    figure(DETECTOR, data, "share of all items that people are split over", base)
    figure(DETECTOR, data, "share of items pointed at", len(named) / len(hate_speech))
    print(f"dissenters: said {expected:.3f}, true {fmean(map(dissenters, named)):.3f}")
    assert precision > 1.3 * base
    assert expected == pytest.approx(fmean(map(dissenters, named)), abs=0.02)


@pytest.mark.parametrize(
    ("name", "title"), [("social_chemistry_101", "Social Chemistry"), ("sentiment_diaz2018", "Sentiment")]
)
def test_where_the_text_does_not_tell_nothing_is_said_of_single_items(shared_data, figure, name, title):
    file = rows(shared_data / f"derived/{name}_inter_no_prompt.csv")
    pairs = {record["text"]: label_list(record["human_annots"]) for record in file}
    people = labelled(list(pairs.items()))
    found = told(people)
    note(figure, f"{title}, split among people", found)
    assert not found["predictable"]
    assert found["low"] <= 0.6
    assert not any(pointed_at(people, fold)[0] for fold in range(5))


def test_labels_dealt_out_at_random_are_never_taken_for_contested(hate_speech):
    """The interval is honest: with the labels of one text given to another, nothing is predictable."""
    dice = np.random.default_rng(1)
    lists = [item.parts["human_labels"] for item in hate_speech]
    texts = [item.text("text") for item in hate_speech]
    aurocs = []
    for _ in range(5):
        order = dice.permutation(len(lists))
        found = told(labelled([(text, lists[at]) for text, at in zip(texts, order, strict=True)]))
        assert not found["predictable"]
        aurocs.append(found["auroc"])
    assert fmean(aurocs) == pytest.approx(0.5, abs=0.02)
