"""The words of the program: marked, looked up, filled; English wherever a translation falls short."""

from __future__ import annotations

import gettext

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from synthreview import translation
from synthreview.engine.pool import Workers
from synthreview.jobs import JobContext
from synthreview.translation import Table, later, tr, trn


@pytest.fixture
def german(tmp_path):
    """A language with a few sentences, one of them spoiled."""
    catalogue = Catalog(locale="de")
    catalogue.add("Close", "Schließen")
    catalogue.add("Close {name}", "{name} schließen")
    catalogue.add("Open {name}", "{nam} öffnen")
    catalogue.add(("{count} item", "{count} items"), ("{count} Eintrag", "{count} Einträge"))
    (tmp_path / "de").mkdir()
    with (tmp_path / "de" / "synthreview.mo").open("wb") as file:
        write_mo(file, catalogue)
    translation.use_language([tmp_path], "de")
    yield tmp_path
    translation.use(gettext.NullTranslations())


def test_without_a_language_everything_is_english():
    assert tr("Close {name}", name="it") == "Close it"
    assert trn("{count} item", "{count} items", 1) == "1 item"
    assert trn("{count} item", "{count} items", 12345) == "12\u202f345 items"


def test_a_sentence_is_translated_and_filled_where_the_translation_wants_it(german):
    assert tr("Close") == "Schließen"
    assert tr("Close {name}", name="Alpaka") == "Alpaka schließen"
    assert trn("{count} item", "{count} items", 2) == "2 Einträge"
    assert trn("{count} item", "{count} items", 1) == "1 Eintrag"


def test_nothing_stays_nothing(german):
    # A catalogue keeps its own header under the empty text.
    assert tr("") == ""


def test_a_translation_with_another_place_is_shown_in_english(german):
    assert tr("Open {name}", name="it") == "Open it"


def test_braces_in_what_is_filled_in_are_left_alone(german):
    assert tr("Close {name}", name="{count}") == "{count} schließen"


def test_words_of_a_table_are_translated_when_they_are_looked_up(german):
    words = Table({"shut": later("Close"), "other": later("Not translated")})
    assert words["shut"] == "Schließen"
    assert dict(words) == {"shut": "Schließen", "other": "Not translated"}
    assert words.get("none", "-") == "-"


def test_languages_are_those_with_a_file(german):
    (german / "fr").mkdir()
    assert translation.languages([german]) == ["en", "de"]


@pytest.mark.parametrize("content", [b"", b"no catalogue", b"\xde\x12\x04\x95" + b"\xff" * 60])
def test_a_damaged_file_counts_as_none(tmp_path, content):
    (tmp_path / "de").mkdir()
    (tmp_path / "de" / "synthreview.mo").write_bytes(content)
    translation.use_language([tmp_path], "de")
    assert tr("Close") == "Close"
    assert translation.file_in_use() is None


def test_a_process_of_our_own_speaks_as_the_window_does(german):
    with Workers(1) as workers:
        assert list(workers.map(tr, [("Close",)], JobContext())) == ["Schließen"]
