"""Languages by their codes (ISO 639-1, three letters where that has none) and in words."""

from __future__ import annotations

NAMES = dict(
    pair.split("=")
    for pair in (
        "en=English de=German fr=French es=Spanish it=Italian pt=Portuguese nl=Dutch ru=Russian uk=Ukrainian "
        "bg=Bulgarian pl=Polish cs=Czech sk=Slovak sv=Swedish da=Danish no=Norwegian fi=Finnish hu=Hungarian "
        "ro=Romanian el=Greek tr=Turkish ar=Arabic fa=Persian he=Hebrew hi=Hindi bn=Bengali ta=Tamil th=Thai "
        "vi=Vietnamese id=Indonesian zh=Chinese ja=Japanese ko=Korean ca=Catalan hr=Croatian "
        "sr=Serbian ur=Urdu "
        "lt=Lithuanian lv=Latvian et=Estonian sl=Slovenian"
    ).split()
)
"""The languages that have a name here, by their codes."""

UNKNOWN = "unknown"
"""What filters call the language of a text that cannot be told."""
_CODES = {name.casefold(): code for code, name in NAMES.items()}


def code(words: str) -> str:
    """The code of a language given by code or name in any case; empty for an unknown language."""
    folded = words.casefold()
    return "" if folded == UNKNOWN else _CODES.get(folded, folded)


def name(code: str) -> str:
    """A language in words; the code itself where it has no name here."""
    return NAMES.get(code, code) if code else "Unknown"
