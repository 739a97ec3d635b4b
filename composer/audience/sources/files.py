"""Open a file that somebody chose: an ordinary one only, and notice when it changes meanwhile."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO, NamedTuple

_BUFFER = 256 * 1024
_FLAGS = os.O_RDONLY
for _name in ("O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):  # each where the system has it
    _FLAGS |= getattr(os, _name, 0)


class Stamp(NamedTuple):
    """What changes when a file is written to or replaced."""

    device: int
    inode: int
    size: int
    changed_ns: int


def open_ordinary(path: Path) -> BinaryIO:
    """Open a file for reading.

    Raises:
        OSError: it is not there, may not be read, or is no ordinary file.
        ValueError: the name is none that this system knows.
    """
    opened = os.fdopen(os.open(path, _FLAGS), "rb", buffering=_BUFFER)
    if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
        opened.close()
        raise OSError("not an ordinary file")
    return opened


def stamp_of(opened: BinaryIO) -> Stamp:
    """Tell which file this is, and how it stands now."""
    found = os.fstat(opened.fileno())
    return Stamp(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def is_changed(path: Path, stamp: Stamp) -> bool:
    """Tell whether a file is no longer the one that it was."""
    try:
        with open_ordinary(path) as opened:
            return stamp_of(opened) != stamp
    except OSError:
        return True
