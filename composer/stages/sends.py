"""Sending a campaign and what is left of it: the senders' side of `Workspace`.

Blocking and safe from several threads; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from composer.findings import Finding
from composer.model.ending import LogLine, SendGlance
from composer.model.identifiers import CampaignId
from composer.model.overview import LedgerLine, ReceiptState, SendOutcome
from composer.model.person import Person
from composer.model.sent_copy import ReceivedCopy
from composer.model.states import Counts, RecipientState
from composer.records.evidence import Addresses
from composer.stages import (
    evidence,
    glancing,
    received_copies,
    reporting,
    resuming,
    send_log,
    sending,
    settling,
    testing,
)
from composer.stages.desk import Desk
from composer.stages.evidence import Asked, known_owner
from composer.stages.history import History
from composer.stages.started_sender import StartedSender


class Sends:
    """Start, stop and resume a send, and say how it went, in one open workspace."""

    _desk: Desk

    def send(
        self,
        campaign_id: CampaignId,
        *,
        by: Person,
        rate: Decimal | None = None,
        until: int | None = None,
        at_plan: bool = False,
        progress: Callable[[Counts, float, int | None], None] | None = None,
    ) -> SendOutcome:
        """Send in this process until everybody is final or unclear, a hold, or a stop.

        With `at_plan` it waits for the planned time first.
        """
        wanted = sending.Wanted(rate=rate, until=until, at_plan=at_plan)
        return sending.send(self._desk, campaign_id, wanted, by=by, progress=progress)

    def start_sending(
        self,
        campaign_id: CampaignId,
        *,
        by: Person,
        rate: Decimal | None = None,
        at_plan: bool = False,
    ) -> StartedSender:
        """Start `composer send` as a process that neither needs nor misses the window."""
        wanted = sending.Wanted(rate=rate, at_plan=at_plan)
        return sending.start_sending(self._desk, campaign_id, wanted, by=by)

    def stop(self, campaign_id: CampaignId, *, by: Person | None) -> Counts:
        """Stop: nothing crosses the brink any more. Anybody may."""
        return sending.stop(self._desk, campaign_id, by=by)

    def resume(self, campaign_id: CampaignId, *, by: Person, reason: str = "") -> None:
        """Lift a stop or a hold; only a sender may. It does not send."""
        sending.resume(self._desk, campaign_id, by=by, reason=reason)

    def received_copy(self, campaign_id: CampaignId) -> ReceivedCopy | None:
        """Give the copy in a test mailbox that a person should look at, beside its prediction."""
        return received_copies.received_copy(self._desk, campaign_id)

    def clearance_findings(self, campaign_id: CampaignId, *, by: Person) -> tuple[Finding, ...]:
        """Say why a person may not sign that sending may go on after a difference."""
        return resuming.clearance_findings(self._desk, campaign_id, by=by)

    def clear_difference(
        self, campaign_id: CampaignId, *, by: Person, words: str, copy: int = 0
    ) -> str:
        """Sign, as a reviewer, that sending may go on though the shown copy differs."""
        return resuming.clear_difference(self._desk, campaign_id, by=by, words=words, copy=copy)

    def glances(self) -> tuple[SendGlance, ...]:
        """Give every send of the workspace that has begun, quickly, the newest first."""
        return glancing.glances(self._desk)

    def send_log(self, campaign_id: CampaignId, *, limit: int = 200) -> tuple[LogLine, ...]:
        """Give the newest lines of the record, newest first, without addresses."""
        return send_log.send_log(self._desk, campaign_id, limit=limit)

    def settle(
        self, campaign_id: CampaignId, *addresses: str, sent: bool, evidence: str, by: Person
    ) -> None:
        """Decide unclear messages with evidence, all of them or none."""
        wanted = settling.Settlement(addresses=addresses, sent=sent, evidence=evidence)
        settling.settle(self._desk, campaign_id, wanted, by=by)

    def ledger_lines(
        self,
        campaign_id: CampaignId,
        states: frozenset[RecipientState],
        *,
        offset: int,
        limit: int,
    ) -> tuple[tuple[LedgerLine, ...], int]:
        """List the people in some states, and how many there are."""
        return reporting.ledger_lines(self._desk, campaign_id, states, offset=offset, limit=limit)

    def received_at_seeds(self, campaign_id: CampaignId) -> tuple[ReceiptState, ...]:
        """Say how the copies to test mailboxes during the send arrived."""
        return testing.watch_state(self._desk, campaign_id)

    def report(
        self, campaign_id: CampaignId, wanted: str, file: Path, *, by: Person | None = None
    ) -> None:
        """Write the report as csv or html; `by` is who takes it out of the workspace."""
        reporting.write_report(self._desk, campaign_id, wanted, file, by=by)

    def record_findings(self, campaign_id: CampaignId) -> list[Finding]:
        """Say how a campaign's record contradicts itself; it may take a while."""
        return reporting.record_findings(self._desk, campaign_id)

    def evidence(
        self,
        campaign_id: CampaignId,
        file: Path,
        *,
        addresses: Addresses = Addresses.NONE,
        by: Person | None = None,
    ) -> None:
        """Write one file that anybody can verify offline; `by` signs for it as a whole."""
        evidence.export_evidence(self._desk, campaign_id, file, addresses=addresses, by=by)

    def ask_evidence(self, file: Path, address: str) -> Asked:
        """Say what an evidence file tells about one address, where its key is."""
        return evidence.ask_evidence(self._desk, file, address)

    @property
    def history(self) -> History:
        """Who did what and when, out of the log."""
        return History(self._desk)

    def known_owner(self, workspace_id: str) -> str:
        """Give the owner's key that this computer pinned for a workspace, or ""."""
        return known_owner(self._desk, workspace_id)
