"""What comes of reading a file besides its text."""

from __future__ import annotations

from typing import NamedTuple


class Unreadable(Exception):
    """A file that cannot be read, or not wholly."""


class Pictures(NamedTuple):
    """So many pictures stand there; nobody looks into them."""

    number: int
