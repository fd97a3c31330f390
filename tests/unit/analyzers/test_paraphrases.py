"""Texts that say the same in other words, with a stand-in for the large model."""

from __future__ import annotations

import numpy as np
import pytest

from synthreview.analyzers.paraphrases import Paraphrases
from synthreview.analyzers.sample import text_hash
from synthreview.domain import Item, Kind
from tests.unit.analyzers.making import free_text, instruction

DIMENSIONS = 64
SUBJECTS = 300


def meaning(subject: int, own: float, seed: int) -> np.ndarray:
    """A direction per subject, all a little alike, and a share of the text's own."""
    common = np.ones(DIMENSIONS) / np.sqrt(DIMENSIONS)
    theme = np.random.default_rng(subject).normal(size=DIMENSIONS) / np.sqrt(DIMENSIONS)
    noise = np.random.default_rng(seed).normal(size=DIMENSIONS) / np.sqrt(DIMENSIONS)
    vector = 0.5 * common + theme + own * noise
    return vector / np.linalg.norm(vector)


class Told:
    """Gives the vectors of texts like ``subject 7 asked plainly``; others say nothing."""

    def __call__(self, texts):
        rows = np.zeros((len(texts), DIMENSIONS), np.float32)
        for row, text in enumerate(texts):
            words = text.split()
            if words and words[0] == "subject":
                rows[row] = meaning(int(words[1]), 0.15, text_hash(text) % 2**32)
        return rows


def texts(*more: str) -> list[Item]:
    """Texts about many subjects, then these; each has words of its own."""
    plain = [f"subject {number} word{number} asked plainly" for number in range(SUBJECTS)]
    return [free_text(text, id=number) for number, text in enumerate([*plain, *more], 1)]


@pytest.fixture
def analyzer() -> Paraphrases:
    made = Paraphrases()
    made.embed, made.closely = Told(), True
    return made


def found(analyzer, items):
    state = analyzer.finish(analyzer.summarize(items), None)
    return {finding.item: finding for finding in analyzer.score(items, state)}


def test_a_text_about_the_same_points_at_the_earlier_one(analyzer):
    items = texts("subject 7 quite otherwise put by somebody else")
    (finding,) = found(analyzer, items).values()
    assert (finding.item, finding.reason, finding.args["item"]) == (SUBJECTS + 1, "said_before", 8)
    assert finding.evidence[0].item == 8
    assert finding.evidence[0].note.startswith("#8: subject 7 word7")


def test_texts_about_different_things_are_no_finding(analyzer):
    assert found(analyzer, texts()) == {}


def test_of_three_alike_both_later_ones_point_back(analyzer):
    items = texts(
        "subject 7 quite otherwise put by somebody", "subject 7 for a third time and differently so"
    )
    assert set(found(analyzer, items)) == {SUBJECTS + 1, SUBJECTS + 2}


def test_nearly_the_same_words_are_left_to_another_analyzer(analyzer):
    assert found(analyzer, texts("subject 7 word7 asked plainly again")) == {}


def test_the_same_text_again_is_no_paraphrase(analyzer):
    assert found(analyzer, texts("subject 7 word7 asked plainly")) == {}


def test_texts_of_a_few_words_are_passed_over(analyzer):
    assert found(analyzer, texts("subject 7 otherwise")) == {}


def test_it_is_silent_until_the_large_model_has_read_the_texts():
    assert found(Paraphrases(), texts("subject 7 quite otherwise put by somebody else")) == {}


def test_a_text_that_was_not_read_is_no_finding_and_no_fault(analyzer):
    items = texts("subject 7 quite otherwise put by somebody else", "never read by any model so far")
    assert set(found(analyzer, items)) == {SUBJECTS + 1}


def test_few_texts_tell_nothing(analyzer):
    items = texts("subject 7 quite otherwise put by somebody else")[-100:]
    assert found(analyzer, items) == {}


def test_how_the_items_are_cut_does_not_matter(analyzer):
    items = texts("subject 7 quite otherwise put by somebody else")
    whole = found(analyzer, items)
    partial = None
    for start in range(0, len(items), 37):
        partial = analyzer.merge(partial, analyzer.summarize(items[start : start + 37]))
    state = analyzer.finish(partial, None)
    parts = [finding for start in range(0, len(items), 50) for finding in analyzer.score(items[start : start + 50], state)]  # fmt: skip
    assert [(finding.item, finding.args) for finding in parts] == [(f.item, f.args) for f in whole.values()]


def test_what_is_compared_is_what_is_read():
    analyzer = Paraphrases()
    assert analyzer.meanings(instruction("Name a lake.", "In Italy.", "Como.")) == (
        "Name a lake.\nIn Italy.",
    )
    assert analyzer.meanings(Item(1, 1, 0, None, Kind.TASK_LABEL, {"text": "fine"})) == ("fine",)
