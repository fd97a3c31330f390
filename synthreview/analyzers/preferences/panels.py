"""What the summaries about judges say to leads: how consistent judges are, and what they go by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthreview.analyzers.preferences.bias_panels import bias_panels
from synthreview.analyzers.preferences.consistency_panels import consistency_panels
from synthreview.analyzers.preferences.cue_panels import cue_panels
from synthreview.panels import Panel

Told = dict[str, Any]


def panels(structure: Told, models: Told, cues: Told) -> Iterator[Panel]:
    """The panels of a data set, from the data of its three summaries."""
    yield from consistency_panels(structure)
    yield from bias_panels(models)
    yield from cue_panels(cues)
