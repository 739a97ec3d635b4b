"""The body for SendGrid before a strict stand-in: taken, and every header field arrives as it is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.errors import RenderError
from composer.folder.header_rules import is_allowed_header
from composer.model.campaign import Mailbox, Purpose, TransportKind, TransportSettings
from composer.model.message import MessageFile
from composer.rendering.compile import compile_message
from composer.rendering.message import render_message
from composer.rendering.sendgrid_body import build_sendgrid_body
from tests.servers.sendgrid_rules import RESERVED, expand, refusals
from tests.unit.rendering.samples import PIXEL, make_context, make_recipient

BYPASSES = ("bypass_list_management", "bypass_spam_management")
TRANSPORT = TransportSettings(kind=TransportKind.SENDGRID, base_url="https://api.sendgrid.com")


def made(**settings: object) -> tuple[dict[str, str], bytes]:
    """Render a message; give its header fields and the request's body."""
    context = make_context(
        body="![Logo](files/logo.png) Dear {{ first_name }}",
        files=(MessageFile(path="files/logo.png", content=PIXEL),),
        transport=TRANSPORT,
        **settings,
    )
    message = render_message(compile_message(context), make_recipient())
    return dict(message.headers), build_sendgrid_body(message, context.campaign)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"purpose": Purpose.MARKETING, "unsubscribe": "https://example.com/u/{{ token }}"},
        {"sender": Mailbox(name="Börse; Wien, AG", address="notices@bücher.example")},
        {"sender": Mailbox(name="", address="{{ manager }}")},
        {"headers": (("Feedback-ID", "spring:{{ tier }}:composer:example.com"),)},
        {"headers": (("FEEDBACK-id", "spring"), ("X-Note", "Grüße"))},
        {"headers": (("Feedback-ID", ""), ("List-Id", ""))},
    ],
)
def test_the_strict_stand_in_takes_it_and_every_field_arrives(settings: dict[str, object]) -> None:
    headers, raw = made(**settings)
    assert refusals(raw) == []
    (got,) = expand(raw)
    assert got.recipients == ("ann@example.org",)
    apart = {"From", "To", "Reply-To"}
    assert got.headers == {name: value for name, value in headers.items() if name not in apart}


def test_the_feedback_id_arrives_once_whether_it_is_our_own_or_the_campaign_s() -> None:
    (got,) = expand(made()[1])
    assert got.headers["Feedback-ID"].endswith(":service:composer:example.com")
    (got,) = expand(made(headers=(("FEEDBACK-id", "spring"),))[1])
    named = [value for name, value in got.headers.items() if name.lower() == "feedback-id"]
    assert named == ["spring"]


def test_no_header_that_sendgrid_reserves_can_be_written() -> None:
    assert not [
        name for name in RESERVED if is_allowed_header(name) or is_allowed_header(name.upper())
    ]


@given(value=st.text(min_size=1, max_size=40))
def test_any_feedback_id_is_taken_as_it_is_or_refused_by_us(value: str) -> None:
    if "{" in value:
        return
    try:
        headers, raw = made(headers=(("Feedback-ID", value),))
    except RenderError:
        return
    assert refusals(raw) == []
    (got,) = expand(raw)
    assert got.headers.get("Feedback-ID") == headers.get("Feedback-ID")


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"personalizations": []}, "personalizations"),
        ({"personalizations": [{"to": []}]}, "to"),
        ({"headers": {"Feedback ID": "a"}}, "header name Feedback ID"),
        ({"headers": {"Feedback-ID": 1}}, "header value Feedback-ID"),
        ({"headers": {"X-SG-EID": "a"}}, "reserved header X-SG-EID"),
        ({"content": [{"type": "text/html", "value": ""}]}, "content"),
        ({"subject": ""}, "subject"),
        ({"attachments": [{"content": "?", "filename": "a"}]}, "attachment"),
        ({"personalizations": [{"to": [{"email": "a@b.example"}] * 2}]}, "to"),
        ({"personalizations": [{"to": [{"email": "a@b.example", "name": "a;b"}]}]}, "name"),
        ({"personalizations": [{"to": [{"email": "a@b.example"}], "x": 1}]}, "unknown field personalizations.x"),
        ({"personalizations": [{"to": [{"email": f"{n}@b.example"} for n in range(1001)]}]}, "recipients"),
        ({"cc": [{"email": "a@b.example"}]}, "unknown field cc"),
        ({"from": {}}, "from"),
        ({"reply_to": {"email": "a@b.example"}, "reply_to_list": []}, "reply_to"),
        ({"custom_args": {"a": 1}}, "custom_args"),
        ({"custom_args": {"a": "b" * 10_001}}, "custom_args"),
        ({"send_at": 99_999_999_999}, "send_at"),
        ({"send_at": "1"}, "send_at"),
        ({"categories": ["a", "a"]}, "categories"),
        ({"categories": [f"{n}" for n in range(11)]}, "categories"),
        ({"asm": {"group_id": "1"}}, "asm"),
        ({"mail_settings": {"sandbox_mode": {"enable": "yes"}}}, "mail_settings.sandbox_mode"),
        ({"mail_settings": {name: {"enable": True} for name in BYPASSES}}, "bypass"),
        ({"tracking_settings": {"pixel": {"enable": False}}}, "unknown field tracking_settings.pixel"),
    ],
)  # fmt: skip
def test_the_stand_in_refuses_what_the_documents_forbid(
    change: dict[str, object], rule: str
) -> None:
    body = json.loads(made()[1])
    assert rule in refusals(json.dumps(body | change).encode())
