"""Dots and intervals: every number has its place on one axis, and its words."""

from __future__ import annotations

import pytest

from synthreview import figures
from synthreview.amounts import amount, interval
from synthreview.panels import Effect, Panel
from synthreview.ui.charts import dots

RATIOS = Panel(
    "r", "", "", "times as often", (Effect("twice", 2.0, 1.5, 2.6), Effect("half", 0.5)), neutral=1.0
)
SHARES = Panel("s", "", "", "share of pairs", (Effect("some", 0.091, 0.05, 0.2), Effect("most", 0.9)), 0.5)
SIGNED = Panel("d", "", "", "log odds", (Effect("up", 0.4, 0.1, 0.7), Effect("down", -0.3)), noise=0.2)


def test_doubling_and_halving_lie_as_far_from_one():
    axis = dots.scale(RATIOS)
    assert axis.ratio
    assert axis.at(2) - axis.at(1) == pytest.approx(axis.at(1) - axis.at(0.5))


def test_differences_lie_on_an_even_axis():
    axis = dots.scale(SIGNED)
    assert not axis.ratio
    assert axis.at(0.2) - axis.at(0) == pytest.approx(axis.at(0) - axis.at(-0.2))


def test_neutral_chance_and_all_dots_are_on_the_axis():
    for panel in (RATIOS, SHARES, SIGNED):
        axis = dots.scale(panel)
        seen = [panel.line, *dots.noise(panel), *(effect.value for effect in panel.effects)]
        assert all(axis.holds(value) and 0 < axis.at(value) < 1 for value in seen)


def test_a_huge_interval_does_not_squeeze_the_dots_together():
    panel = Panel("w", "", "", "", (Effect("sure", 0.4), Effect("unsure", 0.1, -90.0, 90.0)))
    axis = dots.scale(panel)
    assert axis.at(0.4) - axis.at(0.0) > 0.2
    assert not axis.holds(90.0)
    assert axis.at(90.0) == 1


def test_the_end_of_a_ratios_interval_may_be_nothing():
    panel = Panel("w", "", "", "", (Effect("rare", 0.4, 0.0, 2.2),), neutral=1.0)
    axis = dots.scale(panel)
    assert axis.at(0.0) == 0
    assert axis.low > 0


def test_one_dot_on_neutral_still_has_an_axis():
    for neutral in (0.0, 1.0):
        axis = dots.scale(Panel("n", "", "", "", (Effect("it", neutral),), neutral))
        assert axis.low < neutral < axis.high
        assert 0 < axis.at(neutral) < 1


def test_a_ratio_of_nothing_is_drawn_on_an_even_axis():
    assert not dots.scale(Panel("n", "", "", "", (Effect("never", 0.0),), 1.0)).ratio


def test_chance_reaches_as_far_down_as_up():
    assert dots.noise(SIGNED) == (-0.2, 0.2)
    low, high = dots.noise(Panel("r", "", "", "", (Effect("x", 2.0),), 1.0, noise=0.25))
    assert low * high == pytest.approx(1)
    assert dots.noise(SHARES) == ()


def test_ticks_are_round_and_few():
    assert dots.ticks(dots.Scale(-0.55, 0.95)) == [-0.5, 0.0, 0.5]
    assert dots.ticks(dots.Scale(-8.6, 6.9), 8) == [-8.0, -6.0, -4.0, -2.0, 0.0, 2.0, 4.0, 6.0]
    assert dots.ticks(dots.Scale(0.4, 2.6, ratio=True)) == [0.5, 1.0, 2.0]
    assert dots.ticks(dots.Scale(0.006, 70, ratio=True)) == [0.01, 0.1, 1.0, 10.0]
    assert len(dots.ticks(dots.Scale(0.97, 1.06, ratio=True))) >= 2


def test_columns_take_the_whole_width_in_order():
    for width in (300, 480, 520, 720, 1100):
        place = dots.columns(width, names=220, words=160, values=50)
        assert 0 < place.names < place.left < place.right < place.words < width


def test_where_it_is_narrow_names_are_cut_first_and_then_intervals_go():
    wide, middle, narrow = (dots.columns(width, 220, 160, 50) for width in (900, 480, 320))
    assert (wide.names, wide.intervals) == (220, True)
    assert middle.names < 220
    assert middle.intervals
    assert not narrow.intervals
    assert narrow.words == 320 - 50


