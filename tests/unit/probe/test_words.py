"""What is said of a probe is what was found, and can be kept."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import orjson
import pytest

from synthreview.chart import Measure
from synthreview.domain import Kind
from synthreview.probe import drawing, limits, words
from synthreview.probe.arms import CLEANED, PEOPLE, RANDOM, RAW
from synthreview.probe.labels import AS_FREQUENT
from synthreview.probe.resampling import Measured
from synthreview.probe.result import Foreseen, Reliance, Result, Trained, View, WhatIf, from_json

NONE = Measured(math.nan, math.nan, math.nan)


def near(value, half=0.02) -> Measured:
    return Measured(value, value - half, value + half)


def trained(arm, score, gain=None, corrected=0.0, removed=0.0, shares=()) -> Trained:
    return Trained(
        arm,
        500,
        corrected,
        removed,
        near(score),
        gain,
        near(score),
        gain,
        recalls=(near(0.5), near(0.5)),
        shares=shares,
    )


GAIN, AT_RANDOM, OVER = near(0.085, 0.011), near(0.023), near(0.062)


def view(name="words", gain=GAIN, at_random=AT_RANDOM, over=OVER, share=0.9) -> View:
    said = (near(share), near(1 - share))
    arms = (
        trained(PEOPLE, 0.7, near(0.1), shares=said),
        trained(RAW, 0.6, shares=said),
        trained(CLEANED, 0.685, gain, 40, 10, said),
        trained(RANDOM, 0.623, at_random, 20, 0, said),
    )
    return View(name, arms, over, (near(0.66), near(0.34)))


def result(*views, **more) -> Result:
    told = Result(
        Kind.TASK_LABEL,
        "made",
        "",
        "accuracy",
        716,
        700,
        791,
        ("3", "4"),
        views or (view(),),
        at="2026-01-01T00:00:00.000Z",
    )
    return replace(told, **more)


def test_the_sentence_has_the_numbers_of_the_result():
    first, second = words.sentences(result())[:2]
    assert first == (
        "Cleaning 10\u202f% of the examples (in the mean of the runs 40 corrected, 10 taken out) raised accuracy on "
        "people's answers by 8.5 points [7.4, 9.6]; correcting as many at random gave +2.3 [0.3, 4.3]."
    )
    assert second == (
        "That is 6.2 points [4.2, 8.2] more than as many corrections at random with people's answers."
    )


def test_what_may_be_chance_is_called_so():
    told = words.sentences(result(view(gain=near(0.01), over=near(-0.005))))
    assert (
        "moved accuracy on people's answers by +1.0 points [\u22121.0, 3.0], which may be chance;" in told[0]
    )
    assert told[1].endswith("no certain difference is seen: \u22120.5 points [\u22122.5, 1.5].")


def test_a_loss_is_told_as_a_loss_with_its_interval():
    told = words.sentences(result(view(gain=near(-0.05), over=near(-0.06))))
    assert "lowered accuracy on people's answers by 5.0 points [3.0, 7.0]" in told[0]
    assert told[1].startswith("That is 6.0 points [4.0, 8.0] less than as many corrections at random")


def test_a_control_that_only_took_out_is_called_so():
    arms = tuple(
        replace(arm, corrected=0.0, removed=10.0) if arm.arm == RANDOM else arm for arm in view().arms
    )
    told = words.sentences(result(replace(view(), arms=arms)))
    assert "taking out as many at random gave" in told[0]
    assert told[1] == "That is 6.2 points [4.2, 8.2] more than taking out as many at random."


@pytest.mark.parametrize(
    ("gains", "said"),
    [
        ((near(0.08), near(0.03)), "are right more often than before"),
        ((near(0.08), near(-0.01)), "helps one sort of model; for the other no gain is seen"),
        ((near(0.08), near(-0.05)), "helps one sort of model and harms the other"),
        ((near(-0.08), near(-0.01)), "are right less often than before"),
        ((near(-0.08), near(0.01)), "harms one sort of model; for the other no loss is seen"),
        ((near(0.01), near(0.01)), "cannot be told yet"),
    ],
)
def test_the_headline_asks_all_sorts_of_models_but_the_one_that_shows_the_collapse(gains, said):
    views = [view("words", gains[0]), view(AS_FREQUENT, near(-0.3)), view("meaning", gains[1])]
    assert said in words.headline(result(*views))


def test_where_nothing_was_reviewed_nothing_is_compared():
    bare = View("words", (trained(RAW, 0.6),), None, (near(0.66), near(0.34)))
    assert words.headline(result(bare)).endswith("nothing has been reviewed")
    assert not any("Cleaning" in told for told in words.sentences(result(bare)))
    told = words.headline(replace(result(bare), decided=3))
    assert told.startswith("What was reviewed stands in the holdout too")
    same = view(gain=Measured(0, 0, 0))
    unchanged = replace(same, arms=tuple(replace(arm, corrected=0.0, removed=0.0) for arm in same.arms))
    assert "changed nothing yet" in words.headline(result(unchanged))


def test_a_class_that_is_said_too_often_is_named_with_how_often():
    told = words.sentences(result(view(share=0.99)))
    assert (
        "Trained on the data as it came, a model says '3' for 99\u202f% of the texts; people do for 66\u202f%."
        in told
    )
    assert not any("a model says" in one for one in words.sentences(result(view(share=0.67))))
    assert any("always says '3' would be right in 66\u202f%" in one for one in told)


def test_what_limits_a_result_is_said():
    told = result(
        groups=60,
        cautions=(
            ("seen", {"name": ""}),
            ("sampled", {"read": 20000, "of": 90000}),
            ("dropped", {"count": 3}),
            ("codes", {}),
            ("unused", {"labels": ["7", "8"]}),
            ("where", {"filter": "label:3"}),
        ),
    )
    said = " ".join(limits.cautions(told))
    for part in (
        "held out",
        "90\u202f000 examples a random 20\u202f000",
        "3 items that stand in the holdout",
        "other way round",
        "never do: 7, 8.",
        "this filter were looked at: label:3",
        "60 items",
    ):
        assert part in said, part
    control = View("words", view().arms[:3], None, view().truth_shares)
    assert "no control" in " ".join(limits.cautions(result(control)))


def test_a_certain_over_confidence_is_told_beside_peoples():
    sure = (
        Reliance(PEOPLE, (0.5,), (near(0.6),), near(0.09)),
        Reliance(RAW, (0.5,), (near(0.5),), near(0.2)),
    )
    told = words.certainty_title(replace(view(), reliance=sure))
    assert told == (
        "Trained on the data as it came, a reward model is too sure by 20.0 points [18.0, 22.0]; trained on people's "
        "choices, by 9.0"
    )


def test_points_have_a_true_minus_and_no_signed_zero():
    assert words.points(-0.0123) == "\u22121.2"
    assert words.points(0.0001, signed=True) == words.points(-0.0001, signed=True) == "0.0"
    assert words.interval(NONE) == ""


def test_a_result_survives_being_kept_with_what_is_not_known():
    ahead = WhatIf("words", (Foreseen(0.1, near(0.05), near(0.01), NONE),), 100)
    told = result(replace(view(), over_random=None), what_if=(ahead,), cautions=(("seen", {"name": "x"}),))
    kept = from_json(orjson.loads(orjson.dumps(told.as_json())))
    assert kept is not None
    assert math.isnan(kept.what_if[0].points[0].difference.value)
    assert kept.as_json() == told.as_json()
    assert kept.views[0].arm(CLEANED) == told.views[0].arm(CLEANED)
    assert from_json({**told.as_json(), "form": 99}) is None
    assert from_json({**told.as_json(), "views": [{"name": "words"}]}) is None
    assert from_json({"form": 1}) is None


def test_charts_show_what_the_sentences_say():
    told = result(
        view(share=0.99), what_if=(WhatIf("words", (Foreseen(0.1, near(0.05), near(0.01), near(0.04)),)),)
    )
    panel = drawing.arms_panel(told, told.views[0])
    assert [effect.name for effect in panel.effects] == [
        "People's answers",
        "As it came",
        "Cleaned",
        "Corrected at random",
    ]
    assert panel.neutral == 0.6
    assert [effect.certain for effect in panel.effects] == [True, False, True, True]
    assert panel.title == "Cleaning gained 8.5 points [7.4, 9.6]"
    chart = drawing.classes_chart(told)
    assert [series.name for series in chart.series] == ["People", "As it came", "Cleaned"]
    assert chart.series[1].counts == (round(0.99 * 716), round(0.01 * 716))
    assert not chart.title.endswith(".")
    curves = drawing.what_if_chart(told.what_if[0])
    assert curves.y is Measure.NUMBER
    assert curves.curves[0].ys == (0.0, pytest.approx(5.0))
    assert re.search("riskiest first would bring more", curves.title)
    assert drawing.certainty_chart(told.views[0]) is None


def test_of_instructions_nothing_is_said_of_models_that_were_trained():
    told = replace(result(view(), view("meaning")), kind=Kind.INSTRUCTION)
    assert words.headline(told) == "The cleaned data answer more as people do than before"
