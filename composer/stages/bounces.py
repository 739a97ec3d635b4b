"""What comes back after a send: read, told apart, counted once, and heeded from then on.

`Workspace.bounces` is one of these. A report counts only when it names a message of this campaign
by what only we gave it, the record says that it went out, and the address it speaks of, where it
names one, is that person's. What counts is kept without any address; people whose address is gone,
or who complained, go on the do-not-write list before the report is kept as read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from composer.audience.suppression import key_of, make_suppression
from composer.errors import Blocked, NotFound, UsageError
from composer.findings import finding
from composer.i18n import _, place
from composer.model.bounce import (
    BounceCounts,
    BouncedPerson,
    BounceFate,
    BounceKind,
    BounceNote,
    BouncesRead,
    JudgedBounce,
    KeptBounce,
    ReadBounce,
)
from composer.model.campaign import LOOPBACK_HOSTS, ImapSettings, TransportKind
from composer.model.identifiers import CampaignId
from composer.model.person import Person
from composer.model.recipient import Recipient
from composer.model.suppression import Suppression, SuppressionReason
from composer.records.bounce_events import read_events
from composer.records.bounces import read_bounce
from composer.stages.bounce_counts import bounce_counts, bounced_people
from composer.stages.bounce_ids import HANDED_OVER, SentIds
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.progress import read_progress
from composer.stages.seed_mailboxes import imap_account
from composer.stages.suppressions import Suppressions
from composer.store.ledger_view import open_ledger_read_only
from composer.transports.bounce_inbox import BounceInbox
from composer.transports.bounce_sources import EVENT_ENDINGS, list_files, read_messages
from composer.transports.handover import without_addresses

READ_ACT = "bounces.read"
MOST_TOLD = 1000
_AT_ONCE = 500
_TAG = 100

Report = Callable[[int, int], None]
"""Told how many messages were read, and of how many: 0 where nobody knows."""


class Bounces:
    """What came back of the campaigns of one open workspace."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def read_path(
        self, campaign_id: CampaignId, path: Path, *, by: Person, progress: Report | None = None
    ) -> BouncesRead:
        """Read a message, an mbox, a Maildir, a folder of messages, or a service's events in JSON.

        Raises:
            NotFound: there is nothing at the path.
            Blocked: nothing of this campaign was sent.
        """
        if not path.exists():
            raise NotFound(place(_("{path} is neither a file nor a folder."), path=path))
        files = list_files(path)
        found = _of_files(files)
        return self._take(campaign_id, found, source="file", total=len(files), by=by, told=progress)

    def read_mailbox(
        self,
        campaign_id: CampaignId,
        settings: ImapSettings | None = None,
        *,
        by: Person,
        password: str = "",
        progress: Report | None = None,
    ) -> BouncesRead:
        """Read the mailbox that bounces come back to; without settings, the test mailboxes' server.

        A password that is given is used this once and not kept; else the settings name a key.

        Raises:
            UsageError: no server, or no user name, is set.
            ComposerError: it cannot be read.
        """
        content = load_content(self._desk, campaign_id)
        wanted = settings or content.campaign.test.imap
        if wanted is None or not wanted.username:
            raise UsageError(
                _("No mailbox is named that bounces come back to."),
                advice=_("Name its server, its user name and the name of its password."),
            )
        if self._desk.folder.is_practice and wanted.host.lower() not in LOOPBACK_HOSTS:
            raise Blocked([finding("bounces.practice_only")])
        account = imap_account(self._desk, wanted, seed="", is_own=True, password=password)
        inbox = BounceInbox(account, since=self._started(campaign_id))
        found = (
            _Found(name=one.name, read=read_bounce(one.content) if one.content else None, of=total)
            for total, one in inbox.messages()
        )
        return self._take(campaign_id, found, source="imap", total=0, by=by, told=progress)

    def ask_service(self, campaign_id: CampaignId, *, by: Person) -> int:
        """Take over the lists of the campaign's mail service; give what is new of this campaign.

        Raises:
            UsageError: it is not sent through SendGrid.
            ComposerError: as `Suppressions.sync`.
        """
        transport = load_content(self._desk, campaign_id).campaign.transport
        if transport.kind is not TransportKind.SENDGRID:
            raise UsageError(_("This campaign is not sent through SendGrid."))
        before = len(self._desk.bounces.all(campaign_id))
        Suppressions(self._desk).sync(key=transport.key, base_url=transport.base_url, by=by)
        return len(self._desk.bounces.all(campaign_id)) - before

    def counts(self, campaign_id: CampaignId) -> BounceCounts:
        """Count the people from whom something came back."""
        return bounce_counts(self._desk, campaign_id)

    def people(self, campaign_id: CampaignId) -> tuple[BouncedPerson, ...]:
        """Give the people from whom something came back, in the order of the audience."""
        return bounced_people(self._desk, campaign_id)

    # --- inside ------------------------------------------------------------------------------

    def _started(self, campaign_id: CampaignId) -> datetime:
        begun = read_progress(self._desk.send_folder(campaign_id)).started_at
        return begun or self._desk.now() - timedelta(days=30)

    def _take(
        self,
        campaign_id: CampaignId,
        found: Iterable[_Found],
        *,
        source: str,
        total: int,
        by: Person,
        told: Report | None,
    ) -> BouncesRead:
        content = load_content(self._desk, campaign_id)
        path = self._desk.send_folder(campaign_id) / "ledger.db"
        if not path.exists():
            raise Blocked([finding("send.not_begun")])
        with open_ledger_read_only(path) as view:
            taking = _Taking(
                desk=self._desk,
                content=content,
                ids=SentIds(self._desk, content, view),
                source=source,
                began=self._started(campaign_id),
                by=by,
            )
            for done, one in enumerate(found, 1):
                taking.judge(one)
                if told is not None and (done % 20 == 0 or done == total):
                    told(done, max(total, one.of, done))
            taking.keep()
        result = taking.result()
        self._desk.audit.append(
            person=by.public_key,
            action=READ_ACT,
            details={
                "campaign": campaign_id,
                "source": source,
                "messages": result.messages,
                "added": sum(count for _kind, count in result.kinds),
                "listed": result.listed,
            },
        )
        return result


