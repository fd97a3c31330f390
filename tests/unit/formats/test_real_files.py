"""The real data sets: every byte kept, the shapes recognised, every record an item or more."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path
from typing import NamedTuple

import pytest

from synthreview.domain import Kind
from synthreview.formats.bundle import Bundle
from synthreview.formats.detect import Detection, detect
from synthreview.formats.layout import Container
from synthreview.formats.origin import Origin
from synthreview.formats.readers import Reader, parse
from synthreview.formats.writers import rebuild

DAYS = tuple(f"camel/day_{day}_conversation.json" for day in (1, 2, 3))

UNSURE = {
    DAYS: "one exchange a record, under the names of the two who speak",
    "camel/hackathon_judges_logs.json": "a log of a program's events, no data of any kind",
    "cobbler/human/batches/normalized_human_ranking.json": "answers under the names of fifteen models",
    "cobbler/n15_responses/full_n15_model_generations.json": "answers under the names of fifteen models",
    "gpt_annotation_yyq/": "eleven columns of labels, any of which may be meant",
    "llamafactory_demo/dataset_info.json": "a list of files and their columns, no data",
}
"""Files whose shape has to be guessed, with what makes it unclear."""

NO_ITEM = {DAYS: {0}, "spp/logic_grid_puzzle/gpt4_w_sys_mes/": {167}}
"""Records that hold no item: a head without turns, an empty object."""

ONE_RECORD = ("super_natural_instructions/", "cobbler/n15_responses/", "llamafactory_demo/dataset_info.json")
"""Files that are one record however many rows they are said to have."""


class DataFile(NamedTuple):
    """A file of the manifest, with its number of records there and what was detected in it."""

    name: str
    path: Path
    rows: int
    found: Detection

    def told(self, by: dict) -> object:
        """What a table says of the file by the beginning of its name."""
        return next((value for start, value in by.items() if self.name.startswith(start)), None)


@pytest.fixture(scope="module")
def files(shared_data) -> list[DataFile]:
    """The data files of the manifest."""
    with (shared_data / "MANIFEST.tsv").open(encoding="utf-8", newline="") as manifest:
        rows = list(csv.DictReader(manifest, delimiter="\t", quoting=csv.QUOTE_NONE))
    data = [(row["file"], int(row["rows"])) for row in rows if not row["file"].endswith(".md")]
    assert len(data) > 190
    paths = [shared_data / name for name, _ in data]
    return [
        DataFile(name, path, count, detect(path)) for (name, count), path in zip(data, paths, strict=True)
    ]


def test_every_file_is_read_whole_and_given_back_to_the_byte(files):
    for file in files:
        layout = file.found.layout
        reader = Reader(file.path, layout)
        pieces = list(reader)
        assert [piece.fault for piece in pieces if piece.fault] == [], file.name
        assert len(pieces) == (1 if file.name.startswith(ONE_RECORD) else file.rows), file.name
        assert all(parse(piece.raw, layout) == piece.record for piece in pieces), file.name
        kept = ((piece.prefix, piece.raw) for piece in pieces)
        whole = b"".join(rebuild(layout, reader.head, kept, reader.tail, pieces[0].prefix))
        origin = Origin.on_disk(file.path, layout.compression)
        assert whole == origin.content.read(), file.name
        origin.close()
        assert hashlib.sha256(whole).hexdigest() == reader.content_sha256, file.name
        assert hashlib.sha256(file.path.read_bytes()).hexdigest() == reader.sha256, file.name


def test_every_shape_is_recognised_but_for_those_that_are_unclear(files):
    unsure = {file.name for file in files if not file.found.sure}
    assert unsure == {file.name for file in files if file.told(UNSURE)}


def test_every_record_gives_its_items_but_for_those_that_hold_none(files):
    for file in files:
        found = file.found
        if found.mapping is None:
            assert file.told(UNSURE)
            continue
        without = set()
        items = 0
        for number, piece in enumerate(Reader(file.path, found.layout)):
            try:
                items += len(found.mapping.read(piece.record))
            except ValueError:
                without.add(number)
        assert without == (file.told(NO_ITEM) or set()), file.name
        assert items >= file.rows - len(without), file.name


def test_the_units_of_a_record_have_the_same_names_each_time(files):
    for file in files:
        found = file.found
        if found.mapping is None or not found.mapping.each:
            continue
        for piece in Reader(file.path, found.layout):
            units = [reading.unit for reading in found.mapping.read(piece.record)]
            again = [reading.unit for reading in found.mapping.read(parse(piece.raw, found.layout))]
            assert units == again, file.name
            assert len(set(units)) == len(units), file.name


def test_the_same_pair_has_the_same_name_whoever_judged_it(shared_data):
    named = {}
    for judge in ("gpt4", "human"):
        path = shared_data / f"cobbler/cobbler/{judge}.json"
        found = detect(path)
        assert found.mapping.parts["judge"] == f"={judge}"
        records = [piece.record for piece in Reader(path, found.layout)]
        named[judge] = [
            {unit: {parts["a"], parts["b"]} for unit, parts in found.mapping.items(record)}
            for record in records
        ]
    shared = [set(ours) & set(theirs) for ours, theirs in zip(named["gpt4"], named["human"], strict=True)]
    assert all(len(units) == 105 for units in shared)
    assert all(
        named["gpt4"][n][unit] == named["human"][n][unit] for n, units in enumerate(shared) for unit in units
    )


def test_a_folder_of_one_conversation_a_file_is_one_source(shared_data):
    folder = shared_data / "who_and_when/Algorithm-Generated"
    found = detect(folder)
    assert (found.layout.words, found.layout.container) == ("Folder of JSON object", Container.JSON_OBJECT)
    reader = Reader(folder, found.layout)
    pieces = list(reader)
    assert [piece.fault for piece in pieces if piece.fault] == []
    names = [entry.name for entry in Bundle(folder).entries]
    assert [member.name for member in reader.members] == names
    assert names[:3] == ["1.json", "2.json", "3.json"]
    for member, piece in zip(reader.members, pieces, strict=True):
        assert member.head + piece.prefix + piece.raw + member.tail == (folder / member.name).read_bytes()
    assert {found.mapping.read(piece.record)[0].unit for piece in pieces} == {None}


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
        ("hh_rlhf/harmless-base/test.jsonl.gz", Kind.PREFERENCE, 2312, {"prompt", "a", "b", "choice"}),
        ("cobbler/cobbler/gpt4.json", Kind.PREFERENCE, 5250, {"prompt", "a", "b", "choice", "judge"}),
        (
            "mtbench/mtbench-gpt4-human-pref.csv",
            Kind.PREFERENCE,
            882,
            {"a", "b", "choice", "judge", "human_choice"},
        ),
        ("pandalm/testset-v1.json", Kind.PREFERENCE, 999, {"prompt", "a", "b", "human_choice"}),
        ("self_instruct/data/seed_tasks.jsonl", Kind.INSTRUCTION, 175, {"instruction", "input", "output"}),
        (
            "super_natural_instructions/CL_Benchmark/SuperNI/task363_sst2_polarity_classification/train.json",
            Kind.INSTRUCTION,
            1000,
            {"instruction", "input", "output"},
        ),
        ("hc3/test-data/wiki_csai.jsonl", Kind.FREE_TEXT, 2, {"prompt", "text", "author"}),
        ("hc3/en/val_hc3_si.jsonl", Kind.FREE_TEXT, 10641, {"text", "author"}),
        ("begin/wow/begin_dev_wow.tsv", Kind.FREE_TEXT, 430, {"prompt", "source_text", "text", "author"}),
        (
            "xstest/evaluation/automated_evaluation_labels/xstest_v2_completions_gpt4_gpteval.csv",
            Kind.TASK_LABEL,
            450,
            {"text", "human_labels", "model_labels", "annotator"},
        ),
        ("who_and_when/Algorithm-Generated/1.json", Kind.SIMULATION, 1, {"task", "turns"}),
        ("camel/star_output.json", Kind.INSTRUCTION, 9, {"instruction", "output"}),
    ],
)
def test_the_named_files_are_recognised_without_hand_work(shared_data, file, kind, items, parts):
    found = detect(shared_data / file)
    assert found.sure, found.note
    assert found.mapping is not None
    assert (found.mapping.kind, set(found.mapping.parts)) == (kind, parts)
    read = [found.mapping.items(piece.record) for piece in Reader(shared_data / file, found.layout)]
    assert sum(map(len, read)) == items
