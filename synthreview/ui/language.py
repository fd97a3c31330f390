"""The language of the window: the person's choice, or the system's where the program speaks it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from synthreview import paths, translation
from synthreview.settings import Settings

SYSTEM = "system"


def speak(settings: Settings, app: QApplication) -> str:
    """Show everything built from now on in the person's language; returns its code."""
    language = chosen(settings.language)
    translation.use_language(folders(), language)
    locale = QLocale(language) if settings.language != SYSTEM else QLocale.system()
    QLocale.setDefault(locale)
    app.setLayoutDirection(QLocale(language).textDirection())
    theirs = QTranslator(app)
    if theirs.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(theirs)
    return language


def folders() -> list[Path]:
    """Where languages are looked for: the person's own first."""
    return [paths.config_dir() / "languages", paths.resource("i18n")]


def chosen(setting: str) -> str:
    """The code of the language that a setting means, among those there are."""
    there = translation.languages(folders())
    wanted = QLocale.system().uiLanguages() if setting == SYSTEM else [setting]
    for name in (name.replace("-", "_") for name in wanted):
        for code in (name, name.partition("_")[0]):
            if code in there:
                return code
    return translation.ENGLISH


def named() -> dict[str, str]:
    """The languages there are by their codes, each in its own words."""
    english, *others = translation.languages(folders())
    # Qt would call English without a country American.
    return {english: "English", **{code: QLocale(code).nativeLanguageName() or code for code in others}}
