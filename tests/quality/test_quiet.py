"""Data without the faults an analyzer looks for must leave it quiet."""

from __future__ import annotations

import json

import pytest

from synthreview.analyzers.contract import Analyzer
from synthreview.analyzers.damaged_text import DamagedText
from synthreview.analyzers.role_flips import RoleFlips
from synthreview.domain import Finding, Item, Kind
from tests.quality.reading import conversations, items, json_lines, rows

pytestmark = pytest.mark.quality


def findings(analyzer: Analyzer, batch: list[Item]) -> list[Finding]:
    return list(analyzer.score(batch, analyzer.finish(analyzer.summarize(batch), None)))


@pytest.mark.parametrize(
    "name",
    [
        "sharegpt_vicuna_format/dummy_conversation.json",
        "llamafactory_demo/glaive_toolcall_en_demo.json",
        "llamafactory_demo/kto_en_demo.json",
        "llamafactory_demo/v1_sft_demo.jsonl",
        "llamafactory_demo/reason_tool_use_demo_50.jsonl",
        "openai_chat_format/weather_chat_fine_tuning.jsonl",
    ],
)
def test_sound_conversations_with_tools_and_systems_have_no_findings(shared_data, name):
    path = shared_data / name
    records = json_lines(path) if path.suffix == ".jsonl" else json.loads(path.read_text(encoding="utf-8"))
    assert findings(RoleFlips(), conversations(records)) == []


def test_texts_of_crowd_workers_are_not_accused(shared_data):
    path = shared_data / "workers_gpturk/mechanical_turk/processed_responses_with_predictions3.csv"
    batch = items(Kind.FREE_TEXT, [{"text": record["text"]} for record in rows(path)])
    reasons = [finding.reason for finding in findings(DamagedText(), batch)]
    assert set(reasons) <= {"truncated", "empty_text", "same_text"}
    assert reasons.count("truncated") <= 0.05 * len(batch)


def test_human_and_model_paraphrases_are_mostly_quiet(shared_data):
    records = json_lines(shared_data / "hc3/en/val_hc3_si.jsonl")
    hits = findings(DamagedText(), items(Kind.FREE_TEXT, [{"text": record["text"]} for record in records]))
    openings = [finding for finding in hits if finding.reason == "shared_opening"]
    assert len(hits) - len(openings) <= 0.003 * len(records)
    assert len(openings) <= 0.03 * len(records)


def test_short_human_pairs_are_quiet(shared_data):
    records = rows(shared_data / "p2c_dynasent/p2c_subjective_pref_preferences.csv")
    choices = {"0": "a", "1": "b", "2": "tie"}
    parts = [{"a": r["output1"], "b": r["output2"], "choice": choices[r["target"]]} for r in records]
    hits = findings(DamagedText(), items(Kind.PREFERENCE, parts))
    assert len(hits) <= 0.001 * len(records)
