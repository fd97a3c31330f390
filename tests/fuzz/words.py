"""What people and other programs write: filters, decisions, settings, mappings, manifests, and kept results."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from dataclasses import asdict, replace
from functools import lru_cache, partial
from pathlib import Path
from random import Random
from typing import Any

import orjson

from synthreview import paths, presets, settings
from synthreview.cli.decision_file import read_decisions
from synthreview.demo import generate
from synthreview.domain import Decision, Kind, Verdict
from synthreview.engine import report_probe
from synthreview.engine.exporting import ExportOptions
from synthreview.engine.mixing import Mix
from synthreview.formats.mapping import Mapping
from synthreview.formats.readers import Reader
from synthreview.formats.sniff import sniff
from synthreview.probe.resampling import Measured
from synthreview.probe.result import Foreseen, Reliance, Result, Trained, View, WhatIf
from synthreview.project import Project
from synthreview.query import KEYS, All, also, parse, readable, spelled
from synthreview.store import pages, probes
from tests.fuzz import containers, seeds
from tests.fuzz.sources import readings
from tests.fuzz.target import JSON_WORDS, Target, attempt, claim, printable

FILTERS = (
    *("", 'kind:instruction risk>=0.3 -verdict:reject (reason:refusal or "article")', "/wr.n/i gull", "bird"),
    *(
        "decided>=2026-01-01 reviewer:ana",
        "item<=4 or position=2",
        "like:3",
        "-(a b) or -c",
        "note:yes fixed:no",
    ),
    *(
        'dataset:"the ""first"" one" language:en',
        'regex:"a b" findings>1 length<100',
        "flag:on draft:yes label:1",
    ),
)
FILTER_WORDS = (
    *(f"{key}:".encode() for key in KEYS),
    *(
        b"(",
        b")",
        b"-",
        b" or ",
        b'"',
        b'""',
        b"/",
        b"/i",
        b"\\",
        b">=",
        b"<=",
        b"=",
        b":",
        b"nan",
        b"inf",
        b"1e999",
    ),
    *(
        b"-1",
        b"9" * 19,
        b"9" * 400,
        b"*",
        b"a*",
        b"^",
        b"NEAR",
        b"AND",
        b"NOT",
        b"'",
        b"%",
        b"_",
        b"\0",
        b"\xff",
        b"{",
    ),
    *(
        "é".encode(),
        "鹪鹩".encode(),
        b"\xf0\x9f\x90\xa6",
        b"\xe2\x80\xa8",
        b"(?i)",
        b"(?:",
        b"[",
        b"]",
        b"{1000}",
        b"+",
    ),
    *(b"2026-13-40", b"accept", b"undecided", b"yes", b"no", b"simulation", b"1", b"2"),
)


@lru_cache(maxsize=1)
def project() -> Project:
    """A small project with some decisions, the same as long as the process lives."""
    folder = Path(tempfile.mkdtemp())
    generate(folder)
    made = Project.open(folder / "p.synthreview", create=True, reviewer="ana")
    for name in ("instructions.json", "labels.csv", "preferences.jsonl"):
        made.import_file(folder / name)
    made.index_text()
    made.analyze(analyzers=["damaged_text"])
    made.decide(1, Verdict.REJECT, note="not a bird", reasons=["other"])
    made.decide_many([Decision(2, Verdict.FIX, {"output": "A wren."}), Decision(3, Verdict.ACCEPT)])
    return made


def filters(_: Path) -> list[bytes]:
    """Filters of every kind of term."""
    return [text.encode() for text in FILTERS]


def in_a_filter(data: bytes, folder: Path, rng: Random) -> None:
    """The bytes as a filter, as a command line or a window hands it over."""
    where = data.decode("utf-8", "surrogateescape").replace("\n", " ")[:4_000]
    query = attempt(lambda: parse(where))
    if query is None:
        return
    claim(parse(spelled(query)) == query or query == All(()), "spelled it is another", query, spelled(query))
    for chip in readable(where):
        attempt(partial(parse, chip.rest))
    attempt(lambda: also(where, rng.choice(FILTERS)))
    attempt(lambda: project().queue_start(where))
    attempt(lambda: project().queue_all(where))
    marks = attempt(lambda: project().highlights(where))
    if marks is not None:
        marks("A wren – é 🐦 is a bird.\n\n" * 3)
    if rng.random() < 0.2:
        attempt(lambda: project().facets(where))


def decisions(_: Path) -> list[bytes]:
    """Files of decisions."""
    rows = [
        {"item": 4, "verdict": "accept"},
        {
            "item": 5,
            "verdict": "reject",
            "reasons": ["other", "refusal"],
            "note": "no bird",
            "reviewer": "bo",
        },
        {"item": 6, "verdict": "fix", "set": {"output": "A gull."}},
        {"dataset": "instructions", "position": 7, "verdict": "defer"},
        {"dataset": "labels", "position": 1, "unit": None, "verdict": "accept"},
    ]
    lines = [json.dumps(row).encode() for row in rows]
    return [b"\n".join(lines), *lines, b"\r\n".join(lines) + b"\r\n"]


def in_decisions(data: bytes, folder: Path, _: Random) -> None:
    """The bytes as a file of decisions: all of them are made, or none."""
    path = folder / "decisions.jsonl"
    path.write_bytes(data)
    asked = attempt(lambda: list(read_decisions(project(), path)), path.name)
    if asked is None:
        return
    before = project().counts()
    if attempt(lambda: project().decide_many(asked)) is None:
        claim(project().counts() == before, "some were decided, though all were refused")
    else:
        project().undo()
        claim(project().counts() == before, "undone it is not as before", before, project().counts())


def chosen(_: Path) -> list[bytes]:
    """Settings as they are saved."""
    full = replace(
        settings.Settings(),
        reviewer="ana",
        keys={"accept": ["A", "Ctrl+Return"], "reject": []},
        recent=["/tmp/p.synthreview"],
        recent_commands=["undo"],
    )
    return [json.dumps(asdict(one), indent=2).encode() for one in (full, settings.Settings())]


def in_settings(data: bytes, folder: Path, _: Random) -> None:
    """The bytes as the settings: something can be worked with, and it can be saved."""
    os.environ[paths.HOME_VARIABLE] = str(folder)
    settings.file().write_bytes(data)
    found = settings.load()
    claim(found.theme in settings.THEMES and found.text_size in settings.TEXT_SIZES, "odd settings", found)
    claim(0 <= found.goal < 2**31, "a goal that no field can show", found.goal)
    for words in (
        found.reviewer,
        found.language,
        found.model,
        found.geometry,
        *found.recent,
        *found.recent_commands,
    ):
        printable(words)
    found.remember(folder / "p.synthreview")
    found.save()
    claim(settings.load() == found, "the settings change when saved", found)


def kept_mappings(_: Path) -> list[bytes]:
    """Mappings as they are saved."""
    pair = Mapping(Kind.PREFERENCE, {"prompt": "question", "a": "response_a", "choice": "score_a - score_b"})
    item = Mapping(
        Kind.INSTRUCTION, {"instruction": "instruction", "output": "@.output"}, each="instances[*]", id="id"
    )
    label = Mapping(
        Kind.TASK_LABEL, {"text": "text", "label": "model_labels"}, {"label": {"0": "no", "1": "yes"}}
    )
    return [json.dumps(each.to_json(), indent=2).encode() for each in (pair, item, label)]


def in_a_mapping(data: bytes, folder: Path, rng: Random) -> None:
    """The bytes as a saved mapping: refused in a sentence, or records can be read with it."""
    os.environ[paths.HOME_VARIABLE] = str(folder)
    (presets.folder() / "mine.json").write_bytes(data)
    claim(presets.names() == ["mine"], "another name", presets.names())
    told = attempt(lambda: presets.load("mine"), "mine")
    mapping = None if told is None else attempt(lambda: Mapping.from_json(told))
    if mapping is not None:
        orjson.dumps(mapping.to_json())
        claim(Mapping.from_json(mapping.to_json()) == mapping, "kept it is another")
        for record in (*seeds.PAIRS, *seeds.SEVERAL, *seeds.VOTES, {}, {"text": {"a": [1]}}):
            for one in readings(mapping, record):
                mapping.name_of(record, one.unit)
        source = folder / "set.jsonl"
        source.write_bytes(b"".join(seeds.dumped(one) + b"\n" for one in seeds.SEVERAL))
        attempt(lambda: list(Reader(source, sniff(source))))
    name = data[rng.randint(0, 9) :][: rng.randint(0, 60)].decode("utf-8", "replace").replace("\n", "../")
    before = set(folder.rglob("*"))
    attempt(lambda: presets.save(name, {"kind": "x"}))
    made = set(folder.rglob("*")) - before
    claim(all(path.parent == presets.folder() for path in made), "a mapping outside of its folder", made)
    attempt(lambda: presets.load(name))
    attempt(lambda: presets.forget(name))


def mixes(_: Path) -> list[bytes]:
    """Mixes as they are kept."""
    return [orjson.dumps(asdict(mix)) for mix in (Mix(), Mix(100, 0, 0, 0), Mix(25, 25, 25, 25))]


def in_a_mix(data: bytes, folder: Path, _: Random) -> None:
    """The bytes as the mix that a project keeps: whatever it is, the queue can be ranked."""
    body = data.decode("utf-8", "replace").replace("\0", "")
    project()._store.write(lambda c: pages.write(c, pages.MIX, body))
    mix = project().mix()
    claim(sum(asdict(mix).values()) == 100, "no mix of a hundred", mix)
    attempt(lambda: project().rank())


def results(_: Path) -> list[bytes]:
    """Results of the second-order check as they are kept."""
    told = Measured(0.52, 0.48, 0.55)
    arms = tuple(
        Trained(arm, 700.0, 40.0, 10.0, told, told, told, told, told, (told, told), (told, told), 12, 3, 0.01)
        for arm in ("people", "raw", "cleaned", "random")
    )
    reliance = (Reliance("cleaned", (0.1, 2.0), (told, told), told),)
    views = (View("words", arms, told, (told, told), reliance),)
    foretold = (WhatIf("words", (Foreseen(0.1, told, told, told),), 80),)
    label = Result(Kind.TASK_LABEL, "made", "", "accuracy", 716, 700, 791, ("3", "4"), views, foretold)
    label = replace(
        label, cautions=(("where", {"filter": "x"}), ("seen", {"name": "y"})), at="2026-01-01T00:00:00.000Z"
    )
    return [orjson.dumps(one.as_json()) for one in (label, replace(label, kind=Kind.INSTRUCTION, decided=5))]


def in_a_result(data: bytes, folder: Path, _: Random) -> None:
    """The bytes as a kept result: none, or one that can be told whole."""
    try:
        told: Any = orjson.loads(data)
    except ValueError:
        return
    project()._store.write(lambda c: probes.keep(c, 1, told))
    found = project().probed(1)
    if found is not None:
        claim(bool(report_probe.short(found, old=True)), "nothing is told")
        for block in report_probe.blocks(found, old=True):
            printable(repr(block))
        orjson.dumps(found.as_json())


@lru_cache(maxsize=1)
def exported() -> tuple[Path, bytes, Path]:
    """An export with its manifest, and the source."""
    folder = Path(tempfile.mkdtemp())
    out = folder / "out.json"
    dataset = project().datasets()[0].id
    project().export(dataset, out, include=["all"])
    project().export(dataset, folder / "all.csv", "csv", ["all"])
    return (
        folder,
        (folder / "out.json.manifest.json").read_bytes(),
        project().path.with_name("instructions.json"),
    )


def manifests(_: Path) -> list[bytes]:
    """Manifests, of the source's format and of another."""
    folder, plain, _source = exported()
    return [
        plain,
        (folder / "all.csv.manifest.json").read_bytes(),
        plain.replace(b"out.json", b"../out.json"),
    ]


