"""Whatever way is taken to the items of a filter, they are those that plain Python finds, in queue order."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthreview.domain import UNDECIDED, Decision, Draft, ItemView, Verdict
from synthreview.engine import breakdown, facets, fitting, narrowing
from synthreview.project import Project
from synthreview.store import filters, paging, search

WORDS = ("water", "snow", "case", "rarely", "xy\u00e9")
ITEMS = 60
LATE = 12
"""Items that come after the index was made."""


@dataclass(frozen=True)
class Seen:
    """An item as the filters of this test see it."""

    view: ItemView

    @property
    def texts(self) -> list[str]:
        return list(facets.texts(self.view.item.kind, self.view.item.parts))

    def has_words(self, words: str) -> bool:
        said = " ".join(re.findall(r"\w+", "\n".join(self.texts).lower()))
        return f" {words} " in f" {said} "

    @property
    def label(self) -> str | None:
        return facets.label(self.view.item.kind, self.view.original)

    @property
    def length(self) -> int:
        return facets.length(self.view.original)

    @property
    def verdict(self) -> Verdict | None:
        return self.view.decision.verdict if self.view.decision else None


Test = Callable[[Seen], bool]
Query = tuple[str, Test]


def leaf(where: str, test: Test) -> Query:
    return where, test


LEAVES: list[Query] = [
    *(leaf(word, lambda seen, word=word: seen.has_words(word)) for word in WORDS[:4]),
    leaf("xye", lambda seen: seen.has_words(WORDS[4])),
    leaf('"water snow"', lambda seen: seen.has_words("water snow")),
    leaf("absent", lambda _seen: False),
    leaf("label:up", lambda seen: seen.label == "up"),
    leaf("label:down", lambda seen: seen.label == "down"),
    leaf("kind:instruction", lambda seen: seen.view.item.kind == "instruction"),
    leaf("dataset:labels", lambda seen: seen.view.dataset.name == "labels"),
    leaf("length>40", lambda seen: seen.length > 40),
    leaf("position<3", lambda seen: seen.view.item.position < 3),
    leaf(f"item>={ITEMS}", lambda seen: seen.view.item.id >= ITEMS),
    leaf("verdict:rejected", lambda seen: seen.verdict is Verdict.REJECT),
    leaf("verdict:undecided", lambda seen: seen.verdict is None),
    leaf("flag:yes", lambda seen: seen.view.flagged),
    leaf("flag:no", lambda seen: not seen.view.flagged),
    leaf("reason:empty_output", lambda seen: any(f.reason == "empty_output" for f in seen.view.findings)),
    leaf("risk>0.5", lambda seen: seen.view.risk > 0.5),
    *(
        leaf(f"/{pattern}/", lambda seen, each=re.compile(pattern): any(map(each.search, seen.texts)))
        for pattern in ("^water", r"(snow|case)\.$", "w.t", r"\bsno", "[0-9]{2}", "", "rarely s", "t$|^s")
        if pattern
    ),
]


def queries() -> st.SearchStrategy[Query]:
    def grown(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
        several = st.lists(inner, min_size=2, max_size=3)
        return (
            inner.map(lambda q: (f"-({q[0]})", lambda seen: not q[1](seen)))
            | several.map(
                lambda qs: (" ".join(f"({q[0]})" for q in qs), lambda seen: all(q[1](seen) for q in qs))
            )
            | several.map(
                lambda qs: (" or ".join(f"({q[0]})" for q in qs), lambda seen: any(q[1](seen) for q in qs))
            )
        )

    return st.recursive(st.sampled_from(LEAVES), grown, max_leaves=5)


def _text(number: int) -> str:
    said = [WORDS[(number * step) % len(WORDS)] for step in (1, 2, 3)][: 1 + number % 3]
    return " ".join([*said, str(number)] if number % 4 else said) + "." * (number % 2)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    folder = tmp_path_factory.mktemp("plans")
    half = [
        {"instruction": _text(n), "input": "", "output": _text(n + 7) if n % 5 else ""}
        for n in range(ITEMS // 2)
    ]
    labelled = [{"text": _text(n), "label": ("up", "down", "level")[n % 3]} for n in range(ITEMS // 2)]
    made = Project.open(folder / "p.synthreview", create=True, reviewer="ana")
    for name, rows in (("half", half), ("labels", labelled), ("late", half[:LATE])):
        path: Path = folder / f"{name}.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        if name == "late":
            made.index_text()
        made.import_file(path)
    made.analyze(analyzers=["corrupt_instructions"])
    yield made
    made.close()


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["accept", "reject", "fix", "flag", "undo", "redo", "draft"]),
        st.integers(1, ITEMS + LATE),
    ),
    max_size=4,
)


def _act(project: Project, name: str, item: int) -> None:
    if name == "fix":
        part = "output" if project.view(item).item.kind == "instruction" else "text"
        project.decide(item, Verdict.FIX, edits={part: f"water {_text(item + 3)}"})
    elif name == "flag":
        project.flag(item, not project.view(item).flagged)
    elif name == "undo":
        project.undo()
    elif name == "redo":
        project.redo()
    elif name == "draft":
        project.keep_draft(item, Draft(note="later")).result()
    else:
        project.decide_many([Decision(item, Verdict(name)), Decision(item % ITEMS + 1, Verdict(name))])


@contextmanager
def sizes(few: int, head: int, step: int) -> Iterator[None]:
    """Limits so low that the items of this test are many."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name, value in (
            (paging, "FEW", few),
            (paging, "HEAD", head),
            (filters, "_MOST_LISTED", few),
            (search, "_LONG", 3 * few),
            (narrowing, "_STEP", step),
            (narrowing, "_SOON", head),
            (narrowing, "_SOON_INDEXED", head // 2),
            (fitting, "_CHUNK", step),
            (breakdown, "_STEP", step),
        ):
            patch.setattr(module, name, value)
        yield


