"""The real data sets: every byte kept, the known shapes recognised."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest

from synthreview.domain import Kind
from synthreview.errors import UserError
from synthreview.formats.detect import detect
from synthreview.formats.readers import Reader, parse
from synthreview.formats.writers import rebuild

READABLE = ("json array", "jsonl", "csv", "tsv")


def data_files(folder: Path) -> list[tuple[Path, int]]:
    """The files in this version's containers, with their number of records."""
    with (folder / "MANIFEST.tsv").open(encoding="utf-8", newline="") as manifest:
        rows = list(csv.DictReader(manifest, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        (folder / row["file"], int(row["rows"]))
        for row in rows
        if row["format"].startswith(READABLE) and not row["file"].endswith(".gz")
    ]


def test_every_file_is_read_whole_and_given_back_to_the_byte(shared_data):
    files = data_files(shared_data)
    assert len(files) > 70
    for path, records in files:
        layout = detect(path).layout
        reader = Reader(path, layout)
        pieces = list(reader)
        assert [piece.fault for piece in pieces if piece.fault] == [], path
        assert len(pieces) == records, path
        assert all(parse(piece.raw, layout) == piece.record for piece in pieces), path
        kept = ((piece.prefix, piece.raw) for piece in pieces)
        whole = b"".join(rebuild(layout, reader.head, kept, reader.tail, pieces[0].prefix))
        assert whole == path.read_bytes(), path
        assert hashlib.sha256(whole).hexdigest() == reader.sha256, path


@pytest.mark.parametrize(
    ("file", "kind", "items", "parts"),
    [
        ("alpaca/random/random_9k.json", Kind.INSTRUCTION, 9229, {"instruction", "input", "output"}),
        (
            "derived/social_chemistry_101_inter_no_prompt.csv",
            Kind.TASK_LABEL,
            3955,
            {"text", "human_labels", "model_labels", "annotator"},
        ),
        ("halueval/general_data.json", Kind.INSTRUCTION, 4507, {"instruction", "output"}),
        ("llamafactory_demo/alpaca_en_demo.json", Kind.INSTRUCTION, 999, {"instruction", "input", "output"}),
        ("llamafactory_demo/alpaca_zh_demo.json", Kind.INSTRUCTION, 1000, {"instruction", "input", "output"}),
        ("llamafactory_demo/dpo_en_demo.json", Kind.PREFERENCE, 300, {"prompt", "a", "b", "choice"}),
        ("llamafactory_demo/v1_dpo_demo.jsonl", Kind.PREFERENCE, 10, {"prompt", "a", "b", "choice"}),
        ("llamafactory_demo/v1_sft_demo.jsonl", Kind.INSTRUCTION, 500, {"instruction", "output"}),
        ("llamafactory_demo/kto_en_demo.json", Kind.PREFERENCE, 300, {"prompt", "a", "choice"}),
        (
            "artifacts_paper_misc/mismatch_gpt3.csv",
            Kind.TASK_LABEL,
            8032,
            {"text", "human_labels", "model_labels"},
        ),
        ("sharegpt_vicuna_format/dummy_conversation.json", Kind.SIMULATION, 500, {"turns"}),
        ("p2c_dynasent/p2c_subjective_pref_preferences.csv", Kind.PREFERENCE, 5000, {"a", "b", "choice"}),
        ("workers_gpturk/abstracts_final.csv", Kind.FREE_TEXT, 16, {"text"}),
    ],
)
def test_the_named_files_are_recognised_without_hand_work(shared_data, file, kind, items, parts):
    found = detect(shared_data / file)
    assert found.sure, found.note
    assert found.mapping is not None
    assert (found.mapping.kind, set(found.mapping.parts)) == (kind, parts)
    read = [found.mapping.items(piece.record) for piece in Reader(shared_data / file, found.layout)]
    assert sum(map(len, read)) == items


def test_files_of_later_containers_are_refused_in_words(shared_data):
    for file in ("hh_rlhf/harmless-base/test.jsonl.gz", "who_and_when/Algorithm-Generated/1.json"):
        with pytest.raises(UserError):
            detect(shared_data / file)
