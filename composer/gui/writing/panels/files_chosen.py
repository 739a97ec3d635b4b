"""Reads a file that somebody chose or dropped; on a background thread, with a limit."""

from __future__ import annotations

from pathlib import Path

from composer.errors import FileRefused
from composer.findings import finding


def read_chosen(file: Path, *, most_bytes: int) -> bytes:
    """Read a file.

    Raises:
        FileRefused: it cannot be opened, is no ordinary file or is too large.
    """
    where: dict[str, str | int] = {"file": file.name}
    try:
        if not file.is_file():
            raise FileRefused([finding("folder.not_a_file", where=where, file=file.name)])
        with file.open("rb") as opened:
            content = opened.read(most_bytes + 1)
    except OSError as error:
        raise FileRefused([finding("folder.unreadable", where=where, file=file.name)]) from error
    if len(content) > most_bytes:
        most = f"{most_bytes // (1024 * 1024)} MB"
        raise FileRefused([finding("file.too_large", where=where, file=file.name, most=most)])
    return content


def read_text(file: Path, *, most_bytes: int) -> str:
    """Read a file of text.

    Raises:
        FileRefused: as for any file, or it is not UTF-8.
    """
    content = read_chosen(file, most_bytes=most_bytes)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        where: dict[str, str | int] = {"file": file.name, "line": line}
        raise FileRefused(
            [finding("folder.not_utf8", where=where, file=file.name, line=line)]
        ) from error
