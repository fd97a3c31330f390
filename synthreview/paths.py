"""Where files are: what is packed with the program, and the person's own folders."""

from __future__ import annotations

import os
from pathlib import Path

HOME_VARIABLE = "SYNTHREVIEW_HOME"
"""Environment variable that moves all of the person's folders below one folder."""

_PACKAGE = Path(__file__).resolve().parent
_APP = "synthreview"


def resource(*parts: str) -> Path:
    """The path of a packed file or folder, such as ``resource("icons", "undo.svg")``.

    A wheel carries the resources inside the package; a checkout has them beside it. Raises
    FileNotFoundError when there is no such file: a name in the code is wrong, or the install is
    incomplete.
    """
    for root in (_PACKAGE / "_resources", _PACKAGE.parent / "resources"):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(f"No packed file {'/'.join(parts)!r} in this installation of {_APP}.")


def config_dir() -> Path:
    """The folder of the preferences; made when it is missing."""
    return _folder("config")


def state_dir() -> Path:
    """The folder of the window geometry and the crash report; made when it is missing."""
    return _folder("state")


def cache_dir() -> Path:
    """The folder of what can be computed again; made when it is missing."""
    return _folder("cache")


def _folder(purpose: str) -> Path:
    home = os.environ.get(HOME_VARIABLE)
    path = Path(home).expanduser() / purpose if home else _platform_folder(purpose)
    path.mkdir(parents=True, exist_ok=True)
    return path


def _platform_folder(purpose: str) -> Path:
    import platformdirs

    folders = platformdirs.PlatformDirs(_APP, appauthor=False)
    return {
        "config": folders.user_config_path,
        "state": folders.user_state_path,
        "cache": folders.user_cache_path,
    }[purpose]
