"""Who gets a key when a verb and the widget with the keyboard both want it.

Letters act on the item wherever the keyboard is, except where text can be typed. There every key
without Ctrl or Alt belongs to the field. A button that was reached with Tab keeps Space, and a list or
a choice keeps its arrows; one that was clicked does not keep Space, so that a preset with Space on a
verb works on after a click.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QListView,
    QMainWindow,
    QPlainTextEdit,
    QTextEdit,
    QTreeView,
    QWidget,
)

from synthreview.ui.reading_order import step

_PRESSES = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Select})
_MOVES = frozenset(
    {
        *_PRESSES,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
    }
)
_TABS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_COMMAND = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)
_LISTS = (QListView, QTreeView, QComboBox, QAbstractSlider)


class Yielding(QObject):
    """Watches the widgets that have had the keyboard, nothing else, so that it costs next to nothing.

    None of them is held: one that goes away while it has the keyboard must not be asked for anything.
    """

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._clicked = False
        application.focusChanged.connect(self._moved)

    @Slot()
    def _moved(self) -> None:
        self._clicked = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        focus = QApplication.focusWidget()
        if focus is not None:
            focus.installEventFilter(self)  # a second time it only moves to the front

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the widget have its key before a verb is looked for."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return _tabbed(watched, event) or super().eventFilter(watched, event)
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            key, commanded = Qt.Key(event.key()), bool(event.modifiers() & _COMMAND)
            if isinstance(watched, QWidget) and not commanded and keeps(watched, key, clicked=self._clicked):
                event.accept()
                return True
        return super().eventFilter(watched, event)


def keeps(widget: QWidget, key: Qt.Key, *, clicked: bool) -> bool:
    """Whether a widget with the keyboard needs a key, pressed without Ctrl or Alt, for itself."""
    if typing(widget):
        return key is not Qt.Key.Key_Escape and not Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35
    if isinstance(widget, _LISTS):
        return key in _MOVES
    return isinstance(widget, QAbstractButton) and not clicked and key in _PRESSES


def typing(widget: QWidget) -> bool:
    """Whether text can be typed into a widget."""
    if isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit | QAbstractSpinBox):
        return widget.isEnabled() and not widget.isReadOnly()
    return isinstance(widget, QComboBox) and widget.isEditable()


def watch() -> None:
    """Have keys shared out from now on; once for the whole program."""
    application = QApplication.instance()
    if isinstance(application, QApplication) and _watcher() is None:
        Yielding(application)


def _tabbed(watched: QObject, event: QKeyEvent) -> bool:
    """Follow Tab in the order of reading, where the widget does not need it for itself."""
    if event.key() not in _TABS or event.modifiers() & _COMMAND or not isinstance(watched, QWidget):
        return False
    window = watched.window()
    if not isinstance(window, QMainWindow) or _writes_tabs(watched):
        return False
    return step(window, forward=event.key() == Qt.Key.Key_Tab)


def _writes_tabs(widget: QWidget) -> bool:
    if isinstance(widget, QTextEdit | QPlainTextEdit):
        return typing(widget) and not widget.tabChangesFocus()
    return isinstance(widget, QAbstractItemView) and widget.tabKeyNavigation()


def _watcher() -> Yielding | None:
    application = QApplication.instance()
    if application is None:
        return None
    return application.findChild(Yielding, options=Qt.FindChildOption.FindDirectChildrenOnly)
