"""Labelling blind: what is drawn, what may be seen, what is kept, and what it brings."""

from __future__ import annotations

import gettext
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from synthreview import translation
from synthreview.domain import Kind, Role
from synthreview.engine import blind as engine
from synthreview.errors import EnvironmentFault, UserError
from synthreview.jobs import JobContext
from synthreview.project import BlindSample, Project
from tests.moods import moods, pairs, truth
from tests.pseudo import Longer

CHECKOUT = Path(__file__).resolve().parents[3]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = Project.open(tmp_path / "mood.synthreview", create=True, reviewer="Ana")
    made.import_file(moods(tmp_path / "mood.jsonl"), name="mood")
    yield made
    made.close()


@pytest.fixture
def sample(project: Project) -> BlindSample:
    return project.blind_start(1, 60, seed=7)


def label_all(project: Project, sample: BlindSample, most: int = 1000) -> None:
    """Label as a careful person does."""
    for _ in range(most):
        item = project.blind_next(sample.id)
        if item is None:
            return
        project.blind_label(sample.id, item.item, truth(item.texts[0][1]), 4.0)


def model_label(project: Project, item: int) -> str:
    return project.view(item).item.parts["label"]


# the sample


def test_the_same_seed_draws_the_same_items_in_the_same_order(project, sample, tmp_path):
    drawn = [item.item for item in project.blind_items(sample.id)]
    assert len(set(drawn)) == len(drawn) == 60
    other = Project.open(tmp_path / "again.synthreview", create=True, reviewer="Ben")
    other.import_file(tmp_path / "mood.jsonl", name="mood")
    same, another = other.blind_start(1, 60, seed=7), None
    assert [item.item for item in other.blind_items(same.id)] == drawn
    label_all(other, same)
    another = other.blind_start(1, 60, seed=8)
    assert not set(drawn) & {item.item for item in other.blind_items(another.id)}
    other.close()


def test_each_label_of_the_model_is_met_as_often_as_its_share_says(project, sample):
    every = Counter(model_label(project, item) for item in range(1, 241))
    given = Counter(model_label(project, item.item) for item in project.blind_items(sample.id))
    assert set(given) == {"positive", "negative", "none of both"}
    assert all(abs(given[label] - count * 60 / 240) <= 1 for label, count in every.items())


def test_the_order_of_showing_says_nothing_about_the_label(project, sample):
    given = [model_label(project, item.item) for item in project.blind_items(sample.id)]
    runs = 1 + sum(one != other for one, other in pairwise(given))
    assert runs > 15
    shown = [item.item for item in project.blind_items(sample.id)]
    assert shown != sorted(shown)


def test_a_sample_larger_than_the_data_set_takes_all_of_it(project):
    assert project.blind_start(1, 5000, seed=1).items == 240


def test_of_very_many_items_a_part_is_looked_at_and_the_chance_says_so(project, monkeypatch):
    monkeypatch.setattr(engine, "POOL", 120)
    sample = project.blind_start(1, 30, seed=1)
    label_all(project, sample)
    gain = project.blind_finish(1)
    records = [json.loads(line) for line in Path(beside(project)).read_text().splitlines()]
    assert sample.population == gain.population == 240
    assert sum(1 / record["probability"] for record in records) == pytest.approx(240, rel=0.1)


def beside(project: Project) -> Path:
    return project.path.with_name("mood - mood labelled blind.jsonl")


def test_a_seed_is_drawn_where_none_is_given(project):
    assert project.blind_start(1, 3).seed >= 0


# what may be seen


