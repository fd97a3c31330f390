"""Languages by their codes (ISO 639-1, three letters where that has none) and in words."""

from __future__ import annotations

from synthreview.translation import later, tr

NAMES = {
    "en": later("English"),
    "de": later("German"),
    "fr": later("French"),
    "es": later("Spanish"),
    "it": later("Italian"),
    "pt": later("Portuguese"),
    "nl": later("Dutch"),
    "ru": later("Russian"),
    "uk": later("Ukrainian"),
    "bg": later("Bulgarian"),
    "pl": later("Polish"),
    "cs": later("Czech"),
    "sk": later("Slovak"),
    "sv": later("Swedish"),
    "da": later("Danish"),
    "no": later("Norwegian"),
    "fi": later("Finnish"),
    "hu": later("Hungarian"),
    "ro": later("Romanian"),
    "el": later("Greek"),
    "tr": later("Turkish"),
    "ar": later("Arabic"),
    "fa": later("Persian"),
    "he": later("Hebrew"),
    "hi": later("Hindi"),
    "bn": later("Bengali"),
    "ta": later("Tamil"),
    "th": later("Thai"),
    "vi": later("Vietnamese"),
    "id": later("Indonesian"),
    "zh": later("Chinese"),
    "ja": later("Japanese"),
    "ko": later("Korean"),
    "ca": later("Catalan"),
    "hr": later("Croatian"),
    "sr": later("Serbian"),
    "ur": later("Urdu"),
    "lt": later("Lithuanian"),
    "lv": later("Latvian"),
    "et": later("Estonian"),
    "sl": later("Slovenian"),
}
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
    return tr(NAMES[code]) if code in NAMES else code or tr("Unknown")