def in_a_manifest(data: bytes, folder: Path, _: Random) -> None:
    """The bytes as the manifest of an export."""
    there, _plain, source = exported()
    place = folder / "there"
    shutil.copytree(there, place)
    manifest = place / "out.json.manifest.json"
    manifest.write_bytes(data)
    for beside in (None, source):
        found = attempt(partial(Project.verify, manifest, beside))
        for problem in found.problems if found is not None else ():
            printable(problem)


def imported(data: bytes, folder: Path, rng: Random) -> None:
    """The bytes through the whole program: imported, checked, exported in every format, verified."""
    path = folder / f"set.{rng.choice(('json', 'jsonl', 'csv', 'txt'))}"
    path.write_bytes(data)
    made = Project.open(folder / "p.synthreview", create=True, reviewer="ana")
    try:
        report = attempt(lambda: made.import_file(path), path.name)
        if report is None:
            claim(made.datasets() == [], "a part of what was refused is in the project")
            return
        claim(report.records == report.imported + report.quarantined, "records do not add up", report)
        claim(made.check().intact, "the project does not hold", made.check())
        out = folder / f"out{path.suffix}"
        if attempt(lambda: made.export(report.dataset_id, out, include=["all"])) is not None:
            packed = data[:2] in (b"\x1f\x8b", b"PK") or data[:4] == b"\x28\xb5\x2f\xfd"
            claim(packed or out.read_bytes() == data, "the export is not the source")
            claim(
                made.verify(out.with_name(out.name + ".manifest.json"), path).intact,
                "the export is not intact",
            )
        if made.datasets()[0].items:
            _decide_and_export(made, report.dataset_id, folder, rng)
    finally:
        made.close()


