"""The desk: everything that a stage needs, opened once and handed down; wired by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from composer.keychain import Keychain, open_keychain
from composer.model.identifiers import CampaignId
from composer.store.audit import AuditLog
from composer.store.campaigns import CampaignStore
from composer.store.checks import CheckStore
from composer.store.proofs import ProofStore
from composer.store.recipients import RecipientStore
from composer.store.shown import ShownStore
from composer.store.statements import StatementStore
from composer.store.test_sends import TestSendStore
from composer.store.workspace_folder import WorkspaceFolder


def utc_now() -> datetime:
    """Give the time as an aware UTC datetime."""
    return datetime.now(UTC)


@dataclass(slots=True, kw_only=True)
class Desk:
    """One open workspace. Safe to use from several threads; each store opens what it needs."""

    folder: WorkspaceFolder
    campaigns: CampaignStore
    recipients: RecipientStore
    statements: StatementStore
    checks: CheckStore
    proofs: ProofStore
    tests: TestSendStore
    shown: ShownStore
    audit: AuditLog
    now: Callable[[], datetime] = utc_now
    thawed: dict[str, str] = field(default_factory=dict)  # campaign to the proof being changed
    _keychain: Keychain | None = field(default=None, init=False)

    @property
    def keychain(self) -> Keychain:
        """The password store; opened when a key is first needed, it may ask a person."""
        if self._keychain is None:
            self._keychain = open_keychain(
                keys_dir=self.folder.keys_dir,
                workspace_id=self.folder.id,
                practice=self.folder.is_practice,
            )
        return self._keychain

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
        statements=StatementStore(database),
        checks=CheckStore(database),
        proofs=ProofStore(database),
        tests=TestSendStore(database),
        shown=ShownStore(database),
        audit=AuditLog(database, after_append=folder.remember_head),
    )
