"""The two commands a newcomer runs, without installing anything."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from types import SimpleNamespace

import pytest

from tests.conftest import CHECKOUT


@pytest.fixture
def bootstrap(monkeypatch, tmp_path):
    """The script as a module, with an environment folder of its own and a record of what it would call."""
    spec = importlib.util.spec_from_file_location("bootstrap", CHECKOUT / "packaging" / "bootstrap.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path)
    monkeypatch.setattr(module, "STAMP", tmp_path / "installed.txt")
    module.calls = []
    module.failing = ""

    def call(*command, silent=False):
        module.calls.append(" ".join(command))
        return not (module.failing and module.failing in module.calls[-1])

    monkeypatch.setattr(module, "call", call)
    monkeypatch.setattr(module, "check_system_libraries", lambda plugin, allowed: None)
    monkeypatch.setattr(module.shutil, "disk_usage", lambda path: SimpleNamespace(free=100 * 2**30))
    monkeypatch.delenv("CI", raising=False)
    return module


def _installs(bootstrap):
    return [call for call in bootstrap.calls if "pip install" in call]


def test_torch_is_installed_before_what_would_pull_another_build(bootstrap):
    bootstrap.install({"app", "test", "full"}, allowed=False)
    installs = _installs(bootstrap)
    assert [index for index, call in enumerate(installs) if call.endswith(" torch")] < [
        index for index, call in enumerate(installs) if "sentence-transformers" in call
    ]


def test_every_installation_is_pinned(bootstrap):
    bootstrap.install({"app", "test", "full"}, allowed=False)
    assert all(f"-c {bootstrap.CONSTRAINTS}" in call for call in _installs(bootstrap))


def test_a_second_start_installs_nothing(bootstrap):
    bootstrap.install({"app", "full"}, allowed=False)
    bootstrap.calls.clear()
    bootstrap.install({"app", "full"}, allowed=False)
    assert _installs(bootstrap) == []


def test_the_tests_add_their_tools_to_what_is_there(bootstrap):
    bootstrap.install({"app", "full"}, allowed=False)
    bootstrap.calls.clear()
    bootstrap.install({"app", "test", "full"}, allowed=False)
    assert [call for call in _installs(bootstrap) if ".[test]" in call]
    assert not [call for call in _installs(bootstrap) if call.endswith(" torch")]


def test_a_changed_pin_installs_again(bootstrap, tmp_path, monkeypatch):
    bootstrap.install({"app"}, allowed=False)
    bootstrap.calls.clear()
    other = tmp_path / "constraints.txt"
    other.write_text("click==8.0\n")
    monkeypatch.setattr(bootstrap, "CONSTRAINTS", other)
    bootstrap.install({"app"}, allowed=False)
    assert _installs(bootstrap)


def test_without_the_full_tier_the_rest_works_and_says_so(bootstrap, capsys):
    bootstrap.failing = "sentence-transformers"
    bootstrap.install({"app", "full"}, allowed=False)
    assert "Everything but the full embedding tier works" in capsys.readouterr().out


def test_the_full_tier_is_tried_again_only_when_asked_to(bootstrap, monkeypatch):
    monkeypatch.setattr(bootstrap, "run", lambda arguments: 0)
    bootstrap.failing = "sentence-transformers"
    bootstrap.main(["run"])
    bootstrap.calls.clear()
    bootstrap.main(["run"])
    assert _installs(bootstrap) == []
    bootstrap.main(["run", "--again"])
    assert any("sentence-transformers" in call for call in _installs(bootstrap))


def test_a_full_disk_leaves_out_only_the_full_tier(bootstrap, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap.shutil, "disk_usage", lambda path: SimpleNamespace(free=2**30))
    bootstrap.install({"app", "full"}, allowed=False)
    assert not any(call.endswith(" torch") for call in _installs(bootstrap))
    assert "1.0 GB are free" in capsys.readouterr().out


def test_a_failed_installation_stops_with_one_sentence(bootstrap, capsys):
    bootstrap.failing = "--no-build-isolation"
    assert bootstrap.main(["run"]) == 3
    assert "The installation stopped" in capsys.readouterr().out
    assert not bootstrap.STAMP.exists()


def test_missing_libraries_are_read_from_the_linker(bootstrap):
    listing = "libQtGui.so:\n\tlibEGL.so.1 => not found\n\tlibc.so.6 => /lib/libc.so.6 (0x01)\n\tlibEGL.so.1 => not found\n"
    assert bootstrap.missing_libraries(listing) == ["libEGL.so.1"]


def test_a_missing_library_comes_with_the_command_that_installs_it(bootstrap, monkeypatch):
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(bootstrap.Trouble, match="apt-get install -y --no-install-recommends libegl1"):
        bootstrap.provide([bootstrap.PACKAGES["libEGL.so.1"]], "The window needs libEGL.so.1.", allowed=False)
    assert bootstrap.calls == []


def test_allowed_to_it_installs_a_missing_library_after_reading_the_package_list(bootstrap, monkeypatch):
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}")
    bootstrap.provide(["libegl1"], "The window needs libEGL.so.1.", allowed=True)
    update, install = bootstrap.calls
    assert "apt-get update" in update
    assert "apt-get install" in install
    assert "libegl1" in install


def test_an_old_python_is_told_what_is_needed(bootstrap, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 9, 2))
    assert bootstrap.main(["run"]) == 2
    assert "3.11 or newer is needed" in capsys.readouterr().out


def test_one_failed_check_fails_the_command_but_stops_nothing(bootstrap, capsys):
    bootstrap.failing = "mypy"
    assert bootstrap.test([], long=False) == 1
    assert "pytest" in bootstrap.calls[-1]
    assert capsys.readouterr().out.endswith("Failed: types.\n")


def test_when_all_passes_pytest_has_the_last_word(bootstrap, monkeypatch):
    order = []
    monkeypatch.setattr(bootstrap, "say", lambda text: order.append("word"))
    monkeypatch.setattr(bootstrap, "python", lambda *arguments: order.append(arguments[1]) or True)
    assert bootstrap.test(["-k", "undo"], long=False) == 0
    assert order[-1] == "pytest"


def test_other_options_go_on_to_the_tests(bootstrap):
    options, others = bootstrap.parse(["test", "-k", "undo", "--system"])
    assert options.system
    assert others == ["-k", "undo"]


def test_the_script_starts_with_the_standard_library_alone():
    script = str(CHECKOUT / "packaging" / "bootstrap.py")
    done = subprocess.run(
        [sys.executable, "-I", "-S", script, "--help"], capture_output=True, text=True, check=True
    )
    assert "{run,test}" in done.stdout


def test_continuous_integration_runs_the_command_of_the_readme():
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    ci = CHECKOUT / ".ci" / "run"
    command = re.search(r"^python3 packaging/bootstrap\.py test$", readme, re.MULTILINE)
    assert command
    assert f"exec {command.group()}\n" in ci.read_text(encoding="utf-8")
    assert os.access(ci, os.X_OK)


def test_the_long_run_leaves_nothing_out(bootstrap, monkeypatch):
    monkeypatch.delenv("SYNTHREVIEW_SAFETY", raising=False)
    bootstrap.test([], long=False)
    assert "not slow" in bootstrap.calls[-1]
    assert "SYNTHREVIEW_SAFETY" not in os.environ
    bootstrap.test([], long=True)
    assert "not slow" not in bootstrap.calls[-1]
    assert "--cov" in bootstrap.calls[-1]
    assert os.environ.pop("SYNTHREVIEW_SAFETY") == "full"
