"""What judges' summaries say to leads: findings as titles, bias only against people, no more than is known."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import numpy as np
import pytest

from synthreview.analyzers.enumeration import listed
from synthreview.analyzers.preference_judges import PreferenceJudges
from synthreview.analyzers.preferences.bias_panels import bias_panels
from synthreview.analyzers.preferences.consistency_panels import consistency_panels
from synthreview.analyzers.preferences.cue_panels import cue_panels
from synthreview.analyzers.preferences.families import family, own_family
from synthreview.analyzers.preferences.panel_words import beyond_chance
from synthreview.panels import Panel
from synthreview.query import parse
from tests.unit.analyzers.making import preference
from tests.unit.analyzers.preferences.test_judge_model import by_chance, longer, mostly_first, pairs


def panels(items, reference=None) -> dict[str, Panel]:
    analyzer = PreferenceJudges()
    state = analyzer.finish(analyzer.summarize(items), analyzer.summarize(reference) if reference else None)
    return {each.name: each for each in analyzer.emit(state) if isinstance(each, Panel)}


def turned(items, alike=lambda _at: True):
    """Every pair a second time, with A and B exchanged."""
    other = {"a": "b", "b": "a"}
    again = [
        preference(
            item.text("b"), item.text("a"), other[item.text("choice")] if alike(at) else item.text("choice"),
            id=10_000 + at, prompt=item.text("prompt"), judge=item.text("judge"),
        )
        for at, item in enumerate(items)
    ]  # fmt: skip
    return items + again


def lines(panel) -> dict[str, float]:
    return {effect.name: effect.value for effect in panel.effects}


# --- what judges go by ---


def test_without_people_a_coefficient_is_told_to_be_no_bias():
    panel = panels(pairs(longer, 1500))["coefficients:00"]
    assert panel.title == "olive tends to longer answers; by itself that is no bias"
    assert "Only the difference from people's choices is a bias" in panel.caution
    assert [effect.name for effect in panel.effects] == ["First answer", "Length", "Lists", "Emphatic words"]
    length = panel.effects[1]
    assert length.certain
    assert 0 < length.low < length.value < length.high
    assert not any(effect.certain for effect in panel.effects if effect is not length)


def test_the_difference_from_people_is_called_the_bias():
    found = panels(pairs(longer, 1500, people=by_chance))
    panel = found["bias:00"]
    assert panel.title == "Bias: olive likes longer answers more than people do"
    assert "1\u202f500 verdicts on 150 prompts" in panel.subtitle
    assert "people's choices of the same pairs" in panel.subtitle
    assert panel.effects[1].words.startswith("olive +")
    assert "coefficients:00" not in found


def test_a_judge_that_chooses_as_people_do_has_no_bias():
    panel = panels(pairs(longer, 1500, people=longer))["bias:00"]
    assert panel.title == "Against people's choices, olive shows no bias beyond chance"


def test_a_coefficient_is_for_one_standard_deviation_more():
    items = pairs(longer, 1500)
    analyzer = PreferenceJudges()
    summaries = {each.name: each for each in analyzer.emit(analyzer.finish(analyzer.summarize(items), None))}
    (judge,) = summaries["judge_model"].data["judges"]
    raw, spread = judge["weights"]["log_length"]["weight"], judge["spread"]["log_length"]
    assert 0.5 < spread < 2
    assert panels(items)["coefficients:00"].effects[1].value == pytest.approx(raw * spread, abs=1e-3)


def test_where_people_too_lean_to_one_side_position_is_no_bias():
    panel = panels(pairs(mostly_first, 1500, people=lambda _a, _b, toss: "a" if toss < 0.7 else "b"))[
        "bias:00"
    ]
    first = panel.effects[0]
    assert not first.certain
    assert first.words.endswith("not placed at random")
    assert "hardly placed at random" in panel.caution
    assert panel.title == "Against people's choices, olive shows no bias beyond chance"


def test_where_people_hardly_lean_position_is_a_bias():
    random = panels(pairs(mostly_first, 1500, people=by_chance))["bias:00"]
    assert random.effects[0].certain
    assert random.title == "Bias: olive likes the first answer more than people do"


def contended(choose, judge="gpt-4", people=None):
    """Answers of GPT-3.5 and of Vicuna, on either side; ``choose`` has (whether A is GPT's, a number 0..1)."""
    made = []
    rng = np.random.default_rng(1)
    for at, item in enumerate(pairs(by_chance, 1200, judge=judge)):
        gpt_first, dice = at % 2 == 0, rng.random(2)
        parts = item.parts | {"choice": choose(gpt_first, dice[0])}
        if people:
            parts["human_choice"] = people(gpt_first, dice[1])
        unit = "gpt-3.5/vicuna" if gpt_first else "vicuna/gpt-3.5"
        made.append(replace(item, parts=parts, unit=unit))
    return made


def test_where_answers_stand_in_the_order_of_their_writers_names_position_means_nothing():
    items = [replace(item, unit="elm/oak") for item in pairs(mostly_first, 1500)]
    panel = panels(items)["coefficients:00"]
    assert not panel.effects[0].certain
    assert panel.effects[0].words.endswith("not placed at random")
    assert "in the order of their writers' names" in panel.caution
    assert panels(pairs(mostly_first, 1500))["coefficients:00"].effects[0].certain


def own(share):
    return lambda gpt_first, dice: "a" if gpt_first == (dice < share) else "b"


def test_a_judge_that_likes_its_own_family_more_than_people_do_is_found_out():
    panel = panels(contended(own(0.8), people=own(0.5)))["bias:00"]
    assert panel.title == "Bias: gpt-4 likes answers of its own family more than people do"
    assert lines(panel)["Own family"] == pytest.approx(1.39, abs=0.3)


def test_where_people_like_them_as_much_it_is_no_bias():
    panel = panels(contended(own(0.8), people=own(0.8)))["bias:00"]
    assert "no bias beyond chance" in panel.title


def test_a_judge_from_elsewhere_has_no_own_family_there():
    assert "Own family" not in lines(panels(contended(own(0.8), judge="claude"))["coefficients:00"])


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("gpt-4", "openai"), ("ChatGPT", "openai"), ("text-davinci-003", "openai"), ("GPT-J-6B", "gpt"),
        ("gpt4all-13b", "gpt"), ("llamav2", "meta"), ("vicuna-13b", "vicuna"), ("Claude-v1", "anthropic"),
        ("", ""), ("7", ""),
    ],
)  # fmt: skip
def test_a_family_is_known_by_the_name(name, found):
    assert family(name) == found


