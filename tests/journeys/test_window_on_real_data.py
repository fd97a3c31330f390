"""A person's hour in the real window: a file in, the worst items by keyboard, a mistake undone, a file out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from synthreview.domain import Verdict
from synthreview.settings import Settings
from synthreview.ui import dialogs
from synthreview.ui.faults import Notifier
from synthreview.ui.import_dialog import ImportDialog
from synthreview.ui.main_window import MainWindow
from tests.journeys.test_commands_on_real_data import EDITED_PART, SETS, SMALL

WAIT = 90_000
MARK = "Written by a person."


@pytest.fixture
def window(qtbot: Any) -> Any:
    made = MainWindow(Settings(reviewer="Ana"), Notifier())
    qtbot.addWidget(made, before_close_func=lambda widget: widget.close())
    made.resize(1440, 900)
    made.show()
    return made


def key(pressed: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    """Press a key where the focus is, as a keyboard does."""
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        held |= modifier
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, pressed, held)


def load(window: MainWindow, qtbot: Any, source: Path, project: Path) -> None:
    """Import by the dialog and wait until Review stands on the worst item."""
    dialog: ImportDialog = window.import_file(source, project)
    qtbot.waitUntil(dialog.import_button.isEnabled, timeout=WAIT)
    dialog.import_button.click()
    qtbot.waitUntil(lambda: window.session is not None, timeout=WAIT)
    session = window.session
    assert session is not None
    qtbot.waitUntil(lambda: window.places.currentWidget() is session.review, timeout=WAIT)
    qtbot.waitUntil(lambda: session.review.view is not None, timeout=WAIT)
    qtbot.waitUntil(lambda: not window.bridge.active(), timeout=WAIT)
    # Without a window manager nobody gives the focus back when the dialog closes.
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)


def at(window: MainWindow) -> int:
    assert window.session is not None
    view = window.session.review.view
    assert view is not None
    return view.item.id


def write_over(qtbot: Any, field: QWidget) -> None:
    """Go to a field of the editor and replace its text."""
    field.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is field)
    key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, MARK)


def fix(window: MainWindow, qtbot: Any, part: str) -> None:
    key(Qt.Key.Key_E)
    assert window.session is not None
    editor = window.session.review.fixing.editor
    assert editor is not None
    write_over(qtbot, editor.editors[part].field)
    key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize(
    ("name", "kind", "records"),
    [pytest.param(*each, id=each[0], marks=() if each[0] in SMALL else pytest.mark.slow) for each in SETS],
)
def test_an_hour_at_the_desk(
    name: str,
    kind: str,
    records: int,
    shared_data: Path,
    tmp_path: Path,
    window: MainWindow,
    qtbot: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = shared_data / name
    before = hashlib.sha256(source.read_bytes()).hexdigest()
    load(window, qtbot, source, tmp_path / "hour.synthreview")
    session = window.session
    assert session is not None
    project = session.project
    assert project.datasets()[0].kind == kind
    assert project.view(at(window)).rank == 1, "Review opens on the worst item"

    acts: list[tuple[Verdict, Callable[[], None]]] = [
        (Verdict.ACCEPT, lambda: key(Qt.Key.Key_A)),
        (Verdict.FIX, lambda: fix(window, qtbot, EDITED_PART[kind])),
        (Verdict.REJECT, lambda: key(Qt.Key.Key_X)),
        (Verdict.DEFER, lambda: key(Qt.Key.Key_D)),
    ]
    decided: dict[int, Verdict] = {}
    for verdict, act in acts:
        item = at(window)
        act()
        decision = project.view(item).decision
        assert decision is not None, f"{verdict} of #{item} is on disk before the next item shows"
        assert (decision.verdict, decision.reviewer) == (verdict, "Ana")
        assert at(window) != item
        decided[item] = verdict
    mistake = at(window)
    key(Qt.Key.Key_X)
    key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert project.view(mistake).decision is None
    assert at(window) == mistake, "undo brings the item back"
    counts = project.counts()
    assert (counts.accepted, counts.fixed, counts.rejected, counts.deferred) == (1, 1, 1, 1)

    out = tmp_path / f"clean{source.suffix}"
    monkeypatch.setattr(dialogs, "save_export", lambda *_: out)
    window.go("export")
    page = session.export
    page.choose.click()
    qtbot.waitUntil(page.export_button.isEnabled, timeout=WAIT)
    page.export_button.click()
    qtbot.waitUntil(page.result_card.isVisible, timeout=WAIT)
    assert MARK.encode() in out.read_bytes()
    again = tmp_path / "again.synthreview"
    window.close_project()
    load(window, qtbot, out, again)
    assert window.session is not None
    assert window.session.project.datasets()[0].records == records - 2
    assert hashlib.sha256(source.read_bytes()).hexdigest() == before
