"""Released conversations and texts, in miniature and our words."""

from __future__ import annotations

import json
from typing import Any

from synthreview.domain import Kind
from tests.unit.formats.releasing import Released, archive, file, lines, listed, table, turn


def camel(n: int) -> dict[str, Any]:
    return {
        "role_1": "Gardener_RoleType.ASSISTANT",
        "role_2": "Painter_RoleType.USER",
        "id": f"001_002_{n:03}",
        "original_task": "Paint a garden",
        "specified_task": f"Paint garden number {n} in the colours of the sea.",
        "message_1": {
            "role_name": "Painter",
            "role_type": "USER",
            "role": "user",
            "content": "Instruction: Name a plant.\nInput: None",
        },
        "message_2": {
            "role_name": "Gardener",
            "role_type": "ASSISTANT",
            "role": "user",
            "content": "Solution: Sea holly. Next request.",
        },
        "termination_reason": "<CAMEL_TASK_DONE>",
        "num_messages": 2,
    }


def camel_row(n: int) -> dict[str, Any]:
    whole = camel(n)
    messages = {key: value for key, value in whole.items() if key.startswith("message_")}
    told = {key: value for key, value in whole.items() if not key.startswith("message_")}
    return {
        **told,
        "role_flipping_happens": False,
        "role_flipping_msg_indices": "[]",
        "interruption_msg_indices": "[]",
        "conversation": json.dumps(messages),
    }


CAMEL_ITEM = {
    "task": "Paint garden number 0 in the colours of the sea.",
    "turns": [
        turn("user", "Instruction: Name a plant.\nInput: None", "Painter"),
        turn("assistant", "Solution: Sea holly. Next request.", "Gardener"),
    ],
}
SCORES = {
    "anger": 0.01,
    "disgust": 0.02,
    "joy": 0.9,
    "sadness": 0.1,
    "irony": 0.2,
    "metaphor": "[{'entity': 'LABEL_0'}]",
}
VOICES = (
    "Participants: Sailor; Cook (you)\n\nSailor: What is for dinner?\n\nCook (you): Soup: hot.\n\n"
    "Sailor: Good.\n\nFinish collaboration!\n\nFinal answer: soup"
)

