"""Known shapes of what was written: conversations, instructions, texts, and texts with one label."""

from __future__ import annotations

from synthreview.domain import Kind
from synthreview.formats.chats import said_by
from synthreview.formats.shape import Shape
from synthreview.translation import later

_TEXT = "text | sentence | tweet | comment | post | review"
_AUTHORS = {
    "synthetic": "machine",
    "machine": "machine",
    "generated": "machine",
    "ai": "machine",
    "real": "human",
    "human": "human",
    "Machine": "machine",
    "AI": "machine",
    "Human": "human",
}

WRITTEN: tuple[Shape, ...] = (
    Shape(
        later("CAMEL"),
        Kind.SIMULATION,
        {"task": "specified_task | original_task | task", "turns": "message_* | conversation"},
        needs=("turns",),
        present=("message_1.content | role_flipping_happens",),
        id="id",
    ),
    Shape(
        later("Solo performance: several voices in one text"),
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
        later("Super-NaturalInstructions task"),
        Kind.INSTRUCTION,
        {"instruction": "Definition", "input": "@.input", "output": "@.output.0 | @.output"},
        needs=("instruction", "output"),
        each="Instances[*]",
        id="@.id",
    ),
    Shape(
        later("Unnatural Instructions, with reformulations"),
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
        later("Unnatural Instructions"),
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
        later("Instruction with instances"),
        Kind.INSTRUCTION,
        {"instruction": "instruction", "input": "@.input", "output": "@.output"},
        needs=("instruction", "output"),
        each="instances[*]",
    ),
    Shape(
        later("Chat with one question and one answer"),
        Kind.INSTRUCTION,
        {
            "system": said_by("system") + " | system",
            "instruction": said_by("user"),
            "output": said_by("assistant"),
        },
        needs=("instruction", "output"),
        every=True,
    ),
    Shape(
        later("Instructions as generated and as revised"),
        Kind.INSTRUCTION,
        {"instruction": "Raw Instruction", "input": "Raw Input", "output": "Raw Response"},
        needs=("instruction", "output"),
        present=("Revised Instruction | Revised Response",),
    ),
    Shape(
        later("Continuations marked by people"),
        Kind.FREE_TEXT,
        {"prompt": "prompt", "text": "generation", "author": "=machine"},
        needs=("prompt", "text"),
        present=("response | responses | annotations",),
    ),
    Shape(
        later("Replies and what they rest on"),
        Kind.FREE_TEXT,
        {"prompt": "message", "source_text": "knowledge", "text": "response", "author": "=machine"},
        needs=("prompt", "source_text", "text"),
    ),
    Shape(
        later("Alpaca"),
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
        later("Answers of people and of a model to one question"),
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
        later("Query and response"),
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
        later("Prompt and completion"),
        Kind.INSTRUCTION,
        {"system": "system", "instruction": "prompt | inputs", "output": "completion | response | targets"},
        needs=("instruction", "output"),
    ),
    Shape(
        later("Conversation"),
        Kind.SIMULATION,
        {
            "task": "system | task | task_prompt | topic | question",
            "turns": "messages | conversations | conversation | dialogue | dialog | turns | chat | history"
            " | conversation[dialogue] | dialogue[dialogue] | chat[dialogue]",
        },
        needs=("turns",),
    ),
    Shape(
        later("Rewritten text"),
        Kind.FREE_TEXT,
        {"source_text": "h_text | text", "text": "augmented_h_text | augmented_text"},
        needs=("source_text", "text"),
    ),
    Shape(
        later("Text by people or by a model"),
        Kind.FREE_TEXT,
        {"text": "text", "author": "labels | label | class"},
        needs=("text", "author"),
        codes={"author": _AUTHORS},
    ),
    Shape(
        later("Text by people or by a model, with its domain"),
        Kind.FREE_TEXT,
        {"text": "text", "author": "label"},
        needs=("text", "author"),
        codes={"author": {"1": "human", "0": "machine"}},
        present=("src",),
    ),
    Shape(
        later("Text by a model after a text by people"),
        Kind.FREE_TEXT,
        {"prompt": "strat", "text": "text", "author": "=machine"},
        needs=("text",),
        present=("strat | human_id", "model"),
        group="human_id",
    ),
    Shape(
        later("Text by people, scored by classifiers"),
        Kind.FREE_TEXT,
        {"text": "text", "author": "=human"},
        needs=("text",),
        present=("anger", "joy", "metaphor"),
        id="id",
    ),
    Shape(
        later("HC3, texts by people and by a model"),
        Kind.FREE_TEXT,
        {"text": "text", "author": "label"},
        needs=("text", "author"),
        codes={"author": {"0": "human", "1": "machine"}},
        named="hc3",
    ),
    Shape(
        later("Sentence pair and label"),
        Kind.TASK_LABEL,
        {"text": "premise + hypothesis | sentence1 + sentence2", "label": "gold | label | gold_label"},
        needs=("text", "label"),
    ),
    Shape(
        later("Marked text and label"),
        Kind.TASK_LABEL,
        {"text": "h_text", "label": "target"},
        needs=("text", "label"),
    ),
    Shape(
        later("Text and label"),
        Kind.TASK_LABEL,
        {
            "text": f"{_TEXT} | prompt",
            "label": "label | labels | gold_label | class | category | sentiment | target",
            "annotator": "model_name | model",
        },
        needs=("text", "label"),
    ),
    Shape(
        later("Instructions without answers"),
        Kind.FREE_TEXT,
        {"text": "instruction", "author": "=machine"},
        needs=("text",),
        absent=("reference",),
    ),
    Shape(
        later("Text"),
        Kind.FREE_TEXT,
        {
            "prompt": "prompt",
            "source_text": "source_text | original_text",
            "text": "text | texts | generation | sentence",
        },
        needs=("text",),
    ),
    Shape(
        later("Question and answer in two columns without names"),
        Kind.INSTRUCTION,
        {"instruction": "column_1", "output": "column_2"},
        needs=("instruction", "output"),
        texts=("instruction", "output"),
    ),
)
