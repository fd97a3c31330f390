"""The record shapes this version recognises: one row each, the specific before the general."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from synthreview.domain import Kind

_CHATS = (
    ("messages", "role", "content"),
    ("conversations", "from", "value"),
    ("conversations", "role", "content"),
    ("conversation", "role", "content"),
    ("conversation", "from", "value"),
    ("messages", "from", "value"),
    ("dialogue", "role", "content"),
    ("dialog", "role", "content"),
    ("chat", "role", "content"),
)
"""Where chats keep their turns: the list, the key of the role, the key of the text."""


def _said_by(role: str) -> str:
    return " | ".join(f"{chat}[{who}={role}].{text}" for chat, who, text in _CHATS)


def _last_said() -> str:
    return " | ".join(f"{chat}.-1.{text}" for chat, _, text in _CHATS)


def _before_last() -> str:
    return " | ".join(dict.fromkeys(f"{chat}[:-1]" for chat, _, _ in _CHATS))


@dataclass(frozen=True)
class Shape:
    """A shape of records: where each part may be found (alternatives parted by bars, best first).

    Parts in ``needs`` must be there, the others may be; so must be the paths in ``present``.
    With ``every``, one record that has the data but cannot be read this way rules the shape out.
    """

    name: str
    kind: Kind
    parts: Mapping[str, str]
    needs: Sequence[str]
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    present: Sequence[str] = ()
    every: bool = False


_TEXT = "text | sentence | tweet | comment | post | review"
_PROMPT = "prompt | conversations | messages | instruction + input | instruction | question | query | input"
_WANTED = {"choice": {"true": "a", "false": "b", "True": "a", "False": "b"}}

SHAPES: tuple[Shape, ...] = (
    Shape(
        "Preference, whole dialogues",
        Kind.PREFERENCE,
        {
            "prompt": "chosen[:-1] | chosen_messages[:-1]",
            "a": "chosen.-1.content | chosen.-1.value | chosen_messages.-1.content",
            "b": "rejected.-1.content | rejected.-1.value | rejected_messages.-1.content",
            "choice": "=a",
        },
        needs=("prompt", "a", "b"),
        present=("chosen.-2 | chosen_messages.-2",),
    ),
    Shape(
        "OpenAI preference",
        Kind.PREFERENCE,
        {
            "prompt": "input.messages",
            "a": "preferred_output.-1.content",
            "b": "non_preferred_output.-1.content",
            "choice": "=a",
        },
        needs=("prompt", "a", "b"),
    ),
    Shape(
        "Preference",
        Kind.PREFERENCE,
        {
            "prompt": _PROMPT,
            "a": "chosen.-1.content | chosen.-1.value | chosen",
            "b": "rejected.-1.content | rejected.-1.value | rejected",
            "choice": "=a",
        },
        needs=("a", "b"),
    ),
    Shape(
        "Two outputs and a choice",
        Kind.PREFERENCE,
        {"prompt": _PROMPT, "a": "output1", "b": "output2", "choice": "target"},
        needs=("a", "b", "choice"),
        codes={"choice": {"0": "a", "1": "b", "2": "tie"}},
    ),
    Shape(
        "Two responses",
        Kind.PREFERENCE,
        {
            "prompt": _PROMPT,
            "a": "response1 | response_1 | response_a | answer_a | output_1",
            "b": "response2 | response_2 | response_b | answer_b | output_2",
        },
        needs=("a", "b"),
    ),
    Shape(
        "Chat with a thumb up or down (KTO)",
        Kind.PREFERENCE,
        {"prompt": _before_last(), "a": _last_said(), "choice": "label | kto_tag"},
        needs=("prompt", "a", "choice"),
        codes=_WANTED,
    ),
    Shape(
        "Answer with a thumb up or down (KTO)",
        Kind.PREFERENCE,
        {
            "prompt": "prompt | instruction + input | instruction",
            "a": "completion | output | response",
            "choice": "label | kto_tag",
        },
        needs=("prompt", "a", "choice"),
        codes=_WANTED,
    ),
    Shape(
        "Labels by people and by a model",
        Kind.TASK_LABEL,
        {
            "text": _TEXT,
            "human_labels": "human_annots | human_labels",
            "model_labels": "model_annots | model_labels",
            "annotator": "model_name | model",
        },
        needs=("text", "model_labels"),
    ),
    Shape(
        "CAMEL",
        Kind.SIMULATION,
        {"task": "specified_task | original_task | task", "turns": "message_*"},
        needs=("turns",),
        present=("message_1.content",),
    ),
    Shape(
        "Chat with one question and one answer",
        Kind.INSTRUCTION,
        {
            "system": _said_by("system") + " | system",
            "instruction": _said_by("user"),
            "output": _said_by("assistant"),
        },
        needs=("instruction", "output"),
        every=True,
    ),
    Shape(
        "Alpaca",
        Kind.INSTRUCTION,
        {
            "system": "system",
            "history": "history",
            "instruction": "instruction",
            "input": "input | context",
            "constraints": "constraints",
            "output": "output | response | reference response",
        },
        needs=("instruction", "output"),
    ),
    Shape(
        "Query and response",
        Kind.INSTRUCTION,
        {
            "system": "system",
            "history": "history",
            "instruction": "query | user_query | question | problem",
            "output": "response | chatgpt_response | answer | solution",
        },
        needs=("instruction", "output"),
    ),
    Shape(
        "Prompt and completion",
        Kind.INSTRUCTION,
        {"system": "system", "instruction": "prompt | inputs", "output": "completion | response | targets"},
        needs=("instruction", "output"),
    ),
    Shape(
        "Conversation",
        Kind.SIMULATION,
        {
            "task": "system | task | task_prompt | topic | question",
            "turns": "messages | conversations | conversation | dialogue | dialog | turns | chat | history",
        },
        needs=("turns",),
    ),
    Shape(
        "Rewritten text",
        Kind.FREE_TEXT,
        {"source_text": "h_text | text", "text": "augmented_h_text | augmented_text"},
        needs=("source_text", "text"),
    ),
    Shape(
        "Sentence pair and label",
        Kind.TASK_LABEL,
        {"text": "premise + hypothesis | sentence1 + sentence2", "label": "gold | label | gold_label"},
        needs=("text", "label"),
    ),
    Shape(
        "Text and label",
        Kind.TASK_LABEL,
        {
            "text": _TEXT,
            "label": "label | labels | gold_label | class | category | sentiment | target",
            "annotator": "model_name | model",
        },
        needs=("text", "label"),
    ),
    Shape(
        "Text",
        Kind.FREE_TEXT,
        {
            "prompt": "prompt",
            "source_text": "source_text | original_text",
            "text": "text | texts | generation",
        },
        needs=("text",),
    ),
)


def alternatives(paths: str) -> list[str]:
    """The path expressions of a row's cell."""
    return [path.strip() for path in paths.split(" | ")]
