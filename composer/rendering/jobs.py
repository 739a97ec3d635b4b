"""What rendering workers do: make a message ready once, then render recipients one by one.

`setup` and `render_one` are handed to `WorkerPool`; the same functions run in one process as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from composer.errors import RenderError
from composer.findings import Finding
from composer.model.campaign import TransportKind
from composer.model.identifiers import Digest
from composer.model.message import RenderContext
from composer.model.recipient import Recipient
from composer.model.rendered import RenderedMessage
from composer.rendering.compile import CompiledMessage, compile_message
from composer.rendering.failures import finding_for
from composer.rendering.message import render_for_preview
from composer.rendering.mime import build_eml
from composer.rendering.sources import message_locales
from composer.rendering.wireform import build_wire, wire_sha256
from composer.rendering.worker import begin_item


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """One recipient's message in every form, with what a preview shows beside it.

    `preheader` is what the inbox line shows after the subject; `direction` is "ltr" or "rtl".
    """

    rendered: RenderedMessage
    preheader: str
    direction: str
    eml: bytes
    wire: bytes
    wire_sha256: Digest


def setup(context: RenderContext) -> CompiledMessage:
    """Make the state that a worker keeps: every locale compiled, so that no recipient waits for it.

    A locale that cannot be compiled is an error of its own recipients, not of everybody.
    """
    state = compile_message(context)
    for locale in message_locales(context.message):
        with suppress(RenderError):
            state.for_locale(locale)
    return state


def render_one(state: CompiledMessage, recipient: Recipient) -> Finished:
    """Render and build one recipient's message.

    Raises:
        RenderError: what keeps this recipient's message from being made.
    """
    begin_item()
    preview = render_for_preview(state, recipient)
    rendered = preview.rendered
    campaign = state.context.campaign
    wire = build_wire(rendered, campaign)
    eml = build_eml(rendered) if campaign.transport.kind is TransportKind.SENDGRID else wire
    return Finished(
        rendered=rendered,
        preheader=preview.preheader,
        direction=preview.direction,
        eml=eml,
        wire=wire,
        wire_sha256=wire_sha256(wire),
    )


def trial(state: CompiledMessage, recipients: Iterable[Recipient]) -> tuple[Finding, ...]:
    """Render each recipient and give only what went wrong, one finding for each at most."""
    findings: list[Finding] = []
    for recipient in recipients:
        try:
            render_one(state, recipient)
        except RenderError as error:
            findings.append(finding_for(error, recipient=recipient.address, row=recipient.row))
    return tuple(findings)
