"""What goes wrong: shares of the random checks by kind of error, beside what was published."""

from __future__ import annotations

import json

import pytest

from synthreview.domain import Decision, Verdict
from synthreview.engine.book import ENOUGH
from synthreview.engine.error_kinds import PUBLISHED, READ, error_kinds_panel
from synthreview.estimates import wilson
from synthreview.project import Project
from synthreview.reasons import REVIEW_REASONS
from tests.unit.engine.queues import copied

ITEMS = 300
WRONG, BROKEN = "incorrect_output", "should_abstain"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Every third instruction lacks an output."""
    folder = tmp_path_factory.mktemp("kinds")
    lines = [
        json.dumps(
            {
                "instruction": f"Tell me about the number {n} and why somebody likes it.",
                "input": "",
                "output": "" if n % 3 == 0 else f"It is the number {n}, and it is liked by many.",
            }
        )
        for n in range(ITEMS)
    ]
    (folder / "made.jsonl").write_text("\n".join(lines) + "\n")
    project = Project.open(folder / "made.synthreview", create=True, reviewer="Ada")
    project.import_file(folder / "made.jsonl")
    project.analyze(analyzers=["corrupt_instructions"])
    project.close()
    return folder / "made.synthreview"


@pytest.fixture
def project(made, tmp_path):
    with copied(made, tmp_path) as opened:
        yield opened


def stream(project):
    return [row[0] for row in project._store.read().execute("SELECT item FROM audit ORDER BY place")]


def whole(project, items):
    """Those of some items of which no detector says anything."""
    return [item for item in items if (item - 1) % 3]


def judge(project, checks, reasons, verdict=Verdict.REJECT):
    """Judge the first random checks: wrong for reasons where there are some, else right."""
    project.decide_many(
        [
            Decision(item, verdict, reasons=reasons[item])
            if item in reasons
            else Decision(item, Verdict.ACCEPT)
            for item in stream(project)[:checks]
        ]
    )


def panel(project):
    return error_kinds_panel(project._store, project.datasets()[0])


def lines(project):
    return {effect.name: effect for effect in panel(project).effects}


def test_a_kind_is_told_as_its_share_of_the_random_checks(project):
    some = whole(project, stream(project)[:40])[:8]
    judge(project, 40, dict.fromkeys(some, (WRONG,)))
    found = lines(project)["Output is wrong"]
    assert (found.value, found.low, found.high) == (8 / 40, *wilson(8, 40))
    assert found.beside == sum(PUBLISHED[WRONG]) / (4 * READ)
    assert panel(project).line is None  # of course there are errors: nothing is tested
    assert found.words.startswith("8 of 40 checks; 9.9")
    assert panel(project).title == "The only kind of error that is known is “Output is wrong”"


def test_what_was_shown_for_its_risk_does_not_count(project):
    judge(project, 40, {})
    rest = whole(project, stream(project)[60:])[:50]
    project.decide_many(
        [Decision(item, Verdict.REJECT, reasons=(WRONG,), selected_by="risk") for item in rest]
    )
    found = lines(project)["Output is wrong"]
    assert (found.value, found.where) == (0, "")
    assert panel(project).title == "No random check has an error"


def test_kinds_of_the_published_study_are_shown_where_no_check_has_them(project):
    judge(project, 40, {})
    said = {reason.code: reason.words for reason in REVIEW_REASONS}
    assert set(lines(project)) == {said[code] for code in PUBLISHED}
    assert all("0 of 40 checks; " in effect.words for effect in panel(project).effects)


def test_an_item_counts_for_each_of_its_kinds_and_for_a_detector_s(project):
    empty = [item for item in stream(project)[:40] if item not in whole(project, [item])][:3]
    judge(project, 40, dict.fromkeys(empty, (WRONG, BROKEN)))
    found = lines(project)
    named = ("Output is wrong", "Should say it does not know", "Empty output")
    assert [found[name].value for name in named] == [3 / 40] * 3
    assert found["Empty output"].words == "3 of 40 checks, by a detector"


def test_a_finding_called_wrong_is_no_kind_of_error(project):
    empty = [item for item in stream(project)[:40] if item not in whole(project, [item])][:3]
    judge(project, 40, dict.fromkeys(empty, (WRONG,)))
    project.call_wrong(empty[0], "corrupt_instructions", "empty_output")
    found = lines(project)["Empty output"]
    assert found.value == 2 / 40
    assert set(project.queue_ids(found.where)) == set(empty[1:])


def test_a_line_leads_to_all_items_judged_so(project):
    some = whole(project, stream(project)[:40])[:2]
    judge(project, 40, dict.fromkeys(some, (WRONG,)))
    other, kept = whole(project, stream(project)[80:])[:2]
    project.decide_many(
        [Decision(other, Verdict.FIX, reasons=(WRONG,)), Decision(kept, Verdict.ACCEPT, reasons=(WRONG,))]
    )
    assert set(project.queue_ids(lines(project)["Output is wrong"].where)) == {*some, other}


def test_errors_without_a_reason_are_told_as_such(project):
    some = whole(project, stream(project)[:40])[:3]
    judge(project, 40, dict.fromkeys(some, ()))
    found = lines(project)["No reason given"]
    assert found.value == 3 / 40
    assert set(project.queue_ids(found.where)) == set(some)
    assert panel(project).title == "Nobody noted what is wrong"


def test_the_title_names_the_kind_that_is_clearly_most_frequent(project):
    some = whole(project, stream(project)[:90])
    judge(project, 90, {**dict.fromkeys(some[:20], (WRONG,)), **dict.fromkeys(some[20:24], (BROKEN,))})
    assert panel(project).title == "The most frequent error is “Output is wrong”"


def test_kinds_as_frequent_as_chance_may_make_them_are_not_put_in_order(project):
    some = whole(project, stream(project)[:90])
    judge(project, 90, {**dict.fromkeys(some[:9], (WRONG,)), **dict.fromkeys(some[9:14], (BROKEN,))})
    assert panel(project).title == "2 kinds of error; none is clearly the most frequent"
    assert panel(project).effects[0].name == "Output is wrong"


def test_what_another_person_said_before_does_not_count(project):
    item = whole(project, stream(project)[:40])[0]
    judge(project, 40, {item: (BROKEN,)})
    project.reviewer = "Ben"
    project.decide(item, Verdict.REJECT, reasons=(WRONG,))
    assert lines(project)["Output is wrong"].value == 1 / 40
    assert "Should say it does not know" not in lines(project)


def test_before_enough_checks_nothing_is_told(project):
    judge(project, ENOUGH - 1, dict.fromkeys(whole(project, stream(project)[:10]), (WRONG,)))
    said = panel(project)
    assert (said.title, said.effects) == ("Too few random checks to tell what goes wrong", ())
    assert said.subtitle.startswith("19 random checks are judged; from 20 on")


def test_a_small_data_set_has_no_panel(tmp_path):
    (tmp_path / "few.jsonl").write_text('{"instruction": "Say hello.", "input": "", "output": "Hello."}\n')
    opened = Project.open(tmp_path / "few.synthreview", create=True)
    opened.import_file(tmp_path / "few.jsonl")
    opened.analyze()
    assert panel(opened) is None
    opened.close()


def test_the_published_rates_are_those_of_the_study(shared_data):
    figure = json.loads((shared_data / "golden_values.json").read_text())["instruction_errors_figure"]
    sets = ("Unnatural Instructions", "Self-Instruct", "Cleaned Alpaca", "GPT-4-LLM")
    codes = [name.replace(" ", "_") for name in figure["order"]]
    codes[0] = "incomprehensible_instruction"
    for place, code in enumerate(codes):
        assert PUBLISHED[code] == tuple(
            figure[name]["open"][place] + figure[name]["closed"][place] for name in sets
        )
    for name in sets:
        told = figure[name]
        assert (
            sum(told[part] for part in ("open_correct", "open_error", "closed_correct", "closed_error"))
            == READ
        )
