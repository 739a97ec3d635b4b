"""One change of an audience at a time: reading, mending and taking over exclude another."""

from __future__ import annotations

from contextlib import AbstractContextManager, suppress

from composer.errors import Blocked
from composer.model.identifiers import CampaignId
from composer.stages.campaign_lock import campaign_lock
from composer.stages.desk import Desk
from composer.stages.purged import require_not_purged

_FOLDER = "audiences"


def audience_lock(
    desk: Desk, campaign_id: CampaignId, *, patience_s: float = 0.0
) -> AbstractContextManager[None]:
    """Be the only one who changes this campaign's audience, in use or pending.

    Raises:
        Blocked: somebody else is at it, or its people were removed for good.
    """
    require_not_purged(desk, campaign_id)
    return lock_for_removal(desk, campaign_id, patience_s=patience_s)


def lock_for_removal(
    desk: Desk, campaign_id: CampaignId, *, patience_s: float = 0.0
) -> AbstractContextManager[None]:
    """Be the only one at this campaign's audience, also while its people are removed.

    Raises:
        Blocked: somebody else is at it.
    """
    folder = desk.folder.path / _FOLDER
    return campaign_lock(folder, campaign_id, busy="audience.busy", patience_s=patience_s)


def sweep(desk: Desk) -> None:
    """Drop what readings left behind that were cut off, of whatever campaign."""
    for campaign_id in desk.recipients.campaigns_with_forgotten():
        with suppress(Blocked), audience_lock(desk, CampaignId(campaign_id)):
            desk.recipients.drop_forgotten(campaign_id)
