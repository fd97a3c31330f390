"""Whether a mended text can be read, before it is kept (pure, no Qt)."""

from __future__ import annotations

from synthreview.domain import Dataset
from synthreview.translation import tr, trn

COLUMNAR = ("Parquet", "Arrow")
"""Formats whose rows are mended in their table, not here."""
_LINES = "JSON Lines"
_KEYED = "JSON object of records"


def can_be_mended(dataset: Dataset, raw: str) -> bool:
    """Whether a record that was set aside has a text that could be mended in the program."""
    return bool(raw) and not any(word in dataset.format for word in COLUMNAR)


def why_not(dataset: Dataset, text: str) -> str | None:
    """Why a text is no record of a data set, empty where it is one; None where only trying can tell.

    The columns of delimited text are known to the project file alone.
    """
    from synthreview.formats.layout import Container, Layout
    from synthreview.formats.mapping import Mapping
    from synthreview.formats.readers import parse

    if "JSON" not in dataset.format:
        return None
    keyed = _KEYED in dataset.format
    layout = Layout(Container.JSON_KEYED if keyed else Container.JSON_ARRAY, dataset.encoding)
    if _LINES in dataset.format and "\n" in text.strip():
        return tr("has to stand on one line in this file")
    try:
        raw = text.encode(dataset.encoding)
    except UnicodeEncodeError as error:
        return tr(
            "holds {sign!r}, which {encoding} has not",
            sign=error.object[error.start],
            encoding=dataset.encoding,
        )
    try:
        readings = Mapping.from_json(dataset.mapping).read(parse(raw, layout))
    except ValueError as error:
        return str(error)
    return (
        ""
        if len(readings) == 1
        else trn("would give {count} item", "would give {count} items", len(readings))
    )
