"""An example for every shape of the table: a maker of varied records, and the parts of the first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Maker = Callable[[int], dict[str, Any]]
Units = Callable[[int], dict[str, dict[str, Any]]]


@dataclass(frozen=True)
class Example:
    """Record ``n`` of a shape, its canonical parts, and the parts that its source can take back.

    ``units`` gives the parts of each item where a record holds several. ``beside`` are plain values that
    stand beside the records of a keyed object, and ``then`` the parts that come from them. ``file`` is what
    a file of the shape has to be called.
    """

    record: Maker
    parts: Maker | None = None
    writable: set[str] = field(default_factory=set)
    units: Units | None = None
    beside: dict[str, Any] = field(default_factory=dict)
    then: dict[str, Any] = field(default_factory=dict)
    file: str = "file"

    def items(self, n: int) -> list[tuple[str | None, dict[str, Any]]]:
        """The items of record ``n``."""
        if self.units is not None:
            return list(self.units(n).items())
        assert self.parts is not None
        return [(None, self.parts(n))]


def _ask(n: int) -> str:
    return f"Name {n} things that are {'red' if n % 2 else 'round'}."


def _tell(n: int) -> str:
    return f"Here are {n}: a ball, an apple “and so on”."


def _turn(role: str, text: str) -> dict[str, str]:
    return {"role": role, "content": text}


def _part(role: str, text: str, speaker: str = "") -> dict[str, str]:
    return {"role": role, "speaker": speaker, "text": text}


def _ranked(n: int) -> list[dict[str, Any]]:
    points = {"m/b": 2, "a": 3 if n % 2 else 2, "c": 1}
    return [
        {"model": model, "point": points[model], "rank": 4 - points[model], "output": f"{model} says {n}"}
        for model in points
    ]


EXAMPLES: dict[str, Example] = {
    "Argilla": Example(
        lambda n: {
            "id": f"r{n}",
            "fields": {"text": _tell(n)},
            "metadata": {"source": "made up"},
            "suggestions": {"label": {"value": "blue" if n % 2 else "red", "score": 0.5, "agent": "koala"}},
            "responses": {"label": [{"value": "red", "user_id": "u1"}, {"value": "blue", "user_id": "u2"}]},
        },
        lambda n: {
            "text": _tell(n),
            "human_labels": ["red", "blue"],
            "model_labels": ["blue" if n % 2 else "red"],
            "annotator": "koala",
        },
        {"text", "model_labels", "annotator"},
    ),
    "Argilla, texts": Example(
        lambda n: {
            "id": f"r{n}",
            "fields": {"instruction": _ask(n), "input": "", "output": _tell(n)},
            "metadata": {},
            "suggestions": {},
            "responses": {},
        },
        lambda n: {"instruction": _ask(n), "input": "", "output": _tell(n)},
        {"instruction", "input", "output"},
    ),
    "Label Studio, choices": Example(
        lambda n: {
            "id": n,
            "data": {"text": _tell(n)},
            "annotations": [
                {"result": [{"from_name": "mood", "type": "choices", "value": {"choices": ["glad"]}}]}
            ],
            "predictions": [
                {
                    "model_version": "koala",
                    "score": 0.5,
                    "result": [{"value": {"choices": ["sad" if n % 2 else "glad"]}}],
                }
            ],
        },
        lambda n: {
            "text": _tell(n),
            "human_labels": ["glad"],
            "model_labels": ["sad" if n % 2 else "glad"],
            "annotator": "koala",
        },
        {"text", "annotator"},
    ),
    "Prodigy": Example(
        lambda n: {
            "text": _tell(n),
            "_input_hash": 1000 + n,
            "_task_hash": -2000 - n,
            "options": [{"id": "round"}, {"id": "red"}],
            "accept": ["red" if n % 2 else "round"],
            "answer": "accept",
            "_annotator_id": "ann",
        },
        lambda n: {"text": _tell(n), "label": "red" if n % 2 else "round", "annotator": "ann"},
        {"text", "label", "annotator"},
    ),
    "CoBBLEr, one ranking a question": Example(
        lambda n: {"instruction": _ask(n), "reference": "None.", "rankings": _ranked(n)},
        units=lambda n: {
            "a/c": {"prompt": _ask(n), "a": f"a says {n}", "b": f"c says {n}", "choice": "a"},
            "a / m/b": {
                "prompt": _ask(n),
                "a": f"a says {n}",
                "b": f"m/b says {n}",
                "choice": "a" if n % 2 else "tie",
            },
            "c / m/b": {"prompt": _ask(n), "a": f"c says {n}", "b": f"m/b says {n}", "choice": "b"},
        },
        writable={"a", "b"},
        beside={"evaluator": "koala", "round": 2},
        then={"judge": "koala"},
    ),
    "MT-Bench judgments": Example(
        lambda n: {
            "question_id": n // 2,
            "model_a": "koala",
            "model_b": "llama",
            "human_model": ("model_a", "model_b", "tie")[n % 3],
            "conversation_a": _tell(n),
            "conversation_b": "No.",
            "turn": 1,
            "gpt4_model": ("model_b", "tie (inconsistent)", "tie")[n % 3],
        },
        lambda n: {
            "a": _tell(n),
            "b": "No.",
            "choice": ("b", "tie", "tie")[n % 3],
            "judge": "gpt4",
            "human_choice": ("a", "b", "tie")[n % 3],
        },
        {"a", "b", "choice", "human_choice"},
    ),
    "Sentence pairs with several judges": Example(
        lambda n: {
            "sent_1": _ask(n),
            "sent_2": _tell(n),
            "gold_label": "positive",
            "human_pref": n % 3,
            "gpt3_pref": 1,
            "lexicon_pref": 0,
            "lexicon_diff": 0.25,
        },
        lambda n: {
            "prompt": "positive",
            "a": _ask(n),
            "b": _tell(n),
            "choice": "b",
            "human_choice": ("a", "b", "tie")[n % 3],
        },
        {"prompt", "a", "b", "choice", "human_choice"},
    ),
    "Two responses judged by people": Example(
        lambda n: {
            "idx": n,
            "instruction": _ask(n),
            "input": "",
            "response1": _tell(n),
            "response2": "No.",
            "annotator1": 1,
            "annotator2": 2,
            "annotator3": n % 3,
        },
        lambda n: {
            "prompt": _ask(n),
            "a": _tell(n),
            "b": "No.",
            "human_choice": ("tie", "a", "b")[n % 3],
        },
        {"prompt", "a", "b"},
    ),
    "Verdicts of a judge, by number": Example(
        lambda n: {"idx": n, "pandalm_result": n % 3, "pandalm_reason": _tell(n)},
        lambda n: {"choice": ("tie", "a", "b")[n % 3]},
        {"choice"},
    ),
    "Preference, dialogues as text": Example(
        lambda n: {
            "chosen": f"\n\nHuman: {_ask(n)}\n\nAssistant: {_tell(n)}",
            "rejected": f"\n\nHuman: {_ask(n)}\n\nAssistant: No.",
        },
        lambda n: {"prompt": _ask(n), "a": _tell(n), "b": "No.", "choice": "a"},
        {"prompt", "a", "b"},
    ),
    "Answers labelled by people and by a model": Example(
        lambda n: {
            "id": n,
            "prompt": _ask(n),
            "completion": _tell(n),
            "annotation_1": "1_full",
            "annotation_2": "2_part" if n % 2 else "1_full",
            "final_label": "1_full",
            "gpt4_label": "2_part",
        },
        lambda n: {
            "text": f"{_ask(n)}\n\n{_tell(n)}",
            "human_labels": ["1_full", "2_part" if n % 2 else "1_full"],
            "model_labels": ["2_part"],
            "annotator": "gpt4",
        },
        {"model_labels"},
    ),
    "Solo performance: several voices in one text": Example(
        lambda n: {
            "idx": n,
            "unwrapped_output": f"Participants: Cook; Judge\n\nCook: {_tell(n)}\n\nJudge: No.\n\nCook: Why: not?",
            "task_data": {"inputs": _ask(n)},
        },
        lambda n: {
            "task": _ask(n),
            "turns": [
                _part("system", "Participants: Cook; Judge"),
                _part("Cook", _tell(n)),
                _part("Judge", "No."),
                _part("Cook", "Why: not?"),
            ],
        },
        {"task", "turns.0.text", "turns.1.text", "turns.3.text"},
    ),
    "Super-NaturalInstructions task": Example(
        lambda n: {
            "Definition": [f"Count the letters of what you are given, and add {n}."],
            "Positive Examples": [{"input": "a", "output": "1"}],
            "Instances": [{"id": f"t{n}-{i}", "input": "x" * i, "output": [f"{i}"]} for i in range(3)],
        },
        units=lambda n: {
            str(i): {
                "instruction": f"Count the letters of what you are given, and add {n}.",
                "input": "x" * i,
                "output": f"{i}",
            }
            for i in range(3)
        },
        writable={"input", "output"},
    ),
    "Unnatural Instructions, with reformulations": Example(
        lambda n: {
            "instruction": "Find a rhyme.",
            "instances": [
                {
                    "instruction_with_input": f"Find a rhyme for {n}.",
                    "input": f"{n}",
                    "constraints": "One word.",
                    "output": "Fine",
                }
            ],
            "reformulations": [
                {"instruction_with_input": f"What rhymes with {n}?", "input": f"{n}", "output": "Fine"}
            ],
        },
        units=lambda n: {
            "instances.0": {
                "instruction": f"Find a rhyme for {n}.",
                "constraints": "One word.",
                "output": "Fine",
            },
            "reformulations.0": {"instruction": f"What rhymes with {n}?", "output": "Fine"},
        },
        writable={"instruction", "constraints", "output"},
    ),
    "Unnatural Instructions": Example(
        lambda n: {
            "instruction": "Find a rhyme.",
            "instances": [
                {
                    "instruction_with_input": f"Find a rhyme for {n}.",
                    "input": f"{n}",
                    "constraints": "None.",
                    "output": "Fine",
                }
            ],
        },
        units=lambda n: {
            "0": {"instruction": "Find a rhyme.", "input": f"{n}", "constraints": "None.", "output": "Fine"}
        },
        writable={"instruction", "input", "constraints", "output"},
    ),
    "Instruction with instances": Example(
        lambda n: {
            "id": f"seed_{n}",
            "instruction": _ask(n),
            "instances": [{"input": f"{i}", "output": _tell(i)} for i in range(1 + n % 2)],
            "is_classification": False,
        },
        units=lambda n: {
            str(i): {"instruction": _ask(n), "input": f"{i}", "output": _tell(i)} for i in range(1 + n % 2)
        },
        writable={"instruction", "input", "output"},
    ),
    "Instructions as generated and as revised": Example(
        lambda n: {
            "Raw Instruction": _ask(n),
            "Raw Input": "",
            "Raw Response": "No.",
            "Revised Instruction": _ask(n),
            "Revised Response": _tell(n),
        },
        lambda n: {"instruction": _ask(n), "input": "", "output": "No."},
        {"instruction", "input", "output"},
    ),
    "Continuations marked by people": Example(
        lambda n: {
            "prompt": _ask(n),
            "generation": _tell(n),
            "response": [["Redundant", "said twice", "", 0, 4]],
        },
        lambda n: {"prompt": _ask(n), "text": _tell(n), "author": "machine"},
        {"prompt", "text"},
    ),
    "Replies and what they rest on": Example(
        lambda n: {
            "knowledge": "Balls are round.",
            "message": _ask(n),
            "response": _tell(n),
            "begin_label": "x",
        },
        lambda n: {
            "prompt": _ask(n),
            "source_text": "Balls are round.",
            "text": _tell(n),
            "author": "machine",
        },
        {"prompt", "source_text", "text"},
    ),
    "Answers of people and of a model to one question": Example(
        lambda n: {"question": _ask(n), "human_answers": ["A ball.", "Red?"], "chatgpt_answers": [_tell(n)]},
        units=lambda n: {
            "human_answers.0": {"prompt": _ask(n), "text": "A ball.", "author": "human"},
            "human_answers.1": {"prompt": _ask(n), "text": "Red?", "author": "human"},
            "chatgpt_answers.0": {"prompt": _ask(n), "text": _tell(n), "author": "machine"},
        },
        writable={"text"},
    ),
    "Text by people or by a model": Example(
        lambda n: {"id": n, "text": _tell(n), "labels": "real" if n % 2 else "synthetic"},
        lambda n: {"text": _tell(n), "author": "human" if n % 2 else "machine"},
        {"text"},
    ),
    "Text by people or by a model, with its domain": Example(
        lambda n: {"text": _tell(n), "label": n % 2, "src": "toys_human" if n % 2 else "toys_koala"},
        lambda n: {"text": _tell(n), "author": "human" if n % 2 else "machine"},
        {"text"},
    ),
    "Text by a model after a text by people": Example(
        lambda n: {
            "text": _tell(n),
            "label": "fun",
            "model": "koala",
            "strat": "zero",
            "human_id": n // 2,
            "anger": 0.1,
            "joy": 0.9,
        },
        lambda n: {"prompt": "zero", "text": _tell(n), "author": "machine"},
        {"prompt", "text"},
    ),
    "Text by people, scored by classifiers": Example(
        lambda n: {"id": n, "text": _tell(n), "anger": 0.1, "joy": 0.9, "metaphor": "[]"},
        lambda n: {"text": _tell(n), "author": "human"},
        {"text"},
    ),
    "HC3, texts by people and by a model": Example(
        lambda n: {"text": _tell(n), "label": n % 2},
        lambda n: {"text": _tell(n), "author": "machine" if n % 2 else "human"},
        {"text"},
        file="some_hc3_part",
    ),
    "Marked text and label": Example(
        lambda n: {"h_text": _tell(n), "target": "fun" if n % 2 else "trust", "other": _ask(n)},
        lambda n: {"text": _tell(n), "label": "fun" if n % 2 else "trust"},
        {"text", "label"},
    ),
    "Instructions without answers": Example(
        lambda n: {"instruction": _ask(n), "avg_similarity_score": 0.5},
        lambda n: {"text": _ask(n), "author": "machine"},
        {"text"},
    ),
    "Question and answer in two columns without names": Example(
        lambda n: {"column_1": _ask(n), "column_2": _tell(n)},
        lambda n: {"instruction": _ask(n), "output": _tell(n)},
        {"instruction", "output"},
    ),
    "Preference, whole dialogues": Example(
        lambda n: {
            "chosen": [_turn("user", _ask(n)), _turn("assistant", _tell(n))],
            "rejected": [_turn("user", _ask(n)), _turn("assistant", "No.")],
        },
        lambda n: {"prompt": _ask(n), "a": _tell(n), "b": "No.", "choice": "a"},
        {"prompt", "a", "b"},
    ),
    "OpenAI preference": Example(
        lambda n: {
            "input": {"messages": [_turn("user", _ask(n))]},
            "preferred_output": [_turn("assistant", _tell(n))],
            "non_preferred_output": [_turn("assistant", "No.")],
        },
        lambda n: {"prompt": _ask(n), "a": _tell(n), "b": "No.", "choice": "a"},
        {"prompt", "a", "b"},
    ),
    "Preference": Example(
        lambda n: {
            "conversations": [{"from": "human", "value": _ask(n)}, {"from": "gpt", "value": "Red?"}],
            "chosen": {"from": "gpt", "value": _tell(n)},
            "rejected": {"from": "gpt", "value": "No."},
        },
        lambda n: {
            "prompt": f"User: {_ask(n)}\n\nAssistant: Red?",
            "a": _tell(n),
            "b": "No.",
            "choice": "a",
        },
        {"a", "b"},
    ),
    "Two outputs and a choice": Example(
        lambda n: {"output1": _tell(n), "output2": "No.", "target": n % 3},
        lambda n: {"a": _tell(n), "b": "No.", "choice": ("a", "b", "tie")[n % 3]},
        {"a", "b", "choice"},
    ),
    "Two responses": Example(
        lambda n: {"instruction": _ask(n), "input": "", "response1": _tell(n), "response2": "No."},
        lambda n: {"prompt": _ask(n), "a": _tell(n), "b": "No."},
        {"prompt", "a", "b"},
    ),
    "Chat with a thumb up or down (KTO)": Example(
        lambda n: {"messages": [_turn("user", _ask(n)), _turn("assistant", _tell(n))], "label": n % 2 == 0},
        lambda n: {"prompt": _ask(n), "a": _tell(n), "choice": "b" if n % 2 else "a"},
        {"prompt", "a", "choice"},
    ),
    "Answer with a thumb up or down (KTO)": Example(
        lambda n: {"prompt": _ask(n), "completion": _tell(n), "label": n % 2 == 0},
        lambda n: {"prompt": _ask(n), "a": _tell(n), "choice": "b" if n % 2 else "a"},
        {"prompt", "a", "choice"},
    ),
    "Labels by people and by a model": Example(
        lambda n: {
            "model_name": "koala",
            "text": _tell(n),
            "human_annots": f"[{n % 4}.0, 3.0, -1.0]",
            "model_annots": f"[{n % 5} 2 2]",
        },
        lambda n: {
            "text": _tell(n),
            "human_labels": [str(n % 4), "3", None],
            "model_labels": [str(n % 5), "2", "2"],
            "annotator": "koala",
        },
        {"text", "human_labels", "model_labels", "annotator"},
    ),
    "Labels by people": Example(
        lambda n: {"text": _tell(n), "human_labels": [n % 4, 3], "annotator": "crowd"},
        lambda n: {"text": _tell(n), "human_labels": [str(n % 4), "3"], "annotator": "crowd"},
        {"text", "human_labels", "annotator"},
    ),
    "CAMEL": Example(
        lambda n: {
            "role_1": "Chef_RoleType.ASSISTANT",
            "specified_task": _ask(n),
            **{
                f"message_{i}": {"role_name": "Chef", "role_type": who, "role": "user", "content": f"{i}"}
                for i, who in enumerate(["USER", "ASSISTANT"] * 6, 1)
            },
            "num_messages": 12,
        },
        lambda n: {
            "task": _ask(n),
            "turns": [_part(who, f"{i}", "Chef") for i, who in enumerate(["user", "assistant"] * 6, 1)],
        },
        {"task", "turns.10.text", "turns.10.role", "turns.10.speaker"},
    ),
    "Chat with one question and one answer": Example(
        lambda n: {
            "messages": [
                _turn("system", "Be kind."),
                _turn("user", _ask(n)),
                {"role": "assistant", "content": [{"type": "text", "value": _tell(n)}]},
            ]
        },
        lambda n: {"system": "Be kind.", "instruction": _ask(n), "output": _tell(n)},
        {"system", "instruction", "output"},
    ),
    "Alpaca": Example(
        lambda n: {
            "instruction": _ask(n),
            "input": "",
            "output": _tell(n),
            "history": [["Hi", f"Hello {n}"]],
        },
        lambda n: {
            "history": [_part("user", "Hi"), _part("assistant", f"Hello {n}")],
            "instruction": _ask(n),
            "input": "",
            "output": _tell(n),
        },
        {"instruction", "input", "output", "history.1.text"},
    ),
    "Query and response": Example(
        lambda n: {"ID": n, "user_query": _ask(n), "chatgpt_response": _tell(n), "hallucination": "no"},
        lambda n: {"instruction": _ask(n), "output": _tell(n)},
        {"instruction", "output"},
    ),
    "Prompt and completion": Example(
        lambda n: {"prompt": _ask(n), "completion": _tell(n)},
        lambda n: {"instruction": _ask(n), "output": _tell(n)},
        {"instruction", "output"},
    ),
    "Conversation": Example(
        lambda n: {
            "conversations": [
                {"from": "human", "value": _ask(n)},
                {"from": "gpt", "value": _tell(n)},
                {"from": "human", "value": "Thanks"},
            ]
        },
        lambda n: {"turns": [_part("user", _ask(n)), _part("assistant", _tell(n)), _part("user", "Thanks")]},
        {"turns.0.text", "turns.2.text", "turns.2.role"},
    ),
    "Rewritten text": Example(
        lambda n: {"h_text": _ask(n), "target": "fun", "augmented_h_text": _tell(n)},
        lambda n: {"source_text": _ask(n), "text": _tell(n)},
        {"source_text", "text"},
    ),
    "Sentence pair and label": Example(
        lambda n: {"premise": _ask(n), "hypothesis": _tell(n), "gold": "entailment"},
        lambda n: {"text": f"{_ask(n)}\n\n{_tell(n)}", "label": "entailment"},
        {"label"},
    ),
    "Text and label": Example(
        lambda n: {"text": _tell(n), "label": n % 2},
        lambda n: {"text": _tell(n), "label": str(n % 2)},
        {"text", "label"},
    ),
    "Text": Example(
        lambda n: {"id": f"x{n}", "text": _tell(n)},
        lambda n: {"text": _tell(n)},
        {"text"},
    ),
}
