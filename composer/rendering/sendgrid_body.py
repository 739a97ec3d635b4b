"""Writes a rendered message as the body of SendGrid's v3 mail/send: one personalization, one `to`.

Guards rule 1: the shape of this function has no place for a second recipient. Tracking is switched
off explicitly, or the provider rewrites the message; nothing is bypassed; the only label is the
recipient's random id. Keys stand in a fixed order, so the same message gives the same bytes.
Source: SendGrid v3 mail/send.
"""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache

import orjson

from composer.model.campaign import Campaign
from composer.model.rendered import Attachment, RenderedMessage
from composer.rendering.headers import check_header, split_mailbox
from composer.rendering.wire_pieces import made_bodies

_OWN_KEYS = frozenset({"from", "to", "reply-to", "subject"})
_TRACKING_OFF = {
    "click_tracking": {"enable": False, "enable_text": False},
    "open_tracking": {"enable": False},
    "subscription_tracking": {"enable": False},
    "ganalytics": {"enable": False},
}


def build_sendgrid_body(rendered: RenderedMessage, _campaign: Campaign) -> bytes:
    """Build the request's body; nothing in it comes from the campaign's settings yet.

    Raises:
        RenderError: a header value that no header may hold.
    """
    made = made_bodies(rendered)
    known = made.headers.lines if made else {}
    for header in rendered.headers:
        if header not in known:
            check_header(*header)
    body: dict[str, object] = {
        "personalizations": [
            {
                "to": [{"email": rendered.envelope_recipient}],
                "custom_args": {"composer_id": str(rendered.recipient_id)},
            }
        ],
        "from": _mailbox(rendered.header("From") or ""),
    }
    reply_to = rendered.header("Reply-To")
    if reply_to is not None:
        body["reply_to"] = _mailbox(reply_to)
    body["subject"] = rendered.header("Subject") or ""
    body["content"] = [
        {
            "type": "text/plain",
            "value": made.forms.json(made.text.pieces) if made else rendered.text,
        },
        {
            "type": "text/html",
            "value": made.forms.json(made.html.pieces) if made else rendered.html,
        },
    ]
    if rendered.attachments:
        body["attachments"] = [_attachment(item) for item in rendered.attachments]
    body["headers"] = {
        name: value for name, value in rendered.headers if name.lower() not in _OWN_KEYS
    }
    body["tracking_settings"] = _TRACKING_OFF
    return orjson.dumps(body)


def _mailbox(value: str) -> dict[str, str]:
    name, address = split_mailbox(value)
    return {"email": address, "name": name} if name else {"email": address}


@lru_cache(maxsize=64)
def _attachment(attachment: Attachment) -> dict[str, str]:
    entry = {
        "content": b64encode(attachment.content).decode("ascii"),
        "type": attachment.content_type,
        "filename": attachment.name,
        "disposition": "inline" if attachment.content_id else "attachment",
    }
    if attachment.content_id:
        entry["content_id"] = attachment.content_id
    return entry
