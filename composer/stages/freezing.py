"""Whether a campaign is frozen for sign-off, and nobody here has opened it for a change.

Pages that show a frozen campaign cannot be typed into; whatever they forget is refused here, where
it would be stored.
"""

from __future__ import annotations

from composer.errors import Blocked
from composer.findings import finding
from composer.stages.content import Content
from composer.stages.desk import Desk
from composer.stages.editing import require_not_open_elsewhere
from composer.stages.purged import purged_finding, require_not_purged
from composer.stages.sealing import proof_state


def is_frozen(desk: Desk, content: Content) -> bool:
    """Tell whether a campaign is read-only."""
    if purged_finding(desk, content.record.id) is not None:
        return True
    proof = proof_state(desk, content)
    campaign_id = content.record.id
    thawed = proof.stored is not None and desk.thawed.get(campaign_id) == proof.stored.digest
    return proof.is_current and not thawed


def require_open(desk: Desk, content: Content) -> None:
    """Require that a campaign may be changed: it is not frozen, or somebody chose *Change…*.

    Nor does anybody else have it open: either would overwrite the other.

    Raises:
        Blocked: `campaign.frozen`, or `campaign.open_elsewhere`.
        Blocked: `campaign.purged`, which nobody can choose to change.
    """
    require_not_purged(desk, content.record.id)
    require_not_open_elsewhere(desk, content.record.id)
    if desk.guards_frozen and is_frozen(desk, content):
        raise Blocked([finding("campaign.frozen")])
