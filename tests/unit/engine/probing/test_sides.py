"""The second-order check on a project: what may be on which side, whose word counts, and what is kept."""

from __future__ import annotations

import random

import numpy as np
import pytest

from synthreview.domain import Decision, Role, Verdict
from synthreview.engine.probing import Asked
from synthreview.errors import UserError
from synthreview.jobs import Cancelled, JobContext
from synthreview.probe import ordering, running, words
from synthreview.probe.arms import CLEANED, RANDOM, RAW
from synthreview.project import Project
from tests.unit.engine.probing.made import MOODS, brought, line


@pytest.fixture
def tasks(monkeypatch) -> list[running.Task]:
    """What each probe was given to train and test on."""
    given, run = [], running.run

    def noted(task):
        given.append(task)
        return run(task)

    monkeypatch.setattr(running, "run", noted)
    return given


def texts(count: int, seed: int) -> list[tuple[str, str]]:
    dice = random.Random(seed)
    made = []
    for number in range(count):
        label = str(number % 2)
        made.append(
            (f"{' '.join(dice.sample(MOODS[label].split(), 3))} {line(f'{seed} {number}', 16)}", label)
        )
    return made


def labelled(project: Project, count: int = 80, **more) -> int:
    """The model calls nearly all texts bright."""
    said = ["1" if n % 10 else "0" for n in range(count)]
    rows = [
        {"text": text, "model_labels": [one] * 3}
        for (text, _), one in zip(texts(count, 1), said, strict=True)
    ]
    for row, (_, label) in zip(rows, texts(count, 1), strict=True):
        row |= {name: value(label) for name, value in more.items()}
    return brought(project, "model", rows)


def held(project: Project, rows: list[tuple[str, str]], name: str = "held") -> int:
    return brought(project, name, [{"text": t, "human_labels": [x]} for t, x in rows], Role.HOLDOUT)


def own_people(project: Project) -> int:
    return labelled(project, human_labels=lambda label: [label] * 2)


def mended(project: Project, dataset: str, count: int = 40) -> list[int]:
    """Give the first items the label of people."""
    items = list(project.queue_ids(f"dataset:{dataset}"))[:count]
    moods = {word: label for label, mood in MOODS.items() for word in mood.split()}
    said = [moods[project.view(item).item.text("text").split()[0]] for item in items]
    project.decide_many(
        [
            Decision(item, Verdict.FIX, edits={"model_labels": [label]})
            for item, label in zip(items, said, strict=True)
        ]
    )
    return items


# Which side


def sides(task: running.Task) -> tuple[set[int], set[int]]:
    """The groups of the examples, and those of the holdout."""
    examples = getattr(task.data, "examples", task.data)
    holdout = task.data.groups if hasattr(task.data, "examples") else task.data.holdout_groups
    return set(examples.groups.tolist()), set(holdout.tolist())


def changed_a_little(text: str) -> str:
    return f"{text.upper()} !"


def anew_at_the_end(text: str) -> str:
    return f"{text.rsplit(' ', 1)[0]} anew"


@pytest.mark.parametrize("change", [str, changed_a_little, anew_at_the_end])
def test_copies_and_near_copies_of_what_is_tested_are_not_trained_on(project, tasks, change):
    dataset = labelled(project)
    holdout = held(project, [*texts(40, 2), *((change(text), label) for text, label in texts(80, 1)[:7])])
    told = project.probe(Asked(dataset, holdout, seeds=2))
    assert dict(told.cautions)["dropped"] == {"count": 7}
    mine, tested = sides(tasks[0])
    assert len(mine & tested) == 7
    assert told.views[0].arm(RAW).trained_on == 73 - 7  # a tenth of the free groups stays out


def preferences(count: int, seed: str, shared: str = "") -> list[dict]:
    rows = []
    for n in range(count):
        a, b = f"bright {line(f'{seed} a {n}')}", f"dull {line(f'{seed} b {n}')}"
        turned = n % 2
        prompt = line(f"{shared or seed} q {n}")
        one, two = (b, a) if turned else (a, b)
        rows.append({"prompt": prompt, "output1": one, "output2": two, "target": turned})
    return rows


