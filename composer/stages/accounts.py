"""The team's accounts: mail services under names, and where the test mailboxes are read.

`Workspace.accounts` is one of these. An account is nothing that anybody signs: choosing one copies
its settings into the campaign, where they are frozen, proved and approved (rule 3). Changing or
removing an account later changes no campaign. Guards rule 10: no method gives a secret back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from composer.errors import Blocked, FileRefused, KeychainError, NotFound, UsageError
from composer.findings import Finding, blocking, finding
from composer.folder.accounts_file import (
    ACCOUNTS_FILE,
    read_accounts,
    transport_values,
    write_accounts,
)
from composer.folder.load import SETTINGS_FILE
from composer.folder.settings import read_settings
from composer.folder.write import Value, edit_settings
from composer.i18n import _, place
from composer.keychain import Keychain, provider_entry, secret_source
from composer.model.accounts import (
    AccountKind,
    AccountLine,
    AccountsSeen,
    CheckLine,
    KeyState,
    MailAccount,
)
from composer.model.campaign import TransportKind, TransportSettings
from composer.model.identifiers import CampaignId
from composer.model.person import Person, Role
from composer.stages.account_checks import AccountQuestion, check_account
from composer.stages.content import loadable_campaigns
from composer.stages.desk import Desk
from composer.stages.list_lock import one_at_a_time
from composer.stages.log_words import for_log
from composer.stages.people import require_role
from composer.stages.revising import save_files
from composer.stages.seeds import load_seeds
from composer.store.files import write_atomically
from composer.transports.mail_domains import NameService

KEEPERS = (Role.OWNER, Role.SENDER)
_KINDS = {
    TransportKind.SENDGRID: AccountKind.SENDGRID,
    TransportKind.SMTP: AccountKind.SMTP,
}


class Accounts:
    """The accounts of one open workspace; every call blocks and may ask the password store."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def saved(self) -> tuple[MailAccount, ...]:
        """Give the accounts at mail services that the team keeps, by name."""
        return load_accounts(self._desk)

    def seen(self) -> AccountsSeen:
        """Give everything that messages leave through or are read from, with where its key is."""
        lines = (*_services(self._desk), *_mailboxes(self._desk))
        found = tuple(_read(self._desk)[1])
        try:
            return AccountsSeen(lines=_with_keys(lines, self._desk.keychain), findings=found)
        except KeychainError as error:
            return AccountsSeen(
                lines=_with_keys(lines, None),
                findings=found,
                store_problem=str(error),
                store_advice=error.advice,
            )

    def save(
        self, account: MailAccount, *, by: Person, former: str = "", secret: str = ""
    ) -> MailAccount:
        """Keep an account, in place of the one named `former`; give it with its key's name.

        A secret goes into the password store before the list names it.

        Raises:
            Blocked: it cannot be used as it is, or its name is taken.
            KeychainError: the password store cannot be used; the list stays as it was.
        """
        require_role(by, *KEEPERS)
        named = _with_key_name(account, _named_keys(self._desk))
        _require_usable(self._desk, named)
        if secret.strip():
            self._desk.keychain.set(provider_entry(named.settings.key), secret.strip())
        _keep(self._desk, named, former=former)
        self._desk.audit.append(
            person=by.public_key, action="accounts.save", details={"name": for_log(named.name)}
        )
        return named

    def remove(self, name: str, *, by: Person) -> None:
        """Take an account out of the list, and its key out of the store where nothing names it.

        Campaigns that were given its settings keep them.

        Raises:
            NotFound: there is none of that name.
        """
        require_role(by, *KEEPERS)
        account = self.find(name)
        self._drop_key(account)
        _keep(self._desk, None, former=account.name)
        self._desk.audit.append(
            person=by.public_key, action="accounts.remove", details={"name": for_log(account.name)}
        )

    def find(self, name: str) -> MailAccount:
        """Give the account of a name.

        Raises:
            NotFound: there is none.
        """
        known = {account.name.casefold(): account for account in self.saved()}
        found = known.get(name.strip().casefold())
        if found is None:
            raise NotFound(
                place(_("There is no account named {name}."), name=name),
                advice=_("The page Accounts, or “composer accounts list”, names them all."),
            )
        return found

    def choose(self, campaign_id: CampaignId, settings: TransportSettings, *, by: Person) -> None:
        """Have a campaign leave through an account: a copy of its settings, as they are now.

        Raises:
            Blocked: the campaign is frozen, or the settings cannot be used here.
        """
        require_role(by, Role.AUTHOR, Role.OWNER)
        _require_stays(self._desk, settings)
        before = self._desk.campaigns.tree(campaign_id)[SETTINGS_FILE]
        after = with_transport(before, settings)
        if problems := blocking(read_settings(after)[2]):
            raise Blocked(problems)
        save_files(self._desk, campaign_id, {SETTINGS_FILE: after}, by=by)

    def undo(
        self, campaign_id: CampaignId, before: str, chosen: TransportSettings, *, by: Person
    ) -> None:
        """Put settings back as they were before an account was chosen: the same bytes count again.

        Where something else was changed since, only the account itself goes back.
        """
        require_role(by, Role.AUTHOR, Role.OWNER)
        former = before.encode("utf-8")
        now = self._desk.campaigns.tree(campaign_id)[SETTINGS_FILE]
        if with_transport(former, chosen) != now:
            campaign = read_settings(former)[0]
            former = now if campaign is None else with_transport(now, campaign.transport)
        save_files(self._desk, campaign_id, {SETTINGS_FILE: former}, by=by)

    def forget_key(self, name: str, *, by: Person) -> None:
        """Take a key or password out of this computer's password store."""
        require_role(by, *KEEPERS)
        self._desk.keychain.delete(provider_entry(name))
        self._desk.audit.append(
            person=by.public_key, action="accounts.forget_key", details={"key": name}
        )

    def check(
        self,
        line: AccountLine,
        *,
        secret: str = "",
        names: NameService | None = None,
        cancelled: Callable[[], bool] = lambda: False,
        progress: Callable[[int, int], None] = lambda _done, _of: None,
    ) -> tuple[CheckLine, ...]:
        """Ask an account and, for a mail service, the name service: one line for each thing.

        `secret` is one that need not be stored yet. Only a person starts this; nothing is sent.
        Who cancels waits for no answer.
        """
        question = AccountQuestion(
            line=line,
            secret=secret,
            names=names or NameService(),
            senders=_senders(self._desk, line),
        )
        return check_account(self._desk, question, cancelled=cancelled, progress=progress)

    def _drop_key(self, account: MailAccount) -> None:
        """Take an account's key out of the password store, where nothing else names it."""
        key = account.settings.key
        if not key or key in _named_keys(self._desk, but=account.name):
            return
        try:
            is_stored = secret_source(key, self._desk.keychain) == "stored"
        except KeychainError:
            return  # without a password store there is nothing to take out
        if is_stored:
            self._desk.keychain.delete(provider_entry(key))

    def question(self, account: MailAccount) -> AccountLine:
        """Give an account that need not be saved yet as a line that can be checked."""
        named = _with_key_name(account, _named_keys(self._desk))
        _require_usable(self._desk, named)
        return _line(named, used_by=(), is_saved=False)


