"""Reading a test mailbox over IMAP: read-only, protected, with a time-out on every step."""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from composer.errors import AccountRefused, Unreachable, UnsafeConnection
from composer.i18n import _
from composer.model.campaign import LOOPBACK_HOSTS, Security
from composer.transports.handover import TEST_HEADER
from composer.transports.mailboxes import Received, as_received

_TIMEOUT_S = 20.0
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapAccount:
    """One seed's mailbox.

    The user name is the seed's own address, and `username` is tried second; where `username` was
    set for this very mailbox (`is_own`), it is the only one that is tried.
    """

    host: str
    port: int
    security: Security
    seed: str
    username: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""
    is_own: bool = False

    @property
    def user_names(self) -> tuple[str, ...]:
        """The names to try, in order."""
        if self.is_own and self.username:
            return (self.username,)
        return tuple(dict.fromkeys(name for name in (self.seed, self.username) if name))


class ImapMailbox:
    """The inbox of one seed."""

    def __init__(self, account: ImapAccount, *, since: datetime) -> None:
        self._account = account
        day = since - timedelta(days=1)  # SINCE knows days only, and servers their own zone
        self._since = f"{day.day:02d}-{_MONTHS[day.month - 1]}-{day.year}"
        self._known: set[bytes] = set()

    def look(self) -> Iterator[Received]:
        """Give test messages that were not given before."""
        client = self._connect()
        try:
            found = list(self._fetch(client))
        except (imaplib.IMAP4.error, OSError) as error:
            raise Unreachable(_("The test mailbox could not be read.")) from error
        finally:
            with suppress(imaplib.IMAP4.error, OSError):
                client.logout()
        for content in found:
            yield from as_received(content, seed=self._account.seed)

    def log_in(self) -> None:
        """Connect, log in and leave again.

        Raises:
            Unreachable, AccountRefused, UnsafeConnection: as `count`.
        """
        client = self._connect()
        with suppress(imaplib.IMAP4.error, OSError):
            client.logout()

    def count(self) -> int:
        """Open the mailbox and count what lies in its inbox; nothing is read or changed.

        Raises:
            Unreachable, AccountRefused, UnsafeConnection: it cannot be opened.
        """
        client = self._connect()
        try:
            answer, found = client.select("INBOX", readonly=True)
        except (imaplib.IMAP4.error, OSError) as error:
            raise Unreachable(_("The test mailbox could not be read.")) from error
        finally:
            with suppress(imaplib.IMAP4.error, OSError):
                client.logout()
        held = found[0] if answer == "OK" and found else None
        if held is None or not held.isdigit():
            raise Unreachable(_("The test mailbox has no inbox."))
        return int(held)

    def _connect(self) -> imaplib.IMAP4:
        account = self._account
        for name in account.user_names:
            client = self._open()
            try:
                _log_in(client, name, account.password)
            except imaplib.IMAP4.abort as error:
                raise Unreachable(_("The test mailbox could not be reached.")) from error
            except imaplib.IMAP4.error:
                with suppress(imaplib.IMAP4.error, OSError):
                    client.logout()
            except OSError as error:
                raise Unreachable(_("The test mailbox could not be reached.")) from error
            else:
                return client
        raise AccountRefused(
            _("The test mailbox does not accept the user name or password."),
            advice=_("Check the seeds' IMAP settings, and set the password again."),
        )

    def _open(self) -> imaplib.IMAP4:
        account = self._account
        try:
            if account.security is Security.TLS:
                return imaplib.IMAP4_SSL(
                    account.host, account.port, ssl_context=self._context(), timeout=_TIMEOUT_S
                )
            if account.security is Security.NONE and account.host.lower() not in LOOPBACK_HOSTS:
                raise UnsafeConnection(_("Test mailboxes are read by protected connections only."))
            client = imaplib.IMAP4(account.host, account.port, timeout=_TIMEOUT_S)
            if account.security is Security.STARTTLS:
                client.starttls(self._context())
        except ssl.SSLError as error:
            raise UnsafeConnection(
                _("The identity of the test mailbox's server could not be verified.")
            ) from error
        except (imaplib.IMAP4.error, OSError) as error:
            raise Unreachable(_("The test mailbox could not be reached.")) from error
        return client

    def _context(self) -> ssl.SSLContext:
        try:
            context = ssl.create_default_context(cafile=self._account.ca_file or None)
        except ssl.SSLError:
            raise
        except OSError as error:
            raise UnsafeConnection(_("The file of trusted certificates cannot be read.")) from error
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context

    def _fetch(self, client: imaplib.IMAP4) -> Iterator[bytes]:
        client.select("INBOX", readonly=True)
        answer, found = client.uid("SEARCH", f'SINCE {self._since} HEADER {TEST_HEADER} ""')
        ids = found[0].split() if answer == "OK" and found and found[0] else []
        for uid in ids:
            if uid in self._known:
                continue
            _answer, parts = client.uid("FETCH", uid.decode("ascii"), "(BODY.PEEK[])")
            for part in parts or ():
                if isinstance(part, tuple) and len(part) == 2:
                    self._known.add(uid)
                    yield part[1]


def _log_in(client: imaplib.IMAP4, name: str, password: str) -> None:
    """Log in; what is no ASCII has no place in LOGIN (RFC 3501 §9), and goes as RFC 4616 says."""
    if (name + password).isascii():
        client.login(_quoted(name), password)
    else:
        client.authenticate("PLAIN", lambda _challenge: f"\0{name}\0{password}".encode())


def _quoted(name: str) -> str:
    """Quote a user name for the LOGIN command, which imaplib leaves bare."""
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
