"""Languages that are not ready are sent later: their people become a campaign of their own.

The other campaign is a copy with a sign-off of its own; it lists exactly the people whom this one
leaves out from then on, by lines in the settings of both, so that seal, reviewers and report know.
Nobody is in both: whichever still lists the other's people is stopped by a finding. Nothing is
taken over silently from a new list: a language that was not named stays, and blocks as before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from composer.errors import Blocked, UsageError
from composer.findings import blocking, finding
from composer.folder.audience_source import with_audience_settings
from composer.folder.load import SETTINGS_FILE
from composer.folder.write import edit_settings
from composer.i18n import _, place
from composer.model.acts import PARTED
from composer.model.campaign import AudienceSettings
from composer.model.identifiers import CampaignId
from composer.model.later import LaterPlan, LinkedCampaign
from composer.model.locale_tags import canonical
from composer.model.person import Person, Role
from composer.stages.audience_deciding import RowsHere, judge_anew, rows_here, stored_source
from composer.stages.audience_lock import audience_lock, sweep
from composer.stages.audience_pending import make_pending, ready_people, require_pending, view_of
from composer.stages.audience_reading import Watching, read_source
from composer.stages.audience_taking import record_taken
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.freezing import require_open
from composer.stages.later_links import (
    campaigns_after,
    link_place,
    linked_campaigns,
    named_wishes,
)
from composer.stages.people import require_role
from composer.stages.sealing import proof_state
from composer.store.campaigns import new_campaign_id
from composer.translation.locale_names import language_names
from composer.translation.locales import resolve_locale

_PATIENCE_S = 5.0


class SendLater:
    """What can be sent later in one open workspace; `Workspace.later` is one of these."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def plan(self, campaign_id: CampaignId, languages: Sequence[str]) -> LaterPlan:
        """Say who would be taken out with some languages."""
        return plan_later(self._desk, campaign_id, languages)

    def send_later(
        self, campaign_id: CampaignId, languages: Sequence[str], *, name: str = "", by: Person
    ) -> LinkedCampaign:
        """Take languages out, and make the campaign that writes to their readers later."""
        return send_later(self._desk, campaign_id, languages, name=name, by=by)

    def bring_back(self, campaign_id: CampaignId, *, by: Person) -> int:
        """Write to everybody at once again; gives how many people came back."""
        return bring_back(self._desk, campaign_id, by=by)

    def links(self, campaign_id: CampaignId) -> tuple[LinkedCampaign, ...]:
        """List the linked campaigns."""
        return linked_campaigns(self._desk, campaign_id)


def plan_later(desk: Desk, campaign_id: CampaignId, languages: Sequence[str]) -> LaterPlan:
    """Say who would be taken out of a campaign's audience with some of its languages."""
    content = load_content(desk, campaign_id)
    counts = desk.recipients.locale_counts(campaign_id)
    wanted = [_tag(language) for language in languages]
    wishes = tuple(sorted(wish for wish in counts if _reads(content, wish, wanted)))
    people = sum(counts[wish] for wish in wishes)
    return LaterPlan(wishes=wishes, people=people, left=sum(counts.values()) - people)


def send_later(
    desk: Desk, campaign_id: CampaignId, languages: Sequence[str], *, name: str = "", by: Person
) -> LinkedCampaign:
    """Take languages out of a campaign, and make the campaign that writes to their readers later.

    Raises:
        Blocked: nobody reads them, nobody would be left, sending has begun, or a list waits.
    """
    require_role(by, Role.AUTHOR, Role.OWNER)
    sweep(desk)
    with audience_lock(desk, campaign_id, patience_s=_PATIENCE_S):
        content = load_content(desk, campaign_id)
        plan = plan_later(desk, campaign_id, languages)
        rows = _require_possible(desk, content, plan, languages)
        target = new_campaign_id()
        settings = content.campaign.audience
        later = (*settings.later, *((_canonical(wish), target) for wish in plan.wishes))
        wanted = replace(settings, later=tuple(dict(later).items()))
        # Nothing may stand against either list before one of the two campaigns is touched.
        _judge(desk, content, rows, wanted, by=by)
        try:
            linked = _make_linked(desk, content, rows, plan, target=target, name=name, by=by)
        except Blocked:
            _put_away(desk, campaign_id)
            raise
        # The other campaign can be used from the next step on: its authors are known before.
        desk.audit.append(
            person=by.public_key,
            action=PARTED,
            details={"campaign": campaign_id, "linked": linked.id},
        )
        _use(desk, content, by=by)
    return linked


def bring_back(desk: Desk, campaign_id: CampaignId, *, by: Person) -> int:
    """Write to everybody at once again, and give how many people came back.

    The linked campaigns stay as they are, stopped by a finding that says so.

    Raises:
        Blocked: a linked campaign is frozen or was sent, sending has begun, or a list waits.
        UsageError: nobody was taken out.
    """
    require_role(by, Role.AUTHOR, Role.OWNER)
    with audience_lock(desk, campaign_id, patience_s=_PATIENCE_S):
        content = load_content(desk, campaign_id)
        settings = content.campaign.audience
        if not settings.later:
            raise UsageError(_("Nobody was taken out of this campaign for later."))
        for link in campaigns_after(desk, content):
            if is_in_use(desk, link.id):
                raise Blocked([finding("later.in_use", where=link_place(link.id), name=link.name)])
        rows = _require_changeable(desk, content)
        before = desk.recipients.count(campaign_id)
        _judge(desk, content, rows, replace(settings, later=()), by=by)
        _use(desk, content, by=by)
    desk.audit.append(
        person=by.public_key, action="campaign.later_back", details={"campaign": campaign_id}
    )
    return desk.recipients.count(campaign_id) - before