# --- inside -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """One message of a source, as it reads; None where it could not be read at all."""

    name: str
    read: ReadBounce | None
    of: int = 0


def _of_files(files: Iterable[Path]) -> Iterator[_Found]:
    for file in files:
        if file.suffix.lower() in EVENT_ENDINGS:
            for number, event in enumerate(read_events(file.read_bytes()), 1):
                yield _Found(name=f"{file.name} ({number})", read=event)
            continue
        for one in read_messages(file):
            read = None if one.content is None else read_bounce(one.content)
            yield _Found(name=one.name, read=read)


@dataclass(slots=True, kw_only=True)
class _Taking:
    """One reading under way: judges each message, and keeps some hundreds at once."""

    desk: Desk
    content: Content
    ids: SentIds
    source: str
    began: datetime
    by: Person
    fates: Counter[BounceFate] = field(default_factory=Counter)
    kinds: Counter[BounceKind] = field(default_factory=Counter)
    told: list[JudgedBounce] = field(default_factory=list)
    unreadable: int = 0
    listed: int = 0
    _new: list[tuple[Recipient, KeptBounce]] = field(default_factory=list)
    _known: set[tuple[str, str, str]] | None = None

    def judge(self, found: _Found) -> None:
        """Judge one message, and remember what is to be kept of it."""
        if found.read is None:
            self.unreadable += 1
            return
        fate, note, person = self._fate(found.read)
        if fate is BounceFate.COUNTED and person is not None:
            fate = self._remember(found.read, note, person)
        self.fates[fate] += 1
        if len(self.told) < MOST_TOLD:
            self.told.append(
                JudgedBounce(
                    name=found.name,
                    kind=note.kind,
                    fate=fate,
                    addresses=found.read.addresses,
                    status=note.status,
                    answer=note.answer,
                    recipient_id=person.id if person else "",
                )
            )

    def keep(self) -> None:
        """Put on the do-not-write list whom it concerns, then keep what was read."""
        entries = [one for person, kept in self._new if (one := self._entry(person, kept))]
        if entries:
            self.listed += self.desk.suppressions.add(entries, by=self.by.public_key).added
        if self._new:
            kept = [one for _person, one in self._new]
            self.desk.bounces.add(self.content.record.id, kept, by=self.by.public_key)
        self._new.clear()

    def result(self) -> BouncesRead:
        """Say what the reading did."""
        return BouncesRead(
            judged=tuple(self.told),
            fates=tuple(self.fates.items()),
            kinds=tuple(self.kinds.items()),
            listed=self.listed,
            unreadable=self.unreadable,
        )

    def _fate(self, read: ReadBounce) -> tuple[BounceFate, BounceNote, Recipient | None]:
        """Say whether a message counts, for whom, and by which of its notes."""
        notes = [note for note in read.notes if note.kind is not BounceKind.NONE]
        first = next((note for note in notes if note.kind is read.kind), _NOTHING)
        if not notes:
            return BounceFate.NOTHING_SAID, first, None
        named = self.ids.named_by(read)
        if not named:
            return BounceFate.NOT_OURS, first, None
        sent = [one for one in named if self.ids.states[one] in HANDED_OVER]
        if not sent:
            return BounceFate.NEVER_SENT, first, None
        people = self.desk.recipients.by_ids(self.content.record.id, sent)
        for person in people.values():
            note = _about(person, notes, is_only=len(sent) == 1)
            if note is not None:
                fate = BounceFate.COUNTED if note.kind.is_kept else BounceFate.NOT_KEPT
                return fate, note, person
        return BounceFate.OTHER_ADDRESS, first, None

    def _remember(self, read: ReadBounce, note: BounceNote, person: Recipient) -> BounceFate:
        if self._known is None:
            kept = self.desk.bounces.all(self.content.record.id)
            self._known = {(one.recipient_id, one.kind.value, one.mark) for one in kept}
        key = (person.id, note.kind.value, read.mark)
        if key in self._known:
            return BounceFate.KNOWN
        self._known.add(key)
        self.kinds[note.kind] += 1
        is_known = "@" in person.address  # else they were erased: words about them stay away
        kept_one = KeptBounce(
            recipient_id=person.id,
            kind=note.kind,
            status=note.status,
            answer=without_addresses(note.answer).replace("@", "(at)") if is_known else "",
            at=self._moment(read.at),
            source=self.source,
            mark=read.mark,
        )
        self._new.append((person, kept_one))
        if len(self._new) >= _AT_ONCE:
            self.keep()
        return BounceFate.COUNTED

    def _moment(self, at: datetime | None) -> datetime:
        """Believe a time that lies between the send and now."""
        now = self.desk.now()
        earliest = self.began.astimezone(UTC) - timedelta(days=1)
        return at if at is not None and earliest <= at <= now else now

    def _entry(self, person: Recipient, kept: KeptBounce) -> Suppression | None:
        if not kept.kind.stops_writing:
            return None
        is_complaint = kept.kind is BounceKind.COMPLAINT
        return make_suppression(
            person.address,
            reason=SuppressionReason.COMPLAINT if is_complaint else SuppressionReason.BOUNCE,
            source=f"bounces:{self.content.record.id}",
            at=kept.at,
            note=" ".join(part for part in (kept.status, kept.answer) if part)[:_TAG],
        )


_NOTHING = BounceNote(kind=BounceKind.NONE)


def _about(person: Recipient, notes: list[BounceNote], *, is_only: bool) -> BounceNote | None:
    """Give the note that speaks of a person; one that names nobody does, if it is the only one."""
    key = key_of(person.address)
    for note in notes:
        if key in {key_of(one) for one in (*note.addresses, *note.also)}:
            return note
    unnamed = next((note for note in notes if not note.addresses), None)
    return unnamed if is_only and len(notes) == 1 else None