def load_accounts(desk: Desk) -> tuple[MailAccount, ...]:
    """Read the team's accounts; those that cannot be used are left out."""
    return _read(desk)[0]


def _read(desk: Desk) -> tuple[tuple[MailAccount, ...], list[Finding]]:
    path = desk.folder.path / ACCOUNTS_FILE
    return read_accounts(path.read_bytes()) if path.exists() else ((), [])


def with_transport(settings: bytes, transport: TransportSettings) -> bytes:
    """Put an account's settings into a campaign's; all else stays byte for byte."""
    values: dict[str, Value | None] = {"transport": transport_values(transport)}
    return edit_settings(settings, values)


def key_name(name: str, taken: Iterable[str] = ()) -> str:
    """Name the key of an account after it; another account's key keeps its name.

    >>> key_name("Main account (EU)"), key_name("a b", {"account-a-b"})
    ('account-main-account-eu', 'account-a-b-2')
    """
    kept = "".join(char if char.isascii() and char.isalnum() else " " for char in name.lower())
    base = "-".join(["account", *kept.split()])[:56]
    known, nth, found = set(taken), 1, base
    while found in known:
        nth += 1
        found = f"{base}-{nth}"
    return found


@one_at_a_time
def _keep(desk: Desk, account: MailAccount | None, *, former: str) -> None:
    """Write the list with an account in its place, or without the former one."""
    accounts, found = _read(desk)
    if problems := blocking(found):
        raise FileRefused(problems)
    known = {one.name.casefold(): one for one in accounts}
    known.pop(former.casefold(), None)
    if account is not None:
        if account.name.casefold() in known:
            raise Blocked([finding("accounts.known", name=account.name)])
        known[account.name.casefold()] = account
    content = write_accounts(known[name] for name in sorted(known))
    write_atomically(desk.folder.path / ACCOUNTS_FILE, content)


def _named_keys(desk: Desk, *, but: str = "") -> set[str]:
    """Give the names of keys that accounts, test mailboxes and campaigns name."""
    named = {one.settings.key for one in load_accounts(desk) if one.name != but}
    named |= {box.imap.key for box in load_seeds(desk).mailboxes if box.imap}
    for campaign in loadable_campaigns(desk):
        named |= {campaign.transport.key, campaign.test.imap.key if campaign.test.imap else ""}
    return named


