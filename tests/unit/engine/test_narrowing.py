"""Filters find texts as they now stand, by words and by patterns, and say where."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from synthreview.domain import Decision, Draft, Verdict
from synthreview.engine import fitting
from synthreview.errors import UserError
from synthreview.jobs import Cancelled, JobContext
from synthreview.project import Project


@pytest.fixture
def indexed(project: Project) -> Project:
    project.index_text()
    return project


def found(project: Project, where: str) -> list[int]:
    return sorted(project.queue_ids(where))


@pytest.mark.parametrize(
    ("where", "items"),
    [
        ("/^Name/", [1, 5]),
        ("/^name/", []),
        ("/^name/i", [1, 5]),
        ("-/^Name/", [2, 3, 4]),
        ("/one, two/i or river", [4, 5]),
        ("/a/ -/e/", []),
        ("/Name/ position:0", [1]),
        ("-(/Name/ or /Say/) item<4", [2]),
        (r"/about\s+bees/", [2]),
        ("/abou. bees/", [2]),
    ],
)
def test_patterns_combine_with_everything_else(indexed: Project, where: str, items: list[int]) -> None:
    assert found(indexed, where) == items
    assert found(indexed, where) == items  # what was found once is known


def test_a_page_is_the_beginning_of_the_queue(indexed: Project) -> None:
    for where in ("", "name", "/[aeiou]/", "-bees"):
        assert list(indexed.queue_page(where, 2)) == list(indexed.queue_ids(where)[:2])


@pytest.mark.parametrize(
    "asked", ["zebra", "/zebra/", "Danube", "/Danube/", "name zebra", "name -zebra", "-zebra"]
)
def test_an_edited_item_is_found_by_its_text_as_it_now_stands(indexed: Project, asked: str) -> None:
    def expected() -> list[int]:
        said = {item: json.dumps(indexed.view(item).item.parts) for item in range(1, 6)}
        wanted = asked.strip("/").removeprefix("-")
        *others, word = wanted.split()
        negated = word.startswith("-") or asked.startswith("-")
        return [
            item
            for item, text in said.items()
            if (word.strip("-").lower() in text.lower()) != negated
            and all(other in text.lower() for other in others)
        ]

    before = found(indexed, asked)
    assert before == expected()
    indexed.decide(5, Verdict.FIX, edits={"output": "A zebra."})
    indexed.decide(1, Verdict.FIX, edits={"output": "The zebra and the Danube."})
    assert found(indexed, asked) == expected()
    indexed.undo()
    indexed.decide(5, Verdict.REJECT)
    assert found(indexed, asked) == expected() == before
    indexed.undo()
    indexed.redo()
    assert found(indexed, asked) == expected()


def test_a_pattern_is_asked_of_what_comes_back_into_the_filter(indexed: Project) -> None:
    indexed.decide(1, Verdict.ACCEPT)
    asked = "/^Name/ verdict:undecided"
    assert found(indexed, asked) == [5]
    indexed.undo()
    assert found(indexed, asked) == [1, 5]
    indexed.decide_many([Decision(item, Verdict.REJECT) for item in (1, 5)])
    assert found(indexed, asked) == []


def test_a_pattern_is_asked_of_what_is_imported_later(indexed: Project, source: Path) -> None:
    assert found(indexed, "/Danube/") == [5]
    indexed.import_file(source, name="again")
    assert len(found(indexed, "/Danube/")) == 2


def test_a_long_search_also_looks_at_what_is_not_indexed_yet(
    indexed: Project, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitting, "_CHUNK", 2)
    indexed.import_file(source, name="again")
    assert found(indexed, r"/\bDanube\b/") == [5, 10]


def test_a_pattern_follows_drafts_too(indexed: Project) -> None:
    assert found(indexed, "/Danube/ draft:yes") == []
    indexed.keep_draft(5, Draft(note="look again")).result()
    assert found(indexed, "/Danube/ draft:yes") == [5]


def test_many_patterns_are_forgotten_and_found_again(indexed: Project) -> None:
    for number in range(40):
        assert found(indexed, f"/Danube|x{number}/") == [5]
    assert found(indexed, "/Danube|x0/ item>0") == [5]


def test_a_search_can_be_cancelled_and_goes_on(indexed: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "_CHUNK", 1)
    job = JobContext(lambda *_: job.cancel())
    with pytest.raises(Cancelled):
        indexed.queue_page("/Danube$|river/", job=job)
    assert found(indexed, "/Danube$|river/") == [5]


def test_a_long_search_looks_only_where_a_match_can_be(
    indexed: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []
    fit = fitting._fitting
    monkeypatch.setattr(fitting, "_CHUNK", 2)
    monkeypatch.setattr(
        fitting, "_fitting", lambda path, pattern, items: (looked.extend(items), fit(path, pattern, items))[1]
    )
    indexed.decide(4, Verdict.FIX, edits={"output": "zero"})
    assert found(indexed, r"/\bDanube\b/") == [5]
    assert looked == [4, 5]
    assert found(indexed, "/is about bees/") == [2]
    assert looked == [4, 5, 2, 4]


def test_marks_stand_where_words_and_patterns_fit(indexed: Project) -> None:
    mark = indexed.highlights("cafe /r[aeiou]d/ -blue (kind:instruction or 海)")
    text = "A red Café by the blue 海."
    assert [text[start:end] for start, end in mark(text)] == ["red", "Café", "海"]
    assert indexed.highlights('"half')("half") == []


@pytest.fixture
def talks(tmp_path: Path) -> Iterator[Project]:
    texts = [
        "The hall is cold and the people who wait there have brought their own chairs with them.",
        "Der Saal ist kalt, und die Leute, die dort warten, haben ihre eigenen Stühle mitgebracht.",
        "ホールは寒く、そこで待っている人々は自分の椅子を持ってきた。",
        "Ok.",
    ]
    path = tmp_path / "talks.jsonl"
    path.write_text("".join(json.dumps({"text": text, "label": "x"}) + "\n" for text in texts))
    made = Project.open(tmp_path / "talks.synthreview", create=True, reviewer="ana")
    made.import_file(path)
    yield made
    made.close()


def test_indexing_tells_the_language_of_each_item(talks: Project) -> None:
    talks.index_text()
    for asked, items in (("English", [1]), ("de", [2]), ("ja", [3]), ("unknown", [4])):
        assert found(talks, f"language:{asked}") == items


def test_a_project_of_an_earlier_version_gets_its_languages_at_the_next_indexing(talks: Project) -> None:
    talks.index_text()
    talks._store.write(lambda c: c.execute("UPDATE item SET language = NULL WHERE id <> 1"))
    assert talks.index_text() == 0
    assert found(talks, "language:German") == [2]
    assert found(talks, "hall") == [1]


@pytest.mark.parametrize(
    ("where", "items"),
    [
        ("fixed:yes", [1]),
        ("fixed:text", [1]),
        ("fixed:label", []),
        ("-fixed:yes reviewer:ana", [2, 3]),
        ("reviewed_reason:wrong_label", [2]),
        ("note:CHAIRS", [2]),
        ("note:yes", [2]),
        ("note:no", [1, 3, 4]),
        ("decided>=2020-01-01", [1, 2, 3]),
        ("decided<2020-01-01", []),
        ("reviewer:ben", [3]),
        ("draft:ana", [4]),
        ("draft:no", [1, 2, 3]),
        ("wrong_evidence:yes", []),
        ("findings>=0", [1, 2, 3, 4]),
    ],
)
def test_what_reviewers_did_can_be_asked_for(talks: Project, where: str, items: list[int]) -> None:
    talks.decide(1, Verdict.FIX, edits={"text": "New."})
    talks.decide(2, Verdict.REJECT, reasons=["wrong_label"], note="No chairs at all")
    talks.decide_many(
        [Decision(3, Verdict.ACCEPT, reviewer="ben"), Decision(3, Verdict.ACCEPT, reviewer="ana")]
    )
    talks.keep_draft(4, Draft(note="hm")).result()
    assert found(talks, where) == items


def test_evidence_that_was_called_wrong_can_be_asked_for(indexed: Project) -> None:
    indexed.analyze()
    finding = indexed.findings(3)[0]
    indexed.call_wrong(3, finding.analyzer, finding.reason)
    for asked in ("yes", finding.reason, finding.analyzer, "ana"):
        assert found(indexed, f"wrong_evidence:{asked}") == [3]
    assert 3 not in found(indexed, "wrong_evidence:no")


def test_filters_are_kept_by_name_and_undo_knows(indexed: Project) -> None:
    indexed.save_filter("  later   on ", "risk>=0.5 /x/")
    indexed.save_filter("Again", "bees")
    assert indexed.saved_filters() == {"Again": "bees", "later on": "risk>=0.5 /x/"}
    operation = indexed.remove_filter("Again")
    assert (operation.label, operation.items) == ("Remove filter 'Again'", 0)
    indexed.undo()
    assert list(indexed.saved_filters()) == ["Again", "later on"]
    indexed.undo()
    assert list(indexed.saved_filters()) == ["later on"]
    with pytest.raises(UserError, match="No filter is saved as 'nobody'; the project holds 'later on'"):
        indexed.remove_filter("nobody")
    with pytest.raises(UserError, match="needs a name"):
        indexed.save_filter(" ", "bees")
    with pytest.raises(UserError, match="without its"):
        indexed.save_filter("bad", "(bees")
