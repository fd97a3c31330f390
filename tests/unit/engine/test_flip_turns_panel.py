"""At which turns roles flip: shares of the conversations that come so far, and what is more than chance."""

from __future__ import annotations

import json
from itertools import count

import pytest

from synthreview.engine import flip_turns_panel as module
from synthreview.engine.flip_turns_panel import FEWEST, LINES, flip_turns_panel
from synthreview.estimates import wilson
from synthreview.project import Project


@pytest.fixture
def opened(tmp_path):
    """Opens a project with conversations, each told by its length and the turns at which a role flips."""
    projects = []

    def make(chats, analyzers=("role_flips",), kind="turns"):
        place = tmp_path / f"{len(projects)}.synthreview"
        source = tmp_path / f"talks{len(projects)}.jsonl"
        number = count()
        lines = [json.dumps(talk(length, set(flips), next(number))) for length, flips in chats]
        source.write_text("\n".join(lines) + "\n")
        project = Project.open(place, create=True, reviewer="Ada")
        projects.append(project)
        project.import_file(source)
        if analyzers:
            project.analyze(analyzers=analyzers)
        return project

    yield make
    for project in projects:
        project.close()


def talk(length, flips, number):
    """A conversation with CAMEL's markers."""
    messages = []
    for turn in range(1, length + 1):
        own, other = ("Instruction:", "Solution:") if turn % 2 else ("Solution:", "Instruction:")
        text = f"{other if turn in flips else own} number {number * 1000 + turn} of the many things to do"
        messages.append({"role": "user" if turn % 2 else "assistant", "content": text})
    return {"messages": messages}


def panel(project):
    return flip_turns_panel(project._store, project.datasets()[0])


def lines(project):
    return {effect.name: effect for effect in panel(project).effects}


def test_a_turn_is_told_as_its_share_of_the_conversations_that_come_so_far(opened):
    project = opened([(4, ()), (4, (3,)), (6, (3, 5)), (6, (5,)), *[(6, ())] * 10])
    found = lines(project)
    assert list(found) == [f"Turn {turn}" for turn in range(1, 7)]
    assert (found["Turn 3"].value, found["Turn 5"].value) == (2 / 14, 2 / 12)
    assert (found["Turn 5"].low, found["Turn 5"].high) == wilson(2, 12)
    assert found["Turn 3"].words == "2 of 14 conversations; the first flip in 2"
    assert found["Turn 5"].words == "2 of 12 conversations; the first flip in 1"
    assert found["Turn 4"].value == 0


def test_a_line_leads_to_the_conversations_that_flip_there(opened):
    project = opened([(4, ()), (4, (3,)), (6, (3, 5)), (6, (5,)), *[(6, ())] * 10])
    found = lines(project)
    assert sorted(project.queue_ids(found["Turn 3"].where).tolist()) == [2, 3]
    assert sorted(project.queue_ids(found["Turn 5"].where).tolist()) == [3, 4]
    assert found["Turn 4"].where == ""


def test_more_flips_late_than_early_are_the_finding(opened):
    project = opened([*[(10, (7,))] * 12, *[(10, (8,))] * 12, *[(10, (2,))] * 2, *[(10, ())] * 20])
    assert panel(project).title == "Roles flip most often from turn 7 on"
    assert lines(project)["Turn 7"].certain


def test_more_flips_early_than_late_are_the_finding(opened):
    project = opened([*[(10, (2,))] * 15, *[(10, (3,))] * 15, *[(10, ())] * 20])
    assert panel(project).title == "Roles flip most often in the first 3 turns"


def test_a_role_that_stays_flipped_does_not_make_late_turns_prone(opened):
    project = opened([*[(10, range(turn, 11)) for turn in range(1, 11)] * 2, *[(10, ())] * 60])
    assert lines(project)["Turn 10"].value > 3 * lines(project)["Turn 2"].value
    assert panel(project).title == "No turn is known to be more prone to flips than others"


def test_few_flips_prove_no_turn(opened):
    project = opened([(10, (9,)), (10, (8,)), (10, (10,)), *[(10, ())] * 20])
    assert panel(project).title == "No turn is known to be more prone to flips than others"


def test_most_conversations_being_short_is_no_proneness(opened):
    """Of the flips most are early, for few conversations go on; of those that come so far no fewer flip."""
    short = [(4, (turn,)) for turn in range(1, 5)] * 10 + [(4, ())] * 360
    long = [(10, (turn,)) for turn in range(1, 11)] + [(10, ())] * 30
    assert panel(opened(short + long)).title == "No turn is known to be more prone to flips than others"


def test_conversations_that_flipped_before_are_no_longer_at_risk():
    chats = {1: module._Chat(frozenset({2, 3}), 4), 2: module._Chat(frozenset({6}), 6)}
    assert module._exposed([5, 5, 5, 5, 3, 3], chats) == [5, 5, 4, 4, 3, 3]


def test_long_conversations_are_told_by_several_turns_an_even_number(opened):
    project = opened([*[(30, (9,))] * 12, *[(30, (10, 12))] * 3])
    found = lines(project)
    assert len(found) <= LINES
    assert list(found)[:3] == ["Turns 1 to 4", "Turns 5 to 8", "Turns 9 to 12"]
    assert found["Turns 9 to 12"].words == "15 of 15 conversations; the first flip in 15"


def test_turns_that_few_come_to_share_the_last_line(opened):
    project = opened([*[(4, ())] * FEWEST, (9, (9,)), (8, (7, 8))])
    found = lines(project)
    assert list(found)[-1] == "Turn 4 and later"
    assert found["Turn 4 and later"].words == f"2 of {FEWEST + 2} conversations; the first flip in 2"


def test_a_finding_that_somebody_calls_wrong_does_not_count(opened):
    project = opened([(4, (3,)), (4, (3,)), *[(4, ())] * 10])
    project.call_wrong(1, "role_flips", "flip")
    assert lines(project)["Turn 3"].words == "1 of 12 conversations; the first flip in 1"
    assert panel(project).subtitle.startswith("In 1 of 12 conversations")


def test_interruptions_are_no_flips(opened):
    project = opened([(4, ())] * 10)
    assert panel(project).title == "No role flip was found"
    assert panel(project).subtitle == "10 conversations of up to 4 turns were looked at."
    assert panel(project).effects == ()


def test_only_the_first_of_many_conversations_are_named(opened, monkeypatch):
    monkeypatch.setattr(module, "NAMED", 2)
    project = opened([*[(4, (3,))] * 3, *[(4, ())] * 10])
    assert project.queue_ids(lines(project)["Turn 3"].where).tolist() == [1, 2]
    assert panel(project).caution.endswith("A line leads to its first 2 conversations.")


def test_before_an_analysis_nothing_is_said(opened):
    assert panel(opened([(4, (3,))] * 3, analyzers=())) is None


def test_how_many_flip_is_told_with_its_interval(opened):
    project = opened([(4, (3,)), (4, (2,)), (4, (4,)), *[(4, ())] * 9])
    assert "In 3 of 12 conversations a role flips (8.9" in panel(project).subtitle
    assert panel(project).subtitle.endswith("half of the first flips come by turn 3.")
