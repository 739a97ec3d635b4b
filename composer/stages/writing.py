"""Writing: each save is a new revision of the campaign's files.

Writing is never refused because of what is wrong with the text: findings say it, and the gate reads
them. Saving the same bytes makes no revision.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from composer.errors import UsageError
from composer.findings import Finding
from composer.folder.load import SETTINGS_FILE
from composer.folder.write import edit_settings
from composer.i18n import _
from composer.model.identifiers import CampaignId
from composer.model.message import RenderContext
from composer.model.overview import AudienceCounts, CampaignContent
from composer.model.person import Person, Role
from composer.model.writing import MessageDraft
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.stages.drafting import find_half_characters_in, usable_settings, with_texts
from composer.stages.editing import open_elsewhere
from composer.stages.ended import correction_sentences
from composer.stages.freezing import is_frozen
from composer.stages.later_links import later_people, later_sentences
from composer.stages.people import require_role
from composer.stages.recovery import drop_draft, keep_draft
from composer.stages.revising import save_files, save_tree
from composer.stages.text_part import is_text_older


def content_view(desk: Desk, campaign_id: CampaignId) -> CampaignContent:
    """Give the newest revision as it is edited."""
    content = load_content(desk, campaign_id)
    open_with = open_elsewhere(desk, campaign_id)
    return CampaignContent(
        id=campaign_id,
        revision=content.revision.number,
        campaign=content.campaign,
        message=content.message,
        columns=content.columns,
        audience=desk.recipients.count(campaign_id),
        locale_counts=tuple(desk.recipients.locale_counts(campaign_id).items()),
        settings_source=content.tree[SETTINGS_FILE].decode("utf-8"),
        frozen=bool(open_with) or is_frozen(desk, content),
        text_is_older=is_text_older(desk, content),
        later=later_people(desk, campaign_id),
        linked=(*later_sentences(desk, content), *correction_sentences(desk, content)),
        open_with=open_with,
    )


def save_message(
    desk: Desk,
    campaign_id: CampaignId,
    draft: MessageDraft,
    *,
    by: Person,
    find: Callable[[RenderContext], tuple[Finding, ...]],
) -> tuple[Finding, ...]:
    """Save a draft as a new revision, and say what `find` finds wrong with it.

    Text is taken as it is. A setting that cannot be read stays as it was, the findings say so, and
    the draft is kept beside, where a file can hold it: a campaign is never stored that could not
    be opened again.
    """
    require_role(by, Role.AUTHOR, Role.OWNER)
    content = load_content(desk, campaign_id)
    tree = with_texts(content.tree, draft)
    wanted, refused = usable_settings(tree, draft, stored=content.campaign)
    save_tree(desk, campaign_id, wanted, by=by, since=content)
    if refused and not find_half_characters_in(draft):
        number = desk.campaigns.current_revision(campaign_id).number
        keep_draft(desk, campaign_id, draft, revision=number)
    else:
        drop_draft(desk, campaign_id)
    return (*refused, *find(load_content(desk, campaign_id).context()))


def rename(desk: Desk, campaign_id: CampaignId, name: str, *, by: Person) -> None:
    """Give the campaign another name; raises UsageError for an empty one."""
    require_role(by, Role.AUTHOR, Role.OWNER)
    if not name.strip():
        raise UsageError(_("A campaign needs a name."))
    settings = desk.campaigns.tree(campaign_id)[SETTINGS_FILE]
    save_files(
        desk, campaign_id, {SETTINGS_FILE: edit_settings(settings, {"name": name.strip()})}, by=by
    )


def audience_counts(desk: Desk, campaign_id: CampaignId) -> AudienceCounts:
    """Count the audience by language and domain, the largest first."""
    return AudienceCounts(
        total=desk.recipients.count(campaign_id),
        locales=_largest_first(desk.recipients.locale_counts(campaign_id)),
        domains=_largest_first(desk.recipients.domain_counts(campaign_id)),
    )


def _largest_first(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
