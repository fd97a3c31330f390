"""The sample's free texts: reviews, travel notes, explanations, scenes, opinions and news."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from synthreview.demo import damage
from synthreview.demo.material import load
from synthreview.demo.planting import Entry, arranged, take

Record = dict[str, str]

_TOPICS = ("review", "travel", "explanation", "scene", "opinion", "news")


def build(rng: Random) -> list[Entry]:
    """All records in file order, about a fifth of them defective."""
    material = load("texts")
    pool = [_record(text, topic) for topic in _TOPICS for text in material[topic]]
    rng.shuffle(pool)
    flawed = [*_templates(material["template"]), *_damaged(pool, rng, material["leftover"])]
    copies = [Entry(record, "duplicate", "text") for record in pool[:2]]
    kept = [Entry(_record(row["text"].strip("\n"), row["topic"])) for row in material["keep"]]
    return arranged(rng, [*flawed, *kept, *(Entry(record) for record in pool)], copies)


def _record(text: str, topic: str) -> Record:
    return {"text": text, "topic": topic}


def _templates(templates: list[dict[str, Any]]) -> Iterator[Entry]:
    for template in templates:
        for ending in template["endings"]:
            yield Entry(_record(f"{template['opening']} {ending}", "article"), "template_opening", "text")


def _damaged(pool: list[Record], rng: Random, leftovers: list[Record]) -> Iterator[Entry]:
    """Entries made by damaging texts, which leave the pool."""
    for left in leftovers:
        (record,) = take(pool, 1, _about(left["topic"]))
        yield _spoilt(record, left["before"] + record["text"] + left["after"], "model_leftover")
    for record in take(pool, 3, lambda record: damage.can_be_cut(record["text"])):
        yield _spoilt(record, damage.cut(record["text"], rng), "truncated")
    for record in take(pool, 2, lambda record: damage.can_be_garbled(record["text"])):
        yield _spoilt(record, damage.mojibake(record["text"]), "mojibake")
    for record in take(pool, 2, lambda record: damage.can_be_cut(record["text"])):
        yield _spoilt(record, damage.loop(record["text"], rng), "loop")


def _about(topic: str) -> Callable[[Record], bool]:
    return lambda record: record["topic"] == topic


def _spoilt(record: Record, text: str, defect: str) -> Entry:
    return Entry({**record, "text": text}, defect, "text")
