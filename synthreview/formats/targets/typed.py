"""Tables with types: the Arrow schema of a kind, rows as Arrow batches, and the same types for a card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from synthreview.domain import PARTS, Form, Kind
from synthreview.formats.targets.canonical import columns
from synthreview.formats.targets.target import Choices

Type = str | list[str] | dict[str, str]
"""A plain type, a list of one plain type, or a list of objects with these fields."""

_MESSAGES: Type = {"role": "string", "content": "string", "name": "string"}
_SHARES: Type = {"label": "string", "share": "float64"}
_OTHERS: dict[str, Type] = {
    "human_distribution": _SHARES,
    "model_distribution": _SHARES,
    "risk": "float64",
    "position": "int64",
}


def types(kind: Kind, choices: Choices) -> dict[str, Type]:
    """The type of each column of a table of a kind."""
    forms = {spec.name: spec.form for spec in PARTS[kind]}
    by_form: dict[Form | None, Type] = {Form.LABELS: ["string"], Form.TURNS: _MESSAGES}
    return {
        name: _OTHERS.get(name) or by_form.get(forms.get(name), "string") for name in columns(kind, choices)
    }


def arrow_schema(kind: Kind, choices: Choices) -> Any:
    """The ``pyarrow.Schema`` of a table of a kind."""
    import pyarrow as pa

    return pa.schema([(name, _arrow(column)) for name, column in types(kind, choices).items()])


def _arrow(column: Type) -> Any:
    import pyarrow as pa

    if isinstance(column, str):
        return pa.type_for_alias(column)
    if isinstance(column, list):
        return pa.list_(pa.type_for_alias(column[0]))
    return pa.list_(pa.struct([(name, pa.type_for_alias(plain)) for name, plain in column.items()]))


def arrow_batch(records: Iterable[Mapping[str, Any]], schema: Any) -> Any:
    """Records of the parquet and hf targets as one ``pyarrow.RecordBatch``.

    Half of a surrogate pair, which no file of text can hold, becomes a replacement character.
    """
    import pyarrow as pa

    rows = list(records)
    try:
        return pa.RecordBatch.from_pylist(rows, schema)
    except UnicodeEncodeError:
        return pa.RecordBatch.from_pylist([_encodable(row) for row in rows], schema)


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, Mapping):
        return {key: _encodable(inner) for key, inner in value.items()}
    return [_encodable(inner) for inner in value] if isinstance(value, list) else value


def features(kind: Kind, choices: Choices) -> list[dict[str, Any]]:
    """The columns as the ``dataset_info`` of a Hugging Face card lists them."""
    return [{"name": name, **_feature(column)} for name, column in types(kind, choices).items()]


def _feature(column: Type) -> dict[str, Any]:
    if isinstance(column, str):
        return {"dtype": column}
    if isinstance(column, list):
        return {"list": column[0]}
    return {"list": [{"name": name, "dtype": plain} for name, plain in column.items()]}
