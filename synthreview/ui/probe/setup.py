"""What is to be checked: on whose answers, how often, whether to look ahead; then how far it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from synthreview.domain import Dataset, Kind, Role
from synthreview.engine.probing import SEEDS, Asked
from synthreview.jobs import Job
from synthreview.translation import later, tr, trn
from synthreview.ui import theme
from synthreview.ui.elements import Card, button, inset, label, row
from synthreview.ui.fold import Fold
from synthreview.ui.form_rows import add_row
from synthreview.ui.probe.holdouts import HoldoutChoice, below
from synthreview.ui.probe.notice import Notice
from synthreview.ui.probe.working import Working

FORETOLD = frozenset({Kind.TASK_LABEL})
"""Kinds of data of which it can be foretold what reviewing would bring."""
TAUGHT_BY_PEOPLE = frozenset({Kind.TASK_LABEL, Kind.FREE_TEXT, Kind.SIMULATION})
"""Kinds of data of which a model can be trained on people's own examples, from a data set of theirs."""
FEWEST, MOST = 2, 50
"""Runs of a check."""
_RUNS = later("More of them take longer and tell a little more. Ten are enough for most data.")
_AHEAD = later(
    "Takes about twice as long, and needs people's answers for at least half of the data: they correct a "
    "part of it on trial, the riskiest first."
)
_HUMAN = later("A model trained on them shows how far people's own answers would lead.")
_LABEL = later("The field of the records that holds the label of each text.")


class SetupCard(Card):
    """The choices of a check, the button that runs it, its progress, and why it could not run."""

    run_asked = Signal()
    cancel_asked = Signal()

    def __init__(self) -> None:
        super().__init__(spacing=12)
        self._dataset: Dataset | None = None
        self._people: Sequence[Dataset] = ()
        self._can_run = False
        self._make_choices()
        self.fold = Fold(tr("How to check"), self._laid_out())
        self.fold.turned.connect(self._say_summary)
        self.run = button(tr("Run the check"), self.run_asked, "primary")
        self.summary = label("", "muted", wrap=True)
        self._start = QWidget()
        self._start.setLayout(line := row(self.run, self.summary, spacing=12))
        line.setStretch(1, 1)
        self.working = Working()
        self.working.cancel.clicked.connect(self.cancel_asked)
        self.working.hide()
        self.notice = Notice("info")
        for widget in (self.fold, self.notice, self._start, self.working):
            self.body.addWidget(widget)

    def _make_choices(self) -> None:
        self.holdout, self.human = HoldoutChoice(), QComboBox()
        self.holdout.moved.connect(self._holdout_moved)
        self.human.setAccessibleName(tr("People's own examples to train on"))
        self.human.setMinimumContentsLength(26)
        self.human.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.field = QLineEdit()
        self.field.setAccessibleName(tr("Field with the label"))
        self.field.setPlaceholderText(tr("for example label, or meta.topic"))
        self.field.setMinimumWidth(theme.scaled(220))
        self.runs = inset(QSpinBox())
        for spoken in (self.runs, self.runs.lineEdit()):
            spoken.setAccessibleName(tr("Runs of the check"))
        self.runs.setRange(FEWEST, MOST)
        self.runs.setValue(SEEDS)
        self.runs.valueChanged.connect(self._say_summary)
        self.ahead = QCheckBox(tr("Also foretell what reviewing would bring"))
        self.ahead.setAccessibleDescription(tr(_AHEAD))
        self.ahead.toggled.connect(self._say_summary)

    def _laid_out(self) -> QWidget:
        whole = QWidget()
        self._form = QFormLayout(whole)
        self._form.setContentsMargins(0, 4, 0, 4)
        self._form.setHorizontalSpacing(24)
        self._form.setVerticalSpacing(16)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._fields = {
            "holdout": self._add(tr("Test on"), self.holdout),
            "human": self._add(tr("Also train on"), self.human, tr(_HUMAN)),
            "label": self._add(tr("Label"), self.field, tr(_LABEL)),
            "runs": self._add(tr("Runs"), self.runs, tr(_RUNS)),
            "ahead": self._add("", self.ahead, tr(_AHEAD)),
        }
        return whole

    def _add(self, words: str, control: QWidget, about: str = "") -> QWidget:
        """A row: what it is, the control, and under it what a person should know."""
        inside = [control if control is self.holdout else row(control, None)]
        if about:
            inside.append(below(about) if control is self.ahead else row(label(about, "small", wrap=True)))
        return add_row(self._form, words, control, *inside)

    def show_choice(self, dataset: Dataset, candidates: Sequence[Dataset], locked: str) -> None:
        """Offer what a data set can be checked with; ``locked`` says why nothing can be, else empty."""
        self._dataset = dataset
        self._people = [one for one in candidates if one.role is Role.HUMAN and one.kind in TAUGHT_BY_PEOPLE]
        self.holdout.offer(dataset.kind, candidates)
        self._offer_people()
        self._form.setRowVisible(self._fields["label"], dataset.kind is Kind.FREE_TEXT)
        self._form.setRowVisible(self._fields["ahead"], dataset.kind in FORETOLD)
        self._can_run = self.holdout.has_any and not locked
        self.run.setEnabled(self._can_run)
        if locked:
            self.notice.say(locked)
        self._say_summary()

    def _offer_people(self) -> None:
        """People's own data sets to train on, other than the one that is tested on."""
        chosen, offered = self.human.currentData(), self.holdout.chosen
        self.human.clear()
        self.human.addItem(tr("People's answers in the data"), None)
        for one in self._people:
            if one.id != offered:
                self.human.addItem(one.name, one.id)
        self.human.setCurrentIndex(max(0, self.human.findData(chosen)))
        self._form.setRowVisible(self._fields["human"], self.human.count() > 1)

    @Slot()
    def _holdout_moved(self) -> None:
        self._offer_people()
        self._say_summary()

    def asked(self) -> Asked:
        """What is to be checked."""
        assert self._dataset is not None  # the button is made usable with a data set
        kind = self._dataset.kind
        return Asked(
            self._dataset.id,
            self.holdout.chosen,
            self.human.currentData(),
            self.field.text().strip() if kind is Kind.FREE_TEXT else "",
            self.runs.value(),
            self.ahead.isChecked() and kind in FORETOLD,
        )

    @Slot()
    def _say_summary(self) -> None:
        """What is chosen, in a line, while the choices are folded away."""
        told = [tr("Test on: {name}", name=self.holdout.words)] if self.holdout.has_any else []
        told.append(trn("{count} run", "{count} runs", self.runs.value()))
        if self._dataset is not None and self._dataset.kind in FORETOLD and self.ahead.isChecked():
            told.append(tr("with a look ahead"))
        self.summary.setText("" if self.fold.is_open else ", ".join(told))

    def set_open(self, on: bool) -> None:
        """Show the choices, or fold them away."""
        self.fold.set_open(on)
        self._say_summary()

    def say(self, words: str) -> None:
        """Why a check could not run, or what became of it; empty for nothing."""
        self.notice.say(words)

    def show_running(self, on: bool) -> None:
        """While a check runs nothing can be changed; the keyboard stays where the button was."""
        had_keys = self.run.hasFocus() or self.working.cancel.hasFocus()
        self.fold.content.setEnabled(not on)
        self._start.setVisible(not on)
        self.working.setVisible(on)
        if on:
            self.notice.say("")
            self.working.begin()
        self.run.setEnabled(self._can_run)
        if had_keys:
            (self.working.cancel if on else self.run).setFocus()

    def show_job(self, job: Job[object]) -> None:
        """How far the check is."""
        self.working.show_job(job)
