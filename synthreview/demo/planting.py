"""What the sample is made of: entries, clean or with one planted defect, and the table of defects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, TypeVar

from synthreview.domain import Kind

T = TypeVar("T")

DEFECTS: dict[Kind, dict[str, str]] = {
    Kind.INSTRUCTION: {
        "placeholder_input": "The input is a placeholder and not an input.",
        "empty_output": "There is no answer.",
        "missing_input": "The request speaks of a text that is not there.",
        "merged_example": "A second example follows the answer.",
        "truncated": "The answer breaks off.",
        "refusal": "An ordinary request is refused.",
        "swapped_answer": "The answer belongs to another request.",
        "wrong_arithmetic": "The result is wrong.",
        "echo": "The answer repeats the request.",
        "mojibake": "The text was read in the wrong encoding.",
        "duplicate": "The same record stands earlier in the file.",
        "broken_json": "The answer should be JSON and cannot be parsed.",
        "broken_constraint": "The answer breaks a limit that the request set.",
        "invented_media": "The answer shows or links something that does not exist.",
        "wrong_language": "The answer is in another language than the request.",
    },
    Kind.TASK_LABEL: {
        "majority_differs": "The model's label is far from the one most people chose.",
        "missing_dissent": "People are deeply split and the model is of one mind.",
        "invalid_label": "One of the labels is no label of the scale.",
        "erased_class": "Most people say 2 (it depends), which the model hardly ever does.",
        "overused_class": "Most people say 1 (hardly); the model jumps to 0, which it uses too often.",
    },
    Kind.PREFERENCE: {
        "identical_answers": "Both answers are the same.",
        "refusal_chosen": "A refusal was preferred to an answer.",
        "chosen_empty": "The preferred answer is empty.",
        "chosen_truncated": "The preferred answer breaks off.",
        "swapped": "The worse answer was preferred.",
        "wrong_language": "The preferred answer is in another language than the question.",
    },
    Kind.SIMULATION: {
        "flipped_turns": "From this turn on, the speakers have changed places.",
        "same_speaker_twice": "The assistant speaks twice in a row.",
        "speaks_for_user": "The assistant goes on and speaks for the person too.",
        "repeated_turn": "The assistant gives an earlier answer again.",
        "model_leftover": "The turn holds text that belongs to the model and not to the conversation.",
        "marker_flip": "A side speaks with the other side's marker.",
        "interruption": "The turn has neither an instruction nor a solution.",
        "thank_you_loop": "The two sides go on thanking each other.",
    },
    Kind.FREE_TEXT: {
        "template_opening": "Several texts share this opening.",
        "model_leftover": "The text speaks about being written by a model.",
        "truncated": "The text breaks off.",
        "duplicate": "The same text stands earlier in the file.",
        "mojibake": "The text was read in the wrong encoding.",
        "loop": "The last sentence comes again and again.",
    },
}
"""The defect codes of each kind with the words that explain them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of a sample; ``defect`` is empty when it is clean, ``words`` when the table's will do."""

    record: dict[str, Any]
    defect: str = ""
    part: str = ""
    words: str = ""


def take(pool: list[T], count: int, fits: Callable[[T], bool] = bool) -> list[T]:
    """Remove the first ``count`` things that fit from the pool and return them."""
    taken = [thing for thing in pool if fits(thing)][:count]
    if len(taken) < count:
        raise LookupError(f"the material holds {len(taken)} fitting records where {count} are needed")
    for thing in taken:
        pool.remove(thing)
    return taken


def arranged(rng: Random, entries: Iterable[Entry], copies: Sequence[Entry] = ()) -> list[Entry]:
    """The entries in random order, each copy somewhere behind the record that it repeats."""
    rows = list(entries)
    rng.shuffle(rows)
    for copy in copies:
        original = next(at for at, row in enumerate(rows) if row.record == copy.record)
        rows.insert(rng.randint(original + 1, len(rows)), copy)
    return rows
