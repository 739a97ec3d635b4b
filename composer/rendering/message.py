"""Renders one message for one recipient: the one pure function behind preview, test and sending.

Guards rule 1 (one recipient: the type has room for no second), rule 2 (the same context and
recipient give the same message in every process) and rule 9 (empty cells). No clock, no randomness:
Message-ID and boundaries come from the campaign's frozen seed and the recipient's random id, never
from the address. Date is added at hand-over.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from composer.audience.addresses import address_problem, wire_address
from composer.audience.fields import is_empty_cell
from composer.errors import RenderError
from composer.model.campaign import Mailbox
from composer.model.recipient import Recipient
from composer.model.rendered import Attachment, RenderedMessage, message_digest
from composer.rendering.compile import CompiledLocale, CompiledMailbox, CompiledMessage
from composer.rendering.environment import EmptyField
from composer.rendering.failures import render_error
from composer.rendering.headers import check_header, mailbox_text, require_ascii_domain
from composer.rendering.links import QuotedLink

Values = dict[str, object]
Outcomes = dict[tuple[str, bool], None]

MAX_BODY = 2_000_000
"""Most characters of a text or HTML part."""

_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])
_is_empty_cell = lru_cache(maxsize=8192)(is_empty_cell)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewedMessage:
    """A rendered message with what only a preview shows."""

    rendered: RenderedMessage
    preheader: str
    direction: str


def render_message(
    compiled: CompiledMessage,
    recipient: Recipient,
    *,
    extra_headers: Iterable[tuple[str, str]] = (),
) -> RenderedMessage:
    """Render the finished message for exactly one recipient.

    Raises:
        EmptyFieldPrinted: an empty cell would have been printed.
        RenderError: anything else that keeps this recipient's message from being made.
    """
    return render_for_preview(compiled, recipient, extra_headers=extra_headers).rendered


def render_for_preview(
    compiled: CompiledMessage,
    recipient: Recipient,
    *,
    extra_headers: Iterable[tuple[str, str]] = (),
) -> PreviewedMessage:
    """Render like `render_message`, and give the preheader and the direction as well."""
    locale = compiled.for_wish(recipient.locale)
    outcomes: dict[tuple[str, bool], None] = {}
    values = _values(compiled, locale, recipient)
    if locale.unsubscribe is not None:
        values["unsubscribe_url"] = QuotedLink(locale.unsubscribe.render(values, outcomes))
    subject = _required("subject", locale.subject.render(values, outcomes).strip())
    preheader = locale.preheader.render(values, outcomes).strip()
    (html, html_bytes), (text, text_bytes) = _bodies(
        locale, values, outcomes, subject=subject, preheader=preheader
    )
    to = _wire_address(recipient.address)
    sender = _mailbox(locale.sender, values, outcomes, part="From")
    headers = [
        ("From", mailbox_text(sender.name, sender.address)),
        ("To", to),
        *_reply_to(locale, values, outcomes),
        ("Subject", subject),
        ("Message-ID", _message_id(compiled, recipient, sender.address)),
        ("Content-Language", locale.locale),
        *_list_headers(values.get("unsubscribe_url")),
        *_own_headers(locale, values, outcomes),
        *extra_headers,
    ]
    _check_headers(headers)
    attachments = (*locale.images, *_attachments(compiled, values))
    envelope_sender = _envelope_sender(compiled, recipient, sender.address)
    rendered = RenderedMessage(
        recipient_id=recipient.id,
        locale=locale.locale,
        envelope_sender=envelope_sender,
        envelope_recipient=to,
        headers=tuple(headers),
        text=text,
        html=html,
        attachments=attachments,
        boundary_seed=_keyed(compiled, "boundary", recipient.id),
        branches=tuple(outcomes),
        digest=message_digest(
            envelope_sender=envelope_sender,
            envelope_recipient=to,
            headers=headers,
            text=text_bytes,
            html=html_bytes,
            attachments=[_attachment_fields(item) for item in attachments],
        ),
    )
    return PreviewedMessage(rendered=rendered, preheader=preheader, direction=locale.direction)


def _values(compiled: CompiledMessage, locale: CompiledLocale, recipient: Recipient) -> Values:
    """Give the names that templates may use: the row's cells as text, and what we provide."""
    empty = compiled.empty_fields
    values: Values = dict(empty)
    for name, cell in recipient.fields:
        if not _is_empty_cell(cell):
            values[name] = cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell
        elif name not in empty:
            values[name] = EmptyField(name)
    values["token"] = recipient.token
    values["locale"] = locale.locale
    values["unsubscribe_url"] = empty["unsubscribe_url"]
    return values


