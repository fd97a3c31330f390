"""What every test stands on: no screen, no developer's own folders, the same examples each run."""

from __future__ import annotations

import functools
import gc
import importlib.util
import os
import sys
from pathlib import Path
from types import SimpleNamespace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt

import hypothesis
import pytest

from synthreview.paths import HOME_VARIABLE
from tests.safety.size import times

PATIENCE = 30_000
"""Milliseconds a test of the window waits before it fails."""

CHECKOUT = Path(__file__).resolve().parent.parent

hypothesis.settings.register_profile(
    "ci",
    max_examples=times(40, 100),
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=1000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory, monkeypatch) -> Path:
    """The folder that holds a test's preferences, state and cache."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv(HOME_VARIABLE, str(home))
    return home


@pytest.fixture(scope="session", autouse=True)
def the_same_checks_each_run():
    """Random checks are drawn alike in each run, so that an interval that misses once does not come and go."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("synthreview.engine.audit_draw._dice", SimpleNamespace(getrandbits=lambda _: 20))
        yield


@pytest.fixture(autouse=True)
def windows_are_taken_apart_in_the_main_thread(request):
    """As in the program: Python's collector, run by a worker thread, would take widgets apart there."""
    if "qapp" in request.fixturenames:
        gc.disable()
        yield
        gc.collect(1)
    else:
        if not gc.isenabled():
            gc.collect()
            gc.enable()
        yield


@pytest.fixture(autouse=True)
def no_large_model(monkeypatch) -> None:
    """No test starts the large model by the way: a test that is about it runs a command."""
    find = importlib.util.find_spec

    def found(name: str, package: str | None = None):
        return None if name == "sentence_transformers" else find(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", found)


@pytest.fixture(autouse=True)
def no_dialog_waits_for_a_person(monkeypatch) -> None:
    """A system dialog or a modal loop that a test did not replace fails at once instead of hanging."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None:
        return

    def refuse(*arguments, **options):
        raise AssertionError(
            "a dialog waits for a person; replace the function of synthreview.ui.dialogs that shows it"
        )

    for name in ("getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory"):
        monkeypatch.setattr(widgets.QFileDialog, name, refuse)
    monkeypatch.setattr(widgets.QDialog, "exec", refuse)
    monkeypatch.setattr(widgets.QMessageBox, "exec", refuse)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data sets beside the checkout; the test is skipped where it is absent."""
    folder = CHECKOUT.parent / "shared" / "data"
    if not (folder / "MANIFEST.tsv").is_file():
        pytest.skip(f"needs the real data sets in {folder}")
    return folder


@pytest.fixture
def qtbot(qtbot):
    """pytest-qt's robot, with patience: a busy machine is not a fault."""
    qtbot.waitUntil = functools.partial(qtbot.waitUntil, timeout=PATIENCE)
    qtbot.waitSignal = functools.partial(qtbot.waitSignal, timeout=PATIENCE)
    return qtbot
