"""Removing the personal data of a campaign whose send has ended: when it may, and step by step.

What stays is in decision 35: keyed digests, counts, the chain, everything signed. Whoever purges
twice, or is cut off, changes nothing that was not to be changed: it is recorded first and marked
done last, each step may be done again, and the people's rows are emptied after all that is found
through them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime

from composer.audience.suppression import key_of
from composer.checks.variants_record import table_record
from composer.errors import Blocked, FileRefused
from composer.findings import Finding, finding
from composer.model.check_summary import NO_KINDS
from composer.model.identifiers import CampaignId
from composer.model.privacy import Kept, RetentionRule
from composer.stages.audience_lock import lock_for_removal
from composer.stages.check_lock import check_lock
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.stages.ended import record_of
from composer.stages.progress import LOCK_FILE, is_running
from composer.stages.purge_files import remove_files
from composer.stages.put_away import put_away
from composer.store.locks import OsLock
from composer.store.privacy import LEAST_OF_A_DOMAIN
from composer.store.recipient_rows import chunked

_PATIENCE_S = 5.0
_AT_ONCE = 5000


def kept_data(desk: Desk, campaign_id: CampaignId) -> Kept:
    """Say how long a campaign's personal data is kept, and what keeps it from being removed."""
    record = desk.campaigns.get(campaign_id)
    purge = desk.privacy.purge_of(campaign_id)
    ended_at = None if purge else ended_at_of(desk, campaign_id)
    return Kept(
        campaign_id=campaign_id,
        name=record.name,
        people=purge.people if purge else desk.recipients.count(campaign_id),
        ended_at=ended_at,
        due_at=desk.privacy.rule().due_at(kept_since(desk, campaign_id, ended_at))
        if ended_at
        else None,
        purge=purge,
        hindered=() if purge else tuple(hindrances(desk, campaign_id)),
    )


def ended_at_of(desk: Desk, campaign_id: CampaignId) -> datetime | None:
    """Say when the last thing was recorded of a send that has ended; None while it has not."""
    with record_of(desk, campaign_id) as view:
        if view is None:
            return None
        counts = view.counts()
        open_ones = counts.planned + counts.claimed + counts.brink + counts.deferred + counts.held
        if not counts.total or open_ones:
            return None
        newest = view.newest_entries(1)
    return datetime.fromisoformat(newest[0].at) if newest else None


def kept_since(desk: Desk, campaign_id: CampaignId, ended_at: datetime) -> datetime:
    """Say from when on the days count: the end, or a list taken over after it for a new proof."""
    listing = desk.recipients.listing(campaign_id)
    return max(ended_at, listing.change.at) if listing is not None else ended_at


def hindrances(
    desk: Desk, campaign_id: CampaignId, *, unclear_too: bool = False
) -> Iterator[Finding]:
    """Find what keeps a campaign's personal data from being removed, whatever its age."""
    if ended_at_of(desk, campaign_id) is None:
        yield finding("purge.not_ended")
        return
    with record_of(desk, campaign_id) as view:
        unclear = view.counts().unknown if view else 0
    if unclear and not unclear_too:
        yield finding("purge.unclear", count=unclear)
    for other in desk.campaigns.all():
        if other.id != campaign_id and _needs(desk, other.id, campaign_id):
            yield finding("purge.needed", where={"campaign": other.id}, name=other.name)


def remove(
    desk: Desk, campaign_id: CampaignId, *, begin: Callable[[], None] = lambda: None
) -> bool:
    """Remove everything of a removal that was begun, or is by `begin`; tells whether it is done.

    Raises:
        Blocked: somebody else is at work on this campaign; nothing was begun.
    """
    content = load_content(desk, campaign_id)
    with alone(desk, campaign_id):
        begin()
        remove_files(desk, content)
        for some in chunked(desk.privacy.people(campaign_id), _AT_ONCE):
            keys = {key_of(one.address) for one in some if "@" in one.address}
            desk.suppressions.keep_hashed(keys)
        desk.privacy.erase_checks(campaign_id, without_people)
        desk.privacy.erase_tests(campaign_id)
        desk.privacy.erase_bounces(campaign_id)
        desk.privacy.erase_people(campaign_id, secret=desk.suppressions.secret())
        desk.forget_kept()
        if not overwrite_free_space(desk, held=campaign_id):
            return False
        desk.privacy.done(campaign_id, at=desk.now())
    return True