def test_the_label_of_the_model_is_in_nothing_that_the_screen_gets(project, tmp_path):
    path = tmp_path / "marked.jsonl"
    rows = [{"text": f"Text number {n}.", "label": f"zzlabel{n}"} for n in range(8)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    number = project.import_file(path, name="marked").dataset_id
    sample = project.blind_start(number, 8, seed=1)
    seen = repr([*project.blind_items(sample.id), project.blind_progress(sample.id), sample])
    while (item := project.blind_next(sample.id)) is not None:
        seen += repr(item)
        project.blind_label(sample.id, item.item, "mine")
    assert "Text number 3." in seen
    assert "zzlabel" not in seen


def test_the_labels_to_choose_from_stand_in_an_order_of_their_own(project):
    assert project.blind_labels(1) == ["negative", "none of both", "positive"]


def test_of_a_pair_prompt_and_sides_are_shown_as_stored_and_nothing_of_the_judge(project, tmp_path):
    number = project.import_file(pairs(tmp_path / "pairs.jsonl"), name="pairs").dataset_id
    sample = project.blind_start(number, 10, seed=2)
    item = project.blind_next(sample.id)
    assert item is not None
    assert item.kind is Kind.PREFERENCE
    assert [name for name, _ in item.texts] == ["Prompt", "A", "B"]
    stored = project.view(item.item).item.parts
    assert [text for _, text in item.texts] == [stored["prompt"], stored["a"], stored["b"]]
    assert project.blind_labels(number) == ["a", "b", "tie"]


def test_where_the_format_says_which_side_was_chosen_some_pairs_are_turned_round(project, tmp_path):
    path = tmp_path / "wanted.jsonl"
    rows = [{"prompt": f"Question {n}?", "chosen": f"Good {n}.", "rejected": f"Bad {n}."} for n in range(40)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    number = project.import_file(path, name="wanted").dataset_id
    sample = project.blind_start(number, 40, seed=3)
    first = Counter()
    while (item := project.blind_next(sample.id)) is not None:
        texts = dict(item.texts)
        first[texts["A"].split()[0]] += 1
        choice = "a" if texts["A"].startswith("Good") else "b"
        project.blind_label(sample.id, item.item, choice)
        assert project.blind_progress(sample.id).last == choice
    assert min(first["Good"], first["Bad"]) > 8
    gain = project.blind_finish(number)
    assert gain.agreed == 40
    made = project.dataset("wanted labelled blind").name
    assert {project.view(project.item_at(made, at)).item.parts["human_choice"] for at in range(40)} == {"a"}


@pytest.mark.parametrize("language", [gettext.NullTranslations(), Longer()])
def test_a_pair_is_turned_round_in_any_language_and_also_where_one_answer_is_empty(
    project, tmp_path, monkeypatch, language
):
    path = tmp_path / "wanted.jsonl"
    rows = [{"prompt": f"Question {n}?", "chosen": f"Good {n}.", "rejected": f"Bad {n}."} for n in range(40)]
    rows[7]["rejected"] = rows[8]["rejected"] = rows[9]["rejected"] = ""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    number = project.import_file(path, name="wanted").dataset_id
    sample = project.blind_start(number, 40, seed=3)
    monkeypatch.setattr(translation, "_catalogue", language)
    first = Counter()
    while (item := project.blind_next(sample.id)) is not None:
        first[next(text for _, text in item.texts if not text.startswith("Question")).split()[0]] += 1
        project.blind_label(sample.id, item.item, "a")
    assert min(first["Good"], first["Bad"]) > 8


@pytest.mark.parametrize(
    ("labels", "keys"),
    [(["no", "yes"], {"1": "no", "2": "yes"}), (["0", "1", "4"], {"0": "0", "1": "1", "4": "4"})],
)
def test_labels_that_are_numbers_are_their_own_keys(labels, keys):
    assert engine.keys(labels) == keys


# what is kept


def test_an_answer_is_kept_with_who_when_how_long_and_the_chance_of_the_item(project, sample):
    item = project.blind_next(sample.id)
    project.blind_label(sample.id, item.item, "Positive", 3.25)
    project.blind_finish(1)
    [record] = [json.loads(line) for line in beside(project).read_text().splitlines()]
    assert (record["text"], record["item"]) == (item.texts[0][1], item.item)
    assert record["labels"] == ["positive"]
    assert record["annotator"] == "Ana"
    assert 0 < record["probability"] <= 1
    [answer] = record["answers"]
    assert (answer["by"], answer["label"], answer["seconds"]) == ("Ana", "positive", 3.25)
    assert answer["at"].endswith("Z")


def test_a_label_of_ones_own_is_kept_as_it_was_typed(project, sample):
    item = project.blind_next(sample.id)
    assert project.blind_label(sample.id, item.item, " Mixed feelings ") == "Mixed feelings"
    assert project.blind_progress(sample.id).last == "Mixed feelings"


def test_not_sure_counts_as_done_but_gives_no_label(project, sample):
    item = project.blind_next(sample.id)
    project.blind_label(sample.id, item.item, None)
    progress = project.blind_progress(sample.id)
    assert (progress.done, progress.unsure, progress.left) == (1, 1, 59)
    assert project.blind_next(sample.id).item != item.item
    with pytest.raises(UserError, match="label some first"):
        project.blind_finish(1)


def test_what_is_no_label_or_no_item_of_the_sample_is_refused_and_nothing_is_kept(project, sample):
    item = project.blind_next(sample.id).item
    outside = next(n for n in range(1, 241) if n not in [i.item for i in project.blind_items(sample.id)])
    for number, label in ((outside, "positive"), (item, "  ")):
        with pytest.raises(UserError):
            project.blind_label_many(sample.id, [(item, "positive"), (number, label)])
    with pytest.raises(UserError, match="no sample number 99"):
        project.blind_label(99, item, "positive")
    assert project.blind_progress(sample.id).done == 0


def test_undo_takes_back_answer_by_answer_also_after_a_restart(project, sample):
    label_all(project, sample, 3)
    first, second, third = [item.item for item in project.blind_items(sample.id)][:3]
    path = project.path
    project.close()
    again = Project.open(path, reviewer="Ana")
    assert [again.blind_undo(sample.id) for _ in range(4)] == [third, second, first, None]
    assert again.blind_progress(sample.id).done == 0
    assert again.blind_next(sample.id).item == first
    assert again.check().intact
    again.close()


def test_a_second_answer_to_an_item_counts_and_undo_brings_the_first_one_back(project, sample):
    item = project.blind_next(sample.id).item
    project.blind_label(sample.id, item, "positive")
    project.blind_label(sample.id, item, "negative")
    assert project.blind_progress(sample.id).done == 1
    assert project.blind_progress(sample.id).last == "negative"
    project.blind_undo(sample.id)
    assert project.blind_progress(sample.id).last == "positive"


def test_answers_are_no_operations_so_that_undo_elsewhere_leaves_them_alone(project, sample):
    label_all(project, sample, 2)
    assert project.undo() is None
    assert project.undo_label() is None
    assert project.blind_progress(sample.id).done == 2


def test_two_people_label_the_same_sample_and_their_labels_stay_apart(project, sample):
    label_all(project, sample)
    assert project.blind_next(sample.id) is None
    project.reviewer = "Ben"
    assert project.blind_start(1, 60).id == sample.id
    assert project.blind_progress(sample.id).done == 0
    assert project.blind_undo(sample.id) is None
    first, second = [item.item for item in project.blind_items(sample.id)][:2]
    assert project.blind_next(sample.id).item == first
    project.blind_label(sample.id, first, "negative")
    project.blind_label(sample.id, second, "negative")
    project.blind_undo(sample.id)
    gain = project.blind_finish(1)
    assert gain.people == ("Ana", "Ben")
    assert gain.shared == 1
    [record] = [
        r for line in beside(project).read_text().splitlines() if len((r := json.loads(line))["labels"]) > 1
    ]
    assert record["item"] == first
    assert record["labels"] == [truth(record["text"]), "negative"]
    assert record["annotator"] == "Ana, Ben"


def test_the_time_left_follows_from_the_pace(project, sample):
    label_all(project, sample, 2)
    assert project.blind_progress(sample.id).seconds_left is None
    label_all(project, sample, 10)
    assert project.blind_progress(sample.id).seconds_left == pytest.approx(48 * 4.0)


KILLED = """
import os, signal, sys
from pathlib import Path
from synthreview.project import Project
from tests.pseudo import Longer
project = Project.open(Path(sys.argv[1]), reviewer="Ana")
sample = project.blind_start(1, 60, seed=7)
for number in range(int(sys.argv[2])):
    item = project.blind_next(sample.id)
    project.blind_label(sample.id, item.item, "positive", 1.0)
    if number % 5 == 4:
        project.blind_undo(sample.id)
print(project.blind_progress(sample.id).done, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_answers_survive_a_kill_right_after_the_call(project):
    path = project.path
    project.close()
    done = 0
    for number in (3, 7, 6):
        command = [sys.executable, "-c", KILLED, str(path), str(number)]
        ended = subprocess.run(command, capture_output=True, text=True, cwd=CHECKOUT, check=False)
        assert ended.returncode == -9, ended.stderr
        done += number - number // 5
        assert int(ended.stdout) == done
        again = Project.open(path, reviewer="Ana")
        assert again.blind_progress(again.blind_sample(1).id).done == done
        assert again.check().intact
        again.close()


# what it brings


def test_the_labels_become_a_data_set_of_people_that_detectors_compare_with(project, sample):
    project.analyze()
    label_all(project, sample)
    gain = project.blind_finish(1)
    made = project.dataset("mood labelled blind")
    assert (made.role, made.items) == (Role.HUMAN, 60)
    assert made.facts["joined"][0]["matched"] == 60
    assert not gain.before.with_people
    assert gain.now.with_people
    assert gain.now.likely > 0
    assert gain.changed > 0
    assert gain.reference == made.name
    chart = project.share_chart(1)
    assert "People" in [series.name for series in chart.series]


def test_the_estimate_of_wrong_labels_holds_the_share_that_was_planted(project, sample):
    label_all(project, sample)
    gain = project.blind_finish(1)
    wrong = [model_label(project, n) != truth(project.view(n).item.text("text")) for n in range(1, 241)]
    assert gain.wrong.low <= sum(wrong) / 240 <= gain.wrong.high
    assert gain.items == 60
    assert gain.agreed == 60 - len(gain.differ)
    assert len(project.queue_ids(gain.where_differ)) == len(gain.differ) > 0
    assert all(model_label(project, n) != truth(project.view(n).item.text("text")) for n in gain.differ)
    assert project.queue_ids(gain.where)


def test_more_answers_update_the_same_data_set_and_undo_brings_the_older_ones_back(project, sample):
    label_all(project, sample, 45)
    project.blind_finish(1)
    label_all(project, sample)
    gain = project.blind_finish(1)
    assert [d.items for d in project.datasets() if d.role is Role.HUMAN] == [60]
    assert not gain.before.with_people
    project.undo()
    project.refresh_queue()
    assert [d.items for d in project.datasets() if d.role is Role.HUMAN] == [45]
    assert project.check().intact


def test_finishing_twice_with_the_same_answers_changes_nothing(project, sample):
    label_all(project, sample)
    project.blind_finish(1)
    before = project.history(), project.datasets()
    project.blind_finish(1)
    assert (project.history(), [d.id for d in project.datasets()]) == (before[0], [d.id for d in before[1]])


def test_a_cancel_while_comparing_leaves_one_data_set_of_labels(project, sample):
    label_all(project, sample)

    class Stopped(Exception):
        pass

    class Job(JobContext):
        def progress(self, done, total=0, note=""):
            if "looking" in note or "reading" in note:
                raise Stopped

    with pytest.raises(Stopped):
        project.blind_finish(1, Job())
    assert project.blind_gain(1).reference == "mood labelled blind"
    gain = project.blind_finish(1)
    assert gain.now.likely > 0
    assert [d.name for d in project.datasets()] == ["mood", "mood labelled blind"]


def test_a_data_set_of_labels_that_a_crash_left_unmarked_is_found_again(project, sample):
    label_all(project, sample)
    project.blind_finish(1)
    number = project.dataset("mood labelled blind").id
    project._store.write(lambda c: c.execute("UPDATE dataset SET facts = '{}' WHERE id = ?", (number,)))
    project.blind_finish(1)
    assert [d.name for d in project.datasets()] == ["mood", "mood labelled blind"]


def test_a_removed_data_set_of_labels_is_made_again_from_the_answers(project, sample):
    label_all(project, sample)
    project.blind_finish(1)
    project.remove_dataset(project.dataset("mood labelled blind").id)
    assert project.blind_gain(1).reference == ""
    assert project.blind_gain(1).items == 60
    project.blind_finish(1)
    assert project.dataset("mood labelled blind").items == 60


def test_a_file_of_labels_that_somebody_changed_is_not_overwritten(project, sample):
    label_all(project, sample, 5)
    project.blind_finish(1)
    beside(project).write_text("mine\n")
    label_all(project, sample, 5)
    project.blind_finish(1)
    assert beside(project).read_text() == "mine\n"
    assert beside(project).with_name("mood - mood labelled blind (2).jsonl").exists()


def test_two_samples_are_told_together(project, sample):
    label_all(project, sample)
    other = project.blind_start(1, 20, seed=2)
    assert other.id != sample.id
    label_all(project, other)
    gain = project.blind_finish(1)
    assert gain.items == 80
    wrong = [model_label(project, n) != truth(project.view(n).item.text("text")) for n in range(1, 241)]
    assert gain.wrong.low <= sum(wrong) / 240 <= gain.wrong.high


def test_one_answer_is_enough_to_go_on_and_the_words_say_how_little_it_is(project, sample):
    label_all(project, sample, 1)
    words = project.blind_finish(1).words
    assert words[0].startswith("You labelled 1 item; the model agrees on")
    assert any("with more of them they may" in line for line in words)


def test_pairs_are_judged_by_people_too_and_most_votes_count(project, tmp_path):
    number = project.import_file(pairs(tmp_path / "pairs.jsonl"), name="pairs").dataset_id
    sample = project.blind_start(number, 12, seed=2)
    first, second = [item.item for item in project.blind_items(sample.id)][:2]
    for person, choice in (("Ana", "A"), ("Ben", "a"), ("Cleo", "b")):
        project.reviewer = person
        project.blind_label(sample.id, first, choice)
    project.blind_label_many(sample.id, [(second, "tie")])
    with pytest.raises(UserError, match="say a, b or tie"):
        project.blind_label(sample.id, first, "both")
    project.blind_finish(number)
    made = project.dataset("pairs labelled blind")
    choices = [project.view(project.item_at(made.name, at)).item.parts["human_choice"] for at in range(2)]
    assert sorted(choices) == ["a", "tie"]


def test_ids_of_the_source_join_the_labels_to_their_items(project, tmp_path):
    path = tmp_path / "named.jsonl"
    rows = [{"id": f"t{n}", "text": "The very same text.", "label": "yes"} for n in range(6)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    from synthreview.formats.mapping import Mapping

    mapping = Mapping(Kind.TASK_LABEL, {"text": "text", "label": "label"}, id="id")
    number = project.import_file(path, name="named", mapping=mapping).dataset_id
    sample = project.blind_start(number, 4, seed=1)
    for item in project.blind_items(sample.id):
        project.blind_label(sample.id, item.item, "no")
    project.blind_finish(number)
    [joined] = project.dataset("named labelled blind").facts["joined"]
    assert (joined["by"], joined["matched"], joined["covered"]) == ("id", 4, 4)


def test_texts_in_any_script_and_half_a_surrogate_pair_are_written_down(project, tmp_path):
    path = tmp_path / "odd.jsonl"
    texts = [
        "\u4f60\u597d\uff0c\u4e16\u754c",
        "\u0645\u0631\u062d\u0628\u0627",
        "half \\ud83d of it",
        "\U0001f600 ok",
    ]
    path.write_text("".join(f'{{"text": "{text}", "label": "x"}}\n' for text in texts), encoding="utf-8")
    number = project.import_file(path, name="odd").dataset_id
    sample = project.blind_start(number, 4, seed=1)
    for item in project.blind_items(sample.id):
        project.blind_label(sample.id, item.item, "y")
    project.blind_finish(number)
    [joined] = project.dataset("odd labelled blind").facts["joined"]
    assert joined["matched"] == 4


# what it refuses


def test_other_kinds_and_data_without_labels_say_why_they_cannot(project, tmp_path):
    path = tmp_path / "plain.jsonl"
    path.write_text('{"instruction": "Name a river.", "input": "", "output": "The Elbe."}\n')
    number = project.import_file(path, name="plain").dataset_id
    with pytest.raises(UserError, match="only task labels and preferences"):
        project.blind_start(number)
    assert [dataset.name for dataset in project.blind_datasets()] == ["mood"]


def test_once_every_item_was_drawn_there_is_nothing_left_to_draw(project):
    label_all(project, project.blind_start(1, 240, seed=1))
    with pytest.raises(UserError, match="nothing to label blind"):
        project.blind_start(1)


def test_a_read_only_project_says_why_nothing_can_be_labelled(project, sample):
    other = Project.open(project.path)
    assert other.read_only
    item = other.blind_next(sample.id)
    with pytest.raises(EnvironmentFault, match="read-only"):
        other.blind_label(sample.id, item.item, "positive")
    other.close()
