"""Settings: who reviews, how it looks, which key does what, the goal, the model, what is kept where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget

from synthreview.translation import later, tr
from synthreview.ui import language, theme
from synthreview.ui.commands import Command
from synthreview.ui.elements import Page, button, inset, label, row
from synthreview.ui.keys.chosen import ChosenKeys
from synthreview.ui.settings_page.keys_section import KeysSection
from synthreview.ui.settings_page.language_section import LanguageSection
from synthreview.ui.settings_page.looks_section import LooksSection
from synthreview.ui.settings_page.model_section import ModelSection
from synthreview.ui.settings_page.places_section import PlacesSection
from synthreview.ui.settings_page.rows import Section

if TYPE_CHECKING:
    from synthreview.ui.main_window import MainWindow

_ABOUT = later("Everything counts at once and is kept for you on this machine.")
_ABOUT_GOAL = later("The status line says how far you are. 0 is no goal.")
_MOST_GOAL = 100_000


class SettingsPage(Page):
    """A place of the window like the others; nothing waits behind it."""

    left = Signal(str)
    """The place a person came from and goes back to."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(width=860)
        self._window = window
        self.came_from = "home"
        self.keys = ChosenKeys(window.settings, window.looks)
        self.back = button(tr("Back"), self.leave, symbol="undo")
        self.body.addLayout(row(label(tr("Settings"), "title"), None, self.back))
        self.body.addWidget(label(tr(_ABOUT), "muted", wrap=True))
        self.looks = LooksSection(window.settings, window.looks)
        self.keys_section = KeysSection(self.keys)
        self.model = ModelSection(window.menus.model)
        self.places = PlacesSection()
        self.sections: list[Section] = [
            self._who(),
            self.looks,
            *([LanguageSection(window.settings, window.looks)] if len(language.named()) > 1 else []),
            self.keys_section,
            self._goal(),
            self.model,
            self.places,
        ]
        for section in self.sections:
            self.body.addWidget(section)
        self.keys_section.spoke.connect(self._bring_up)
        self.body.addStretch(1)
        self.back.setToolTip(tr("Back to where you were (Esc)"))
        window.top.reviewer.renamed.connect(self._show_name)

    @Slot()
    def leave(self) -> None:
        """Go back to where a person came from; first out of a field or a list searched."""
        if self.keys_section.search.hasFocus() and self.keys_section.search.text():
            self.keys_section.search.clear()
        else:
            self.left.emit(self.came_from)

    def palette_commands(self) -> list[Command]:
        """Each section can be gone to by its name."""
        return [
            Command(
                f"settings:{section.name}",
                tr("Settings: {heading}", heading=section.heading),
                _Way(self, section).go,
            )
            for section in self.sections
        ]

    def go_to(self, section: Section) -> None:
        """Bring a section on screen, with the keyboard on its first control."""
        self._window.show_settings()
        first = next(
            (
                each
                for each in section.findChildren(QLineEdit) + section.findChildren(QSpinBox)
                if each.isVisibleTo(section)
            ),
            None,
        )
        self.verticalScrollBar().setValue(section.y())
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(QWidget)
    def _bring_up(self, part: QWidget) -> None:
        """Scroll to a part that has only just been shown, once it has its place."""
        for _ in range(2):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        self.ensureWidgetVisible(part, 0, 48)

    @Slot()
    def refresh(self) -> None:
        """Show what was changed elsewhere."""
        self._show_name(self._window.settings.reviewer)
        self.goal.blockSignals(True)
        self.goal.setValue(self._window.settings.goal)
        self.goal.blockSignals(False)
        self.reset_goal.setEnabled(bool(self._window.settings.goal))
        self.places.show_project(self._window.session.project.path if self._window.session else None)
        self.model.refresh()
        self.looks.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with what is in force."""
        super().showEvent(event)
        self.refresh()
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _who(self) -> Section:
        section = Section(later("Who reviews"))
        self.name = QLineEdit()
        self.name.setAccessibleName(tr("Name of the reviewer"))
        self.name.setPlaceholderText(tr("A name, or initials"))
        self.name.setMinimumWidth(theme.scaled(220))
        self.name.editingFinished.connect(self._rename)
        section.add(tr("Name"), self.name, tr("Written with every decision, so that others can ask you."))
        return section

    def _goal(self) -> Section:
        self.reset_goal = button(tr("Reset the goal"), self._no_goal, "link")
        section = Section(later("Goal"), self.reset_goal)
        self.goal = inset(QSpinBox())
        self.goal.setRange(0, _MOST_GOAL)
        self.goal.setSingleStep(10)
        self.goal.setSpecialValueText(tr("No goal"))
        self.goal.setAccessibleName(tr("Goal, decisions a day"))
        self.goal.setMinimumWidth(theme.scaled(110))
        self.goal.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.goal.valueChanged.connect(self._set_goal)
        section.add(tr("Decisions a day"), self.goal, tr(_ABOUT_GOAL))
        return section

    @Slot()
    def _rename(self) -> None:
        name = self.name.text().strip()
        if name and name != self._window.settings.reviewer:
            self._window.top.reviewer.take_name(name)
        elif not name:
            self._show_name(self._window.settings.reviewer)

    @Slot(str)
    def _show_name(self, name: str) -> None:
        if self.name.text() != name:
            self.name.setText(name)

    @Slot(int)
    def _set_goal(self, goal: int) -> None:
        self._window.day.set_goal(goal)
        self.reset_goal.setEnabled(bool(goal))

    @Slot()
    def _no_goal(self) -> None:
        self.goal.setValue(0)


class _Way:
    """The way to one section, for the palette."""

    def __init__(self, page: SettingsPage, section: Section) -> None:
        self._page, self._section = page, section

    def go(self) -> None:
        """Go there."""
        self._page.go_to(self._section)
