"""Renders one message for one recipient: the one pure function behind preview, test and sending.

Guards rule 1 (one recipient: the type has room for no second), rule 2 (the same context and
recipient give the same message in every process) and rule 9 (empty cells). No clock, no randomness:
Message-ID and boundaries come from the campaign's frozen seed and the recipient's random id, never
from the address. Date is added at hand-over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from composer.audience.addresses import address_problem, wire_address
from composer.audience.fields import LONGEST_FOR_NOTHING, is_empty_cell
from composer.errors import RenderError
from composer.model.campaign import Mailbox
from composer.model.recipient import Recipient
from composer.model.rendered import Attachment, RenderedMessage, message_digest
from composer.rendering.bodies import Row, make_bodies, required
from composer.rendering.code_writer import Names
from composer.rendering.compile import CompiledLocale, CompiledMailbox, CompiledMessage
from composer.rendering.compiled_part import Outcomes, add_own_names
from composer.rendering.environment import EmptyField
from composer.rendering.failures import render_error
from composer.rendering.headers import mailbox_text, require_ascii_domain
from composer.rendering.links import QuotedLink
from composer.rendering.printing import row_pieces

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
    row = _row(compiled, locale, recipient)
    names, outcomes, pieces = row.names, row.outcomes, row.text
    if locale.unsubscribe is not None:
        link = QuotedLink(locale.unsubscribe.render(names, outcomes, pieces))
        names["unsubscribe_url"] = link
    subject = required("subject", locale.subject.render(names, outcomes, pieces).strip())
    preheader = locale.preheader.render(names, outcomes, pieces).strip()
    bodies = make_bodies(locale, row, subject=subject, preheader=preheader)
    to = _wire_address(recipient.address)
    sender, from_text = _mailbox(locale.sender, row, part="From")
    headers = [
        ("From", from_text),
        ("To", to),
        *_reply_to(locale, row),
        ("Subject", subject),
        ("Message-ID", _message_id(compiled, recipient, sender)),
        ("Content-Language", locale.locale),
        *_list_headers(names["unsubscribe_url"]),
        *_own_headers(locale, row),
        *extra_headers,
    ]
    locale.still_headers.check(headers)
    attachments = (*locale.images, *_attachments(compiled, names))
    envelope_sender = _envelope_sender(compiled, recipient, sender)
    rendered = RenderedMessage(
        recipient_id=recipient.id,
        locale=locale.locale,
        envelope_sender=envelope_sender,
        envelope_recipient=to,
        headers=tuple(headers),
        text_utf8=bodies.text.utf8,
        html_utf8=bodies.html.utf8,
        attachments=attachments,
        boundary_seed=compiled.keyed("boundary", recipient.id),
        branches=tuple(outcomes),
        digest=message_digest(
            envelope_sender=envelope_sender,
            envelope_recipient=to,
            headers=headers,
            text=bodies.text.utf8,
            html=bodies.html.utf8,
            attachments=[_attachment_fields(item) for item in attachments],
            known=locale.still_headers.framed,
        ),
        made=bodies,
    )
    return PreviewedMessage(rendered=rendered, preheader=preheader, direction=locale.direction)


def _row(compiled: CompiledMessage, locale: CompiledLocale, recipient: Recipient) -> Row:
    """Give the names that templates may use: the row's cells as text, and what we provide."""
    empty = compiled.empty_fields
    outcomes: Outcomes = {}
    names = Names(empty)
    fields = recipient.fields
    text, html = row_pieces([cell for _, cell in fields], still=locale.still.marks)
    is_printable = bool(text)
    for name, cell in fields:
        if is_printable and cell.isascii() and len(cell.strip()) > LONGEST_FOR_NOTHING:
            names[name] = cell
        elif not _is_empty_cell(cell):
            names[name] = cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell
        elif name not in empty:
            names[name] = EmptyField(name)
    names["token"] = recipient.token
    names["locale"] = locale.locale
    names["unsubscribe_url"] = empty["unsubscribe_url"]
    add_own_names(names, outcomes)  # last: a column may be called the same
    return Row(names=names, outcomes=outcomes, text=text, html=html)


def _mailbox(mailbox: CompiledMailbox, row: Row, *, part: str) -> tuple[str, str]:
    """Give a mailbox's address, and how the mailbox is written."""
    if mailbox.fixed is not None:
        return _fixed_mailbox(mailbox.fixed, part)
    assert mailbox.name is not None
    assert mailbox.address is not None
    address = mailbox.address.render(row.names, row.outcomes, row.text).strip()
    if address_problem(address) not in {"", "address.special_use"}:
        raise render_error("render.bad_address", part=part)
    name = mailbox.name.render(row.names, row.outcomes, row.text).strip()
    address = _wire_address(address)
    return address, mailbox_text(name, address, part=part)


@lru_cache(maxsize=64)
def _fixed_mailbox(mailbox: Mailbox, part: str) -> tuple[str, str]:
    address = _wire_address(mailbox.address)
    return address, mailbox_text(mailbox.name, address, part=part)


def _wire_address(address: str) -> str:
    try:
        return wire_address(address)
    except ValueError:
        raise render_error("render.bad_address", part="To") from None


def _reply_to(locale: CompiledLocale, row: Row) -> list[tuple[str, str]]:
    if locale.reply_to is None:
        return []
    return [("Reply-To", _mailbox(locale.reply_to, row, part="Reply-To")[1])]


def _list_headers(url: object) -> list[tuple[str, str]]:
    """Give both fields of one-click unsubscribing (RFC 2369, RFC 8058) when there is a link."""
    if not isinstance(url, str):
        return []
    return [
        ("List-Unsubscribe", f"<{url}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    ]


def _own_headers(locale: CompiledLocale, row: Row) -> list[tuple[str, str]]:
    return [
        (name, value)
        if isinstance(value, str)
        else (name, value.render(row.names, row.outcomes, row.text).strip())
        for name, value in locale.headers
    ]


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
    name = compiled.keyed("message-id", recipient.id)[:32]
    return f"<{name}@{require_ascii_domain(sender)}>"
