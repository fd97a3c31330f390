"""The words of the program in the person's language: marked in the code, looked up when they are shown.

Every sentence that a person reads in the window stands in the code in English, as the first argument of
``tr``, ``trn`` or ``later``; translators get them all by ``packaging/messages.py``. A sentence is marked
whole, with named places for what varies, because other languages order words in other ways. Until ``use``
is called everything stays English, and so does a sentence that the catalogue lacks or has spoiled.
"""

from __future__ import annotations

import gettext
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

_Key = TypeVar("_Key")

DOMAIN = "synthreview"
ENGLISH = "en"
THIN = "\u202f"
"""A narrow space that no line is broken at."""

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_file: Path | None = None


def tr(text: str, /, **values: object) -> str:
    """The text in the person's language, its places filled: ``tr("Close {name}", name=name)``."""
    # A catalogue answers nothing with its own header.
    return _filled(_catalogue.gettext(text), text, values) if text else ""


def trn(one: str, many: str, count: int, /, **values: object) -> str:
    """The text for so many: ``trn("{count} item", "{count} items", 3)``. ``count`` is filled in grouped."""
    values.setdefault("count", grouped(count))
    return _filled(_catalogue.ngettext(one, many, count), one if count == 1 else many, values)


def later(text: str, /) -> str:
    """The text itself, marked for translators; ``tr`` translates it where it is shown."""
    return text


class Table(Mapping[_Key, str]):
    """Words by a code or a value, each translated when it is looked up: ``Table({"a": later("Better")})``."""

    def __init__(self, words: Mapping[_Key, str]) -> None:
        self._words = words

    def __getitem__(self, key: _Key) -> str:
        return tr(self._words[key])

    def __iter__(self) -> Iterator[_Key]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)


def grouped(number: int) -> str:
    """``9 229``: digits in groups of three."""
    return f"{number:,}".replace(",", THIN)


def use(catalogue: gettext.NullTranslations, file: Path | None = None) -> None:
    """Show everything from now on in the language of this catalogue, read from that file."""
    global _catalogue, _file  # one person, one language, chosen as the window starts
    _catalogue, _file = catalogue, file


def use_language(folders: list[Path], language: str) -> None:
    """Show everything from now on in a language, from the first folder that has it; English where none does.

    A folder holds ``<language>/synthreview.mo``.
    """
    files = (folder / language / f"{DOMAIN}.mo" for folder in folders)
    use_file(next((file for file in files if file.is_file()), None))


def use_file(file: Path | None) -> None:
    """Show everything from now on as a file says; in English without one, or where it is damaged."""
    try:
        if file is not None:
            with file.open("rb") as opened:
                use(gettext.GNUTranslations(opened), file)
            return
    except (OSError, ValueError, LookupError, EOFError, struct.error):
        pass
    use(gettext.NullTranslations())


def file_in_use() -> Path | None:
    """What ``use_file`` in a process of our own needs to speak as this one does; None for English."""
    return _file


def languages(folders: list[Path]) -> list[str]:
    """The languages there are, English first, by their codes."""
    found = {file.parent.name for folder in folders for file in folder.glob(f"*/{DOMAIN}.mo")}
    return [ENGLISH, *sorted(found - {ENGLISH})]


def _filled(text: str, source: str, values: dict[str, object]) -> str:
    if not values:
        return text
    try:
        return text.format_map(values)
    except (LookupError, ValueError, AttributeError):  # the translation has other places than the source
        return source.format_map(values)