# --- inside -------------------------------------------------------------------------------------


def _tag(language: str) -> str:
    tag = canonical(language.strip())
    if tag is None:
        raise Blocked([finding("translation.no_language", where={"locale": language})])
    return tag


def _canonical(wish: str) -> str:
    return canonical(wish) or ""


def _reads(content: Content, wish: str, wanted: Sequence[str]) -> bool:
    """Tell whether somebody with a wish reads one of some languages, or would if it were there."""
    campaign, message = content.campaign, content.message
    served = resolve_locale(
        wish,
        available=[item.locale for item in message.catalogues],
        fallback=campaign.stated_fallbacks,
        source=message.locale,
    )
    if served is None:
        served = resolve_locale(wish, available=wanted, fallback={}, source=message.locale)
    return served is not None and _canonical(served) in wanted


def _require_possible(
    desk: Desk, content: Content, plan: LaterPlan, languages: Sequence[str]
) -> RowsHere:
    where: dict[str, str | int] = {"locale": ", ".join(languages)}
    if not plan.people:
        names = language_names(languages)
        raise Blocked([finding("later.nobody", where=where, languages=names)])
    if not plan.left:
        raise Blocked([finding("later.everybody", where=where)])
    return _require_changeable(desk, content)


def _require_changeable(desk: Desk, content: Content) -> RowsHere:
    campaign_id = content.record.id
    if _has_begun(desk, campaign_id):
        raise Blocked([finding("later.begun", where=link_place(campaign_id))])
    require_open(desk, content)
    rows = rows_here(desk, campaign_id)
    if rows is None or rows.is_pending:
        raise Blocked([finding("later.pending", where=link_place(campaign_id))])
    return rows


def _has_begun(desk: Desk, campaign_id: str) -> bool:
    return (desk.send_folder(CampaignId(campaign_id)) / "ledger.db").exists()


def is_in_use(desk: Desk, campaign_id: CampaignId) -> bool:
    """Tell whether a campaign is frozen as it is now, or has begun to be sent or tested."""
    return (
        _has_begun(desk, campaign_id)
        or proof_state(desk, load_content(desk, campaign_id)).is_current
    )


def _make_linked(
    desk: Desk,
    content: Content,
    rows: RowsHere,
    plan: LaterPlan,
    *,
    target: CampaignId,
    name: str,
    by: Person,
) -> LinkedCampaign:
    """Make the other campaign with its people, in one transaction."""
    before, wishes = content.campaign.audience, tuple(map(_canonical, plan.wishes))
    settings = replace(
        before,
        only=tuple(dict.fromkeys(wishes)),
        taken_from=content.record.id,
        later=(),
        expected=plan.people,
        tolerance=Decimal(0),
    )
    languages = language_names(named_wishes(wishes))
    title = name.strip() or place(
        _("{name}, {languages}"), name=content.campaign.name, languages=languages
    )
    tree = desk.campaigns.tree(content.record.id)
    written = with_audience_settings(tree[SETTINGS_FILE], before, settings)
    tree[SETTINGS_FILE] = edit_settings(written, {"name": title, "pace.planned": None})
    with audience_lock(desk, target):
        source = stored_source(desk, rows)
        read = read_source(desk, target, source, settings=settings, watching=Watching())
        stored, record = make_pending(desk, target, read, by=by)
        found = blocking(view_of(desk, stored, record, content.campaign.purpose).findings)
        if found:
            raise Blocked(found)
        ready = ready_people(desk, stored, record)
        desk.campaigns.create(
            name=title,
            tree=tree,
            by=by.public_key,
            people=ready,
            translations_of=content.record.id,
        )
        desk.recipients.drop_forgotten(target)
    return LinkedCampaign(id=target, name=title, wishes=wishes, people=record.listed, is_later=True)


def _judge(
    desk: Desk, content: Content, rows: RowsHere, settings: AudienceSettings, *, by: Person
) -> None:
    """Judge the people in use under other settings; raises Blocked if these cannot be used."""
    campaign_id = content.record.id
    judge_anew(desk, campaign_id, rows, settings, by=by)
    stored, record = require_pending(desk, campaign_id)
    found = blocking(view_of(desk, stored, record, content.campaign.purpose).findings)
    if found:
        _put_away(desk, campaign_id)
        raise Blocked(found)


def _put_away(desk: Desk, campaign_id: CampaignId) -> None:
    desk.pending.discard(campaign_id)
    desk.recipients.drop_forgotten(campaign_id)


def _use(desk: Desk, content: Content, *, by: Person) -> None:
    """Use what was judged."""
    campaign_id = content.record.id
    stored, record = require_pending(desk, campaign_id)
    ready = ready_people(desk, stored, record)
    desk.recipients.carry_along(ready.tables)
    record_taken(desk, content, ready, record.settings, by=by)
    desk.recipients.drop_forgotten(campaign_id)
