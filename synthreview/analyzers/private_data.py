"""Details of persons and working secrets in any text of any kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from synthreview.analyzers.contract import Analyzer
from synthreview.analyzers.privacy import accounts, mail, network, persons, secrets
from synthreview.analyzers.rules.hit import Hit, findings
from synthreview.analyzers.texts import texts
from synthreview.domain import Finding, Item, Kind
from synthreview.translation import later

_SHORTEST = 6
_NUMBER = re.compile(r"\d[\d \-./()]{5,}\d")
"""Nothing that is looked for in digits is shorter; most texts have no such run."""


class PrivateData(Analyzer):
    """Private data and secrets: addresses, account and telephone numbers, keys."""

    id = "private_data"
    title = later("Private data and secrets")
    help = later(
        "Looks for e-mail and public IP addresses, bank accounts (check digits), payment cards (check digit "
        "and issuer), US social security numbers (ranges in use), telephone numbers, and keys, passwords in "
        "links and private key blocks. Addresses and numbers set aside for examples and tests are left out "
        "or weigh little. The reason never shows the whole value. It cannot know whether a number was made "
        "up, and it does not find names, birthdays or postal addresses."
    )
    kinds = tuple(Kind)
    reasons = (*mail.REASONS, *network.REASONS, *accounts.REASONS, *persons.REASONS, *secrets.REASONS)

    def score(self, batch: Sequence[Item], state: None) -> Iterable[Finding]:
        """Findings of one batch: one per item and sort of value, with every place it stands in."""
        for item in batch:
            hits = [hit for part, text in texts(item) for hit in _hits(part, text)]
            if hits:
                yield from findings(item.id, hits)


def _hits(part: str, text: str) -> Iterator[Hit]:
    if len(text) < _SHORTEST:
        return
    yield from mail.addresses(part, text)
    yield from secrets.secrets(part, text)
    yield from network.ip_addresses(part, text)
    if _NUMBER.search(text):
        yield from _numbers(part, text)
    elif "+" in text or "IBAN" in text:
        yield from accounts.ibans(part, text)


def _numbers(part: str, text: str) -> Iterator[Hit]:
    found = [*accounts.ibans(part, text), *accounts.cards(part, text), *persons.social_security(part, text)]
    yield from found
    for hit in persons.telephones(part, text):
        # A group of digits inside a card or an account is no telephone.
        if not any(other.start < (hit.end or 0) and hit.start < (other.end or 0) for other in found):
            yield hit
