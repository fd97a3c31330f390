"""Everyone, at the dialogs and at what the pages open: held to what the pages are held to."""

from __future__ import annotations

import gettext
import json
import shutil
from collections import Counter

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QScrollArea,
    QStyleOptionViewItem,
    QWidget,
)

from synthreview import translation
from synthreview.domain import Kind, Role, Verdict
from synthreview.project import Project, Sort
from synthreview.ui import theme
from synthreview.ui.safety.restore_dialog import RestoreDialog
from tests.pseudo import Longer
from tests.ui.shell.conftest import LONG, settle, visit
from tests.ui.shell.test_accessibility import (
    DOUBLED,
    cut,
    describe,
    double,
    inner,
    keyed,
    nameless,
    overflows,
    small,
    tour,
    upwards,
)
from tests.unit.ui.test_theme import contrast

IMPORTS = ("import", "import mapped", "import reference", "import new", "import unreadable")
CARES = ("set aside", "mend", "mend broken")
EXPORTS = ("export table", "export splits", "export written", "export spoiled")
BLINDS = ("blind setup", "blind label", "blind find", "blind pair", "blind gain")
SETTINGS = ("settings keys", "settings exchange", "settings none")
STATES = (
    *IMPORTS,
    *CARES,
    *EXPORTS,
    *BLINDS,
    *SETTINGS,
    "planner",
    "planner refuses",
    "help",
    "help found",
    "keys",
    "today",
    *("restore", "restore missing", "restore none"),
)
AT = pytest.mark.parametrize("state", STATES)
OPENED_ANEW = (*IMPORTS, "today")
"""What keeps all keys and the pointer to itself while it is open: nobody can change the size of text then."""
DAMAGED = 3
LABELLED = 12


@pytest.fixture(scope="module")
def filled(filled, tmp_path_factory):
    """The filled project with records that were set aside and with a few labels that were given blind."""
    folder = tmp_path_factory.mktemp("rich")
    path = folder / "rich.synthreview"
    shutil.copyfile(filled, path)
    lines = [json.dumps({"text": f"A short text about the number {number}."}) for number in range(8)]
    lines[2:2] = ['{"text": "It ends before'] * DAMAGED
    (folder / "notes-of-a-long-name-from-the-spring.jsonl").write_text("\n".join(lines))
    project = Project.open(path, reviewer="Ana")
    project.import_file(folder / "notes-of-a-long-name-from-the-spring.jsonl", role=Role.SYNTHETIC)
    labels = next(one for one in project.blind_datasets() if one.name == "Labels")
    sample = project.blind_start(labels.id, 40)
    offered = project.blind_labels(labels.id)
    for number in range(LABELLED):
        item = project.blind_next(sample.id)
        project.blind_label(sample.id, item.item, offered[number % 2], 4.0)
    project.close()
    return path


@pytest.fixture
def show(full, qtbot, tmp_path):
    """Open the window, then a dialog or a state of a page; returns what is looked at."""

    def shown(state, width=1280, **looks) -> QWidget:
        window = full(width, **looks)
        place = OPENERS[state.partition(" ")[0]](window, qtbot, state, tmp_path)
        if place is not window and place.isWindow() and state != "today":
            place.resize(min(width, 1080), 700)
            place.activateWindow()
            assert QTest.qWaitForWindowActive(place, LONG)
        for _ in range(2):
            settle(window, qtbot)
            qtbot.wait(50)
        return place

    return shown


def _import(window, qtbot, state, folder):
    file = folder / "answers-of-two-models-in-march.jsonl"
    rows = [
        {"prompt": f"Why {n}?", "meta": {"source": "x" * 90}, "one": f"Yes {n}", "two": "No", "won": n % 2}
        for n in range(9)
    ]
    file.write_text("[{" if state.endswith("unreadable") else "\n".join(map(json.dumps, rows)))
    project = folder / "a project of its own.synthreview" if state.endswith("new") else None
    dialog = window.import_file(file, project)
    qtbot.waitUntil(lambda: dialog._preview is not None or not dialog.import_button.isVisible(), timeout=LONG)
    settle(window, qtbot)
    if state.endswith(("mapped", "reference")):
        dialog.form.kind.setCurrentIndex(list(Kind).index(Kind.PREFERENCE))
        settle(window, qtbot)
        for part, field in (("prompt", "prompt"), ("a", "one"), ("b", "two"), ("choice", "won")):
            dialog.mapping.use_field(part, field)
        dialog.mapping.offer_code("choice", "0")
        dialog.mapping.more.set_open(True)
        dialog.mapping.settle()
        settle(window, qtbot)
    if state.endswith("reference"):
        dialog.form.role.setCurrentIndex(1)
        dialog.saved.open_button.click()
    return dialog


