"""The do-not-write list as the window and the command line see it: look, add, take out, take over.

`Workspace.suppressions` is one of these. Anybody who works here may add; only the owner or a sender
may take somebody out, with a reason, and only the owner somebody erased or forbidden by law.
Everything is logged, without addresses.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from composer.audience.addresses import address_problem
from composer.audience.suppression import key_of, make_suppression
from composer.audience.suppression_file import read_suppression_file
from composer.errors import Blocked, NotFound, UsageError
from composer.findings import finding
from composer.folder.transport_settings import SENDGRID_URL, is_safe_url
from composer.i18n import _
from composer.keychain import provider_secret
from composer.model.audience import SuppressionLine
from composer.model.campaign import TransportKind, TransportSettings
from composer.model.person import Person, Role
from composer.model.suppression import (
    BY_PERSON,
    OWNER_ONLY,
    StoredSuppression,
    SuppressionReason,
    SuppressionsAdded,
    SuppressionSync,
)
from composer.stages.bounces_listed import take_listed
from composer.stages.content import loadable_campaigns
from composer.stages.desk import Desk
from composer.stages.log_words import for_log
from composer.stages.people import require_role
from composer.stages.suppressions_kept import sign_off_the_list
from composer.transports.sendgrid_request import SendGridAccount

if TYPE_CHECKING:
    from composer.transports.sendgrid_lists import ReportRead

USUAL_KEY = "sendgrid-main"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Account:
    """A mail service's account: where it is, and the name of its key."""

    base_url: str
    key: str


