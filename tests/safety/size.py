"""How often a safety or a random test tries: a few times by default, the promised number with SYNTHREVIEW_SAFETY=full."""

from __future__ import annotations

import os

VARIABLE = "SYNTHREVIEW_SAFETY"


def times(fast: int, full: int) -> int:
    """``fast``, or ``full`` where the environment asks for the full numbers."""
    return full if os.environ.get(VARIABLE) == "full" else fast
