"""A pattern without its conditions on places: what it fits anywhere is found within any longer text, too.

So many texts, put one behind the other, are searched at once, and most of them never by themselves.
"""

from __future__ import annotations

import re

from synthreview import patterns

_PIECE = re.compile(
    r"""
      (?P<place>\\[bBAz] | [\^$]) |
      (?P<quoted>\\Q) |
      \\. | \[\^?\]?(?:\[:\^?\w+:\] | \\. | [^\]\\])*\] | .
    """,
    re.VERBOSE | re.DOTALL,
)
_ANYWHERE = "(?:)"


def loosened(pattern: str) -> str | None:
    """The pattern with its ``^``, ``$``, word boundaries and the like left out; None if in doubt.

    Every stretch of a text that the pattern fits is fit by what is given back, whatever stands around it.
    """
    pieces = list(_PIECE.finditer(pattern))
    loose = "".join(_ANYWHERE if piece["place"] else piece.group() for piece in pieces)
    if any(piece["quoted"] for piece in pieces) or len(loose) > patterns.LONGEST:
        return None
    return loose
