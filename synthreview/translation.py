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


def use(catalogue: gettext.NullTranslations) -> None:
    """Show everything from now on in the language of this catalogue."""
    global _catalogue  # noqa: PLW0603  # one person, one language, chosen as the window starts
    _catalogue = catalogue


def read(folders: list[Path], language: str) -> gettext.NullTranslations:
    """The catalogue of a language, from the first folder that has one; English where none does.

    A folder holds ``<language>/synthreview.mo``. A damaged file counts as none.
    """
    for folder in folders:
        try:
            with (folder / language / f"{DOMAIN}.mo").open("rb") as file:
                return gettext.GNUTranslations(file)
        except (OSError, ValueError, LookupError, EOFError, struct.error):
            continue
    return gettext.NullTranslations()


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
