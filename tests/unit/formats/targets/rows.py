"""Items to export: one plain example a kind, and a way to make others."""

from __future__ import annotations

from typing import Any

from synthreview.domain import Kind
from synthreview.formats.targets import Row


def turn(role: str, text: str, speaker: str = "") -> dict[str, str]:
    """A turn as parts hold it."""
    return {"role": role, "speaker": speaker, "text": text}


PARTS: dict[Kind, dict[str, Any]] = {
    Kind.TASK_LABEL: {
        "text": "Nice “day”",
        "label": "3",
        "human_labels": ["3", "1", None, "3"],
        "model_labels": ["3", "3"],
        "annotator": "koala",
    },
    Kind.PREFERENCE: {
        "prompt": "Why is the sky blue?",
        "a": "It scatters light.",
        "b": "It is painted — blå.",
        "choice": "a",
        "judge": "llm",
        "human_choice": "b",
    },
    Kind.INSTRUCTION: {
        "system": "Be kind.",
        "history": [turn("user", "Hi"), turn("assistant", "Hello")],
        "instruction": "Translate.",
        "input": "你好",
        "output": "Hello 😀",
    },
    Kind.SIMULATION: {
        "task": "Plan a trip.",
        "turns": [
            turn("user", "Where?"),
            turn("assistant", "Oslo"),
            turn("user", "When?"),
            turn("assistant", ""),
        ],
    },
    Kind.FREE_TEXT: {"prompt": "Write a haiku.", "text": "Snow — snö", "author": "machine"},
}


def row(kind: Kind, parts: dict[str, Any] | None = None, without: tuple[str, ...] = (), **known: Any) -> Row:
    """The example of a kind with other parts or with parts left out."""
    merged = {name: value for name, value in {**PARTS[kind], **(parts or {})}.items() if name not in without}
    return Row(item=7, kind=kind, parts=merged, dataset="set", position=3, unit=None, **known)
