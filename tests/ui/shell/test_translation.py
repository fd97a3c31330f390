"""Every word on the screens can be translated: shown in a language nobody speaks, nothing stays English."""

from __future__ import annotations

import gettext
import json
import re

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from synthreview import translation
from synthreview.ui.actions import VERBS, shown
from tests.pseudo import OPEN, SHUT, Pseudo, pseudo
from tests.ui.shell.conftest import settle, visit
from tests.ui.shell.test_accessibility import EVERYWHERE

ROWS = 40
"""Lines of a list that are looked at."""
_WORD = re.compile(r"[A-Za-z]{3,}")
_CONDITION = re.compile(r"-?\w+(:|[<>]=?)(\"[^\"]*\"|\S+)")
"""A condition of the query language."""
_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)
OWN_WORDS = {"synthreview", "JSON", "JSONL", "CSV", "UTF", "SHA", "Ana", "Ctrl", "Shift", "Alt", "Esc", "Tab"}
"""Names of the program, of formats, of keys and of the reviewer: the same in every language."""


@pytest.fixture
def foreign(full):
    """The window on the filled project, in the language that nobody speaks."""
    translation.use(Pseudo())
    yield full
    translation.use(gettext.NullTranslations())


def texts(widget: QWidget) -> list[str]:
    """What a widget shows, and what is said of it to those who listen or hover."""
    found = [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
    if isinstance(widget, QLabel | QAbstractButton):
        found.append(widget.text())
    if isinstance(widget, QGroupBox):
        found.append(widget.title())
    if isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit):
        found.append(widget.placeholderText())
    if isinstance(widget, QComboBox):
        found += [widget.itemText(row) for row in range(min(widget.count(), ROWS))]
    if isinstance(widget, QAbstractItemView) and widget.model() is not None and widget.parent() is not None:
        found += _of_model(widget)
    if widget.isWindow():
        found.append(widget.windowTitle())
    return [text for text in found if text]


def _of_model(view: QAbstractItemView) -> list[str]:
    model = view.model()
    found = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(_columns(model))]
    for row in range(min(model.rowCount(QModelIndex()), ROWS)):
        for column in range(_columns(model)):
            found += [model.data(model.index(row, column), role) for role in _ROLES]
    return [text for text in found if isinstance(text, str)]


def _columns(model) -> int:
    return 1 if isinstance(model, QAbstractListModel) else min(model.columnCount(QModelIndex()), 12)


def untranslated(text: str, data: str, values: set[str]) -> str:
    """What of a text is neither translated nor the project's own; empty where nothing is."""
    rest = text
    while (inner := re.sub(f"{OPEN}[^{OPEN}{SHUT}]*{SHUT}", " \x00 ", rest)) != rest:
        rest = inner
    left = []
    for piece in re.split("[\x00\n\u2026]", rest):
        said = _CONDITION.sub("", piece).strip(" \t,.:;()[]\u00b7\u2013\u201c\u201d'\"#\u2068\u2069")
        known = said in values or said.startswith("/") or (len(said) > 12 and " ".join(said.split()) in data)
        if not known and any(word not in OWN_WORDS and word not in values for word in _WORD.findall(said)):
            left.append(said)
    return " | ".join(left)


def own(project) -> tuple[str, set[str]]:
    """The project's own words: all its texts in one, and the names and values that stand by themselves."""
    values, whole = set(), []
    for dataset in project.datasets():
        values |= {dataset.name, dataset.source, dataset.format, dataset.generator, dataset.licence}
    for row in project.rows(list(project.queue_ids(""))[:5000]):
        parts = project.view(row.item).item.parts
        for value in _leaves(parts):
            whole.append(" ".join(value.split()))
            if len(value) < 60:
                values |= {value, value.casefold(), *_WORD.findall(value)}
        values |= {row.title}
        whole.append(" ".join(row.title.split()))
        for finding in project.findings(row.item):
            values |= {finding.reason, finding.analyzer, _as_words(finding.reason)}
    for operation in project.history():
        values.add(operation.label)
    values |= {word for value in list(values) for word in _WORD.findall(value)}
    return " ".join(whole), values - {""}


def _as_words(code: str) -> str:
    """How a reason is named among the facets: codes are words of the query language."""
    return code.replace("_", " ").capitalize()


def _leaves(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each)


def english(window) -> list[str]:
    """What stays English in everything that a window shows now, and in its menus."""
    data, values = own(window.session.project)
    keys = {shown(key) for verb in VERBS for key in verb.keys}
    told = {}
    for top in [window, *window.findChildren(QWidget)]:
        if top.isVisible() or isinstance(top, QMenu):
            for text in texts(top):
                if rest := untranslated(text, data, values | keys):
                    told.setdefault(rest, type(top).__name__)
    for action in window.findChildren(QAction):
        if type(action.parent()).__name__ == "GraphicsScene":
            continue  # pyqtgraph's own menu, which no chart of ours opens
        for text in (action.text().replace("&", ""), action.toolTip()):
            if rest := untranslated(text, data, values | keys):
                told.setdefault(rest, f"QAction {action.objectName()}")
    return [f"{who}: {rest}" for rest, who in sorted(told.items())]


@pytest.mark.parametrize("place", EVERYWHERE)
def test_no_word_of_a_page_stays_english(foreign, qtbot, place):
    window = foreign()
    visit(window, qtbot, place)
    assert "\n".join(english(window)) == ""


@pytest.mark.parametrize("key", ["H", "T", "V", "M", "G", "E", "?", "Ctrl+K", "0", "L"])
def test_no_word_of_what_a_key_opens_stays_english(foreign, qtbot, key):
    window = foreign()
    visit(window, qtbot, "review/instruction")
    press(window, key)
    settle(window, qtbot)
    qtbot.wait(100)
    assert "\n".join(english(window)) == ""


def press(window, key: str) -> None:
    name, _, last = key.rpartition("+")
    modifier = Qt.KeyboardModifier.ControlModifier if name == "Ctrl" else Qt.KeyboardModifier.NoModifier
    target = window.focusWidget() or window
    if last == "?":
        QTest.keyClick(target, Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier)
    else:
        QTest.keyClick(target, Qt.Key(ord(last)), modifier)


def test_a_word_that_nobody_marked_is_found_by_this_test():
    translation.use(gettext.NullTranslations())
    assert untranslated("Close", "", set()) == "Close"
    assert untranslated(f"{pseudo('Close')}, now", "", set()) == "now"
    assert untranslated(pseudo(f"Close {pseudo('it')}"), "", set()) == ""
    assert (
        json.dumps(untranslated("a long text of the project", "see a long text of the project", set()))
        == '""'
    )
