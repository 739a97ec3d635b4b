"""What a mail service says about the account that messages leave through."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceAccount:
    """An account as its key shows it, in sorted order.

    `mail_settings` and `tracking` name what is switched on; None where the key may not read it.
    `domains` are authenticated and `senders` verified addresses, in lower case; None as before.
    """

    scopes: tuple[str, ...]
    mail_settings: tuple[str, ...] | None
    tracking: tuple[str, ...] | None
    domains: tuple[str, ...] | None
    senders: tuple[str, ...] | None

    def verifies(self, address: str) -> bool | None:
        """Tell whether messages may leave from an address; None where nobody can tell.

        A subaccount does not show a domain that its parent assigned to it: what shows nothing at
        all says nothing.
        """
        sender = address.lower()
        if sender in (self.senders or ()) or sender.rpartition("@")[2] in (self.domains or ()):
            return True
        is_readable = self.senders is not None and self.domains is not None
        return False if is_readable and (self.senders or self.domains) else None
