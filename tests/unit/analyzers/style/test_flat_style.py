"""The style report of free texts as leads and reviewers see it."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace

import pytest

from synthreview.analyzers.flat_style import FlatStyle
from synthreview.analyzers.style.phrases import telling
from synthreview.analyzers.style.report import Report
from synthreview.analyzers.style.templates import Phrase
from synthreview.domain import Item, Summary
from synthreview.panels import Panel
from tests.unit.analyzers.making import free_text, run
from tests.unit.analyzers.style.writing import chatty, items, plain, stiff

ANALYZER = FlatStyle()


def numbered(*parts: list[Item]) -> list[Item]:
    return [replace(item, id=id) for id, item in enumerate((item for part in parts for item in part), 1)]


MODEL = items(*map(stiff, range(200)), author="machine")
PEOPLE = items(*map(chatty, range(200)), author="human")
BOTH = numbered(MODEL, PEOPLE)


def results(made: list[Item], reference: list[Item] | None = None) -> list[Summary | Panel]:
    other = ANALYZER.summarize(reference) if reference else None
    return list(ANALYZER.emit(ANALYZER.finish(ANALYZER.summarize(made), other)))


def panels(made: list[Item], reference: list[Item] | None = None) -> dict[str, Panel]:
    return {each.name: each for each in results(made, reference) if isinstance(each, Panel)}


def summaries(made: list[Item], reference: list[Item] | None = None) -> dict[str, dict]:
    found = {each.name: dict(each.data) for each in results(made, reference) if isinstance(each, Summary)}
    return json.loads(json.dumps(found, allow_nan=False))


@pytest.fixture(scope="module")
def told() -> dict[str, Panel]:
    """The panels of two voices in one data set."""
    return panels(BOTH)


# --- style ---


def test_the_finding_is_told_in_plain_words(told):
    panel = told["style"]
    assert panel.title.startswith("The model ")
    assert "whose lengths differ by at most a tenth" in panel.subtitle
    assert "nothing about who wrote one text" in panel.caution
    effects = {effect.name: effect for effect in panel.effects}
    assert effects["Contractions"].value == -1
    assert effects["Commas"].value == 1
    assert effects["Discourse markers"].value == 1
    assert effects["Sentence length"].value > 0.9
    assert all(effects[name].certain for name in ("Contractions", "Commas", "Sentence length"))
    assert 3 <= len(panel.effects) <= 15
    sizes = [abs(effect.value) for effect in panel.effects]
    assert sizes == sorted(sizes, reverse=True)


def test_intervals_hold_their_value(told):
    for panel in told.values():
        for effect in panel.effects:
            assert effect.low <= effect.value <= effect.high


def test_peoples_texts_of_a_reference_count_whether_they_name_their_author_or_not(told):
    unmarked = [replace(item, parts={"text": item.text("text")}) for item in PEOPLE]
    assert panels(MODEL, PEOPLE) == panels(MODEL, unmarked) == told


def test_texts_without_an_author_are_the_models(told):
    unmarked = [replace(item, parts={"text": item.text("text")}) for item in MODEL]
    assert panels(unmarked, PEOPLE) == told


def test_texts_on_the_same_prompts_are_paired_by_them():
    own = [free_text(stiff(at), id=at + 1, author="machine", prompt=f"Prompt {at % 60}") for at in range(300)]
    theirs = [
        free_text(chatty(at), id=at + 301, author="human", prompt=f"Prompt {at % 60}") for at in range(300)
    ]
    panel = panels(numbered(own, theirs))["style"]
    assert "by prompt or source" in panel.subtitle


def test_one_voice_divided_in_two_shows_no_difference():
    texts = [plain(seed) for seed in range(400)]
    made = numbered(items(*texts[::2], author="machine"), items(*texts[1::2], author="human"))
    found = panels(made)
    assert found["style"].title == "In style, the model's texts do not differ from people's beyond chance"
    assert not any(effect.certain for effect in found["style"].effects)
    assert found["separability"].title.endswith("can hardly be told apart")
    assert found["variety"].title == "The model's texts vary about as much as people's"
    assert found["phrases"].title == "No phrase stands in many of the model's texts"


def test_texts_of_other_lengths_are_not_compared():
    long = items(*(plain(seed, 30) for seed in range(80)), author="machine")
    found = panels(numbered(long, PEOPLE))["style"]
    assert found.title == "Too few of the model's texts are as long as people's for a comparison of style"
    assert not found.effects


def test_other_languages_are_not_counted_by_english_words():
    words = (
        "der die und nicht ein Haus Baum Weg Fluss geht steht kommt heute morgen immer wieder sehr".split()
    )
    texts = [" ".join(words[(at * step) % 17] for at in range(20)) + f" {step}." for step in range(1, 140)]
    made = numbered(items(*texts[::2], author="machine"), items(*texts[1::2], author="human"))
    found = summaries(made)["style"]
    assert found["english"] is False
    counted = {each["feature"] for each in found["differences"]}
    assert "contractions" not in counted
    assert {"commas", "capitals", "sentence_length"} <= counted
    assert "not in English" in panels(made)["style"].subtitle


def test_scripts_without_spaces_get_no_phrases_and_no_word_lengths():
    texts = [f"今天第{at}天，天气很好。我们去公园走走{at % 7}次，然后回家！" for at in range(160)]
    made = numbered(items(*texts[::2], author="machine"), items(*texts[1::2], author="human"))
    assert "phrases" not in panels(made)
    found = summaries(made)["style"]
    assert {"word_length", "capitals", "contractions"}.isdisjoint(
        each["feature"] for each in found["differences"]
    )
    assert "Each character counts as a word" in panels(made)["style"].subtitle


# --- the groups as a whole ---


def test_separability_is_a_number_about_the_data_set(told):
    panel = told["separability"]
    assert panel.title == "As two groups, the model's texts and people's can nearly always be told apart"
    assert panel.neutral == 0.5
    assert all(effect.value > 0.95 for effect in panel.effects)
    assert "no text is pointed at" in panel.caution


def test_a_model_that_repeats_itself_varies_less():
    same = items(*(f"{stiff(at % 12)} Number {at} is it." for at in range(300)), author="machine")
    people = items(*(stiff(at + 900) for at in range(300)), author="human")
    panel = panels(numbered(same, people))["variety"]
    assert panel.title == "The model's texts are more alike than people's"
    assert panel.neutral == 1
    values = {effect.name: effect.value for effect in panel.effects}
    assert len(values) == 3
    assert values["Phrases no other text has"] < 0.3


def test_without_people_there_are_figures_and_no_judgement():
    found = panels(MODEL)
    assert set(found) == {"variety", "phrases"}
    assert found["variety"].title == "How alike the texts are cannot be weighed without texts by people"
    assert not found["variety"].effects
    assert "too few texts by people" in found["phrases"].subtitle


def test_few_texts_are_passed_over_in_silence():
    assert results(MODEL[:40]) == []
    assert results(PEOPLE) == []


def test_texts_that_share_no_field_of_meaning_are_matched_by_length_alone():
    cats = items(
        *(f"The cat slept on rug {at} as cats and kittens do." for at in range(120)), author="machine"
    )
    loans = items(
        *(f"Our bank raised the loan by {at} to fund its debt." for at in range(120)), author="human"
    )
    assert "matched by length alone" in panels(numbered(cats, loans))["style"].subtitle


# --- how it is computed ---


def test_results_do_not_depend_on_how_the_items_are_cut_or_ordered():
    whole = ANALYZER.finish(ANALYZER.summarize(BOTH), None)
    parts = [ANALYZER.summarize(BOTH[at : at + 37]) for at in range(0, len(BOTH), 37)]
    forwards, backwards = parts[0], parts[-1]
    for part in parts[1:]:
        forwards = ANALYZER.merge(forwards, part)
    for part in reversed(parts[:-1]):
        backwards = ANALYZER.merge(backwards, part)
    kept = pickle.loads(pickle.dumps(forwards))
    assert ANALYZER.finish(kept, None) == ANALYZER.finish(backwards, None) == whole
    assert pickle.loads(pickle.dumps(whole)) == whole


def test_a_partial_of_many_texts_stays_small(monkeypatch):
    monkeypatch.setattr("synthreview.analyzers.style.texts.MOST", 100)
    partial = ANALYZER.summarize(items("Word " * 10_000))
    for start in range(0, 2000, 50):
        more = items(*(f"{plain(start + at, 3)} " * 40 for at in range(50)), start=start + 2)
        partial = ANALYZER.merge(partial, ANALYZER.summarize(more))
    assert partial.counts == (0, 0, 2001)
    assert len(pickle.dumps(partial)) < 200 * 2_500


def test_odd_texts_do_no_harm():
    odd = (
        "",
        " ",
        "...",
        "🙂" * 3,
        "\ud800 and so on",
        "a\x00b",
        "請提供文本。" * 9,
        "((((" * 50,
        "word " * 200,
    )
    model = items(*(f"{text}{at}" for at in range(12) for text in odd), author="machine")
    people = items(*(f"{text}{at + 50}" for at in range(12) for text in odd), author="human")
    assert summaries(numbered(model, people))["style"]["pairs"] >= 50
    assert run(ANALYZER, *numbered(model, people)) == []


# --- phrases ---

PHRASE = "it is important to note that"


def holding(count: int, others: int, **parts) -> list[Item]:
    held = [f"{plain(at, 2)} And {PHRASE} {plain(at + 700, 2)}" for at in range(count)]
    return items(*held, *(plain(seed + 2000, 4) for seed in range(others)), **parts)


def people(count: int = 300) -> list[Item]:
    return items(*(plain(seed, 4) for seed in range(9000, 9000 + count)), start=10_001, author="human")


def test_a_phrase_that_many_texts_share_is_shown_in_each_of_them():
    made = holding(30, 370)
    found = run(ANALYZER, *made, reference=people())
    assert sorted(finding.item for finding in found) == list(range(1, 31))
    finding = found[0]
    text = made[finding.item - 1].text("text")
    (spot,) = finding.evidence
    assert text[spot.start : spot.end].casefold().startswith(f"and {PHRASE}")
    assert finding.args["percent"] == "7.5"
    assert finding.args["text"].startswith(f"and {PHRASE}")


def test_the_panel_lists_it_with_a_filter():
    panel = panels(holding(30, 370), people())["phrases"]
    assert panel.title == "One phrase stands in many of the model's texts and hardly in those of people"
    (effect,) = panel.effects
    assert effect.value == pytest.approx(7.5)
    assert PHRASE in effect.where
    assert "0 of 300 by people" in effect.words


def test_a_rare_phrase_is_listed_and_no_text_is_pointed_at():
    state = ANALYZER.finish(ANALYZER.summarize(holding(18, 982)), ANALYZER.summarize(people(1300)))
    assert list(ANALYZER.score(holding(18, 0), state)) == []
    (panel,) = [each for each in ANALYZER.emit(state) if each.name == "phrases" and isinstance(each, Panel)]
    assert len(panel.effects) == 1


def test_without_people_only_very_frequent_phrases_are_pointed_at():
    assert run(ANALYZER, *holding(30, 370)) == []
    assert len(run(ANALYZER, *holding(60, 340))) == 60


def test_a_phrase_in_most_texts_is_how_they_are_made():
    assert run(ANALYZER, *holding(300, 100), reference=people()) == []


def test_all_phrases_together_point_at_half_of_the_texts_at_most():
    found = [
        Phrase(("a", "b", "c", "d", str(at)), count, 100, (0, 100), 9.0)
        for at, count in enumerate((40, 30, 8))
    ]
    assert [
        round(share, 2)
        for share in telling([replace(each, count=10 * each.count, total=1000) for each in found]).values()
    ] == [0.4, 0.08]


def test_texts_by_people_are_never_pointed_at():
    made = numbered(holding(30, 370, author="machine"), people())
    made += [free_text(f"{plain(1, 2)} And {PHRASE} {plain(2)}", id=9999, author="human")]
    assert {finding.item for finding in run(ANALYZER, *made)} == set(range(1, 31))


def test_a_phrase_may_end_a_text_and_stand_among_longer_ones():
    short, long = ("so", "it", "was", "at", "last"), ("so", "it", "is", "with", "all", "of", "us", "here")
    state = Report({short: 0.1, long: 0.2})
    text = "One two three four five six, so it is with all of us here. So it was at last!"
    (finding,) = ANALYZER.score([free_text(text)], state)
    assert [text[spot.start : spot.end] for spot in finding.evidence] == [
        "so it is with all of us here",
        "So it was at last",
    ]
    assert finding.args["percent"] == "20"


def test_openings_and_quotations_are_left_to_others():
    state = ANALYZER.finish(ANALYZER.summarize(holding(30, 370)), ANALYZER.summarize(people()))
    opens = free_text(f"And {PHRASE} the river rusts.")
    quotes = holding(
        1, 0, source_text=f"They say: and {PHRASE} the end. And {PHRASE} the river. {plain(700, 2)}"
    )
    assert list(ANALYZER.score([opens, *quotes], state)) == []
