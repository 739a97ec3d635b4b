"""Whether a campaign is frozen for sign-off, and nobody here has opened it for a change."""

from __future__ import annotations

from composer.stages.content import Content
from composer.stages.desk import Desk
from composer.stages.sealing import proof_state


def is_frozen(desk: Desk, content: Content) -> bool:
    """Tell whether a campaign is read-only."""
    proof = proof_state(desk, content)
    campaign_id = content.record.id
    thawed = proof.stored is not None and desk.thawed.get(campaign_id) == proof.stored.digest
    return proof.is_current and not thawed
