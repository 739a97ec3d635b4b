"""A test mailbox that is looked into every second while a send runs: one connection, kept open.

Asking whether anything is new costs one short command; only then is it searched, and only from the
message after the last one that was seen. A connection that breaks is opened anew at the next look.
"""

from __future__ import annotations

import imaplib
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from composer.errors import Unreachable
from composer.i18n import _
from composer.transports.handover import TEST_HEADER
from composer.transports.imap import ImapAccount, ImapMailbox
from composer.transports.mailboxes import Received, as_received


class WatchedImapMailbox(ImapMailbox):
    """The inbox of one seed, with its connection kept; `close` it."""

    def __init__(self, account: ImapAccount, *, since: datetime) -> None:
        super().__init__(account, since=since)
        self._client: imaplib.IMAP4 | None = None
        self._next_uid = 1

    def look(self) -> Iterator[Received]:
        """Give test messages that were not given before."""
        try:
            found = self._new_ones()
        except (imaplib.IMAP4.error, OSError) as error:
            self.close()
            raise Unreachable(_("The test mailbox could not be read.")) from error
        for content in found:
            yield from as_received(content, seed=self._account.seed)

    def close(self) -> None:
        """Let the connection go."""
        if self._client is not None:
            with suppress(imaplib.IMAP4.error, OSError):
                self._client.logout()
            with suppress(OSError):  # a connection that broke did not log out
                self._client.shutdown()
            self._client = None

    def _new_ones(self) -> list[bytes]:
        client = self._client
        if client is None:
            client = self._client = self._connect()
            client.select("INBOX", readonly=True)
        else:
            client.noop()
        if client.response("EXISTS")[1] == [None]:  # told by this command, or by an earlier one
            return []
        wanted = f'UID {self._next_uid}:* SINCE {self._since} HEADER {TEST_HEADER} ""'
        answer, found = client.uid("SEARCH", wanted)
        ids = found[0].split() if answer == "OK" and found and found[0] else []
        # "n:*" names the last message even when it is older
        new = sorted(uid for uid in map(int, ids) if uid >= self._next_uid)
        contents = [content for uid in new for content in _fetched(client, uid)]
        self._next_uid = max(new, default=self._next_uid - 1) + 1
        return contents


def _fetched(client: imaplib.IMAP4, uid: int) -> Iterator[bytes]:
    _answer, parts = client.uid("FETCH", str(uid), "(BODY.PEEK[])")
    for part in parts or ():
        if isinstance(part, tuple) and len(part) == 2:
            yield part[1]
