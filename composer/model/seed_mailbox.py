"""A test mailbox with what the owner set for it: where it is read, whose findings count there."""

from __future__ import annotations

from dataclasses import dataclass

from composer.model.campaign import ImapSettings
from composer.model.person import SeedList
from composer.model.recipient import address_key


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedMailbox:
    """One test mailbox.

    Without `imap` it is read as the campaign says, or by hand. `authserv_id` names the server whose
    Authentication-Results count there; empty: nobody's do.
    """

    address: str
    imap: ImapSettings | None = None
    authserv_id: str = ""

    @property
    def has_settings(self) -> bool:
        """Whether anything is set beside the address."""
        return self.imap is not None or bool(self.authserv_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedMailboxes(SeedList):
    """The owner's list with the settings of those mailboxes that have any."""

    settings: tuple[SeedMailbox, ...] = ()

    @property
    def mailboxes(self) -> tuple[SeedMailbox, ...]:
        """All mailboxes, in the order of the list."""
        return tuple(self.of(address) for address in self.addresses)

    def of(self, address: str) -> SeedMailbox:
        """Give what is set for an address; nothing for one that has no settings."""
        wanted = address_key(address)
        return next(
            (item for item in self.settings if address_key(item.address) == wanted),
            SeedMailbox(address=address),
        )
