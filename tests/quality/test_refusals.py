"""Refusals as people labelled them (XSTest): rules first, a small model for what they leave open."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from synthreview.analyzers.rules import refusal
from synthreview.analyzers.rules.hit import Example
from synthreview.analyzers.rules.refusal_model import chance
from tests.quality.reading import alpaca, dolly

pytestmark = pytest.mark.quality

DETECTOR, DATA = "Corrupt instructions", "XSTest, labels by people"
SCRIPT = Path(__file__).parents[2] / "packaging/train_refusal.py"
LIKELY = 0.5


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("train_refusal", SCRIPT)
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def answers(shared_data, script):
    return script.read(shared_data / "xstest")


def chances(script, answers, folds: list[np.ndarray]) -> np.ndarray:
    """The chance of each answer by a model that saw no answer sharing a fold's group with it."""
    found = np.zeros(len(answers.refused))
    for held in folds:
        model = script.learn(answers.rows[~held[1]], answers.refused[~held[1]])
        found[held[0]] = model.predict_proba(answers.rows[held[0]])[:, 1]
    return found


def says(script, answers, found: np.ndarray) -> np.ndarray:
    """The word of both stages, as ``declines`` gives it."""
    count = answers.rows.shape[1] - 128
    rule, cues = answers.rows[:, count - 1] > 0, answers.rows[:, : count - 1].any(1)
    return rule | (cues & (found >= LIKELY))


def measures(said: np.ndarray, true: np.ndarray) -> tuple[float, float, float]:
    right = (said & true).sum()
    precision, recall = right / said.sum(), right / true.sum()
    return precision, recall, 2 * precision * recall / (precision + recall)


def test_both_stages_find_refusals_of_a_model_never_seen(script, answers, figure):
    folds = [(answers.models == model, answers.models == model) for model in np.unique(answers.models)]
    said = says(script, answers, chances(script, answers, folds))
    precision, recall, f1 = measures(said, answers.refused)
    how = "refusals in two stages, a model never seen"
    figure(DETECTOR, DATA, f"{how}: precision", precision)
    figure(DETECTOR, DATA, f"{how}: recall", recall)
    figure(DETECTOR, DATA, f"{how}: F1", f1, at_least=0.93)


def test_in_instructions_a_first_person_is_asked_for_as_well(script, answers, figure):
    """What the instruction rule itself finds: without this, sound texts about ethics would be taken in."""
    folds = [(answers.models == model, answers.models == model) for model in np.unique(answers.models)]
    likely = chances(script, answers, folds) >= LIKELY
    rule = np.array([refusal.refuses(text) for text in answers.texts])
    personal = np.array([bool(refusal._PERSONAL.search(text[: refusal._HEAD])) for text in answers.texts])
    precision, recall, f1 = measures(rule | (personal & likely), answers.refused)
    how = "refusals as found in instructions, a model never seen"
    figure(DETECTOR, DATA, f"{how}: precision", precision, at_least=0.94)
    figure(DETECTOR, DATA, f"{how}: recall", recall)
    figure(DETECTOR, DATA, f"{how}: F1", f1, at_least=0.88)


def test_and_of_prompts_never_seen(script, answers, figure):
    parts = np.array([sum(id.encode()) % 5 for id in answers.prompts])
    folds = []
    for model in np.unique(answers.models):
        for part in range(5):
            here, there = answers.models == model, parts == part
            folds.append((here & there, here | there))
    precision, recall, f1 = measures(says(script, answers, chances(script, answers, folds)), answers.refused)
    figure(DETECTOR, DATA, "refusals in two stages, neither model nor prompt seen: F1", f1)
    assert f1 >= 0.91
    assert min(precision, recall) >= 0.85


def test_the_packed_weights_are_those_of_the_script(script, answers):
    model = script.learn(answers.rows, answers.refused)
    with_cue = answers.rows[:, : answers.rows.shape[1] - 129].any(1)
    learned = model.predict_proba(answers.rows)[:, 1]
    for place in np.flatnonzero(with_cue)[::25]:
        text = answers.texts[place]
        assert chance(text, rule=refusal.refuses(text)) == pytest.approx(learned[place], abs=0.01)


def test_the_model_adds_no_false_alarms_on_ordinary_instructions(shared_data):
    batch = [*dolly(shared_data), *alpaca(shared_data / "alpaca/random/random_9k.json")]
    hits = [hit for item in batch for hit in refusal.refusal(Example.of(item)) if hit.score < 1]
    assert len(hits) <= 0.0005 * len(batch)
