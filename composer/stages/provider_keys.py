"""Keys of mail services and mailboxes on this computer: stored, listed by name, checked.

Guards rule 10: no method gives a key back. `Workspace.provider_keys` is one of these.
"""

from __future__ import annotations

from dataclasses import dataclass

from composer.checks.service_account import find_account_findings
from composer.errors import KeychainError, NotFound, UsageError
from composer.findings import Finding
from composer.folder.transport_settings import SENDGRID_URL, is_safe_url
from composer.i18n import _
from composer.keychain import provider_entry, provider_secret
from composer.model.campaign import Campaign, TransportKind, TransportSettings
from composer.model.service_account import ServiceAccount
from composer.stages.accounts import load_accounts
from composer.stages.content import loadable_campaigns
from composer.stages.desk import Desk
from composer.stages.seeds import load_seeds
from composer.stages.service_accounts import read_account


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyUse:
    """A key by its name: which campaigns and test mailboxes use it, and whether it is here."""

    name: str
    used_by: tuple[str, ...]
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyCheck:
    """What a mail service says about a key, and what is wrong with that."""

    base_url: str
    account: ServiceAccount
    findings: tuple[Finding, ...]


class ProviderKeys:
    """The providers' keys of one open workspace; everything here may ask the password store."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def set(self, name: str, secret: str) -> None:
        """Keep a key on this computer, in place of a former one.

        Raises:
            UsageError: no key can be called that, or nothing was given.
            KeychainError: the password store cannot be used.
        """
        entry = provider_entry(name)
        if not secret.strip():
            raise UsageError(_("No key was given, so none was stored."))
        self._desk.keychain.set(entry, secret.strip())

    def listed(self) -> tuple[KeyUse, ...]:
        """List the keys that campaigns and test mailboxes name."""
        uses: dict[str, set[str]] = {}
        for campaign in self._campaigns():
            imap = campaign.test.imap
            for name in (campaign.transport.key, imap.key if imap else ""):
                uses.setdefault(name, set()).add(campaign.name)
        for mailbox in load_seeds(self._desk).mailboxes:
            if mailbox.imap is not None:
                uses.setdefault(mailbox.imap.key, set()).add(mailbox.address)
        uses.pop("", None)
        return tuple(
            KeyUse(name=name, used_by=tuple(sorted(used_by)), is_here=self._is_here(name))
            for name, used_by in sorted(uses.items())
        )

    def check(self, name: str, *, base_url: str = "") -> KeyCheck:
        """Ask SendGrid what a key may do and how its account is set up.

        Without an address of the service, the one that the campaigns with this key use.

        Raises:
            NotFound: only other kinds of transport use the key.
            UsageError: the address is not safe to send a key to.
            KeychainError, TransportError: there is no such key here, or no answer.
        """
        named = [(one.transport, one.sender.address) for one in self._campaigns()]
        named += [(one.settings, one.sender) for one in load_accounts(self._desk)]
        using = [(settings, sender) for settings, sender in named if settings.key == name]
        fitting = [one for one in using if one[0].kind is TransportKind.SENDGRID]
        if using and not fitting:
            raise NotFound(
                _("This key is not one for SendGrid, so nobody can be asked about it."),
                advice=_("Send a test: it shows whether the mail server takes the password."),
            )
        urls = {settings.base_url for settings, _sender in fitting}
        url = (base_url or (urls.pop() if len(urls) == 1 else SENDGRID_URL)).rstrip("/")
        if not is_safe_url(url, bare=True):
            raise UsageError(
                _("The address of the mail service must begin with https://."),
                advice=_("Leave --base-url out for SendGrid itself."),
            )
        account = read_account(
            self._desk,
            TransportSettings(kind=TransportKind.SENDGRID, base_url=url, key=name),
        )
        senders = {sender for settings, sender in fitting if settings.base_url == url} or {""}
        found = [
            item
            for sender in sorted(senders)
            for item in find_account_findings(account, sender=sender)
        ]
        return KeyCheck(base_url=url, account=account, findings=tuple(dict.fromkeys(found)))

    def _campaigns(self) -> list[Campaign]:
        return loadable_campaigns(self._desk)

    def _is_here(self, name: str) -> bool:
        try:
            return bool(provider_secret(name, self._desk.keychain))
        except (KeychainError, UsageError):
            return False
