"""The desk: everything that a stage needs, opened once and handed down; wired by hand."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar, cast

from composer.errors import KeychainError
from composer.findings import Finding
from composer.keychain import Keychain, open_keychain
from composer.keychain_unattended import UnattendedKeychain
from composer.model.clock import utc_now
from composer.model.clock_seen import ClockSeen, is_believable
from composer.model.counter import Counter, system_counter
from composer.model.identifiers import CampaignId
from composer.model.message import RenderContext
from composer.model.stages import Stage
from composer.signoff.pins import Pins
from composer.store.acceptances import AcceptanceStore
from composer.store.audit import AuditLog
from composer.store.bounces import BounceStore
from composer.store.campaigns import CampaignStore
from composer.store.checks import CheckStore
from composer.store.clock_marks import ClockMarks
from composer.store.glossary import GlossaryStore
from composer.store.locks import OsLock
from composer.store.mail_domains import MailDomainStore
from composer.store.mappings import MappingStore
from composer.store.pending_people import PendingStore
from composer.store.privacy import PrivacyStore
from composer.store.proofs import ProofStore
from composer.store.recipients import RecipientStore
from composer.store.shown import ShownStore
from composer.store.statements import StatementStore
from composer.store.suppression_journal import SuppressionJournal
from composer.store.suppressions import SuppressionStore
from composer.store.test_sends import TestSendStore
from composer.store.translation_memory import TranslationMemoryStore
from composer.store.translations import TranslationStore
from composer.store.workspace_folder import WorkspaceFolder

T = TypeVar("T")

RESULTS_KEPT = 256
ALIKE_KEPT = 4
"""Of one kind for one campaign: each revision that is saved while writing holds its files."""
LEAST_RAISE = timedelta(minutes=1)
"""The latest time seen is not written more often."""


@dataclass(slots=True, kw_only=True)
class Desk:
    """One open workspace. Safe to use from several threads; each store opens what it needs."""

    folder: WorkspaceFolder
    campaigns: CampaignStore
    recipients: RecipientStore
    pending: PendingStore
    statements: StatementStore
    checks: CheckStore
    proofs: ProofStore
    tests: TestSendStore
    shown: ShownStore
    acceptances: AcceptanceStore
    suppressions: SuppressionStore
    suppression_journal: SuppressionJournal
    mail_domains: MailDomainStore
    mappings: MappingStore
    translations: TranslationStore
    memory: TranslationMemoryStore
    glossary: GlossaryStore
    bounces: BounceStore
    privacy: PrivacyStore
    audit: AuditLog
    now: Callable[[], datetime] = utc_now
    counter: Callable[[], Counter] = system_counter
    read_long: Callable[[RenderContext], tuple[Finding, ...]] | None = None
    """Reads a long text in many languages in another process; without it, it is read here."""
    thawed: dict[str, str] = field(default_factory=dict)  # campaign to the proof being changed
    open_here: dict[str, OsLock] = field(default_factory=dict)  # campaigns kept for this window
    commanded_by: str = ""
    """The key of the person whose commands this process carries out; a window has none."""
    stood: dict[str, tuple[tuple[object, ...], Stage]] = field(default_factory=dict)
    """Where campaigns stood when that was last asked for in full, and what they were then."""
    guards_frozen: bool = True
    """Whether a frozen campaign is read-only here until somebody opens it for a change."""
    known_pins: Pins | None = None
    """What the password store held of the owner when it could last be read."""
    _keychain: Keychain | None = field(default=None, init=False)
    _look: threading.local = field(default_factory=threading.local, init=False)
    _kept: OrderedDict[object, object] = field(default_factory=OrderedDict, init=False)
    _keeping: threading.Lock = field(default_factory=threading.Lock, init=False)

    @property
    def keychain(self) -> Keychain:
        """The password store; opened when a key is first needed, it may ask a person."""
        looking: Keychain | None = getattr(self._look, "keychain", None)
        if looking is not None:
            return looking
        if self._keychain is None:
            self._keychain = open_keychain(
                keys_dir=self.folder.keys_dir,
                workspace_id=self.folder.id,
                practice=self.folder.is_practice,
            )
        return self._keychain

    @contextmanager
    def asking_once(self, remembered: Callable[[Keychain], Keychain]) -> Iterator[None]:
        """Have this thread's look ask through what remembers; within another look, through its."""
        if getattr(self._look, "keychain", None) is not None:
            yield
            return
        try:
            store = self.keychain
        except KeychainError:  # there is none: whoever needs one says so
            yield
            return
        self._look.keychain = remembered(store)
        try:
            yield
        finally:
            self._look.keychain = None

    @contextmanager
    def unattended(self) -> Iterator[None]:
        """Wait for no answer to a question of the password store: nobody may sit here."""
        attended = self.keychain
        self._keychain = UnattendedKeychain(attended)
        try:
            yield
        finally:
            self._keychain = attended

    @property
    def clock_marks(self) -> ClockMarks:
        """The latest time seen, as it is kept here and outside."""
        return ClockMarks(self.folder.path, self.folder.id)

    def clock_seen(self) -> ClockSeen:
        """Give the latest time seen here; at first, what the log says, or now."""
        seen = self.clock_marks.read()
        if seen is None:
            newest, now = self.audit.newest_at(), self.now()
            seen = ClockSeen(at=newest or now).seeing(now, self.counter())
            self.clock_marks.write(seen)
        return seen

    def highest_now(self) -> datetime:
        """Give the time for expiry: never before any time that was seen, nor after a jump."""
        seen, now, counter = self.clock_seen(), self.now(), self.counter()
        if not is_believable(seen, now=now, counter=counter):
            return seen.at
        if now - seen.at >= LEAST_RAISE or seen.since(counter.start) is None:
            self.clock_marks.write(seen.seeing(now, counter))
        return max(now, seen.at)

    def kept(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """Give what was made for this key before, or make it now.

        The key must hold everything that the result depends on; the newest results are kept.
        """
        with self._keeping:
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast("T", self._kept[key])
        made = make()
        with self._keeping:
            self._kept[key] = made
            alike = [known for known in self._kept if _subject(known) == _subject(key)]
            for former in alike[:-ALIKE_KEPT]:
                del self._kept[former]
            while len(self._kept) > RESULTS_KEPT:
                self._kept.popitem(last=False)
        return made

    def forget_kept(self) -> None:
        """Make everything anew when it is asked for next: what it was made from has gone."""
        with self._keeping:
            self._kept.clear()

    def send_folder(self, campaign_id: CampaignId) -> Path:
        """Give the folder of a campaign's send: ledger, stop file, progress."""
        return self.folder.sends_dir / campaign_id


def open_desk(folder: WorkspaceFolder) -> Desk:
    """Open the stores of a workspace."""
    database = folder.database
    return Desk(
        folder=folder,
        campaigns=CampaignStore(database, folder.files_dir),
        recipients=RecipientStore(database),
        pending=PendingStore(database),
        statements=StatementStore(database),
        checks=CheckStore(database),
        proofs=ProofStore(database),
        tests=TestSendStore(database),
        shown=ShownStore(database),
        acceptances=AcceptanceStore(database),
        suppressions=SuppressionStore(database, after_append=folder.remember_head),
        suppression_journal=SuppressionJournal(database, after_append=folder.remember_head),
        mail_domains=MailDomainStore(database),
        mappings=MappingStore(database),
        translations=TranslationStore(database),
        memory=TranslationMemoryStore(database),
        glossary=GlossaryStore(database),
        bounces=BounceStore(database),
        privacy=PrivacyStore(database),
        audit=AuditLog(database, after_append=folder.remember_head),
    )


def _subject(key: object) -> object:
    """Give what a kept result is about: its kind and, where it has one, its campaign."""
    return key[:2] if isinstance(key, tuple) else key
