"""What an end of a send left behind: who was left out, and the campaign that corrects it for them.

Guards rule 4 over both campaigns: whom the first has handed over or may have handed over is never
in the second, and while there is a second the first writes to nobody any more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime

from composer.errors import Blocked, FileRefused
from composer.findings import Finding, finding
from composer.i18n import _, grouped, ngettext, place
from composer.model.ending import Ended
from composer.model.identifiers import CampaignId, RecipientId
from composer.model.moves import Hold
from composer.model.states import Counts
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.people import load_roster
from composer.store.ledger_view import LedgerView, open_ledger_read_only


def ended_of(desk: Desk, hold: Hold | None, counts: Counts) -> Ended | None:
    """Say how a send was ended, or None while it was not."""
    if hold is None or not hold.is_end:
        return None
    values = dict(hold.values)
    linked = CampaignId(str(values["linked"]))
    name = campaign_name(desk, linked)
    return Ended(
        by=person_name(desk, hold.by),
        at=datetime.fromisoformat(hold.at),
        people=int(values["count"]),
        reason=str(values["reason"]),
        linked=linked,
        linked_name=name,
        together=together(counts, counts_of(desk, linked)) if name else None,
    )


def together(first: Counts, second: Counts) -> Counts:
    """Count the people of two campaigns, the second of which corrects the first for some.

    Whom the second writes to was left out by the first, and is counted where they are now.

    >>> both = together(Counts(accepted=3, cancelled=7), Counts(accepted=5, planned=1))
    >>> both.accepted, both.planned, both.cancelled, both.total
    (8, 1, 1, 10)
    """
    one, other = asdict(first), asdict(second)
    summed = {state: one[state] + other[state] for state in one}
    summed["cancelled"] -= second.total
    return Counts(**summed)


def counts_of(desk: Desk, campaign_id: CampaignId) -> Counts:
    """Count a campaign's people from its record and those of the campaigns that correct it."""
    with record_of(desk, campaign_id) as view:
        if view is None or not (counts := view.counts()).total:
            return Counts(planned=desk.recipients.count(campaign_id))
        ended = ended_of(desk, view.hold, counts)
    return ended.together if ended is not None and ended.together is not None else counts


def people_to_correct(desk: Desk, first: CampaignId, second: str) -> tuple[RecipientId, ...]:
    """Give whom a campaign may write to that corrects another one, by their ids in that one.

    Before the end it is everybody who still waits: that is how the second one is prepared.
    """
    with record_of(desk, first) as view:
        if view is None:
            return ()
        hold = view.hold
        if hold is None or not hold.is_end:
            return view.open_people()
        return view.left_to_correction() if dict(hold.values)["linked"] == second else ()


def keys_to_correct(desk: Desk, first: CampaignId, second: str) -> frozenset[str]:
    """Give the address keys of whom a campaign may write to that corrects another one."""
    ids = people_to_correct(desk, first, second)
    found = desk.recipients.by_ids(first, ids)
    return frozenset(person.address_key for person in found.values())


def correction_findings(desk: Desk, content: Content) -> tuple[Finding, ...]:
    """Find where a campaign that corrects another one would write to anybody who may have it."""
    first = CampaignId(content.campaign.audience.corrects)
    if not first:
        return ()
    own = content.record.id
    where: dict[str, str | int] = {"campaign": first}
    name = campaign_name(desk, first)
    with record_of(desk, first) as view:
        if view is None or not name:
            return (finding("correction.gone", where=where),)
        hold = view.hold
        if hold is None or not hold.is_end or dict(hold.values)["linked"] != own:
            return (finding("correction.not_ended", where=where, name=name),)
        if view.find_chain_findings():
            return (finding("correction.gone", where=where),)
    return tuple(_people_findings(desk, own, first, name))