@pytest.mark.parametrize(
    ("panel", "place", "words"),
    [
        (RATIOS, 0, "twice: × 2.00 (1.50–2.60)"),
        (RATIOS, 1, "half: × 0.50"),
        (SHARES, 0, "some: 9.1\u202f% (5–20\u202f%)"),
        (SIGNED, 0, "up: +0.40 (+0.10 to +0.70)"),
        (SIGNED, 1, "down: −0.30"),
    ],
)
def test_a_line_is_told_with_its_interval(panel, place, words):
    assert dots.spoken(panel.effects[place], panel) == words


def test_differences_of_shares_are_percentage_points_and_their_ratios_are_not():
    effects = (Effect("rare", -0.22, -0.28, -0.18), Effect("none", 0.0))
    difference = Panel("d", "", "", "the model's share minus people's", effects)
    assert dots.with_interval(effects[0], difference) == "−22 points (−28 to −18)"
    assert amount(-0.0006, difference) == "−0.06 points"
    assert [amount(value, difference) for value in (0.01, -0.01, 0.024)] == [
        "+1 point",
        "−1 point",
        "+2.4 points",
    ]
    assert dots.tick_words(-0.2, difference) == "−20"
    ratio = Panel("r", "", "", "the model's share divided by people's", (effects[1],), neutral=1.0)
    assert amount(0.0, ratio) == "0.00"


def test_a_difference_of_anything_else_has_no_points():
    effects = (Effect("longer", 0.4, -0.1, 0.9),)
    panel = Panel("b", "", "", "coefficient of the judge minus that of people", effects)
    assert (amount(0.4, panel), interval(effects[0], panel)) == ("+0.40", "−0.10 to +0.90")


def test_a_note_stands_beside_the_number():
    effects = (Effect("a", 0.76, 0.7, 0.82, note="87 judged"), Effect("b", 0.99, note="assumed, 2 judged"))
    panel = Panel("p", "", "", "share of findings", effects, 0.5)
    said = [dots.with_note(each, panel) for each in effects]
    assumed = Effect("b", 0.99, assumed=True)
    assert [dots.alone(each, panel) for each in (effects[0], assumed)] == ["76\u202f%", "(99\u202f%)"]
    assert said == ["76\u202f% (70–82\u202f%), 87 judged", "99\u202f%, assumed, 2 judged"]


def test_where_nothing_is_tested_there_is_no_line():
    tested = Effect("a", 0.2, 0.1, 0.3)
    assert Panel("p", "", "", "", (tested,)).line == 0
    assert Panel("p", "", "", "", (tested,), neutral=None).line is None
    assert Panel("p", "", "", "", (Effect("a", 0.2),)).line is None
    assert Panel("p", "", "", "", (Effect("a", 0.2),), noise=0.1).line == 0


def test_shares_without_a_line_are_read_from_nothing_on_and_never_below():
    for value in (0.0, 0.4):
        panel = Panel("p", "", "", "share of the items", (Effect("a", value), Effect("b", value)))
        axis = dots.scale(panel)
        assert 0 < axis.at(0.0) < 0.1
        assert axis.at(value) < 1
        ticks = dots.round_values(panel, axis)
        assert ticks[0] == 0
        assert len(ticks) >= 3


def test_a_tiny_share_has_a_number_on_its_axis():
    panel = Panel("p", "", "", "share of the items", (Effect("a", 0.00014),))
    ticks = [dots.tick_words(value, panel) for value in dots.round_values(panel, dots.scale(panel))]
    assert ticks[:2] == ["0\u202f%", "0.005\u202f%"]
    assert len(ticks) == len(set(ticks))


def test_what_a_number_is_compared_with_is_on_the_axis():
    panel = Panel("p", "", "", "share of the items", (Effect("a", 0.1, beside=0.6),), neutral=None)
    assert dots.scale(panel).holds(0.6)


def test_what_a_line_rests_on_is_told_too():
    effect = Effect("up", 0.4, words="12 of 30 pairs")
    assert dots.spoken(effect, Panel("p", "", "", "", (effect,))) == "up: 0.40. 12 of 30 pairs"


def test_names_written_from_right_to_left_do_not_turn_the_numbers_round():
    assert figures.isolated("עברית") == "\u2068עברית\u2069"
    assert figures.isolated("日本語") == "日本語"


def test_large_and_tiny_values_are_written_as_they_can_be_read():
    values = (Effect("a", 12345.6), Effect("b", 123.4), Effect("c", 0.0012), Effect("d", 0.0))
    panel = Panel("p", "", "", "", values)
    assert [amount(each.value, panel) for each in values] == ["12\u202f346", "123", "0.001", "0.00"]
