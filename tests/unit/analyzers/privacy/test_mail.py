from __future__ import annotations

import pytest

from synthreview.analyzers.privacy.mail import addresses


@pytest.mark.parametrize("address", ["ruth.okafor@gmail.com", "r.okafor+news@mail.uni-bonn.de", "ro@ro.ng"])
def test_an_address_is_found_and_masked(address):
    text = f"Write to <{address}>."
    (hit,) = addresses("output", text)
    assert text[hit.start : hit.end] == address
    assert hit.score == 1.0
    assert hit.args["text"].startswith("r")
    assert hit.args["text"].count("•") > len(address) / 2
    assert address not in hit.args["text"]


@pytest.mark.parametrize(
    "text",
    ["a@example.com", "ruth@mail.example.org", "ruth@host.test", "ruth@localhost", "@ruth", "ruth@", "a @ b.com",
     "icon@2x.png", "git clone ssh://git@github.com/a/b", "https://ruth:pw@host.org/x", "@decorator.method"],
)  # fmt: skip
def test_addresses_nobody_can_have_are_left_alone(text):
    assert list(addresses("a", text)) == []


@pytest.mark.parametrize(
    "text", ["your_email@gmail.com", "test@gmail.com", "jo@company.com", "name@domain.com"]
)
def test_stand_ins_weigh_little(text):
    assert next(addresses("a", text)).score < 0.2


def test_an_office_weighs_less_than_a_person():
    assert next(addresses("a", "support@samsung.com")).score < next(addresses("a", "ruth@samsung.com")).score
