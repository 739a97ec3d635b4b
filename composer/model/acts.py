"""Names of acts in the workspace's log on which rules stand: who counts as an author."""

from __future__ import annotations

AUTHORING = frozenset(
    {
        "campaign.copy",
        "campaign.import",
        "campaign.new",
        "campaign.save",
        "audience.replace",
        "audience.fix",
        "audience.bring_back",
        "audience.leave_out",
        "audience.take_back",
        "proof.seal",
        "warning.accept",
        "warning.withdraw",
    }
)
"""What makes somebody an author of a campaign.

`wrote` and `translated` in its details name others whose text came with it."""
PARTED = "campaign.later"
"""What the log says of a campaign whose people were taken out of another one's."""
FOLLOWED = "incident.follow_up"
"""What the log says of a campaign made for those who got another one."""
DERIVING = frozenset({PARTED, FOLLOWED})
"""What makes a campaign (`linked`) out of another one (`campaign`), with that one's authors."""
