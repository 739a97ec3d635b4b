"""A campaign whose personal data was removed is closed for good: it can be read, and nothing else.

Guards rule 4: its people cannot be told from new ones by their rows any more.
"""

from __future__ import annotations

from composer.errors import Blocked
from composer.findings import Finding, finding
from composer.stages.desk import Desk


def purged_finding(desk: Desk, campaign_id: str) -> Finding | None:
    """Say since when a campaign is closed, or None."""
    purge = desk.privacy.purge_of(campaign_id)
    if purge is None:
        return None
    return finding("campaign.purged", date=purge.begun_at.date().isoformat())


def require_not_purged(desk: Desk, campaign_id: str) -> None:
    """Require that a campaign still has its people.

    Raises:
        Blocked: `campaign.purged`.
    """
    found = purged_finding(desk, campaign_id)
    if found is not None:
        raise Blocked([found])
