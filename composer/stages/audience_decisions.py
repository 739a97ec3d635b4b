"""Whether the audience in use was chosen by the decisions that the campaign's settings name now.

The settings are sealed and shown to reviewers; people who were chosen otherwise must not be. Nor
must people of a campaign that is left out, who came into it since; what was frozen before stays.
"""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from composer.findings import Finding, finding
from composer.model.campaign import AudienceSettings
from composer.stages.content import Content
from composer.stages.desk import Desk
from composer.stages.overlap import frozen_at
from composer.store.people_tables import PeopleTables


def decisions_text(settings: AudienceSettings) -> str:
    """Write down what says who is listed, to be compared later.

    What was decided about languages is there only where something was.
    """
    languages = [settings.later, settings.only] if settings.later or settings.only else []
    return orjson.dumps(
        [
            settings.email,
            settings.locale,
            settings.segment,
            sorted(settings.exclude),
            settings.inactive,
            sorted((item.code, item.rows) for item in settings.leave_out),
            *languages,
            *([settings.corrects] if settings.corrects else []),
            *([settings.follows, settings.follows_groups] if settings.follows else []),
        ]
    ).decode()


def decision_findings(desk: Desk, content: Content) -> list[Finding]:
    """Find that the people in use were chosen by other decisions; old audiences tell of none."""
    facts = desk.recipients.facts(content.record.id)
    settings = content.campaign.audience
    if facts is None or facts.decisions in {"", decisions_text(settings)}:
        return list(_came_since(desk, content)) if settings.exclude else []
    return [finding("audience.decided_otherwise", where={"file": settings.file})]


def _shared(desk: Desk, own: PeopleTables, other: PeopleTables) -> int:
    key = ("excluded", own.campaign_id, own.number, other.campaign_id, other.number)
    return desk.kept(key, lambda: desk.recipients.shared(own.campaign_id, other.campaign_id))


def _came_since(desk: Desk, content: Content) -> Iterator[Finding]:
    """Find people of the campaigns that are left out, whom those did not list before."""
    own = desk.recipients.listing(content.record.id)
    if own is None or frozen_at(desk, content) is not None:
        return
    for record in desk.campaigns.all():
        listing = desk.recipients.listing(record.id)
        if record.id not in content.campaign.audience.exclude or listing is None:
            continue
        count = _shared(desk, own.tables, listing.tables)
        if count:
            where: dict[str, str | int] = {"key": "audience.exclude", "campaign": record.id}
            yield finding("exclude.came_since", where=where, count=count, name=record.name)
