"""What the queue shows for which reason, and how a lead changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QSpinBox

from synthreview.errors import SynthreviewError
from synthreview.translation import later, tr
from synthreview.ui.elements import Card, button, inset, label, row

if TYPE_CHECKING:
    from synthreview.project import Project

_WAYS = {
    "audit": (later("Random checks"), later("They alone tell how many errors are left.")),
    "uncertain": (later("Items the risk is unsure of"), later("They teach the ranking most.")),
    "minority": (later("Rare labels"), later("What a clean-up takes out first, looked at by a person.")),
}
STEP = 5


class MixCard(Card):
    """Three shares are set; the riskiest items get what is left of a hundred."""

    failed = Signal(str)

    def __init__(self, project: Project) -> None:
        super().__init__(spacing=8)
        self._project = project
        self.body.addWidget(label(tr("What the queue shows"), "heading"))
        self.body.addWidget(
            label(tr("Of a hundred items, these many are shown for each reason."), "muted", wrap=True)
        )
        self.shares: dict[str, QSpinBox] = {}
        self._rest = label("", wrap=False)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(2, 1)
        grid.addWidget(label(tr("The riskiest")), 0, 0)
        grid.addWidget(self._rest, 0, 1)
        grid.addWidget(label(tr("The rest of the hundred."), "muted", wrap=True), 0, 2)
        for line, (way, (name, why)) in enumerate(_WAYS.items(), start=1):
            share = self.shares[way] = inset(QSpinBox())
            share.setAccessibleName(tr(name))
            share.setSingleStep(STEP)
            share.valueChanged.connect(self._on_moved)
            grid.addWidget(label(tr(name)), line, 0)
            grid.addWidget(share, line, 1)
            grid.addWidget(label(tr(why), "muted", wrap=True), line, 2)
        self.body.addLayout(grid)
        self.warning = label("", "muted", wrap=True)
        self.use = button(tr("Rank in this mix"), self._use)
        self.body.addWidget(self.warning)
        self.body.addLayout(row(self.use, None))
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the mix in force."""
        mix = self._project.mix()
        for way, share in self.shares.items():
            share.blockSignals(True)
            share.setRange(0, 100)
            share.setValue(getattr(mix, way))
            share.blockSignals(False)
        self._on_moved()

    @Slot()
    def _on_moved(self) -> None:
        shares = {way: share.value() for way, share in self.shares.items()}
        rest = 100 - sum(shares.values())
        for share in self.shares.values():
            share.setMaximum(share.value() + rest)
        self._rest.setText(str(rest))
        self.warning.setText(
            ""
            if shares["audit"]
            else tr("Without random checks nothing more can be learned of what nobody looks at.")
        )
        self.warning.setVisible(not shares["audit"])
        mix = self._project.mix()
        changed = any(getattr(mix, way) != share for way, share in shares.items())
        self.use.setEnabled(changed and not self._project.read_only)

    @Slot()
    def _use(self) -> None:
        shares = {way: share.value() for way, share in self.shares.items()}
        try:
            self._project.set_mix(type(self._project.mix())(risk=100 - sum(shares.values()), **shares))
        except SynthreviewError as error:
            self.failed.emit(str(error))
        self.refresh()
