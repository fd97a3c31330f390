"""What a reviewer may say is wrong: one table per kind, in the order of the digit keys.

The vocabularies are the paper's (Das et al. 2024, arXiv 2401.14698): the four instruction errors and
"should abstain" (section 7), role flips and interruptions (8.1), seven types of digression (8.2).
"""

from __future__ import annotations

from synthreview.domain import Kind, Reason
from synthreview.translation import later

_EVERY = tuple(Kind)


def _rows(kind: Kind, *rows: tuple[str, str, str]) -> tuple[Reason, ...]:
    return tuple(Reason(code, (kind,), words, explained=explained) for code, words, explained in rows)


REVIEW_REASONS: tuple[Reason, ...] = (
    *_rows(
        Kind.INSTRUCTION,
        (
            "incomprehensible_instruction",
            later("Instruction makes no sense"),
            later("Nobody could tell from the instruction what is to be done."),
        ),
        (
            "inconsistent_input",
            later("Input does not fit the instruction"),
            later("The instruction is clear, and the input is missing, or is not what it asks for."),
        ),
        (
            "inconsistent_output",
            later("Output does not fit the instruction"),
            later("The output does something else than was asked, whether or not it is right in itself."),
        ),
        (
            "incorrect_output",
            later("Output is wrong"),
            later(
                "The output does what was asked and gets it wrong: a false fact, a wrong sum, broken code."
            ),
        ),
        (
            "should_abstain",
            later("Should say it does not know"),
            later(
                "The question cannot be answered from what is given, and the output answers it all the same."
            ),
        ),
    ),
    *_rows(
        Kind.TASK_LABEL,
        ("wrong_label", later("Wrong label"), later("People who read the text would give another label.")),
        (
            "keep_both_views",
            later("Both views should stay"),
            later("People rightly differ here; one label alone would hide those who see it another way."),
        ),
        ("invalid_label", later("Invalid label"), later("It is none of the labels of the task.")),
        (
            "text_unusable",
            later("Text cannot be used"),
            later("The text is empty, broken or in another language, so that no label fits."),
        ),
    ),
    *_rows(
        Kind.PREFERENCE,
        (
            "other_answer_better",
            later("The other answer is better"),
            later("People would prefer the answer that lost."),
        ),
        ("should_be_tie", later("Should be a tie"), later("Neither answer is better by enough to teach it.")),
        ("both_bad", later("Both answers are bad"), later("Nobody should learn from either of them.")),
        (
            "decided_by_cue",
            later("Decided by length, wording or place"),
            later(
                "The choice follows the longer text, certain words or the first place rather than the "
                "content."
            ),
        ),
    ),
    *_rows(
        Kind.SIMULATION,
        (
            "role_flip",
            later("Role flip"),
            later("A speaker takes the other's part: the assistant gives the tasks, say."),
        ),
        (
            "interruption",
            later("Interruption"),
            later(
                "A turn leaves the task: thanks, excuses or talk where an instruction or a solution belongs."
            ),
        ),
        (
            "repeated_turns",
            later("Repeated turns"),
            later("Turns say the same again, or the talk goes in circles."),
        ),
        ("ended_early", later("Ended too early"), later("The talk stops before the task is done.")),
        (
            "digression_off_topic",
            later("Digression: off topic"),
            later("A detour to something that has nothing to do with the task."),
        ),
        (
            "digression_misleading",
            later("Digression: misleading or wrong"),
            later("A detour that rests on an error and leads the others astray."),
        ),
        (
            "digression_procedural",
            later("Digression: procedure or introduction"),
            later("Talk about how to proceed, or who is who, instead of the task itself."),
        ),
        (
            "digression_repetitive",
            later("Digression: repeats or confirms"),
            later("Says again, or merely agrees with, what was said before."),
        ),
        (
            "digression_transitional",
            later("Digression: transition"),
            later("Leads over from one step to the next without adding to either."),
        ),
        (
            "digression_closing",
            later("Digression: closing or summary"),
            later("Sums up or takes leave, although the task needs no such thing."),
        ),
        (
            "digression_constructive",
            later("Digression: constructive"),
            later("A detour that helps: it brings up something that the solution then uses."),
        ),
    ),
    *_rows(
        Kind.FREE_TEXT,
        (
            "not_usable",
            later("Cannot be used"),
            later("Empty, broken, refused, or otherwise not what was wanted."),
        ),
        (
            "template_text",
            later("Reads like a template"),
            later("Stock openings, turns and endings that many texts of the data set share."),
        ),
        (
            "off_topic",
            later("Off topic"),
            later("The text is about something else than its prompt or source."),
        ),
        ("wrong_facts", later("Wrong facts"), later("The text states things that are not so.")),
    ),
    Reason(
        "duplicate",
        _EVERY,
        later("Duplicate"),
        explained=later("It says the same as another item, which is enough of it."),
    ),
    Reason(
        "private_data",
        _EVERY,
        later("Private data"),
        explained=later("It holds details of a person, or a secret, that nobody should learn."),
    ),
    Reason("other", _EVERY, later("Something else"), explained=later("None of these; a note says what.")),
)
"""Reasons a reviewer picks from, those of one kind first, those of every kind last."""


def review_reasons(kind: Kind) -> tuple[Reason, ...]:
    """The reasons a reviewer may give for an item of a kind; the first nine have the keys 1 to 9."""
    return tuple(reason for reason in REVIEW_REASONS if kind in reason.kinds)
