"""Chooses the form in which a message leaves: SendGrid's body, or Internet bytes for all others."""

from __future__ import annotations

import hashlib
from typing import assert_never

from composer.model.campaign import Campaign, TransportKind
from composer.model.identifiers import Digest
from composer.model.rendered import RenderedMessage
from composer.rendering.mime import build_eml
from composer.rendering.sendgrid_body import build_sendgrid_body


def build_wire(rendered: RenderedMessage, campaign: Campaign) -> bytes:
    """Build exactly the bytes that the campaign's transport hands over, without Date."""
    match campaign.transport.kind:
        case TransportKind.SENDGRID:
            return build_sendgrid_body(rendered, campaign)
        case TransportKind.SMTP | TransportKind.PRACTICE | TransportKind.EML:
            return build_eml(rendered)
        case _:
            assert_never(campaign.transport.kind)


def wire_sha256(wire: bytes) -> Digest:
    """Digest the bytes of the wire form."""
    return Digest(hashlib.sha256(wire).hexdigest())
