"""The help page of speed is what the kept figures make, and says what it rests on."""

from __future__ import annotations

import json

import pytest

from tests.speed import page
from tests.speed.measured import amount


@pytest.fixture
def kept():
    return json.loads(page.FIGURES.read_text("utf-8"))


def test_the_page_is_made_of_the_figures_that_are_kept(kept):
    assert page.PAGE.read_text("utf-8") == page.page(kept)


def test_it_tells_when_and_with_what_it_was_measured(kept):
    text = page.page(kept)
    for part in ("scale", "peers"):
        assert kept[part]["made"]["date"] in text
    assert kept["peers"]["desk"]["version"] in text
    assert kept["peers"]["labels"]["version"] in text


def test_it_tells_where_the_other_program_is_quicker(kept):
    desk = kept["peers"]["desk"]
    desk["theirs"]["export"]["median"] = desk["ours"]["export"]["median"] / 2
    assert "quicker here:" in page.page(kept)
    assert "export" in page.page(kept).partition("quicker here:")[2].partition("\n")[0]


@pytest.mark.parametrize(
    ("value", "said"), [(0.00043, "0.43 ms"), (0.0435, "43.5 ms"), (1.5, "1.50 s"), (150.0, "2.50 min")]
)
def test_figures_are_told_in_three_digits(value, said):
    assert amount(value) == said
