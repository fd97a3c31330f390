"""Translators get the names of formats and shapes; faults travel between processes in words."""

from __future__ import annotations

import gettext
import pickle
from collections.abc import Iterator

import pytest

from synthreview import translation
from synthreview.errors import UserError
from synthreview.formats.columnar import Columnar
from synthreview.formats.layout import Container, Layout, named
from synthreview.formats.shapes import SHAPES
from synthreview.formats.targets import TARGETS
from tests.marked import marked
from tests.pseudo import Pseudo, pseudo

LAYOUTS = [
    *map(Layout, Container),
    *(Layout(Container.CSV, delimiter=delimiter) for delimiter in ",\t;|:"),
]


@pytest.fixture
def foreign() -> Iterator[None]:
    translation.use(Pseudo())
    yield
    translation.use(gettext.NullTranslations())


def test_the_names_of_shapes_layouts_and_targets_are_marked():
    names = [each.name for each in SHAPES] + [each.said for each in TARGETS.values()]
    assert [words for words in (*names, *(each.words for each in LAYOUTS)) if words not in marked()] == []


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.words)
def test_a_format_is_named_in_english_as_it_is_kept(layout):
    folder = Layout(layout.container, delimiter=layout.delimiter, bundle="folder")
    packed = Layout(layout.container, delimiter=layout.delimiter, compression="gzip")
    assert [named(each.words) for each in (folder, packed)] == [folder.words, packed.words]


@pytest.mark.usefixtures("foreign")
def test_a_kept_name_of_a_format_is_shown_in_the_persons_language():
    lines = pseudo("JSON Lines")
    assert named("JSON Lines (gzip)") == f"{lines} (gzip)"
    assert named("Zip of JSON Lines") == pseudo("Zip of {format}").format(format=lines)


def test_why_a_table_cannot_be_opened_reaches_another_process(tmp_path):
    path = tmp_path / "cut.parquet"
    path.write_bytes(b"PAR1")
    with pytest.raises(UserError) as found:
        Columnar(path, Layout(Container.PARQUET))
    sent = pickle.loads(pickle.dumps(found.value))
    assert str(sent) == str(found.value)
    assert str(sent) == f"{path} {sent.why}."