def _aside(window, qtbot, state, _folder):
    visit(window, qtbot, "data")
    card = next(one for one in window.session.data.cards.values() if one.dataset.quarantined)
    card.aside_button.click()
    settle(window, qtbot)
    first = next(iter(card.quarantine.rows.values()))
    if state.startswith("mend"):
        first.mend.click()
    if state.endswith("broken"):
        first.editor.field.setPlainText('{"text": "It ends here."}\n{}')
        qtbot.wait(300)
    return window


def _export(window, qtbot, state, folder):
    visit(window, qtbot, "export")
    page = window.session.export
    page.dataset.setCurrentIndex(page.dataset.findText("Instructions"))
    page.choose_format({"export table": "csv", "export splits": "hf"}.get(state, "source"))
    page.options.columns_fold.set_open(True)
    if state.endswith("splits"):
        page.options.splits.setCurrentIndex(page.options.splits.count() - 1)
    if state.endswith(("written", "spoiled")):
        page.out.setText(str(folder / "an-export-with-a-name-that-is-rather-long.json"))
        page.options.diff.setChecked(True)
        page.options.card.setChecked(True)
        page.include["undecided"].setChecked(True)
        settle(window, qtbot)
        page.export_button.click()
        qtbot.waitUntil(page.result_card.isVisible, timeout=LONG)
        out = folder / "an-export-with-a-name-that-is-rather-long.json"
        if state.endswith("spoiled"):
            out.write_text("[]")
        page.check_card.check(folder / f"{out.name}.manifest.json")
    return window


def _blind(window, qtbot, state, _folder):
    visit(window, qtbot, "data")
    window.session.data.label_blind(2 if not state.endswith("pair") else 3)
    page = window.session.data.blind
    if state.endswith("setup"):
        return window
    if state.endswith("gain"):
        page.setup.results.click()
        qtbot.waitUntil(lambda: page.gain.gain is not None, timeout=LONG)
        return window
    page.setup.start.click()
    qtbot.waitUntil(lambda: page.currentWidget() is page.labelling, timeout=LONG)
    if state.endswith("find"):
        page.labelling.verbs["find_label"].trigger()
        QTest.keyClicks(page.labelling.choices.field, "an")
    return window


def _settings(window, qtbot, state, _folder):
    visit(window, qtbot, "settings")
    section = window.preferences.keys_section
    if state.endswith("none"):
        QTest.keyClicks(section.search, "xyzzy")
        return window
    section.change.click()
    if state.endswith("exchange"):
        QTest.keyClicks(section.catcher, "x")
    return window


def _planner(window, qtbot, state, _folder):
    visit(window, qtbot, "insights")
    page = window.session.insights
    qtbot.waitUntil(lambda: page.planner is not None, timeout=LONG)
    page._page.ensureWidgetVisible(page.planner)
    if state.endswith("refuses"):
        page.planner.bad.setValue(0.5)
    return window


def _help(window, qtbot, state, _folder):
    window.show_help()
    if state.endswith("found"):
        window._help.words.setText("key")
    return window._help


def _keys(window, _qtbot, _state, _folder):
    window.show_keys()
    return window._keys


def _today(window, _qtbot, _state, _folder):
    window.day.open_card()
    return window.day._card


