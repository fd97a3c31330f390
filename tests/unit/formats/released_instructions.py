"""Released instructions, in miniature and our words."""

from __future__ import annotations

import json
from typing import Any

from synthreview.domain import Kind
from tests.unit.formats.releasing import Released, file, lines, listed, table, turn


def unnatural(n: int, **more: Any) -> dict[str, Any]:
    return {
        "instruction": "You get a colour. Name a fruit of that colour.",
        "instances": [
            {
                "instruction_with_input": f"You get the colour {n}. Name a fruit of that colour.",
                "input": f"Colour: {n}",
                "constraints": "The answer is one word.",
                "output": "Plum",
            }
        ],
        **more,
    }


REFORMULATED = [
    {
        "instruction": "Which fruit has the colour {INPUT}?",
        "instruction_with_input": f"Which fruit has the colour {n}?",
        "input": f"Colour: {n}",
        "output": "Plum",
    }
    for n in range(2)
]


INSTRUCTIONS = {
    "Unnatural Instructions": Released(
        lines(unnatural(1), unnatural(2)),
        Kind.INSTRUCTION,
        {
            "instruction": "You get a colour. Name a fruit of that colour.",
            "input": "Colour: 1",
            "constraints": "The answer is one word.",
            "output": "Plum",
        },
        items=2,
        units=("0",),
    ),
    "Unnatural Instructions with reformulations": Released(
        lines(unnatural(1, reformulations=REFORMULATED), unnatural(2)),
        Kind.INSTRUCTION,
        {
            "instruction": "You get the colour 1. Name a fruit of that colour.",
            "constraints": "The answer is one word.",
            "output": "Plum",
        },
        items=4,
        units=("instances.0", "reformulations.0", "reformulations.1"),
    ),
    "FLAN, lines": Released(
        lines(
            *[{"inputs": f"Is {n} odd? Say yes or no.", "targets": "yes", "task": "odd:1.0"} for n in (1, 3)]
        ),
        Kind.INSTRUCTION,
        {"instruction": "Is 1 odd? Say yes or no.", "output": "yes"},
        items=2,
    ),
    "FLAN, tabs without header": Released(
        file(
            "set.tsv",
            "".join(
                f"How many legs have {n} hens, all told?\tThey have {2 * n} legs.\n" for n in range(1, 5)
            ),
        ),
        Kind.INSTRUCTION,
        {"instruction": "How many legs have 1 hens, all told?", "output": "They have 2 legs."},
        items=4,
    ),
    "The study's annotated instructions": Released(
        table(
            *[
                {
                    "instruction": f"Count to {n}.",
                    "constraints": "Use digits.",
                    "input": "",
                    "output": "1 2 3",
                    "dataset": "unnatural",
                    "QA_type": "Closed-QA",
                    "error": "incorrect output",
                    "second_error": "",
                    "third_error": "",
                }
                for n in (3, 4)
            ]
        ),
        Kind.INSTRUCTION,
        {"instruction": "Count to 3.", "constraints": "Use digits.", "input": "", "output": "1 2 3"},
        items=2,
    ),
    "Swift, query and response": Released(
        lines(
            *[{"system": "Be brief.", "query": "And?", "response": "No.", "history": [["Hello", "Hi"]]}] * 2
        ),
        Kind.INSTRUCTION,
        {
            "system": "Be brief.",
            "history": [turn("user", "Hello"), turn("assistant", "Hi")],
            "instruction": "And?",
            "output": "No.",
        },
        items=2,
    ),
    "Self-Instruct, seeds": Released(
        lines(
            *[
                {
                    "id": f"seed_{n}",
                    "name": "fish",
                    "instruction": f"Name {n} fish of the North Sea.",
                    "instances": [
                        {"input": "", "output": "Cod."},
                        {"input": "Large ones.", "output": "Tope."},
                    ],
                    "is_classification": False,
                }
                for n in range(2)
            ]
        ),
        Kind.INSTRUCTION,
        {"instruction": "Name 0 fish of the North Sea.", "input": "", "output": "Cod."},
        items=4,
        units=("0", "1"),
    ),
    "Self-Instruct, as generated": Released(
        lines(
            *[
                {"instruction": f"Name {n} fish.", "raw_instances": "Output: Cod.", "metadata": {}}
                for n in range(2)
            ]
        ),
        Kind.INSTRUCTION,
        {"instruction": "Name 0 fish.", "output": "Output: Cod."},
        items=2,
    ),
    "Alpaca": Released(
        listed(
            *[{"instruction": f"Name {n} fish.", "input": "<noinput>", "output": "Cod."} for n in range(2)]
        ),
        Kind.INSTRUCTION,
        {"instruction": "Name 0 fish.", "input": "<noinput>", "output": "Cod."},
        items=2,
    ),
    "Dolly": Released(
        lines(
            *[
                {"instruction": f"Name {n} fish.", "context": "", "response": "Cod.", "category": "open_qa"}
                for n in range(2)
            ]
        ),
        Kind.INSTRUCTION,
        {"instruction": "Name 0 fish.", "input": "", "output": "Cod."},
        items=2,
    ),
    "Super-NaturalInstructions": Released(
        file(
            "task001.json",
            json.dumps(
                {
                    "Contributors": ["us"],
                    "Categories": ["Counting"],
                    "Definition": ["You are given a word. Say how many letters it has."],
                    "Positive Examples": [{"input": "sea", "output": "3", "explanation": "s, e and a."}],
                    "Negative Examples": [],
                    "Instances": [
                        {"id": f"task001-{n}", "input": "a" * n, "output": [f"{n}"]} for n in range(1, 4)
                    ],
                },
                indent=1,
            ),
        ),
        Kind.INSTRUCTION,
        {"instruction": "You are given a word. Say how many letters it has.", "input": "a", "output": "1"},
        items=3,
        units=("0", "1", "2"),
    ),
    "HaluEval": Released(
        lines(
            *[
                {
                    "ID": n,
                    "user_query": f"Name {n} seas.",
                    "chatgpt_response": "The Red Sea.",
                    "hallucination": "no",
                    "hallucination_spans": [],
                }
                for n in range(2)
            ],
            name="general_data.json",
            end="\r\n",
        ),
        Kind.INSTRUCTION,
        {"instruction": "Name 0 seas.", "output": "The Red Sea."},
        items=2,
    ),
    "CoachLM": Released(
        listed(
            *[
                {
                    "Raw Instruction": f"Name {n} seas.",
                    "Raw Input": "",
                    "Raw Response": "Sea.",
                    "Revised Instruction": f"Name {n} seas of Asia.",
                    "Revised Response": "The Red Sea.",
                    "Distance": 12,
                }
                for n in range(2)
            ]
        ),
        Kind.INSTRUCTION,
        {"instruction": "Name 0 seas.", "input": "", "output": "Sea."},
        items=2,
    ),
    "Messages whose parts use value": Released(
        lines(
            *[
                {
                    "messages": [
                        {"role": "user", "content": [{"type": "text", "value": f"Name {n} seas."}]},
                        {"role": "assistant", "content": [{"type": "text", "value": "The Red Sea."}]},
                    ]
                }
                for n in range(2)
            ]
        ),
        Kind.INSTRUCTION,
        {"instruction": "Name 0 seas.", "output": "The Red Sea."},
        items=2,
    ),
}