def _decide_and_export(made: Project, dataset: int, folder: Path, rng: Random) -> None:
    items = list(made.queue_ids(""))
    for item in rng.sample(items, min(2, len(items))):
        view = made.view(item)
        part = next((name for name, value in view.item.parts.items() if isinstance(value, str)), "output")
        edits = {part: rng.choice(("new", "", "two\nlines"))}
        attempt(partial(made.decide, item, Verdict.FIX, edits=edits))
    attempt(lambda: made.export(dataset, folder / "fixed", include=["all"]))
    for format in made.plan_export(dataset).formats:
        out = folder / f"as-{format}"
        if (
            attempt(partial(made.export, dataset, out, format, ["all"], options=ExportOptions(card=True)))
            is not None
        ):
            manifest = out.with_name(out.name + ".manifest.json")
            claim(made.verify(manifest).intact, f"the {format} export is not intact")


def mended(_: Path) -> list[bytes]:
    """What people may write in the place of a damaged record, in each container."""
    good = (
        '{"text": "A tern.", "label": "bird"}',
        "A tern.,bird",
        '"k9": {"text": "A tern.", "label": "bird"}',
    )
    return [each.encode() for each in good]


DAMAGED = {
    "set.jsonl": '{"text": "A wren sings.", "label": "bird"}\n{bad\n{"text": "A gull.", "label": "bird"}\n[1\n',
    "set.json": '[{"text": "A wren sings.", "label": "bird"},\n {"text": bad},\n {"text": "A gull.", "label": "bird"}]',
    "set.csv": "text,label\nA wren sings.,bird\nbad\nA gull cries.,bird\nworse,a,b\n",
    "keyed.json": json.dumps(
        {f"k{n}": {"text": f"A wren, number {n}.", "label": "bird"} for n in range(6)}, indent=1
    ).replace("number 4.", 'number "4.'),
}
"""Sources with records that are set aside."""


