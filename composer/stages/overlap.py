"""The same people, nearly the same message, again: found before it is sent, explained or stopped.

A campaign that was frozen or sent in the last 30 days blocks until the author gives a reason, which
is sealed with everything else; one that is only being written is told. What was frozen counts also
when its campaign was written anew since. A campaign that is frozen already is not stopped by one
that was frozen after it: whoever signed that one saw the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from composer.audience.overlap import Wording, is_nearly_same, is_overlap
from composer.errors import FileRefused
from composer.findings import Finding, finding
from composer.folder.load import parse_tree
from composer.model.identifiers import CampaignId
from composer.model.message import Message
from composer.stages.checking import binding_of
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.ended import corrects
from composer.stages.progress import read_progress

RECENT = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Neighbour:
    """Another campaign of the last days; `used_at` is when it was frozen or sent, if ever."""

    content: Content
    used_at: datetime | None


def overlap_findings(desk: Desk, content: Content) -> tuple[Finding, ...]:
    """Find recent campaigns with nearly the same message to more than half of these people."""
    people = desk.recipients.count(content.record.id)
    neighbours = _neighbours(desk, content) if people else []
    told = (_tell(desk, content, other, people) for other in neighbours)
    return tuple(item for item in told if item is not None)


def _neighbours(desk: Desk, content: Content) -> list[_Neighbour]:
    since = desk.now() - RECENT
    frozen = frozen_at(desk, content)
    found = []
    for record in desk.campaigns.all():
        if record.id == content.record.id or _are_one_send(desk, content, record.id):
            continue
        used_at = _used_at(desk, record.id)
        made_at = desk.campaigns.current_revision(record.id).at
        if max(used_at or made_at, made_at) < since:
            continue
        if frozen is not None and (used_at is None or used_at > frozen):
            continue
        try:
            other = load_content(desk, record.id)
        except FileRefused:  # its own page says so
            continue
        found.append(_Neighbour(content=other, used_at=used_at))
    return found


def _are_one_send(desk: Desk, content: Content, other: CampaignId) -> bool:
    """Tell whether one of two campaigns corrects the other: nobody gets both (`ended`)."""
    own = content.record.id
    return content.campaign.audience.corrects == other or corrects(desk, other) == own


def _used_at(desk: Desk, campaign_id: CampaignId) -> datetime | None:
    """Give when a campaign was last frozen or sent."""
    sealed = desk.proofs.latest(campaign_id)
    progress = read_progress(desk.send_folder(campaign_id))
    moments = (sealed.at if sealed else None, progress.started_at, progress.ended_at)
    return max((moment for moment in moments if moment is not None), default=None)


def frozen_at(desk: Desk, content: Content) -> datetime | None:
    """Give when this campaign was frozen as it is now."""
    sealed = desk.proofs.latest(content.record.id)
    if sealed is None or sealed.binding != binding_of(desk, content):
        return None
    return sealed.at


def _tell(desk: Desk, content: Content, other: _Neighbour, people: int) -> Finding | None:
    if not _is_same_message(desk, content, other.content):
        return None
    shared = desk.recipients.shared(content.record.id, other.content.record.id)
    if not is_overlap(shared, people):
        return None
    where: dict[str, str | int] = {"key": "audience.overlap", "campaign": other.content.record.id}
    name, reason = (
        other.content.campaign.name,
        dict(content.campaign.audience.overlap).get(other.content.record.id, ""),
    )
    if reason.strip():
        return finding(
            "overlap.reason", where=where, shared=shared, count=people, name=name, reason=reason
        )
    if other.used_at is None:
        return finding("overlap.drafted", where=where, shared=shared, count=people, name=name)
    day = other.used_at.date().isoformat()
    return finding("overlap.sent", where=where, shared=shared, count=people, name=name, day=day)


def _is_same_message(desk: Desk, one: Content, other: Content) -> bool:
    sealed = _sealed_revisions(desk, other)
    key = ("same message", one.record.id, one.revision, other.record.id, other.revision, sealed)
    return desk.kept(
        key,
        lambda: any(
            is_nearly_same(_wording(one.message), _wording(message))
            for message in (other.message, *_messages(desk, other.record.id, sealed))
        ),
    )


def _sealed_revisions(desk: Desk, other: Content) -> tuple[int, ...]:
    """Give the former revisions that were frozen lately: they may have been sent since."""
    since, revisions = desk.now() - RECENT, desk.campaigns.revisions(other.record.id)
    frozen = [
        max((revision.number for revision in revisions if revision.at <= proof.at), default=0)
        for proof in desk.proofs.all(other.record.id)
        if proof.at >= since
    ]
    return tuple(sorted(set(frozen) - {0, other.revision.number}))


def _messages(desk: Desk, campaign_id: CampaignId, numbers: tuple[int, ...]) -> Iterator[Message]:
    for number in numbers:
        message = parse_tree(desk.campaigns.tree(campaign_id, number=number)).message
        if message is not None:
            yield message


def _wording(message: Message) -> Wording:
    return Wording(subject=message.subject, body=message.body_html or message.body)
