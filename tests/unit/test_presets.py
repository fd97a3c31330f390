"""Mappings saved under a name: kept, found again, refused in words."""

from __future__ import annotations

import pytest

from synthreview import presets
from synthreview.errors import UserError

MAPPING = {"kind": "instruction", "parts": {"instruction": "q", "output": "r.0"}, "codes": {}}


def test_a_saved_mapping_comes_back_and_can_be_replaced():
    presets.save("Our logs", MAPPING)
    presets.save("another (2)", {**MAPPING, "each": "rows[*]"})
    assert presets.names() == ["another (2)", "Our logs"]
    assert presets.load("Our logs") == MAPPING
    presets.save("Our logs", {**MAPPING, "id": "key"})
    assert presets.load("Our logs")["id"] == "key"
    presets.forget("another (2)")
    presets.forget("another (2)")
    assert presets.names() == ["Our logs"]


@pytest.mark.parametrize("name", ["", "  ", "../escape", "a/b", ".hidden", "x" * 200, "nul\0"])
def test_a_name_that_could_be_a_path_is_refused(name):
    with pytest.raises(UserError, match="cannot name a mapping"):
        presets.save(name, MAPPING)
    assert presets.names() == []


def test_what_is_not_there_or_damaged_is_told():
    with pytest.raises(UserError, match="no saved mapping 'x'; there are none yet"):
        presets.load("x")
    path = presets.save("x", MAPPING)
    path.write_text("{")
    with pytest.raises(UserError, match="is no JSON"):
        presets.load("x")
    path.write_text("[" * 20_000)
    with pytest.raises(UserError, match="is no JSON"):
        presets.load("x")
    path.write_text("[]")
    with pytest.raises(UserError, match="holds no mapping"):
        presets.load("x")
