"""Known shapes of judgments: records of annotation tools, preferences, labels by people and by models."""

from __future__ import annotations

from synthreview.domain import Kind
from synthreview.formats.chats import BEFORE_LAST, LAST_SAID
from synthreview.formats.shape import Shape
from synthreview.translation import later

_TEXT = "text | sentence | tweet | comment | post | review"
_PROMPT = "prompt | conversations | messages | instruction + input | instruction | question | query | input"
_WANTED = {"choice": {"true": "a", "false": "b", "True": "a", "False": "b"}}
_FROM_ZERO = {"0": "a", "1": "b", "2": "tie"}
_FROM_ONE = {"1": "a", "2": "b", "0": "tie", "Tie": "tie", "tie": "tie"}

JUDGED: tuple[Shape, ...] = (
    Shape(
        later("Argilla"),
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
        later("Argilla, texts"),
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
        later("Label Studio, choices"),
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
        later("Prodigy"),
        Kind.TASK_LABEL,
        {"text": "text", "label": "accept | label", "annotator": "_annotator_id | meta.source"},
        needs=("text", "label"),
        present=("_input_hash", "_task_hash"),
        id="_task_hash",
    ),
    Shape(
        later("CoBBLEr, one ranking a question"),
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
        later("MT-Bench judgments"),
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
        later("Sentence pairs with several judges"),
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
        later("Two responses judged by people"),
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
        later("Verdicts of a judge, by number"),
        Kind.PREFERENCE,
        {"choice": "gpt_result | pandalm_result"},
        needs=("choice",),
        codes={"choice": _FROM_ONE},
        id="idx | id",
    ),
    Shape(
        later("Preference, whole dialogues"),
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
        later("Preference, dialogues as text"),
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
        later("OpenAI preference"),
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
        later("Preference"),
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
        later("Two outputs and a choice"),
        Kind.PREFERENCE,
        {"prompt": _PROMPT, "a": "output1", "b": "output2", "choice": "target"},
        needs=("a", "b", "choice"),
        codes={"choice": _FROM_ZERO},
    ),
    Shape(
        later("Two responses"),
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
        later("Chat with a thumb up or down (KTO)"),
        Kind.PREFERENCE,
        {"prompt": BEFORE_LAST, "a": LAST_SAID, "choice": "label | kto_tag"},
        needs=("prompt", "a", "choice"),
        codes=_WANTED,
    ),
    Shape(
        later("Answer with a thumb up or down (KTO)"),
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
        later("Labels by people and by a model"),
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
        later("Labels by people"),
        Kind.TASK_LABEL,
        {"text": _TEXT, "human_labels": "human_annots | human_labels", "annotator": "annotator"},
        needs=("text", "human_labels"),
        group="text_ind | text",
    ),
    Shape(
        later("Answers labelled by people and by a model"),
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
)
