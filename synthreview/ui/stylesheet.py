"""The one style sheet, filled from a theme's tokens.

Widgets choose a shape by the dynamic property ``look``; colours that widgets do not set here come
from the palette.
"""

from __future__ import annotations

from string import Template
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from synthreview.paths import resource


class Tokens(Protocol):
    """What the sheet needs of a theme."""

    @property
    def name(self) -> str:
        """``light`` or ``dark``: which of the small pictures drawn on accent ground to use."""
        ...

    def tokens(self) -> dict[str, str]:
        """Colours by token name."""
        ...


def stylesheet(theme: Tokens, points: float) -> str:
    """The sheet for one theme and one size of interface text."""
    sizes = {"small": points - 1, "title": points * 1.7, "display": points * 2}
    words = {name: f"{size:.1f}pt" for name, size in sizes.items()}
    pictures = {"down": "arrow-down", "up": "arrow-up", "tick": f"tick-{theme.name}"}
    files = {name: resource("icons", f"{file}.svg").as_posix() for name, file in pictures.items()}
    rounds = {"pill": f"{_half(points, 8)}px", "lozenge": f"{_half(points - 1, 2)}px"}
    end = "left" if QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft else "right"
    return Template(_SHEET).substitute(theme.tokens(), **words, **files, **rounds, end=end)


def _half(points: float, around: int) -> int:
    """Half the least height of a line with ``around`` pixels more: Qt draws larger corners square."""
    return int((points * 1.55 + around) / 2)


