"""The language of the window: found in a folder, chosen by the person or the system, from the next start on."""

from __future__ import annotations

import gettext

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from PySide6.QtCore import QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QWidget

from synthreview import paths, settings, translation
from synthreview.settings import Settings
from synthreview.translation import tr
from synthreview.ui import language
from synthreview.ui.elements import button
from synthreview.ui.flow import FlowLayout
from synthreview.ui.settings_page.language_section import LanguageSection


def put(code: str, **words: str) -> None:
    """A language in the folder of the preferences."""
    catalogue = Catalog(locale=code)
    for english, said in words.items():
        catalogue.add(english, said)
    folder = paths.config_dir() / "languages" / code
    folder.mkdir(parents=True)
    with (folder / "synthreview.mo").open("wb") as file:
        write_mo(file, catalogue)


@pytest.fixture
def speaking(qapp):
    """Speaks as settings say, and English again afterwards."""
    yield lambda code: language.speak(Settings(language=code), qapp)
    for each in qapp.findChildren(QTranslator):
        qapp.removeTranslator(each)
        each.deleteLater()
    translation.use(gettext.NullTranslations())
    QLocale.setDefault(QLocale.c())
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_a_language_in_the_preferences_is_spoken_also_by_qts_own_buttons(speaking):
    put("de", Accept="Annehmen")
    assert speaking("de") == "de"
    assert tr("Accept") == "Annehmen"
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "Abbrechen"


def test_a_language_written_from_right_to_left_turns_the_window_round(speaking):
    put("ar", Accept="\u0642\u0628\u0648\u0644")
    speaking("ar")
    assert QApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft


@pytest.mark.parametrize("gone", ["fr", "", "../de", "en"])
def test_what_is_not_there_is_spoken_in_english(speaking, gone):
    put("de", Accept="Annehmen")
    assert speaking(gone) == "en"
    assert tr("Accept") == "Accept"


def test_the_system_speaks_the_language_of_its_user_where_there_is_one(speaking, monkeypatch):
    put("pt", Accept="Aceitar")
    monkeypatch.setattr(QLocale, "uiLanguages", lambda _: ["pt-BR", "en-US"])
    assert speaking("system") == "pt"
    assert tr("Accept") == "Aceitar"


def test_without_another_language_there_is_nothing_to_choose(opened):
    opened.show_settings()
    assert opened.preferences.findChildren(LanguageSection) == []


def test_a_language_is_chosen_by_its_own_name_and_kept(request):
    put("de", Accept="Annehmen")
    window = request.getfixturevalue("window")
    window.show_settings()
    (section,) = window.preferences.findChildren(LanguageSection)
    names = [section.choice.itemText(row) for row in range(section.choice.count())]
    assert names == ["As the system", "English", "Deutsch"]
    section.choice.setCurrentIndex(2)
    section.choice.activated.emit(2)
    assert settings.load().language == "de"


def test_words_flow_from_the_side_where_reading_begins(qtbot):
    sides = {}
    for way in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        holder = QWidget()
        qtbot.addWidget(holder)
        holder.setLayoutDirection(way)
        flow = FlowLayout(10)
        holder.setLayout(flow)
        words = [QLabel("one"), QLabel("two")]
        for each in words:
            flow.addWidget(each)
        holder.resize(300, 40)
        holder.show()
        sides[way] = [each.geometry() for each in words]
    left, right = sides.values()
    assert left[0].left() == 0
    assert left[1].left() > left[0].right()
    assert right[0].right() == 299
    assert right[1].right() < right[0].left()


def test_a_word_longer_than_its_line_gives_way_and_is_heard_whole(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout()
    holder.setLayout(flow)
    made = button("A very long word of a language that puts all of its words into one", lambda: None)
    flow.addWidget(made)
    holder.resize(180, 60)
    holder.show()
    assert made.width() == 180
    assert made.accessibleName().endswith("into one")
    whole = made.grab().toImage()
    made.setText("A very long word of a language")
    assert made.grab().toImage() == whole, "both end in dots at the same place"