def test_own_family_says_which_side():
    sides = np.array([("gpt-3.5", "koala"), ("koala", "ChatGPT"), ("gpt-4", "gpt-3"), ("", "")], object)
    assert own_family("gpt-4", sides).tolist() == [1, -1, 0, 0]
    assert own_family("", sides).tolist() == [0, 0, 0, 0]


# --- how consistent they are ---


def test_a_judge_that_keeps_to_its_verdicts_in_both_orders():
    panel = panels(turned(pairs(longer, 60)))["both_orders"]
    assert panel.title == "olive decides 100\u202f% of pairs alike when A and B are exchanged"
    (line,) = panel.effects
    assert (line.value, line.words, line.where) == (1.0, "60 of 60 pairs", "")
    assert line.certain
    assert 0.9 < line.low < 1


def test_a_judge_that_goes_by_position_does_not():
    panel = panels(turned(pairs(longer, 60), alike=lambda at: at % 5 > 1))["both_orders"]
    (line,) = panel.effects
    assert line.value == pytest.approx(0.6)
    assert not line.certain
    assert line.where == "reason:order_inconsistent"


def test_judges_that_are_several_have_a_line_each_and_no_filter():
    items = turned(pairs(longer, 60)) + [
        replace(item, id=item.id + 50_000)
        for item in turned(pairs(longer, 40, judge="fig"), lambda at: at % 2)
    ]
    panel = panels(items)["both_orders"]
    assert lines(panel) == {"olive": 1.0, "fig": 0.5}
    assert panel.title == "Judges decide 50\u202f% to 100\u202f% of pairs alike when A and B are exchanged"
    assert {effect.where for effect in panel.effects} == {""}


def test_pairs_of_one_prompt_that_err_together_widen_the_interval():
    def width(prompts):
        items = turned(pairs(longer, 80, prompts=prompts), alike=lambda at: (at % prompts) * 2 < prompts)
        (line,) = panels(items)["both_orders"].effects
        return line.high - line.low

    assert width(8) > 1.5 * width(80)


