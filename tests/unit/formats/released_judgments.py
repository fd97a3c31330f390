"""Released preferences and labels, and those of annotation tools, in miniature and our words."""

from __future__ import annotations

import json
from typing import Any

from synthreview.domain import Kind
from tests.unit.formats.releasing import Released, directory, file, lines, listed, table

ARGILLA_RECORDS = json.dumps(
    [
        {
            "id": f"r-{n}",
            "fields": {"text": f"The sea is calm on day {n}."},
            "metadata": {"risk": 0.5},
            "suggestions": {"label": {"value": "calm", "score": 0.75, "agent": "koala"}},
            "responses": {"label": [{"value": "rough", "user_id": "u-1"}]},
        }
        for n in range(3)
    ]
)


def ranked(*models: str) -> list[dict[str, Any]]:
    return [
        {"rank": n + 1, "point": len(models) - n, "model": model, "output": f"{model} says so."}
        for n, model in enumerate(models)
    ]


JUDGMENTS = {
    "P2C, sentences and judges": Released(
        table(
            *[
                {
                    "sent_1": f"Dish {n} was fine.",
                    "sent_2": "The soup was the best of all.",
                    "gold_label": "positive",
                    "human_pref": n,
                    "gpt3_pref": 1,
                    "lexicon_pref": 0,
                    "lexicon_diff": 0.125,
                }
                for n in range(3)
            ]
        ),
        Kind.PREFERENCE,
        {
            "prompt": "positive",
            "a": "Dish 0 was fine.",
            "b": "The soup was the best of all.",
            "choice": "b",
            "human_choice": "a",
        },
        items=3,
    ),
    "P2C, outputs and a target": Released(
        table(
            *[
                {"output1": f"Dish {n} was fine.", "output2": "The soup, too, was good.", "target": n}
                for n in (2, 0, 1)
            ]
        ),
        Kind.PREFERENCE,
        {"a": "Dish 2 was fine.", "b": "The soup, too, was good.", "choice": "tie"},
        items=3,
    ),
    "MT-Bench": Released(
        table(
            *[
                {
                    "question_id": 81 + n,
                    "model_a": "koala",
                    "model_b": "llama",
                    "human_model": "model_b",
                    "human_info": "author_1",
                    "conversation_a": f"My trip to island {n} was short.",
                    "conversation_b": "I went by boat, and came back.",
                    "turn": 1,
                    "gpt4_model": ("tie (inconsistent)", "model_a", "tie")[n],
                }
                for n in range(3)
            ]
        ),
        Kind.PREFERENCE,
        {
            "a": "My trip to island 0 was short.",
            "b": "I went by boat, and came back.",
            "choice": "tie",
            "judge": "gpt4",
            "human_choice": "b",
        },
        items=3,
    ),
    "OpenAI preference": Released(
        lines(
            *[
                {
                    "input": {"messages": [{"role": "user", "content": f"Name {n} fish."}], "tools": []},
                    "preferred_output": [{"role": "assistant", "content": "Cod."}],
                    "non_preferred_output": [{"role": "assistant", "content": "A tree."}],
                }
                for n in (1, 2)
            ]
        ),
        Kind.PREFERENCE,
        {"prompt": "Name 1 fish.", "a": "Cod.", "b": "A tree.", "choice": "a"},
        items=2,
    ),
    "Argilla, on disk": Released(
        directory(
            **{
                ".argilla__settings_json": "{}",
                ".argilla__dataset_json": "{}",
                "records_json": ARGILLA_RECORDS,
            }
        ),
        Kind.TASK_LABEL,
        {
            "text": "The sea is calm on day 0.",
            "human_labels": ["rough"],
            "model_labels": ["calm"],
            "annotator": "koala",
        },
        items=3,
    ),
    "Label Studio": Released(
        listed(
            *[
                {
                    "id": n,
                    "data": {"text": f"The sea is calm on day {n}."},
                    "predictions": [
                        {
                            "model_version": "koala",
                            "score": 0.5,
                            "result": [
                                {
                                    "from_name": "sea",
                                    "to_name": "text",
                                    "type": "choices",
                                    "value": {"choices": ["calm"]},
                                }
                            ],
                        }
                    ],
                    "annotations": [
                        {
                            "result": [{"type": "choices", "value": {"choices": [label]}}],
                            "was_cancelled": False,
                        }
                        for label in ("calm", "rough")
                    ],
                }
                for n in range(3)
            ]
        ),
        Kind.TASK_LABEL,
        {
            "text": "The sea is calm on day 0.",
            "human_labels": ["calm", "rough"],
            "model_labels": ["calm"],
            "annotator": "koala",
        },
        items=3,
    ),
    "Prodigy": Released(
        lines(
            *[
                {
                    "text": f"The sea is calm on day {n}.",
                    "options": [{"id": "CALM", "text": "calm"}, {"id": "ROUGH", "text": "rough"}],
                    "accept": ["CALM"],
                    "meta": {"source": "log"},
                    "answer": "accept",
                    "_input_hash": n,
                    "_task_hash": -n,
                    "_timestamp": 1_700_000_000,
                }
                for n in range(1, 4)
            ]
        ),
        Kind.TASK_LABEL,
        {"text": "The sea is calm on day 1.", "label": "CALM", "annotator": "log"},
        items=3,
    ),
    "doccano": Released(
        lines(
            *[{"id": n, "text": f"The sea is calm on day {n}.", "label": ["calm", "blue"]} for n in range(3)]
        ),
        Kind.TASK_LABEL,
        {"text": "The sea is calm on day 0.", "label": "calm, blue"},
        items=3,
    ),
    "The study's labels, a row for each model": Released(
        table(
            *[
                {
                    "model_name": model,
                    "dataset_name": "SChem",
                    "text_ind": 5,
                    "text": "It is rude to whistle, they say.",
                    "prompt": "Label the text. It is rude to whistle, they say.",
                    "human_annots": "[3.0, 4.0, nan]",
                    "model_annots": votes,
                    "human_majority": 3,
                    "machine_majority": 3,
                    "human_minority": "[4.0]",
                    "machine_minority": "[]",
                }
                for model, votes in (("koala", "[3 4 -1]"), ("llama", "['3', '3']"))
            ]
        ),
        Kind.TASK_LABEL,
        {
            "text": "It is rude to whistle, they say.",
            "human_labels": ["3", "4", None],
            "model_labels": ["3", "4", None],
            "annotator": "koala",
        },
        items=2,
    ),
    "The study's labels, in short": Released(
        table(
            *[
                {
                    "text": f"One should wash up {n} times, at least.",
                    "human_annots": "[3.0, 4.0]",
                    "model_annots": "[3.0, 3.0]",
                    "human_variation": 0.5,
                    "model_variation": 0,
                }
                for n in range(3)
            ]
        ),
        Kind.TASK_LABEL,
        {
            "text": "One should wash up 0 times, at least.",
            "human_labels": ["3", "4"],
            "model_labels": ["3", "3"],
        },
        items=3,
    ),
    "CoBBLEr": Released(
        file(
            "set.json",
            json.dumps(
                {
                    "evaluator": "gpt4",
                    **{
                        f"example_{n}": {
                            "instruction": f"Is {n} a number?",
                            "reference": "Yes.",
                            "rankings": ranked("koala", "alpaca", "llama"),
                        }
                        for n in range(2)
                    },
                },
                indent=4,
            ),
        ),
        Kind.PREFERENCE,
        {
            "prompt": "Is 0 a number?",
            "a": "alpaca says so.",
            "b": "koala says so.",
            "choice": "b",
            "judge": "gpt4",
        },
        items=6,
        units=("alpaca/koala", "alpaca/llama", "koala/llama"),
    ),
    "XSTest": Released(
        table(
            *[
                {
                    "id": f"v2-{n}",
                    "type": "homonyms",
                    "prompt": "How do I kill a process?",
                    "completion": f"With a signal, number {n}.",
                    "annotation_1": "1_full_compliance",
                    "annotation_2": "",
                    "agreement": "True",
                    "final_label": "1_full_compliance",
                    "gpt4_label": "2_full_refusal",
                }
                for n in range(3)
            ]
        ),
        Kind.TASK_LABEL,
        {
            "text": "How do I kill a process?\n\nWith a signal, number 0.",
            "human_labels": ["1_full_compliance", None],
            "model_labels": ["2_full_refusal"],
            "annotator": "gpt4",
        },
        items=3,
    ),
    "PandaLM, people": Released(
        listed(
            *[
                {
                    "idx": n,
                    "motivation_app": "Mail",
                    "cmp_key": "koala_llama",
                    "instruction": f"Name {n} seas.",
                    "input": "",
                    "response1": "The Red Sea.",
                    "response2": "Sea.",
                    "annotator1": 1,
                    "annotator2": n,
                    "annotator3": 1,
                }
                for n in range(3)
            ]
        ),
        Kind.PREFERENCE,
        {"prompt": "Name 0 seas.", "a": "The Red Sea.", "b": "Sea.", "human_choice": "a"},
        items=3,
    ),
    "PandaLM, a judge": Released(
        listed(
            *[
                {"idx": n, "pandalm_result": n, "pandalm_reason": "It is longer.", "pandalm_reference": ""}
                for n in (2, 1, 0)
            ]
        ),
        Kind.PREFERENCE,
        {"choice": "b"},
        items=3,
    ),
    "WANLI": Released(
        lines(
            *[
                {
                    "id": n,
                    "premise": "It rains.",
                    "hypothesis": f"It is wet, {n}.",
                    "gold": "entailment",
                    "genre": "generated",
                    "pairID": f"p{n}",
                }
                for n in range(3)
            ]
        ),
        Kind.TASK_LABEL,
        {"text": "It rains.\n\nIt is wet, 0.", "label": "entailment"},
        items=3,
    ),
    "Columns of equal length": Released(
        file(
            "set.json",
            json.dumps({"text": [f"The sea is calm on day {n}." for n in range(3)], "label": [1, 0, 1]}),
        ),
        Kind.TASK_LABEL,
        {"text": "The sea is calm on day 0.", "label": "1"},
        items=3,
        units=("0", "1", "2"),
    ),
    "Implicit preference": Released(
        lines(
            *[
                {
                    "chosen": [
                        {"role": "user", "content": f"Name {n} seas."},
                        {"role": "assistant", "content": "The Red Sea."},
                    ],
                    "rejected": [
                        {"role": "user", "content": f"Name {n} seas."},
                        {"role": "assistant", "content": "Sea."},
                    ],
                }
                for n in range(2)
            ]
        ),
        Kind.PREFERENCE,
        {"prompt": "Name 0 seas.", "a": "The Red Sea.", "b": "Sea.", "choice": "a"},
        items=2,
    ),
    "Preference as dialogues in text": Released(
        lines(
            *[
                {
                    "chosen": f"\n\nHuman: Hello\n\nAssistant: Hi\n\nHuman: Name {n} seas.\n\nAssistant: The Red Sea.",
                    "rejected": f"\n\nHuman: Hello\n\nAssistant: Hi\n\nHuman: Name {n} seas.\n\nAssistant: Sea.",
                }
                for n in range(2)
            ]
        ),
        Kind.PREFERENCE,
        {
            "prompt": "User: Hello\n\nAssistant: Hi\n\nUser: Name 0 seas.",
            "a": "The Red Sea.",
            "b": "Sea.",
            "choice": "a",
        },
        items=2,
    ),
    "KTO": Released(
        lines(
            *[
                {"instruction": f"Name {n} seas.", "input": "", "output": "Sea.", "kto_tag": n == 1}
                for n in range(2)
            ]
        ),
        Kind.PREFERENCE,
        {"prompt": "Name 0 seas.", "a": "Sea.", "choice": "b"},
        items=2,
    ),
}