TEXTS = {
    "CAMEL, an archive of files": Released(
        archive(**{f"000001_000001_{n + 1:06}_001": camel(n) for n in range(3)}),
        Kind.SIMULATION,
        CAMEL_ITEM,
        items=3,
    ),
    "CAMEL, a table": Released(
        table(camel_row(0), camel_row(1), name="CAMEL_annotated.csv"), Kind.SIMULATION, CAMEL_ITEM, items=2
    ),
    "Scarecrow": Released(
        table(
            *[
                {
                    "": n,
                    "prompt": "The ship left the harbour.",
                    "generation": f"It came back {n} times.",
                    "response": "[['Redundant', 'said before', '', 0, 7]]",
                    "model": "koala",
                }
                for n in range(3)
            ]
        ),
        Kind.FREE_TEXT,
        {"prompt": "The ship left the harbour.", "text": "It came back 0 times.", "author": "machine"},
        items=3,
    ),
    "Texts of people and models by domain": Released(
        table(
            {"text": "I like this place, and the soup.", "label": 1, "src": "yelp_human"},
            {"text": "This place offers a soup that one may like.", "label": 0, "src": "yelp_koala"},
        ),
        Kind.FREE_TEXT,
        {"text": "I like this place, and the soup.", "author": "human"},
        items=2,
    ),
    "Workers, texts of a model": Released(
        table(
            *[
                {
                    "text": f"Trust me on {n}.",
                    "label": "trust",
                    "model": "koala",
                    "strat": "few",
                    "human_id": 7,
                    **SCORES,
                }
                for n in range(3)
            ]
        ),
        Kind.FREE_TEXT,
        {"prompt": "few", "text": "Trust me on 0.", "author": "machine"},
        items=3,
    ),
    "Workers, texts of people": Released(
        table(*[{"id": n, "text": f"You can count on {n} of us.", **SCORES} for n in range(3)]),
        Kind.FREE_TEXT,
        {"text": "You can count on 0 of us.", "author": "human"},
        items=3,
    ),
    "Workers, texts and their paraphrases": Released(
        listed(
            *[
                {"h_text": f"Well done, {n}.", "target": "respect", "augmented_h_text": "A fine job."}
                for n in range(3)
            ]
        ),
        Kind.FREE_TEXT,
        {"source_text": "Well done, 0.", "text": "A fine job."},
        items=3,
    ),
    "Swift, pairs": Released(
        lines(
            {
                "system": "Be brief.",
                "conversation": [
                    {"human": "Hello", "assistant": "Hi"},
                    {"human": "Bye", "assistant": "So long"},
                ],
            },
            {"system": "Be brief.", "conversation": [{"human": "Hello", "assistant": "Hi"}]},
        ),
        Kind.SIMULATION,
        {
            "task": "Be brief.",
            "turns": [
                turn("user", "Hello"),
                turn("assistant", "Hi"),
                turn("user", "Bye"),
                turn("assistant", "So long"),
            ],
        },
        items=2,
    ),
    "Solo performance": Released(
        lines(
            {
                "idx": 0,
                "unwrapped_output": VOICES,
                "parsing_success_flag": True,
                "task_data": {"inputs": "Cook."},
            },
            {},
            {
                "idx": 2,
                "unwrapped_output": VOICES,
                "parsing_success_flag": True,
                "task_data": {"inputs": "Cook."},
            },
            *[{"idx": n, "unwrapped_output": VOICES, "task_data": {"inputs": "Cook."}} for n in range(3, 9)],
        ),
        Kind.SIMULATION,
        {
            "task": "Cook.",
            "turns": [
                turn("system", "Participants: Sailor; Cook (you)"),
                turn("Sailor", "What is for dinner?"),
                turn("Cook (you)", "Soup: hot."),
                turn("Sailor", "Good.\n\nFinish collaboration!\n\nFinal answer: soup"),
            ],
        },
        items=8,
        faults=1,
    ),
    "HC3": Released(
        lines(
            *[
                {
                    "question": f"Why {n}?",
                    "human_answers": ["So.", "Because."],
                    "chatgpt_answers": ["There are reasons."],
                    "source": "us",
                }
                for n in range(2)
            ]
        ),
        Kind.FREE_TEXT,
        {"prompt": "Why 0?", "text": "So.", "author": "human"},
        items=6,
        units=("human_answers.0", "human_answers.1", "chatgpt_answers.0"),
    ),
    "HC3-Plus": Released(
        lines(
            *[{"text": f"There are {n} reasons.", "label": n % 2} for n in range(4)], name="val_hc3_si.jsonl"
        ),
        Kind.FREE_TEXT,
        {"text": "There are 0 reasons.", "author": "human"},
        items=4,
    ),
    "BEGIN": Released(
        table(
            *[
                {
                    "model_name": "koala",
                    "data_source": "us",
                    "knowledge": "The sea is salt.",
                    "message": f"Is sea {n} salt?",
                    "response": "It is.",
                    "begin_label": "Fully attributable",
                }
                for n in range(3)
            ],
            name="set.tsv",
            delimiter="\t",
        ),
        Kind.FREE_TEXT,
        {
            "prompt": "Is sea 0 salt?",
            "source_text": "The sea is salt.",
            "text": "It is.",
            "author": "machine",
        },
        items=3,
    ),
    "Who and when": Released(
        file(
            "1.json",
            json.dumps(
                {
                    "is_correct": False,
                    "question": "How deep is the sea?",
                    "question_ID": "q1",
                    "history": [
                        {"content": "I look it up.", "role": "assistant", "name": "Diver_Expert"},
                        {"content": "Deep.", "name": "Terminal", "role": "user"},
                    ],
                    "mistake_agent": "Diver_Expert",
                    "system_prompt": {"Diver_Expert": "You dive."},
                },
                indent=4,
            ),
        ),
        Kind.SIMULATION,
        {
            "task": "How deep is the sea?",
            "turns": [turn("assistant", "I look it up.", "Diver_Expert"), turn("user", "Deep.", "Terminal")],
        },
        items=1,
    ),
    "Conversations with roles of the other format": Released(
        lines(
            *[
                {
                    "conversations": [
                        {"role": "user", "content": "Hello"},
                        {"role": "assistant", "content": "Hi"},
                        {"role": "user", "content": "Bye"},
                    ]
                }
            ]
            * 2
        ),
        Kind.SIMULATION,
        {"turns": [turn("user", "Hello"), turn("assistant", "Hi"), turn("user", "Bye")]},
        items=2,
    ),
}
