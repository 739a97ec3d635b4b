"""Read a file that somebody brings: an ordinary one, and no more of it than can be used."""

from __future__ import annotations

from pathlib import Path

from composer.audience.sources.files import open_ordinary
from composer.translation.exchange.refusing import MAX_BYTES, refused


def read_brought_file(path: Path) -> bytes:
    """Give a file of translations as bytes.

    Raises:
        FileRefused: it is larger than one can be.
        OSError: it cannot be read, or is no ordinary file.
    """
    with open_ordinary(path) as opened:
        content = opened.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise refused("exchange.too_large", path.name)
    return content
