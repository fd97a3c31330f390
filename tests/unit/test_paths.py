from __future__ import annotations

from pathlib import Path

import pytest

from synthreview import paths


def test_a_packed_file_is_found_from_a_checkout():
    assert paths.resource("icons", "app.svg").is_file()


def test_a_packed_folder_is_found_too():
    assert paths.resource("icons").is_dir()


def test_a_wrong_name_is_told_with_the_name():
    with pytest.raises(FileNotFoundError, match="icons/no-such"):
        paths.resource("icons", "no-such.svg")


def test_an_installed_package_finds_what_the_wheel_packed(tmp_path, monkeypatch):
    packed = tmp_path / "site" / "synthreview" / "_resources" / "icons"
    packed.mkdir(parents=True)
    (packed / "only-here.svg").write_text("<svg/>")
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "site" / "synthreview")
    assert paths.resource("icons", "only-here.svg") == packed / "only-here.svg"


@pytest.mark.parametrize("folder", [paths.config_dir, paths.state_dir, paths.cache_dir])
def test_one_variable_moves_every_folder_and_it_is_made(folder, own_home):
    assert folder().is_dir()
    assert own_home in folder().parents


def test_the_folders_are_told_apart():
    assert len({paths.config_dir(), paths.state_dir(), paths.cache_dir()}) == 3


def test_without_the_variable_the_platform_decides(tmp_path, monkeypatch):
    monkeypatch.delenv(paths.HOME_VARIABLE)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert paths.config_dir().name == "synthreview"
    assert Path(tmp_path) in paths.config_dir().parents