def _restore(window, qtbot, state, folder):
    project = window.session.project
    for backup in Project.backups(project.path):
        backup.path.unlink()
    if not state.endswith("none"):
        project.backup(sort=Sort.WORK)
        project.decide(2, Verdict.ACCEPT)
    window.keeper.choose()
    dialog = window.findChildren(RestoreDialog)[-1]
    if state.endswith("missing"):
        dialog.offer(_of_a_lost_project(folder))
    qtbot.waitUntil(lambda: dialog.plan is not None or state.endswith("none"), timeout=LONG)
    return dialog


def _of_a_lost_project(folder):
    """A backup of work whose data are nowhere."""
    source, path = folder / "answers-that-were-thrown-away-in-spring.jsonl", folder / "lost.synthreview"
    source.write_text('{"text": "Gone."}')
    project = Project.open(path, create=True, reviewer="Ana")
    project.import_file(source)
    made = project.backup(sort=Sort.WORK)
    project.close()
    source.unlink()
    return made.path


OPENERS = {
    "import": _import,
    "set": _aside,
    "mend": _aside,
    "export": _export,
    "blind": _blind,
    "settings": _settings,
    "planner": _planner,
    "help": _help,
    "keys": _keys,
    "today": _today,
    "restore": _restore,
}


@AT
@pytest.mark.parametrize("width", [860, pytest.param(1280, marks=pytest.mark.slow)])
def test_keys_and_pointer_come_to_everything_find_it_named_and_eyes_can_read_it(show, qtbot, state, width):
    place = show(state, width)
    assert nameless(place) == []
    assert small(place) == []
    assert weak(place) == []
    if state != "keys":  # the overlay keeps the keyboard to itself
        toured(place)
    if state not in OPENED_ANEW:
        double(place if hasattr(place, "rail") else place.parentWidget(), qtbot)
        assert cut(place) == []
        assert too_low(place) == []


def toured(place) -> None:
    """Tab comes to everything, comes round, and follows reading."""
    wanted = keyed(place)
    found = tour(place, place.rail._buttons[place.place] if hasattr(place, "rail") else wanted[0])
    assert sorted(map(describe, set(wanted) - set(found))) == []
    if hasattr(place, "rail"):
        assert upwards(place, found) == []
    else:
        assert len(upwards(place, found[_first(place, found) :] + found[: _first(place, found)])) == 0


def _first(place, found) -> int:
    """Where the round begins: the topmost of those on the left."""
    corners = [widget.mapTo(place, QPoint()) for widget in found]
    return min(range(len(found)), key=lambda at: (corners[at].y(), corners[at].x()))


@pytest.mark.parametrize("state", OPENED_ANEW)
@pytest.mark.parametrize("width", [860, pytest.param(1280, marks=pytest.mark.slow)])
def test_what_opens_with_text_of_twice_the_size_loses_nothing(show, state, width):
    place = show(state, width, larger=DOUBLED)
    assert QApplication.font().pointSizeF() >= 2 * theme.SMALLEST
    assert cut(place) == []
    assert too_low(place) == []


@AT
@pytest.mark.parametrize(
    "words",
    [
        pytest.param(gettext.NullTranslations(), id="english", marks=pytest.mark.slow),
        pytest.param(Longer(), id="long words"),
    ],
)
def test_nothing_is_cut_or_wider_than_the_place_it_scrolls_in(show, state, words):
    translation.use(words)
    try:
        place = show(state, 1024)
        assert [describe(area) for area in place.findChildren(QScrollArea) if overflows(area)] == []
        assert cut(place) == []
        assert too_low(place) == []
    finally:
        translation.use(gettext.NullTranslations())


def too_low(place) -> list[str]:
    """Paragraphs whose last lines have no room."""
    return [
        f"{describe(words)} is {words.height()} high, needs {words.heightForWidth(words.width())}"
        for words in place.findChildren(QLabel)
        if words.isVisible() and words.wordWrap() and words.height() < words.heightForWidth(words.width())
    ]


@AT
@pytest.mark.slow
def test_all_text_stands_out_from_what_it_is_painted_on_in_the_dark(show, state):
    assert weak(show(state, scheme="dark")) == []


