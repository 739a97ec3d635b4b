"""Whether the audience in use was chosen by the decisions that the campaign's settings name now.

The settings are sealed and shown to reviewers; people who were chosen otherwise must not be.
"""

from __future__ import annotations

import orjson

from composer.findings import Finding, finding
from composer.model.campaign import AudienceSettings
from composer.stages.content import Content
from composer.stages.desk import Desk


def decisions_text(settings: AudienceSettings) -> str:
    """Write down what says who is listed, to be compared later."""
    return orjson.dumps(
        [
            settings.email,
            settings.locale,
            settings.segment,
            sorted(settings.exclude),
            settings.inactive,
            sorted((item.code, item.rows) for item in settings.leave_out),
        ]
    ).decode()


def decision_findings(desk: Desk, content: Content) -> list[Finding]:
    """Find that the people in use were chosen by other decisions; old audiences tell of none."""
    facts = desk.recipients.facts(content.record.id)
    settings = content.campaign.audience
    if facts is None or facts.decisions in {"", decisions_text(settings)}:
        return []
    return [finding("audience.decided_otherwise", where={"file": settings.file})]
