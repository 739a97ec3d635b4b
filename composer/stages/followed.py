"""A campaign that says something to those who got an earlier one, and to nobody else.

Whoever the earlier record shows as handed over or as unclear got it, or may have got it. The list
holds nobody but them; and the check knows everybody of the earlier audience, so that a message that
goes to some of them holds nobody else's address.
"""

from __future__ import annotations

from collections.abc import Iterator

from composer.findings import Finding, finding
from composer.i18n import _, isolate_ltr, place
from composer.model.campaign import AudienceSettings
from composer.model.identifiers import CampaignId, RecipientId
from composer.model.moves import LedgerRow
from composer.model.packed_people import Rows
from composer.model.recipient import Recipient
from composer.model.states import RecipientState
from composer.stages.content import Content
from composer.stages.desk import Desk
from composer.stages.ended import campaign_name, record_of
from composer.store.ledger_file import ChainHead
from composer.store.ledger_view import LedgerView

HANDED_OVER, UNCLEAR, BATCH, PROOF = "handed_over", "unclear", "batch ", "proof "
_OF = " of "
_STATES = {
    HANDED_OVER: frozenset({RecipientState.ACCEPTED}),
    UNCLEAR: frozenset({RecipientState.UNKNOWN, RecipientState.BRINK}),
}


def people_to_follow(
    desk: Desk, first: CampaignId, groups: tuple[str, ...]
) -> tuple[RecipientId, ...]:
    """Give who of an earlier campaign is in some groups, in the order of its plan."""
    with record_of(desk, first) as view:
        if view is None:
            return ()
        proofs = view.proofs
        return tuple(
            row.recipient_id
            for row in view.rows()
            if _is_in(row, groups, proof=proofs.get(row.plan, ""))
        )


def keys_to_follow(desk: Desk, settings: AudienceSettings) -> frozenset[str]:
    """Give the address keys of whom a campaign may write to that follows another one."""
    first = CampaignId(settings.follows)
    ids = people_to_follow(desk, first, settings.follows_groups)
    found = desk.recipients.by_ids(first, ids)
    return frozenset(person.address_key for person in found.values())


def follow_findings(desk: Desk, content: Content) -> tuple[Finding, ...]:
    """Find where a campaign that follows another one would write to anybody else."""
    settings = content.campaign.audience
    first = CampaignId(settings.follows)
    if not first:
        return ()
    own = content.record.id
    where: dict[str, str | int] = {"campaign": first}
    name = campaign_name(desk, first)
    with record_of(desk, first) as view:
        head = view.head if view is not None and name else None
        if view is None or head is None or not _is_whole(desk, first, view, head):
            return (finding("follow.gone", where=where),)
    listing = desk.recipients.listing(own)
    number = listing.tables.number if listing else 0
    extra = desk.kept(
        ("follows", own, first, settings.follows_groups, number, head.head),
        lambda: _count_others(desk, own, settings),
    )
    if not extra:
        return ()
    return (finding("follow.not_sent", where=where, name=name, count=extra),)


def follow_sentences(desk: Desk, content: Content) -> Iterator[str]:
    """Say whom this campaign follows, and which of them it writes to."""
    settings = content.campaign.audience
    if not settings.follows:
        return
    name = campaign_name(desk, settings.follows) or settings.follows
    yield place(_("Only people who got “{name}”, or may have got it, and nobody else."), name=name)
    if settings.follows_groups:
        chosen = ", ".join(group_words(group) for group in settings.follows_groups)
        yield place(_("Of them, these were chosen: {groups}."), groups=chosen)


def group_words(group: str) -> str:
    """Say a group in words."""
    if group.startswith(PROOF):
        return place(_("version {proof}"), proof=isolate_ltr(group.removeprefix(PROOF)[:8]))
    if group.startswith(BATCH):
        number, _nothing, proof = group.removeprefix(BATCH).partition(_OF)
        words = _("batch {batch} of version {proof}") if proof else _("batch {batch}")
        return place(words, batch=number, proof=isolate_ltr(proof[:8]))
    return _("handed over") if group == HANDED_OVER else _("unclear")


def former_people(desk: Desk, content: Content) -> Rows | None:
    """Give who was in the earlier audience and is not in this one; None without an earlier one."""
    settings = content.campaign.audience
    first = CampaignId(settings.follows or settings.corrects)
    if not first or not desk.recipients.count(first):
        return None
    return Rows(lambda: _without(desk, first, content.record.id))


# --- inside -------------------------------------------------------------------------------------


def _is_in(row: LedgerRow, groups: tuple[str, ...], *, proof: str) -> bool:
    """Whether somebody got it, or may have, and is in a chosen part of it, if any is chosen.

    `proof` is the version that their message was made from.
    """
    states = [group for group in groups if group in _STATES] or list(_STATES)
    parts = [group for group in groups if group not in _STATES]
    got_it = any(row.state in _STATES[group] for group in states)
    return got_it and (not parts or any(_is_part(row, part, proof=proof) for part in parts))


def _is_part(row: LedgerRow, part: str, *, proof: str) -> bool:
    if part.startswith(PROOF):
        return proof.startswith(part.removeprefix(PROOF))
    number, _nothing, wanted = part.removeprefix(BATCH).partition(_OF)
    return str(row.batch) == number and proof.startswith(wanted)


def _is_whole(desk: Desk, first: CampaignId, view: LedgerView, head: ChainHead) -> bool:
    """Whether the earlier record is undamaged; each state of it is gone through once."""
    return desk.kept(("follows record", first, head.head), lambda: not view.find_chain_findings())


def _count_others(desk: Desk, own: CampaignId, settings: AudienceSettings) -> int:
    allowed = keys_to_follow(desk, settings)
    return sum(person.address_key not in allowed for person in desk.recipients.recipients(own))


def _without(desk: Desk, first: CampaignId, own: CampaignId) -> Iterator[Recipient]:
    """Go through both audiences at once, each in the order of address keys."""
    listed = (person.address_key for person in desk.recipients.recipients(own))
    here = next(listed, None)
    for person in desk.recipients.recipients(first):
        while here is not None and here < person.address_key:
            here = next(listed, None)
        if here != person.address_key:
            yield person
