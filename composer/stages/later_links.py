"""Campaigns that share one audience by language: what links them, in findings and in words.

Guards that nobody is in both of them, and that nobody is in neither without being told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from composer.audience.judging import LATER
from composer.findings import Finding, finding
from composer.i18n import _, grouped, place
from composer.model.identifiers import CampaignId
from composer.model.later import LinkedCampaign
from composer.model.recipient import address_key
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.store.pending_people import left_out_counts, left_out_rows
from composer.store.people_search import read_pages
from composer.translation.locale_names import language_names


def linked_campaigns(desk: Desk, campaign_id: CampaignId) -> tuple[LinkedCampaign, ...]:
    """List the campaigns that write later to people of this one, or that these were taken from."""
    return tuple(linked_of(desk, load_content(desk, campaign_id)))


def linked_of(desk: Desk, content: Content) -> Iterator[LinkedCampaign]:
    """Give the campaigns at the other ends of a campaign's links."""
    settings = content.campaign.audience
    names = {record.id: record.name for record in desk.campaigns.all()}
    for other in dict.fromkeys(campaign for _wish, campaign in settings.later):
        wishes = tuple(wish for wish, campaign in settings.later if campaign == other)
        yield LinkedCampaign(
            id=CampaignId(other),
            name=names.get(CampaignId(other), ""),
            wishes=wishes,
            people=desk.recipients.count(other),
            is_later=True,
        )
    if settings.taken_from:
        yield LinkedCampaign(
            id=CampaignId(settings.taken_from),
            name=names.get(CampaignId(settings.taken_from), ""),
            wishes=settings.only,
            people=desk.recipients.count(settings.taken_from),
            is_later=False,
        )


def later_people(desk: Desk, campaign_id: CampaignId) -> int:
    """Count the people whom a campaign leaves out because another writes to them later."""
    listing = desk.recipients.listing(campaign_id)
    if listing is None:
        return 0
    key = ("later people", campaign_id, listing.tables.number)
    return desk.kept(key, lambda: _left_for_later(desk, campaign_id))


def rows_for_later(desk: Desk, campaign_id: CampaignId) -> list[tuple[int, list[str]]]:
    """Give the rows of people who are written to later, with their cells as they were read."""
    listing = desk.recipients.listing(campaign_id)
    if listing is None or not later_people(desk, campaign_id):
        return []
    with desk.folder.database.read() as connection:
        later = left_out_rows(connection, listing.tables, LATER)
        return [
            (row, cells)
            for positions, lines in read_pages(connection, listing.tables)
            for row, cells in zip(positions, lines, strict=True)
            if row in later
        ]


def link_findings(desk: Desk, content: Content) -> tuple[Finding, ...]:
    """Find where two linked campaigns do not fit each other: somebody in both, or in neither."""
    own = content.record.id
    after = campaigns_after(desk, content)
    found = [*_gone_findings(desk, content)]
    for link in after:
        found += _both_findings(desk, own, link)
    found += _missing_findings(desk, content, after)
    before = own
    for link in campaigns_before(desk, content):
        if not _leaves_for(desk, link.id, before):
            where = link_place(link.id)
            return (*found, finding("later.returned", where=where, name=link.name))
        found += _both_findings(desk, own, link)
        known = {own, *(one.id for one in after)}
        for other in campaigns_after(desk, load_content(desk, link.id)):
            if other.id not in known:  # taken out of the same campaign as this one
                found += _both_findings(desk, own, other)
        before = link.id
    return tuple(dict.fromkeys(found))


def campaigns_after(desk: Desk, content: Content) -> tuple[LinkedCampaign, ...]:
    """List the campaigns that write later to people of this one, by way of others as well."""
    found: dict[str, LinkedCampaign] = {}
    waiting = [content]
    while waiting:
        for link in linked_of(desk, waiting.pop()):
            if link.is_later and link.name and link.id not in {*found, content.record.id}:
                found[link.id] = link
                waiting.append(load_content(desk, link.id))
    return tuple(found.values())


