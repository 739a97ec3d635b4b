"""What a mail service's lists tell of single campaigns: who bounced or complained since their send.

The service names addresses, not messages: what it put on its lists after a send began, of somebody
to whom this campaign was handed over through that very account, counts as come back of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from composer.errors import FileRefused, NotFound
from composer.model.bounce import BounceKind, KeptBounce
from composer.model.campaign import TransportKind
from composer.model.identifiers import CampaignId
from composer.model.person import Person
from composer.model.suppression import SuppressionReason
from composer.records.bounce_reasons import best_status
from composer.stages.bounce_ids import HANDED_OVER
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.stages.progress import read_progress
from composer.store.ledger_view import open_ledger_read_only
from composer.transports.handover import without_addresses

if TYPE_CHECKING:
    from composer.transports.sendgrid_lists import ListedAddress

_KINDS = {
    SuppressionReason.BOUNCE: BounceKind.PERMANENT,
    SuppressionReason.COMPLAINT: BounceKind.COMPLAINT,
}


def take_listed(
    desk: Desk, listed: Iterable[ListedAddress], *, base_url: str, key: str, by: Person
) -> int:
    """Keep what the lists tell of every campaign sent through an account; give what was new."""
    entries = [one for one in listed if one.reason in _KINDS and one.at is not None]
    if not entries:
        return 0
    return sum(
        desk.bounces.add(campaign, _of_campaign(desk, campaign, began, entries), by=by.public_key)
        for campaign, began in _sent_through(desk, base_url=base_url, key=key)
    )


def _sent_through(desk: Desk, *, base_url: str, key: str) -> Iterator[tuple[CampaignId, datetime]]:
    for record in desk.campaigns.all():
        folder = desk.send_folder(record.id)
        began = read_progress(folder).started_at
        if began is None or not (folder / "ledger.db").exists():
            continue
        try:
            transport = load_content(desk, record.id).campaign.transport
        except FileRefused:  # damaged: its own page says so
            continue
        if transport.kind is TransportKind.SENDGRID and (transport.base_url, transport.key) == (
            base_url,
            key,
        ):
            yield record.id, began


def _of_campaign(
    desk: Desk, campaign_id: CampaignId, began: datetime, entries: Iterable[ListedAddress]
) -> Iterator[KeptBounce]:
    with open_ledger_read_only(desk.send_folder(campaign_id) / "ledger.db") as view:
        for one in entries:
            if one.at is None or one.at < began.replace(microsecond=0):
                continue
            try:
                person = desk.recipients.by_address(campaign_id, one.address)
            except NotFound:
                continue
            row = view.row(person.id)
            if row is None or row.state not in HANDED_OVER:
                continue
            named = f"{one.source}\n{person.id}\n{one.at.isoformat()}"
            yield KeptBounce(
                recipient_id=person.id,
                kind=_KINDS[one.reason],
                status=best_status("", one.note),
                answer=without_addresses(one.note).replace("@", "(at)"),
                at=one.at,
                source="sendgrid",
                mark=hashlib.sha256(named.encode()).hexdigest(),
            )
