"""Making the campaign that says something to those who got an earlier one: exactly them.

It is a copy with a text to be written anew, with checks, a test and a sign-off of its own; its list
is promised to the person, and its settings name the campaign that it follows.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from composer.errors import Blocked
from composer.findings import blocking, finding
from composer.folder.audience_source import with_audience_settings
from composer.folder.load import SETTINGS_FILE
from composer.folder.write import edit_settings
from composer.i18n import _, place
from composer.model.acts import FOLLOWED
from composer.model.identifiers import CampaignId
from composer.model.later import LinkedCampaign
from composer.model.person import Person, Role
from composer.stages.audience_deciding import rows_here, stored_source
from composer.stages.audience_lock import audience_lock, sweep
from composer.stages.audience_pending import make_pending, ready_people, view_of
from composer.stages.audience_reading import Watching, read_source
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.stages.followed import people_to_follow
from composer.stages.people import require_known_role
from composer.stages.progress import read_progress
from composer.stages.purged import require_not_purged
from composer.store.campaigns import new_campaign_id

_PATIENCE_S = 5.0


def follow_up(
    desk: Desk, campaign_id: CampaignId, *, groups: tuple[str, ...], by: Person
) -> LinkedCampaign:
    """Make a campaign for exactly those of another one who are in some groups.

    Raises:
        Blocked: not an author, sender or owner; it is being sent; nobody is in the groups; not
            everybody of them is on the list any more; or its people were removed.
    """
    require_known_role(desk, by, Role.AUTHOR, Role.SENDER, Role.OWNER)
    require_not_purged(desk, campaign_id)
    if read_progress(desk.send_folder(campaign_id)).running:
        raise Blocked([finding("follow.running")])
    wanted = len(people_to_follow(desk, campaign_id, groups))
    if not wanted:
        raise Blocked([finding("follow.nobody")])
    rows = rows_here(desk, campaign_id)
    if rows is None or rows.is_pending:
        raise Blocked([finding("later.pending", where={"campaign": campaign_id})])
    sweep(desk)
    content = load_content(desk, campaign_id)
    before = content.campaign.audience
    settings = replace(
        before,
        follows=campaign_id,
        follows_groups=groups,
        corrects="",
        later=(),
        only=(),
        taken_from="",
        exclude=(),
        expected=wanted,
        tolerance=Decimal(0),
    )
    target = new_campaign_id()
    name = place(_("{name}, follow-up"), name=content.campaign.name)
    with audience_lock(desk, target, patience_s=_PATIENCE_S):
        source = stored_source(desk, rows)
        read = read_source(desk, target, source, settings=settings, watching=Watching())
        stored, record = make_pending(desk, target, read, by=by)
        found = blocking(view_of(desk, stored, record, content.campaign.purpose).findings)
        if found:
            raise Blocked(found)
        if record.listed != wanted:
            where: dict[str, str | int] = {"campaign": campaign_id}
            raise Blocked([finding("follow.list_changed", where=where)])
        tree = dict(desk.campaigns.tree(campaign_id))
        written = with_audience_settings(tree[SETTINGS_FILE], before, settings)
        tree[SETTINGS_FILE] = edit_settings(written, {"name": name, "pace.planned": None})
        people = ready_people(desk, stored, record)
        # The other campaign can be used from the next step on: its authors are known before.
        desk.audit.append(
            person=by.public_key,
            action=FOLLOWED,
            details={"campaign": campaign_id, "linked": target, "people": wanted},
        )
        desk.campaigns.create(
            name=name,
            tree=tree,
            by=by.public_key,
            people=people,
            translations_of=campaign_id,
        )
        desk.recipients.drop_forgotten(target)
    return LinkedCampaign(id=target, name=name, wishes=(), people=wanted, is_later=True)
