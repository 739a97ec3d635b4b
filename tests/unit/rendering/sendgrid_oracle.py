"""What SendGrid's own library makes of a message: the judge of the body that we write ourselves."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from sendgrid.helpers import mail as library

from composer.model.rendered import RenderedMessage

_OWN = {"From", "To", "Reply-To", "Subject"}


def library_body(message: RenderedMessage) -> dict[str, Any]:
    """Give the request's body as the library's Mail helper builds it."""
    mail = library.Mail(
        from_email=library.From(*_mailbox(message.header("From") or "")),
        subject=message.header("Subject"),
        plain_text_content=message.text,
        html_content=message.html,
    )
    personalization = library.Personalization()
    personalization.add_to(library.To(message.envelope_recipient))
    personalization.add_custom_arg(library.CustomArg("composer_id", message.recipient_id))
    mail.add_personalization(personalization)
    if message.header("Reply-To") is not None:
        mail.reply_to = library.ReplyTo(*_mailbox(message.header("Reply-To") or ""))
    for name, value in message.headers:
        if name not in _OWN:
            mail.add_header(library.Header(name, value))
    for item in reversed(message.attachments):  # the library puts each before those it has
        mail.add_attachment(
            library.Attachment(
                file_content=b64encode(item.content).decode("ascii"),
                file_type=item.content_type,
                file_name=item.name,
                disposition="inline" if item.content_id else "attachment",
                content_id=item.content_id or None,
            )
        )
    tracking = library.TrackingSettings()
    tracking.click_tracking = library.ClickTracking(enable=False, enable_text=False)
    tracking.open_tracking = library.OpenTracking(enable=False)
    tracking.subscription_tracking = library.SubscriptionTracking(enable=False)
    tracking.ganalytics = library.Ganalytics(enable=False)
    mail.tracking_settings = tracking
    body: dict[str, Any] = mail.get()
    return body


def _mailbox(value: str) -> tuple[str, str | None]:
    if not value.endswith(">"):
        return value, None
    name, _, address = value[:-1].rpartition(" <")
    return address, name
