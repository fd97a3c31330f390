"""Small data sets to probe, of which it is known what is wrong with them."""

from __future__ import annotations

import json
import random

from synthreview.domain import Decision, Role, Verdict
from synthreview.project import Project

MOODS = {"0": "dull grey sad slow heavy", "1": "bright warm glad quick light"}
SUBJECTS = "bread rivers trains gardens letters winter music stones".split()


def brought(project: Project, name: str, rows: list[dict], role: Role = Role.SYNTHETIC, **more) -> int:
    path = project.path.with_name(f"{name}.jsonl")
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return project.import_file(path, role=role, name=name, **more).dataset_id


def line(seed: str, words_: int = 8) -> str:
    """Words that no other line has."""
    dice = random.Random(seed)
    return " ".join("".join(dice.sample("abcdefghijklmnopqrstuvwxyz", 5)) for _ in range(words_))


def texts(count: int, seed: int) -> list[tuple[str, str]]:
    dice = random.Random(seed)
    made = []
    for number in range(count):
        label = str(number % 2)
        picked = dice.sample(MOODS[label].split(), 3)
        made.append((f"{picked[0]} {dice.choice(SUBJECTS)} {picked[1]} {seed}x{number} {picked[2]}", label))
    return made


def labelled(project: Project, *, people: bool, seed: int = 1) -> int:
    """A model calls most dull texts bright."""
    dice = random.Random(seed)
    rows = []
    for text, label in texts(120, seed):
        wrong = label == "0" and dice.random() < 0.7
        row = {"text": text, "model_labels": ["1" if wrong else label] * 3}
        rows.append(row | ({"human_labels": [label] * 2} if people else {}))
    return brought(project, "model", rows)


def mend(project: Project, dataset: str, count: int) -> None:
    """Decide on the first items: wrong ones are fixed, others accepted."""
    decisions = []
    for item in list(project.queue_ids(f"dataset:{dataset}"))[:count]:
        parts = project.view(item).item.parts
        truth = next(label for label, mood in MOODS.items() if parts["text"].split()[0] in mood.split())
        wrong = parts["model_labels"][0] != truth
        edits = {"model_labels": [truth]} if wrong else {}
        decisions.append(Decision(item, Verdict.FIX if wrong else Verdict.ACCEPT, edits=edits))
    project.decide_many(decisions)


def pairs(judge: bool, turned: bool = False) -> list[dict]:
    """People like bright answers, and the judge dull ones."""
    rows = []
    for number in range(80):
        bright, dull = f"bright warm {line(f'a{number}')}", f"dull grey {line(f'b{number}')}"
        a, b = (bright, dull) if number % 2 else (dull, bright)
        choice = 0 if (a == bright) is not judge else 1
        if turned:
            a, b, choice = b, a, 1 - choice
        rows.append({"prompt": line(f"question {number}"), "output1": a, "output2": b, "target": choice})
    return rows


def talk(number: int, flipped: bool) -> dict:
    turns = [
        (role, f"{opening} {line(f'{number} {place}')}{end}")
        for place in range(2)
        for role, opening, end in (("user", "could you tell me", "?"), ("assistant", "certainly, it is", "."))
    ]
    roles = {"user": "assistant", "assistant": "user"} if flipped else {}
    return {"messages": [{"role": roles.get(role, role), "content": text} for role, text in turns]}
