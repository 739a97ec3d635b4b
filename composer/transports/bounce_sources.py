"""Where messages that came back lie: a file, an mbox, a Maildir, any folder of files.

Everything is read as bytes, up to a limit for each message; no link is followed, nothing is changed
or marked as read.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

MOST_BYTES = 1024 * 1024
"""Of one message: a report stands at its beginning, what it returns comes last."""
EVENT_ENDINGS = frozenset({".json", ".jsonl", ".ndjson"})
MOST_FILES = 1_000_000
_MBOX = b"From "
_BOX_FOLDERS = ("new", "cur")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMessage:
    """One message as it lies there; `content` is None where it could not be read."""

    name: str
    content: bytes | None


def list_files(path: Path) -> tuple[Path, ...]:
    """Give the files of a path: itself, a Maildir's messages, or a folder's files, in order."""
    if not path.is_dir():
        return (path,)
    if all((path / name).is_dir() for name in _BOX_FOLDERS):
        return tuple(file for name in _BOX_FOLDERS for file in _plain_files(path / name))
    return tuple(_plain_files(path))


def read_messages(file: Path) -> Iterator[SourceMessage]:
    """Give the messages of one file: one, or all of an mbox."""
    try:
        with file.open("rb") as stream:
            first = stream.read(len(_MBOX))
            stream.seek(0)
            if first != _MBOX:
                yield SourceMessage(name=file.name, content=stream.read(MOST_BYTES))
                return
            for number, content in enumerate(_of_mbox(stream), 1):
                yield SourceMessage(name=f"{file.name} ({number})", content=content)
    except OSError:
        yield SourceMessage(name=file.name, content=None)


def _plain_files(folder: Path) -> Iterator[Path]:
    names = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_file(follow_symlinks=False) and not entry.name.startswith("."):
                names.append(entry.name)
            if len(names) >= MOST_FILES:
                break
    return (folder / name for name in sorted(names))


def _of_mbox(stream: BinaryIO) -> Iterator[bytes]:
    """Part an mbox at its *From* lines; what a message has beyond the limit is passed over."""
    kept: list[bytes] = []
    size, after_blank, is_open = 0, True, False
    while line := stream.readline(MOST_BYTES):
        if after_blank and line.startswith(_MBOX):
            if is_open:
                yield b"".join(kept)
            kept, size, is_open = [], 0, True
        elif size < MOST_BYTES:
            kept.append(line[1:] if line.startswith(b">From ") else line)
            size += len(line)
        after_blank = not line.strip()
    if is_open:
        yield b"".join(kept)
