"""What a reviewer waits for when looking for items, at 1,000,000 of them.

``SYNTHREVIEW_FINDING`` may name a project that this made before (it is copied).
"""

from __future__ import annotations

import json
import os
import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from synthreview.domain import Decision, Verdict
from synthreview.project import Project
from tests.speed.made import WORDS, percentile, told

ITEMS = 1_000_000
LABELLED = 0.2
"""The share that are labelled texts; the others are instructions."""
_RARE = 60_000
"""Words beside the common ones, the first of them far more frequent than the last."""
_SOME = 2_000
"""The number of a word that some hundred items have."""
_SEARCHES = {
    "a common word": "water",
    "a rare word": "RARE",
    "three words": "explain water case",
    "words in a row": '"water table" verdict:undecided',
    "a word and not another": "explain -water",
    "a word and a reason": "water reason:placeholder_input",
    "a word in the last data set": "water label:positive",
    "a common word and long texts": "case length>600",
    "a word and a flag that nothing has": "water flag:yes",
    "a word and the last items": "water item>999900",
    "a language": "language:German",
}
_PATTERNS = {
    "words spelled out": "/as an AI language model/",
    "a piece of a word": r"/\bRARE\b/",
    "nothing to go by, often": "/e\\.?$/",
    "nothing to go by, never": "/q{3}/",
}


def project(folder: Path, items: int = ITEMS) -> Project:
    """A project with instructions and labelled texts, analyzed, ranked, searchable, partly decided."""
    opened = Project.open(folder / "million.synthreview", create=True, reviewer="ana")
    chance = random.Random(5)
    labelled = int(items * LABELLED)
    opened.import_file(_instructions(folder / "instructions.jsonl", items - labelled, chance))
    opened.import_file(_labelled(folder / "reviews.jsonl", labelled, chance))
    for analyzer in ("private_data", "corrupt_instructions"):
        opened.analyze(None, [analyzer])
    opened.index_text()
    ids = opened.queue_ids("")
    fixed = [item for item in ids[: items // 200 : 10] if item <= items - labelled]
    opened.decide_many([Decision(item, Verdict.FIX, {"output": "Written anew."}) for item in fixed])
    return opened


def _rare(chance: random.Random) -> str:
    return _spelled(min(int(chance.paretovariate(0.35)), _RARE))


def _spelled(number: int) -> str:
    """A word for each number."""
    word, number = "", number + 100
    while number:
        number, place = divmod(number, 70)
        word += "bdfgklmnprstvz"[place % 14] + "aeiou"[place // 14]
    return word


def _words(chance: random.Random, common: int, rare: int) -> list[str]:
    words = chance.choices(WORDS, k=common) + [_rare(chance) for _ in range(rare)]
    chance.shuffle(words)
    return words


_ODD = (
    "Der Wasserspiegel steigt, wenn im Winter der Schnee langsam schmilzt und die Bauern ihre Felder planen.",
    "El nivel del agua sube cuando la nieve del invierno se derrite despacio y los campesinos lo miden.",
    "I'm sorry, but as an AI language model I cannot do that.",
)


def _instructions(path: Path, records: int, chance: random.Random) -> Path:
    with path.open("w", encoding="utf-8") as file:
        for number in range(records):
            words = _words(chance, 48, 12)
            record = {
                "instruction": f"Explain in a sentence why {' '.join(words[:8])}, case {number}.",
                "input": "<noinput>" if chance.random() < 0.05 else "",
                "output": chance.choice(_ODD) if chance.random() < 0.05 else f"{' '.join(words[8:])}.",
            }
            file.write(json.dumps(record) + "\n")
    return path


def _labelled(path: Path, records: int, chance: random.Random) -> Path:
    with path.open("w", encoding="utf-8") as file:
        for _ in range(records):
            label = chance.choice(("positive", "negative", "negative", "neutral"))
            record = {"text": f"{' '.join(_words(chance, 14, 6))}.", "label": label}
            file.write(json.dumps(record) + "\n")
    return path


def _timed(work: Callable[[], object], times: int = 7) -> list[float]:
    spent = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        spent.append(time.perf_counter() - started)
    return spent


def _told(name: str, spent: list[float]) -> None:
    """The first time apart: what a word finds is remembered."""
    told(
        name,
        first=f"{spent[0] * 1000:.0f} ms",
        p50=f"{percentile(spent, 0.5) * 1000:.0f} ms",
        max=f"{max(spent) * 1000:.0f} ms",
    )


def run(folder: Path) -> None:
    """First pages, facets, patterns and look-alikes."""
    given = os.environ.get("SYNTHREVIEW_FINDING")
    if given:
        shutil.copy(given, folder / "million.synthreview")
        measure(Project.open(folder / "million.synthreview", reviewer="ana"))
    else:
        measure(project(folder))


def measure(opened: Project, rare: str = _spelled(_SOME)) -> None:
    """The figures of a project that is there, with a word that few of its items have."""
    for name, where in _SEARCHES.items():
        where = where.replace("RARE", rare)
        _told(f"first page: {name}", _timed(lambda where=where: opened.queue_start(where)))
    for where in ("", "verdict:undecided", rare):
        _told(f"facets of '{where}'", _timed(lambda where=where: opened.facets(where), 3))
    for name, where in _PATTERNS.items():
        where = where.replace("RARE", rare)
        first = _timed(lambda where=where: opened.queue_start(where), 1)
        whole = _timed(lambda where=where: opened.queue_all(where), 1)
        again = _timed(lambda where=where: opened.queue_page(where))
        told(
            f"pattern: {name}",
            first=f"{first[0]:.1f} s",
            all=f"{whole[0]:.1f} s",
            again=f"{percentile(again, 0.5) * 1000:.0f} ms",
        )
    spent = _timed(opened.prepare_likeness, 1)
    told("reading what texts mean", seconds=f"{spent[0]:.0f}")
    _told("items like one", _timed(lambda: opened.like(812)))
    mark = opened.highlights("water /tab[a-z]+/")
    text = " ".join(WORDS) * 10_000
    told(
        "marking a text",
        megabytes=f"{len(text) / 1e6:.1f}",
        ms=f"{_timed(lambda: mark(text), 1)[0] * 1000:.0f}",
    )
    opened.close()
