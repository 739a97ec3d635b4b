"""Where the program's own files are: from a checkout, an installed wheel or a frozen build.

`templates/`, `resources/` and the lock stand beside `composer/` in a checkout, inside
`composer/bundled/` in a wheel, and beside the executable's modules in a frozen build.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import platformdirs

PACKAGE = Path(__file__).resolve().parent


@cache
def _base() -> Path:
    candidates = [PACKAGE.parent, PACKAGE / "bundled"]
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        candidates.insert(0, Path(frozen))
    for candidate in candidates:
        if (candidate / "templates").is_dir() and (candidate / "resources").is_dir():
            return candidate
    searched = ", ".join(str(candidate) for candidate in candidates)
    message = f"templates/ and resources/ were not found; looked in {searched}"
    raise FileNotFoundError(message)


def templates() -> Path:
    """Give the folder of layouts."""
    return _base() / "templates"


def resources() -> Path:
    """Give the folder of icons, catalogues and the example."""
    return _base() / "resources"


def lock_file() -> Path:
    """Give the file that names every runtime distribution and its version."""
    return _base() / "packaging" / "requirements.lock"


def own_program() -> list[str]:
    """Give the command line that starts this very program, isolated from the user's own modules."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-I", "-m", "composer"]


def default_workspace() -> Path:
    """Give the workspace used when none is named: in the user's data folder."""
    return Path(platformdirs.user_data_dir("composer", appauthor=False)) / "workspace"


def workspace_database(folder: Path) -> Path:
    """Give the file that makes a folder a workspace."""
    return folder / "workspace.db"


def holds_workspace(folder: Path) -> bool:
    """Tell whether a workspace is in a folder; quick, and before most of the program is read."""
    return workspace_database(folder).is_file()


def own_folder() -> Path:
    """Give the folder for what is a person's own in no workspace: keys, what they reviewed."""
    return Path(platformdirs.user_data_dir("composer", appauthor=False)) / "own"


def state_folder() -> Path:
    """Give the folder for what must be remembered outside any workspace (heads, pins)."""
    return Path(platformdirs.user_state_dir("composer", appauthor=False))
