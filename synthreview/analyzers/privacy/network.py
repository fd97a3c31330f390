"""IP addresses that lead to a machine on the public network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from synthreview.analyzers.privacy.mask import masked
from synthreview.analyzers.rules.hit import Hit
from synthreview.domain import Confidence, Kind, Reason
from synthreview.translation import later

REASONS = (
    Reason("ip_address", tuple(Kind), later("A public IP address: {text}"), "private", 0.25, Confidence.WEAK),
)

_V4 = re.compile(r"(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w/-]|\.\d)")
_V6 = re.compile(r"(?<![\w:.])[23][0-9a-fA-F]{3}(?::[0-9a-fA-F]{0,4}){2,7}(?![\w:])")
"""Only 2000::/3 is given out; times, ratios and scope operators look different."""
_VERSION = re.compile(
    r"(?:\b(?:v|ver|version|release|build|firmware|driver|update|patch|chapter|section|article|clause|rule)"
    r"[\s.:#=v]*|[=~^<>]=\s*)$",
    re.IGNORECASE,
)
_SMALL = 32
"""Numbers of sections and versions stay below; a public address has a larger one somewhere."""
_EVERYONES = frozenset(
    ["8.8.8.8", "8.8.4.4", "1.1.1.1", "1.0.0.1", "9.9.9.9", "208.67.222.222", "208.67.220.220", "1.2.3.4"]
)
"""Open name servers, and the number everybody types."""


def ip_addresses(part: str, text: str) -> Iterator[Hit]:
    """Addresses, apart from private, reserved and documentation ranges and from version numbers."""
    if text.count(".") >= 3:
        for match in _V4.finditer(text):
            if _public_v4(match[0]) and not _VERSION.search(text[max(0, match.start() - 20) : match.start()]):
                yield _hit(part, match)
    if text.count(":") >= 3:
        for match in _V6.finditer(text):
            if _public_v6(match[0]):
                yield _hit(part, match)


def _hit(part: str, match: re.Match[str]) -> Hit:
    return Hit("ip_address", part, *match.span(), args={"text": masked(match[0], 2, 0)})


def _public_v4(text: str) -> bool:
    try:
        address = IPv4Address(text)
    except AddressValueError:
        return False
    numbers = address.packed
    return (
        address.is_global
        and not address.is_multicast
        and text not in _EVERYONES
        and max(numbers) >= _SMALL
        and len(set(numbers)) > 2
    )


def _public_v6(text: str) -> bool:
    try:
        address = IPv6Address(text)
    except AddressValueError:
        return False
    return address.is_global and ("::" in text or text.count(":") == 7) and len(set(text)) > 4
