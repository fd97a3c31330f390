"""Preferences survive restarts, damage and unwritable folders."""

from __future__ import annotations

import json

import pytest

from synthreview import settings
from synthreview.errors import EnvironmentFault
from synthreview.settings import RECENT_LIMIT, Settings


def test_without_a_file_the_defaults_stand():
    assert settings.load() == Settings()


def test_what_is_saved_is_loaded_again(tmp_path):
    saved = Settings(reviewer="Zoë", theme="dark", text_size=2, geometry="AAEC")
    saved.remember(tmp_path / "a.synthreview")
    saved.save()
    assert settings.load() == saved


def test_a_damaged_file_gives_defaults_and_is_put_aside():
    settings.file().write_text('{"reviewer": "Ana"')
    assert settings.load() == Settings()
    kept = settings.file().with_name("settings.damaged.json")
    assert kept.read_text() == '{"reviewer": "Ana"'


@pytest.mark.parametrize("damage", [b"\xff\xfe", b"[]", b'"text"', b"null", b"[" * 20_000])
def test_a_file_of_another_shape_gives_defaults(damage):
    settings.file().write_bytes(damage)
    assert settings.load() == Settings()


def test_values_of_the_wrong_type_fall_back_one_by_one():
    settings.file().write_text(
        json.dumps({"reviewer": 3, "theme": "pink", "text_size": 99, "recent": "x", "from_the_future": 1})
    )
    assert settings.load() == Settings()


def test_a_goal_that_no_field_can_show_is_the_highest_there_is():
    settings.file().write_text(json.dumps({"goal": 10**30}))
    assert settings.load().goal == settings.GOAL_LIMIT


def test_good_values_beside_bad_ones_are_kept():
    settings.file().write_text(json.dumps({"reviewer": "Ana", "theme": 7}))
    assert settings.load() == Settings(reviewer="Ana")


def test_the_last_opened_project_comes_first_and_once(tmp_path):
    chosen = Settings()
    for name in ("a", "b", "a"):
        chosen.remember(tmp_path / name)
    assert chosen.recent == [str(tmp_path / "a"), str(tmp_path / "b")]


def test_only_so_many_projects_are_remembered(tmp_path):
    chosen = Settings()
    for number in range(RECENT_LIMIT + 5):
        chosen.remember(tmp_path / str(number))
    assert len(chosen.recent) == RECENT_LIMIT
    assert chosen.recent[0] == str(tmp_path / str(RECENT_LIMIT + 4))


def test_a_forgotten_project_is_off_the_list_but_on_disk(tmp_path):
    project = tmp_path / "a.synthreview"
    project.touch()
    chosen = Settings(recent=[str(project)])
    chosen.forget(str(project))
    assert chosen.recent == []
    assert project.exists()


def test_a_folder_that_refuses_is_named(monkeypatch, tmp_path):
    blocked = tmp_path / "file"
    blocked.touch()
    monkeypatch.setenv("SYNTHREVIEW_HOME", str(blocked))
    with pytest.raises(EnvironmentFault, match=str(blocked)):
        Settings().save()
    assert settings.load() == Settings()


def test_saving_leaves_no_temporary_file():
    Settings().save()
    assert [path.name for path in settings.file().parent.iterdir()] == ["settings.json"]
