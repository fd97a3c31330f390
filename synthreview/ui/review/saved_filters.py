"""Filters kept under a name: opening one, keeping the one in force, another name for one, forgetting one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from synthreview.errors import UserError
from synthreview.query import quoted, readable
from synthreview.translation import tr
from synthreview.ui import theme
from synthreview.ui.elements import button, column, label, row, rule
from synthreview.ui.mirror import turned, write
from synthreview.ui.review.narrowing.side_panel import SidePanel

EVERY = "item>=0"
"""A filter that every item meets; an empty line asks for what is undecided."""

_SAVED = Qt.ItemDataRole.UserRole
_SIDE = 12
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class Saved:
    """A filter with its name; built-in ones are always there."""

    name: str
    where: str
    told: str = ""
    """What a built-in one is for."""

    @property
    def built_in(self) -> bool:
        """Whether it is always there."""
        return bool(self.told)

    @property
    def words(self) -> str:
        """What it is for, or its conditions in words."""
        if self.told:
            return self.told
        try:
            return ", ".join(chip.words for chip in readable(self.where)) or tr("everything")
        except UserError:
            return self.where


def built_in(reviewer: str) -> list[Saved]:
    """The filters that every project has, with what they are for."""
    mine = f"reviewer:{quoted(reviewer)}" if reviewer else "-verdict:undecided"
    decided = (
        Saved(tr("Decided by me"), mine, tr("Decided by {reviewer}", reviewer=reviewer)) if reviewer else None
    )
    return [
        Saved(tr("To decide"), "verdict:undecided", tr("Not decided yet, the riskiest first")),
        Saved(tr("Deferred"), "verdict:defer", tr("Put off for later")),
        Saved(tr("Flagged"), "flag:yes", tr("Marked with a flag, whatever was decided")),
        decided or Saved(tr("Decided"), mine, tr("By anyone")),
        Saved(tr("Where a finding was called wrong"), "wrong_evidence:yes", tr("Evidence that misled")),
        Saved(tr("All items"), EVERY, tr("Decided or not")),
    ]


class SavedFiltersPanel(SidePanel):
    """Enter opens. What is kept or forgotten can be taken back by undo."""

    asked = Signal(str)
    """The filter that a person opened."""
    kept = Signal(str)
    """The name under which to keep the filter in force."""
    renamed = Signal(str, str)
    """The present name of a filter and the one it is to have."""
    removed = Signal(str)
    """The name of a filter to be forgotten."""

    def __init__(self) -> None:
        super().__init__(tr("Saved filters"), "saved_filters")
        self._renaming = ""
        self._writable = True
        self._where = ""
        self.list = _SavedList()
        self.list.setAccessibleName(tr("Saved filters"))
        self.list.itemActivated.connect(self._open)
        self.list.itemClicked.connect(self._open)
        self.list.currentItemChanged.connect(self._turn)
        self.rename = button(tr("Rename"), self._begin_renaming, "link")
        self.remove = button(tr("Remove"), self._remove, "link")
        self.present = label("", "small", wrap=True)
        self.name = QLineEdit()
        self.name.setAcceptDrops(False)
        self.name.setMaxLength(80)
        self.name.returnPressed.connect(self._keep)
        self.save = button(tr("Save"), self._keep)
        self.wrong = label("", "error", wrap=True)
        self.wrong.hide()
        self._acts, asked, foot = QWidget(), QWidget(), QWidget()
        self._acts.setLayout(row(self.rename, self.remove, None))
        asked.setLayout(row(self.name, self.save))
        foot.setLayout(column(self._acts, self.present, asked, self.wrong))
        foot.setContentsMargins(_SIDE, 8, _SIDE, 12)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(rule("line"))
        self.body.addWidget(foot)
        self.setFocusProxy(self.list)
        self._ask_name("")

    def show_filters(self, kept: Mapping[str, str], reviewer: str, where: str) -> None:
        """Show the built-in filters, those kept in the project, and the one in force."""
        self._where = where
        at = self._current()
        self.list.clear()
        every = [*built_in(reviewer), *(Saved(name, text) for name, text in kept.items())]
        for number, saved in enumerate(every):
            self.list.add(saved, first=number == 0 or saved.built_in != every[number - 1].built_in)
        names = [saved.name for saved in every]
        self.list.setCurrentRow(names.index(at.name) if at is not None and at.name in names else 0)
        self._say_present()
        self._turn()

    def set_read_only(self, read_only: bool) -> None:
        """Whether nothing can be kept or forgotten."""
        self._writable = not read_only
        self.name.setEnabled(self._writable)
        self.save.setEnabled(self._writable)
        self._turn()

    def say_wrong(self, sentence: str) -> None:
        """Say why a filter cannot be kept; an empty sentence takes that away."""
        self.wrong.setText(sentence)
        self.wrong.setVisible(bool(sentence))

    def taken(self) -> None:
        """The name was taken: begin anew."""
        self._ask_name("")
        self.list.setFocus()

    def _current(self) -> Saved | None:
        index = self.list.currentIndex()
        saved: Saved | None = index.data(_SAVED) if index.isValid() else None
        return saved

    def _say_present(self) -> None:
        words = Saved("", self._where).words
        self.present.setText(tr("In force now: {words}", words=words))

    def _ask_name(self, renaming: str) -> None:
        self._renaming = renaming
        asked = tr("New name") if renaming else tr("A name for the present filter")
        self.name.setPlaceholderText(asked)
        self.name.setAccessibleName(asked)
        self.name.setText(renaming)
        self.save.setText(tr("Rename") if renaming else tr("Save"))
        self.save.setAccessibleName(
            tr("Rename {name}", name=renaming) if renaming else tr("Save the present filter")
        )
        self.say_wrong("")

    @Slot()
    def _turn(self) -> None:
        saved = self._current()
        own = saved is not None and not saved.built_in and self._writable
        self._acts.setVisible(own)
        name = saved.name if saved is not None and own else ""
        for act in (self.rename, self.remove):
            act.setEnabled(own)
        self.rename.setAccessibleName(tr("Rename {name}", name=name) if name else tr("Rename"))
        self.remove.setAccessibleName(tr("Remove {name}", name=name) if name else tr("Remove"))
        if self._renaming and (saved is None or saved.name != self._renaming):
            self._ask_name("")

    @Slot()
    def _open(self) -> None:
        saved = self._current()
        if saved is not None:
            self.asked.emit(saved.where)

    @Slot()
    def _begin_renaming(self) -> None:
        saved = self._current()
        if saved is not None:
            self._ask_name(saved.name)
            self.name.setFocus()
            self.name.selectAll()

    @Slot()
    def _keep(self) -> None:
        name = " ".join(self.name.text().split())
        if not name:
            self.say_wrong(tr("Write a name first."))
        elif self._renaming:
            if name != self._renaming:
                self.renamed.emit(self._renaming, name)
            else:
                self.taken()
        else:
            self.kept.emit(name)

    @Slot()
    def _remove(self) -> None:
        saved = self._current()
        if saved is not None and not saved.built_in:
            self.removed.emit(saved.name)
            self.list.setFocus()


class _SavedList(QListWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "plain")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_SavedLine(self))

    def add(self, saved: Saved, *, first: bool) -> None:
        entry = QListWidgetItem(saved.name)
        entry.setData(_SAVED, saved)
        entry.setData(_SAVED + 1, "" if not first else tr("Always there") if saved.built_in else tr("Yours"))
        entry.setData(Qt.ItemDataRole.AccessibleTextRole, f"{saved.name}: {saved.words}")
        entry.setToolTip(f"{saved.name}\n{saved.where}")
        self.addItem(entry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entry = self.currentItem()
        if Qt.Key(event.key()) in _ENTER and entry is not None:
            self.itemActivated.emit(entry)
        else:
            super().keyPressEvent(event)


class _SavedLine(QStyledItemDelegate):
    """The name, and what it asks for in words; the first of a group has the group's name above."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        height = QFontMetrics(option.font).height()
        return QSize(80, 2 * height + 14 + (height + 10 if index.data(_SAVED + 1) else 0))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        colours, ground, saved = theme.current(), QRect(option.rect), index.data(_SAVED)
        height, group = QFontMetrics(option.font).height(), index.data(_SAVED + 1)
        small = QFont(option.font)
        small.setPointSizeF(option.font.pointSizeF() - 1)
        way: Qt.LayoutDirection = option.direction
        painter.save()
        if group:
            bold = QFont(small)
            bold.setWeight(QFont.Weight.DemiBold)
            painter.setFont(bold)
            painter.setPen(QColor(colours.muted))
            write(
                painter,
                way,
                QRect(ground.left(), ground.top() + 6, ground.width(), height).adjusted(_SIDE, 0, -_SIDE, 0),
                group,
            )
            ground.setTop(ground.top() + height + 10)
        selected = option.state & QStyle.StateFlag.State_Selected
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(ground, QColor(colours.accent_soft if selected else colours.sunken))
        if selected and option.state & QStyle.StateFlag.State_HasFocus:
            mark = QRect(ground.left(), ground.top(), 3, ground.height())
            painter.fillRect(turned(way, ground, mark), QColor(colours.accent))
        inside = ground.adjusted(_SIDE, 6, -_SIDE, 0)
        for font, colour, words, top in (
            (option.font, colours.text, saved.name, 0),
            (small, colours.muted, saved.words, height + 2),
        ):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            write(painter, way, QRect(inside.left(), inside.top() + top, inside.width(), height), words)
        painter.restore()
