"""Role flips and interruptions by CAMEL's markers, exactly as the paper's detector counts them.

Das et al. 2024 (arXiv 2401.14698), section 8.1: case-sensitive substring tests per message. The user
gives instructions, the assistant gives solutions; who carries the other side's marker has flipped,
who carries no marker and does not end the task interrupts. The flip test comes first.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from synthreview.analyzers.dialogue.turns import Turn

INSTRUCTION = "Instruction:"
SOLUTION = "Solution:"
DONE = "<CAMEL_TASK_DONE>"

_OWN_AND_OTHER = {"user": (INSTRUCTION, SOLUTION), "assistant": (SOLUTION, INSTRUCTION)}


class Marker(StrEnum):
    """What the markers of one message say."""

    OK = "ok"
    FLIP = "flip"
    INTERRUPTION = "interruption"


def marker(side: str, text: str) -> Marker:
    """The verdict on one message of a side (``"user"`` or ``"assistant"``); other sides are always ok."""
    if side not in _OWN_AND_OTHER:
        return Marker.OK
    own, other = _OWN_AND_OTHER[side]
    if other in text:
        return Marker.FLIP
    return Marker.OK if own in text or DONE in text else Marker.INTERRUPTION


def carries_markers(conversation: Iterable[Turn]) -> bool:
    """Whether a conversation is one of CAMEL's: both markers open a turn, or the task is declared done."""
    opens_instruction = opens_solution = False
    for turn in conversation:
        if turn.side not in _OWN_AND_OTHER:
            continue
        if DONE in turn.text:
            return True
        opens_instruction |= turn.text.lstrip().startswith(INSTRUCTION)
        opens_solution |= turn.text.lstrip().startswith(SOLUTION)
    return opens_instruction and opens_solution
