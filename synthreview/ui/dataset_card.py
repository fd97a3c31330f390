"""One data set on the Data page: what it is, what was found about it, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from synthreview import figures
from synthreview.domain import Dataset, Role
from synthreview.translation import tr, trn
from synthreview.ui import dataset_words, dialogs, elements
from synthreview.ui.alarm import Alarm
from synthreview.ui.announce import announce
from synthreview.ui.care import Care
from synthreview.ui.dataset_menu import DatasetMenu
from synthreview.ui.dataset_words import ROLE_WORDS
from synthreview.ui.elements import Card, Elided, button, label, row
from synthreview.ui.quarantine import Quarantine

if TYPE_CHECKING:
    from synthreview.project import Join, Project, RunReport


class DatasetCard(Card):
    """Keeps what is open on it when the project moves."""

    undo_asked = Signal(int)
    """The number of the operation that the result line tells of."""
    blind_asked = Signal(int)
    """The data set whose items are to be labelled blind."""

    def __init__(self, project: Project, care: Care) -> None:
        super().__init__(spacing=8)
        self._project, self._care = project, care
        self._settled: set[str] = set()
        self.quarantine: Quarantine | None = None
        self.alarms: list[Alarm] = []
        self._make_head()
        self._make_origin()
        self._facts, self._notices, self._aside, self._runs = (QVBoxLayout() for _ in range(4))
        for part in (self._facts, self._notices, self._aside, self._runs):
            part.setSpacing(8)
        self._facts.setSpacing(4)
        self._make_result()
        self.body.addLayout(self._facts)
        self.body.addLayout(self._notices)
        self.body.addWidget(self.result)
        self.body.addLayout(self._aside)
        self.body.addLayout(self._runs)

    def _make_head(self) -> None:
        self._name = Elided("", "heading")
        self.name_field = QLineEdit()
        self.name_field.setAccessibleName(tr("New name of the data set"))
        self.name_field.installEventFilter(self)
        self.name_field.hide()
        self._kind, self._role = label("", "badge"), label("", "badge")
        self.more = DatasetMenu()
        self.more.setEnabled(not self._project.read_only)
        self.more.rename_asked.connect(self.rename)
        self.more.update_asked.connect(self._update)
        self.more.attach_asked.connect(self._attach)
        self.more.blind_asked.connect(self._label_blind)
        self.more.exchange_asked.connect(self._exchange)
        self.more.hold_asked.connect(self._hold)
        self.more.remove_asked.connect(self._remove)
        head = row(self._name, self.name_field, self._kind, self._role, self.more, spacing=8)
        head.setStretch(0, 1)
        head.setStretch(1, 1)
        for badge in (self._kind, self._role):
            head.setAlignment(badge, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(head)
        self._wrong = label("", "error", wrap=True)
        self._wrong.hide()
        self.body.addWidget(self._wrong)

    def _make_origin(self) -> None:
        self._counts, self._origin = label(), Elided("", "muted")
        self.aside_button = button("", self._flip, "link")
        self.aside_button.setAccessibleDescription(tr("Shows the records that could not be read, and why."))
        line = row(self._counts, self.aside_button, self._origin, spacing=12)
        line.setStretch(2, 1)
        self.body.addLayout(line)

    def _make_result(self) -> None:
        self._operation = 0
        self._result_words = label("", wrap=True)
        self.undo_button = button(tr("Undo"), self._undo, "link")
        self.result = QFrame()
        self.result.setProperty("look", "notice")
        line = row(self._result_words, self.undo_button, spacing=12)
        line.setContentsMargins(12, 8, 12, 8)
        line.setStretch(0, 1)
        self.result.setLayout(line)
        self.result.hide()

    # what is shown

    def show_dataset(self, dataset: Dataset, runs: Sequence[RunReport], sets: Sequence[Dataset]) -> None:
        """Show a data set as it now stands."""
        self.dataset = dataset
        self._name.setText(dataset.name)
        self._kind.setText(dataset.kind.words)
        self._role.setText(ROLE_WORDS[dataset.role])
        self.more.show_dataset(dataset, sets)
        self._show_facts(sets)
        self._show_comparisons(sets)
        self._show_runs(runs)
        if self.quarantine is not None:
            self.quarantine.refresh(dataset)
            if not dataset.quarantined:
                self._flip()

    def _show_facts(self, sets: Sequence[Dataset]) -> None:
        dataset = self.dataset
        self._counts.setText(dataset_words.counts(dataset))
        self._origin.setText(dataset_words.origin(dataset))
        aside = figures.grouped(dataset.quarantined)
        self.aside_button.setText(tr("{records} set aside", records=aside))
        self.aside_button.setAccessibleName(
            tr("{records} set aside of {name}", records=aside, name=dataset.name)
        )
        self.aside_button.setVisible(bool(dataset.quarantined))
        elements.clear(self._facts)
        for told in dataset_words.facts(dataset):
            self._facts.addWidget(Elided(told, "muted"))
        for told in dataset_words.invalid_lines(dataset):
            self._facts.addWidget(label(told, wrap=True))
        for told in dataset_words.join_lines(dataset, {one.id: one.name for one in sets}):
            self._facts.addWidget(label(told, "muted", wrap=True))

    def _show_comparisons(self, sets: Sequence[Dataset]) -> None:
        dataset = self.dataset
        elements.clear(self._notices)
        self.alarms = []
        there = [one.id for one in sets]
        for sentence, alarming in dataset_words.comparisons(dataset, there):
            if alarming and sentence not in self._settled:
                self._add_alarm(sentence)
            else:
                self._notices.addWidget(label(sentence, "muted", wrap=True))

    def _add_alarm(self, sentence: str) -> None:
        made = Alarm(sentence, writable=not self._project.read_only)
        made.exchange_asked.connect(self._exchange)
        made.settled.connect(self._settle)
        self.alarms.append(made)
        self._notices.addWidget(made)
        QWidget.setTabOrder(self.aside_button, made.exchange)
        QWidget.setTabOrder(made.exchange, made.right)

    def _show_runs(self, runs: Sequence[RunReport]) -> None:
        elements.clear(self._runs)
        rule = QFrame()
        rule.setProperty("look", "line")
        self._runs.addSpacing(4)
        self._runs.addWidget(rule)
        self._runs.addSpacing(4)
        if not runs:
            reviewed = self.dataset.role is Role.SYNTHETIC
            told = tr("Not analyzed yet.") if reviewed else tr("Other data sets are compared with this one.")
            self._runs.addWidget(label(told, "muted"))
            return
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, 200)
        grid.setColumnStretch(1, 1)
        for line, run in enumerate(runs):
            said = _found(run.findings)
            if run.status == "failed":
                said = tr("Failed: {error}", error=run.error)
            elif run.error:
                said = tr(
                    "{found}, by an earlier run. The last one failed: {error}", found=said, error=run.error
                )
            look = "error" if run.error else "" if run.findings else "muted"
            grid.addWidget(label(title_of(run.analyzer), "muted"), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(said, look, wrap=True), line, 1)
        self._runs.addLayout(grid)

    def say(self, told: str, operation: int = 0) -> None:
        """Keep a result on the card, with its undo where there is one."""
        self._operation = operation
        self._result_words.setText(told)
        self.undo_button.setVisible(bool(operation))
        self.undo_button.setAccessibleName(tr("Undo: {told}", told=told))
        self.result.setVisible(bool(told))
        if told:
            announce(self, told)

    def set_busy(self, busy: bool) -> None:
        """While something is under way, nothing else is begun."""
        self.more.setEnabled(not busy and not self._project.read_only)
        for alarm in self.alarms:
            alarm.setEnabled(not busy)

    # what is done

    @Slot()
    def rename(self) -> None:
        """Turn the name into a field; Enter keeps, Esc leaves."""
        self.name_field.setText(self.dataset.name)
        self._name.hide()
        self.name_field.show()
        self.name_field.setFocus()
        self.name_field.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Esc of the name."""
        if (
            watched is self.name_field
            and isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
        ):
            if event.key() == Qt.Key.Key_Escape:
                self._leave_name()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._keep_name()
                return True
        return super().eventFilter(watched, event)

    def _keep_name(self) -> None:
        name = self.name_field.text().strip()
        wrong = "" if name == self.dataset.name else self._care.rename(self.dataset, name)
        self._wrong.setText(wrong)
        self._wrong.setVisible(bool(wrong))
        if not wrong:
            self._leave_name()

    def _leave_name(self) -> None:
        self._wrong.hide()
        self.name_field.hide()
        self._name.show()
        self.more.setFocus()

    @Slot()
    def _update(self) -> None:
        folder = "Folder" in self.dataset.format
        file = dialogs.open_folder(self) if folder else dialogs.open_data(self)
        if file is not None:
            self.say("")
            self._care.update(self.dataset, file)

    @Slot(int, object)
    def _attach(self, to: int, by: Join | None) -> None:
        self._care.attach(self.dataset, to, by)

    @Slot()
    def _label_blind(self) -> None:
        self.blind_asked.emit(self.dataset.id)

    @Slot()
    def _exchange(self) -> None:
        self._care.exchange(self.dataset)

    @Slot(bool)
    def _hold(self, held: bool) -> None:
        self._care.hold_out(self.dataset, held)

    @Slot()
    def _remove(self) -> None:
        self._care.remove(self.dataset)

    @Slot(str)
    def _settle(self, sentence: str) -> None:
        self._settled.add(sentence)
        self._show_comparisons(self._project.datasets())
        self.more.setFocus()

    @Slot()
    def _undo(self) -> None:
        self.undo_asked.emit(self._operation)

    @Slot()
    def _flip(self) -> None:
        """Show or hide the records that were set aside."""
        if self.quarantine is not None:
            elements.clear(self._aside)
            self.quarantine = None
        else:
            self.quarantine = Quarantine(self.dataset, self._project, self._care)
            self._aside.addWidget(self.quarantine)


def _found(findings: int) -> str:
    return trn("{count} finding", "{count} findings", findings) if findings else tr("No finding")


def title_of(analyzer: str) -> str:
    """An analyzer's title as its author wrote it; its id when it is not installed here."""
    from synthreview.analyzers.registry import registered

    known = registered().get(analyzer)
    return tr(known.title) if known is not None else analyzer
