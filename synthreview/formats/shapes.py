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
    ``each``, ``id`` and ``group`` are as in a mapping. ``^key`` is a plain value beside the records, at
    the top of the file. ``named`` is part of the names of files that have this shape, where the fields
    alone could mean something else.
    """

    name: str
    kind: Kind
    parts: Mapping[str, str]
    needs: Sequence[str]
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    present: Sequence[str] = ()
    every: bool = False
    each: str = ""
    id: str = ""
    group: str = ""
    named: str = ""
    texts: Sequence[str] = ()
    """Parts that rule the shape out when they are labels: few short values that come again and again."""


_TEXT = "text | sentence | tweet | comment | post | review"
_PROMPT = "prompt | conversations | messages | instruction + input | instruction | question | query | input"
_WANTED = {"choice": {"true": "a", "false": "b", "True": "a", "False": "b"}}
_FROM_ZERO = {"0": "a", "1": "b", "2": "tie"}
_FROM_ONE = {"1": "a", "2": "b", "0": "tie", "Tie": "tie", "tie": "tie"}
_AUTHORS = {
    "synthetic": "machine",
    "machine": "machine",
    "generated": "machine",
    "ai": "machine",
    "real": "human",
    "human": "human",
}

SHAPES: tuple[Shape, ...] = (
    Shape(
        "Argilla",
        Kind.TASK_LABEL,
        {
            "text": "fields.text | fields.prompt + fields.response | fields.instruction + fields.output",
            "human_labels": "responses.label[*].value | responses.labels[*].value",
            "model_labels": "suggestions.label.value | suggestions.labels.value",
            "annotator": "suggestions.label.agent",
        },
        needs=("text",),
        present=("fields", "responses", "responses.label | suggestions.label | responses.labels"),
        id="id",
    ),
    Shape(
        "Argilla, texts",
        Kind.INSTRUCTION,
        {
            "instruction": "fields.instruction | fields.prompt | fields.question",
            "input": "fields.input | fields.context",
            "output": "fields.output | fields.response | fields.completion | fields.answer",
        },
        needs=("instruction", "output"),
        present=("fields", "responses | suggestions"),
        id="id",
    ),
    Shape(
        "Label Studio, choices",
        Kind.TASK_LABEL,
        {
            "text": "data.text | data.prompt + data.response | data.instruction + data.output | data.review",
            "human_labels": "annotations[*].result[*].value.choices",
            "model_labels": "predictions[*].result[*].value.choices",
            "annotator": "predictions.0.model_version",
        },
        needs=("text",),
        present=("data", "annotations | predictions"),
        id="id",
    ),
    Shape(
        "Prodigy",
        Kind.TASK_LABEL,
        {"text": "text", "label": "accept | label", "annotator": "_annotator_id | meta.source"},
        needs=("text", "label"),
        present=("_input_hash", "_task_hash"),
        id="_task_hash",
    ),
    Shape(
        "CoBBLEr, one ranking a question",
        Kind.PREFERENCE,
        {
            "prompt": "instruction",
            "a": "@.0.output",
            "b": "@.1.output",
            "choice": "@.0.point - @.1.point",
            "judge": "^evaluator",
        },
        needs=("prompt", "a", "b", "choice"),
        each="rankings[pairs by model]",
        group="instruction",
    ),
    Shape(
        "MT-Bench judgments",
        Kind.PREFERENCE,
        {
            "prompt": "question | prompt",
            "a": "conversation_a.-1.content | conversation_a",
            "b": "conversation_b.-1.content | conversation_b",
            "choice": "gpt4_model | gpt4_winner | winner",
            "judge": "=gpt4",
            "human_choice": "human_model | human_winner",
        },
        needs=("a", "b", "choice"),
        present=("model_a", "model_b"),
        group="question_id",
    ),
    Shape(
        "Sentence pairs with several judges",
        Kind.PREFERENCE,
        {
            "prompt": "gold_label",
            "a": "sent_1",
            "b": "sent_2",
            "choice": "gpt3_pref | gpt4_pref | model_pref",
            "human_choice": "human_pref",
        },
        needs=("a", "b", "choice"),
        codes={"choice": _FROM_ZERO, "human_choice": _FROM_ZERO},
    ),
    Shape(
        "Two responses judged by people",
        Kind.PREFERENCE,
        {
            "prompt": _PROMPT,
            "a": "response1 | response_1",
            "b": "response2 | response_2",
            "human_choice": "annotator1 + annotator2 + annotator3 | annotator1 + annotator2",
        },
        needs=("a", "b", "human_choice"),
        codes={"human_choice": _FROM_ONE},
        id="idx | id",
    ),
    Shape(
        "Verdicts of a judge, by number",
        Kind.PREFERENCE,
        {"choice": "gpt_result | pandalm_result"},
        needs=("choice",),
        codes={"choice": _FROM_ONE},
        id="idx | id",
    ),
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
        "Preference, dialogues as text",
        Kind.PREFERENCE,
        {
            "prompt": "chosen[dialogue][:-1]",
            "a": "chosen[dialogue].-1.text",
            "b": "rejected[dialogue].-1.text",
            "choice": "=a",
        },
        needs=("prompt", "a", "b"),
        present=("chosen[dialogue].-2", "rejected[dialogue].-2"),
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
        codes={"choice": _FROM_ZERO},
    ),
    Shape(
        "Two responses",
        Kind.PREFERENCE,
        {
            "prompt": _PROMPT,
            "a": "response1 | response_1 | response_a | answer_a | output_1 | System A",
            "b": "response2 | response_2 | response_b | answer_b | output_2 | System B",
        },
        needs=("a", "b"),
        group="instruction_idx",
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
        group="text_ind | text",
    ),
    Shape(
        "Answers labelled by people and by a model",
        Kind.TASK_LABEL,
        {
            "text": "prompt + completion",
            "human_labels": "annotation_1 + annotation_2 | final_label",
            "model_labels": "gpt4_label",
            "annotator": "=gpt4",
        },
        needs=("text", "human_labels", "model_labels"),
        id="id",
    ),
    Shape(
        "CAMEL",
        Kind.SIMULATION,
        {"task": "specified_task | original_task | task", "turns": "message_*"},
        needs=("turns",),
        present=("message_1.content",),
        id="id",
    ),
    Shape(
        "Solo performance: several voices in one text",
        Kind.SIMULATION,
        {
            "task": "task_data.inputs | inputs | task",
            "turns": "raw_response.0.choices.0.message.content[dialogue] | unwrapped_output.0[dialogue]"
            " | unwrapped_output[dialogue] | raw_response[dialogue]",
        },
        needs=("turns",),
        present=("unwrapped_output | raw_response",),
        id="idx",
    ),
    Shape(
        "Super-NaturalInstructions task",
        Kind.INSTRUCTION,
        {"instruction": "Definition", "input": "@.input", "output": "@.output.0 | @.output"},
        needs=("instruction", "output"),
        each="Instances[*]",
        id="@.id",
    ),
    Shape(
        "Unnatural Instructions, with reformulations",
        Kind.INSTRUCTION,
        {
            "instruction": "@.instruction_with_input",
            "constraints": "@.constraints",
            "output": "@.output",
        },
        needs=("instruction", "output"),
        present=("instances.0.instruction_with_input", "reformulations.0.instruction_with_input"),
        each="instances[*] + reformulations[*]",
    ),
    Shape(
        "Unnatural Instructions",
        Kind.INSTRUCTION,
        {
            "instruction": "instruction",
            "input": "@.input",
            "constraints": "@.constraints",
            "output": "@.output",
        },
        needs=("instruction", "output"),
        present=("instances.0.instruction_with_input",),
        each="instances[*]",
    ),
    Shape(
        "Instruction with instances",
        Kind.INSTRUCTION,
        {"instruction": "instruction", "input": "@.input", "output": "@.output"},
        needs=("instruction", "output"),
        each="instances[*]",
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
        "Instructions as generated and as revised",
        Kind.INSTRUCTION,
        {"instruction": "Raw Instruction", "input": "Raw Input", "output": "Raw Response"},
        needs=("instruction", "output"),
        present=("Revised Instruction | Revised Response",),
    ),
    Shape(
        "Continuations marked by people",
        Kind.FREE_TEXT,
        {"prompt": "prompt", "text": "generation", "author": "=machine"},
        needs=("prompt", "text"),
        present=("response | responses | annotations",),
    ),
    Shape(
        "Replies and what they rest on",
        Kind.FREE_TEXT,
        {"prompt": "message", "source_text": "knowledge", "text": "response", "author": "=machine"},
        needs=("prompt", "source_text", "text"),
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
            "output": "output | response | reference response | raw_instances",
        },
        needs=("instruction", "output"),
    ),
    Shape(
        "Answers of people and of a model to one question",
        Kind.FREE_TEXT,
        {"prompt": "question | prompt", "text": "@", "author": "@list"},
        needs=("text", "author"),
        codes={
            "author": {"human_answers": "human", "chatgpt_answers": "machine", "machine_answers": "machine"}
        },
        present=("human_answers",),
        each="human_answers[*] + chatgpt_answers[*] | human_answers[*] + machine_answers[*]",
        group="question",
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
            "turns": "messages | conversations | conversation | dialogue | dialog | turns | chat | history"
            " | conversation[dialogue] | dialogue[dialogue] | chat[dialogue]",
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
        "Text by people or by a model",
        Kind.FREE_TEXT,
        {"text": "text", "author": "labels | label | class"},
        needs=("text", "author"),
        codes={"author": _AUTHORS},
    ),
    Shape(
        "Text by people or by a model, with its domain",
        Kind.FREE_TEXT,
        {"text": "text", "author": "label"},
        needs=("text", "author"),
        codes={"author": {"1": "human", "0": "machine"}},
        present=("src",),
    ),
    Shape(
        "Text by a model after a text by people",
        Kind.FREE_TEXT,
        {"prompt": "strat", "text": "text", "author": "=machine"},
        needs=("text",),
        present=("strat | human_id", "model"),
        group="human_id",
    ),
    Shape(
        "HC3, texts by people and by a model",
        Kind.FREE_TEXT,
        {"text": "text", "author": "label"},
        needs=("text", "author"),
        codes={"author": {"0": "human", "1": "machine"}},
        named="hc3",
    ),
    Shape(
        "Sentence pair and label",
        Kind.TASK_LABEL,
        {"text": "premise + hypothesis | sentence1 + sentence2", "label": "gold | label | gold_label"},
        needs=("text", "label"),
    ),
    Shape(
        "Marked text and label",
        Kind.TASK_LABEL,
        {"text": "h_text", "label": "target"},
        needs=("text", "label"),
    ),
    Shape(
        "Text and label",
        Kind.TASK_LABEL,
        {
            "text": f"{_TEXT} | prompt",
            "label": "label | labels | gold_label | class | category | sentiment | target",
            "annotator": "model_name | model",
        },
        needs=("text", "label"),
    ),
    Shape(
        "Instructions without answers",
        Kind.FREE_TEXT,
        {"text": "instruction", "author": "=machine"},
        needs=("text",),
    ),
    Shape(
        "Text",
        Kind.FREE_TEXT,
        {
            "prompt": "prompt",
            "source_text": "source_text | original_text",
            "text": "text | texts | generation | sentence",
        },
        needs=("text",),
    ),
    Shape(
        "Question and answer in two columns without names",
        Kind.INSTRUCTION,
        {"instruction": "column_1", "output": "column_2"},
        needs=("instruction", "output"),
        texts=("instruction", "output"),
    ),
)


def alternatives(paths: str) -> list[str]:
    """The path expressions of a row's cell."""
    return [path.strip() for path in paths.split(" | ")]
