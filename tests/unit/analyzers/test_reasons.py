from __future__ import annotations

import pytest

from synthreview.analyzers.registry import registered
from synthreview.domain import Kind
from synthreview.reasons import REVIEW_REASONS, review_reasons


def test_no_code_stands_for_two_things():
    found = {reason for analyzer in registered().values() for reason in analyzer.reasons}
    codes = [reason.code for reason in (*REVIEW_REASONS, *found)]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_reasons_of_its_own_before_the_common_ones(kind):
    codes = [reason.code for reason in review_reasons(kind)]
    assert codes[-3:] == ["duplicate", "private_data", "other"]
    assert len(codes) >= 7


def test_the_first_keys_of_an_instruction_are_the_papers_errors():
    assert [reason.code for reason in review_reasons(Kind.INSTRUCTION)][:4] == [
        "incomprehensible_instruction",
        "inconsistent_input",
        "inconsistent_output",
        "incorrect_output",
    ]
