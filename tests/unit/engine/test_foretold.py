"""What people would say of a label is told with what it rests on, or with why it is not known."""

from __future__ import annotations

import pytest

from synthreview.domain import Confidence, Dataset, Item, ItemView, Kind, Role, StoredFinding
from synthreview.engine.foretold import contest, forecast

LEARNED = {"wrong_labels": {"judge": "people", "texts": 400, "agrees": 0.75, "most_common": 0.5}}
RAN = {"wrong_labels", "contested_labels"}
TELLS = {
    "contested_labels": {
        "texts": 300,
        "split": 0.4,
        "predictable": True,
        "auroc": 0.74,
        "low": 0.68,
        "high": 0.8,
    }
}


def found(reason, score, **args):
    words = "People may be split over this: about 38 % would differ from the majority"
    return StoredFinding("x", reason, words, Confidence.WEAK, score, 0.2, args=args)


def view(*findings, **parts):
    dataset = Dataset(
        1, "labels", Kind.TASK_LABEL, Role.SYNTHETIC, "l.csv", "CSV", "utf-8", {}, 1, 1, 0, "", ""
    )
    parts = {"text": "It rains.", **parts}
    item = Item(1, 1, 0, None, Kind.TASK_LABEL, parts)
    return ItemView(item, parts, dataset, 1, 0.5, findings, None, False, (), "{}", frozenset())


def told(forecast):
    return [(each.label, each.words) for each in forecast.shares]


def test_a_label_unlike_peoples_stands_beside_theirs_and_the_rest():
    hit = found("label_unlike_people", 0.8, people="rude", percent="70", texts="400", model="fine")
    made = forecast(view(hit, label="fine"), LEARNED, RAN)
    assert [label for label, _ in told(made)] == ["rude", "fine", "anything else"]
    assert [round(each.low, 2) for each in made.shares] == [0.7, 0.2, 0.1]
    assert "400 texts that people labelled" in made.basis
    assert "75" in made.basis
    assert "95 % interval" in made.basis


def test_a_doubtful_label_shows_how_many_would_say_something_else():
    hit = found("label_in_doubt", 0.39, people="fine", percent="61", texts="400", model="fine")
    made = forecast(view(hit, label="fine"), LEARNED, RAN)
    assert [
        (label, round(each.low, 2)) for (label, _), each in zip(told(made), made.shares, strict=True)
    ] == [
        ("fine", 0.61),
        ("anything else", 0.39),
    ]


def test_a_label_without_a_finding_has_at_least_a_bound():
    (only,) = forecast(view(label="fine"), LEARNED, RAN).shares
    assert (only.label, only.words) == ("fine", "over 67\u202f%")


def test_a_forecast_no_better_than_the_commonest_label_says_so():
    poor = {"wrong_labels": {"judge": "people", "texts": 100, "agrees": 0.62, "most_common": 0.62}}
    assert "no better than always saying the most common one" in forecast(view(label="a"), poor, RAN).basis


@pytest.mark.parametrize(
    ("summaries", "ran", "why"),
    [
        ({}, set(), "has run on this data set"),
        ({}, RAN, "at least 40 texts labelled by people"),
        ({"wrong_labels": {"judge": "others"}}, RAN, "only compared with the model's others"),
    ],
)
def test_what_cannot_be_known_says_why(summaries, ran, why):
    made = forecast(view(label="fine"), summaries, ran)
    assert made.shares == ()
    assert made.basis.startswith("Not known")
    assert why in made.basis


def test_where_people_labelled_the_text_nothing_is_guessed():
    made = forecast(view(label="a", human_labels=["a"] * 6 + ["b"] * 2), LEARNED, RAN)
    assert made.counted
    assert made.shares[0].low < 0.75 < made.shares[0].high
    assert made.basis.startswith("8 people labelled this text")


def test_peoples_own_split_has_an_interval():
    made = contest(view(human_labels=["a"] * 6 + ["b"] * 2), {}, set())
    assert made.share == 0.25
    assert made.low < 0.25 < made.high
    assert made.words == "People are split: a ×6, b ×2."
    assert contest(view(human_labels=["a", "a"]), {}, set()).words == "People are of one mind."


def test_a_contested_text_has_its_place_on_the_axis():
    made = contest(view(found("people_would_split", 0.38, percent="38"), label="a"), TELLS, RAN)
    assert made.share == 0.38
    assert made.words.startswith("People may be split over this")
    assert "AUROC .74, 95 % interval .68 to .80" in made.basis


def test_a_text_that_is_not_among_the_most_contested_says_no_more():
    made = contest(view(label="a"), TELLS, RAN)
    assert made.share is None
    assert made.words == "Not among the tenth of texts most likely to split people."


@pytest.mark.parametrize(
    ("summaries", "ran", "why"),
    [
        ({}, set(), "has run on this data set"),
        ({}, RAN, "100 texts that several people labelled"),
        (
            {"contested_labels": {**TELLS["contested_labels"], "predictable": False}},
            RAN,
            "does not tell whether people are split",
        ),
    ],
)
def test_where_a_split_cannot_be_foretold_it_says_why(summaries, ran, why):
    made = contest(view(label="a"), summaries, ran)
    assert (made.share, made.words) == (None, "")
    assert why in made.basis
