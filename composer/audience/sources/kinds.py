"""What kind of file somebody chose: its first bytes decide, its name does not."""

from __future__ import annotations

import os
from pathlib import Path

from composer.audience.sources.files import open_ordinary

ZIPPED = "zip"
PARQUET = "parquet"
TEXT = "text"
_STARTS = (
    (b"PK\x03\x04", ZIPPED),
    (b"PK\x05\x06", ZIPPED),
    (b"PAR1", PARQUET),
    (b"PARE", "audience.encrypted"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "audience.old_excel"),
    (b"\x1f\x8b", "audience.packed"),
    (b"7z\xbc\xaf\x27\x1c", "audience.packed"),
    (b"Rar!", "audience.packed"),
    (b"%PDF", "audience.not_text"),
    (b"\x89PNG", "audience.not_text"),
    (b"\xff\xd8\xff", "audience.not_text"),
    (b"{\\rtf", "audience.not_text"),
    (b"SQLite format 3\0", "audience.not_text"),
)
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table")
_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_SEARCHED_BYTES = 64 * 1024 * 1024


def kind_of(path: Path) -> str:
    """Give `ZIPPED`, `PARQUET` or `TEXT`, or a finding's code for what is never read.

    Raises:
        OSError: the file cannot be read.
    """
    with open_ordinary(path) as opened:
        start = opened.read(64)
        kind = next((kind for mark, kind in _STARTS if start.startswith(mark)), TEXT)
        if kind == "audience.old_excel":
            # A workbook with a password is wrapped into the old kind of file.
            opened.seek(0, os.SEEK_SET)
            if _PASSWORD in opened.read(_SEARCHED_BYTES):
                return "audience.encrypted"
    if kind == TEXT and start.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_MARKUP):
        return "audience.markup"
    return kind
