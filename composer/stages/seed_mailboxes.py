"""The test mailboxes as the owner keeps them: listed, added, tried, taken out.

Passwords lie in the system's password store under the name that the list says; on each computer
that reads the mailbox they are stored once.
"""

from __future__ import annotations

from datetime import UTC, datetime

from composer.errors import Blocked
from composer.findings import finding
from composer.keychain import provider_entry, provider_secret
from composer.model.campaign import ImapSettings
from composer.model.person import Person
from composer.model.recipient import address_key
from composer.model.seed_mailbox import SeedMailbox
from composer.stages.desk import Desk
from composer.stages.seeds import add_seed, find_imap_findings, load_seeds, remove_seed
from composer.transports.imap import ImapAccount, ImapMailbox


class TestMailboxes:
    """The owner's test mailboxes of one open workspace; everything here blocks."""

    __test__ = False  # not a pytest class

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def listed(self) -> tuple[SeedMailbox, ...]:
        """List the test mailboxes that the owner signed."""
        return load_seeds(self._desk).mailboxes

    def add(self, mailbox: SeedMailbox, *, by: Person, password: str = "") -> bool:
        """Add a test mailbox (owner only); False while it waits for the other owner.

        A password goes into this computer's password store before the list names it.
        """
        problems = find_imap_findings(mailbox)
        if problems:
            raise Blocked(problems)
        if mailbox.imap is not None and password:
            self._desk.keychain.set(provider_entry(mailbox.imap.key), password)
        return add_seed(self._desk, mailbox, by=by)

    def remove(self, address: str, *, by: Person) -> bool:
        """Take a test mailbox out of the list (owner only)."""
        return remove_seed(self._desk, address, by=by)

    def check(self, address: str) -> int | None:
        """Open a listed mailbox; give how many messages its inbox holds, None: read by hand.

        Raises:
            Blocked: it is not in the list.
            ComposerError: it cannot be opened; the text says why.
        """
        listed = load_seeds(self._desk)
        if address_key(address) not in {address_key(seed) for seed in listed.addresses}:
            raise Blocked([finding("seeds.unknown", where={"recipient": address})])
        mailbox = listed.of(address)
        return None if mailbox.imap is None else self.try_out(mailbox)

    def try_out(self, mailbox: SeedMailbox, *, password: str = "") -> int:
        """Open a mailbox with settings that need not be stored yet; as `check`."""
        problems = find_imap_findings(mailbox)
        if problems or mailbox.imap is None:
            raise Blocked(problems or [finding("seeds.bad_server")])
        account = imap_account(
            self._desk, mailbox.imap, seed=mailbox.address, is_own=True, password=password
        )
        return ImapMailbox(account, since=datetime.now(UTC)).count()


def imap_account(
    desk: Desk, settings: ImapSettings, *, seed: str, is_own: bool, password: str = ""
) -> ImapAccount:
    """Give the account of a seed's mailbox, with its password from the keychain.

    Raises:
        KeychainError: there is no password of that name here.
    """
    if not password and settings.key:
        password = provider_secret(settings.key, desk.keychain)
    return ImapAccount(
        host=settings.host,
        port=settings.port,
        security=settings.security,
        seed=seed,
        username=settings.username,
        password=password,
        ca_file=settings.ca_file,
        is_own=is_own,
    )
