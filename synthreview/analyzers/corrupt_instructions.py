"""Instruction items that are damaged: certain faults first, likely ones marked as such."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from synthreview.analyzers import duplicates
from synthreview.analyzers.contract import Analyzer, Needs
from synthreview.analyzers.duplicates import Copies
from synthreview.analyzers.rules import (
    answer_format,
    constraints,
    echo,
    empty,
    encoding,
    form,
    language,
    links,
    loops,
    merged,
    missing_input,
    placeholders,
    refusal,
    truncation,
    wording,
    wrong_result,
)
from synthreview.analyzers.rules.hit import Example, Hit, findings
from synthreview.domain import Confidence, Finding, Item, Kind, Reason, Summary
from synthreview.panels import Panel
from synthreview.translation import later

if TYPE_CHECKING:
    from synthreview.analyzers.sample import Sample

DUPLICATE = Reason(
    "same_instruction",
    (Kind.INSTRUCTION,),
    later("The same instruction, input and output as #{item}"),
    "duplicate",
    0.97,
    Confidence.CERTAIN,
)

_RULES = (
    empty, placeholders, merged, encoding, echo, answer_format,
    missing_input, refusal, links, truncation, loops, language, constraints, wording, form, wrong_result,
)  # fmt: skip


Repeated = dict[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the first pass keeps: hashes of all examples, and some of them whole."""

    copies: Copies
    examples: Sample

    def __add__(self, other: Seen) -> Seen:
        return Seen(self.copies + other.copies, self.examples + other.examples)


@dataclass(frozen=True, slots=True)
class State:
    """Examples that occur more than once, and what rules find in open and in closed questions."""

    repeated: Repeated = field(default_factory=dict)
    questions: Panel | None = None


class CorruptInstructions(Analyzer):
    """Suspected corrupt instructions: rules that know why, in three grades of confidence."""

    id = "corrupt_instructions"
    version = 3
    title = later("Suspected corrupt instructions")
    help = later(
        "Looks for damage that can be pointed at: empty or placeholder texts, a second example stuck to the "
        "output, an instruction cut in two, wrong encoding, copies, an answer that repeats what was given, "
        "broken JSON (certain); a missing input, a refusal, unread links, invented media, a text that stops "
        "or repeats itself, another language, a count, word, letter or case that was asked for, XML or "
        "Python that cannot be read, and plain sums, units, dates and letters that come out otherwise when "
        "they are worked out again (likely). An input that is simply empty is fine. Nothing of the data is "
        "ever run. "
        "It cannot tell whether a well-formed answer is true, and reads only plain requests for a result. "
        "Of refusals that lecture and never say “I” few are found, for many sound texts speak of ethics."
    )
    kinds = (Kind.INSTRUCTION,)
    reasons = (
        *(reason for rule in _RULES for reason in rule.REASONS if Kind.INSTRUCTION in reason.kinds),
        DUPLICATE,
    )
    needs = Needs(first_pass=True)

    def summarize(self, batch: Sequence[Item]) -> Seen:
        """Hashes of whole examples, for exact copies, and some examples."""
        from synthreview.analyzers.openness import sampled

        texts = ((item.id, _texts(item)) for item in batch)
        copies = duplicates.collect((duplicates.text_hash(parts), id) for id, parts in texts if any(parts))
        return Seen(copies, sampled(batch))

    def merge(self, first: Seen, second: Seen) -> Seen:
        """Both, as far as they can be kept."""
        return first + second

    def finish(self, partial: Seen | None, reference: Seen | None) -> State:
        """The first item of each example that occurs more than once, and what rules find by question."""
        from synthreview.analyzers.openness import slices

        if partial is None:
            return State()
        panel = slices(partial.examples, lambda item: any(_hits(item, {})))
        return State(duplicates.repeated(partial.copies), panel)

    def score(self, batch: Sequence[Item], state: State) -> Iterable[Finding]:
        """Findings of one batch, item by item."""
        for item in batch:
            yield from findings(item.id, _hits(item, state.repeated))

    def emit(self, state: State) -> Iterable[Summary | Panel]:
        """How many examples occur more than once, and which questions have more findings."""
        yield Summary("exact_copies", {"repeated": len(state.repeated)})
        if state.questions is not None:
            yield state.questions


def _texts(item: Item) -> tuple[str, ...]:
    """What makes two examples the same: all texts the model would see, and the answer."""
    turns = item.parts.get("history") or ()
    history = " ".join(str(turn.get("text", "")) for turn in turns if isinstance(turn, dict))
    texts = (item.text(part) for part in ("system", "instruction", "input", "constraints", "output"))
    return (history, *texts)


def _hits(item: Item, state: Repeated) -> Iterator[Hit]:
    example = Example.of(item)
    first = duplicates.original(state, duplicates.text_hash(_texts(item)), item.id) if state else None
    if first is not None:
        yield Hit("same_instruction", "instruction", 0, None, args={"item": first}, item=first)
    tail = list(merged.merged(example))
    yield from tail
    cut_in_two = any(hit.reason == "split_instruction" for hit in tail)
    if not cut_in_two:
        yield from empty.empty("empty_instruction", "instruction", example.instruction)
    yield from placeholders.placeholders(example, tokens_in_output=not tail)
    for part, text in (
        ("instruction", example.instruction),
        ("input", example.input),
        ("output", example.output),
    ):
        yield from encoding.damage(part, text)
        if part != "output" or not tail:
            yield from merged.special_tokens(part, text)
    if empty.is_blank(example.output):
        yield Hit("empty_output", "output", 0, len(example.output))
        return
    yield from _about_the_answer(example)


def _about_the_answer(example: Example) -> Iterator[Hit]:
    yield from echo.echo(example)
    yield from answer_format.broken_format(example)
    yield from missing_input.missing_input(example)
    yield from refusal.refusal(example)
    yield from refusal.speaks_as_model("output", example.output, example.instruction)
    yield from links.links(example)
    yield from truncation.truncated("output", example.output, example.instruction)
    yield from loops.loops("output", example.output)
    yield from language.other_language("output", f"{example.instruction} {example.input}", example.output)
    yield from wording.wording(example)
    yield from constraints.wrong_count(example)
    yield from form.form(example)
    yield from wrong_result.wrong_result(example)
