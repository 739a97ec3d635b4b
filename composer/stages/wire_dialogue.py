"""What will be said on the wire for one previewed message, by the campaign's own transport.

Nothing is opened and no password is read: see `transports.rehearsal`.
"""

from __future__ import annotations

import asyncio
from typing import assert_never

from composer.model.campaign import TransportKind
from composer.model.dialogue import Dialogue
from composer.model.identifiers import CampaignId
from composer.model.overview import Preview
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.transports.handover import Prepared
from composer.transports.opening import practice_account, smtp_account
from composer.transports.rehearsal import rehearse_file, rehearse_request, rehearse_smtp

NO_PORT_YET = 0
"""The practice server's port is chosen when a send starts."""


def wire_dialogue(desk: Desk, campaign_id: CampaignId, preview: Preview) -> Dialogue:
    """Give the dialogue that hands over the previewed message.

    Raises:
        TransportError: the transport would refuse to hand this message over.
    """
    settings = load_content(desk, campaign_id).campaign.transport
    prepared = prepared_from(preview)
    match settings.kind:
        case TransportKind.PRACTICE:
            return asyncio.run(rehearse_smtp(practice_account(NO_PORT_YET), prepared))
        case TransportKind.SMTP:
            account = smtp_account(settings, folder=desk.send_folder(campaign_id))
            return asyncio.run(rehearse_smtp(account, prepared))
        case TransportKind.EML:
            return rehearse_file(prepared, folder=settings.directory)
        case TransportKind.SENDGRID:
            return rehearse_request(prepared, base_url=settings.base_url)
        case _:
            assert_never(settings.kind)


def prepared_from(preview: Preview) -> Prepared:
    """Give a previewed message as a transport takes it."""
    rendered = preview.rendered
    return Prepared(
        recipient_id=rendered.recipient_id,
        envelope_sender=rendered.envelope_sender,
        envelope_recipient=rendered.envelope_recipient,
        wire=preview.wire,
        digest=rendered.digest,
        wire_sha256=preview.wire_sha256,
    )
