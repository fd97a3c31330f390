"""The language of the window, where there is more than one to choose from."""

from __future__ import annotations

from PySide6.QtCore import Slot

from synthreview.settings import Settings
from synthreview.translation import later, tr
from synthreview.ui import language
from synthreview.ui.looks import Looks
from synthreview.ui.settings_page.rows import Choice, Section

_ABOUT = later("From the next start on. What is not translated is shown in English.")


class LanguageSection(Section):
    """One choice, which counts from the next start on: windows that are open keep their words."""

    def __init__(self, settings: Settings, looks: Looks) -> None:
        super().__init__(later("Language"))
        self._settings, self._looks = settings, looks
        self.choice = Choice(tr("Language"), {language.SYSTEM: tr("As the system"), **language.named()})
        self.choice.picked.connect(self._choose)
        self.add(tr("Language"), self.choice, tr(_ABOUT))
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show what is chosen."""
        self.choice.show_value(self._settings.language)

    @Slot(object)
    def _choose(self, code: str) -> None:
        self._settings.language = code
        self._looks.save()