def test_pairs_of_a_prompt_that_is_tested_are_not_trained_on(project):
    dataset = brought(project, "model", preferences(80, "x"))
    holdout = brought(project, "held", preferences(10, "z", shared="x") + preferences(40, "y"), Role.HOLDOUT)
    told = project.probe(Asked(dataset, holdout, seeds=2))
    assert told.tested == 50
    assert dict(told.cautions)["dropped"] == {"count": 10}


def instructions(count: int, seed: str, output: str = "") -> list[dict]:
    return [
        {
            "instruction": line(f"{seed} i {n}", 12),
            "input": "",
            "output": output or f"it is {line(f'{seed} o {n}')}",
        }
        for n in range(count)
    ]


def test_instructions_that_are_tested_are_not_looked_up(project):
    dataset = brought(project, "model", instructions(80, "x", output="I cannot say"))
    rows = instructions(5, "x") + instructions(40, "y")
    told = project.probe(Asked(dataset, brought(project, "held", rows, Role.HOLDOUT), seeds=2))
    assert dict(told.cautions)["dropped"] == {"count": 5}
    assert told.tested == 45


def test_texts_written_from_what_is_tested_are_not_trained_on(project):
    def rows(count: int, seed: int, source: str) -> list[dict]:
        return [
            {"text": text, "topic": label, "source_text": line(f"{source} {n}")}
            for n, (text, label) in enumerate(texts(count, seed))
        ]

    dataset = brought(project, "model", rows(80, 1, "one"))
    holdout = brought(project, "held", [*rows(8, 3, "one"), *rows(40, 2, "two")], Role.HOLDOUT)
    told = project.probe(Asked(dataset, holdout, label="topic", seeds=2))
    assert dict(told.cautions)["dropped"] == {"count": 8}


# Whose word


def test_blind_labels_are_tested_on_and_their_items_not_trained_on_held_out_or_not(project):
    dataset = labelled(project)
    sample = project.blind_start(dataset, 40, seed=1)
    moods = {word: label for label, mood in MOODS.items() for word in mood.split()}
    for item in project.blind_items(sample.id):
        project.blind_label(sample.id, item.item, moods[item.texts[0][1].split()[0]])
    project.blind_finish(dataset)
    [people] = [one for one in project.datasets() if one.role is Role.HUMAN]
    told = project.probe(Asked(dataset, seeds=2))
    assert (told.tested, dict(told.cautions)["dropped"]) == (40, {"count": 40})
    assert "seen" in dict(told.cautions)
    project.hold_out(people.id)
    with pytest.raises(UserError, match="no people's answers to test on"):
        project.probe(Asked(dataset, seeds=2))
    apart = project.probe(Asked(dataset, people.id, seeds=2))
    assert "seen" not in dict(apart.cautions)
    assert apart.tested == 40


@pytest.mark.parametrize("verdict", [Verdict.DEFER, Verdict.ACCEPT])
def test_a_fix_that_was_thought_better_of_does_not_count(project, verdict):
    dataset = own_people(project)
    items = mended(project, "model")
    before = project.probe(Asked(dataset, seeds=2)).views[0]
    assert before.arm(CLEANED).corrected > 0
    project.decide_many([Decision(item, verdict) for item in items])
    after = project.probe(Asked(dataset, seeds=2))
    if verdict is Verdict.DEFER:
        assert after.views[0].arm(CLEANED) is None
        assert "nothing has been reviewed" in words.headline(after)
    else:
        assert after.views[0].arm(CLEANED).corrected == 0
        assert "changed nothing yet" in words.headline(after)


