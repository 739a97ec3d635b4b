"""Rule 1 for the provider's form: one personalization, one address; SendGrid's own library agrees."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from composer.errors import RenderError
from composer.model.campaign import Mailbox, TransportKind, TransportSettings
from composer.model.message import MessageFile
from composer.model.rendered import RenderedMessage
from composer.rendering.compile import compile_message
from composer.rendering.message import render_message
from composer.rendering.sendgrid_body import build_sendgrid_body
from composer.rendering.wireform import build_wire, wire_sha256
from composer.wire.sendgrid_json import decode_sendgrid
from tests.unit.rendering.samples import PIXEL, make_context, make_recipient

sendgrid = pytest.importorskip("sendgrid")
from sendgrid.helpers import mail as oracle  # noqa: E402 - after the skip

CONTEXT = make_context(
    body="![Logo](files/logo.png) Grüße, {{ first_name }}",
    files=(MessageFile(path="files/logo.png", content=PIXEL),),
    reply_to=Mailbox(name="", address="support@example.com"),
    sender=Mailbox(name="Börse, Wien", address="notices@example.com"),
    unsubscribe="https://example.com/u/{{ token }}",
    headers=(("X-Campaign", "weights"),),
    transport=TransportSettings(kind=TransportKind.SENDGRID, base_url="https://api.sendgrid.com"),
)


def rendered() -> RenderedMessage:
    return render_message(compile_message(CONTEXT), make_recipient())


def test_the_body_is_the_one_that_sendgrid_s_own_library_makes() -> None:
    message = rendered()
    mail = oracle.Mail(
        from_email=oracle.From("notices@example.com", "Börse, Wien"),
        subject=message.header("Subject"),
        plain_text_content=message.text,
        html_content=message.html,
    )
    personalization = oracle.Personalization()
    personalization.add_to(oracle.To("ann@example.org"))
    personalization.add_custom_arg(oracle.CustomArg("composer_id", message.recipient_id))
    mail.add_personalization(personalization)
    mail.reply_to = oracle.ReplyTo("support@example.com")
    for name, value in message.headers:
        if name not in {"From", "To", "Reply-To", "Subject"}:
            mail.add_header(oracle.Header(name, value))
    (image,) = message.attachments
    mail.attachment = oracle.Attachment(
        file_content=__import__("base64").b64encode(image.content).decode(),
        file_type="image/png",
        file_name="logo.png",
        disposition="inline",
        content_id=image.content_id,
    )
    tracking = oracle.TrackingSettings()
    tracking.click_tracking = oracle.ClickTracking(enable=False, enable_text=False)
    tracking.open_tracking = oracle.OpenTracking(enable=False)
    tracking.subscription_tracking = oracle.SubscriptionTracking(enable=False)
    tracking.ganalytics = oracle.Ganalytics(enable=False)
    mail.tracking_settings = tracking
    assert json.loads(build_sendgrid_body(message, CONTEXT.campaign)) == mail.get()


def test_there_is_exactly_one_recipient_and_nobody_gets_a_copy() -> None:
    body = json.loads(build_sendgrid_body(rendered(), CONTEXT.campaign))
    assert [item["to"] for item in body["personalizations"]] == [[{"email": "ann@example.org"}]]
    assert set(body["personalizations"][0]) == {"to", "custom_args"}
    assert not {"cc", "bcc", "send_at", "template_id", "categories", "asm"} & set(body)


@pytest.mark.parametrize("value", ["a\r\nBcc: eve@example.com", "a\x00", "=?utf-8?q?x?="])
def test_no_header_value_that_could_be_more_than_one_field_gets_into_the_body(value: str) -> None:
    message = rendered()
    headers = (*message.headers, ("X-Note", value))
    with pytest.raises(RenderError):
        build_sendgrid_body(replace(message, headers=headers), CONTEXT.campaign)


def test_nothing_is_tracked_and_nothing_is_bypassed() -> None:
    body = json.loads(build_sendgrid_body(rendered(), CONTEXT.campaign))
    switches = [value for item in body["tracking_settings"].values() for value in item.values()]
    assert len(body["tracking_settings"]) == 4
    assert not any(switches)
    assert "mail_settings" not in body


def test_the_label_is_the_random_id_alone() -> None:
    body = json.loads(build_sendgrid_body(rendered(), CONTEXT.campaign))
    assert body["personalizations"][0]["custom_args"] == {"composer_id": f"{1:032x}"}
    assert "custom_args" not in body


def test_the_guard_reads_the_same_digest_from_either_form() -> None:
    message = rendered()
    decoded = decode_sendgrid(build_wire(message, CONTEXT.campaign))
    again = decoded.digest(
        envelope_sender=message.envelope_sender, envelope_recipient=message.envelope_recipient
    )
    assert again == message.digest


def test_the_same_message_gives_the_same_bytes() -> None:
    first, second = (build_wire(rendered(), CONTEXT.campaign) for _ in range(2))
    assert first == second
    assert wire_sha256(first) == wire_sha256(second)
