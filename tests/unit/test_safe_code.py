"""Nothing in the program runs code that comes with data, or writes where an archive's names lead.

Walks the syntax trees, so that a name in a text or a comment is no matter.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import synthreview

PACKAGE = Path(synthreview.__file__).parent
SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "_resources" not in path.parts)

BUILT_IN = {"eval", "exec", "compile", "__import__", "breakpoint"}
MODULES = {
    *("marshal", "shelve", "dill", "cloudpickle", "joblib", "yaml", "tarfile", "code", "codeop", "runpy"),
    *("lxml", "xml.sax", "xml.dom", "xml.parsers", "xmlrpc", "ctypes", "cffi"),
    *(
        "socket",
        "http.client",
        "http.server",
        "urllib.request",
        "ftplib",
        "smtplib",
        "telnetlib",
        "ssl",
        "requests",
        "httpx",
    ),
}
"""What is not imported: it runs code, resolves entities, unpacks to any place, or talks to a network."""
CALLS = {
    *(
        "pickle.load",
        "pickle.loads",
        "pickle.Unpickler",
        "torch.load",
        "pandas.read_pickle",
        "pandas.read_xml",
    ),
    *("os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput", "tempfile.mktemp"),
    *(
        f"xml.etree.ElementTree.{name}"
        for name in ("parse", "fromstring", "fromstringlist", "XML", "XMLID", "iterparse")
    ),
    *("xml.etree.ElementTree.XMLParser", "xml.etree.ElementTree.XMLPullParser", "shutil.unpack_archive"),
}
METHODS = {"extract", "extractall", "load_extension", "enable_load_extension", "read_pickle"}
"""What is not called, whatever it is called on."""
ALLOWED = {
    ("engine/pool.py", "pickle.loads"): "what our own parent process sends through a pipe",
    ("engine/passes.py", "pickle.loads"): "what this run wrote into a folder of its own a moment ago",
}


def names_of(tree: ast.AST) -> dict[str, str]:
    """What each imported name stands for."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for each in node.names:
                found[each.asname or each.name.partition(".")[0]] = (
                    each.name if each.asname else each.name.partition(".")[0]
                )
        elif isinstance(node, ast.ImportFrom):
            for each in node.names:
                found[each.asname or each.name] = f"{node.module}.{each.name}"
    return found


def dotted(node: ast.AST) -> str:
    """A name with its attributes, ``a.b.c``; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def dangers(text: str) -> Iterator[str]:
    """What a module does that no module should."""
    tree = ast.parse(text)
    names = names_of(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from imported(node)
        elif isinstance(node, ast.Name | ast.Attribute):
            first, point, rest = dotted(node).partition(".")
            whole = names.get(first, first) + point + rest
            if whole in CALLS:
                yield whole
        if isinstance(node, ast.Call):
            yield from called(node, names)


def imported(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    below = [f"{node.module}.{each.name}" for each in node.names] if isinstance(node, ast.ImportFrom) else []
    for name in (*below, *(each.name for each in node.names if isinstance(node, ast.Import))):
        if any(f"{name}.".startswith(f"{module}.") for module in MODULES):
            yield name


def called(node: ast.Call, names: dict[str, str]) -> Iterator[str]:
    name = dotted(node.func)
    if name in BUILT_IN:
        yield name
    if isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
        yield f".{node.func.attr}"
    given = {each.arg: each.value for each in node.keywords}
    first, _, rest = name.partition(".")
    whole = f"{names.get(first, first)}.{rest}"
    pickles = given.get("allow_pickle")
    if whole == "numpy.load" and pickles is None:
        yield "numpy.load without allow_pickle=False"
    if pickles is not None and not (isinstance(pickles, ast.Constant) and pickles.value is False):
        yield "allow_pickle"
    shell = given.get("shell")
    if shell is not None and not (isinstance(shell, ast.Constant) and shell.value is False):
        yield "shell"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_runs_what_comes_with_data(path):
    place = path.relative_to(PACKAGE).as_posix()
    found = {danger for danger in dangers(path.read_text(encoding="utf-8")) if (place, danger) not in ALLOWED}
    assert found == set()


def test_what_is_allowed_is_still_there():
    for place, danger in ALLOWED:
        assert danger in set(dangers((PACKAGE / place).read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "code",
    [
        "eval('1')",
        "import pickle\npickle.load(file)",
        "from pickle import loads as read\nread(b'')",
        "import numpy as np\nnp.load(path)",
        "import numpy as np\nnp.load(path, allow_pickle=True)",
        "import torch\ntorch.load(path)",
        "import joblib",
        "import yaml\nyaml.load(text)",
        "from xml.etree import ElementTree as ET\nET.fromstring(text)",
        "import xml.etree.ElementTree\nread = xml.etree.ElementTree.parse",
        "from xml.dom import minidom",
        "import subprocess\nsubprocess.run('ls', shell=True)",
        "import os\nos.system('ls')",
        "archive.extractall(folder)",
        "from urllib import request",
        "import urllib.request",
        "connection.load_extension('x')",
    ],
)
def test_every_danger_is_seen(code):
    assert list(dangers(code))


@pytest.mark.parametrize(
    "code",
    ["re.compile('x')", "'eval(1)'", "import numpy as np\nnp.load(path, allow_pickle=False)", "app.exec()"],
)
def test_what_is_harmless_is_let_through(code):
    assert not list(dangers(code))
