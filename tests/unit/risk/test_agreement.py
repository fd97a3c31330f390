from __future__ import annotations

import math
import random
from dataclasses import astuple
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from synthreview.estimates import wilson
from synthreview.figures import THIN
from synthreview.risk.agreement import Agreement, agreement, says

EXCHANGED = {"a": "b", "b": "a", "tie": "tie", None: None}

VERDICTS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "tie", None]),
        st.sampled_from(["a", "b", "tie", None]),
        st.integers(0, 12),
    ),
    max_size=80,
)


def exchanged(answers):
    return [EXCHANGED[answer] for answer in answers]


def columns(verdicts):
    return tuple(list(column) for column in zip(*verdicts, strict=True)) if verdicts else ([], [], [])


def counted(aa: int, ab: int, ba: int, bb: int, **options: float) -> Agreement:
    """The agreement of judges who said this so many times, every pair a question of its own."""
    first = ["a"] * (aa + ab) + ["b"] * (ba + bb)
    second = ["a"] * aa + ["b"] * ab + ["a"] * ba + ["b"] * bb
    return agreement(first, second, range(len(first)), **options)


def opposed(sizes: list[int]) -> Agreement:
    """The agreement of judges who never agree, on questions with so many pairs each."""
    groups = [question for question, size in enumerate(sizes) for _ in range(size)]
    first = ["ab"[place % 2] for place in range(len(groups))]
    return agreement(first, exchanged(first), groups)


def test_shares_count_what_both_judges_said():
    first = ["a", "a", "b", "tie", "tie", "a", None, "a", "b"]
    second = ["a", "b", "b", "tie", "a", "tie", "a", "a", "garbage"]
    found = agreement(first, second, list("uvwxyzuvw"))
    assert (found.pairs, found.agree) == (7, pytest.approx(4 / 7))
    assert (found.decided, found.agree_decided, found.swapped_decided) == (4, 0.75, 0.25)
    assert found.chance_decided == pytest.approx(3 / 4 * 2 / 4 + 1 / 4 * 2 / 4)
    assert found.clusters == 3


def test_with_equally_large_questions_the_error_is_that_of_the_sandwich_formula():
    draw = random.Random(5)
    questions, size = 24, 5
    groups = [question for question in range(questions) for _ in range(size)]
    first = draw.choices("ab", k=len(groups))
    second = [one if draw.random() < 0.6 else EXCHANGED[one] for one in first]
    found = agreement(first, second, groups)

    same = [one == other for one, other in zip(first, second, strict=True)]
    sums = [sum(same[start : start + size]) for start in range(0, len(same), size)]
    spread = sum((total - size * found.agree_decided) ** 2 for total in sums)
    error = math.sqrt(questions / (questions - 1) * spread) / len(same)
    half = student.ppf(0.975, questions - 1) * error
    assert found.low == pytest.approx(found.agree_decided - half)
    assert found.high == pytest.approx(found.agree_decided + half)


def test_without_questions_p_is_that_of_a_correlation_of_the_answers():
    found = counted(aa=70, ab=90, ba=95, bb=65)
    correlation = (70 * 65 - 90 * 95) / math.sqrt(160 * 160 * 165 * 155)
    expected = student.cdf(correlation * math.sqrt(318 / (1 - correlation**2)), 318)
    assert found.p == pytest.approx(expected, rel=0.05)


def test_swapped_codes_raise_the_alarm_and_proper_codes_do_not():
    assert counted(aa=80, ab=120, ba=120, bb=80).alarm
    assert not counted(aa=120, ab=80, ba=80, bb=120).alarm


def test_the_alarm_keeps_to_the_level_asked_for():
    assert 0.001 < counted(aa=40, ab=60, ba=60, bb=40).p < 0.05
    assert not counted(aa=40, ab=60, ba=60, bb=40).alarm
    assert counted(aa=40, ab=60, ba=60, bb=40, level=0.05).alarm


def test_judges_who_nearly_always_prefer_the_first_may_miss_a_high_chance():
    found = counted(aa=120, ab=40, ba=40, bb=0)
    assert found.p < 1e-3
    assert found.agree_decided < found.chance_decided
    assert not found.alarm


def test_judges_of_contrary_habits_who_agree_more_than_chance_are_left_alone_at_any_level():
    found = counted(aa=30, ab=120, ba=0, bb=30, level=1.0)
    assert found.chance_decided < found.agree_decided < 0.5
    assert not found.alarm


def test_judges_who_never_agree_are_an_alarm_from_ten_questions_and_thirty_pairs_on():
    assert opposed([4] * 10).alarm
    assert not opposed([40] * 9).alarm
    assert opposed([1] * 30).alarm
    assert not opposed([1] * 29).alarm


