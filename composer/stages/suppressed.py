"""Whom of a campaign the do-not-write list stops, as it is now, and what is to be said about it.

Suppressed people stay listed, rendered and covered by the proof: an entry that comes after the seal
changes no digest, it only takes somebody out ("only removal is free"). The record of the send plans
them as suppressed, and asks again before each batch and after each claim.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from composer.audience.suppression import key_of
from composer.findings import Finding, finding
from composer.model.campaign import Campaign, Purpose, TransportKind
from composer.model.identifiers import CampaignId, RecipientId
from composer.model.suppression import BlockedKeys, StoredSuppression, SuppressionReason
from composer.stages.content import Content
from composer.stages.desk import Desk
from composer.stages.seeds import load_seeds
from composer.store.people_names import ids_of_rows
from composer.store.people_tables import PeopleTables
from composer.store.people_writing import keys_in_order

OLDEST_SYNC = timedelta(hours=48)
_WEIGHT = tuple(
    SuppressionReason(name) for name in ("erasure", "legal", "complaint", "bounce", "unsubscribe")
)

Suppressed = Mapping[RecipientId, str]


def suppressed_people(desk: Desk, content: Content) -> Suppressed:
    """Give everybody listed whom the list stops, each with reason and day ("bounce 2019-11-01").

    The very same mapping comes again while neither the audience nor the list has changed.
    """
    return suppressed_of(desk, content.record.id, content.campaign.purpose)


def suppressed_of(desk: Desk, campaign_id: CampaignId, purpose: Purpose) -> Suppressed:
    """Do it for a campaign and a purpose."""
    changes = desk.recipients.changes(campaign_id)
    number = changes[-1].number if changes else 0
    version = desk.suppressions.version()
    return desk.kept(
        ("suppressed", campaign_id, number, purpose, version),
        lambda: _find(desk, campaign_id, purpose) if version else {},
    )


def suppression_findings(desk: Desk, content: Content) -> list[Finding]:
    """Say how many people get nothing, and which test mailbox is on the list."""
    found: list[Finding] = []
    stopped = suppressed_people(desk, content)
    if stopped:
        code = "suppress.people"
        if len(stopped) == desk.recipients.count(content.record.id):
            code = "suppress.everybody"
        found.append(finding(code, count=len(stopped)))
    blocked = desk.suppressions.blocked(content.campaign.purpose)
    seeds = content.campaign.test.seeds or load_seeds(desk).addresses
    found += [
        finding("suppress.seed", where={"recipient": seed})
        for seed in seeds
        if blocked.hold(key_of(seed))
    ]
    return found


def sync_findings(desk: Desk, campaign: Campaign) -> list[Finding]:
    """Say whether a marketing campaign's list is fresh: through SendGrid at most 48 hours old.

    What it says changes with the clock, so it is asked at check, seal and send, and never stored.
    """
    transport = campaign.transport
    if campaign.purpose is not Purpose.MARKETING:
        return []
    if transport.kind is not TransportKind.SENDGRID or not transport.key:
        return [finding("suppress.no_sync")]
    last = desk.suppressions.last_sync(base_url=transport.base_url, key=transport.key)
    if last is None:
        return [finding("suppress.never_synced", key=transport.key)]
    age = desk.highest_now() - last.at
    if age <= OLDEST_SYNC:
        return []
    return [finding("suppress.sync_old", hours=int(age.total_seconds() // 3600))]


def why(entries: tuple[StoredSuppression, ...], purpose: Purpose) -> str:
    """Give the gravest reason of an address's entries and its day; entries that stop come only."""
    stopping = [entry for entry in entries if entry.reason.blocks(purpose)]
    first = min(stopping, key=lambda entry: (_WEIGHT.index(entry.reason), entry.at))
    return f"{first.reason.value} {first.at.date().isoformat()}"


def _find(desk: Desk, campaign_id: CampaignId, purpose: Purpose) -> dict[RecipientId, str]:
    blocked = desk.suppressions.blocked(purpose)
    listing = desk.recipients.listing(campaign_id)
    if listing is None or not (blocked.keys or blocked.digests):
        return {}
    keys = dict(_stopped(desk, listing.tables, blocked))
    entries = desk.suppressions.of_keys(keys.values())
    with desk.folder.database.read() as connection:
        ids = ids_of_rows(connection, listing.tables, keys)
    return {ids[row]: why(entries[key], purpose) for row, key in keys.items() if key in entries}


def _stopped(desk: Desk, tables: PeopleTables, blocked: BlockedKeys) -> Iterator[tuple[int, str]]:
    """Give the row and the key of everybody listed who must not be written to."""
    with desk.folder.database.read() as connection:
        for some in keys_in_order(connection, tables):
            for written, row in some:
                key = written if written.isascii() else key_of(written)
                if blocked.hold(key):
                    yield row, key
