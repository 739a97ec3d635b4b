"""Who has reported a running send as spam: asked of SendGrid, the one service that can be asked.

Only people of this campaign count, and only what came after the send began. A service that cannot
be asked holds nothing: complaints are one sign among others, and late by nature.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from composer.delivery.verdicts import HoldCause
from composer.delivery.watch import COMPLAINTS, are_many_complaints, judge_complaints
from composer.errors import ComposerError, NotFound
from composer.findings import Finding, finding
from composer.keychain import provider_secret
from composer.model.campaign import TransportKind
from composer.stages.dispatching import Way
from composer.stages.ended import record_of
from composer.stages.progress import read_progress
from composer.store.ledger_view import LedgerView
from composer.transports.sendgrid_request import SendGridAccount

ASK_EVERY_S = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaints:
    """How many people complained, of how many who have the message.

    `known` is how many had when the send was last held for it: whoever went on knows of these.
    """

    count: int
    handed_over: int
    known: int = 0

    @property
    def cause(self) -> HoldCause | None:
        """Why the send must stop, or None."""
        if self.count <= self.known:
            return None
        return judge_complaints(self.count, handed_over=self.handed_over)

    @property
    def findings(self) -> list[Finding]:
        """What is to be told though nothing stops."""
        if self.cause or not are_many_complaints(self.count, handed_over=self.handed_over):
            return []
        return [finding("send.complaints_seen", count=self.count, all=self.handed_over)]


NO_COMPLAINTS = Complaints(count=0, handed_over=0)


def can_be_asked(way: Way) -> bool:
    """Whether the campaign's mail service tells who complained."""
    transport = way.content.campaign.transport
    return transport.kind is TransportKind.SENDGRID and bool(transport.key)


def ask_complaints(way: Way) -> Complaints:
    """Ask who of this campaign has complained since its send began.

    Raises:
        ComposerError: the service cannot be asked now.
    """
    from composer.transports.sendgrid_lists import (  # noqa: PLC0415 - SendGrid's library
        read_complaints,
    )

    desk, campaign_id = way.desk, way.content.record.id
    transport = way.content.campaign.transport
    secret = provider_secret(transport.key, desk.keychain)
    began = read_progress(desk.send_folder(campaign_id)).started_at or desk.now()
    account = SendGridAccount(base_url=transport.base_url, api_key=secret)
    listed = read_complaints(account, since=began)
    count = sum(_is_listed(way, item.address) for item in listed)
    with record_of(desk, campaign_id) as view:
        handed_over = view.counts().accepted if view is not None else 0
        known = _known(view) if view is not None else 0
    return Complaints(count=count, handed_over=handed_over, known=known)


def _known(view: LedgerView) -> int:
    """Give the count of the last hold for complaints, 0 before the first."""
    entries = (json.loads(entry.content) for entry in view.turns() if entry.kind == "hold")
    counts = [entry["values"]["count"] for entry in entries if entry["code"] == COMPLAINTS]
    return int(counts[-1]) if counts else 0


def _is_listed(way: Way, address: str) -> bool:
    try:
        way.desk.recipients.by_address(way.content.record.id, address)
    except NotFound:
        return False
    return True


def asked_quietly(way: Way) -> Complaints:
    """Ask, and take no answer for none."""
    try:
        return ask_complaints(way)
    except ComposerError:
        return NO_COMPLAINTS
