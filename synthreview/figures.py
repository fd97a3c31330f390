"""How numbers are written on screen: grouped digits, counts with their noun, times, shares."""

from __future__ import annotations

import unicodedata

THIN = "\u202f"
"""A narrow space that no line is broken at."""
_RIGHT_TO_LEFT = ("R", "AL")


def grouped(number: int) -> str:
    """``9 229``: digits in groups of three."""
    return f"{number:,}".replace(",", THIN)


def counted(number: int, one: str, many: str = "") -> str:
    """``1 item``, ``9 229 items``."""
    return f"{grouped(number)} {one if number == 1 else many or one + 's'}"


def share(value: float) -> str:
    """``3.1 %`` below ten per cent, ``31 %`` above; never a rounded 0 or 100 that is not one."""
    percent = 100 * value
    if 0 < percent < 0.1:
        return f"below 0.1{THIN}%"
    if 99.9 < percent < 100:
        return f"above 99.9{THIN}%"
    shown = f"{percent:.1f}" if percent < 10 or percent > 99 else f"{percent:.0f}"
    return f"{shown.removesuffix('.0')}{THIN}%"


def span(seconds: float) -> str:
    """A length of time as people say it: ``40 s``, ``3 min``, ``6 h 30 min``."""
    if seconds < 59.5:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes and hours < 10 else f"{hours} h"


def encoding(name: str) -> str:
    """A text encoding as it is usually written."""
    return "UTF-8 with byte-order mark" if name == "utf-8-sig" else name.upper()


def size(count: int) -> str:
    """A file's size: ``12 kB``, ``3.4 MB``."""
    value = float(count)
    for unit in ("bytes", "kB", "MB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if unit != "MB" else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} GB"


def isolated(text: str) -> str:
    """The text so that words written from right to left do not turn round what stands beside them."""
    if any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text):
        return f"\u2068{text}\u2069"
    return text
