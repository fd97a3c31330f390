"""Counts and charts: what they say must be what is there."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from synthreview.analyzers.contract import Analyzer
from synthreview.chart import Chart
from synthreview.domain import Kind, Role, Verdict
from synthreview.engine import insight
from synthreview.figures import share
from synthreview.panels import Effect, Panel
from synthreview.project import Project

LABELS = """text,human_annots,model_annots
one,"[0, 1, 1]","[1, 1, 1]"
two,"[0, 0, 1]","[1, 1, 1]"
three,"[0, 0, 0]","[0, 0, 0]"
four,"[2, 2, 2]","[1, 1, 1]"
"""


@pytest.fixture
def labelled(tmp_path: Path) -> Project:
    path = tmp_path / "labels.csv"
    path.write_text(LABELS)
    project = Project.open(tmp_path / "labels.synthreview", create=True)
    project.import_file(path)
    yield project
    project.close()


def series(chart: Chart) -> dict[str, tuple[int, ...]]:
    return {each.name: each.counts for each in chart.series}


def test_label_shares_count_every_vote_of_people_and_model(labelled: Project) -> None:
    chart = labelled.share_chart(1)
    assert chart.categories == ("0", "1", "2")
    assert series(chart) == {"People": (6, 3, 3), "Model": (3, 9, 0), "After cleaning": (3, 9, 0)}


def test_rejecting_and_fixing_move_the_shares_after_cleaning(labelled: Project) -> None:
    labelled.decide(2, Verdict.REJECT)
    labelled.decide(4, Verdict.FIX, edits={"model_labels": ["2", "2", "2"]})
    chart = labelled.share_chart(1)
    assert series(chart)["Model"] == (3, 9, 0)
    assert series(chart)["After cleaning"] == (3, 3, 3)


def test_a_reference_speaks_for_people_where_the_records_do_not(tmp_path: Path) -> None:
    for name, part, labels in (("model", "model_labels", "[1, 1]"), ("people", "human_labels", "[0, 1]")):
        (tmp_path / f"{name}.csv").write_text(f'text,{part}\n{name} one,"{labels}"\n{name} two,"{labels}"\n')
    project = Project.open(tmp_path / "two.synthreview", create=True)
    project.import_file(tmp_path / "model.csv")
    assert "Without people's labels nothing can be said" in project.share_chart(1).subtitle
    project.import_file(tmp_path / "people.csv", role=Role.HUMAN)
    chart = project.share_chart(1)
    project.close()
    assert series(chart) == {"People": (2, 2), "Model": (0, 4), "After cleaning": (0, 4)}
    assert chart.subtitle.endswith("People labelled other texts, those of the reference.")


def test_a_bar_leads_to_its_items(labelled: Project) -> None:
    chart = labelled.share_chart(1)
    assert [list(labelled.queue_ids(where)) for where in chart.filters] == [[3], [1, 2, 4], []]


def test_risk_bins_hold_every_item_once_and_lead_to_them(labelled: Project) -> None:
    labelled.analyze()
    labelled.decide(1, Verdict.ACCEPT)
    chart = labelled.risk_chart()
    assert sum(sum(each.counts) for each in chart.series) == 4
    assert sum(series(chart)["accepted"]) == 1
    behind = [list(labelled.queue_ids(where)) for where in chart.filters]
    assert sorted(item for items in behind for item in items) == [1, 2, 3, 4]
    for number, items in enumerate(behind):
        assert len(items) == sum(each.counts[number] for each in chart.series)


def test_without_labels_the_items_of_one_kind_stand_by_what_was_decided(project: Project) -> None:
    assert project.share_chart(1).title == "Nothing was changed or taken out yet"
    project.decide(2, Verdict.REJECT)
    assert project.share_chart(1).title == f"Cleaning takes out {share(0.2)} of the items"
    project.decide(3, Verdict.FIX, edits={"output": "Hello."})
    project.decide(4, Verdict.ACCEPT)
    chart = project.share_chart(1)
    assert dict(zip(chart.categories, series(chart)["Decided items"], strict=True)) == {
        "Accepted": 1,
        "Fixed": 1,
        "Rejected": 1,
        "Deferred": 0,
    }
    assert chart.title == f"Cleaning changes {share(0.2)} of the items and takes out {share(0.2)}"
    assert chart.subtitle == "5 items: 1 accepted, 1 fixed, 1 rejected, 0 deferred, 2 undecided."
    behind = [list(project.queue_ids(where)) for where in chart.filters]
    assert [sorted(items) for items in behind] == [[4], [3], [2], []]


def test_the_states_are_those_of_the_chosen_data_set(project: Project, source: Path) -> None:
    project.decide(2, Verdict.REJECT)
    other = project.import_file(source, name="again").dataset_id
    assert series(project.share_chart(other))["Decided items"] == (0, 0, 0, 0)
    assert series(project.share_chart(1))["Decided items"] == (0, 0, 1, 0)


def test_of_several_kinds_each_shows_what_cleaning_takes_out(project: Project, tmp_path: Path) -> None:
    (tmp_path / "talk.jsonl").write_text('{"text": "One of them."}\n{"text": "And the other."}\n')
    project.import_file(tmp_path / "talk.jsonl")
    project.decide(2, Verdict.REJECT)
    chart = project.share_chart(1)
    assert series(chart) == {"As imported": (5, 2), "After cleaning": (4, 2)}
    assert chart.title == f"Cleaning takes out {share(1 / 7)} of the items"
    assert [len(project.queue_ids(where)) for where in chart.filters] == [5, 2]


def test_counts_add_up(project: Project) -> None:
    for item, verdict in enumerate(Verdict, 1):
        project.decide(item, verdict)
    project.flag(5, on=True)
    counts = project.counts()
    assert (counts.items, counts.undecided, counts.decided, counts.deferred, counts.flagged) == (
        5,
        1,
        3,
        1,
        1,
    )
    stats = project.stats()
    assert sum(stats["verdicts"].values()) == stats["items"] == 5
    assert sum(stats["risk_bands"].values()) == 5


def test_a_notebook_gets_the_queue_as_a_table(project: Project) -> None:
    project.analyze()
    project.decide(1, Verdict.ACCEPT)
    frame = project.frame()
    assert list(frame["item"]) == list(project.queue_ids(""))
    assert frame["risk"].is_monotonic_decreasing
    assert list(frame[frame["verdict"] == "accept"]["item"]) == [1]
    assert list(project.frame("verdict:accept")["position"]) == [0]


class Teller(Analyzer):
    """Says one thing about a whole data set."""

    id = "teller"
    title = "Teller"
    kinds = (Kind.TASK_LABEL,)
    reasons = ()

    def score(self, batch, state):
        return ()

    def emit(self, state):
        yield Panel(
            "few", "Few agree", "1 of 4.", "share", (Effect("few", 0.25, 0.1, 0.5, "1 of 4", "label:1"),)
        )


def test_stats_tell_what_analyzers_say_of_a_whole_data_set(labelled: Project, monkeypatch) -> None:
    monkeypatch.setattr("synthreview.analyzers.registry.registered", lambda: {"teller": Teller})
    assert labelled.stats()["panels"] == {}
    labelled.analyze()
    (panel,) = labelled.stats()["panels"]["labels"]
    assert (panel["analyzer"], panel["name"], panel["title"]) == ("teller", "few", "Few agree")
    (effect,) = panel["effects"]
    assert (effect["value"], effect["low"], effect["high"]) == (0.25, 0.1, 0.5)
    assert list(labelled.queue_ids(effect["where"])) == [1, 2, 4]


def test_a_label_written_from_right_to_left_does_not_turn_the_numbers_round():
    people, model = Counter({"إيجابي": 24, "x": 40, "y": 36}), Counter({"إيجابي": 63, "x": 20, "y": 17})
    title, numbers = insight._label_words(people, model, model, ["x", "y", "إيجابي"])
    assert title == "The model uses “\u2068إيجابي\u2069” too often"
    assert numbers.startswith("People use “\u2068إيجابي\u2069” 24 times in 100")
