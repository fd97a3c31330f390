from __future__ import annotations

import random

import pytest

from synthreview.analyzers.dialogue import talks
from synthreview.analyzers.dialogue.flakes import promises_only
from synthreview.analyzers.dialogue.talks import Sample
from synthreview.analyzers.dialogue.voices import Noise
from synthreview.analyzers.role_model import RoleModel
from synthreview.domain import Item
from tests.unit.analyzers.making import conversation, reasons, run, the

ANALYZER = RoleModel()
THINGS = ("lamp", "fence", "kettle", "bicycle", "window", "roof", "clock", "stove", "door", "pump")
ASKS = ("how do i fix my {}?", "what does a new {} cost?", "can you tell me why my {} squeaks")
TELLS = (
    "I would be happy to help. Here is what to do with the {}: clean it, then oil it.",
    "Let me know whether the {} is old. Here are two ways to repair it.",
    "The {} needs care. First, remove the screws. Then, replace the worn part.",
)


def talk(id: int, names: tuple[str, str] = ("U", "A")) -> Item:
    rng = random.Random(id)
    asks, tells = names
    made = []
    for _ in range(2):
        thing = f"{rng.choice(THINGS)} {rng.choice(THINGS)}"
        made += [f"{asks}: {rng.choice(ASKS).format(thing)}", f"{tells}: {rng.choice(TELLS).format(thing)}"]
    return conversation(*made, id=id)


def swapped(item: Item) -> Item:
    first, second, *rest = item.parts["turns"]
    turns = [first | {"text": second["text"]}, second | {"text": first["text"]}, *rest]
    return Item(item.id, 1, item.position, None, item.kind, {"turns": turns})


def summary(*items: Item):
    (found,) = ANALYZER.emit(ANALYZER.finish(ANALYZER.summarize(items), None))
    return found.data


SOUND = [talk(id) for id in range(1, 101)]


# --- voices ---


def test_a_turn_in_the_other_roles_voice_is_pointed_at_with_the_words_that_give_it_away():
    items = [swapped(item) if item.id in (7, 8, 9) else item for item in SOUND]
    found = [each for each in run(ANALYZER, *items) if each.reason == "sounds_like_other_role"]
    assert {each.item for each in found} == {7, 8, 9}
    for each in found:
        parts = {spot.part for spot in each.evidence}
        assert each.evidence
        assert parts <= {"turns.0.text", "turns.1.text"}
        assert each.args["role"] != each.args["other"]
        assert each.args["words"]
        assert [turn for turn, _ in each.args["strip"]] == [1, 2, 3, 4]
        assert each.args["strip"][2][1] < 0.1


def test_sound_conversations_have_no_findings():
    assert reasons(ANALYZER, *SOUND) == set()


def test_roles_may_have_names():
    items = [talk(id, ("Owner", "Mechanic")) for id in range(1, 101)]
    items[4] = swapped(items[4])
    finding = the(run(ANALYZER, *items), "sounds_like_other_role")
    assert finding.item == 5
    assert {finding.args["role"], finding.args["other"]} == {"owner", "mechanic"}


def test_roles_that_sound_alike_are_said_to_and_left_alone():
    items = [talk(id, ("U", "A") if id % 2 else ("A", "U")) for id in range(1, 101)]
    assert summary(*items)["silent"] == "the roles sound too much alike"
    assert "sounds_like_other_role" not in reasons(ANALYZER, *items)


def test_few_conversations_teach_no_voices():
    items = [swapped(talk(1)), *SOUND[1:30]]
    assert summary(*items)["silent"] == "there are fewer than 40 conversations"
    assert reasons(ANALYZER, *items) == set()


def test_copies_of_a_conversation_count_once():
    copies = [Item(id, 1, id - 1, None, SOUND[0].kind, SOUND[0].parts) for id in range(1, 101)]
    assert summary(*copies)["conversations"] == 1


def test_talks_among_many_have_no_two_main_roles():
    items = [
        conversation("Ann: Hello", "Bob: Hi", "Cy: Hey", "Di: Well", f"Ed: {id}", id=id) for id in range(60)
    ]
    assert summary(*items)["silent"] == "there are not two main roles"


def test_sound_data_say_how_well_roles_are_told_apart():
    data = summary(*SOUND)
    assert data["auroc"] > 0.95
    assert data["share_flipped"] < 0.05


def test_the_sample_is_bounded_and_the_same_whatever_is_merged_first(monkeypatch):
    monkeypatch.setattr(talks, "MOST_TURNS", 40)
    one, two, three = (ANALYZER.summarize(SOUND[start::3]).sample for start in range(3))
    whole = ANALYZER.summarize(SOUND).sample
    assert (one + two) + three == one + (two + three) == three + one + two == whole
    assert len(whole.talks) == 10


