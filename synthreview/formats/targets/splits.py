"""Training and test parts: which one an item goes to, so that what belongs together never parts."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Sequence

from synthreview.errors import UserError
from synthreview.translation import tr

Share = tuple[str, float]
"""A split and its share of the items, 0..1."""

_NAME = re.compile(r"\w+(\.\w+)*\Z")  # what Hugging Face takes as the name of a split


def split_of(key: bytes, shares: Sequence[Share]) -> str:
    """The split of everything with this key: items of one group, given one key, stay together.

    It follows from the key alone, so it is the same for every export and on every machine; shares hold
    in expectation.
    """
    at = int.from_bytes(hashlib.sha256(key).digest()[:8], "big") / 2**64
    end = 0.0
    for name, share in shares:
        end += share
        if at < end:
            return name
    return shares[-1][0]  # the shares' sum may fall short of 1 by a rounding


def parse_shares(text: str) -> list[Share]:
    """The shares in a text like ``train=0.9,test=0.1``; UserError when they are none or do not sum to 1."""
    shares = [_share(part) for part in text.split(",") if part.strip()]
    names = [name for name, _ in shares]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise UserError(tr("The split '{twice}' is named twice; give each split one share.", twice=twice))
    total = math.fsum(share for _, share in shares)
    if not math.isclose(total, 1, abs_tol=1e-6):
        raise UserError(tr("The shares of the splits sum to {total:g}; let them sum to 1.", total=total))
    return shares


def _share(part: str) -> Share:
    name, equals, number = (piece.strip() for piece in part.partition("="))
    if not equals:
        raise UserError(
            tr("'{part}' is no split; write each as name=share, as in train=0.9,test=0.1.", part=part.strip())
        )
    if not _NAME.match(name):
        raise UserError(
            tr("A split cannot be named '{name}'; use letters, digits and underscores.", name=name)
        )
    try:
        share = float(number)
    except ValueError:
        share = math.nan
    if not 0 < share <= 1:
        raise UserError(
            tr(
                "The share '{number}' of '{name}' is no number above 0 and up to 1; give one.",
                number=number,
                name=name,
            )
        )
    return name, share
