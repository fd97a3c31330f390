"""The labels to choose from: buttons that never move, and a field for all others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QPushButton, QSizePolicy, QWidget

from synthreview.translation import tr, trn
from synthreview.ui import elements, mirror, theme
from synthreview.ui.actions import first_key
from synthreview.ui.elements import Elided, column, label, row
from synthreview.ui.flow import FlowLayout
from synthreview.ui.keys.follow import KeyCap, tip
from synthreview.ui.keys.live import live

BUTTONS = 9
"""Labels with a button of their own, besides those with a key."""
WIDEST = 260
"""Pixels of a label's name on its button; the tooltip has all of it."""
LINES = 8
"""Labels that the list above the field shows at once."""
NOT_SURE = "not_sure"


class LabelButton(QPushButton):
    """A key and a label."""

    def __init__(self, verb: str, words: str) -> None:
        super().__init__()
        self.setProperty("look", "decision")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoRepeat(False)
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._words = Elided(words, "verb", Qt.TextElideMode.ElideRight)
        self._words.setMaximumWidth(theme.scaled(WIDEST))
        tip(self, words, *((verb,) if verb else ()))
        parts: list[QWidget] = [KeyCap(verb)] if verb else []
        self._line = row(*parts, self._words, spacing=8)
        self._line.setContentsMargins(10, 9, 12, 9)
        for child in (*parts, self._words):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setLayout(self._line)

    def sizeHint(self) -> QSize:
        """What key and label need."""
        return self._line.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """What key and label need."""
        return self._line.sizeHint()


