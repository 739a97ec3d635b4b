"""Reading what arrived at test mailboxes: a Maildir, an IMAP server, saved .eml files.

A message is recognised by its nonce in `X-Composer-Test` alone; what it holds is compared elsewhere
as it was received. Nothing is deleted, moved or marked as read.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from composer.errors import Unreachable
from composer.transports.handover import TEST_HEADER
from composer.transports.maildir import read_maildir

_LARGEST_FILE = 64 * 1024 * 1024
_DELIVERED_TO = ("Delivered-To", "X-Original-To", "Envelope-To", "To")


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A test message as it arrived. `seed` is the mailbox it was found in."""

    seed: str
    nonce: str
    content: bytes


class Mailbox(Protocol):
    """A place where test messages arrive."""

    def look(self) -> Iterable[Received]:
        """Give test messages that were not given before; blocks for the length of one look.

        Raises:
            Unreachable: the mailbox cannot be looked at now.
            AccountRefused: it never will with this user name and password.
        """
        ...


class MaildirMailbox:
    """The practice mailbox's `.Seeds` folder, or any Maildir."""

    def __init__(self, folder: Path, *, since_s: float) -> None:
        self._folder = folder
        self._since_s = since_s
        self._known: set[str] = set()

    def look(self) -> Iterator[Received]:
        """Give what is new in the folder."""
        for content in read_maildir(self._folder, since_s=self._since_s, known=self._known):
            yield from as_received(content)


class EmlFiles:
    """Files that a person saved from a mail reader, or that the eml transport wrote."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = paths
        self._known: set[Path] = set()

    def look(self) -> Iterator[Received]:
        """Give each file once; folders are searched for .eml files."""
        for path in self._paths:
            for file in sorted(path.glob("*.eml")) if path.is_dir() else [path]:
                if file in self._known or file.stat().st_size > _LARGEST_FILE:
                    continue
                self._known.add(file)
                yield from as_received(file.read_bytes())


def collect(
    mailboxes: Sequence[Mailbox],
    *,
    wanted: AbstractSet[str],
    key: Callable[[str], str] = str,
    wait_s: float,
    pause_s: float = 0.5,
    cancelled: threading.Event | None = None,
    at_first: bool = False,
) -> tuple[Received, ...]:
    """Look until every wanted nonce arrived or the wait ends; at least once.

    `at_first` ends the wait as soon as a look has found something, so that it can be told.

    `wanted` holds what `key` makes of a nonce (its hash, when only that was stored). The first
    message with a nonce counts. Call it off the event loop; `cancelled` ends the wait.

    Raises:
        AccountRefused: a mailbox will not let us in.
    """
    until = time.monotonic() + wait_s
    stop = cancelled or threading.Event()
    found: dict[str, Received] = {}
    while True:
        for mailbox in mailboxes:
            for message in _looked(mailbox):
                name = key(message.nonce)
                if name in wanted:
                    found.setdefault(name, message)
        left = until - time.monotonic()
        enough = len(found) == len(wanted) or (at_first and found)
        if enough or left <= 0 or stop.wait(min(pause_s, left)):
            return tuple(found.values())


def as_received(content: bytes, *, seed: str = "") -> Iterator[Received]:
    """Give the message if it carries a nonce; the seed is whom it was delivered to."""
    nonce = header_value(content, TEST_HEADER)
    if nonce:
        delivered = (header_value(content, name) for name in _DELIVERED_TO)
        mailbox = seed or next((value for value in delivered if value), "")
        yield Received(seed=mailbox.strip().strip("<>"), nonce=nonce, content=content)


def header_value(content: bytes, name: str) -> str:
    """Give the first header field of that name, unfolded; received mail may hold anything."""
    head = re.split(rb"\r?\n\r?\n", content, maxsplit=1)[0]
    unfolded = re.sub(rb"\r?\n(?=[ \t])", b"", head)
    found = re.search(rb"(?im)^" + re.escape(name.encode()) + rb":(.*)$", unfolded)
    return " ".join(found[1].decode("utf-8", "replace").split()) if found else ""


def _looked(mailbox: Mailbox) -> Iterator[Received]:
    try:
        yield from mailbox.look()
    except Unreachable:
        return  # it is looked at again until the wait ends