def _indexed(seen: Seen) -> bool:
    return seen.view.dataset.name != "late" or seen.verdict is Verdict.FIX


@settings(max_examples=150, deadline=None)
@given(queries(), ACTS, st.integers(0, 30), st.integers(1, 40), st.integers(1, 9), st.integers(1, 20))
def test_every_way_leads_to_the_items_that_meet_the_filter(
    project: Project,
    query: Query,
    acts: list[tuple[str, int]],
    few: int,
    head: int,
    step: int,
    limit: int,
) -> None:
    for name, item in acts:
        _act(project, name, item)
    where, test = query
    every = [Seen(project.view(item)) for item in project.queue_ids("")]
    # Words are not looked for in what has still to come into the index.
    waits = any(word in where for word in ("absent", "xye", *WORDS[:4]))
    every = [seen for seen in every if not waits or _indexed(seen)]
    known = {seen.view.item.id for seen in every}
    expected = [seen.view.item.id for seen in every if test(seen)]
    with sizes(few, head, step):
        begun, whole = project.queue_start(where, limit)
        page, found = project.queue_page(where, limit), project.queue_all(where)
        counted = project.facets(where)
    assert [item for item in found if item in known] == expected
    assert list(page) == list(found[:limit])
    assert list(begun) == list(found[: len(begun)])
    assert not whole or list(begun) == list(found)
    assert list(found) == list(project.queue_ids(where))
    if len(found) == len(expected):
        assert _counts(counted) == _expected([seen for seen in every if test(seen)])


def _counts(found: list[breakdown.Facet]) -> dict[str, dict[str, int]]:
    return {
        facet.key: {value.value: value.count for value in facet.values}
        for facet in found
        if facet.key in ("kind", "dataset", "label", "verdict", "flag", "reason")
    }


def _expected(items: list[Seen]) -> dict[str, dict[str, int]]:
    counted = {
        "kind": Counter(seen.view.item.kind.value for seen in items),
        "dataset": Counter(seen.view.dataset.name for seen in items),
        "verdict": Counter(seen.verdict.value if seen.verdict else UNDECIDED for seen in items),
        "reason": Counter(reason for seen in items for reason in {f.reason for f in seen.view.findings}),
        "label": Counter(seen.label for seen in items if seen.label is not None),
        "flag": Counter("yes" if seen.view.flagged else "no" for seen in items),
    }
    return {key: dict(counts) for key, counts in counted.items() if counts}


def test_a_common_word_is_asked_of_the_index_once(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    matching = search.matching
    monkeypatch.setattr(search, "matching", lambda c, query: (asked.append(query), matching(c, query))[1])
    for where in ("case", "case label:up", "case -verdict:rejected"):
        assert list(project.queue_all(where)) == list(project.queue_ids(where))
    assert asked.count('"case"') <= 1


def test_words_are_found_as_soon_as_they_are_indexed(tmp_path: Path) -> None:
    path = tmp_path / "two.jsonl"
    path.write_text('{"text": "A heron.", "label": "a"}\n{"text": "A tern.", "label": "b"}\n')
    made = Project.open(tmp_path / "two.synthreview", create=True, reviewer="ana")
    made.import_file(path)
    assert not made.queue_all("heron")
    made.index_text()
    assert list(made.queue_all("heron")) == [1]
    made.import_file(path, name="again")
    made.index_text()
    assert list(made.queue_all("heron")) == [1, 3]
    made.close()
