"""Which workspace the window opens when nobody says: the one begun in it, or the usual one.

Commands know nothing of it: a script says `--workspace`, or works in the usual place.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings

from composer import paths

_KEY = "workspace/place"


def place() -> Path:
    """Give the folder that the window opens."""
    stored = str(QSettings().value(_KEY, "", type=str))
    return Path(stored) if stored else paths.default_workspace()


def remember(path: Path) -> None:
    """Open this folder from now on."""
    if path == paths.default_workspace():
        QSettings().remove(_KEY)
    else:
        QSettings().setValue(_KEY, str(path))
