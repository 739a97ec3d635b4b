"""Which campaigns are frozen now: what new rules for sign-off would void."""

from __future__ import annotations

from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.stages.sealing import proof_state


def frozen_campaigns(desk: Desk) -> tuple[str, ...]:
    """Name the frozen campaigns; other rules ask for a new proof of each."""
    return tuple(
        record.name
        for record in desk.campaigns.all()
        if proof_state(desk, load_content(desk, record.id)).is_current
    )
