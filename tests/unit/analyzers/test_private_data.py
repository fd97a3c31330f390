from __future__ import annotations

import pickle

import pytest

from synthreview.analyzers.private_data import PrivateData
from synthreview.domain import Item, Kind
from tests.unit.analyzers.making import conversation, free_text, instruction, labelled, preference, run, the

MAIL = "ruth.okafor@gmail.com"
ANALYZER = PrivateData()


@pytest.mark.parametrize(
    ("item", "part"),
    [
        (instruction("Write.", "", f"To {MAIL}"), "output"),
        (instruction("Write.", history=[{"role": "user", "text": f"To {MAIL}"}]), "history.0.text"),
        (preference(b=f"To {MAIL}"), "b"),
        (free_text(f"To {MAIL}"), "text"),
        (conversation("U: Whose?", f"A: To {MAIL}"), "turns.1.text"),
        (Item(1, 1, 0, None, Kind.TASK_LABEL, {"text": f"To {MAIL}", "label": "1"}), "text"),
    ],
)
def test_every_kind_is_read_in_all_its_texts(item, part):
    found = the(run(ANALYZER, item), "email_address")
    (spot,) = found.evidence
    assert item.text(part)[spot.start : spot.end] == MAIL
    assert spot.part == part


def test_who_gave_a_label_is_not_part_of_the_data():
    assert run(ANALYZER, labelled(["1"], ["1"], annotator=MAIL)) == []


def test_one_finding_shows_every_place():
    found = the(run(ANALYZER, free_text(f"{MAIL} or ruth@okafor.ng")), "email_address")
    assert len(found.evidence) == 2


def test_no_reason_gives_the_value_away():
    words = {reason.code: reason for reason in ANALYZER.reasons}
    values = [
        MAIL,
        "171.8.116.59",
        "NL91 ABNA 0417 1643 00",
        "4539 1488 0343 6467",
        "536-28-4417",
        "212-684-4703",
    ]
    found = run(ANALYZER, free_text(" / ".join(values)))
    assert len(found) == len(values)
    for finding in found:
        said = words[finding.reason].say(finding.args)
        assert not any(value in said for value in values)


def test_digits_of_a_card_are_no_telephone():
    assert [finding.reason for finding in run(ANALYZER, free_text("Card: 4539-1488-0343-6467"))] == [
        "card_number"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Mail a@example.com from 192.0.2.1 or 127.0.0.1 with version 1.12.133.7 on 2021-03-14 at 10:20:30.",
        "Order 4711-0815-2342 of 12.03.2021 costs 1,234,567.89 and 12 345 678 people saw it.",
        "def f(): return '123e4567-e89b-12d3-a456-426614174000'",
        "",
        "½" * 40,
        "\ud800@\ud800.com",
    ],
)
def test_everyday_numbers_raise_no_alarm(text):
    assert run(ANALYZER, free_text(text)) == []


def test_it_survives_the_way_between_processes():
    assert pickle.loads(pickle.dumps(ANALYZER)).id == "private_data"
