"""What is wrong with a draft's settings, told beside the field that somebody has just left.

The rules are those of saving and rendering; nothing is decided here and nothing is stored.
"""

from __future__ import annotations

from composer.findings import Finding, blocking, finding
from composer.folder.load import SETTINGS_FILE, parse_tree
from composer.model.campaign import Campaign, Purpose
from composer.model.identifiers import CampaignId
from composer.model.message import RenderContext
from composer.model.writing import MessageDraft
from composer.rendering.compile import find_template_findings
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.stages.drafting import find_half_characters_in, with_settings


def settings_findings(
    desk: Desk, campaign_id: CampaignId, draft: MessageDraft
) -> tuple[Finding, ...]:
    """Find what keeps a draft's settings from being used; the place names the key or the part."""
    halves = find_half_characters_in(draft)
    if unwritable := tuple(item for item in halves if item.place_of("file") == SETTINGS_FILE):
        return unwritable
    content = load_content(desk, campaign_id)
    parsed = parse_tree(with_settings(content.tree, draft, stored=content.campaign))
    told = tuple(item for item in parsed.findings if item.place_of("file") == SETTINGS_FILE)
    if parsed.campaign is None or parsed.message is None:
        return tuple(blocking(told)) or tuple(blocking(parsed.findings))
    context = RenderContext(
        campaign=parsed.campaign,
        message=parsed.message,
        message_seed=content.record.message_seed,
        columns=content.columns,
    )
    found = find_template_findings(context)
    in_settings = (item for item in found if item.place_of("file") == SETTINGS_FILE)
    return (*told, *in_settings, *_missing(parsed.campaign))


def _missing(campaign: Campaign) -> tuple[Finding, ...]:
    """Say what the campaign's purpose asks of its settings, as the check of everybody would."""
    if campaign.purpose is Purpose.MARKETING and not campaign.unsubscribe:
        return (finding("content.no_unsubscribe", where={"key": "unsubscribe"}),)
    return ()
