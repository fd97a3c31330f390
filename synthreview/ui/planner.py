"""Planning an acceptance check: how many items to draw at random, and how many of them may be wrong."""

from __future__ import annotations

import math
from statistics import NormalDist

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSpinBox, QWidget

from synthreview import figures
from synthreview.chart import Curve, CurveChart
from synthreview.risk import acceptance
from synthreview.risk.acceptance import Plan
from synthreview.translation import later, tr, trn
from synthreview.ui.charts.curve_card import CurveCard
from synthreview.ui.elements import Card, EmptyPlace, column, inset, label
from synthreview.ui.flow import FlowLayout

MOST = 10_000_000
"""Items in a lot that can be planned for."""
LONGEST = 200
"""Wrong items in a sample beyond which no plan is sought: it would take long, and nobody would follow it."""
_POINTS = 120
_SIZE = later("Items in the data set")
_GOOD = later("Acceptable rate of errors")
_BAD = later("Rate to be kept out")
_ALPHA = later("Risk of refusing a good one")
_BETA = later("Risk of accepting a bad one")


class Planner(Card):
    """Asks for two rates and two risks, and answers with the smallest check that keeps to them."""

    changed = Signal()
    """There is another plan, or none."""

    def __init__(self, size: int = 0) -> None:
        super().__init__(spacing=8)
        self.plan: Plan | None = None
        self.items = inset(QSpinBox())
        self.items.setRange(0, MOST)
        self.good, self.bad = _rate(1.0), _rate(5.0)
        self.alpha, self.beta = _rate(5.0, 0.1, 50.0), _rate(10.0, 0.1, 50.0)
        self.items.setValue(size)
        self.wrong = label("", "error", wrap=True)
        self.answer = label("", "heading", wrap=True)
        self.promises = label("", "muted", wrap=True)
        self.chart = CurveCard(
            EmptyPlace(
                "insights", tr("No plan yet"), tr("The curve of a plan stands here once there is one.")
            )
        )
        self._known = False
        self._build()
        for each in (self.items, self.good, self.bad, self.alpha, self.beta):
            each.valueChanged.connect(self._ask)

    def _build(self) -> None:
        self.body.addWidget(label(tr("Plan a check before the data set is accepted"), "heading", wrap=True))
        words = tr(
            "Draw some items at random, look at each, and accept the data set if few enough are wrong."
        )
        self.body.addWidget(label(words, "muted", wrap=True))
        inputs = QWidget()
        line = FlowLayout(12)
        inputs.setLayout(line)
        for words, field in (
            (_SIZE, self.items), (_GOOD, self.good), (_BAD, self.bad),
            (_ALPHA, self.alpha), (_BETA, self.beta),
        ):  # fmt: skip
            line.addWidget(_named(tr(words), field))
        self.body.addSpacing(4)
        self.body.addWidget(inputs)
        self.body.addSpacing(8)
        for widget in (self.wrong, self.answer, self.promises):
            self.body.addWidget(widget)
        self.body.addWidget(self.chart, 1000)
        self.body.addStretch(1)
        self.chart.setMinimumHeight(420)
        self.chart.setProperty("look", "")  # a card in a card would have two borders
        self.chart.body.setContentsMargins(0, 8, 0, 0)

    def showEvent(self, event: QShowEvent) -> None:
        """Plan when first seen: the mathematics take a while to load."""
        super().showEvent(event)
        if not self._known:
            self._ask()

    def set_size(self, size: int) -> None:
        """Plan for another data set."""
        self.items.setValue(size)

    @Slot()
    def _ask(self) -> None:
        """Plan anew with what is in the fields."""
        self._known = True
        self.plan, trouble = self._planned()
        self.wrong.setText(trouble)
        for widget, on in (
            (self.wrong, bool(trouble)), (self.answer, bool(self.plan)),
            (self.promises, bool(self.plan)), (self.chart, bool(self.plan)),
        ):  # fmt: skip
            widget.setVisible(on)
        if self.plan is not None:
            alpha, beta = self.alpha.value() / 100, self.beta.value() / 100
            self.answer.setText(sentence(self.plan))
            self.promises.setText(promises(self.plan, alpha, beta))
            self.chart.show_chart(curve_chart(self.plan, self.good.value() / 100, self.bad.value() / 100))
        self.changed.emit()

    def _planned(self) -> tuple[Plan | None, str]:
        """The plan, or the sentence that says why there is none."""
        size, good, bad = self.items.value(), self.good.value() / 100, self.bad.value() / 100
        alpha, beta = self.alpha.value() / 100, self.beta.value() / 100
        if not size:
            return None, tr("There is nothing to check in a data set without items.")
        if good >= bad:
            return None, tr("The rate to be kept out must be above the acceptable one.")
        sample = roughly(size, good, bad, alpha, beta)
        if sample * (good + bad) / 2 > LONGEST:
            return None, tr(
                "The two rates are so close that about {count} items would have to be checked. Move them "
                "apart, or take greater risks.",
                count=figures.grouped(sample),
            )
        try:
            return acceptance.smallest(size, good, bad, alpha, beta), ""
        except ValueError:  # no whole number of items lies between the rates
            return None, tr(
                "In {count} items no number of errors lies between these two rates. Move them apart.",
                count=figures.grouped(size),
            )