class Choices(QFrame):
    """Buttons for the first labels and for "not sure"; a field finds the others or takes a new one."""

    chosen = Signal(object)
    """A label, or None for "not sure"."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "panel")
        self._by_key: dict[str, str] = {}
        self.buttons: dict[str, LabelButton] = {}
        self._holder = QWidget()
        self._flow = FlowLayout(gap=8)
        self._holder.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._holder.setSizePolicy(policy)
        self.question = label("", "heading")
        self.field = QLineEdit()
        self.field.setAccessibleName(tr("Find a label or write one of your own"))
        self.finder = Finder(self.field)
        self.finder.chosen.connect(self.chosen)
        self._more = 0
        live.changed.connect(self._invite)
        self.wrong = label("", "error", wrap=True)
        self.wrong.hide()
        layout = column(self.question, self._holder, self.field, self.wrong, spacing=10)
        layout.setContentsMargins(24, 14, 24, 16)
        self.setLayout(layout)

    def minimumSizeHint(self) -> QSize:
        """As tall as its lines are at the width it has, so that the window can be low."""
        least, layout = super().minimumSizeHint(), self.layout()
        if layout is not None and self.width() >= least.width():
            least.setHeight(min(least.height(), layout.totalHeightForWidth(self.width())))
        return least

    def offer(
        self,
        question: str,
        labels: Sequence[str],
        keys: Mapping[str, str],
        names: Mapping[str, str],
        *,
        own: bool,
    ) -> None:
        """Make the buttons.

        ``keys`` maps keys to labels and ``names`` labels to words; ``own`` allows labels of one's own.
        """
        self.question.setText(question)
        elements.clear(self._flow)
        self.buttons = {}
        self._by_key = {key: one for key, one in keys.items() if len(key) == 1}
        key_of = {one: key for key, one in self._by_key.items()}
        shown = [one for place, one in enumerate(labels) if place < BUTTONS or one in key_of]
        for one in shown:
            self._add(one, LabelButton(f"label_{key_of[one]}" if one in key_of else "", names.get(one, one)))
        self._add(NOT_SURE, LabelButton("not_sure", tr("Not sure")))
        self.buttons[NOT_SURE].setProperty("verdict", "leave")
        more = len(labels) - len(shown)
        self.field.setVisible(own)
        self._more = more
        self._invite()
        self.finder.labels = list(labels)

    @Slot()
    def _invite(self) -> None:
        """Say how another label is found, with the key in force."""
        key = first_key("find_label")
        if self._more > 0:
            words = trn(
                "{count} more label: press {key} and type to find it, or write your own",
                "{count} more labels: press {key} and type to find one, or write your own",
                self._more,
                key=key,
            )
            bare = trn(
                "{count} more label: type to find it, or write your own",
                "{count} more labels: type to find one, or write your own",
                self._more,
            )
        else:
            words, bare = tr("Another label: press {key} and write it", key=key), tr("Write another label")
        self.field.setPlaceholderText(words if key else bare)

    def _add(self, name: str, made: LabelButton) -> None:
        made.setObjectName(f"label:{name}")
        made.clicked.connect(self._on_press)
        self.buttons[name] = made
        self._flow.addWidget(made)

    @property
    def keys(self) -> list[str]:
        """The keys that choose a label, as they are shown."""
        return [key for key in (first_key(f"label_{digit}") for digit in self._by_key) if key]

    def by_key(self, key: str) -> str | None:
        """The label on a key, if there is one."""
        return self._by_key.get(key)

    def say_wrong(self, words: str) -> None:
        """Why a label was not taken."""
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))

    def lock(self, words: str) -> None:
        """Say why nothing can be chosen."""
        self.say_wrong(words)
        for widget in (*self.buttons.values(), self.field):
            widget.setEnabled(not words)

    @Slot()
    def _on_press(self) -> None:
        pressed = self.sender()
        name = next((name for name, made in self.buttons.items() if made is pressed), None)
        if name is not None:
            self.chosen.emit(None if name == NOT_SURE else name)


class Finder(QObject):
    """The list above a field: labels that hold what is typed, and what is typed as a label of its own."""

    chosen = Signal(object)

    def __init__(self, field: QLineEdit) -> None:
        super().__init__(field)
        self.labels: list[str] = []
        self._field, self._gone_to = field, False
        self.list = QListWidget(field)
        self.list.setAccessibleName(tr("Labels that fit"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setProperty("look", "card")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.hide()
        self.list.itemClicked.connect(self._take_current)
        field.textEdited.connect(self._fit)
        field.textChanged.connect(self._cleared)
        field.returnPressed.connect(self._take_current)
        field.installEventFilter(self)

    def close(self) -> None:
        """Empty the field and take the list away."""
        self._field.clear()
        self.list.hide()

    @Slot()
    def _cleared(self) -> None:
        if not self._field.text():
            self._fit()

    @Slot()
    def _fit(self) -> None:
        self._gone_to = False
        typed = self._field.text().strip()
        folded = typed.casefold()
        fits = [one for one in self.labels if folded in one.casefold()]
        fits.sort(key=lambda one: (one.casefold() != folded, not one.casefold().startswith(folded)))
        self.list.clear()
        for one in fits:
            self.list.addItem(one)
            self.list.item(self.list.count() - 1).setData(Qt.ItemDataRole.UserRole, one)
        if typed and all(one.casefold() != folded for one in self.labels):
            self.list.addItem(tr("“{typed}” as a new label", typed=typed))
            self.list.item(self.list.count() - 1).setData(Qt.ItemDataRole.UserRole, typed)
        self.list.setCurrentRow(0)
        self._place()

    @Slot()
    def _place(self) -> None:
        top = self._field.window()
        if not self.list.count() or not self._field.hasFocus():
            self.list.hide()
            return
        if self.list.parentWidget() is not top:
            self.list.setParent(top)
        line = max(self.list.sizeHintForRow(0), 1)
        height = min(self.list.count(), LINES) * line + 2 * self.list.frameWidth() + 4
        at = self._field.mapTo(top, self._field.rect().topLeft())
        whole = QRect(at.x(), at.y() - height - 4, self._field.width(), height)
        part = QRect(whole.topLeft(), QSize(min(whole.width(), theme.scaled(480)), height))
        self.list.setGeometry(mirror.turned(self._field.layoutDirection(), whole, part))
        self.list.show()
        self.list.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down choose in the list; it opens with the field and closes with it."""
        if event.type() is QEvent.Type.FocusIn:
            self._fit()
        elif event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.list.hide()
        elif event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and self.list.isVisible():
            QTimer.singleShot(0, self._place)  # once its parents have their places too
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self.list.count():
                self._gone_to = True
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
        return super().eventFilter(watched, event)

    @Slot()
    def _take_current(self) -> None:
        """Take the line in question; Enter in an empty field takes nothing unless a line was gone to."""
        line = self.list.currentRow()
        if line >= 0 and (self._field.text().strip() or self._gone_to or self.sender() is self.list):
            taken = self.list.item(line).data(Qt.ItemDataRole.UserRole)
            self.close()
            self.chosen.emit(taken)


def names_of(labels: Sequence[str], *, sides: bool) -> dict[str, str]:
    """Labels in words: the sides of a pair say what they mean."""
    words = {"a": tr("A is better"), "b": tr("B is better"), "tie": tr("Both are as good")}
    return {one: words.get(one, one) for one in labels} if sides else {}
