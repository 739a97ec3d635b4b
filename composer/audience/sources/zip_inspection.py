"""Look at a zipped file before anything of it is unpacked: what it says of itself must be sane.

Refused are files that would unpack to far more than a table needs, names that lead elsewhere, names
twice, entries that lie over each other, and encrypted ones. Sizes are only claims: whoever reads an
entry reads it to its end, where `zipfile` compares its length and checksum.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterable
from typing import BinaryIO

from composer.audience.sources.confined import Refusal

MAX_UNPACKED_BYTES = 2 * 1024 * 1024 * 1024
MAX_ENTRIES = 5_000
_MAX_DIRECTORY_BYTES = 4 * 1024 * 1024
_MAX_RATIO = 200
_TOO_SMALL_TO_MATTER = 1024 * 1024
_ENCRYPTED = 0x1
_END = b"PK\x05\x06"
_END_BYTES = 22
_LONGEST_COMMENT = 65535


def inspect_zip(opened: BinaryIO) -> zipfile.ZipFile:
    """Open a zipped file whose directory is sane.

    Raises:
        Refusal: it is not.
    """
    size = opened.seek(0, os.SEEK_END)
    _require_small_directory(opened, size)
    try:
        archive = zipfile.ZipFile(opened)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, IndexError) as error:
        raise Refusal("audience.damaged") from error
    entries = archive.infolist()
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Refusal("audience.encrypted")
    if _has_bad_names(entries) or sum(entry.compress_size for entry in entries) > size:
        raise Refusal("audience.hostile_archive")
    if _is_bomb(entries):
        raise Refusal("audience.bomb")
    return archive


def unpacked_bytes(archive: zipfile.ZipFile, names: Iterable[str]) -> int:
    """Give the size of some entries as the directory claims it."""
    known = {entry.filename: entry.file_size for entry in archive.infolist()}
    return sum(known.get(name, 0) for name in names)


def read_entry(archive: zipfile.ZipFile, name: str, *, most: int) -> bytes:
    """Unpack a small entry, nothing if there is none.

    Raises:
        Refusal: it is larger, or damaged.
    """
    try:
        with archive.open(name) as entry:
            content = entry.read(most + 1)
    except KeyError:
        return b""
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
        raise Refusal("audience.damaged") from error
    if len(content) > most:
        raise Refusal("audience.bomb")
    return content


def _require_small_directory(opened: BinaryIO, size: int) -> None:
    """Refuse a directory that would fill the memory before its entries could be looked at."""
    start = max(size - _END_BYTES - _LONGEST_COMMENT, 0)
    opened.seek(start)
    tail = opened.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + _END_BYTES:
        raise Refusal("audience.damaged")
    entries = int.from_bytes(tail[at + 10 : at + 12], "little")
    directory = int.from_bytes(tail[at + 12 : at + 16], "little")
    if entries > MAX_ENTRIES or directory > _MAX_DIRECTORY_BYTES:
        raise Refusal("audience.bomb")


def _has_bad_names(entries: list[zipfile.ZipInfo]) -> bool:
    names = [entry.filename.casefold() for entry in entries]
    return len(set(names)) < len(names) or any(
        "\0" in entry.orig_filename
        or "\\" in entry.orig_filename
        or ":" in entry.filename
        or entry.filename.startswith("/")
        or ".." in entry.filename.split("/")
        or entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
        for entry in entries
    )


def _is_bomb(entries: list[zipfile.ZipInfo]) -> bool:
    return sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES or any(
        entry.file_size > _TOO_SMALL_TO_MATTER
        and entry.file_size > entry.compress_size * _MAX_RATIO
        for entry in entries
    )
