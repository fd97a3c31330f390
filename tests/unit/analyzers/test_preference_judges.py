"""Verdicts that contradict the judge's other verdicts, or those of other judges."""

from __future__ import annotations

import json
import pickle
from dataclasses import asdict, replace
from itertools import combinations

import pytest

from synthreview.analyzers.preference_judges import PreferenceJudges
from synthreview.domain import Item
from tests.unit.analyzers.making import preference, run, the

ANALYZER = PreferenceJudges()
GRADES = ("Poor.", "Fair.", "Good.", "Great.", "Superb.")
"""Answers from worst to best."""


def tournament(
    wrong: tuple[str, ...] = (), judge: str = "olive", prompt: str = "Why?", start: int = 1, grades=GRADES
) -> list[Item]:
    """All pairs of answers, judged by grade; ``wrong`` names pairs (``"Poor. Good."``) judged the other way."""
    made = []
    for one, other in combinations(grades, 2):
        choice = "a" if f"{one} {other}" in wrong else "b"
        made.append(preference(one, other, choice, id=start + len(made), prompt=prompt, judge=judge))
    return made


def numbered(*parts: list[Item]) -> list[Item]:
    return [replace(item, id=id) for id, item in enumerate((item for part in parts for item in part), 1)]


def reasons_of(items) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for finding in run(ANALYZER, *items):
        found.setdefault(finding.item, set()).add(finding.reason)
    return found


def summary(items, name: str, reference=None) -> dict:
    other = ANALYZER.summarize(reference) if reference else None
    state = ANALYZER.finish(ANALYZER.summarize(items), other)
    return next(each.data for each in ANALYZER.emit(state) if each.name == name)


# --- the judge against itself ---


def test_a_verdict_against_the_judges_own_ranking_is_found():
    items = tournament(wrong=("Poor. Superb.",))
    found = [finding for finding in run(ANALYZER, *items) if finding.reason == "against_own_ranking"]
    finding = max(found, key=lambda finding: finding.score)
    item = items[finding.item - 1]
    assert (item.text("a"), item.text("b")) == ("Poor.", "Superb.")
    assert finding.args["other"] == "B"
    assert finding.args["percent"] > 80
    assert finding.evidence[0].note.splitlines() == ["A wins 0 of 3 others", "B wins 3 of 3 others"]
    assert finding.score > 0.8
    assert finding.evidence[0].part == "choice"


def test_a_judge_that_ranks_well_gives_no_contradiction():
    found = reasons_of(tournament())
    assert all(reasons <= {"close_call"} for reasons in found.values())


def test_a_small_margin_is_a_close_call_and_weaker_than_a_contradiction():
    items = tournament(wrong=("Good. Great.",))
    found = {(finding.item, finding.reason): finding.score for finding in run(ANALYZER, *items)}
    close = [score for (_, reason), score in found.items() if reason == "close_call"]
    assert close
    assert max(close) < 0.55


def test_a_circle_of_three_names_its_least_supported_verdict():
    items = tournament(wrong=("Poor. Superb.",))
    finding = the(run(ANALYZER, *items), "verdict_circle")
    assert finding.item == 4
    proof = {spot.item for spot in finding.evidence}
    assert proof == {finding.args["second"], finding.args["third"]}
    around = {items[id - 1].text(side) for id in proof for side in "ab"}
    assert {"Poor.", "Superb."} < around
    assert len(around) == 3
    data = summary(items, "preference_structure")
    assert (data["triangles"], data["circles"]) == (10, 3)
    assert 0 < data["circles_expected"] < 10


def test_ties_are_no_part_of_a_circle_and_contradict_nothing():
    items = [
        preference(item.text("a"), item.text("b"), "tie", id=item.id) if item.id == 4 else item
        for item in tournament()
    ]
    items = [replace(item, parts=item.parts | {"judge": "olive"}) for item in items]
    assert "verdict_circle" not in set().union(*reasons_of(items).values(), set())
    assert 4 not in reasons_of(items)