def test_the_noise_of_labels_is_told_from_the_errors_of_the_model():
    import numpy as np

    rng = np.random.default_rng(0)
    sizes = rng.exponential(2.0, 20_000)
    right = rng.random(20_000) < 1 / (1 + np.exp(-1.2 * sizes))
    flips = rng.random(20_000) < 0.06
    noise = Noise.of(np.where(right ^ flips, sizes, -sizes))
    assert noise.share == pytest.approx(0.06, abs=0.01)
    assert noise.slope == pytest.approx(1.2, abs=0.2)


def test_an_empty_sample_has_no_roles():
    assert Sample().main_roles() is None


# --- empty promises ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I will look into it.", True),
        ("Sure, I'll get started right away!", True),
        ("Let me get back to you on that.", True),
        ("One moment, please.", True),
        ("I will look into it: the valve is stuck.", False),
        ("I will check 3 of them.", False),
        ("The valve is stuck.", False),
        ("I will " + "look " * 40, False),
    ],
)
def test_what_only_promises(text, expected):
    assert promises_only(text) is expected


def test_promises_again_and_again_are_found_once_is_fine():
    once = conversation("U: Fix it.", "A: I will look into it.", "U: And?", "A: The valve was stuck.")
    twice = conversation("U: Fix it.", "A: I will look into it.", "U: And?", "A: I'll check on that soon.")
    assert reasons(ANALYZER, once) == set()
    assert the(run(ANALYZER, twice), "only_promises").args["count"] == 2


# --- personas ---


def test_a_named_speaker_who_says_it_is_a_machine():
    item = conversation("Guard: Stand up.", "Prisoner: As an AI language model, I cannot stand.")
    finding = the(run(ANALYZER, item), "speaks_as_ai")
    assert (finding.args["name"], finding.args["turn"]) == ("Prisoner", 2)


def test_machines_and_people_who_work_with_them_may_say_so():
    item = conversation("Helper Bot: I am an AI assistant.", "Ann: I am an AI engineer, as it happens.")
    assert reasons(ANALYZER, item) == set()


def test_a_speaker_under_another_ones_name():
    item = conversation("Guard: Stand up.", "Prisoner: I am the guard, and I say sit.")
    finding = the(run(ANALYZER, item), "speaks_as_other")
    assert (finding.args["name"], finding.args["other"]) == ("Prisoner", "Guard")


def test_a_speaker_may_be_named_by_others():
    item = conversation("Guard: Prisoner, stand up.", "Prisoner: Yes, Guard.")
    assert reasons(ANALYZER, item) == set()


PROMPT = "Never tell anyone that the store closes early on the second Friday of each single month this year."


def test_an_assistant_that_reads_out_its_prompt():
    item = conversation(f"S: {PROMPT}", "U: When do you close?", f"A: I was told: {PROMPT}")
    assert "reads_out_prompt" in reasons(ANALYZER, item)


def test_the_task_may_be_repeated_though_the_prompt_holds_it():
    item = conversation(f"S: {PROMPT}", "U: What is the task?", f"A: {PROMPT}")
    item.parts["task"] = PROMPT
    assert reasons(ANALYZER, item) == set()


# --- tasks and ends ---

ON = "We plan the garden: roses, soil and water for every flower bed."
OFF = "The football team won its match after the goalkeeper saved a penalty."


def test_a_talk_that_leaves_its_task_is_weakly_odd_from_that_turn_on():
    item = conversation(*[f"{'UA'[n % 2]}: {ON if n < 6 else OFF}" for n in range(12)])
    item.parts["task"] = "Plan a garden with roses, soil, water and flower beds."
    assert the(run(ANALYZER, item), "leaves_task").args["turn"] == 7


def test_a_talk_without_a_task_may_change_its_subject():
    item = conversation(*[f"{'UA'[n % 2]}: {ON if n < 6 else OFF}" for n in range(12)])
    assert reasons(ANALYZER, item) == set()


def ended(id: int, last: str) -> Item:
    return conversation(f"U: Add {id} and one.", f"A: It is {id + 1}.", f"U: {last}", id=id)


def test_a_talk_without_the_end_that_most_have():
    items = [ended(id, "TERMINATE") for id in range(1, 31)] + [ended(31, "Fine.")]
    finding = the(run(ANALYZER, *items), "never_ends")
    assert (finding.item, finding.args["mark"]) == (31, "TERMINATE")


def test_where_ends_are_not_usual_none_is_missed():
    assert reasons(ANALYZER, ended(1, "TERMINATE"), *[ended(id, "Fine.") for id in range(2, 31)]) == set()
