"""One check of a campaign's everybody at a time: what one keeps, no other may take up meanwhile."""

from __future__ import annotations

from contextlib import AbstractContextManager

from composer.model.identifiers import CampaignId
from composer.stages.campaign_lock import campaign_lock
from composer.stages.desk import Desk

_FOLDER = "checks"
_PATIENCE_S = 3.0
"""So long a cancelled check may take to end."""


def check_lock(desk: Desk, campaign_id: CampaignId) -> AbstractContextManager[None]:
    """Be the only one who checks this campaign's everybody.

    Raises:
        Blocked: somebody else is at it.
    """
    folder = desk.folder.path / _FOLDER
    return campaign_lock(folder, campaign_id, busy="check.busy", patience_s=_PATIENCE_S)