def test_the_other_answer_in_the_other_order_is_inconsistent():
    items = [
        preference("Yes.", "No.", "a", id=1, judge="olive"),
        preference("No.", "Yes.", "a", id=2, judge="olive"),
    ]
    found = [finding for finding in run(ANALYZER, *items) if finding.reason == "order_inconsistent"]
    assert [(finding.item, finding.args["item"]) for finding in found] == [(1, 2), (2, 1)]
    assert found[0].evidence[0].item == 2
    assert found[0].score == 1
    data = summary(items, "preference_structure")
    assert (data["pairs_in_both_orders"], data["pairs_consistent"]) == (1, 0)


def test_the_same_answer_in_both_orders_is_consistent():
    items = [preference("Yes.", "No.", "a", id=1), preference("No.", "Yes.", "b", id=2)]
    assert reasons_of(items) == {}
    assert summary(items, "preference_structure")["pairs_consistent"] == 1


def test_opposite_verdicts_of_one_judge_are_found_and_of_two_judges_are_not():
    same = [preference(choice=choice, id=id, judge="olive") for id, choice in ((1, "a"), (2, "b"), (3, "b"))]
    found = {
        finding.item: finding for finding in run(ANALYZER, *same) if finding.reason == "opposite_verdict"
    }
    assert set(found) == {1, 2, 3}
    assert found[1].score == 1
    assert found[2].score == 0.5
    two = [preference(choice="a", id=1, judge="olive"), preference(choice="b", id=2, judge="fig")]
    assert "opposite_verdict" not in set().union(*reasons_of(two).values(), set())


def test_the_same_answers_to_another_prompt_are_another_pair():
    items = [preference("Yes.", "No.", "a", id=1, prompt="One?"), preference("Yes.", "No.", "b", id=2)]
    assert reasons_of(items) == {}


# --- against its record ---


def contended(wins, prompts: int = 30, judge: str = "olive") -> list[Item]:
    """Answers of three contenders to many prompts; ``wins`` gives the choice for a prompt and a pair."""
    made = []
    for at in range(prompts):
        for one, other in combinations(("elm", "fig", "oak"), 2):
            texts = (f"{name} says {at}" for name in (one, other))
            item = preference(*texts, wins(at, one, other), prompt=f"Question {at}?", judge=judge)
            made.append(replace(item, id=len(made) + 1, unit=f"{one}/{other}"))
    return made


def test_a_contender_that_usually_loses_is_a_doubtful_winner():
    items = contended(lambda at, one, other: "a" if (at, one, other) == (7, "elm", "oak") else "b")
    found = [finding for finding in run(ANALYZER, *items) if finding.reason == "against_record"]
    assert [finding.item for finding in found] == [7 * 3 + 2]
    assert (found[0].args["winner"], found[0].args["loser"]) == ("elm", "oak")
    assert found[0].score > 0.9


@pytest.mark.parametrize("unit", [None, "pair 7", "a/b/c", "/", "elm/elm"])
def test_pairs_that_name_no_contenders_have_no_record(unit):
    items = [
        replace(item, unit=unit)
        for item in contended(lambda at, one, other: "a" if (at, one, other) == (7, "elm", "oak") else "b")
    ]
    assert "against_record" not in set().union(*reasons_of(items).values())


def test_between_the_same_two_contenders_a_rare_winner_is_no_contradiction():
    items = contended(lambda at, one, other: "a" if at == 7 else "b")
    items = [item for item in items if item.unit == "elm/oak"]
    assert reasons_of(items) == {}


# --- against other judges ---


def panel(*judges: tuple[str, tuple[str, ...]], prompts: int = 4) -> list[Item]:
    return numbered(
        *(
            tournament(wrong if at == 0 else (), judge, f"Question {at}?")
            for judge, wrong in judges
            for at in range(prompts)
        )
    )


def test_a_verdict_against_the_other_judges_is_found_with_their_words():
    items = panel(("olive", ("Fair. Great.",)), ("fig", ()), ("elm", ()))
    found = [finding for finding in run(ANALYZER, *items) if finding.reason == "judges_disagree"]
    assert [items[finding.item - 1].text("judge") for finding in found] == ["olive"]
    assert (found[0].args["count"], found[0].args["total"]) == (2, 2)
    assert set(found[0].evidence[0].note.splitlines()) == {"fig: B", "elm: B"}


