from __future__ import annotations

import pytest

from synthreview.analyzers.privacy.accounts import cards, ibans, luhn


def made_card(prefix: str, length: int) -> str:
    """A number with a valid last digit."""
    body = (prefix + "9036718254039617")[: length - 1]
    return next(f"{body}{digit}" for digit in range(10) if luhn(f"{body}{digit}"))


def test_the_check_digit_is_luhns():
    assert luhn("79927398713")
    assert not luhn("79927398714")


@pytest.mark.parametrize(
    ("prefix", "length"), [("4", 16), ("53", 16), ("2301", 16), ("37", 15), ("6011", 16), ("36", 14), ("3530", 16)]
)  # fmt: skip
def test_a_card_of_every_issuer_is_found(prefix, length):
    number = made_card(prefix, length)
    text = f"My card is {number}, thanks."
    (hit,) = cards("output", text)
    assert text[hit.start : hit.end] == number
    assert number not in hit.args["text"]


def test_a_card_in_groups_is_surer_than_one_run_of_digits():
    number = made_card("4", 16)
    grouped = " ".join(number[at : at + 4] for at in range(0, 16, 4))
    assert next(cards("a", grouped)).score > next(cards("a", number)).score


@pytest.mark.parametrize(
    "text",
    [
        "4539148803436468",  # wrong check digit
        made_card("9", 16),  # no issuer
        "pi is 3.4539148803436467",
        "x4539148803436467",
        "4444 4444 4444 4448",
        "https://example.org/4539148803436467",
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16",
    ],
)
def test_other_long_numbers_are_no_cards(text):
    assert list(cards("a", text)) == []


def test_a_published_test_number_weighs_little():
    assert next(cards("a", "Use 4012 8888 8888 1881 for tests.")).score < 0.2


@pytest.mark.parametrize(
    "account",
    ["NL91 ABNA 0417 1643 00", "CH9300762011623852957", "BE68 5390 0754 7034", "NO93 8601 1117 947"],
)
def test_an_account_with_valid_check_digits_is_found_to_its_end(account):
    text = f"Pay to {account} TODAY"
    (hit,) = ibans("output", text)
    assert text[hit.start : hit.end] == account
    assert hit.score == 1.0
    assert account not in hit.args["text"]


@pytest.mark.parametrize(
    "text",
    ["NL92 ABNA 0417 1643 00", "CH930076201162385295", "XX91 ABNA 0417 1643 00", "AB12 CD34 EF56 GH78 IJ90"],
)
def test_wrong_check_digits_lengths_and_countries_are_no_account(text):
    assert list(ibans("a", text)) == []


def test_the_account_of_every_handbook_weighs_little():
    assert next(ibans("a", "GB82 WEST 1234 5698 7654 32")).score < 0.2
