"""How numbers are written on screen: grouped digits, counts with their noun, times, shares."""

from __future__ import annotations

import unicodedata

from synthreview.translation import THIN, grouped, later, tr, trn

__all__ = ["THIN", "about", "counted", "encoding", "grouped", "isolated", "share", "size", "span"]

_RIGHT_TO_LEFT = ("R", "AL")


def counted(number: int, one: str, many: str = "") -> str:
    """``1 item``, ``9 229 items``, in English: for commands. The window has ``trn``."""
    return f"{grouped(number)} {one if number == 1 else many or one + 's'}"


def about(value: float) -> str:
    """A number that is estimated: whole, and no more than three digits of it that are not zero."""
    whole = round(value)
    return grouped(round(whole, 3 - len(str(abs(whole)))) if whole else 0)


def share(value: float) -> str:
    """``3.1 %`` below ten per cent, ``31 %`` above; never a rounded 0 or 100 that is not one."""
    percent = 100 * value
    if 0 < percent < 0.1:
        return tr("below 0.1{thin}%", thin=THIN)
    if 99.9 < percent < 100:
        return tr("above 99.9{thin}%", thin=THIN)
    shown = f"{percent:.1f}" if percent < 10 or percent > 99 else f"{percent:.0f}"
    return f"{shown.removesuffix('.0')}{THIN}%"


def span(seconds: float) -> str:
    """A length of time as people say it: ``40 s``, ``3 min``, ``6 h 30 min``."""
    if seconds < 59.5:
        return tr("{seconds} s", seconds=max(1, round(seconds)))
    minutes = round(seconds / 60)
    if minutes < 60:
        return tr("{minutes} min", minutes=minutes)
    hours, minutes = divmod(minutes, 60)
    if minutes and hours < 10:
        return tr("{hours} h {minutes} min", hours=hours, minutes=minutes)
    return tr("{hours} h", hours=grouped(hours))


def encoding(name: str) -> str:
    """A text encoding as it is usually written."""
    return tr("UTF-8 with byte-order mark") if name == "utf-8-sig" else name.upper()


def size(count: int) -> str:
    """A file's size: ``12 kB``, ``3.4 MB``."""
    if count < 1000:
        return trn("{count} byte", "{count} bytes", count)
    value = count / 1000
    for unit in (later("{size:.0f} kB"), later("{size:.1f} MB")):
        if value < 1000:
            return tr(unit, size=value)
        value /= 1000
    return tr("{size:.1f} GB", size=value)


def isolated(text: str) -> str:
    """The text so that words written from right to left do not turn round what stands beside them."""
    if any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text):
        return f"\u2068{text}\u2069"
    return text


def natural(label: str) -> tuple[int, float, str]:
    """The key by which labels are put in order: numbers by size, then words by letter."""
    try:
        return 0, float(label), label
    except ValueError:
        return 1, 0.0, label.casefold()
