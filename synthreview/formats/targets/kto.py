"""KTO: single answers with a thumb up or down."""

from __future__ import annotations

from typing import Any

from synthreview.domain import Kind, Verdict
from synthreview.formats.targets.chat import before_answer, message
from synthreview.formats.targets.pairs import preferred
from synthreview.formats.targets.supervised import prompt_completion
from synthreview.formats.targets.target import CannotExpress, Choices, Row
from synthreview.translation import later

Record = dict[str, Any]

_WANTED = {Verdict.ACCEPT.past: True, Verdict.FIX.past: True, Verdict.REJECT.past: False}


def kto(row: Row, choices: Choices) -> list[Record]:
    """``prompt, completion, label``: true for what is wanted.

    A pair gives two records. An answer that stands alone is wanted by its choice; anything else by the
    reviewer's verdict, so that what was rejected teaches too.
    """
    if row.kind is Kind.PREFERENCE:
        return [_thumb(row, answer, wanted, choices) for answer, wanted in _judged(row)]
    wanted_by_verdict = _WANTED.get(row.verdict)
    if wanted_by_verdict is None:
        raise CannotExpress(
            later("is deferred, so nobody said whether it is wanted")
            if row.verdict == Verdict.DEFER.past
            else later("is undecided, so nobody said whether it is wanted")
        )
    return [{**record, "label": wanted_by_verdict} for record in prompt_completion(row, choices)]


def _judged(row: Row) -> list[tuple[str, bool]]:
    if row.parts.get("b") is not None:
        chosen, rejected = preferred(row)
        return [(chosen, True), (rejected, False)]
    choice = row.parts.get("choice")
    if choice not in ("a", "b"):
        raise CannotExpress(later("has no choice, so nobody said whether it is wanted"))
    return [(row.parts["a"], choice == "a")]


def _thumb(row: Row, answer: str, wanted: bool, choices: Choices) -> Record:
    before = before_answer(row.parts)  # also refuses what has no prompt
    if choices.conversational:
        return {"prompt": before, "completion": [message("assistant", answer)], "label": wanted}
    return {"prompt": row.parts["prompt"], "completion": answer, "label": wanted}
