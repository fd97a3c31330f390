"""Words that win, and how far verdicts follow from them."""

from __future__ import annotations

import numpy as np

from synthreview.analyzers.preferences.cue_words import clear, log_odds, sampled, signs, vocabulary
from synthreview.analyzers.preferences.pairs import Pair
from synthreview.analyzers.preferences.reliance import cue_reliance
from tests.unit.analyzers.making import preference

FILLER = [f"{one}{two}{three}" for one in "bdfgk" for two in "aeiou" for three in "lmnrst"]


def pairs(choose, count: int = 600, people=None, turned: bool = False, seed: int = 8):
    """Pairs of random words, one side with ``splendid``; ``choose`` has (whether it is A, a number 0..1)."""
    rng = np.random.default_rng(seed)
    made = []
    for at in range(count):
        texts = [" ".join(rng.choice(FILLER, 12)) for _ in range(2)]
        is_a, dice, toss = bool(rng.random() < 0.5), rng.random(), rng.random()
        texts[0 if is_a else 1] += " splendid"
        texts[1 if is_a else 0] += f" {rng.choice(FILLER)}"
        choice, theirs = choose(is_a, dice), people(is_a, toss) if people else None
        parts = {"prompt": f"Question {at}?", "judge": "olive"}
        if turned:
            texts, choice = texts[::-1], "b" if choice == "a" else "a"
        if theirs:
            parts["human_choice"] = theirs
        made.append(preference(*texts, choice, id=at + 1, **parts))
    return made


def splendid(is_a, dice):
    return "a" if is_a == (dice < 0.85) else "b"


def by_chance(_is_a, dice):
    return "a" if dice < 0.5 else "b"


def told(items, reference=None):
    own, other = (sampled([Pair.of(item) for item in part]) if part else None for part in (items, reference))
    return cue_reliance(own, other)


def test_the_word_that_wins_is_named_and_no_other():
    (judge,) = told(pairs(splendid))["judges"]
    assert [word["word"] for word in judge["words"]] == ["splendid"]
    assert judge["words"][0]["z"] > 5
    assert judge["words"][0]["won"] > 450
    assert judge["best_cue"] == "splendid"
    assert 0.8 < judge["best_cue_auroc"] < 0.9
    assert judge["explained"]["low"] > 0.75


def test_it_does_not_matter_which_answer_is_a():
    straight, turned = (told(pairs(splendid, turned=turned))["judges"][0] for turned in (False, True))
    assert straight["words"] == turned["words"]
    assert abs(straight["explained"]["share"] - turned["explained"]["share"]) < 0.02


def test_verdicts_at_random_have_no_words_and_are_not_explained():
    (judge,) = told(pairs(by_chance))["judges"]
    assert judge["words"] == []
    assert judge["explained"]["low"] < 0.5 < judge["explained"]["high"]
    assert abs(judge["best_cue_auroc"] - 0.5) < 0.06


def test_the_difference_from_people_is_told_with_its_interval():
    found = told(pairs(splendid, people=by_chance))
    assert found["people_from"] == "same records"
    compared = found["judges"][0]["minus_people"]
    assert [word["word"] for word in compared["words"]] == ["splendid"]
    assert compared["explained"]["low"] > 0.2
    assert compared["best_cue_auroc"] > 0.2
    alike = told(pairs(splendid), pairs(splendid))["judges"][0]["minus_people"]
    assert alike["words"] == []
    assert alike["explained"] == {"share": 0, "low": 0, "high": 0}


def test_few_verdicts_have_no_words():
    assert told(pairs(splendid, 60)) == {"judges": []}


def test_an_answer_in_many_pairs_of_a_prompt_counts_less_than_as_many_answers():
    items = [Pair.of(item) for item in pairs(splendid, 400)]
    own = sampled(items).rows().columns[5]
    known = vocabulary(own)
    found, a_won = signs(own, known), sampled(items).rows().columns[1][:, 0] > 0
    place = known.index("splendid")
    apart = log_odds(found, a_won, np.arange(400, dtype=np.uint64)).z[place]
    together = log_odds(found, a_won, np.repeat(np.arange(20, dtype=np.uint64), 20)).z[place]
    assert apart > 2 * together > 0
    assert clear(log_odds(found, a_won, np.zeros(400, np.uint64)), known) == []
