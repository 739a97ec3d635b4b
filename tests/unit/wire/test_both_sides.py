"""What rendering writes and what the guard reads are the same, for any message that may be sent."""

from __future__ import annotations

import hashlib

from hypothesis import given, settings
from hypothesis import strategies as st

from composer.model.campaign import Campaign, TransportKind
from composer.model.rendered import Attachment, RenderedMessage, message_digest
from composer.rendering.mime import build_eml
from composer.rendering.sendgrid_body import build_sendgrid_body
from composer.wire.guard import Intended, WireForm, guard_wire
from tests.unit.wire.test_addresses import campaign_context

_BODY = st.characters(exclude_categories=("Cs", "Cc"), include_characters="\t\n")
_HEADER = st.characters(
    exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Zs"), include_characters=" "
)
TEXTS = st.text(_BODY, min_size=1, max_size=300)
VALUES = st.text(_HEADER, min_size=1, max_size=120).filter(
    lambda value: value == value.strip() and "=?" not in value
)
NAMES = VALUES.filter(lambda value: not set(value) & set("<>@\uff1c\uff1e\uff20\ufe64\ufe65\ufe6b"))
ADDRESSES = st.sampled_from(
    [
        "ann@example.org",
        "o'brien+x@example.org",
        "a=b@xn--bcher-kva.example",
        "j\u00fcrgen@b\u00fccher.example",
    ]
)
FILES = st.lists(
    st.builds(
        Attachment,
        name=VALUES,
        content_type=st.sampled_from(["application/pdf", "text/csv"]),
        content_id=st.just(""),
        content=st.binary(max_size=200),
    ),
    max_size=2,
)
IMAGES = st.lists(
    st.builds(
        Attachment,
        name=st.just("logo.png"),
        content_type=st.just("image/png"),
        content_id=st.just("0123456789abcdef@composer"),
        content=st.binary(max_size=200),
    ),
    max_size=1,
)


@st.composite
def rendered_messages(draw: st.DrawFn) -> RenderedMessage:
    to = draw(ADDRESSES)
    name = draw(st.one_of(st.just(""), NAMES))
    headers = (
        ("From", f"{name} <notices@example.com>" if name else "notices@example.com"),
        ("To", to),
        ("Reply-To", "support@example.com"),
        ("Subject", draw(VALUES)),
        ("Message-ID", "<0123456789abcdef@example.com>"),
        ("List-Unsubscribe", f"<https://example.com/u/{'x' * draw(st.integers(0, 300))}>"),
        ("X-Campaign", draw(VALUES)),
    )
    attachments = (*draw(IMAGES), *draw(FILES))
    text, html = draw(TEXTS), draw(TEXTS)
    return RenderedMessage(
        recipient_id="0" * 32,  # type: ignore[arg-type]
        locale="en",
        envelope_sender="bounces@example.com",
        envelope_recipient=to,
        headers=headers,
        text_utf8=text.encode(),
        html_utf8=html.encode(),
        attachments=attachments,
        boundary_seed="00",
        branches=(),
        digest=message_digest(
            envelope_sender="bounces@example.com",
            envelope_recipient=to,
            headers=headers,
            text=text,
            html=html,
            attachments=[(i.name, i.content_type, i.content_id, i.sha256) for i in attachments],
        ),
    )


def passes(wire: bytes, rendered: RenderedMessage, *, form: WireForm) -> bool:
    intended = Intended(
        envelope_sender=rendered.envelope_sender,
        envelope_recipient=rendered.envelope_recipient,
        digest=rendered.digest,
        wire_sha256=hashlib.sha256(wire).hexdigest(),
    )
    decoded = guard_wire(wire, intended=intended, form=form)
    assert decoded.headers == rendered.headers
    assert decoded.attachments == rendered.attachments
    return (decoded.text, decoded.html) == (rendered.text, rendered.html)


@settings(max_examples=300, deadline=None)
@given(rendered_messages())
def test_internet_bytes_are_read_as_they_were_meant(rendered: RenderedMessage) -> None:
    assert passes(build_eml(rendered), rendered, form="eml")


@settings(max_examples=200, deadline=None)
@given(rendered_messages())
def test_a_provider_body_is_read_as_it_was_meant(rendered: RenderedMessage) -> None:
    campaign: Campaign = campaign_context().campaign
    assert campaign.transport.kind is TransportKind.PRACTICE
    assert passes(build_sendgrid_body(rendered, campaign), rendered, form="sendgrid")
