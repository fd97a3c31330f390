"""What a reviewer may say is wrong: one table per kind, in the order of the digit keys.

The vocabularies are the paper's (Das et al. 2024, arXiv 2401.14698): the four instruction errors and
"should abstain" (section 7), role flips and interruptions (8.1), seven types of digression (8.2).
"""

from __future__ import annotations

from synthreview.domain import Kind, Reason

_EVERY = tuple(Kind)


def _rows(kind: Kind, *rows: tuple[str, str]) -> tuple[Reason, ...]:
    return tuple(Reason(code, (kind,), words) for code, words in rows)


REVIEW_REASONS: tuple[Reason, ...] = (
    *_rows(
        Kind.INSTRUCTION,
        ("incomprehensible_instruction", "Instruction makes no sense"),
        ("inconsistent_input", "Input does not fit the instruction"),
        ("inconsistent_output", "Output does not fit the instruction"),
        ("incorrect_output", "Output is wrong"),
        ("should_abstain", "Should say it does not know"),
    ),
    *_rows(
        Kind.TASK_LABEL,
        ("wrong_label", "Wrong label"),
        ("keep_both_views", "Both views should stay"),
        ("invalid_label", "Invalid label"),
        ("text_unusable", "Text cannot be used"),
    ),
    *_rows(
        Kind.PREFERENCE,
        ("other_answer_better", "The other answer is better"),
        ("should_be_tie", "Should be a tie"),
        ("both_bad", "Both answers are bad"),
        ("decided_by_cue", "Decided by length, wording or place"),
    ),
    *_rows(
        Kind.SIMULATION,
        ("role_flip", "Role flip"),
        ("interruption", "Interruption"),
        ("repeated_turns", "Repeated turns"),
        ("ended_early", "Ended too early"),
        ("digression_off_topic", "Digression: off topic"),
        ("digression_misleading", "Digression: misleading or wrong"),
        ("digression_procedural", "Digression: procedure or introduction"),
        ("digression_repetitive", "Digression: repeats or confirms"),
        ("digression_transitional", "Digression: transition"),
        ("digression_closing", "Digression: closing or summary"),
        ("digression_constructive", "Digression: constructive"),
    ),
    *_rows(
        Kind.FREE_TEXT,
        ("not_usable", "Cannot be used"),
        ("template_text", "Reads like a template"),
        ("off_topic", "Off topic"),
        ("wrong_facts", "Wrong facts"),
    ),
    Reason("duplicate", _EVERY, "Duplicate"),
    Reason("private_data", _EVERY, "Private data"),
    Reason("other", _EVERY, "Something else"),
)
"""Reasons a reviewer picks from, those of one kind first, those of every kind last."""


def review_reasons(kind: Kind) -> tuple[Reason, ...]:
    """The reasons a reviewer may give for an item of a kind; the first nine have the keys 1 to 9."""
    return tuple(reason for reason in REVIEW_REASONS if kind in reason.kinds)
