"""Translators get every word that analyzers say of themselves, and names within a sentence read well."""

from __future__ import annotations

import gettext
from collections.abc import Iterator

import pytest

from synthreview import translation
from synthreview.analyzers import registry
from synthreview.analyzers.dialogue.features import CONTEXT, STYLE
from synthreview.analyzers.enumeration import either, listed
from synthreview.analyzers.labels.groups import GROUPS
from synthreview.analyzers.preferences.panel_words import named, sentence
from synthreview.analyzers.style.features import FEATURES
from tests.marked import marked
from tests.pseudo import Pseudo, pseudo


@pytest.fixture
def foreign() -> Iterator[None]:
    translation.use(Pseudo())
    yield
    translation.use(gettext.NullTranslations())


@pytest.mark.parametrize("analyzer", registry.registered().values(), ids=lambda analyzer: analyzer.id)
def test_an_analyzer_has_its_name_its_help_and_its_reasons_marked(analyzer):
    said = [analyzer.title, analyzer.help, *(reason.words for reason in analyzer.reasons)]
    assert [words for words in said if words not in marked()] == []


def test_what_is_measured_and_heard_is_marked():
    measured = [words for each in FEATURES for words in (each.name, each.unit, each.more, each.fewer)]
    heard = [words for pair in (*STYLE, *CONTEXT) for words in pair]
    assert [words for words in (*measured, *heard, *GROUPS) if words and words not in marked()] == []


def test_names_are_listed_as_one_says_them():
    assert [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == ["a", "a and b", "a, b and c"]
    assert [either([]), either(["a"]), either(["a", "b", "c"])] == ["", "a", "a or b or c"]


@pytest.mark.usefixtures("foreign")
def test_another_language_lists_names_in_its_own_way():
    assert listed(["a", "b"]) == pseudo("{names} and {last}").format(names="a", last="b")
    assert either(["a", "b"]) == pseudo("{one} or {other}").format(one="a", other="b")


@pytest.mark.usefixtures("foreign")
def test_a_judge_without_a_name_begins_a_sentence_in_every_language():
    assert sentence(f"{named('')} wins") == f"{pseudo('The judge')} wins"
    assert sentence(f"{named('gpt-4')} wins") == "gpt-4 wins"