def test_choices_that_were_mended_turned_to_a_tie_or_rejected(project, tasks):
    dataset = brought(project, "model", preferences(80, "x"))
    brought(project, "people", preferences(80, "x"), Role.HUMAN)
    items = sorted(project.queue_ids("dataset:model"))
    others = {"a": "b", "b": "a"}
    project.decide_many(
        [
            Decision(item, Verdict.FIX, edits={"choice": others[project.view(item).item.text("choice")]})
            for item in items[:50]
        ]
        + [Decision(item, Verdict.FIX, edits={"choice": "tie"}) for item in items[50:60]]
        + [Decision(item, Verdict.REJECT) for item in items[60:70]]
    )
    told = project.probe(Asked(dataset, seeds=3))
    examples = tasks[0].data.examples
    assert examples.looked_at.sum() == 70
    assert (examples.raw[:50].argmax(axis=1) + examples.now[:50].argmax(axis=1) == 1).all()
    assert (examples.now[50:60, 2] == 1).all()
    assert not examples.now[60:70].any()
    cleaned = told.views[0].arm(CLEANED)
    assert (cleaned.corrected > 30, cleaned.removed > 3) == (True, True)
    assert cleaned.gain.value < 0, "people liked the choices as they came"
    assert told.views[0].arm(RANDOM).gain.value == 0, "people's answers are those of the data"


def test_answers_that_were_written_anew_are_looked_up(project, tasks):
    dataset = brought(project, "model", instructions(60, "x", output="I cannot say"))
    rows = [
        {"instruction": f"{row['instruction'].rsplit(' ', 7)[0]} {line(str(n), 7)}", "output": f"it is {n}"}
        for n, row in enumerate(instructions(40, "x"))
    ]
    holdout = brought(project, "held", rows, Role.HOLDOUT)
    items = sorted(project.queue_ids("dataset:model"))[:40]
    project.decide_many(
        [Decision(item, Verdict.FIX, edits={"output": f"it is {n}"}) for n, item in enumerate(items)]
    )
    told = project.probe(Asked(dataset, holdout, seeds=2)).views[0]
    assert tasks[0].data.answers[1][:2] == ("it is 0", "it is 1")
    assert told.arm(CLEANED).gain.low > 0.5
    assert told.arm(CLEANED).corrected == pytest.approx(36, abs=4)
    assert told.arm(RAW).score.value == 0


class Spy:
    """A detector that finds nothing, but remembers what it saw."""

    def __init__(self) -> None:
        self.runs: list[dict[int, object]] = []
        self.needs = type("Needs", (), {"first_pass": False, "holdout": False})()

    def finish(self, partial, reference):
        return None

    def score(self, items, state):
        self.runs.append({item.id: item.parts.get("human_labels") for item in items})
        return []


@pytest.mark.parametrize("beside", [True, False], ids=["beside the model's", "in a data set of theirs"])
def test_a_look_ahead_shows_detectors_a_few_answers_of_people_and_nothing_tested(
    project, tasks, monkeypatch, beside
):
    if beside:
        dataset = own_people(project)
    else:
        dataset = labelled(project)
        rows = [{"text": text, "human_labels": [label] * 2} for text, label in texts(80, 1)]
        brought(project, "people", rows, Role.HUMAN)
    spy = Spy()
    monkeypatch.setattr(ordering.registry, "for_kind", lambda kind: ["spy"])
    monkeypatch.setattr(ordering.registry, "create", lambda key: spy)
    told = project.probe(Asked(dataset, seeds=3, what_if=True))
    assert len(spy.runs) == 3
    assert all(item.parts["human_labels"] for item in tasks[0].items), "there is something to hide"
    for shown in spy.runs:
        assert len(shown) == 56  # seven tenths of eighty: nothing that the run is tested on
        assert sum(said is not None for said in shown.values()) == told.what_if[0].known == 28
    assert len({frozenset(shown) for shown in spy.runs}) == 3


# What is kept


def test_the_same_is_found_again_and_a_newer_result_takes_the_place_of_an_older(project):
    dataset = own_people(project)
    mended(project, "model")
    first, again = (project.probe(Asked(dataset, seeds=2)) for _ in range(2))
    assert again.as_json() | {"at": ""} == first.as_json() | {"at": ""}
    third = project.probe(Asked(dataset, seeds=3))
    assert project.probed(dataset) == third
    assert third.seeds == 3


