"""What a worker does with each recipient in a whole check: render, guard, scan, collect the kind.

Runs in the pool's processes. The wire form goes through the very guard that stands before the
socket, so that a message which could not leave is found before sign-off. Only findings, digests and
shapes travel back.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from composer.checks.leftovers import find_left_overs
from composer.checks.variants import Shape, VariantCollector
from composer.errors import GuardRefused, RenderError
from composer.findings import Finding, finding
from composer.model.campaign import TransportKind
from composer.model.message import RenderContext
from composer.model.recipient import Recipient
from composer.model.rendered import RenderedMessage
from composer.rendering.compile import CompiledMessage
from composer.rendering.failures import LIMITS, finding_for
from composer.rendering.jobs import setup
from composer.rendering.message import render_message
from composer.rendering.wireform import build_wire, wire_sha256
from composer.rendering.worker import begin_item
from composer.wire.addresses import LeakScanner
from composer.wire.audience_index import AudienceIndex
from composer.wire.guard import Intended, WireForm, guard_made
from composer.wire.literals import find_literals

_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckContext:
    """All that checking needs besides the recipients; travels to the workers."""

    rendering: RenderContext
    index: AudienceIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckState:
    """What a worker keeps."""

    compiled: CompiledMessage
    scanner: LeakScanner
    form: WireForm
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One chunk's outcome; `digests` are (recipient id, digest, wire SHA-256) in order.

    `html_bytes` is the size of the chunk's largest HTML part.
    """

    messages: int
    findings: tuple[Finding, ...]
    digests: tuple[tuple[str, str, str], ...]
    shapes: tuple[Shape, ...]
    html_bytes: int


def set_up_check(context: CheckContext) -> CheckState:
    """Make the state that a worker keeps.

    It lives as long as the worker, so the collector of garbage is told to pass it over.
    """
    campaign = context.rendering.campaign
    state = CheckState(
        compiled=setup(context.rendering),
        scanner=LeakScanner(literals=find_literals(context.rendering), index=context.index),
        form="sendgrid" if campaign.transport.kind is TransportKind.SENDGRID else "eml",
        fields=used_columns(context.rendering),
    )
    gc.collect()
    gc.freeze()
    return state


def check_chunk(state: CheckState, recipients: Sequence[Recipient]) -> Checked:
    """Check some recipients one after the other.

    Raises:
        LimitExceeded: one of them took more than a worker may.
    """
    findings: list[Finding] = []
    digests: list[tuple[str, str, str]] = []
    kinds = VariantCollector(fields=state.fields)
    html_bytes = 0
    for recipient in recipients:
        try:
            rendered, wire = _made(state, recipient)
        except RenderError as error:
            if error.code in LIMITS:
                raise
            findings.append(finding_for(error, recipient=recipient.address, row=recipient.row))
            continue
        seen = _look_at(state, rendered, recipient, wire=wire)
        findings.extend(seen.findings)
        digests.append((recipient.id, rendered.digest, seen.sha256))
        kinds.add(rendered, recipient)
        html_bytes = max(html_bytes, seen.html_bytes)
    return Checked(
        messages=len(digests),
        findings=tuple(findings),
        digests=tuple(digests),
        shapes=kinds.shapes,
        html_bytes=html_bytes,
    )


def used_columns(context: RenderContext) -> tuple[str, ...]:
    """List the columns that some template of the campaign names."""
    campaign, message = context.campaign, context.message
    sources = [
        message.subject,
        message.preheader,
        message.body,
        message.body_html or "",
        message.text_override or "",
        message.layout.html,
        campaign.unsubscribe,
        *(value for _, value in campaign.headers),
        *(entry.target for catalogue in message.catalogues for entry in catalogue.entries),
    ]
    tags = " ".join(tag for source in sources for tag in _JINJA.findall(source))
    words = set(re.findall(r"\w+", tags))
    return tuple(name for name in context.columns if name in words)


def _made(state: CheckState, recipient: Recipient) -> tuple[RenderedMessage, bytes]:
    """Make one message as `render_one` does, without what only a preview shows."""
    begin_item()
    rendered = render_message(state.compiled, recipient)
    return rendered, build_wire(rendered, state.compiled.context.campaign)


class _Seen(NamedTuple):
    """The SHA-256 of a wire form, the size of its HTML, and what guard and scan say to it."""

    sha256: str
    html_bytes: int
    findings: list[Finding]


def _look_at(
    state: CheckState, rendered: RenderedMessage, recipient: Recipient, *, wire: bytes
) -> _Seen:
    intended = Intended(
        envelope_sender=rendered.envelope_sender,
        envelope_recipient=rendered.envelope_recipient,
        digest=rendered.digest,
        wire_sha256="",
    )
    try:
        decoded, sha256 = guard_made(wire, intended=intended, form=state.form)
    except GuardRefused as refusal:
        where = _where(recipient)
        found = finding("guard.refused", where=where, rule=refusal.rule, reason=str(refusal))
        return _Seen(wire_sha256(wire), len(rendered.html.encode("utf-8")), [found])
    leaks = state.scanner.find_leaks(decoded, recipient)
    return _Seen(
        sha256, len(decoded.markup.content), [*find_left_overs(decoded, recipient), *leaks]
    )


def _where(recipient: Recipient) -> dict[str, str | int]:
    return {"recipient": recipient.address, "row": recipient.row}
