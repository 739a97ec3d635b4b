"""How many people of a campaign had something come back, and who: each once, by the gravest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from composer.model.bounce import BounceCounts, BouncedPerson, BounceKind, KeptBounce
from composer.model.identifiers import CampaignId, RecipientId
from composer.model.states import RecipientState
from composer.stages.desk import Desk
from composer.stages.ended import record_of

_GRAVEST = (
    BounceKind.PERMANENT,
    BounceKind.REFUSED,
    BounceKind.GAVE_UP,
    BounceKind.DELAYED,
    BounceKind.COMPLAINT,
)  # fmt: skip


def bounce_counts(desk: Desk, campaign_id: CampaignId) -> BounceCounts:
    """Count the people from whom something came back; a complaint counts beside a bounce."""
    kept = desk.bounces.all(campaign_id)
    if not kept:
        return BounceCounts()
    gravest = _by_person(one for one in kept if one.kind is not BounceKind.COMPLAINT)
    complained = {one.recipient_id for one in kept if one.kind is BounceKind.COMPLAINT}
    kinds = Counter(one.kind for one in gravest.values())
    return BounceCounts(
        permanent=kinds[BounceKind.PERMANENT],
        refused=kinds[BounceKind.REFUSED],
        gave_up=kinds[BounceKind.GAVE_UP],
        delayed=kinds[BounceKind.DELAYED],
        complaints=len(complained),
        unclear=_unclear(desk, campaign_id, gravest.keys() | complained),
    )


def bounced_people(desk: Desk, campaign_id: CampaignId) -> tuple[BouncedPerson, ...]:
    """Give the people from whom something came back, in the order of the audience."""
    kept = desk.bounces.all(campaign_id)
    bounces = _by_person(one for one in kept if one.kind is not BounceKind.COMPLAINT)
    complaints = _by_person(one for one in kept if one.kind is BounceKind.COMPLAINT)
    people = desk.recipients.by_ids(campaign_id, {*bounces, *complaints})
    lines = [
        BouncedPerson(
            recipient_id=person.id,
            address=person.address,
            row=person.row,
            kind=one.kind,
            status=one.status,
            answer=one.answer,
            at=one.at,
        )
        for person in people.values()
        for one in (bounces.get(person.id), complaints.get(person.id))
        if one is not None
    ]
    return tuple(sorted(lines, key=lambda line: (line.row, line.kind.value)))


def came_back(desk: Desk, campaign_id: CampaignId) -> Mapping[RecipientId, tuple[str, ...]]:
    """Give what came back from each person, as the words of its kinds, the gravest first."""
    found: dict[RecipientId, list[BounceKind]] = {}
    for one in desk.bounces.all(campaign_id):
        found.setdefault(one.recipient_id, []).append(one.kind)
    return {
        person: tuple(dict.fromkeys(kind.value for kind in sorted(kinds, key=_GRAVEST.index)))
        for person, kinds in found.items()
    }


def _by_person(kept: Iterable[KeptBounce]) -> dict[RecipientId, KeptBounce]:
    found: dict[RecipientId, KeptBounce] = {}
    for one in kept:
        before = found.get(one.recipient_id)
        if before is None or _GRAVEST.index(one.kind) < _GRAVEST.index(before.kind):
            found[one.recipient_id] = one
    return found


def _unclear(desk: Desk, campaign_id: CampaignId, people: set[RecipientId]) -> int:
    """Count those of whom the record does not know that they have it, though it came back."""
    with record_of(desk, campaign_id) as view:
        if view is None:
            return 0
        rows = (view.row(one) for one in people)
        states = Counter(row.state for row in rows if row is not None)
    return states[RecipientState.UNKNOWN] + states[RecipientState.BRINK]