def require_not_corrected(desk: Desk, campaign_id: CampaignId) -> None:
    """Require that no other campaign writes to people of this one, whatever the record says.

    An older copy of the record does not know that it was ended.

    Raises:
        Blocked: `correction.exists`.
    """
    for record in desk.campaigns.all():
        if record.id != campaign_id and corrects(desk, record.id) == campaign_id:
            where: dict[str, str | int] = {"campaign": record.id}
            raise Blocked([finding("correction.exists", where=where, name=record.name)])


def corrects(desk: Desk, campaign_id: CampaignId) -> str:
    """Give the campaign that another one corrects, or ""."""
    number = desk.campaigns.current_revision(campaign_id).number
    try:
        return desk.kept(
            ("corrects", campaign_id, number),
            lambda: load_content(desk, campaign_id).campaign.audience.corrects,
        )
    except FileRefused:  # damaged: it cannot be sent as it is, and its own page says so
        return ""


def correction_sentences(desk: Desk, content: Content) -> Iterator[str]:
    """Say whom this campaign writes to instead of another one, or who ended it for whom."""
    first = CampaignId(content.campaign.audience.corrects)
    if first:
        words = _("Only people who had not got “{name}” when it was ended, and nobody else.")
        yield place(words, name=campaign_name(desk, first) or first)
    with record_of(desk, content.record.id) as view:
        ended = ended_of(desk, view.hold, view.counts()) if view else None
    if ended is not None:
        yield from ended_sentences(ended)


def ended_sentences(ended: Ended) -> Iterator[str]:
    """Say who ended a send for how many people, why, and which campaign writes to them."""
    words = ngettext(
        "{person} ended it for good: {count} person was left out.",
        "{person} ended it for good: {count} people were left out.",
        ended.people,
    )
    yield place(words, person=ended.by, count=grouped(ended.people))
    if ended.reason:
        yield place(_("The reason given: “{reason}”."), reason=ended.reason)
    if ended.linked_name:
        words = ngettext(
            "{count} person is left to the campaign “{name}”, which corrects this one.",
            "{count} people are left to the campaign “{name}”, which corrects this one.",
            ended.people,
        )
        yield place(words, count=grouped(ended.people), name=ended.linked_name)


def campaign_name(desk: Desk, campaign_id: str) -> str:
    """Give a campaign's name, or "" when it is not here."""
    return next((one.name for one in desk.campaigns.all() if one.id == campaign_id), "")


def person_name(desk: Desk, key: str) -> str:
    """Give the name behind a public key, also of somebody's other computer."""
    roster = load_roster(desk)
    person = roster.person_of(key) if roster is not None else None
    return person.name if person is not None else key


@contextmanager
def record_of(desk: Desk, campaign_id: CampaignId) -> Iterator[LedgerView | None]:
    """Open a campaign's record for reading, or give None when it has none."""
    path = desk.send_folder(campaign_id) / "ledger.db"
    if not path.exists():
        yield None
        return
    with open_ledger_read_only(path) as view:
        yield view


# --- inside -------------------------------------------------------------------------------------


def _people_findings(
    desk: Desk, own: CampaignId, first: CampaignId, name: str
) -> Sequence[Finding]:
    """Compare whom the campaign lists with whom it may write to."""
    listings = [desk.recipients.listing(one) for one in (own, first)]
    numbers = tuple(listing.tables.number if listing else 0 for listing in listings)
    allowed, extra = desk.kept(
        ("correction", own, first, numbers), lambda: _compare(desk, own, first)
    )
    where: dict[str, str | int] = {"campaign": first}
    if extra:
        return [finding("correction.not_held", where=where, name=name, count=extra)]
    missing = allowed - desk.recipients.count(own)
    if missing:
        return [finding("correction.fewer", where=where, name=name, count=missing)]
    return []


def _compare(desk: Desk, own: CampaignId, first: CampaignId) -> tuple[int, int]:
    """Count who may be written to, and who of the listed people may not."""
    allowed = keys_to_correct(desk, first, own)
    extra = sum(person.address_key not in allowed for person in desk.recipients.recipients(own))
    return len(allowed), extra