def in_a_mended_record(data: bytes, folder: Path, rng: Random) -> None:
    """The bytes as the text of a record that was set aside: it stays aside, or all others stay as they are."""
    name = rng.choice(sorted(DAMAGED))
    path = folder / name
    path.write_bytes(DAMAGED[name].encode(rng.choice(("utf-8", "utf-16"))))
    made = Project.open(folder / "p.synthreview", create=True, reviewer="ana")
    try:
        report = attempt(lambda: made.import_file(path))
        if report is None:
            return
        before = [position for position, _, _ in made.damaged(report.dataset_id)]
        text = data.decode("utf-8", "surrogateescape" if rng.random() < 0.2 else "replace")
        asked = [(rng.choice((*before, 0, -1, 2**70)), text) for _ in range(rng.randint(1, 3))]
        told = attempt(lambda: made.mend(report.dataset_id, asked))
        for _, why in told.still if told is not None else ():
            printable(why)
        claim(made.check().intact, "the project does not hold", made.check())
        out = folder / f"out{path.suffix}"
        made.export(report.dataset_id, out, include=["all"])
        count = sum(1 for _ in Reader(path, sniff(path)))
        again = sum(1 for _ in Reader(out, sniff(path)))
        claim(again == count, "mending changed how many records there are", again, count)
        if made.undo_label():
            made.undo()
            claim(made.check().intact, "undone the project does not hold", made.check())
    finally:
        made.close()


def every_text(folder: Path) -> list[bytes]:
    """Seeds of every container of text, a few records each."""
    return [seed for seed in containers.mixed(folder) if len(seed) < 20_000]


TARGETS = (
    Target("import", every_text, imported, weight=4),
    Target("mend", mended, in_a_mended_record),
    Target("filter", filters, in_a_filter, FILTER_WORDS, weight=2),
    Target("decisions", decisions, in_decisions, (*JSON_WORDS, b"9" * 19, b"1.0", b'"item":', b"-1")),
    Target("settings", chosen, in_settings),
    Target(
        "mappings", kept_mappings, in_a_mapping, (*JSON_WORDS, b"[*]", b" - ", b" + ", b"@", b"../", b"a*")
    ),
    Target("mix", mixes, in_a_mix),
    Target("probe_result", results, in_a_result, (*JSON_WORDS, b"[]", b"1", b'"x"'), weight=2),
    Target("manifest", manifests, in_a_manifest, (*JSON_WORDS, b"../", b"/etc/passwd", b"csv", b"source")),
)
