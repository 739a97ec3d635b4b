"""Reading the mailbox that bounces come back to, over IMAP: read-only, protected, bounded."""

from __future__ import annotations

import imaplib
from collections.abc import Iterator
from contextlib import suppress

from composer.errors import AccountRefused, Unreachable
from composer.i18n import _
from composer.transports.bounce_sources import MOST_BYTES, SourceMessage
from composer.transports.imap import ImapMailbox

AT_ONCE = 20


class BounceInbox(ImapMailbox):
    """The inbox that bounces come back to, since a time."""

    def messages(self) -> Iterator[tuple[int, SourceMessage]]:
        """Give each message with how many there are; nothing is marked as read.

        Raises:
            Unreachable, AccountRefused, UnsafeConnection: it cannot be read.
        """
        try:
            client = self._connect()
        except AccountRefused as error:
            raise AccountRefused(
                _("The mailbox does not accept the user name or password."),
                advice=_("Check the user name, and store the password again: composer keys set"),
            ) from error
        try:
            yield from self._read(client)
        except (imaplib.IMAP4.error, OSError) as error:
            raise Unreachable(_("The mailbox could not be read.")) from error
        finally:
            with suppress(imaplib.IMAP4.error, OSError):
                client.logout()

    def _read(self, client: imaplib.IMAP4) -> Iterator[tuple[int, SourceMessage]]:
        client.select("INBOX", readonly=True)
        answer, found = client.uid("SEARCH", f"SINCE {self._since}")
        ids = found[0].split() if answer == "OK" and found and found[0] else []
        for at in range(0, len(ids), AT_ONCE):
            some = b",".join(ids[at : at + AT_ONCE]).decode("ascii")
            _answer, parts = client.uid("FETCH", some, f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
            contents = [part[1] for part in parts or () if isinstance(part, tuple)]
            for nth, content in enumerate(contents, at + 1):
                yield len(ids), SourceMessage(name=f"IMAP {nth}", content=content)
