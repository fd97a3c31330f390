"""E-mail addresses that may be somebody's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthreview.analyzers.privacy.mask import masked
from synthreview.analyzers.rules.hit import Hit
from synthreview.domain import Kind, Reason
from synthreview.translation import later

REASONS = (
    Reason(
        "email_address",
        tuple(Kind),
        later("An e-mail address: {text}"),
        "private",
        0.6,  # read: 18 of 27 at full weight are given as a person's own
    ),
)

_ADDRESS = re.compile(
    r"(?<![\w.+/%-])[A-Za-z0-9](?:[\w.+%-]{0,62}[\w+%-])?@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}(?![\w@-])"
)
_RESERVED = re.compile(
    r"(?:^|\.)(?:example\.\w+|\w*example\.(?:com|org|net)|test|invalid|localhost|local|example)$"
)
"""Names that RFC 2606 and RFC 6761 set aside, and plays on them."""
_STAND_IN_DOMAINS = frozenset(
    "abc acme business company companyname companyx domain email emaildomain foo mail mycompany mydomain "
    "mysite mywebsite organization provider sample school site someone test website xyz your-company "
    "your-domain yourbusiness yourcompany yourdomain yoursite yourwebsite".split()
)
_STAND_IN_NAMES = re.compile(
    r"^(?:your|my|some|any|another|first|last|user|sender|recipient|test|sample|dummy|fake|email|e-mail|name|"
    r"abc|xyz|foo|bar|aaa|xxx|someone|somebody|username|example)(?:$|[\W_\d]|email|name|mail|one|body)"
)
_OFFICE = re.compile(
    r"^(?:info|support|contact\w*|help|helpdesk|admin\w*|sales|service|customer\w*|office|press|hello|team|media|alerts?|awards|wiki|"
    r"jobs?\w*|careers|hr|noreply|no-reply|donotreply|webmaster|postmaster|privacy|feedback|billing|orders?|"
    r"enquir\w*|inquir\w*|news\w*|events?|marketing|git|root|reservations?|bookings?)(?:$|[\W_\d])"
)
_LOGIN = re.compile(r"://[^\s/@]*$")
"""In a link, what stands before the host is a login and no mailbox."""
_FILE_NAMES = frozenset("png jpg jpeg gif svg webp css js py html json txt md".split())
_A_STAND_IN, _AN_OFFICE = 0.15, 0.4


def addresses(part: str, text: str) -> Iterator[Hit]:
    """Addresses, apart from those nobody can have; stand-ins and offices weigh less."""
    if "@" not in text:
        return
    for match in _ADDRESS.finditer(text):
        name, _, domain = match[0].casefold().rpartition("@")
        if _RESERVED.search(domain) or domain.rpartition(".")[2] in _FILE_NAMES or ".." in name:
            continue
        if _LOGIN.search(text, max(0, match.start() - 100), match.start()):
            continue
        args = {"text": masked(match[0], 1, 0)}
        yield Hit("email_address", part, *match.span(), _score(name, domain), args)


def _score(name: str, domain: str) -> float:
    if _STAND_IN_NAMES.match(name) or domain.split(".")[-2] in _STAND_IN_DOMAINS:
        return _A_STAND_IN
    return _AN_OFFICE if _OFFICE.match(name) else 1.0