def test_a_careless_level_does_not_do_away_with_the_least_evidence():
    few = ["ab"[place % 2] for place in range(36)]
    assert not agreement(few, exchanged(few), [place // 4 for place in range(36)], level=0.5).alarm


def test_p_is_never_below_that_of_a_sign_test_on_the_questions():
    assert opposed([6] * 10).p == pytest.approx(2**-10)


def test_one_question_with_most_pairs_is_no_alarm():
    assert opposed([3] * 60).alarm
    assert not opposed([600] + [3] * 60).alarm


@pytest.mark.parametrize(
    ("first", "second", "groups"),
    [
        ("a" * 50, "ab" * 25, range(50)),
        ("a" * 50, "b" * 50, range(50)),
        ("a" * 50, "a" * 50, range(50)),
        ("ab" * 25, "ba" * 25, [0] * 50),
        ("ab" * 100, "ba" * 100, [0] * 199 + [1]),
        ("a", "b", [0]),
        ("", "", []),
    ],
    ids=[
        "one always says a",
        "always a against always b",
        "always the same",
        "one question",
        "nearly one question",
        "one pair",
        "nothing",
    ],
)
def test_where_nothing_can_be_told_there_is_no_alarm_and_no_nan(first, second, groups):
    found = agreement(list(first), list(second), groups)
    assert not found.alarm
    assert found.p >= 0.4
    assert all(math.isfinite(value) for value in astuple(found))


def test_nothing_decided_leaves_the_interval_open():
    found = agreement(["a", "tie", None], ["tie", "tie", "a"], range(3))
    assert (found.pairs, found.agree, found.decided, found.clusters) == (2, 0.5, 0, 0)
    assert (found.low, found.high, found.p) == (0.0, 1.0, 1.0)


def test_full_agreement_still_has_an_interval_by_the_number_of_questions():
    found = agreement(["a", "b"] * 40, ["a", "b"] * 40, [place // 4 for place in range(80)])
    assert (found.low, found.high) == wilson(20, 20)


def test_answers_and_pairs_of_different_number_are_an_error():
    with pytest.raises(ValueError, match="2 and 1 answers for 2 pairs"):
        agreement(["a", "b"], ["a"], [1, 2])


@given(VERDICTS)
def test_every_figure_is_a_share_and_the_interval_holds_the_agreement(verdicts):
    found = agreement(*columns(verdicts))
    shares = found.agree, found.agree_decided, found.swapped_decided, found.chance_decided, found.p
    assert all(0 <= value <= 1 for value in shares)
    assert 0 <= found.low <= found.agree_decided <= found.high <= 1
    assert found.decided == 0 or found.agree_decided + found.swapped_decided == 1


@given(VERDICTS, st.randoms(use_true_random=False))
def test_neither_the_order_of_judges_and_pairs_nor_the_letters_matter(verdicts, draw):
    first, second, groups = columns(verdicts)
    expected = pytest.approx(astuple(agreement(first, second, groups)), abs=1e-9)
    assert astuple(agreement(second, first, [("question", group) for group in groups])) == expected
    assert astuple(agreement(exchanged(first), exchanged(second), groups)) == expected
    draw.shuffle(verdicts)
    assert astuple(agreement(*columns(verdicts))) == expected


@given(VERDICTS)
def test_exchanging_one_judges_letters_exchanges_agreement_and_its_opposite(verdicts):
    first, second, groups = columns(verdicts)
    plain, other = agreement(first, second, groups), agreement(exchanged(first), second, groups)
    assert other.agree_decided == pytest.approx(plain.swapped_decided)
    assert not (plain.alarm and other.alarm)
    if plain.decided:
        assert other.chance_decided == pytest.approx(1 - plain.chance_decided)
        assert (other.low, other.high) == (pytest.approx(1 - plain.high), pytest.approx(1 - plain.low))


def judge(draw: random.Random, groups: list[int], likes_a: float, stubborn: float) -> list[str]:
    """Answers of a judge who, with probability `stubborn`, says about a pair what suits its question."""
    favourite = {group: draw.random() < likes_a for group in groups}
    return [
        "a" if (favourite[group] if draw.random() < stubborn else draw.random() < likes_a) else "b"
        for group in groups
    ]


@pytest.mark.parametrize("likes_a", [0.5, 0.35])
@pytest.mark.parametrize("sizes", [[10] * 12, [1 + question // 4 for question in range(40)]])
@pytest.mark.parametrize("stubborn", [0.0, 0.6, 1.0])
def test_judges_who_agree_by_chance_are_seldom_accused_however_alike_the_pairs_of_a_question(
    likes_a, sizes, stubborn
):
    draw = random.Random(2024)
    groups = [question for question, size in enumerate(sizes) for _ in range(size)]
    level, trials = 0.02, 400
    alarms = sum(
        agreement(
            judge(draw, groups, likes_a, stubborn),
            judge(draw, groups, 1 - likes_a, stubborn),
            groups,
            level=level,
        ).alarm
        for _ in range(trials)
    )
    assert alarms <= level * trials + 3 * math.sqrt(level * trials)


def test_swapped_codes_of_judges_who_mostly_agree_are_found():
    draw = random.Random(7)
    groups = [place // 10 for place in range(400)]

    def alarm(swap: bool) -> bool:
        first = judge(draw, groups, 0.5, 0.3)
        second = [one if draw.random() < 0.65 else EXCHANGED[one] for one in first]
        return agreement(first, exchanged(second) if swap else second, groups).alarm

    assert fmean(alarm(True) for _ in range(100)) >= 0.95
    assert not any(alarm(False) for _ in range(100))


def plain(sentence: str) -> str:
    return sentence.replace(THIN, " ")


def test_an_alarm_is_said_with_what_an_exchange_would_give():
    found = counted(aa=178, ab=434, ba=434, bb=188)
    assert plain(says(found, "alpaca", "people")) == (
        "alpaca and people agree on 29.7 % of 1 234 decided pairs, less than chance: swapped codes or a "
        "contrary judge? Exchanged, they would agree on 70.3 %."
    )


def test_agreement_is_said_with_its_interval():
    assert plain(says(counted(aa=60, ab=10, ba=10, bb=20), "gpt4", "people")) == (
        "gpt4 and people agree on 80.0 % [72.0, 88.0] of 100 decided pairs."
    )
    assert plain(says(counted(1, 0, 0, 0), "gpt4", "people")).endswith("of 1 decided pair.")


def test_judges_who_decided_nothing_together_are_said_so():
    assert says(agreement([], [], []), "gpt4", "people") == "gpt4 and people both decided on no pair."
