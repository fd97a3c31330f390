"""What a card says of a data set, in plain sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from synthreview.domain import Dataset, Kind, Role
from synthreview.figures import THIN
from synthreview.project import Join, Joined, Mended, UpdateReport
from synthreview.ui import dataset_words, trial
from synthreview.ui.unit_words import place

PAIRS = Dataset(
    1, "pairs", Kind.PREFERENCE, Role.SYNTHETIC, "p.csv", "CSV", "utf-8", {}, 999, 999, 0, "ab", "2025"
)
JOINED = {
    "to": "old name", "to_id": 7, "by": "id", "rows": 999, "matched": 998, "items": 1200, "covered": 998,
    "agreement": "They agree on 9 %, less than chance.", "alarm": True,
}  # fmt: skip


def test_items_are_counted_only_where_they_differ_from_records():
    assert dataset_words.counts(PAIRS) == "999 records"
    assert dataset_words.counts(replace(PAIRS, items=1)) == "999 records, 1 item"


def test_unknown_codes_are_counted_and_named():
    told = dataset_words.invalid_lines(replace(PAIRS, facts={"invalid": {"choice": {"garbage": 25}}}))
    assert told == ["25 values of Choice are no known code: garbage. Kept and marked."]
    many = {str(number): 1 for number in range(8)}
    [line] = dataset_words.invalid_lines(replace(PAIRS, facts={"invalid": {"choice": many}}))
    assert line == "8 values of Choice are no known code: 0, 1, 2, 3, 4 and 3 other values. Kept and marked."


def test_absent_labels_are_no_codes():
    labels = replace(PAIRS, kind=Kind.TASK_LABEL, facts={"invalid": {"model_labels": {"-1 or empty": 1}}})
    assert dataset_words.invalid_lines(labels) == [
        "1 value of Model is no valid label: -1 or empty. Kept and marked."
    ]


def test_a_reference_names_what_it_was_joined_to_as_it_is_called_now():
    told = dataset_words.join_lines(replace(PAIRS, facts={"joined": [JOINED]}), {7: "new name"})
    assert told == [
        f"998 of 999 rows found an item of 'new name' by id; they cover 998 of its 1{THIN}200 items."
    ]
    assert dataset_words.join_lines(replace(PAIRS, facts={"joined": [JOINED]}), {}) == []


def test_comparisons_say_which_of_them_is_an_alarm():
    facts = {"agreement": "The judge and people agree.", "alarm": False, "joined": [JOINED]}
    dataset = replace(PAIRS, facts=facts)
    assert list(dataset_words.comparisons(dataset, [7])) == [
        ("The judge and people agree.", False),
        ("They agree on 9 %, less than chance.", True),
    ]
    assert list(dataset_words.comparisons(dataset, [])) == [("The judge and people agree.", False)]


def test_an_update_says_what_moved_and_what_became_of_the_decisions():
    report = UpdateReport("a", "id", 24, 2, 1, 1, 0, 3, 1, 0, 0, 9)
    assert dataset_words.update_words(report) == (
        "Updated, matched by id: 24 items the same (2 at another place), 1 changed, 1 new, 0 gone."
        " 3 decisions kept, 1 of them flagged: their items changed."
    )
    quiet = UpdateReport("a", "content", 5, 0, 0, 0, 0, 0, 0, 0, 0)
    assert dataset_words.update_words(quiet).endswith("0 gone.")
    one = UpdateReport("a", "content", 5, 0, 0, 0, 0, 0, 0, 0, 1)
    assert dataset_words.update_words(one).endswith(
        "0 gone. 1 label given blind stays with the old version; undo brings it back."
    )


@pytest.mark.parametrize(
    ("mended", "words"),
    [
        (Mended(None, 2, ()), "2 records can be read now."),
        (Mended(None, 1, ((4, "x"),)), "1 record can be read now; 1 record stays set aside."),
        (Mended(None, 0, ((4, "x"),)), "It still cannot be read."),
        (Mended(None, 0, ((4, "x"), (5, "y"))), "None of the 2 can be read yet."),
    ],
)
def test_what_came_of_mending_is_said(mended, words):
    assert dataset_words.mended_words(mended) == words


def test_a_join_is_told_with_its_comparison():
    joined = Joined("ref", "pairs", 1, Join.TEXT, 2, 1, 5, 1, "They agree.")
    assert dataset_words.joined_words(joined) == (
        "1 of 2 rows found an item of 'pairs' by text; they cover 1 of its 5 items. They agree."
    )


# Whether a mended text can be read


TEXTS = replace(
    PAIRS, kind=Kind.FREE_TEXT, format="JSON Lines", mapping={"kind": "free_text", "parts": {"text": "text"}}
)


def test_a_text_is_tried_before_it_is_kept():
    assert trial.why_not(TEXTS, '{"text": "a"}') == ""
    assert trial.why_not(TEXTS, '{"text": "a"').startswith("is not valid JSON")
    assert trial.why_not(TEXTS, '{"other": "a"}') == "has no 'text'"
    assert trial.why_not(TEXTS, '{\n"text": "a"}') == "has to stand on one line in this file"
    assert trial.why_not(replace(TEXTS, format="JSON array"), '{\n"text": "a"}') == ""
    assert "which cp1252 has not" in trial.why_not(replace(TEXTS, encoding="cp1252"), '{"text": "\u4f60"}')


def test_of_delimited_text_only_keeping_tells():
    assert trial.why_not(PAIRS, "a,b,c") is None


def test_rows_of_tables_and_files_that_were_refused_are_not_mended_here():
    assert trial.can_be_mended(TEXTS, "x")
    assert not trial.can_be_mended(TEXTS, "")
    assert not trial.can_be_mended(replace(TEXTS, format="Folder of Parquet"), "{}")


def test_places_are_counted_from_one():
    assert place(0, None) == "record 1"
    assert place(0, "0") == "record 1, item 1"
    assert place(1233, "gpt4/vicuna") == f"record 1{THIN}234, gpt4/vicuna"
    assert len(place(0, "x" * 500)) < 100
