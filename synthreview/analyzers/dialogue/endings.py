"""How conversations say that they are over, and which ones never do though the others of their set do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from synthreview.analyzers.dialogue.turns import Turn
from synthreview.analyzers.rules.hit import Hit

_MARKS = (
    "CAMEL_TASK_DONE", "TASK_DONE", "TERMINATE", "[DONE]", "<END>", "[END]", "<END_OF_CONVERSATION>",
    "Finish collaboration", "FINAL ANSWER:", "Final answer:",
)  # fmt: skip
_TAIL = 2
_MOST, _ENOUGH = 0.6, 20
"""The share of conversations with a mark that makes it a rule, and in how many it has to be seen."""


def ending(conversation: list[Turn]) -> str:
    """The mark of the end in the last two turns; empty where there is none."""
    tail = "\n".join(turn.text for turn in conversation[-_TAIL:])
    return next((mark for mark in _MARKS if mark in tail), "")


def count_endings(conversations: Iterable[list[Turn]]) -> Counter[str]:
    """How many conversations end on each mark; those without one under the empty text."""
    return Counter(ending(conversation) for conversation in conversations if conversation)


def usual_ending(counts: Counter[str]) -> str:
    """The mark that conversations of a data set are to end on; empty where they need none."""
    marks = [mark for mark in counts if mark]
    most = max(marks, key=lambda mark: (counts[mark], mark), default="")
    seen = sum(counts[mark] for mark in marks)
    return most if seen >= max(_ENOUGH, _MOST * counts.total()) else ""


def never_ends(conversation: list[Turn], usual: str) -> Iterator[Hit]:
    """The last turn of a conversation that does not say it is over where the others do."""
    if usual and conversation and not ending(conversation):
        last = conversation[-1]
        yield Hit("never_ends", last.part, 0, len(last.text), args={"turn": last.number, "mark": usual})
