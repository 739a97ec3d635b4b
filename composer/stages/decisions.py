"""What a person sees and says before a campaign may go: the reviewers' side of `Workspace`.

Blocking and safe from several threads; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from composer.findings import Finding
from composer.model.asked import AskOutcome
from composer.model.changes import KindBeside, WhatChanged
from composer.model.frozen_and_tested import FrozenAndTested
from composer.model.identifiers import CampaignId, RecipientId
from composer.model.overview import ReviewedKind, WrittenKind
from composer.model.person import Person
from composer.model.signers import Signers
from composer.stages import asking, reviewing, signers, signing
from composer.stages.ask_by_mail import ask_by_mail
from composer.stages.ask_process import ask_in_own_process
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.stages.freeze_and_test import Following, freeze_and_test
from composer.stages.kinds_beside import kinds_beside
from composer.stages.previewing import Previewer
from composer.stages.review_folder import write_review
from composer.stages.sealing import proof_state
from composer.stages.what_changed import what_changed


class Decisions:
    """Review, approval, rejection and revocation in one open workspace."""

    _desk: Desk
    _previewer: Previewer

    def review_material(self, campaign_id: CampaignId, *, by: Person) -> tuple[ReviewedKind, ...]:
        """Give every kind of message that this person must see, rendered."""
        return reviewing.material(self._desk, self._previewer, campaign_id, by=by)

    def review(self, campaign_id: CampaignId, out: Path, *, by: Person) -> tuple[WrittenKind, ...]:
        """Write every kind as .eml with an index; record that they were shown."""
        return write_review(self._desk, self._previewer, campaign_id, out, by=by)

    def record_shown(
        self, campaign_id: CampaignId, recipient_id: RecipientId, *, by: Person
    ) -> None:
        """Record that one kind was displayed to this person."""
        reviewing.record_shown(self._desk, campaign_id, recipient_id, by=by)

    def shown(self, campaign_id: CampaignId, *, by: Person) -> frozenset[RecipientId]:
        """Give the kinds of the current proof that this person was shown."""
        return reviewing.shown(self._desk, campaign_id, by=by)

    def what_changed(
        self, campaign_id: CampaignId, *, since: Person | None = None
    ) -> WhatChanged | None:
        """Say what is another than in the last proof approved or tested, or approved by `since`."""
        content = load_content(self._desk, campaign_id)
        return what_changed(self._desk, content, proof_state(self._desk, content), since=since)

    def kinds_beside(
        self, campaign_id: CampaignId, *, since: Person | None = None
    ) -> tuple[KindBeside, ...]:
        """Give every kind of message that changed since then, as it was and as it is."""
        return kinds_beside(self._desk, self._previewer, campaign_id, since=since)

    def freeze_and_test(
        self, campaign_id: CampaignId, *, by: Person, following: Following
    ) -> FrozenAndTested:
        """Freeze with what the check still needs, test, and wait; say how far it came."""
        return freeze_and_test(self._desk, campaign_id, by=by, following=following)

    def record_asked(
        self, campaign_id: CampaignId, people: Iterable[Person], *, by: Person
    ) -> None:
        """Write down who was asked to approve the current proof."""
        asking.record_asked(self._desk, campaign_id, people, by=by)

    def asked(self, proof: str) -> Mapping[str, datetime]:
        """Say when each person (by public key) was last asked to approve a proof."""
        return asking.asked(self._desk, proof)

    def ask_by_mail(
        self, campaign_id: CampaignId, *, people: Sequence[str] = (), by: Person
    ) -> tuple[AskOutcome, ...]:
        """Send each of these people one request with the proof file, from this very process."""
        return ask_by_mail(self._desk, self._previewer, campaign_id, people=people, by=by)

    def ask_in_own_process(
        self, campaign_id: CampaignId, *, people: Sequence[str], by: Person
    ) -> tuple[Finding, ...]:
        """Do `ask_by_mail` in a process of its own: the window never sends by itself."""
        return ask_in_own_process(self._desk, campaign_id, people=people, by=by)

    def mailed(self, proof: str) -> Mapping[str, AskOutcome]:
        """Say what became of the last request by mail to each person (by public key)."""
        return asking.mailed(self._desk, proof)

    def approval_findings(self, campaign_id: CampaignId, *, by: Person) -> tuple[Finding, ...]:
        """Say why this person may not approve now; empty means they may."""
        return signing.approval_findings(self._desk, campaign_id, by=by)

    def signers(self, campaign_id: CampaignId) -> Signers:
        """Say who can sign now, and until when that is early enough."""
        return signers.signers(self._desk, campaign_id)

    def approve(self, campaign_id: CampaignId, *, by: Person, comment: str = "") -> tuple[str, int]:
        """Sign an approval; give its digest and how many are still needed."""
        return signing.approve(self._desk, campaign_id, by=by, comment=comment)

    def reject(self, campaign_id: CampaignId, *, by: Person, comment: str = "") -> str:
        """Sign a rejection."""
        return signing.reject(self._desk, campaign_id, by=by, comment=comment)

    def revoke(self, campaign_id: CampaignId, *, by: Person) -> str:
        """Take one's own decision back."""
        return signing.revoke(self._desk, campaign_id, by=by)