_SHEET = """
QToolTip { background: $surface; color: $text; border: 1px solid $line; padding: 4px 8px; }

QLabel { background: transparent; }
QLabel[look="title"] { font-size: $title; font-weight: 600; }
QLabel[look="display"] { font-size: $display; font-weight: 700; }
QLabel[look="heading"] { font-weight: 600; }
QLabel[look="section"] { font-weight: 600; color: $muted; font-size: $small; }
QLabel[look="muted"] { color: $muted; }
QLabel[look="small"] { color: $muted; font-size: $small; }
QLabel[look="mark"] {
    background: $evidence; color: $text; border-radius: 4px; padding: 0 6px; font-size: $small;
}
QLabel[look="hint"] {
    background: $evidence; color: $text; border-radius: 6px; padding: 6px 8px; font-size: $small;
}
QLabel[look="error"] { color: $reject; }
QLabel[look="good"] { color: $accept; }
QLabel[look="plain_small"] { font-size: $small; }
QLabel[look="removed"] {
    background: $removed; color: $text; text-decoration: line-through; border-radius: 4px; padding: 1px 6px;
}
QLabel[look="badge"] {
    background: $sunken; color: $muted; border: 1px solid $line; border-radius: $lozenge;
    padding: 0 8px; font-size: $small;
}
QLabel[look="key"] {
    background: $window; color: $muted; border: 1px solid $line; border-bottom-width: 2px;
    border-radius: 4px; padding: 0 5px; font-size: $small; font-weight: 600;
}

QFrame[look="card"] { background: $surface; border: 1px solid $line; border-radius: 10px; }
QFrame[look="card"][active="true"] { border: 1px solid $accent; }
QFrame[look="part"] { background: $surface; border: 1px solid $line; border-radius: 10px; }
QFrame[look="part"][marked="true"] { border-color: $evidence_line; }
QFrame[look="part"][chosen="true"] { border: 2px solid $accept; }
QFrame[look="part"][side="own"] { background: $accent_soft; border-color: $accent_soft; }
QFrame[look="part"][side="apart"] { background: $sunken; border: 1px dashed $line; }
QFrame[look="part"][side="own"][marked="true"], QFrame[look="part"][side="apart"][marked="true"] {
    border-color: $evidence_line;
}
QFrame[look="notice_line"] { background: $accent_soft; border: none; border-top: 1px solid $line; }
QFrame[look="notice"] { background: $accent_soft; border: none; border-radius: 8px; }
QFrame[look="alarm"] { background: $evidence; border: 1px solid $evidence_line; border-radius: 8px; }
QFrame[look="overlay"] { background: $surface; border: 1px solid $line; border-radius: 10px; }
QFrame[look="panel"], QWidget[look="panel"] { background: $surface; border: none; }
QFrame[look="sunken"] { background: $sunken; border: none; border-radius: 6px; }
QFrame[look="rail"], QWidget[look="rail"] { background: $sunken; border: none; }
QFrame[look="line"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[look="upright"] { background: $line; border: none; max-width: 1px; min-width: 1px; }
QFrame[look="toast"] { background: $text; border: none; border-radius: 8px; }
QFrame[look="toast"] QLabel { color: $window; }
QFrame[look="toast"] QPushButton {
    color: $window; background: transparent; border: 1px solid transparent;
    font-weight: 600; padding: 4px 8px;
}
QFrame[look="toast"] QPushButton:hover, QFrame[look="toast"] QPushButton:focus { border-color: $window; }
QFrame[look="drop"] { background: $surface; border: 2px dashed $line; border-radius: 10px; }
QFrame[look="drop"][active="true"] { border-color: $accent; background: $accent_soft; }

QPushButton, QToolButton {
    background: $surface; color: $text; border: 1px solid $line; border-radius: 6px; padding: 6px 12px;
}
QPushButton:hover, QToolButton:hover { border-color: $muted; }
QPushButton:pressed, QToolButton:pressed { background: $sunken; }
QPushButton:focus, QToolButton:focus { border-color: $accent; }
QPushButton:disabled, QToolButton:disabled { color: $muted; background: $window; border-color: $line; }
QPushButton::menu-indicator, QToolButton::menu-indicator { image: none; width: 0; }
QPushButton[look="primary"] {
    background: $accent; color: $on_accent; border-color: $accent; font-weight: 600;
}
QPushButton[look="primary"]:hover { border-color: $text; }
QPushButton[look="primary"]:focus { border: 2px solid $text; padding: 5px 11px; }
QPushButton[look="primary"]:disabled { background: $sunken; color: $muted; border-color: $line; }
QPushButton[look="quiet"], QToolButton[look="quiet"] { background: transparent; border-color: transparent; }
QPushButton[look="quiet"]:hover, QToolButton[look="quiet"]:hover {
    background: $sunken; border-color: $sunken;
}
QPushButton[look="quiet"]:focus, QToolButton[look="quiet"]:focus { border-color: $accent; }
QPushButton[look="quiet"]:checked, QToolButton[look="quiet"]:checked {
    background: $accent_soft; color: $accent;
}
QPushButton[look="quiet"]:disabled, QToolButton[look="quiet"]:disabled {
    background: transparent; color: $muted;
}
QPushButton[look="link"] {
    background: transparent; color: $accent; border: 1px solid transparent;
    padding: 3px 4px; text-align: left;
}
QPushButton[look="fold"] {
    background: transparent; color: $accent; border: 1px solid transparent; padding: 3px 4px 3px 0;
    text-align: left;
}
QPushButton[look="fold"]:focus { border-color: $accent; }
QPushButton[look="link"]:hover, QPushButton[look="fold"]:hover { text-decoration: underline; }
QPushButton[look="link"]:focus { border-color: $accent; }
QPushButton[look="chip"] { border-radius: $pill; padding: 3px 11px; }
QPushButton[look="chip"]:checked { background: $accent_soft; color: $accent; border-color: $accent; }
QPushButton[look="chip"]:focus { border-color: $accent; }
QPushButton[look="decision"] { padding: 0; border-radius: 8px; }
QPushButton[look="decision"] QLabel[look="verb"] { font-weight: 600; }
QPushButton[verdict="accept"] QLabel[look="verb"] { color: $accept; }
QPushButton[verdict="fix"] QLabel[look="verb"] { color: $fix; }
QPushButton[verdict="reject"] QLabel[look="verb"] { color: $reject; }
QPushButton[verdict="defer"] QLabel[look="verb"] { color: $defer; }
QPushButton[verdict="flag"] QLabel[look="verb"], QPushButton[verdict="leave"] QLabel[look="verb"] {
    color: $muted;
}
QPushButton[look="decision"] QLabel[look="verb"]:disabled { color: $muted; font-weight: 400; }
QPushButton[verdict="accept"]:checked { border: 2px solid $accept; }
QPushButton[verdict="fix"]:checked { border: 2px solid $fix; }
QPushButton[verdict="reject"]:checked { border: 2px solid $reject; }
QPushButton[verdict="defer"]:checked { border: 2px solid $defer; }
QPushButton[verdict="flag"]:checked { border: 2px solid $accent; background: $accent_soft; }
QPushButton[look="finding"] { background: $surface; border-radius: 8px; padding: 0; text-align: left; }
QPushButton[look="finding"]:focus { border-color: $accent; }
QPushButton[look="finding"] QLabel[look="words"] { font-weight: 500; }
QPushButton[look="tile"] { border-radius: 10px; padding: 0; text-align: left; }
QToolButton[look="turn"] {
    background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 0;
    min-width: 22px; min-height: 22px;
}
QToolButton[look="turn"]:hover { background: $sunken; }
QToolButton[look="turn"]:focus { border-color: $accent; }
QToolButton[look="rail"] {
    background: transparent; color: $muted; border: 1px solid transparent; border-radius: 8px;
    padding: 8px 2px 6px 2px; font-size: $small;
}
QToolButton[look="rail"]:hover { color: $text; }
QToolButton[look="rail"]:focus { border-color: $accent; }
QToolButton[look="rail"]:checked { background: $accent_soft; color: $accent; font-weight: 600; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox {
    background: $surface; color: $text; border: 1px solid $edge; border-radius: 6px; padding: 5px 8px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit, QPlainTextEdit, QTextEdit { placeholder-text-color: $muted; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {
    border-color: $accent;
}
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { color: $muted; background: $window; }
QLineEdit[look="search"] { background: $window; padding: 6px 10px; border-radius: 8px; }
QLineEdit[look="find"] { background: $window; padding: 6px 4px; border-radius: 8px; }
QLineEdit[wrong="true"] { border-color: $reject; }
QWidget[look="conditions"] { background: $window; }
QFrame[look="condition"] { background: $accent_soft; border: none; border-radius: 6px; }
QToolButton[look="cross"] {
    background: transparent; border: 1px solid transparent; border-radius: 4px; padding: 0;
    min-width: 22px; min-height: 22px;
}
QToolButton[look="cross"]:hover, QToolButton[look="cross"]:focus { border-color: $accent; }
QTextEdit[look="reading"] { background: transparent; border: none; padding: 0; border-radius: 0; }
QComboBox { padding-$end: 24px; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url("$down"); width: 12px; height: 12px; }
QComboBox QAbstractItemView {
    background: $surface; color: $text; border: 1px solid $line; padding: 4px; outline: none;
    selection-background-color: $accent_soft; selection-color: $text;
}

QAbstractSpinBox { padding-$end: 22px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
    border: none; background: transparent; width: 20px;
}
QAbstractSpinBox::up-arrow { image: url("$up"); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url("$down"); width: 10px; height: 10px; }

QCheckBox, QRadioButton { spacing: 8px; padding: 4px 0; background: transparent; outline: none; }
QCheckBox:focus, QRadioButton:focus { color: $accent; }
QCheckBox::indicator, QRadioButton::indicator {
    width: 14px; height: 14px; border: 1px solid $muted; background: $surface;
}
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$tick"); }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 5px solid $accent; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus,
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $line; }

QTableView, QListView, QTreeView {
    background: $surface; color: $text; border: none; gridline-color: $line; outline: none;
    selection-background-color: $accent_soft; selection-color: $text;
}
QListWidget::item { padding: 6px 8px; border-radius: 6px; }
QListWidget::item:selected { background: $accent_soft; color: $text; }
QTableView[look="card"], QListView[look="card"], QTreeView[look="card"] {
    border: 1px solid $line; border-radius: 10px;
}
QTableView[look="card"]::item, QTreeView[look="card"]::item { padding: 4px 8px; }
QTableView[look="card"] QHeaderView, QTreeView[look="card"] QHeaderView { background: transparent; }
QTableView[look="card"] QHeaderView::section, QTreeView[look="card"] QHeaderView::section {
    background: transparent;
}
QHeaderView { background: $surface; border: none; }
QHeaderView::section {
    background: $surface; color: $muted; border: none; border-bottom: 1px solid $line;
    padding: 6px 8px; font-size: $small; font-weight: 600;
}

QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget[look="clear"] { background: transparent; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $edge; border-radius: 3px; }
QScrollBar::handle:vertical { min-height: 32px; margin: 3px; }
QScrollBar::handle:horizontal { min-width: 32px; margin: 3px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; background: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }

QMenuBar { background: $surface; border-bottom: 1px solid $line; }
QMenuBar::item { padding: 6px 10px; background: transparent; border-radius: 6px; }
QMenuBar::item:selected { background: $sunken; }
QMenu { background: $surface; border: 1px solid $line; border-radius: 8px; padding: 6px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 6px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: 6px 4px; }
QMenu::icon { padding-left: 8px; }

QProgressBar { background: $line; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QStatusBar { background: $surface; border-top: 1px solid $line; }
QStatusBar::item { border: none; }
QSplitter::handle { background: $line; }
QSplitter[look="gap"]::handle { background: transparent; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QGroupBox { border: 1px solid $line; border-radius: 10px; margin-top: 12px; padding: 12px; }
QGroupBox::title { subcontrol-origin: margin; left: 12px; padding: 0 4px; color: $muted; }
"""
