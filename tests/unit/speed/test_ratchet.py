"""A ratio that fell behind is told; one that is better is kept."""

from __future__ import annotations

import json

import pytest

from tests.speed import ratchet, scale
from tests.speed.measured import Row, exponent, in_turns, row

ACCEPTED = {"10000": {"import": 2.0, "open": 10.0}}


def test_a_ratio_may_be_a_quarter_worse_and_no_more():
    assert ratchet.worse(ACCEPTED, {"10000": {"import": 2.5, "open": 12.5}}) == []
    (found,) = ratchet.worse(ACCEPTED, {"10000": {"import": 2.51, "open": 1.0}})
    assert (found.name, found.accepted, found.found) == ("import", 2.0, 2.51)


def test_what_fell_behind_is_told_with_both_figures():
    (found,) = ratchet.worse(ACCEPTED, {"10000": {"import": 3.0}})
    assert str(found) == (
        "import, 10,000 items: 3.00 times the plain way, accepted is 2.00 (+50%, at most +25%)"
    )


def test_rows_and_sizes_that_were_not_accepted_yet_cannot_fall_behind():
    assert ratchet.worse(ACCEPTED, {"10000": {"backup": 99.0}, "100000": {"import": 99.0}}) == []
    assert ratchet.worse({}, {"10000": {"import": 99.0}}) == []


def test_better_and_new_ratios_are_kept_and_worse_ones_are_not():
    found = {"10000": {"import": 1.5, "open": 11.0, "backup": 3.0}, "100000": {"import": 4.0}}
    assert ratchet.lowest(ACCEPTED, found) == {
        "10000": {"import": 1.5, "open": 10.0, "backup": 3.0},
        "100000": {"import": 4.0},
    }


def test_what_is_kept_is_read_again(tmp_path):
    place = tmp_path / "ratchet.json"
    assert ratchet.load(place) == {}
    ratchet.keep({"10000": {"import": 2.0 / 3}}, place)
    assert ratchet.load(place) == {"10000": {"import": 0.667}}


def test_a_row_is_the_best_of_its_repeats():
    best = row("import", [3.0, 2.0, 4.0], [1.0, 0.5], "a loop")
    assert (best.ratio, best.spread, best.repeats) == (4.0, 2.0, 3)


def test_both_sides_take_turns():
    turns = []
    mine, theirs = in_turns(lambda: turns.append("ours") or 0.1, lambda: turns.append("plain") or 0.2)
    assert turns[:4] == ["ours", "plain", "ours", "plain"]
    assert len(mine) == len(theirs)


@pytest.mark.parametrize(("seconds", "repeats"), [(0.001, 40), (0.11, 10), (1.0, 5), (30.0, 2)])
def test_what_is_short_is_measured_more_often_and_what_is_long_twice(seconds, repeats):
    assert in_turns(lambda: seconds, lambda: seconds) == ([seconds] * repeats, [seconds] * repeats)


@pytest.mark.parametrize("power", [0.0, 0.5, 1.0, 2.0])
def test_growth_is_the_power_of_the_number_of_items(power):
    assert exponent({size: 3.0 * size**power for size in (10, 100, 1_000)}) == pytest.approx(power)


@pytest.fixture
def measured(monkeypatch, tmp_path):
    """Runs in which the import takes so many times as long as the plain way, one after another."""
    monkeypatch.setattr(ratchet, "load", lambda: ACCEPTED)
    kept = []
    monkeypatch.setattr(ratchet, "keep", kept.append)

    def set_up(*ratios):
        runs = iter(ratios)
        monkeypatch.setattr(
            scale, "size_of", lambda _: ([Row("import", next(runs), 1.0, 1.0, 1, "a loop")], [])
        )
        return kept

    return set_up


def test_a_run_that_fell_behind_twice_fails(measured, capsys):
    measured(2.6, 2.7)
    assert scale.main(["--sizes", "10000", "--check"]) == 1
    assert "accepted is 2.00" in capsys.readouterr().out


def test_a_run_that_fell_behind_by_chance_does_not(measured):
    measured(2.6, 2.1)
    assert scale.main(["--sizes", "10000", "--check"]) == 0


def test_without_a_check_nothing_fails_and_better_ratios_are_kept(measured):
    kept = measured(1.5)
    assert scale.main(["--sizes", "10000", "--keep"]) == 0
    assert kept == [{"10000": {"import": 1.5, "open": 10.0}}]


def test_the_accepted_ratios_belong_to_rows_that_are_measured_at_every_size():
    accepted = json.loads(ratchet.PLACE.read_text("utf-8"))
    names = [set(rows) for rows in accepted.values()]
    assert len({frozenset(one) for one in names}) == 1
    assert all(ratio > 0 for rows in accepted.values() for ratio in rows.values())