def _bodies(
    locale: CompiledLocale,
    values: Values,
    outcomes: Outcomes,
    *,
    subject: str,
    preheader: str,
) -> tuple[tuple[str, bytes], tuple[str, bytes]]:
    body = locale.finish_html(locale.html.render(values, outcomes))
    _required("body", body.strip())
    frame = {
        **values,
        "body": Markup(body),  # noqa: S704 - made from escaped parts by our own environment
        "subject": subject,
        "preheader": preheader,
        "lang": locale.locale,
        "dir": locale.direction,
    }
    # First: a control character is refused here, before the text's own marks are looked for.
    html = _checked_body("body", locale.layout.render(frame, outcomes))
    text = locale.text.render(values, outcomes)
    if locale.layout_text is not None:
        text = text.rstrip("\n") + "\n\n" + locale.layout_text.render(frame, outcomes)
    text = locale.finish_text(text).strip("\n")
    return html, _checked_body("text", _required("text", text) + "\n")


def _checked_body(part: str, content: str) -> tuple[str, bytes]:
    """Give a body as it is printed, and the same in UTF-8."""
    if len(content) > MAX_BODY:
        raise render_error("render.too_large", part=part)
    if "\r" in content:
        content = content.replace("\r\n", "\n").replace("\r", "\n")
    try:
        encoded = content.encode("utf-8")
    except UnicodeEncodeError:
        raise render_error("render.control_character", part=part) from None
    if len(encoded.translate(None, _CONTROLS)) != len(encoded):
        raise render_error("render.control_character", part=part)
    return content, encoded


def _required(part: str, content: str) -> str:
    if not content or content.isspace():
        raise render_error("render.empty_part", part=part)
    return content


def _mailbox(mailbox: CompiledMailbox, values: Values, outcomes: Outcomes, *, part: str) -> Mailbox:
    if mailbox.fixed is not None:
        return _wire_mailbox(mailbox.fixed)
    assert mailbox.name is not None
    assert mailbox.address is not None
    address = mailbox.address.render(values, outcomes).strip()
    if address_problem(address) not in {"", "address.special_use"}:
        raise render_error("render.bad_address", part=part)
    return Mailbox(
        name=mailbox.name.render(values, outcomes).strip(), address=_wire_address(address)
    )


@lru_cache(maxsize=64)
def _wire_mailbox(mailbox: Mailbox) -> Mailbox:
    return Mailbox(name=mailbox.name, address=_wire_address(mailbox.address))


def _wire_address(address: str) -> str:
    try:
        return wire_address(address)
    except ValueError:
        raise render_error("render.bad_address", part="To") from None


def _reply_to(locale: CompiledLocale, values: Values, outcomes: Outcomes) -> list[tuple[str, str]]:
    if locale.reply_to is None:
        return []
    mailbox = _mailbox(locale.reply_to, values, outcomes, part="Reply-To")
    return [("Reply-To", mailbox_text(mailbox.name, mailbox.address, part="Reply-To"))]


def _list_headers(url: object) -> list[tuple[str, str]]:
    """Give both fields of one-click unsubscribing (RFC 2369, RFC 8058) when there is a link."""
    if not isinstance(url, str):
        return []
    return [
        ("List-Unsubscribe", f"<{url}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    ]


def _own_headers(
    locale: CompiledLocale, values: Values, outcomes: Outcomes
) -> list[tuple[str, str]]:
    return [
        (name, value if isinstance(value, str) else value.render(values, outcomes).strip())
        for name, value in locale.headers
    ]


def _check_headers(headers: list[tuple[str, str]]) -> None:
    for name, value in headers:
        if not value or value != value.strip():
            raise render_error("render.empty_part", part=name)
        check_header(name, value)
    if len({name.lower() for name, _ in headers}) != len(headers):
        raise render_error("render.header_character", part="headers")


def _attachments(compiled: CompiledMessage, values: Mapping[str, object]) -> list[Attachment]:
    """Give the files for all and the recipient's own, in the order of the settings."""
    found: list[Attachment] = []
    for setting in compiled.context.campaign.attachments:
        cell = values.get(setting.column) if setting.column else setting.path
        if isinstance(cell, EmptyField):
            str(cell)  # raises: a missing attachment is a blank too
        attachment = compiled.attachment(str(cell or ""))
        if attachment is None:
            raise _missing(setting.column or setting.path)
        found.append(attachment)
    return found


def _missing(name: str) -> RenderError:
    return render_error("render.missing_attachment", part="attachments", field=name)


@lru_cache(maxsize=256)
def _attachment_fields(item: Attachment) -> tuple[str, str, str, str]:
    return item.name, item.content_type, item.content_id, item.sha256


def _envelope_sender(compiled: CompiledMessage, recipient: Recipient, sender: str) -> str:
    bounce = compiled.context.campaign.transport.bounce
    return bounce.replace("{id}", recipient.id) if bounce else sender


def _message_id(compiled: CompiledMessage, recipient: Recipient, sender: str) -> str:
    name = _keyed(compiled, "message-id", recipient.id)[:32]
    return f"<{name}@{require_ascii_domain(sender)}>"


def _keyed(compiled: CompiledMessage, purpose: str, recipient_id: str) -> str:
    seed = compiled.context.message_seed.encode("utf-8")
    return hmac.digest(seed, f"{purpose}:{recipient_id}".encode(), "sha256").hex()
