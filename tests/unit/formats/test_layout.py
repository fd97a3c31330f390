"""A layout is named in the words of the screens, and travels as plain values."""

from __future__ import annotations

import json

import pytest

from synthreview.formats.layout import Container, Layout


@pytest.mark.parametrize(
    ("layout", "words"),
    [
        (Layout(Container.JSON_ARRAY), "JSON array"),
        (Layout(Container.JSON_ARRAY, within=("data",)), "JSON array"),
        (Layout(Container.JSON_LINES, compression="gzip"), "JSON Lines (gzip)"),
        (Layout(Container.JSON_OBJECT), "JSON object"),
        (Layout(Container.JSON_KEYED), "JSON object of records"),
        (Layout(Container.CSV, delimiter="\t"), "TSV"),
        (Layout(Container.CSV, delimiter="#"), "Delimited text"),
        (Layout(Container.CSV, bundle="zip"), "Zip of CSV"),
        (Layout(Container.PARQUET, bundle="folder"), "Folder of Parquet"),
        (Layout(Container.JSON_OBJECT, bundle="zip", compression="zstd"), "Zip of JSON object"),
    ],
)
def test_a_layout_has_words_and_comes_back_from_plain_values(layout, words):
    assert layout.words == words
    assert Layout.from_json(json.loads(json.dumps(layout.to_json()))) == layout
    assert layout.of_one_file.bundle == ""


def test_a_layout_that_was_kept_before_there_were_bundles_is_read():
    old = {
        "container": "csv",
        "encoding": "utf-8",
        "delimiter": ",",
        "fields": ["a"],
        "header": True,
        "quoted": True,
    }
    assert Layout.from_json(old) == Layout(Container.CSV, fields=("a",))
