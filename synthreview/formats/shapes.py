"""The record shapes this version recognises: the specific before the general."""

from __future__ import annotations

from synthreview.formats.shape import Shape
from synthreview.formats.shapes_judged import JUDGED
from synthreview.formats.shapes_written import WRITTEN

SHAPES: tuple[Shape, ...] = (*JUDGED, *WRITTEN)