@pytest.mark.parametrize("note", ["Reading 'model'", "Training quick models"])
def test_a_cancel_at_any_time_leaves_the_result_before(project, note):
    dataset = own_people(project)
    first = project.probe(Asked(dataset, seeds=2))
    job = JobContext(lambda done, total, said: job.cancel() if said == note else None)
    with pytest.raises(Cancelled):
        project.probe(Asked(dataset, seeds=3), job=job)
    assert project.probed(dataset) == first


def test_what_was_taken_back_or_done_again_makes_a_result_old(project):
    dataset = own_people(project)
    mended(project, "model")
    for step in (project.undo, project.redo):
        told = project.probe(Asked(dataset, seeds=2))
        assert project.decided_since(dataset, told) == 0
        step()
        assert project.decided_since(dataset, told) > 0


def test_a_project_that_is_open_elsewhere_shows_what_was_found_last(project):
    dataset = own_people(project)
    told = project.probe(Asked(dataset, seeds=2))
    second = Project.open(project.path)
    try:
        assert second.read_only
        assert second.probed(dataset) == told
        other = second.probe(Asked(dataset, seeds=3))
        assert (other.seeds, second.probed(dataset)) == (3, told)
    finally:
        second.close()


def test_a_project_is_left_as_it_is_where_a_probe_is_refused(project):
    dataset = own_people(project)
    told = project.probe(Asked(dataset, seeds=2))
    few = held(project, texts(12, 5), "few")
    with pytest.raises(UserError, match="Only 12 items"):
        project.probe(Asked(dataset, few, seeds=2))
    assert project.probed(dataset) == told


# What is refused


def test_more_labels_than_a_label_set_has_are_refused(project):
    rows = [{"text": text, "model_labels": [f"l{n}"] * 2} for n, (text, _) in enumerate(texts(80, 1))]
    dataset = brought(project, "model", rows)
    with pytest.raises(UserError, match=r"There are 8\d different labels; a probe compares up to 50"):
        project.probe(Asked(dataset, held(project, texts(60, 2)), seeds=2))


@pytest.mark.parametrize(
    ("count", "overlap", "said"),
    [
        (40, 40, "Only 28 items could be trained on; 30 are needed"),
        (50, 25, "25 items of the data are also in the holdout.* there are 23, and 30 are needed"),
        (31, 0, "Only 28 items could be trained on"),
    ],
)
def test_data_of_which_too_little_is_left_to_train_on_are_refused(project, count, overlap, said):
    dataset = labelled(project, count)
    holdout = held(project, [*texts(count, 1)[:overlap], *texts(40 - overlap, 2)])
    with pytest.raises(UserError, match=said):
        project.probe(Asked(dataset, holdout, seeds=2))


def test_a_filter_or_a_field_that_cannot_be_read_is_refused(project):
    dataset = own_people(project)
    with pytest.raises(UserError):
        project.probe(Asked(dataset, seeds=2), where="nonsense:((")
    rows = [{"text": text, "topic": label} for text, label in texts(80, 1)]
    free = brought(project, "free", [row | {"source_text": row["text"]} for row in rows])
    with pytest.raises(UserError):
        project.probe(Asked(free, free, label="topic"))
    people = brought(project, "written", [row | {"source_text": "x"} for row in rows], Role.HOLDOUT)
    with pytest.raises(UserError):
        project.probe(Asked(free, people, label="topic - other"))


def test_nothing_is_foretold_by_numbers_that_do_not_exist(project):
    """All items undecided: what is there is told with its width, and nothing of cleaning."""
    dataset = labelled(project)
    told = project.probe(Asked(dataset, held(project, texts(60, 2)), seeds=2))
    for view in told.views:
        assert {arm.arm for arm in view.arms} == {RAW}
        score = view.arm(RAW).score
        assert np.isfinite([score.low, score.high]).all()
        assert view.over_random is None
    assert not any("leaning" in sentence for sentence in words.sentences(told))
