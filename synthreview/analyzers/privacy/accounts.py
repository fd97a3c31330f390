"""Bank accounts and payment cards, told by their check digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthreview.analyzers.privacy.mask import masked
from synthreview.analyzers.rules.hit import Hit
from synthreview.domain import Confidence, Kind, Reason
from synthreview.translation import later

REASONS = (
    Reason(
        "bank_account", tuple(Kind), later("A bank account (IBAN): {text}"), "private", 0.8, Confidence.LIKELY
    ),
    Reason(
        "card_number", tuple(Kind), later("A payment card number: {text}"), "private", 0.7, Confidence.LIKELY
    ),
)

_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])")
_IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29,
    "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29,
    "ES": 24, "FI": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28,
    "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20,
    "LB": 28, "LC": 32, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22,
    "MK": 19, "MR": 27, "MT": 31, "MU": 30, "NL": 18, "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25,
    "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SC": 31, "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27,
    "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
}  # fmt: skip
"""By country, from the SWIFT IBAN registry."""
_SHOWN_IBANS = frozenset(
    [
        "GB82WEST12345698765432",
        "DE89370400440532013000",
        "GB29NWBK60161331926819",
        "FR1420041010050500013M02606",
    ]
)
"""Accounts that every description of the format shows."""

_CARD = re.compile(
    r"(?<![\w.,/+=-])(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ -])\d{6}\2\d{4,5})"
    r"(?![\w/=-]|[.,]\d)"
)
_ISSUERS = (
    (re.compile(r"4"), (16, 19)),  # Visa
    (re.compile(r"5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)"), (16,)),  # Mastercard
    (re.compile(r"3[47]"), (15,)),  # American Express
    (re.compile(r"6011|64[4-9]|65"), (16, 19)),  # Discover
    (re.compile(r"3(?:0[0-5]|[68])"), (14,)),  # Diners Club
    (re.compile(r"35(?:2[89]|[3-8])"), (16,)),  # JCB
    (re.compile(r"62"), (16, 17, 18, 19)),  # UnionPay
)
_TEST_CARDS = frozenset(
    [
        "4111111111111111", "4242424242424242", "4012888888881881", "4000056655665556", "5555555555554444",
        "5105105105105100", "2223003122003222", "378282246310005", "371449635398431", "6011111111111117",
        "6011000990139424", "30569309025904", "38520000023237", "3530111333300000", "3566002020360505",
        "4000000000000002", "4532015112830366", "4539578763621486", "4916338506082832",
    ]
)  # fmt: skip
"""Numbers that payment services publish for tests; they pay nothing."""
_PUBLISHED = 0.15
_UNBROKEN = 0.6
"""One in ten numbers of the right length and opening passes the check by chance."""


def ibans(part: str, text: str) -> Iterator[Hit]:
    """Accounts with the length of their country and the check digits of ISO 13616 (remainder 1 of 97)."""
    for match in _IBAN.finditer(text):
        for end in range(match.end(), match.start() + 14, -1):
            account = text[match.start() : end].replace(" ", "")
            if len(account) < _IBAN_LENGTHS.get(account[:2], 99):
                break
            if len(account) == _IBAN_LENGTHS.get(account[:2]) and not text[end - 1].isspace():
                if _remainder(account) == 1:
                    score = _PUBLISHED if account in _SHOWN_IBANS else 1.0
                    args = {"text": masked(text[match.start() : end], 2)}
                    yield Hit("bank_account", part, match.start(), end, score, args)
                break


def cards(part: str, text: str) -> Iterator[Hit]:
    """Numbers of a known issuer with a valid Luhn digit (ISO/IEC 7812-1)."""
    for match in _CARD.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if _issued(digits) and luhn(digits) and len(set(digits)) > 2:
            score = _UNBROKEN if match[0].isdigit() else 1.0
            if digits in _TEST_CARDS:
                score = _PUBLISHED
            yield Hit("card_number", part, *match.span(), score, {"text": masked(match[0], 0, 4)})


def _remainder(account: str) -> int:
    return int("".join(str(int(letter, 36)) for letter in account[4:] + account[:4])) % 97


def _issued(digits: str) -> bool:
    return any(len(digits) in lengths and prefix.match(digits) for prefix, lengths in _ISSUERS)


def luhn(digits: str) -> bool:
    """Whether the last digit is right: every second from the right doubled, digit sums in tens."""
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (doubled + sum(map(int, digits[::-2]))) % 10 == 0