def weak(place) -> list[str]:
    """Labels and buttons whose letters are too near to the colour that most of their ground has."""
    picture, told = place.grab().toImage(), []
    for widget in place.findChildren(QWidget):
        if not isinstance(widget, QAbstractButton | QLabel) or not widget.isVisible() or inner(widget):
            continue
        if not widget.isEnabled() or not getattr(widget, "text", str)():
            continue
        seen = widget.visibleRegion().boundingRect()
        corner = widget.mapTo(place, seen.topLeft())
        painted = Counter(
            picture.pixel(x, y)
            for x in range(corner.x(), min(corner.x() + seen.width(), picture.width()), 2)
            for y in range(corner.y(), min(corner.y() + seen.height(), picture.height()))
        )
        if not painted:
            continue
        ground = QColor(painted.most_common(1)[0][0])
        ink = widget.palette().color(widget.foregroundRole())
        found = contrast(ink.name(), ground.name())
        if found < 4.5:
            told.append(f"{describe(widget)}: {ink.name()} on {ground.name()} is {found:.2f}")
    return told


# Reading from the right


@pytest.fixture
def backwards(qapp):
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_the_day_opens_over_the_link_that_asks_for_it(show, backwards):
    card = show("today")
    window = card.parentWidget().window()
    link = window.status.day
    assert card.geometry().right() >= link.mapToGlobal(QPoint(link.width() // 2, 0)).x()


def test_a_value_of_the_first_record_stands_beside_its_field_and_runs_as_its_letters_do(show, backwards):
    fields = show("import").fields
    option, delegate = QStyleOptionViewItem(), fields.itemDelegateForColumn(1)
    option.direction = Qt.LayoutDirection.RightToLeft
    delegate.initStyleOption(option, fields.model().index(0, 1))
    assert option.text.startswith("Why")
    assert option.displayAlignment & Qt.AlignmentFlag.AlignRight
    assert option.direction is Qt.LayoutDirection.LeftToRight


def test_the_list_of_labels_begins_where_its_field_does(show, backwards):
    choices = show("blind find").session.data.blind.labelling.choices
    found, field = choices.finder.list, choices.field
    assert found.isVisible()
    assert found.geometry().right() == field.mapTo(field.window(), QPoint(field.width() - 1, 0)).x()


# What was found by looking


def test_all_fields_of_an_import_begin_at_one_line(show):
    dialog = show("import mapped")
    fields = (dialog.form.name, dialog.form.kind, dialog.form.role, *dialog.mapping.combos.values())
    assert len({field.mapTo(dialog, QPoint()).x() for field in fields}) == 1


def test_a_run_without_a_space_does_not_widen_the_cards(show):
    samples = show("import", 860).samples
    assert samples.widget().width() <= samples.viewport().width()
    assert "x" * 90 in samples.texts()[2].replace("\u200b", "")


def test_a_path_typed_just_before_the_window_closes_asks_nothing_more(show, qtbot):
    dialog = show("import")
    asked = dialog._asked_for
    dialog.mapping.combos["output"].setCurrentText("one")
    dialog.parentWidget().close()
    with qtbot.waitSignal(dialog.mapping.changed):
        pass
    assert dialog._asked_for == asked


def test_nothing_cannot_be_exported(show):
    page = show("export table").session.export
    assert page.export_button.isEnabled() is False
    page.include["undecided"].setChecked(True)
    QTest.qWait(300)
    assert page.export_button.isEnabled()


class German(gettext.NullTranslations):
    """Two words of a language."""

    def gettext(self, message):
        return {"JSON array": "JSON-Liste", "CSV": "CSV-Datei"}.get(message, message)


def test_formats_are_named_in_the_language_of_the_window(show, qtbot):
    translation.use(German())
    try:
        window = show("export written")
        assert "JSON-Liste" in window.session.export.format.itemText(0)
        window.go("data")
        settle(window, qtbot)
        origins = [card._origin.text() for card in window.session.data.cards.values()]
        assert any("JSON-Liste" in told for told in origins)
        assert any("CSV-Datei" in told for told in origins)
        assert any(one.format == "JSON array" for one in window.session.project.datasets())
    finally:
        translation.use(gettext.NullTranslations())
