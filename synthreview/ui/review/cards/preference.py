"""Two answers to one prompt, and which of them was preferred."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from synthreview.domain import ItemView
from synthreview.engine.judge_cues import Cue, JudgeCues, places
from synthreview.engine.other_judges import OtherVerdict
from synthreview.figures import share
from synthreview.translation import Table, later, tr
from synthreview.ui.actions import first_key, verb
from synthreview.ui.announce import announce
from synthreview.ui.elements import button, label
from synthreview.ui.flow import FlowLayout
from synthreview.ui.keys.live import live
from synthreview.ui.review.cards.aligning import align
from synthreview.ui.review.cards.base import Card
from synthreview.ui.review.cards.cue_line import CueLine
from synthreview.ui.review.cards.part_box import PartBox
from synthreview.ui.review.cards.verdict_table import VerdictTable
from synthreview.ui.review.veil import is_veiled
from synthreview.ui.text.evidence_view import FIRST_PART
from synthreview.ui.text.markdown import is_structured
from synthreview.ui.text.marks import Look, Mark
from synthreview.ui.text.side_by_side import SideBySide, side_by_side

STACK_BELOW = 560
"""Pixels of width under which the answers stand below one another."""

SIDES = ("a", "b")
_SAID = Table({"a": later("A is better"), "b": later("B is better"), "tie": later("both are as good")})
_FEW = 0.1
"""Share of common words under which marking the differences would mark everything."""
HIDDEN = later("Who chose what is hidden until you decide.")
_MARK, _SWAP, _HIDE, _RAW, _LAID = (
    later("Mark differences"),
    later("Swap sides"),
    later("Hide who chose"),
    later("Show raw"),
    later("Lay out"),
)
_DIFFERENCES = later("Mark what only one answer says, and bring lines that belong together to one height")
_MARKED = later("A and B have {common} of their words in common; what only one says is underlined.")
_TOO_FEW = later("A and B have {common} of their words in common: too little to mark what differs.")
CUES, DIFFERENCES = "cues", "differences"
"""Layers of marks."""
Beside = tuple[JudgeCues | None, tuple[OtherVerdict, ...]]


class PreferenceCard(Card):
    """Prompt above, A and B side by side; the chosen one says so in words.

    Whatever side an answer stands on, it keeps its letter: findings and choices name the letters.
    """

    def __init__(self) -> None:
        super().__init__()
        self._view: ItemView | None = None
        self._beside: Beside = (None, ())
        self._compared: SideBySide | None = None
        self._focused: int | None = None
        self.swapped = False
        """Whether B stands on the left."""
        self.blind = False
        """Whether pairs are judged without their choices in sight."""
        self.rendered = True
        """Whether answers that are written in Markdown are laid out."""
        self.add_box("prompt", tr("Prompt"))
        self.boxes["a"], self.boxes["b"] = PartBox("A"), PartBox("B")
        self.differences = button(tr(_MARK), self._on_differences, "chip")
        self.differences.setToolTip(tr(_DIFFERENCES))
        self.swap = button(tr(_SWAP), self._on_tool, "chip")
        self.hide_choices = button(tr(_HIDE), self._on_tool, "chip")
        self.raw = button(tr(_RAW), self._on_tool, "chip")
        self._tools()
        self.told = label("", "muted", wrap=True)
        self.pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.pair.setSpacing(16)
        for side in SIDES:
            self.pair.addWidget(self.boxes[side], 1, Qt.AlignmentFlag.AlignTop)
        self.verdict = label("", "muted", wrap=True)
        self.cues, self.others = CueLine(), VerdictTable()
        self.cues.asked.connect(self._show_cue)
        self.others.visited.connect(self.visited)
        self.column.addWidget(self.told)
        self.column.addLayout(self.pair)
        for widget in (self.verdict, self.cues, self.others):
            self.column.addWidget(widget)
        self._level = QTimer(self)
        self._level.setSingleShot(True)
        self._level.timeout.connect(self._on_level)

    def show_view(self, view: ItemView) -> None:
        """Show a pair; what was looked up for the one before is forgotten."""
        self._view, self._beside = view, (None, ())
        super().show_view(view)
        self._dress()

    def fill(self, view: ItemView) -> None:
        """Show the parts and who preferred which, or that it is hidden."""
        structured = any(is_structured(view.item.text(side)[:FIRST_PART]) for side in SIDES)
        marked = self.differences.isChecked()
        self.show_text(view, "prompt")
        for side in SIDES:
            self.show_text(view, side, required=True, rendered=structured and self.rendered and not marked)
        self.raw.setVisible(structured and not marked)
        self._show_keys()
        self.hide_choices.setChecked(self.blind)
        self._say_choices(view)

    def stand_in(self, part: str) -> QWidget | None:
        """The sentence about who chose what, for choices."""
        return self.verdict if part in ("choice", "human_choice", "judge") else None

    def mark(self, focused: int | None) -> None:
        """Mark the evidence of all findings, strongest that of the focused one."""
        self._focused = focused
        super().mark(focused)

    def show_beside(self, known: JudgeCues | None, verdicts: Sequence[OtherVerdict]) -> None:
        """Show what was looked up: the words the judge goes by, and other verdicts on the pair."""
        self._beside = known, tuple(verdicts)
        self._dress()

    def set_blind(self, blind: bool) -> None:
        """Say whether pairs are judged without their choices in sight."""
        self.blind = blind
        self.hide_choices.setChecked(blind)

    @Slot()
    def swap_sides(self) -> None:
        """Put the answer on the left to the right; it stays so until it is asked for again."""
        self.swapped = not self.swapped
        left, right = self._order()
        for side in (left, right):
            self.pair.removeWidget(self.boxes[side])
            self.pair.addWidget(self.boxes[side], 1, Qt.AlignmentFlag.AlignTop)
        QWidget.setTabOrder(self.boxes[left].view.reading, self.boxes[right].view.reading)
        self._say_sides()
        announce(self, tr("{left} stands first, {right} second.", left=left.upper(), right=right.upper()))

    @Slot()
    def switch_rendered(self) -> None:
        """Lay answers in Markdown out, or show them as they were written."""
        self.rendered = not self.rendered
        self._refill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack the answers where two columns would be too narrow to read."""
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        wanted = ways.TopToBottom if self.width() < STACK_BELOW else ways.LeftToRight
        if self.pair.direction() is not wanted:
            self.pair.setDirection(wanted)
        if self._compared is not None:
            self._level.start()

    def _tools(self) -> None:
        line, flow = QWidget(), FlowLayout(6)
        line.setLayout(flow)
        for tool, name in (
            (self.swap, "swap_sides"),
            (self.hide_choices, "hide_choices"),
            (self.raw, "rendered"),
        ):
            tool.setProperty("verb", name)
            tool.setToolTip(verb(name).tip)
        for tool in (self.differences, self.swap, self.hide_choices, self.raw):
            tool.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys with the item
            flow.addWidget(tool)
        for tool in (self.differences, self.swap, self.hide_choices):
            tool.setCheckable(True)
        self.column.addWidget(line)
        live.changed.connect(self._show_keys)
        self._show_keys()

    @Slot()
    def _show_keys(self) -> None:
        """Name the tools, each with its key before it."""
        raw = _RAW if self.rendered else _LAID
        for tool, words in ((self.swap, tr(_SWAP)), (self.hide_choices, tr(_HIDE)), (self.raw, tr(raw))):
            key = first_key(str(tool.property("verb")))
            tool.setText(f"{key}  {words}" if key else words)
            tool.setAccessibleName(words)

    def _refill(self) -> None:
        if self._view is not None:
            self.fill(self._view)
            self.mark(self._focused)
            self._dress()

    def _dress(self) -> None:
        """Show what was found by comparing and looking up."""
        self._show_differences()
        self._say_sides()
        view, (known, verdicts) = self._view, self._beside
        hidden = view is None or is_veiled(view)
        words = [cue.word for cue in known.cues] if known is not None and not hidden else []
        found: dict[str, str] = {}
        for side in SIDES if view is not None else ():
            marks = [
                Mark(start, end, look=Look.CUE, note=word)
                for word, start, end in places(self.boxes[side].text, words)
            ]
            self.boxes[side].view.set_layer(CUES, marks)
            for word in {mark.note for mark in marks}:
                found[word] = found.get(word, "") + side
        self.cues.show_cues(None if hidden else known, found)
        if view is None or hidden:
            self.others.show_verdicts("", "", "", ())
        else:
            judge, choice, people = (view.item.text(part) for part in ("judge", "choice", "human_choice"))
            self.others.show_verdicts(judge, choice, people, verdicts)

    def _show_differences(self) -> None:
        texts = [self.boxes[side].text for side in SIDES]
        shown = [text[:FIRST_PART] if len(text) > FIRST_PART * 1.2 else text for text in texts]
        wanted = self.differences.isChecked() and all(texts)
        self._compared = side_by_side(*shown) if wanted else None
        compared = self._compared
        mark = compared is not None and compared.shared >= _FEW
        spans = (compared.only_a, compared.only_b) if compared is not None and mark else ((), ())
        for side, only in zip(SIDES, spans, strict=True):
            marks = [Mark(start, end, look=Look.ONLY_HERE) for start, end in only]
            self.boxes[side].view.set_layer(DIFFERENCES, marks)
        if compared is not None:
            self._level.start()
        else:
            self._level.stop()

    @Slot()
    def _on_level(self) -> None:
        """Bring lines that belong together to one height, now that the width is known."""
        if self._compared is None:
            return
        beside = self.pair.direction() is QBoxLayout.Direction.LeftToRight
        lines = self._compared.lines if beside and self._compared.shared >= _FEW else ()
        align(self.boxes["a"].view.reading, self.boxes["b"].view.reading, lines)

    def _say_sides(self) -> None:
        self.swap.setChecked(self.swapped)
        said = []
        if self._compared is not None:
            common = share(self._compared.shared)
            few = self._compared.shared < _FEW
            said.append(tr(_TOO_FEW, common=common) if few else tr(_MARKED, common=common))
        self.told.setText(" ".join(said))
        self.told.setVisible(bool(said))

    def _say_choices(self, view: ItemView) -> None:
        choice, people = view.item.text("choice"), view.item.text("human_choice")
        judge = view.item.text("judge")
        for side in SIDES:
            said = [tr("chosen by {judge}", judge=judge or tr("the judge"))] if choice == side else []
            said += [tr("chosen by people")] if people == side else []
            self.boxes[side].note.setText(", ".join(said))
            self.boxes[side].set_state("chosen", on=choice == side)
        self.verdict.setText(tr(HIDDEN) if is_veiled(view) else self._sentence(judge, choice, people))

    def _sentence(self, judge: str, choice: str, people: str) -> str:
        who = tr("Judge {judge}", judge=judge) if judge else tr("The judge")
        said = [
            tr("{who}: {said}.", who=who, said=_SAID[choice])
            if choice in _SAID
            else tr("No choice is recorded.")
        ]
        said += [tr("People: {said}.", said=_SAID[people])] if people in _SAID else []
        return " ".join(said)

    def _order(self) -> tuple[str, str]:
        return ("b", "a") if self.swapped else ("a", "b")

    @Slot()
    def _on_differences(self) -> None:
        self._refill()
        announce(self, self.told.text())

    @Slot()
    def _on_tool(self) -> None:
        self.pressed.emit(str(self.sender().property("verb")))

    @Slot(str)
    def _show_cue(self, word: str) -> None:
        """Bring the first place of a word on screen, all its places standing out."""
        shown = False
        for side in self._order():
            marks = [
                Mark(start, end, look=Look.CUE, focused=found == word, note=found)
                for found, start, end in places(self.boxes[side].text, [cue.word for cue in self._cues()])
            ]
            first = next((mark for mark in marks if mark.focused), None)
            if first is not None and not shown:
                shown = True
                self.boxes[side].view.bring(first)
                self.shown.emit(self.place(side, first))
            self.boxes[side].view.set_layer(CUES, marks)

    def _cues(self) -> Sequence[Cue]:
        return self._beside[0].cues if self._beside[0] is not None else ()
