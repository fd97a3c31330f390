"""A small project with something of everything in it, and every operation that a person can do to it."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from synthreview.domain import Decision, Role, Verdict
from synthreview.errors import UserError
from synthreview.formats.mapping import Mapping
from synthreview.project import Chosen, Mix, Project
from synthreview.store import bulk

BROKEN = (2, 5)
"""Positions of the records of ``asks`` that cannot be read."""
MANY = bulk.MANY + 10
WORDS = ("plain", "a\0b", "🦉 owl", "שלום", "tail \ud83d", "<b>bold</b>", "=1+1", "line\r\nend", "")


def make(folder: Path) -> Path:
    """The project, analyzed and closed, with the sources it was made of beside it."""
    rows: list[Any] = [
        {
            "id": n,
            "instruction": f"Name bird {n}.",
            "input": "<noinput>" if n % 2 else "",
            "output": f"Wren {n}.",
        }
        for n in range(10)
    ]
    asks = [json.dumps(row) for row in rows]
    asks[BROKEN[0]], asks[BROKEN[1]] = asks[BROKEN[0]][:-4], '{"instruction": "No output."}'
    pairs = [{"prompt": f"Ask {n}", "a": f"yes {n}", "b": f"no {n}", "won": "AB"[n % 2]} for n in range(8)]
    project = Project.open(folder / "everything.synthreview", create=True, reviewer="ana")
    project.import_file(written(folder / "asks.jsonl", asks))
    chosen = {"kind": "preference", "parts": {"prompt": "prompt", "a": "a", "b": "b", "choice": "won"}}
    mapping = Mapping.from_json({**chosen, "codes": {"choice": {"A": "a", "B": "b"}}})
    project.import_file(written(folder / "pairs.jsonl", map(json.dumps, pairs)), mapping=mapping)
    project.import_file(
        written(folder / "people.jsonl", map(json.dumps, ({**row, "output": "Gull."} for row in rows))),
        role=Role.HUMAN,
    )
    many = (json.dumps({"text": f"A note about number {n}."}) for n in range(MANY))
    project.import_file(written(folder / "many.jsonl", many))
    newer = (
        json.dumps({**row, "output": f"{row['output']}!" if row["id"] % 3 else row["output"]}) for row in rows
    )
    written(folder / "newer.jsonl", newer)
    project.analyze(analyzers=["corrupt_instructions"])
    project.close()
    return project.path


def written(path: Path, lines: Any) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


def copied(template: Path, folder: Path) -> Path:
    """The project file and its sources in another folder."""
    for file in template.parent.glob("*"):
        if file.is_file() and not file.name.startswith("."):
            shutil.copyfile(file, folder / file.name)
    return folder / template.name


# What is in it


OF_PEOPLE = (
    "decision",
    "item_state",
    "objection",
    "page",
    "repair",
    "draft",
    "place",
    "blind_answer",
    "risk_model",
)
"""Tables of what people did, without the log of how they did it."""

MADE_AGAIN = ("indexed", "facts", "language")
"""Columns that tell of the index of words and of comparisons, which are made anew from the others, by the way."""


def state(project: Project, known: int = 4) -> bytes:
    """All that operations may move, byte for byte.

    Of data sets with numbers beyond ``known``, which came later, only those that are shown: a hidden one is
    what an update that was taken back leaves for its redo.
    """
    read = project._store.read()
    parts: list[Any] = [
        read.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in OF_PEOPLE
    ]
    sets = f"(SELECT id FROM dataset WHERE id <= {known} OR ready = 1)"
    for table, key in (("dataset", "id"), ("record", "id >> 32"), ("item", "record >> 32")):
        names = [row[1] for row in read.execute(f"PRAGMA table_info({table})") if row[1] not in MADE_AGAIN]
        parts.append(
            read.execute(
                f"SELECT {', '.join(names)} FROM {table} WHERE {key} IN {sets} ORDER BY id"
            ).fetchall()
        )
    return repr(parts).encode("utf-8", "surrogatepass")


def log(project: Project) -> bytes:
    """The log of operations, byte for byte."""
    read = project._store.read()
    tables = ("op", "op_patch", "op_item", "op_event")
    return repr(
        [read.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables]
    ).encode()


# What can be done to it

Act = Callable[[Project, random.Random], object]


def _item(project: Project, chance: random.Random, where: str = "") -> int:
    ids = project.queue_ids(where)
    if not ids:
        raise UserError("nothing to choose from")
    return chance.choice(ids[: MANY + 20])


def _dataset(project: Project, chance: random.Random, *names: str) -> int:
    """One of the data sets of some names, by whatever name it goes now."""
    every = [each for each in project.datasets() if not names or each.source.removesuffix(".jsonl") in names]
    if not every:
        raise UserError("no such data set")
    return chance.choice(every).id


def decide(project: Project, chance: random.Random) -> object:
    verdict = chance.choice([Verdict.ACCEPT, Verdict.REJECT, Verdict.DEFER])
    return project.decide(_item(project, chance), verdict, note=chance.choice(WORDS), seconds=chance.random())


def fix(project: Project, chance: random.Random) -> object:
    item = _item(project, chance)
    view = project.view(item)
    part = chance.choice(sorted(view.writable & {"output", "text", "a", "b", "instruction"}) or [""])
    if not part:
        raise UserError("nothing can be edited")
    return project.decide(item, Verdict.FIX, edits={part: chance.choice(WORDS) or "x"}, reasons=["other"])


def decide_many(project: Project, chance: random.Random) -> object:
    verdicts = [Verdict.ACCEPT, Verdict.REJECT, Verdict.DEFER]
    some = [_item(project, chance) for _ in range(chance.randint(1, 5))]
    return project.decide_many([Decision(item, chance.choice(verdicts), note="n") for item in some])


def decide_all(project: Project, chance: random.Random) -> object:
    """Over sets from ``bulk.MANY`` items on, one by one below."""
    ids = list(project.queue_ids(""))
    some = ids if chance.random() < 0.5 else chance.sample(ids, min(len(ids), chance.randint(2, 30)))
    plan = project.plan_many(
        Chosen(tuple(some)), chance.choice([Verdict.ACCEPT, Verdict.REJECT]), with_decided=True
    )
    return project.decide_all(plan, reasons=["other"], note="all")


def fix_all(project: Project, chance: random.Random) -> object:
    found = {
        each.reason
        for item in project.queue_ids("dataset:asks")
        for each in project.findings(item)
        if each.fix
    }
    plan = project.plan_many(
        Chosen(tuple(project.queue_ids(""))), Verdict.FIX, reason=chance.choice(sorted(found) or ["none"])
    )
    return project.decide_all(plan)


def flag(project: Project, chance: random.Random) -> object:
    return project.flag(_item(project, chance), chance.random() < 0.7)


def object_(project: Project, chance: random.Random) -> object:
    found = [(item, each) for item in project.queue_ids("")[:30] for each in project.findings(item)]
    if not found:
        raise UserError("there are no findings")
    item, finding = chance.choice(found)
    on = project.reviewer not in finding.objected_by
    return project.call_wrong(item, finding.analyzer, finding.reason, on=on)


def rename(project: Project, chance: random.Random) -> object:
    return project.rename_dataset(
        _dataset(project, chance), chance.choice(["asks", "birds", "pairs", "notes"])
    )


def remove(project: Project, chance: random.Random) -> object:
    return project.remove_dataset(_dataset(project, chance))


def hold_out(project: Project, chance: random.Random) -> object:
    return project.hold_out(_dataset(project, chance, "people"), chance.random() < 0.5)


def exchange(project: Project, chance: random.Random) -> object:
    return project.exchange_codes(_dataset(project, chance, "pairs"))


def mend(project: Project, chance: random.Random) -> object:
    good = json.dumps({"id": 77, "instruction": "Name a wader.", "input": "", "output": "Snipe."})
    dataset = _dataset(project, chance, "asks")
    mended = project.mend(
        dataset, [(position, good) for position in chance.sample(BROKEN, chance.randint(1, 2))]
    )
    if mended.operation is None:
        raise UserError("nothing was mended")
    return mended.operation


def update(project: Project, chance: random.Random) -> object:
    dataset = _dataset(project, chance, "asks", "newer")
    return project.update_dataset(dataset, project.path.with_name("newer.jsonl"))


def guide(project: Project, chance: random.Random) -> object:
    return project.write_guidelines(chance.choice(WORDS[:4]) + str(chance.random()))


def keep_filter(project: Project, chance: random.Random) -> object:
    return project.save_filter(
        chance.choice(["mine", "yours"]), chance.choice(["risk>0.5", "verdict:reject"])
    )


def mix(project: Project, chance: random.Random) -> object:
    risk = chance.randint(0, 60)
    return project.set_mix(Mix(risk, 10, 30, 60 - risk))


def target(project: Project, chance: random.Random) -> object:
    return project.set_target(chance.random())


def use(project: Project, chance: random.Random) -> object:
    """Rank by what was learned, or no more; no version has that number, so that the detectors rank on."""
    return project.use(_dataset(project, chance), chance.choice([None, 1]))


def revert(project: Project, chance: random.Random) -> object:
    return project.revert(chance.randint(1, _newest(project)))


def again(project: Project, chance: random.Random) -> object:
    return project.again(chance.randint(1, _newest(project)))


def _newest(project: Project) -> int:
    return max((each.seq for each in project.history(1)), default=1)


OPERATIONS: dict[str, Act] = {
    "decide": decide,
    "fix": fix,
    "decide many": decide_many,
    "decide all": decide_all,
    "fix all": fix_all,
    "flag": flag,
    "objection": object_,
    "rename": rename,
    "remove": remove,
    "hold out": hold_out,
    "exchange": exchange,
    "mend": mend,
    "update": update,
    "guidelines": guide,
    "filter": keep_filter,
    "mix": mix,
    "target": target,
    "use": use,
    "revert": revert,
    "again": again,
}
"""Each records one operation, or raises UserError and changes nothing."""


def undo(project: Project, chance: random.Random) -> object:
    return project.undo()


def redo(project: Project, chance: random.Random) -> object:
    return project.redo()


def jump(project: Project, chance: random.Random) -> object:
    return project.go_to(chance.randint(0, _newest(project)))


def someone_else(project: Project, chance: random.Random) -> object:
    project.reviewer = chance.choice(["ana", "ben", ""])
    return None


MOVES: dict[str, Act] = {"undo": undo, "redo": redo, "jump": jump, "someone else": someone_else}
"""Ways back and forth, and another person at the desk."""


def worked(project: Project, chance: random.Random, steps: int, acts: Sequence[str] = ()) -> None:
    """Let a person work; what is refused is let be."""
    every = {**OPERATIONS, **MOVES}
    for _ in range(steps):
        with suppress(UserError):
            every[chance.choice(acts or list(every))](project, chance)
