"""The table of verbs: no two verbs fight over a key, and nothing that changes data repeats."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from synthreview.paths import resource
from synthreview.ui.actions import VERBS, Mode, Verb, action, clashes, shown, verb

CHANGES_DATA = {"accept", "reject", "fix", "defer", "flag", "undo", "redo", "keep"}


def test_no_two_verbs_of_one_mode_share_a_key():
    assert clashes() == []


def test_a_shared_key_would_be_found():
    twice = (Verb("one", "One", ("A",), Mode.REVIEW), Verb("two", "Two", ("A",), Mode.ANYWHERE))
    assert clashes(twice) == [("A", "one", "two")]
    apart = (Verb("one", "One", ("A",), Mode.REVIEW), Verb("two", "Two", ("A",), Mode.WRITING))
    assert clashes(apart) == []


def test_every_verb_has_its_own_id():
    assert len({verb.id for verb in VERBS}) == len(VERBS)


def test_what_changes_data_does_not_repeat(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    for name in CHANGES_DATA:
        assert not verb(name).repeats
        assert not action(name, page, page.update).autoRepeat()


def test_nothing_is_on_backspace_or_space():
    assert not any(key in ("Backspace", "Space", "Del") for verb in VERBS for key in verb.keys)


def test_every_icon_of_the_table_is_drawn():
    for one in VERBS:
        if one.icon:
            assert resource("icons", f"{one.icon}.svg").is_file()


def test_keys_are_written_as_people_read_them():
    assert shown("PgDown") == "Page down"
    assert shown("Ctrl+Shift+Z") == "Ctrl+Shift+Z"
    assert verb("accept").tip == "Accept (A)"
