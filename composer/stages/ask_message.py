"""One request for approval as a finished message: a plain sentence or two, and the proof file.

It leaves from the campaign's own sender, so that its account may send it, and answers go to whoever
asks. The file is encrypted to the one reviewer it goes to.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from html import escape

from composer import i18n
from composer.audience.addresses import wire_address
from composer.model.campaign import Campaign, TransportKind
from composer.model.identifiers import RecipientId
from composer.model.person import Person
from composer.model.rendered import Attachment, RenderedMessage, message_digest
from composer.rendering.headers import mailbox_text, require_ascii_domain
from composer.rendering.wireform import build_wire, wire_sha256
from composer.signoff.ask_permit import AskMessage

PROOF_TYPE = "application/octet-stream"
_NOT_IN_HEADERS = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))
"""Isolates around what is placed into a sentence: no header may hold them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What one reviewer is asked, by whom, and the file that goes with it."""

    to: Person
    by: Person
    subject: str
    text: str
    file_name: str
    file: bytes


def finished(request: Request, campaign: Campaign) -> AskMessage:
    """Make the bytes of one request.

    Raises:
        RenderError: a name or an address that no header may hold.
    """
    rendered = _rendered(request, campaign)
    wire = build_wire(rendered, campaign)
    is_body = campaign.transport.kind is TransportKind.SENDGRID
    return AskMessage(
        id=rendered.recipient_id,
        person=request.to,
        envelope_sender=rendered.envelope_sender,
        wire=wire,
        digest=rendered.digest,
        wire_sha256=wire_sha256(wire),
        form="sendgrid" if is_body else "eml",
    )


def _rendered(request: Request, campaign: Campaign) -> RenderedMessage:
    record_id = RecipientId(secrets.token_hex(16))
    sender, to = wire_address(campaign.sender.address), wire_address(request.to.email)
    answers = wire_address(request.by.email)
    bounce = campaign.transport.bounce
    envelope_sender = bounce.replace("{id}", record_id) if bounce else sender
    headers = (
        ("From", mailbox_text(campaign.sender.name, sender)),
        ("To", to),
        ("Reply-To", mailbox_text(request.by.name, answers, part="Reply-To")),
        ("Subject", request.subject.translate(_NOT_IN_HEADERS)),
        ("Message-ID", f"<{secrets.token_hex(16)}@{require_ascii_domain(sender)}>"),
        ("Content-Language", i18n.language()),
    )
    text = request.text.strip() + "\n"
    html = _as_html(text)
    proof = Attachment(
        name=request.file_name, content_type=PROOF_TYPE, content_id="", content=request.file
    )
    return RenderedMessage(
        recipient_id=record_id,
        locale=i18n.language(),
        envelope_sender=envelope_sender,
        envelope_recipient=to,
        headers=headers,
        text_utf8=text.encode(),
        html_utf8=html.encode(),
        attachments=(proof,),
        boundary_seed=record_id,
        branches=(),
        digest=message_digest(
            envelope_sender=envelope_sender,
            envelope_recipient=to,
            headers=headers,
            text=text,
            html=html,
            attachments=[(proof.name, proof.content_type, proof.content_id, proof.sha256)],
        ),
    )


def _as_html(text: str) -> str:
    direction = "rtl" if i18n.is_right_to_left() else "ltr"
    parts = "".join(
        f"<p>{'<br>'.join(escape(line) for line in part.splitlines())}</p>\n"
        for part in text.strip().split("\n\n")
    )
    head = f'<!DOCTYPE html>\n<html lang="{i18n.language()}" dir="{direction}">\n<body>\n'
    return f"{head}{parts}</body>\n</html>\n"
