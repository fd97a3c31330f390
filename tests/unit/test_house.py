"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import synthreview

PACKAGE = Path(synthreview.__file__).parent
SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "_resources" not in path.parts)
MODULES = sorted(
    info.name
    for info in pkgutil.walk_packages([str(PACKAGE)], "synthreview.")
    if not info.name.endswith("__main__")
)

HEAVY = {"numpy", "pandas", "scipy", "sentence_transformers", "sklearn", "torch", "transformers"}
QT = {"PySide6", "pyqtgraph"}


def _public_members(module: ModuleType):
    """Public classes and functions that the module itself defines, with their dotted names."""
    for name, member in vars(module).items():
        own = getattr(member, "__module__", None) == module.__name__
        if own and not name.startswith("_") and (inspect.isclass(member) or inspect.isfunction(member)):
            yield f"{module.__name__}.{name}", member


def _public_methods(cls: type):
    """Public methods and properties of a class that no base class declares."""
    for name, member in vars(cls).items():
        plain = getattr(member, "__func__", member)
        is_method = inspect.isfunction(plain) or isinstance(member, property)
        inherited = any(hasattr(base, name) for base in cls.__bases__)
        if is_method and not inherited and not name.startswith("_"):
            yield f"{cls.__module__}.{cls.__name__}.{name}", member


def _loaded_by(module: str) -> set[str]:
    code = f"import sys, {module}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_can_be_read_in_one_go(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 450


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_function_fits_on_a_screen(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    long = [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= 80]
    assert long == []


@pytest.mark.parametrize("name", MODULES)
def test_everything_public_says_what_it_is_for(name):
    module = importlib.import_module(name)
    members = list(_public_members(module))
    members += [pair for _, member in members if inspect.isclass(member) for pair in _public_methods(member)]
    silent = [dotted for dotted, member in members if not (member.__doc__ or "").strip()]
    assert module.__doc__, f"{name} has no docstring"
    assert silent == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_background_work_reaches_qt_only_through_the_bridge(path):
    # A runnable that owns its signals loses every result whose receiver is no QObject.
    if path != PACKAGE / "ui" / "bridge.py":
        assert "QRunnable" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["synthreview.project", "synthreview.cli"])
def test_the_core_starts_without_the_window_and_the_heavy_libraries(name):
    assert _loaded_by(name) & (HEAVY | QT) == set()


def test_the_window_starts_without_the_heavy_libraries():
    assert _loaded_by("synthreview.ui.app") & HEAVY == set()


def test_calls_that_return_nothing_do_not_use_up_none():
    # PySide6 6.12 on Python 3.11 loses one reference to None in each such call and aborts in the end.
    from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt

    class Empty(QAbstractListModel):
        def rowCount(self, parent=None):
            return 1

        def data(self, index, role=Qt.ItemDataRole.DisplayRole):
            return None

    model = Empty()
    index = model.index(0, 0, QModelIndex())
    before = sys.getrefcount(None)
    for _ in range(5000):
        index.data()
    assert abs(sys.getrefcount(None) - before) < 500
