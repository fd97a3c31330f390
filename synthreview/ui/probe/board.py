"""What a check has found: the finding, what it rests on, the charts, what limits it, how it was done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtWidgets import QVBoxLayout, QWidget

from synthreview.chart import Chart, CurveChart
from synthreview.probe import drawing, limits, words
from synthreview.probe.result import Result
from synthreview.translation import later, tr
from synthreview.ui import elements
from synthreview.ui.charts.card import ChartCard
from synthreview.ui.charts.curve_card import CurveCard
from synthreview.ui.charts.geometry import Shape
from synthreview.ui.charts.panel_card import PanelCard
from synthreview.ui.elements import Card, EmptyPlace, label
from synthreview.ui.fold import Fold
from synthreview.ui.probe import told
from synthreview.ui.probe.grid import CardGrid
from synthreview.ui.probe.notice import Notice
from synthreview.ui.probe.readable import readable
from synthreview.ui.review.history.words import today, when_words

_FIRST = 2
"""Sentences that stand in sight; the others are told by the charts too and fold away."""
_BESIDE = 150
"""Widths of a letter below which panels stand below one another, so that their names are whole."""
_HEIGHT = 360
_POINT = later("Point at a bar for its numbers.")


class ResultBoard(QWidget):
    """Shows one Result; the same again leaves what a person opened as it is."""

    def __init__(self) -> None:
        super().__init__()
        self.result: Result | None = None
        self.title, self.tested = label("", "title", wrap=True), label("", "muted", wrap=True)
        self.since, self.note = Notice("history"), Notice("info")
        self._said, self._more = _Lines(), _Lines()
        self.rest = Fold(tr("All of it in words"), self._more)
        self.first, self.views = CardGrid(), CardGrid(_BESIDE)
        self.labels, self.sure, self.ahead = CardGrid(), CardGrid(), CardGrid()
        self._foretold = label(tr("What reviewing would bring"), "heading")
        self._limits, self._protocol = _Lines("muted"), _Lines("muted")
        self.protocol = Fold(tr("How it was done"), self._protocol)
        self._build()

    def _build(self) -> None:
        found = Card(self.tested, self.title, spacing=8)
        found.body.addSpacing(4)
        for lines in (self._said, self.rest):
            found.body.addLayout(readable(lines))
        limits = Card(label(tr("What limits this"), "heading"), spacing=8)
        limits.body.addLayout(readable(self._limits))
        limits.body.addLayout(readable(self.protocol))
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(12)
        for part in (
            self.since,
            found,
            self.first,
            self.views,
            self.labels,
            self.sure,
            self._foretold,
            self.note,
            self.ahead,
            limits,
        ):
            body.addWidget(part)

    def show_result(self, result: Result, since: int, note: str = "") -> None:
        """Show a result, how many items were decided on since, and what else there is to say of it."""
        self.tested.setText(told.tested(result, when_words(result.at, today())))
        self.since.say(told.since(since))
        if result != self.result:
            self.result = result
            self._fill(result)
        if note or result.what_if:
            self.note.say(note)
        self._foretold.setVisible(bool(result.what_if) or not self.note.isHidden())

    def _fill(self, result: Result) -> None:
        self.note.say("")
        self.title.setText(words.headline(result))
        said = words.sentences(result)
        self._said.show_lines(said[:_FIRST])
        self._more.show_lines(said[_FIRST:])
        self.rest.setVisible(len(said) > _FIRST)
        self.rest.set_open(False)
        panels = [PanelCard(told.sort_of(view), drawing.arms_panel(result, view)) for view in result.views]
        self.first.show_cards(panels[:1])
        self.views.show_cards(panels[1:])
        shares = drawing.classes_chart(result)
        self.labels.show_cards([_bars(shares)] if shares is not None else [])
        self.sure.show_cards([_curves(chart) for chart in _certainties(result)])
        self.ahead.show_cards([_curves(drawing.what_if_chart(each)) for each in result.what_if])
        self._limits.show_lines(limits.cautions(result))
        self._protocol.show_lines(limits.protocol(result))


class _Lines(QWidget):
    """Sentences below one another."""

    def __init__(self, look: str = "") -> None:
        super().__init__()
        self._look = look
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(8)

    def show_lines(self, lines: Iterable[str]) -> None:
        """Put sentences in place of those there were."""
        elements.clear(self._body)
        for line in lines:
            self._body.addWidget(label(line, self._look, wrap=True))


class _SharesCard(ChartCard):
    """Bars that lead to no items, which its hint does not promise either."""

    def __init__(self) -> None:
        super().__init__(Shape.GROUPED, EmptyPlace("probe", "", ""))
        self._hint, self._table_hint = _POINT, ""


def _bars(chart: Chart) -> ChartCard:
    made = _SharesCard()
    made.setMinimumHeight(_HEIGHT)
    made.show_chart(chart)
    return made


def _curves(chart: CurveChart) -> CurveCard:
    made = CurveCard(EmptyPlace("probe", tr("Nothing to draw"), ""))
    made.setMinimumHeight(_HEIGHT)
    made.show_chart(chart)
    return made


def _certainties(result: Result) -> Iterator[CurveChart]:
    for view in result.views:
        if (chart := drawing.certainty_chart(view)) is not None:
            yield chart