def test_a_judge_that_always_goes_against_the_others_is_not_listened_to():
    every = tuple(f"{one} {other}" for one, other in combinations(GRADES, 2))
    items = numbered(
        *(
            tournament(every if judge == "contrary" else (), judge, f"Question {at}?")
            for judge in ("olive", "fig", "contrary")
            for at in range(4)
        )
    )
    assert summary(items, "preference_structure")["trust"]["contrary"] == 0
    against = {
        items[item - 1].text("judge")
        for item, reasons in reasons_of(items).items()
        if "judges_disagree" in reasons
    }
    assert against == {"contrary"}


def test_two_judges_who_agree_by_chance_do_not_speak_against_each_other():
    every = tuple(f"{one} {other}" for one, other in combinations(GRADES, 2))
    items = numbered(tournament(judge="olive"), tournament(every, "fig"))
    assert "judges_disagree" not in set().union(*reasons_of(items).values())


def test_one_judge_has_no_others():
    assert summary(tournament(), "preference_structure")["trust"] == {}


# --- what it passes over ---


@pytest.mark.parametrize(
    "parts", [{"prompt": ""}, {"prompt": None}, {"b": None}, {"b": "  "}, {"choice": None}, {"a": "No."}]
)
def test_incomplete_pairs_and_equal_answers_are_passed_over_in_silence(parts):
    items = [preference("Yes.", "No.", "a", id=1), preference("No.", "Yes.", "a", id=2)]
    given = {name: value for name, value in (items[0].parts | parts).items() if value is not None}
    assert run(ANALYZER, replace(items[0], parts=given), items[1]) == []


def test_a_pair_by_itself_says_nothing():
    assert run(ANALYZER, preference()) == []


def test_pairs_that_only_people_judged_are_passed_over():
    items = [
        replace(item, parts={k: v for k, v in item.parts.items() if k != "choice"} | {"human_choice": "a"})
        for item in tournament()
    ]
    assert run(ANALYZER, *items) == []
    assert summary(items, "judge_model") == {"judges": []}


# --- how it is computed ---


def test_findings_do_not_depend_on_how_the_items_are_cut_or_ordered():
    items = panel(("olive", ("Fair. Great.", "Poor. Superb.")), ("fig", ()), ("elm", ("Poor. Good.",)))
    whole = ANALYZER.finish(ANALYZER.summarize(items), None)
    parts = [ANALYZER.summarize(items[at : at + 7]) for at in range(0, len(items), 7)]
    forwards, backwards = parts[0], parts[-1]
    for part in parts[1:]:
        forwards = ANALYZER.merge(forwards, part)
    for part in parts[-2::-1]:
        backwards = ANALYZER.merge(backwards, pickle.loads(pickle.dumps(part)))
    expected = list(ANALYZER.score(items, whole))
    assert expected
    for partial in (forwards, backwards):
        state = pickle.loads(pickle.dumps(ANALYZER.finish(partial, None)))
        assert list(ANALYZER.score(items, state)) == expected
        assert list(ANALYZER.emit(state)) == list(ANALYZER.emit(whole))


def test_of_more_pairs_than_are_kept_some_prompts_are_judged_all_the_same(monkeypatch):
    monkeypatch.setattr("synthreview.analyzers.preferences.pairs.MOST", 25)
    items = numbered(*(tournament(("Poor. Superb.",), prompt=f"Question {at}?") for at in range(8)))
    partial = ANALYZER.summarize(items[:1])
    for item in items[1:]:
        partial = ANALYZER.merge(partial, ANALYZER.summarize([item]))
    assert sum(map(len, partial.pairs.parts)) <= 50
    found = [
        finding
        for finding in ANALYZER.score(items, ANALYZER.finish(partial, None))
        if finding.reason == "verdict_circle"
    ]
    assert len(found) == 2


def test_summaries_can_be_stored_whatever_the_names():
    items = numbered(
        tournament(judge="\ud800"), tournament(judge="x" * 500), tournament(judge="naïve\x00\njudge")
    )
    assert "?" in summary(items, "preference_structure")["trust"]
    for each in ANALYZER.emit(ANALYZER.finish(ANALYZER.summarize(items), None)):
        json.dumps(asdict(each)).encode()
    assert max(map(len, summary(items, "preference_structure")["trust"])) <= 40
