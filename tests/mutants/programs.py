"""A whole program with some places of its source changed, to be run as a process of its own."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

Change = tuple[str, str, str]
"""A file below `composer/`, what stands in it exactly once, and what stands there instead."""


def changed_program(folder: Path, changes: Sequence[Change]) -> Path:
    """Copy the program, change the copy, and give its folder for PYTHONPATH.

    Compiled files come along: they fit the copies, whose times are kept, and save a slow start.
    """
    shutil.copytree(ROOT / "composer", folder / "composer")
    for name in ("templates", "resources", "packaging"):
        (folder / name).symlink_to(ROOT / name, target_is_directory=True)
    for name, old, new in changes:
        path = folder / "composer" / name
        source = path.read_text("utf-8")
        assert source.count(old) == 1, f"{name} holds {old!r} {source.count(old)} times"
        path.write_text(source.replace(old, new), encoding="utf-8")
    return folder
