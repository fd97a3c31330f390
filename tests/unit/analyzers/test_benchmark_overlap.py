"""Items that contain parts of a benchmark."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from synthreview.analyzers.benchmark_overlap import BenchmarkOverlap
from synthreview.analyzers.similarity import phrases as phrases_module
from synthreview.analyzers.similarity.phrases import Phrases, spots
from synthreview.panels import Panel
from tests.unit.analyzers.making import conversation, free_text, instruction, preference

ANALYZER = BenchmarkOverlap()
PASSAGE = "the old mill by the river was sold to a baker who never once used it"
OTHER = "nobody in our village could say when the last train had left for the coast that year"


def state(items, benchmark):
    return ANALYZER.finish(ANALYZER.summarize(items), ANALYZER.summarize_reference(benchmark))


def found(items, benchmark):
    return list(ANALYZER.score(items, state(items, benchmark)))


def test_a_passage_is_found_in_any_kind_of_item_and_shown_where_it_stands():
    benchmark = [instruction("Read this.", PASSAGE, id=901)]
    text = f"I heard that {PASSAGE.upper()}, and laughed."
    for item in (
        instruction("Tell me more.", output=text, id=1),
        conversation("U: hello", f"A: {text}", id=1),
        preference(b=text, id=1),
        free_text(text, id=1),
    ):
        (finding,) = found([item], benchmark)
        assert finding.reason == "benchmark_passage"
        assert (finding.args["item"], finding.args["passages"]) == (901, "1 passage")
        (spot,) = finding.evidence
        assert item.text(spot.part)[spot.start : spot.end] == PASSAGE.upper()
        assert spot.item == 901


def test_punctuation_and_accents_written_apart_make_no_difference():
    theirs = "Le café était fermé; la porte, elle, restait ouverte jusque tard dans la nuit d'été."
    ours = "le cafe\u0301 e\u0301tait ferme\u0301 la porte elle restait ouverte jusque tard dans la nuit d e\u0301te\u0301"
    (finding,) = found([free_text(ours)], [free_text(theirs, id=901)])
    assert finding.reason == "benchmark_passage"


def test_a_question_and_its_answer_count_as_one_text():
    benchmark = [
        instruction("What did the baker buy from the miller?", "", "An old mill by the river.", id=901)
    ]
    copy = instruction("What did the baker buy from the miller?", "", "An old mill by the river.", id=1)
    (finding,) = found([copy], benchmark)
    assert finding.args["passages"] == "1 passage"
    assert {spot.part for spot in finding.evidence} == {"instruction", "output"}


def test_most_phrases_of_the_shorter_one_are_enough():
    text = "the old mill by the river was sold to a baker"
    (finding,) = found([free_text(text)], [free_text(f"{text} Nothing else is known of it.", id=901)])
    assert (finding.reason, finding.args["percent"]) == ("benchmark_phrases", "100")


@pytest.mark.parametrize(
    "text",
    [
        "the old mill by the river was sold",
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20",
        "the old mill by a river was sold to the baker who never used it more than once",
        "",
    ],
    ids=["eight words", "counting", "other words", "nothing"],
)
def test_what_is_too_short_or_of_other_words_is_left_alone(text):
    benchmark = [free_text(PASSAGE, id=901), free_text(" ".join(map(str, range(40))), id=902)]
    assert found([free_text(text)], benchmark) == []


def test_how_a_benchmark_puts_its_tasks_counts_nothing():
    asked = "Read the following sentence with care and say whether it speaks well or badly of the thing"
    benchmark = [free_text(f"{asked}: {number * 'so '} it goes", id=901 + number) for number in range(30)]
    assert found([free_text(f"{asked}: a lovely chair", id=1)], benchmark) == []
    assert found([free_text(f"{asked}: a lovely chair", id=1)], benchmark[:5])


def test_the_benchmark_item_with_most_in_common_is_named():
    benchmark = [free_text(f"{PASSAGE} in vain", id=901), free_text(f"{PASSAGE} and {OTHER}", id=902)]
    (finding,) = found([free_text(f"{PASSAGE} and {OTHER}")], benchmark)
    assert finding.args["item"] == 902


def test_chinese_is_compared_by_about_two_characters_a_word():
    said = "那座河边的老磨坊后来卖给了一位面包师，可是他从来没有用过它，只是每个星期天带着孩子们去那里散步钓鱼看书晒太阳。"
    (finding,) = found([free_text("他说：" + said)], [free_text(said, id=901)])
    assert finding.reason == "benchmark_passage"
    assert (
        found(
            [free_text("作为一个人工智能助手，我无法帮忙")],
            [free_text("作为一个人工智能助手，我无法回答", id=901)],
        )
        == []
    )
    words = [said[start:end] for start, end in spots(said)]
    assert len(said) / 3 < len(words) < len(said) / 1.3


def test_a_panel_tells_how_much_is_touched():
    items = [free_text(PASSAGE, id=1), free_text(OTHER, id=2), free_text("Nothing of the sort.", id=3)]
    summary, panel = ANALYZER.emit(state(items, [free_text(PASSAGE, id=901), free_text("x y z", id=902)]))
    assert summary.data == {"items": 3, "touched": 1, "benchmark_items": 2, "benchmark_touched": 1}
    assert isinstance(panel, Panel)
    assert [round(effect.value, 2) for effect in panel.effects] == [0.33, 0.5]


def test_where_most_items_are_held_out_only_the_panel_says_so():
    items = [free_text(f"{PASSAGE} {number}", id=number) for number in range(1, 30)]
    assert found(items, [free_text(PASSAGE, id=901)]) == []
    _, panel = ANALYZER.emit(state(items, [free_text(PASSAGE, id=901)]))
    assert panel.effects[0].value == 1
    assert "none is pointed at" in panel.caution


def test_without_a_benchmark_nothing_is_said():
    items = [free_text(PASSAGE)]
    nothing = ANALYZER.finish(ANALYZER.summarize(items), None)
    assert list(ANALYZER.score(items, nothing)) == []
    assert list(ANALYZER.emit(nothing)) == []


def test_the_batches_of_a_benchmark_make_no_difference():
    benchmark = [free_text(f"{PASSAGE} {number} {OTHER}", id=901 + number) for number in range(6)]
    items = [free_text(PASSAGE, id=1), free_text(OTHER, id=2)]
    parts = [ANALYZER.summarize_reference(benchmark[at : at + 2]) for at in (4, 0, 2)]
    merged = ANALYZER.merge(ANALYZER.merge(*parts[:2]), parts[2])
    cut = ANALYZER.finish(ANALYZER.summarize(items), pickle.loads(pickle.dumps(merged)))
    assert list(ANALYZER.score(items, cut)) == found(items, benchmark)


def test_beyond_the_room_there_is_a_share_of_phrases_is_kept_whatever_the_order(monkeypatch):
    monkeypatch.setattr(phrases_module, "MOST", 100)
    dice = np.random.default_rng(0)
    words = [dice.integers(0, 2**64, 60, np.uint64, endpoint=False) & ~np.uint64(1) for _ in range(20)]
    parts = [Phrases.of([number], [each], 13) for number, each in enumerate(words)]
    forward, backward = parts[0], parts[-1]
    for one, other in zip(parts[1:], parts[-2::-1], strict=True):
        forward, backward = forward + one, backward + other
    kept, again = forward.thinned(), backward.thinned()
    assert 40 < len(kept) <= 100
    assert kept.level == again.level > 0
    assert (kept.parts[0][0] == again.parts[0][0]).all()