def campaigns_before(desk: Desk, content: Content) -> tuple[LinkedCampaign, ...]:
    """List the campaign that these people were taken from, and the ones before it."""
    found: dict[str, LinkedCampaign] = {}
    link = _origin(desk, content)
    while link is not None and link.name and link.id not in found:
        found[link.id] = link
        link = _origin(desk, load_content(desk, link.id))
    return tuple(found.values())


def later_sentences(desk: Desk, content: Content) -> Iterator[str]:
    """Say who is written to by another campaign, for whoever signs and for the report."""
    for link in linked_of(desk, content):
        values = {
            "languages": language_names(named_wishes(link.wishes)) or _("no language"),
            "name": link.name or link.id,
            "count": grouped(link.people),
        }
        if link.is_later:
            sentence = _("Written to later, by “{name}”: {count} people who read {languages}.")
        else:
            sentence = _("Only people who read {languages}, whom “{name}” left for later.")
        yield place(sentence, **values)


def named_wishes(wishes: Sequence[str]) -> list[str]:
    """Give the wishes that name a language."""
    return [wish for wish in wishes if wish]


def link_place(campaign_id: str) -> dict[str, str | int]:
    """Give where a finding about a linked campaign stands."""
    return {"campaign": campaign_id}


# --- inside -------------------------------------------------------------------------------------


def _left_for_later(desk: Desk, campaign_id: CampaignId) -> int:
    with desk.folder.database.read() as connection:
        listing = desk.recipients.listing(campaign_id)
        return left_out_counts(connection, listing.tables).get(LATER, 0) if listing else 0


def _origin(desk: Desk, content: Content) -> LinkedCampaign | None:
    return next((link for link in linked_of(desk, content) if not link.is_later), None)


def _gone_findings(desk: Desk, content: Content) -> Iterator[Finding]:
    for link in linked_of(desk, content):
        if link.is_later and not link.name:
            names = language_names(named_wishes(link.wishes))
            yield finding("later.gone", where=link_place(link.id), languages=names)


def _both_findings(desk: Desk, own: CampaignId, link: LinkedCampaign) -> Iterator[Finding]:
    shared = desk.recipients.shared(own, link.id)
    if shared:
        yield finding("later.both", where=link_place(link.id), name=link.name, count=shared)


def _missing_findings(
    desk: Desk, content: Content, after: Sequence[LinkedCampaign]
) -> Iterator[Finding]:
    """Find whether somebody who was kept for other campaigns is in none of them."""
    links = [link for link in linked_of(desk, content) if link.is_later]
    if not links or not all(link.name for link in links):
        return
    own = content.record.id
    lists = [desk.recipients.listing(one) for one in (own, *(link.id for link in after))]
    numbers = tuple(item.tables.number if item else 0 for item in lists)
    key = ("missing later", own, content.campaign.audience.email, *after, numbers)
    missing = desk.kept(key, lambda: _count_missing(desk, content, after))
    if missing:
        kept = later_people(desk, own)
        yield finding(
            "later.fewer",
            where=link_place(links[0].id),
            name=", ".join(link.name for link in links),
            kept=kept,
            count=kept - missing,
        )


def _count_missing(desk: Desk, content: Content, after: Sequence[LinkedCampaign]) -> int:
    own = content.record.id
    columns, email = desk.recipients.columns(own), content.campaign.audience.email
    if email not in columns:
        return 0  # other findings say so
    column = columns.index(email)
    keys = {address_key(cells[column].strip()) for _row, cells in rows_for_later(desk, own)}
    for link in after:
        keys -= desk.recipients.listed_keys(link.id, tuple(keys))
    return len(keys)


def _leaves_for(desk: Desk, campaign_id: CampaignId, other: str) -> bool:
    """Tell whether a campaign still leaves people for another one."""
    settings = load_content(desk, campaign_id).campaign.audience
    return any(campaign == other for _wish, campaign in settings.later)
