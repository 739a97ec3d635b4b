"""Which frozen version everybody's message was made from.

A campaign that was frozen anew goes on in the same record: whoever had the message before keeps
that one, and the others get the new one. So what somebody got is never read from the newest proof,
and batches, which are numbered from 1 in each proof, are told apart by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from composer.errors import NotFound
from composer.model.identifiers import CampaignId
from composer.model.moves import LedgerRow
from composer.stages.desk import Desk
from composer.store.ledger_view import LedgerView
from composer.store.proofs import ProofRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class SentVersions:
    """The proofs of a campaign by the number of their plan, and each one's messages.

    `newest` is the proof of whoever is in no plan yet; "" before anything was frozen.
    """

    by_plan: Mapping[int, str]
    newest: str
    digests: Mapping[str, Mapping[str, str]]

    def proof_of(self, row: LedgerRow | None) -> str:
        """Give the proof that somebody's message is made from."""
        return self.by_plan.get(row.plan, "") if row is not None else self.newest

    def digest_of(self, recipient_id: str, row: LedgerRow | None) -> str:
        """Give the fingerprint of somebody's message; "" where it is not known."""
        return self.digests.get(self.proof_of(row), {}).get(recipient_id, "")


def sent_versions(desk: Desk, campaign_id: CampaignId, view: LedgerView | None) -> SentVersions:
    """Read the versions of a campaign: those that were sent, else the newest one."""
    by_plan = view.proofs if view is not None else {}
    latest = desk.proofs.latest(campaign_id)
    newest = latest.digest if latest else ""
    wanted = set(by_plan.values()) or {newest}
    return SentVersions(
        by_plan=by_plan,
        newest=newest,
        digests={
            proof.digest: {
                line.recipient_id: line.digest for line in desk.checks.digests(proof.binding)
            }
            for proof in known_proofs(desk, wanted)
        },
    )


def known_proofs(desk: Desk, digests: Iterable[str]) -> tuple[ProofRecord, ...]:
    """Give the proofs of these digests; what is not here is left out."""
    found = []
    for digest in digests:
        with suppress(NotFound):
            found.append(desk.proofs.proof(digest))
    return tuple(found)
