"""What translators get: every sentence, whole, with places that a translation must keep."""

from __future__ import annotations

import ast
import importlib.util

import pytest
from babel.messages.catalog import Catalog

from synthreview import translation
from tests.conftest import CHECKOUT
from tests.marked import marked
from tests.unit.test_house import SOURCES

_SPEC = importlib.util.spec_from_file_location("messages", CHECKOUT / "packaging" / "messages.py")
messages = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(messages)
MARKS = {"tr": 1, "later": 1, "trn": 2}


@pytest.fixture(scope="module")
def template():
    return messages.template()


def test_sentences_of_the_window_the_core_and_the_detectors_are_collected(template):
    for sentence in ("Accept", "Task label", "Turn {turn} reads out the system prompt: {text}"):
        assert sentence in template
    assert len(template) > 1500


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_what_is_marked_can_be_collected(path):
    # An f-string or a name in place of the sentence would leave it out of every translation.
    wrong = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            given = node.args[: MARKS[node.func.id]]
            known = [each for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            looked_up = node.func.id == "tr" and not any(isinstance(each, ast.JoinedStr) for each in given)
            if len(known) < len(given) and not looked_up:
                wrong.append(node.lineno)
        if isinstance(node, ast.JoinedStr):  # before Python 3.12 the collector does not look into f-strings
            wrong += [each.lineno for each in ast.walk(node) if _marks(each)]
    assert wrong == []


def _marks(node: ast.AST) -> bool:
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS
    return called and bool(node.args) and isinstance(node.args[0], ast.Constant)


def test_every_marked_sentence_reaches_the_translators(template):
    collected = {
        text for each in template for text in (each.id if isinstance(each.id, tuple) else (each.id,))
    }
    assert sorted(marked() - collected) == []


def test_every_sentence_can_be_filled_in(template):
    # A single brace would make a sentence that can never be shown.
    broken = [
        message.id
        for message in template
        if message.id and {str(message.id)} == messages.places(str(message.id))
    ]
    assert broken == []


def test_a_translation_that_invents_a_place_is_told():
    catalogue = Catalog(locale="de")
    catalogue.add("Close {name}", "{nam} schließen")
    catalogue.add("Open {name}", "{name} öffnen")
    catalogue.add(("{count} item", "{count} items"), ("ein Eintrag", "{count} Einträge"))
    assert [said for _, said in messages.spoiled(catalogue)] == ["{nam} schließen"]


def test_a_language_is_begun_brought_up_to_date_and_compiled(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(messages, "FOLDER", tmp_path)
    messages.start("de")
    path = tmp_path / "de" / "synthreview.po"
    assert 'msgid "Accept"' in path.read_text(encoding="utf-8")
    text = path.read_text(encoding="utf-8").replace(
        'msgid "Accept"\nmsgstr ""', 'msgid "Accept"\nmsgstr "Annehmen"'
    )
    path.write_text(text, encoding="utf-8")
    messages.update()
    assert 'msgstr "Annehmen"' in path.read_text(encoding="utf-8")
    messages.compile_all()
    assert "de: 1 of" in capsys.readouterr().out
    translation.use_language([tmp_path], "de")
    assert translation.tr("Accept") == "Annehmen"
    translation.use_language([], "de")