def is_anything_sent(desk: Desk, *, held: str = "") -> bool:
    """Whether any campaign is being sent or tested, but for one whose lock is held here."""
    others = (record.id for record in desk.campaigns.all() if record.id != held)
    return any(is_running(desk.send_folder(other)) for other in others)


def overwrite_free_space(desk: Desk, *, held: str = "") -> bool:
    """Leave nothing deleted in the file; tells whether it was done.

    Not while anything else is sent: nobody can write meanwhile, and a send would be cut off.
    """
    if is_anything_sent(desk, held=held):
        return False
    return desk.folder.database.overwrite_free_space()


def without_people(record: Mapping[str, object]) -> dict[str, object]:
    """Take people and their values out of a check's record; digests and counts stay."""
    left: dict[str, object] = {**record, "static": [], "written": []}
    match record.get("preflight"):
        case {"variants": list(variants), "domains": list(domains), **rest}:
            left["preflight"] = {
                **rest,
                "findings": [],
                "examples": 0,
                "counts": [],
                "variants": [_without_person(item) for item in variants],
                "domains": [pair for pair in domains if pair[1] >= LEAST_OF_A_DOMAIN],
                "kinds": table_record(NO_KINDS),
            }
        case _:
            pass
    return left


def _without_person(variant: Mapping[str, object]) -> dict[str, object]:
    return {**variant, "address": "", "row": 0, "facts": []}


def _needs(desk: Desk, other: CampaignId, campaign_id: CampaignId) -> bool:
    """Whether another campaign, to be sent yet, chooses its people by those of this one.

    What lies in the archive is not to be sent; without these people its own check would say so.
    """
    if (
        other in put_away(desk)
        or desk.privacy.purge_of(other) is not None
        or ended_at_of(desk, other) is not None
    ):
        return False
    try:
        settings = load_content(desk, other).campaign.audience
    except FileRefused:  # damaged: it cannot be sent as it is, and its own page says so
        return False
    chosen_by = {settings.corrects, settings.follows, settings.taken_from, *settings.exclude}
    return campaign_id in chosen_by


@contextmanager
def alone(desk: Desk, campaign_id: CampaignId) -> Iterator[None]:
    """Keep everybody else from checking, reading lists, testing and sending meanwhile."""
    with ExitStack() as stack:
        stack.enter_context(check_lock(desk, campaign_id))
        stack.enter_context(lock_for_removal(desk, campaign_id))
        folder = desk.send_folder(campaign_id)
        if folder.is_dir():  # else nothing was ever sent, not even a test
            lock = OsLock(folder / LOCK_FILE)
            lock.acquire(_PATIENCE_S)
            stack.callback(lock.release)
        yield


def require_due(desk: Desk, kept: Kept, *, days: int, unclear_too: bool) -> None:
    """Require that personal data may be removed now.

    Raises:
        Blocked: it is too early, or something keeps it.
    """
    if kept.purge is not None:
        return
    campaign_id = CampaignId(kept.campaign_id)
    found = list(hindrances(desk, campaign_id, unclear_too=unclear_too))
    due_at = None
    if kept.ended_at is not None:
        since = kept_since(desk, campaign_id, kept.ended_at)
        due_at = RetentionRule(days=days).due_at(since)
    if not found and due_at is not None and desk.now() < due_at:
        found.append(
            finding("purge.too_early", date=due_at.date().isoformat(), id=kept.campaign_id)
        )
    if found:
        raise Blocked(found)
