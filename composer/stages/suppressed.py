"""Whom of a campaign the do-not-write list stops, as it is now, and what is to be said about it.

Suppressed people stay listed, rendered and covered by the proof: an entry that comes after the seal
changes no digest, it only takes somebody out ("only removal is free"). The record of the send plans
them as suppressed, and asks again before each batch and after each claim.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import orjson

from composer.audience.suppression import key_of
from composer.findings import Finding, finding
from composer.model.campaign import Campaign, Purpose, TransportKind, TransportSettings
from composer.model.identifiers import CampaignId, RecipientId
from composer.model.suppression import (
    BlockedKeys,
    StoredSuppression,
    SuppressionReason,
    erasure_digest,
)
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


def suppressed_people(desk: Desk, content: Content, *, proof: str = "") -> Suppressed:
    """Give everybody listed whom the list stops, each with reason and day ("bounce 2019-11-01").

    So does it stop who was taken off since the proof was first frozen, the newest where none is
    named: nothing adds anybody to what was signed. The very same mapping comes again while neither
    the audience nor the list has changed.
    """
    campaign_id, purpose = content.record.id, content.campaign.purpose
    changes = desk.recipients.changes(campaign_id)
    number = changes[-1].number if changes else 0
    if not proof and (newest := desk.proofs.latest(campaign_id)) is not None:
        proof = newest.digest
    version = desk.suppressions.version()
    return desk.kept(
        ("suppressed", campaign_id, number, purpose, version, proof),
        lambda: _find(desk, campaign_id, purpose, proof),
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
    logged_at = _logged_sync(desk, transport)
    if last is None or logged_at is None:
        return [finding("suppress.never_synced", key=transport.key)]
    age = desk.highest_now() - min(last.at, logged_at)
    if age <= OLDEST_SYNC:
        return []
    return [finding("suppress.sync_old", hours=int(age.total_seconds() // 3600))]


def _logged_sync(desk: Desk, transport: TransportSettings) -> datetime | None:
    """Tell when the log says that an account's lists were last taken over: a row proves nothing."""
    wanted = transport.base_url, transport.key
    for entry in desk.audit.actions("suppress.sync"):
        details = orjson.loads(entry.details)
        if (details.get("service"), details.get("key")) == wanted:
            return entry.at
    return None


def why(entries: tuple[StoredSuppression, ...], purpose: Purpose) -> str:
    """Give the gravest reason of an address's entries and its day; entries that stop come only."""
    stopping = [entry for entry in entries if entry.reason.blocks(purpose)]
    first = min(stopping, key=lambda entry: (_WEIGHT.index(entry.reason), entry.at))
    return f"{first.reason.value} {first.at.date().isoformat()}"


def _find(
    desk: Desk, campaign_id: CampaignId, purpose: Purpose, proof: str
) -> dict[RecipientId, str]:
    blocked = desk.suppressions.blocked(purpose)
    gone = desk.suppression_journal.gone(_taken_off_since(desk, proof), purpose)
    blocked = replace(blocked, digests=blocked.digests | gone.keys())
    listing = desk.recipients.listing(campaign_id)
    if listing is None or not (blocked.keys or blocked.digests):
        return {}
    keys = dict(_stopped(desk, listing.tables, blocked))
    entries = desk.suppressions.of_keys(keys.values())
    with desk.folder.database.read() as connection:
        ids = ids_of_rows(connection, listing.tables, keys)

    def reason(key: str) -> str:
        if any(entry.reason.blocks(purpose) for entry in entries.get(key, ())):
            return why(entries[key], purpose)
        former = gone.get(erasure_digest(key, secret=blocked.secret))
        return f"{former[0]} {former[1].isoformat()}" if former else ""

    return {ids[row]: said for row, key in keys.items() if (said := reason(key))}


def _taken_off_since(desk: Desk, proof: str) -> frozenset[int]:
    """Give the numbers of entries that were taken off after a proof was first frozen."""
    removed = desk.audit.after_naming(proof, "proof.seal", wanted="suppress.remove")
    return frozenset(
        number for entry in removed for number in orjson.loads(entry.details)["entries"]
    )


def _stopped(desk: Desk, tables: PeopleTables, blocked: BlockedKeys) -> Iterator[tuple[int, str]]:
    """Give the row and the key of everybody listed who must not be written to."""
    with desk.folder.database.read() as connection:
        for some in keys_in_order(connection, tables):
            for written, row in some:
                key = written if written.isascii() else key_of(written)
                if blocked.hold(key):
                    yield row, key
