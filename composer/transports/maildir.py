"""A Maildir on this computer: put a message in safely, and read what came since a time.

A message is on the disk, file and folder, before anybody is told that it was taken.
"""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path

SEEDS_FOLDER = ".Seeds"
"""The Maildir++ folder of mail to test mailboxes."""

_numbers = itertools.count(1)


def make_maildir(folder: Path) -> None:
    """Make a Maildir's three folders, for their owner only."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in ("cur", "new", "tmp"):
        (folder / name).mkdir(exist_ok=True, mode=0o700)


def deliver(folder: Path, content: bytes) -> None:
    """Put one message in; it is on the disk when this returns."""
    name = f"{time.time():.6f}.{os.getpid()}_{next(_numbers)}.practice"
    unfinished = folder / "tmp" / name
    write_durably(unfinished, content)
    unfinished.rename(folder / "new" / name)
    sync_folder(folder / "new")


def write_durably(path: Path, content: bytes) -> None:
    """Write a new file of one's own and wait for the disk.

    Raises:
        FileExistsError: the name is taken.
    """
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(file, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """Wait until a folder's names are on the disk; where folders cannot be opened, they are."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def trace_lines(sender: str, recipient: str, *, where: str) -> bytes:
    """Give the header lines that a delivering server puts in front (RFC 5321 §4.4)."""
    return (
        f"Return-Path: <{sender}>\r\n"
        f"Delivered-To: {recipient}\r\n"
        f"Received: from [127.0.0.1] by localhost ({where});\r\n"
        f"\t{formatdate(localtime=False)}\r\n"
    ).encode()


def read_maildir(folder: Path, *, since_s: float, known: set[str]) -> Iterator[bytes]:
    """Give messages that came since a time (seconds since 1970) and are not in `known`; adds them.

    A name is known by its part before the flags, which a mail reader may change.
    """
    for part in ("new", "cur"):
        for path in sorted((folder / part).glob("*")):
            name = path.name.partition(":")[0]
            try:
                if name in known or path.stat().st_mtime < since_s:
                    continue
                content = path.read_bytes()
            except FileNotFoundError:  # a mail reader moved it between the two looks
                continue
            known.add(name)
            yield content
