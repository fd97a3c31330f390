"""The kinds of data as parts of sentences, where their titles would stand too stiff."""

from __future__ import annotations

from synthreview.domain import Kind
from synthreview.translation import Table, later

DATA_OF_KIND = Table[str](
    {
        Kind.TASK_LABEL: later("task label data"),
        Kind.PREFERENCE: later("preference data"),
        Kind.INSTRUCTION: later("instruction data"),
        Kind.SIMULATION: later("simulation data"),
        Kind.FREE_TEXT: later("free text data"),
    }
)
"""As in: the format cannot carry *task label data*."""
KIND_INSIDE = Table[str](
    {
        Kind.TASK_LABEL: later("task label"),
        Kind.PREFERENCE: later("preference"),
        Kind.INSTRUCTION: later("instruction"),
        Kind.SIMULATION: later("simulation"),
        Kind.FREE_TEXT: later("free text"),
    }
)
"""As in: items of the kind *task label*. A kind and its name are the same key."""