def structure(circles, expected=5.0, **more):
    triples = {"triples": 400, "circles": circles, "expected": expected, **more}
    both = {"pairs": 0, "alike": 0}
    return {
        "judges": [{"judge": "olive", "verdicts": 300, "both_orders": both, "triples": triples}],
        "trust": {},
    }


def test_circles_are_held_against_a_coin():
    (panel,) = consistency_panels(structure(20, low=0.02, high=0.08))
    assert panel.title == "olive contradicts itself in 5\u202f% of triples of answers"
    assert panel.neutral == 0.25
    assert panel.effects[0].certain
    assert panel.effects[0].where == "reason:verdict_circle"


def test_verdicts_from_a_ranking_are_not_praised_for_having_no_circle():
    (panel,) = consistency_panels(structure(0, 40.0, low=0.0, high=0.07))
    assert panel.title == "olive never contradicts itself among three answers"
    assert "cannot make circles" in panel.caution


def test_few_pairs_and_triples_say_nothing():
    assert list(consistency_panels({"judges": [], "trust": {}})) == []
    assert "both_orders" not in panels(turned(pairs(longer, 9)))


def test_judges_that_agree_by_chance_are_named():
    (panel,) = consistency_panels({"judges": [], "trust": {"olive": 0.8, "fig": 0.6, "elm": 0.0}})
    assert panel.title == "elm agrees with the other judges no more than chance"
    assert [effect.name for effect in panel.effects] == ["olive", "fig", "elm"]


# --- words ---


def cue(word, z):
    return {"word": word, "z": z, "won": 30, "lost": 4}


def told(words, share, low, high, **more):
    explained = {"share": share, "low": low, "high": high}
    return {
        "judge": "olive",
        "verdicts": 900,
        "words": words,
        "explained": explained,
        "best_cue": "great",
        **more,
    }


def test_words_that_win_are_shown_with_their_z_beside_what_chance_does():
    reliance, words = cue_panels(
        {"judges": [told([cue('so "great"', 6.1), cue("bad", -4.0)], 0.6, 0.55, 0.65)]}
    )
    assert reliance.title == "20 words give 60\u202f% of olive's verdicts"
    assert reliance.effects[0].certain
    assert words.title == 'Answers with “so "great"” win with olive; by itself that is no bias'
    assert words.noise == 3.0
    first = words.effects[0]
    assert (first.value, first.low, first.high) == (6.1, 4.14, 8.06)
    assert first.words == "wins 30, loses 4 of its pairs with olive"
    assert parse(first.where)


def test_words_that_win_more_than_with_people_are_a_bias():
    judge = told([], 0.6, 0.55, 0.65, minus_people={"words": [cue("great", 4.2)]})
    people = told([], 0.52, 0.48, 0.56) | {"judge": ""}
    reliance, words = cue_panels({"judges": [judge], "people": people})
    assert words.title == "Bias: answers with “great” win more often with olive than with people"
    assert [effect.name for effect in reliance.effects] == ["olive", "People"]
    assert "Of people's verdicts they give 52\u202f%." in reliance.subtitle


def test_words_that_tell_nothing_are_not_made_much_of():
    (panel,) = cue_panels({"judges": [told([], 0.44, 0.38, 0.495)]})
    assert panel.title == "Single words give no judge's verdicts beyond chance"
    assert not panel.effects[0].certain


# --- all of them ---


def test_a_judge_without_a_name_is_the_judge():
    panel = panels(pairs(longer, 1500, judge=""))["coefficients:00"]
    assert panel.title.startswith("The judge tends to longer answers")


def test_panels_can_be_kept_and_their_names_are_their_own():
    items = turned(contended(own(0.8), people=own(0.5)))
    emitted = list(panels(items).values())
    assert len({panel.name for panel in emitted}) == len(emitted) >= 3
    json.dumps([asdict(panel) for panel in emitted])


def test_nothing_judged_says_nothing():
    assert panels([preference("Yes.", "No.", "a")]) == {}
    assert list(bias_panels({"judges": []})) == []


def test_the_more_lines_the_surer_one_has_to_be():
    assert beyond_chance(0.21, 0.01, 0.41, 0.0, 1)
    assert not beyond_chance(0.21, 0.01, 0.41, 0.0, 5)
    assert beyond_chance(-0.4, -0.6, -0.2, 0.0, 5)
    assert not beyond_chance(0.4, None, None, 0.0, 1)


def test_lists_read_as_sentences_do():
    assert [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == ["a", "a and b", "a, b and c"]
