"""The paper's numbers about CoBBLEr's judges, recomputed on what the import makes of the released files (T1 to T4).

An answer's entailment is the highest chance, over its sentences, that the sentence entails the reference answer;
the released file has it for every sentence. Which judge goes by it is read off the correlation with the verdicts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from synthreview.domain import Kind
from synthreview.formats.detect import detect
from synthreview.formats.readers import Reader
from tests.quality.reading import rows

pytestmark = pytest.mark.quality

JUDGES = ("gpt4", "chatgpt", "human")
QUESTIONS, TENTH = 50, 525
CODES = {"a": 0, "b": 1, "tie": 2}
SIGNS = {"a": 1, "b": -1, "tie": 0}
EXCHANGED = {"a": "b", "b": "a", "tie": "tie"}

SIGNED = {"gpt4": (0.035, 0.194, 0.598), "chatgpt": (0.034, 0.220, 0.613), "human": (0.011, 0.042, 0.521)}
"""What the order of the models cannot change: the correlation of signs over all pairs and over the tenth with the
widest gap in entailment, and how often the signs agree there (where the judge decided)."""


@dataclass(frozen=True)
class Verdicts:
    """A judge's choices, what entailment would choose, and by how wide a gap; all in the paper's order."""

    judge: list[str]
    entailment: list[str]
    gap: NDArray[np.float64]

    def widest(self) -> NDArray[np.int64]:
        """Places by gap, the widest first; equal gaps stay in order."""
        return np.argsort(-self.gap, kind="stable")


def choice(one: float, other: float) -> str:
    return "a" if one > other else "b" if one < other else "tie"


def imported(path: Path) -> list[dict[tuple[str, str], str]]:
    """By question, the choice between each two models, as the import makes pairs of a ranking."""
    found = detect(path)
    assert found.mapping.kind is Kind.PREFERENCE
    questions = []
    for piece in Reader(path, found.layout):
        pairs = {}
        for unit, parts in found.mapping.items(piece.record):
            one, other = unit.split("/")[-2:]
            pairs[one, other] = parts["choice"]
            pairs[other, one] = EXCHANGED[parts["choice"]]
        questions.append(pairs)
    return questions


@pytest.fixture(scope="module")
def golden(shared_data) -> dict:
    return json.loads((shared_data / "golden_values.json").read_text(encoding="utf-8"))["cobbler_entailment"]


@pytest.fixture(scope="module")
def entailed(shared_data) -> dict[tuple[int, str], float]:
    file = rows(shared_data / "cobbler/cobbler_sentences_df_roberta_entailment.csv")
    return {(int(r["example_idx"]), r["model"]): max(json.loads(r["roberta_entail"])) for r in file}


@pytest.fixture(scope="module")
def every(shared_data, golden, entailed) -> dict[str, Verdicts]:
    made = {}
    for name in JUDGES:
        questions = imported(shared_data / f"cobbler/cobbler/{name}.json")
        assert len(questions) == QUESTIONS
        judge, entailment, gap = [], [], []
        for number, pairs in enumerate(questions, start=1):
            for pair in combinations(golden["model_order"], 2):
                one, other = (entailed[number, model] for model in pair)
                judge.append(pairs[pair])
                entailment.append(choice(one, other))
                gap.append(abs(one - other))
        made[name] = Verdicts(judge, entailment, np.array(gap))
    return made


@pytest.fixture(params=JUDGES)
def name(request) -> str:
    return request.param


def correlation(one: list[int], other: list[int]) -> float:
    return float(np.corrcoef(one, other)[0, 1])


def coded(verdicts: Verdicts, places) -> float:
    """As the paper does it: on the codes, which are no scale, so that it depends on the order of the models."""
    one = [CODES[verdicts.judge[at]] for at in places]
    return correlation(one, [CODES[verdicts.entailment[at]] for at in places])


def signed(verdicts: Verdicts, places) -> float:
    """On signs, each pair in both orders."""
    one = [SIGNS[verdicts.judge[at]] for at in places]
    other = [SIGNS[verdicts.entailment[at]] for at in places]
    return correlation([*one, *(-sign for sign in one)], [*other, *(-sign for sign in other)])


def test_rankings_become_as_many_pairs_and_ties_as_in_the_paper(every, golden, name):
    assert len(every[name].judge) == golden["n_pairs"] == 5250
    assert every[name].judge.count("tie") == golden[name]["ties"]


def test_verdicts_go_with_entailment_as_far_as_in_the_paper(every, golden, name):
    assert coded(every[name], range(5250)) == pytest.approx(golden[name]["r"], abs=1e-5)


def test_so_they_do_in_each_tenth_by_the_gap_in_entailment(every, golden, name):
    widest = every[name].widest()
    tenths = [coded(every[name], widest[at : at + TENTH]) for at in range(0, len(widest), TENTH)]
    assert tenths == pytest.approx(golden[name]["decile_r"], abs=2e-3)


def test_whatever_the_order_of_the_models_the_judges_go_by_entailment_where_the_gap_is_wide(every, name):
    whole, tenth, agree = SIGNED[name]
    verdicts = every[name]
    top = verdicts.widest()[:TENTH]
    assert signed(verdicts, range(5250)) == pytest.approx(whole, abs=1e-3)
    assert signed(verdicts, top) == pytest.approx(tenth, abs=1e-3)
    decided = [at for at in top if verdicts.judge[at] != "tie"]
    same = np.mean([verdicts.judge[at] == verdicts.entailment[at] for at in decided])
    assert same == pytest.approx(agree, abs=1e-3)
