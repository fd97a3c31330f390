"""The records of a data set that could not be read: page by page, each with why, and ways to mend them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from synthreview import figures
from synthreview.domain import Dataset
from synthreview.translation import later, tr, trn
from synthreview.ui import dialogs, set_aside_file, trial
from synthreview.ui.care import Care, Done
from synthreview.ui.elements import button, label
from synthreview.ui.flow import FlowLayout
from synthreview.ui.mend_row import MendRow

if TYPE_CHECKING:
    from synthreview.project import Project

PAGE = 20
"""Records that are listed at once."""
STORY = later(
    "These records could not be read. They are kept as they are, and an export can carry them along."
)
TOLD = 5
"""Records of a mended file whose reasons are told."""


class Quarantine(QWidget):
    """Lists what was set aside; a record that is mended leaves the list, the others stay as they are."""

    def __init__(self, dataset: Dataset, project: Project, care: Care) -> None:
        super().__init__()
        self._dataset, self._project, self._care = dataset, project, care
        self._wanted = PAGE
        self.rows: dict[int, MendRow] = {}
        self.again = button(tr("Try all again"), self._try_again)
        self.save = button(tr("Save as file\u2026"), self._save)
        self.load = button(tr("Mend from a file\u2026"), self._load)
        self.more = button("", self._more, "link")
        self.told = label("", "muted", wrap=True)
        self.told.hide()
        acts = FlowLayout()
        for act in (self.again, self.save, self.load):
            act.setAccessibleDescription(tr("Records set aside of {name}", name=dataset.name))
            act.setEnabled(not project.read_only or act is self.save)
            acts.addWidget(act)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(label(tr(STORY), "small", wrap=True))
        layout.addLayout(acts)
        layout.addWidget(self.told)
        layout.addLayout(self._list)
        layout.addWidget(self.more)
        care.done.connect(self._done)
        care.failed.connect(self._failed)
        self.refresh(dataset)

    def refresh(self, dataset: Dataset) -> None:
        """List what is set aside now; open editors keep what was typed."""
        self._dataset = dataset
        found = list(islice(self._project.damaged(dataset.id), self._wanted))
        there = {position for position, _, _ in found}
        for position in [one for one in self.rows if one not in there]:
            self._drop(position)
        before: QWidget = self.load
        for place, (position, why, raw) in enumerate(found):
            if position not in self.rows:
                self.rows[position] = self._row(position, why, raw)
                self._list.insertWidget(place, self.rows[position])
                QWidget.setTabOrder(before, self.rows[position].mend)
            before = self.rows[position].last
        QWidget.setTabOrder(before, self.more)
        rest = dataset.quarantined - len(found)
        self.more.setText(
            tr(
                "Show {count} more of {rest}",
                count=figures.grouped(min(rest, PAGE)),
                rest=figures.grouped(rest),
            )
        )
        self.more.setAccessibleName(self.more.text())
        self.more.setVisible(rest > 0)

    def _row(self, position: int, why: str, raw: str) -> MendRow:
        mendable = not self._project.read_only and trial.can_be_mended(self._dataset, raw)
        made = MendRow(position, why, raw, partial(trial.why_not, self._dataset) if mendable else None)
        made.kept.connect(self._keep)
        return made

    def _drop(self, position: int) -> None:
        gone = self.rows.pop(position)
        self._list.removeWidget(gone)
        gone.hide()  # the keyboard goes on to the next record, so that mending many needs no mouse
        gone.deleteLater()

    @Slot()
    def _more(self) -> None:
        shown = len(self.rows)
        self._wanted = shown + PAGE
        self.refresh(self._dataset)
        new = sorted(self.rows)[shown : shown + 1]
        if new:
            self.rows[new[0]].mend.setFocus()

    @Slot(int, str)
    def _keep(self, position: int, text: str) -> None:
        def texts() -> Sequence[tuple[int, str | None]]:
            return [(position, text)]

        self._care.mend(self._dataset, texts)

    @Slot()
    def _try_again(self) -> None:
        def texts() -> Sequence[tuple[int, str | None]]:
            return [(position, None) for position, _, _ in self._project.damaged(self._dataset.id)]

        self._care.mend(self._dataset, texts)

    @Slot()
    def _save(self) -> None:
        dataset = self._dataset
        out = dialogs.save_set_aside(self, self._project.path.parent / f"{dataset.name}-set-aside.jsonl")

        def act() -> str:
            assert out is not None
            count = set_aside_file.write(out, dataset.name, self._project.damaged(dataset.id))
            saved = trn(
                "{count} record saved in '{name}'.",
                "{count} records saved in '{name}'.",
                count,
                name=out.name,
            )
            return tr("{saved} Mend their text there, then read it back.", saved=saved)

        if out is not None:
            self._care.write(dataset, tr("Writing {name}", name=out.name), act)

    @Slot()
    def _load(self) -> None:
        dataset, file = self._dataset, dialogs.open_mended(self)

        def texts() -> Sequence[tuple[int, str | None]]:
            assert file is not None
            return set_aside_file.read(file, dataset.name)

        if file is not None:
            self._care.mend(dataset, texts)

    @Slot(object)
    def _done(self, done: Done) -> None:
        """Say what came of it here too, by record where some cannot be read yet."""
        if done.dataset != self._dataset.id:
            return
        still = done.result.still if done.result is not None else ()
        for position, why in still:
            if (shown := self.rows.get(position)) is not None and shown.editor is not None:
                shown.editor.say(tr("Not yet: it {why}.", why=why), "error")
        named = [
            tr("Record {position} {why}.", position=figures.grouped(position + 1), why=why)
            for position, why in still[:TOLD]
        ]
        if len(still) > TOLD:
            named.append(tr("And {count} more.", count=figures.grouped(len(still) - TOLD)))
        self.told.setText(" ".join([done.words, *named]))
        self.told.show()

    @Slot(int, str)
    def _failed(self, dataset: int, why: str) -> None:
        if dataset == self._dataset.id:
            self.told.setText(why)
            self.told.show()