def roughly(size: int, good: float, bad: float, alpha: float, beta: float) -> int:
    """About how many items a plan takes, by the normal approximation for a finite lot.

    n0 = ((z(1 - alpha) sqrt(p (1 - p)) + z(1 - beta) sqrt(q (1 - q))) / (q - p))^2, n = n0 / (1 + n0 / N)
    (Montgomery 2020, Introduction to Statistical Quality Control, 8th ed., ISBN 978-1-119-72309-7).
    """
    z = NormalDist().inv_cdf
    spread = z(1 - alpha) * math.sqrt(good * (1 - good)) + z(1 - beta) * math.sqrt(bad * (1 - bad))
    first = float((max(spread, 0.0) / (bad - good)) ** 2)
    return int(first / (1 + first / size))


def sentence(plan: Plan) -> str:
    """What to do."""
    drawn = (
        trn("Check the only item", "Check all {count} items", plan.size)
        if plan.sample == plan.size
        else trn(
            "Check {sample} of {count} item, drawn at random",
            "Check {sample} of {count} items, drawn at random",
            plan.size,
            sample=figures.grouped(plan.sample),
        )
    )
    if not plan.accepted:
        return tr("{drawn}; accept the data set if none of them is wrong.", drawn=drawn)
    return trn(
        "{drawn}; accept the data set if at most {count} of them is wrong.",
        "{drawn}; accept the data set if at most {count} of them are wrong.",
        plan.accepted,
        drawn=drawn,
    )


def promises(plan: Plan, alpha: float, beta: float) -> str:
    """What the plan promises to who delivers the data set and to who takes it."""
    found = acceptance.guarantee(plan, alpha, beta)
    said = []
    if found.producer == 0:
        said.append(
            tr(
                "A data set without errors is accepted at least {times} of the time.",
                times=figures.share(1 - alpha),
            )
        )
    elif found.producer > 0:
        said.append(
            tr(
                "A data set with at most {rate} errors is accepted at least {times} of the time.",
                rate=figures.share(found.producer),
                times=figures.share(1 - alpha),
            )
        )
    if found.consumer >= 0:
        said.append(
            tr(
                "One with {rate} errors or more is accepted at most {times} of the time.",
                rate=figures.share(found.consumer),
                times=figures.share(beta),
            )
        )
    said.append(
        tr(
            "If refused data sets are checked wholly and all errors found are mended, at most {rate} errors "
            "are left on average.",
            rate=figures.share(found.outgoing),
        )
    )
    return " ".join(said)


def curve_chart(plan: Plan, good: float, bad: float) -> CurveChart:
    """The operating characteristic of a plan: how probably it accepts a data set, by its rate of errors."""
    end = min(1.0, 2 * bad)
    wanted = sorted({*(end * place / _POINTS for place in range(_POINTS + 1)), good, bad})
    points = dict(acceptance.curve(plan, wanted))  # in a small data set many rates are the same items
    by_rate = sorted(points.items())
    even = min(by_rate, key=lambda point: abs(point[1] - 0.5))
    return CurveChart(
        tr(
            "A data set with {rate} errors is accepted {times} of the time",
            rate=figures.share(even[0]),
            times=figures.share(even[1]),
        ),
        tr("Exact for samples drawn at random, without putting items back."),
        tr("Errors in the data set"),
        tr("Probability that it is accepted"),
        (Curve("This plan", tuple(rate for rate, _ in by_rate), tuple(share for _, share in by_rate)),),
        references=(
            Curve(later("Acceptable rate"), (good, good), (0.0, 1.0)),
            Curve(later("Rate to be kept out"), (bad, bad), (0.0, 1.0)),
        ),
    )


def _rate(percent: float, least: float = 0.0, most: float = 100.0) -> QDoubleSpinBox:
    """A field for a rate in per cent."""
    made = inset(QDoubleSpinBox())
    made.setRange(least, most)
    made.setDecimals(2)
    made.setSingleStep(0.5)
    made.setSuffix(f"{figures.THIN}%")
    made.setValue(percent)
    return made


def _named(words: str, field: QAbstractSpinBox) -> QWidget:
    """A field below what it asks for."""
    name = label(words, "small")
    name.setBuddy(field)
    field.setAccessibleName(words)
    field.setKeyboardTracking(False)  # half a number is none
    both = QWidget()
    both.setLayout(column(name, field, spacing=4))
    return both
