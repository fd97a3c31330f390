"""An example for every shape of the table: a maker of varied records, and the parts of the first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Maker = Callable[[int], dict[str, Any]]


@dataclass(frozen=True)
class Example:
    """Record ``n`` of a shape, its canonical parts, and the parts that its source can take back."""

    record: Maker
    parts: Maker
    writable: set[str] = field(default_factory=set)


def _ask(n: int) -> str:
    return f"Name {n} things that are {'red' if n % 2 else 'round'}."


def _tell(n: int) -> str:
    return f"Here are {n}: a ball, an apple “and so on”."


def _turn(role: str, text: str) -> dict[str, str]:
    return {"role": role, "content": text}


def _part(role: str, text: str, speaker: str = "") -> dict[str, str]:
    return {"role": role, "speaker": speaker, "text": text}


EXAMPLES: dict[str, Example] = {
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
