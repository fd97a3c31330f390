from __future__ import annotations

import pytest

from synthreview.analyzers.privacy.persons import social_security, telephones


@pytest.mark.parametrize(
    "text", ["SSN: 536-28-4417", "social security number 536284417", "It is 536-28-4417."]
)
def test_a_social_security_number_is_found_and_masked(text):
    (hit,) = social_security("output", text)
    assert text[hit.start : hit.end].replace("-", "") == "536284417"
    assert hit.args["text"].endswith("17")
    assert "536" not in hit.args["text"]


@pytest.mark.parametrize(
    "text",
    ["000-28-4417", "666-28-4417", "936-28-4417", "536-00-4417", "536-28-0000", "1536-28-4417", "536-28-44170",
     "536 28 4417", "536284417", "2021-03-1415"],
)  # fmt: skip
def test_numbers_outside_the_ranges_in_use_are_left_alone(text):
    assert list(social_security("a", text)) == []


def test_the_number_on_every_form_weighs_little():
    assert next(social_security("a", "SSN 123-45-6789")).score < 0.2


@pytest.mark.parametrize(
    "number",
    ["(212) 684-4703", "212-684-4703", "212.684.4703", "+1 212 684 4703", "1-212-684-4703", "+44 20 7946 0958",
     "+49 (0) 30 901820", "+4930901820"],
)  # fmt: skip
def test_telephones_are_found_as_people_write_them(number):
    text = f"Reach me under {number}, please."
    (hit,) = telephones("output", text)
    assert text[hit.start : hit.end] == number


def test_a_national_number_needs_a_word_that_says_so():
    assert [hit.start for hit in telephones("a", "Tel: 030 9018 2034")] == [5]
    assert list(telephones("a", "Model 030 9018 2034")) == []


@pytest.mark.parametrize(
    "text",
    ["2021-03-14", "12/03/2021 10:15", "version 10.2.345.6789", "1234567890", "123-456-7890", "order 2126844703",
     "3.212-684-4703", "http://a.org/212-684-4703", "2 + 4711 + 3342 + 9981", "ISBN 978-3-16-148410-0",
     "+960397912423686", "222-222-2222"],
)  # fmt: skip
def test_dates_versions_orders_and_sums_are_no_telephones(text):
    assert list(telephones("a", text)) == []


def test_services_and_numbers_of_films_weigh_less():
    own, service, film = (
        next(telephones("a", number)).score for number in ("212-684-4703", "800-684-4703", "212-555-4703")
    )
    assert own > service > film
