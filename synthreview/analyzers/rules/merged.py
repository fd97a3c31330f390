"""Examples run together: a second example at the tail, an instruction cut in two, prompt markup left in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthreview.analyzers.rules.hit import EVERY_TEXT, Example, Hit, excerpt
from synthreview.domain import Confidence, Kind, Reason
from synthreview.translation import later

REASONS = (
    Reason(
        "merged_example",
        (Kind.INSTRUCTION,),
        later("Another example is stuck to the output: {text}"),
        "merged",
        0.99,  # read: 15 of 15
        Confidence.CERTAIN,
    ),
    Reason(
        "split_instruction",
        (Kind.INSTRUCTION,),
        later("Part of the instruction stands in the input: {text}"),
        "merged",
        0.98,  # read: 21 of 21
        Confidence.CERTAIN,
    ),
    Reason(
        "special_token",
        EVERY_TEXT,
        later("Markup of a chat template was left in: {text}"),
        "merged",
        0.95,
        Confidence.CERTAIN,
    ),
)

_NUMBERED = r"^[ \t]*[#/*_=~-]*[ \t]*\d{1,3}[.)][ \t]*Instruction[ \t]*:"
_HEADED = r"^#{2,4}[ \t]*(?:Instruction|Response|Input)[ \t]*:"
_PLAIN = (
    r"^Instruction[ \t]*:.*\n(?:(?!Instruction:).*\n){0,20}?(?:Input|Output|Response)[ \t]*:"
    r"|^Task[ \t]*:.*\n(?:.*\n){0,9}?Input[ \t]*:.*\n(?:.*\n){0,9}?Output[ \t]*:"
)
_TAIL = re.compile(rf"{_NUMBERED}|{_HEADED}|{_PLAIN}", re.MULTILINE)
_ASKS_FOR_EXAMPLES = re.compile(r"\b(?:instructions?|prompts?|examples?|templates?|tasks?)\b", re.IGNORECASE)
_SEPARATOR_LINE = re.compile(r"[\d#/*_=~-]+")

_INPUT_MARK = re.compile(r"(?<!\w)Input:\s+(?=\S)")
_CUT_OFF = re.compile(
    r"(?:\A\s*|\b(?:the|a|an|of|this|these|given|following|provided|in|to|for|with|around|from))\s*\Z",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    r"<\|(?:endoftext|im_start|im_end|im_sep|eot_id|start_header_id|end_header_id|user|assistant)\|>"
    r"|\[/?INST\]|^#{2,4} (?:Response|Human|Assistant|Instruction):",
    re.MULTILINE,
)


def merged(example: Example) -> Iterator[Hit]:
    """A second example at the tail of the output, and instructions whose tail slid into the input."""
    yield from _tail(example)
    yield from _split(example)


def _tail(example: Example) -> Iterator[Hit]:
    output = example.output
    if ":" not in output or not any(mark in output for mark in ("Instruction", "###", "Task")):
        return
    match = _TAIL.search(output)
    if match is None or not output[: match.start()].strip():
        return
    if not match[0].lstrip(" \t#/*_=~-")[:1].isdigit() and _ASKS_FOR_EXAMPLES.search(example.instruction):
        return
    kept = _without_separators(output[: match.start()])
    fix = {"output": kept} if kept else {}
    yield Hit(
        "merged_example", "output", match.start(), len(output), args={"text": excerpt(match[0])}, fix=fix
    )


def _without_separators(text: str) -> str:
    """A text without the rules and numbers ("##", "111") that stood between it and the next example."""
    lines = text.rstrip().split("\n")
    while len(lines) > 1 and (not lines[-1].strip() or _SEPARATOR_LINE.fullmatch(lines[-1].strip())):
        lines.pop()
    return "\n".join(lines).rstrip()


def _split(example: Example) -> Iterator[Hit]:
    if "Input:" not in example.input or not (cut := _CUT_OFF.search(example.instruction)):
        return
    match = _INPUT_MARK.search(example.input)
    if match is None or match.start() > 400:
        return
    moved = example.input[: match.start()].strip()
    if not moved and not cut[0].strip():
        return
    # Seen where a text was cut at the word "input", which was lost; every such row reads well with it.
    whole = f"{example.instruction.strip()} input {moved}".strip() if cut[0].strip() else f"Input {moved}"
    whole = re.sub(r"\binput ([.,;:?!])", r"input\1", whole)
    fix = {"instruction": whole, "input": example.input[match.end() :]}
    yield Hit(
        "split_instruction", "input", 0, match.end(), args={"text": excerpt(moved or match[0])}, fix=fix
    )


def special_tokens(part: str, text: str) -> Iterator[Hit]:
    """Control tokens and headings of chat templates inside a text."""
    if not any(mark in text for mark in ("<|", "INST]", "##")):
        return
    found = list(_TOKEN.finditer(text))
    end = len(text.rstrip())
    for match in reversed(found):
        if match.end() != end:
            break
        end = len(text[: match.start()].rstrip())
    for match in found:
        fix = {part: text[:end]} if 0 < end <= match.start() else {}
        yield Hit("special_token", part, match.start(), match.end(), args={"text": match[0]}, fix=fix)