def _with_key_name(account: MailAccount, taken: Collection[str]) -> MailAccount:
    """Give an account a key's name where it needs one and has none.

    A name that anything else has would hand that one's server this account's secret.
    """
    settings = account.settings
    account = replace(account, name=account.name.strip(), sender=account.sender.strip())
    needs = settings.kind is TransportKind.SENDGRID or bool(settings.username)
    if settings.key or not needs:
        return account
    key = key_name(account.name, taken)
    return replace(account, settings=replace(settings, key=key))


def _require_usable(desk: Desk, account: MailAccount) -> None:
    if not account.name:
        raise UsageError(_("An account needs a name."))
    if problems := blocking(read_accounts(write_accounts([account]))[1]):
        raise Blocked(problems)
    _require_stays(desk, account.settings)


def _require_stays(desk: Desk, settings: TransportSettings) -> None:
    """Refuse what leaves this computer in a practice workspace."""
    if desk.folder.is_practice and not settings.stays_on_this_computer:
        raise Blocked([finding("campaign.practice_only")])


def _services(desk: Desk) -> tuple[AccountLine, ...]:
    """Give the saved accounts, then what only campaigns name."""
    uses: dict[TransportSettings, list[str]] = {}
    senders: dict[TransportSettings, str] = {}
    for campaign in loadable_campaigns(desk):
        if campaign.transport.kind in _KINDS:
            uses.setdefault(campaign.transport, []).append(campaign.name)
            senders.setdefault(campaign.transport, campaign.sender.address)
    saved = load_accounts(desk)
    lines = [
        _line(one, used_by=tuple(sorted(uses.get(one.settings, ()))), is_saved=True)
        for one in saved
    ]
    known = {one.settings for one in saved}
    for settings, campaigns in uses.items():
        if settings not in known:
            name = settings.host or settings.base_url.partition("://")[2]
            found = MailAccount(name=name, settings=settings, sender=senders[settings])
            lines.append(_line(found, used_by=tuple(sorted(campaigns)), is_saved=False))
    return tuple(lines)


def _line(account: MailAccount, *, used_by: tuple[str, ...], is_saved: bool) -> AccountLine:
    settings = account.settings
    return AccountLine(
        kind=_KINDS[settings.kind],
        name=account.name,
        key=settings.key,
        key_state=KeyState.MISSING if settings.key else KeyState.NOT_NEEDED,
        used_by=used_by,
        is_saved=is_saved,
        settings=settings,
        sender=account.sender,
    )


def _mailboxes(desk: Desk) -> tuple[AccountLine, ...]:
    """Give the owner's test mailboxes, then the servers that only campaigns name."""
    campaigns = loadable_campaigns(desk)
    lines = [
        AccountLine(
            kind=AccountKind.MAILBOX,
            name=mailbox.address,
            key=mailbox.imap.key if mailbox.imap else "",
            key_state=KeyState.MISSING if mailbox.imap else KeyState.NOT_NEEDED,
            used_by=tuple(
                sorted(one.name for one in campaigns if mailbox.address in one.test.seeds)
            ),
            is_saved=True,
            seeds=(mailbox.address,),
            imap=mailbox.imap,
        )
        for mailbox in load_seeds(desk).mailboxes
    ]
    known = {line.imap for line in lines}
    for campaign in campaigns:
        imap = campaign.test.imap
        if imap is not None and imap not in known:
            known.add(imap)
            lines.append(
                AccountLine(
                    kind=AccountKind.MAILBOX,
                    name=imap.host,
                    key=imap.key,
                    key_state=KeyState.MISSING if imap.key else KeyState.NOT_NEEDED,
                    used_by=(campaign.name,),
                    is_saved=False,
                    seeds=campaign.test.seeds,
                    imap=imap,
                )
            )
    return tuple(lines)


def _with_keys(
    lines: tuple[AccountLine, ...], keychain: Keychain | None
) -> tuple[AccountLine, ...]:
    """Look where each key is; the password store is asked once for each name."""
    names = {line.key for line in lines} - {""}
    sources = {name: secret_source(name, keychain) for name in sorted(names)}
    return tuple(
        replace(line, key_state=KeyState(sources[line.key])) if line.key else line for line in lines
    )


def _senders(desk: Desk, line: AccountLine) -> tuple[str, ...]:
    """Give the addresses in From that leave through an account."""
    found = {line.sender} | {
        one.sender.address for one in loadable_campaigns(desk) if one.transport == line.settings
    }
    return tuple(sorted(found - {""}))
