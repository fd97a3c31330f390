"""Parts of a data set in which labels drift otherwise than in the rest."""

from __future__ import annotations

import random

from synthreview.analyzers.labels.groups import GROUPS, groups_in
from synthreview.analyzers.minority_labels import MinorityLabels
from synthreview.domain import Item, Kind
from synthreview.panels import Panel
from synthreview.query import parse

ANALYZER = MinorityLabels()
WORDS = "the cup stood on a table near some bread and tea while rain fell outside all day".split()


def made(number: int, strange, word: str = "", seed: int = 0) -> list[Item]:
    """Texts that people and a model label alike, but for the strange ones; these have a word more."""
    random_ = random.Random(seed)
    items = []
    for id in range(1, number + 1):
        odd = strange(id)
        text = " ".join(random_.choices(WORDS, k=10)) + (f" {word}" if odd else "") + f" {id}"
        people = random_.choices("ab", [0.7, 0.3], k=3)
        model = ["b"] * 3 if odd else random_.choices("ab", [0.7, 0.3], k=3)
        parts = {"text": text, "human_labels": people, "model_labels": model}
        items.append(Item(id, 1, id - 1, None, Kind.TASK_LABEL, parts))
    return items


def slices(items: list[Item]) -> Panel:
    emitted = ANALYZER.emit(ANALYZER.finish(ANALYZER.summarize(items), None))
    (panel,) = [one for one in emitted if isinstance(one, Panel) and one.name == "slices"]
    return panel


def test_texts_about_a_group_that_the_model_labels_otherwise_are_found():
    panel = slices(made(600, lambda id: id % 8 == 0, "muslim"))
    first = panel.effects[0]
    assert first.name == "texts with words about religion"
    assert first.certain
    assert first.low > 0
    assert "“b” here" in first.words or "“a” here" in first.words
    assert "75 texts" in first.words
    assert "otherwise than in the rest" in panel.title
    assert "religion" not in panel.title  # the most unlike is not the worst
    assert panel.subtitle.startswith(
        "Most unlike the rest: texts with words about religion, farther from people ("
    )


def test_its_filter_can_be_read():
    panel = slices(made(600, lambda id: id % 8 == 0, "muslim"))
    assert "muslim" in panel.effects[0].where
    for effect in panel.effects:
        parse(effect.where)


def test_a_part_of_fewer_than_thirty_texts_is_never_claimed():
    panel = slices(made(600, lambda id: id <= 29, "muslim"))
    assert not any("religion" in effect.name for effect in panel.effects)


def test_nothing_is_said_where_all_parts_drift_alike():
    panel = slices(made(600, lambda id: False))
    assert panel.effects == ()
    assert panel.title == "The labels drift alike in all parts of the data set, as far as the texts can tell"


def test_long_texts_that_are_labelled_otherwise_are_found_by_their_length():
    panel = slices(made(600, lambda id: id % 4 == 0, "and so on " * 12))
    (long,) = [effect for effect in panel.effects if effect.name == "long texts"]
    assert long.where.startswith("length>")


def test_topics_are_named_by_words_that_tell_them_apart():
    items = made(800, lambda id: id % 2 == 0, "football match goal referee stadium league players win coach")
    named = [effect.name for effect in slices(items).effects if effect.name.startswith("texts about")]
    assert any("football" in name or "referee" in name or "coach" in name or "goal" in name for name in named)


def test_each_group_is_known_by_whole_words_only():
    names = list(GROUPS)
    assert groups_in("A Muslim woman") == 1 << names.index("religion") | 1 << names.index("gender")
    assert groups_in("mankind told a golden story of raceways") == 0
    assert all(groups_in(word) >> bit & 1 for bit, words in enumerate(GROUPS.values()) for word in words)