class Suppressions:
    """The do-not-write list of one open workspace."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def lines(
        self, *, search: str = "", offset: int = 0, limit: int = 100
    ) -> tuple[tuple[SuppressionLine, ...], int]:
        """Give some entries, the newest first, and how many match in all.

        An erased person's entry has no address; it is found by searching for the whole address.
        """
        text = search.strip()
        key = key_of(text) if "@" in text else ""
        entries, total = self._desk.suppressions.page(
            search=text, key=key, offset=offset, limit=limit
        )
        return tuple(_line(entry) for entry in entries), total

    def of_address(self, address: str) -> tuple[SuppressionLine, ...]:
        """Give every entry of one address, the oldest first."""
        found = self._desk.suppressions.of_key(key_of(address))
        return tuple(_line(entry) for entry in found)

    def add(
        self, address: str, *, reason: SuppressionReason, note: str = "", by: Person
    ) -> SuppressionsAdded:
        """Put one address on the list.

        Raises:
            Blocked: the text is no address.
        """
        entry = make_suppression(
            address, reason=reason, source=BY_PERSON, at=self._desk.now(), note=note.strip()
        )
        if entry is None:
            raise Blocked([finding(address_problem(address.strip()), where={"recipient": address})])
        done = self._desk.suppressions.add([entry], by=by.public_key)
        self._log("suppress.add", by, source=BY_PERSON, reason=reason.value, added=done.added)
        return SuppressionsAdded(added=done.added, known=done.known)

    def import_file(
        self, file: Path, *, reason: SuppressionReason | None = None, by: Person
    ) -> SuppressionsAdded:
        """Put everybody of a file on the list; rows that could not be taken are the findings.

        Raises:
            NotFound: there is no such file.
        """
        if not file.is_file():
            raise NotFound(f"{file} is not a file.")
        read = read_suppression_file(file, reason=reason, now=self._desk.now())
        done = self._desk.suppressions.add(read.entries, by=by.public_key)
        self._log(
            "suppress.import",
            by,
            file=for_log(file.name),
            added=done.added,
            known=done.known,
            refused=len(read.findings),
        )
        return SuppressionsAdded(added=done.added, known=done.known, findings=read.findings)

    def remove(self, address: str, *, why: str, by: Person) -> tuple[SuppressionLine, ...]:
        """Take an address off the list, and give the entries that it had.

        Raises:
            Blocked: not the owner or a sender; somebody erased, and not the owner.
            UsageError: no reason is given.
            NotFound: the address is not on the list.
            KeychainError: the person's key cannot be read; taking off is signed.
        """
        require_role(by, Role.OWNER, Role.SENDER)
        if not why.strip():
            raise UsageError(_("Say why this person may be written to again."))
        key = key_of(address)
        found = self._desk.suppressions.of_key(key)
        if not found:
            raise NotFound(
                _("This address is not on the do-not-write list."),
                advice=_("Search the list: composer suppress list --search TEXT"),
            )
        if any(entry.reason in OWNER_ONLY for entry in found):
            require_role(by, Role.OWNER)
        numbers, statement = sign_off_the_list(self._desk, key, by=by)
        self._log(
            "suppress.remove",  # before it is done: what is frozen goes by what stands here
            by,
            entries=[entry.number for entry in found],
            reasons=sorted({entry.reason.value for entry in found}),
            why=for_log(why.strip()),
            statement=statement,
        )
        removed = self._desk.suppressions.remove(key, numbers=numbers)
        return tuple(_line(entry) for entry in removed)

    def sync(
        self, *, key: str = "", base_url: str = "", by: Person, progress: ReportRead | None = None
    ) -> SuppressionSync:
        """Take over SendGrid's lists, all or none; nobody is taken off by it.

        Without a key and address, those that the campaigns use where they agree, else the usual.

        Raises:
            Blocked: a practice workspace, and the service is not on this computer.
            UsageError: the address is not safe to send a key to.
            KeychainError: there is no such key here.
            TransportError: SendGrid refused or could not be read; the list is as it was.
        """
        from composer.transports.sendgrid_lists import (  # noqa: PLC0415 - SendGrid's library
            read_lists,
        )

        account = self._account(key=key, base_url=base_url.rstrip("/"))
        settings = TransportSettings(
            kind=TransportKind.SENDGRID, base_url=account.base_url, key=account.key
        )
        if not is_safe_url(account.base_url, bare=True):
            raise UsageError(
                _("The address of the mail service must begin with https://."),
                advice=_("Leave --base-url out for SendGrid itself."),
            )
        if self._desk.folder.is_practice and not settings.stays_on_this_computer:
            raise Blocked([finding("suppress.practice_only")])
        secret = provider_secret(account.key, self._desk.keychain)
        listed = read_lists(
            SendGridAccount(base_url=account.base_url, api_key=secret),
            progress=progress,
        )
        now = self._desk.now()
        made = (
            make_suppression(
                item.address, reason=item.reason, source=item.source, at=item.at or now,
                note=item.note,
            )
            for item in listed
        )  # fmt: skip
        record = self._desk.suppressions.add_sync(
            [entry for entry in made if entry is not None],
            base_url=account.base_url,
            key=account.key,
            by=by.public_key,
        )
        take_listed(self._desk, listed, base_url=account.base_url, key=account.key, by=by)
        self._log(
            "suppress.sync", by, service=account.base_url, key=account.key, added=record.added,
            counts=dict(record.counts),
        )  # fmt: skip
        return record

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Name the keys whose lists can be taken over: of the campaigns, each with its service."""
        practice = self._desk.folder.is_practice
        return tuple(
            sorted(
                (one.key, one.base_url)
                for one in self._accounts()
                if not practice
                or TransportSettings(
                    kind=TransportKind.SENDGRID, base_url=one.base_url, key=one.key
                ).stays_on_this_computer
            )
        )

    def _accounts(self) -> set[_Account]:
        return {
            _Account(base_url=transport.base_url, key=transport.key)
            for transport in (one.transport for one in loadable_campaigns(self._desk))
            if transport.kind is TransportKind.SENDGRID and transport.key
        }

    def _account(self, *, key: str, base_url: str) -> _Account:
        used = self._accounts()
        fitting = [
            one
            for one in used
            if (not key or one.key == key) and (not base_url or one.base_url == base_url)
        ]
        if len(fitting) == 1:
            return fitting[0]
        return _Account(base_url=base_url or SENDGRID_URL, key=key or USUAL_KEY)

    def sync_state(self) -> SuppressionSync | None:
        """Give the newest taking over of a mail service's lists, or None."""
        return self._desk.suppressions.last_sync()

    def _log(self, action: str, by: Person, **details: object) -> None:
        self._desk.audit.append(person=by.public_key, action=action, details=details)


def _line(entry: StoredSuppression) -> SuppressionLine:
    return SuppressionLine(
        address=entry.address,
        reason=entry.reason.value,
        source=entry.source,
        at=entry.at,
        note=entry.note,
    )
