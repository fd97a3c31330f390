"""Items like one: by meaning, within their kind, on vectors that are kept and can be made again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from synthreview import paths
from synthreview.analyzers.embeddings.packing import pack
from synthreview.analyzers.sample import text_hash
from synthreview.domain import Kind, Role, Verdict
from synthreview.engine import likeness, meanings
from synthreview.errors import EnvironmentFault, UserError
from synthreview.formats.mapping import Mapping
from synthreview.jobs import Cancelled, JobContext
from synthreview.project import Project
from synthreview.store import vectors

TEXTS = [
    "The cat sleeps on the warm sofa all afternoon.",
    "Interest rates were raised by the central bank.",
    "A kitten is sleeping on the couch.",
    "The bank lowered its interest rate for loans.",
    "",
    "Dogs and cats can be good friends at home.",
]


def write(path: Path, texts: list[str]) -> Path:
    path.write_text("".join(json.dumps({"text": text, "label": "x"}) + "\n" for text in texts))
    return path


@pytest.fixture
def pets(tmp_path: Path) -> Iterator[Project]:
    made = Project.open(tmp_path / "pets.synthreview", create=True, reviewer="ana")
    mapping = Mapping(Kind.TASK_LABEL, {"text": "text", "label": "label"})
    made.import_file(write(tmp_path / "pets.jsonl", TEXTS), mapping=mapping)
    people = write(tmp_path / "people.jsonl", ["My cat naps on the sofa.", "The river is cold."])
    made.import_file(people, role=Role.HUMAN, mapping=mapping)
    yield made
    made.close()


def test_the_nearest_meaning_comes_first_and_never_the_item_itself(pets: Project) -> None:
    near = pets.like(1, role=Role.SYNTHETIC)
    assert near[0].item == 3
    assert 1 not in [each.item for each in near]
    assert [each.similarity for each in near] == sorted((each.similarity for each in near), reverse=True)
    assert all(each.similarity <= 1 for each in near)
    assert pets.like(2, 1)[0].item == 4


def test_items_of_people_can_be_asked_for(pets: Project) -> None:
    people = pets.like(1, role=Role.HUMAN)
    assert {each.item for each in people} == {7, 8}
    assert pets.view(people[0].item).item.text("text") == "My cat naps on the sofa."
    assert people[0].item in [each.item for each in pets.like(1)]


def test_a_text_without_meaning_is_like_nothing(pets: Project) -> None:
    assert pets.like(5) == []
    assert 5 not in [each.item for each in pets.like(1)]
    with pytest.raises(UserError, match="no item 99"):
        pets.like(99)


def test_a_filter_finds_what_is_like_an_item_in_the_order_of_the_queue(pets: Project) -> None:
    pets.index_text()
    assert list(pets.queue_ids("like:1 cats or like:1 kitten")) == [3, 6]
    assert set(pets.queue_ids("like:1")) == {2, 3, 4, 6}
    assert set(pets.queue_ids("-like:1")) == {1, 5}


def test_many_texts_are_read_only_when_asked_for(pets: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likeness, "AT_ONCE", 3)
    assert not pets.likeness_ready()
    with pytest.raises(UserError, match="--prepare"):
        pets.like(1)
    seen: list[tuple[int, int]] = []
    assert pets.prepare_likeness(JobContext(lambda done, total, note: seen.append((done, total)))) == 8
    assert seen[-1] == (8, 8)
    assert pets.likeness_ready()
    assert pets.prepare_likeness() == 0
    assert pets.like(1)[0].item in (3, 7)


def test_a_reading_that_was_cancelled_leaves_nothing_half_done(pets: Project) -> None:
    job = JobContext()
    job.cancel()
    with pytest.raises(Cancelled):
        pets.prepare_likeness(job)
    assert list((paths.cache_dir() / "vectors").iterdir()) == []
    assert not pets.likeness_ready()


def test_a_damaged_file_is_made_anew(pets: Project) -> None:
    pets.prepare_likeness()
    for file in (paths.cache_dir() / "vectors").iterdir():
        file.write_bytes(b"not vectors")
    with pytest.raises(EnvironmentFault, match="ask again"):
        pets.like(1, role=Role.SYNTHETIC)
    assert pets.like(1, role=Role.SYNTHETIC)[0].item == 3


def test_an_item_is_compared_by_its_text_as_it_stood_when_read(pets: Project) -> None:
    pets.decide(2, Verdict.FIX, edits={"text": "The cat sleeps on the sofa."})
    assert pets.like(1, 1, Role.SYNTHETIC)[0].item == 2


def test_the_large_model_is_used_where_it_has_read_everything(
    pets: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    axes = np.eye(3, dtype=np.float32)
    rows = [(text_hash(text), pack(axes[[number % 3]])[0]) for number, text in enumerate(TEXTS) if text]
    store = pets._store

    def keep(connection):
        vectors.use(connection, "stand-in")
        vectors.add(connection, rows)
        for dataset in pets.datasets():
            vectors.mark_read(connection, dataset.id, meanings._content(dataset), 0)

    store.write(keep)
    assert [each.item for each in pets.like(1, 1, Role.SYNTHETIC)] == [4]
