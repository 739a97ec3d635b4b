"""Rules 1, 2 and 9: one pure function makes one message for one recipient."""

from __future__ import annotations

from dataclasses import replace

import pytest

from composer.errors import EmptyFieldPrinted, LimitExceeded, RenderError
from composer.model.campaign import (
    AttachmentSettings,
    Mailbox,
    TransportKind,
    TransportSettings,
)
from composer.model.message import Layout, MessageFile
from composer.model.rendered import RenderedMessage
from composer.rendering.compile import compile_message
from composer.rendering.failures import finding_for
from composer.rendering.message import render_for_preview, render_message
from tests.unit.rendering.samples import (
    PIXEL,
    catalogue,
    make_context,
    make_recipient,
    shipped_layout,
)


def render(*, recipient: object = None, **context: object) -> RenderedMessage:
    compiled = compile_message(make_context(**context))
    return render_message(compiled, recipient or make_recipient())  # type: ignore[arg-type]


def refused(code: str, **context: object) -> RenderError:
    with pytest.raises(RenderError) as caught:
        render(**context)
    assert caught.value.code == code
    return caught.value


def test_the_headers_stand_in_their_order() -> None:
    message = render(
        unsubscribe="https://example.com/u/{{ token }}",
        reply_to=Mailbox(name="Support", address="support@example.com"),
        headers=(("X-Campaign", "{{ tier }}"),),
    )
    assert [name for name, _ in message.headers] == [
        "From",
        "To",
        "Reply-To",
        "Subject",
        "Message-ID",
        "Content-Language",
        "List-Unsubscribe",
        "List-Unsubscribe-Post",
        "List-Id",
        "Feedback-ID",
        "Auto-Submitted",
        "X-Campaign",
    ]
    assert message.header("X-Campaign") == "gold"
    assert message.header("list-unsubscribe") == f"<https://example.com/u/{f'{1:032x}'[::-1]}>"
    assert message.header("Reply-To") == "Support <support@example.com>"


def test_to_is_the_envelope_recipient_and_only_that() -> None:
    message = render(recipient=make_recipient(address="Ann@bücher.example"))
    assert message.envelope_recipient == "Ann@xn--bcher-kva.example"
    assert message.header("To") == message.envelope_recipient


def test_no_address_stands_in_an_error() -> None:
    secret = f"ann.private@{'ü' * 70}.example"
    errors = [
        refused("render.bad_address", recipient=make_recipient(address=secret)),
        refused(
            "render.bad_address",
            reply_to=Mailbox(name="", address="{{ manager }}"),
            recipient=make_recipient(manager=f"{secret}, {secret}"),
        ),
    ]
    for error in errors:
        assert "ann.private" not in f"{error} {error.advice} {error.part} {error.field}"


def test_identifiers_come_from_the_seed_and_the_random_id_never_from_the_address() -> None:
    compiled = compile_message(make_context())
    ann = render_message(compiled, make_recipient(address="ann@example.org"))
    eve = render_message(compiled, make_recipient(address="eve@example.org"))
    other = render_message(compiled, make_recipient(number=2))
    reseeded = compile_message(replace(make_context(), message_seed="other"))
    assert ann.header("Message-ID") == eve.header("Message-ID") != other.header("Message-ID")
    assert ann.boundary_seed == eve.boundary_seed != other.boundary_seed
    again = render_message(reseeded, make_recipient())
    assert again.header("Message-ID") != ann.header("Message-ID")
    assert again.boundary_seed != ann.boundary_seed


@pytest.mark.parametrize("cell", ["", "  ", "\u200b", "NaN", "null", "N/A", "-"])
def test_an_empty_cell_that_would_be_printed_stops_the_message(cell: str) -> None:
    with pytest.raises(EmptyFieldPrinted) as caught:
        render(body="Dear {{ first_name }},", recipient=make_recipient(first_name=cell))
    assert (caught.value.field, caught.value.part) == ("first_name", "body")
    found = finding_for(caught.value, recipient="ann@example.org", row=2)
    assert found.code == "content.empty_field"
    assert dict(found.where) == {
        "recipient": "ann@example.org",
        "row": 2,
        "part": "body",
        "column": "first_name",
    }
    assert "first_name" in found.text
    assert found.blocks


def test_a_field_is_escaped_in_html_and_plain_everywhere_else() -> None:
    message = render(
        subject="For {{ first_name }}",
        body="Dear {{ first_name }}",
        recipient=make_recipient(first_name="<b>Tom & Co</b>"),
    )
    assert "Dear &lt;b&gt;Tom &amp; Co&lt;/b&gt;" in message.html
    assert "Dear <b>Tom & Co</b>" in message.text
    assert message.header("Subject") == "For <b>Tom & Co</b>"


def test_markdown_in_a_cell_stays_text() -> None:
    message = render(
        body="Dear {{ first_name }}", recipient=make_recipient(first_name="**a** [b](https://x.y)")
    )
    assert "**a** [b](https://x.y)" in message.html
    assert "<strong>" not in message.html


@pytest.mark.parametrize("cell", ["a\nBcc: eve@example.com", "a\r\nX: y", "a\x0bb", "a\u202eb"])
@pytest.mark.parametrize("where", ["subject", "headers"])
def test_a_cell_cannot_add_a_header(cell: str, where: str) -> None:
    settings: dict[str, object] = {
        "subject": {"body": "Hello", "subject": "Hi {{ first_name }}"},
        "headers": {"body": "Hello", "headers": (("X-Name", "Hi {{ first_name }}"),)},
    }[where]
    error = refused(
        "render.header_character", recipient=make_recipient(first_name=cell), **settings
    )
    assert error.part in {"Subject", "X-Name"}
    assert "eve@example.com" not in str(error)


@pytest.mark.parametrize("cell", ["a\x00b", "a\x1bb", "a\ud800b"])
def test_a_control_character_in_the_body_is_refused(cell: str) -> None:
    refused(
        "render.control_character",
        body="{{ first_name }}",
        recipient=make_recipient(first_name=cell),
    )


def test_line_ends_in_cells_become_plain_ones() -> None:
    message = render(body="{{ first_name }}", recipient=make_recipient(first_name="a\r\nb\rc"))
    assert "a\nb\nc" in message.text
    assert "\r" not in message.text + message.html


@pytest.mark.parametrize(
    ("wish", "fallback", "locale"),
    [("", (), "en"), ("de-AT", (), "de"), ("en-GB", (), "en"), ("fr", (("fr", "de"),), "de")],
)
def test_the_recipient_s_wish_finds_its_locale(
    wish: str, fallback: tuple[tuple[str, str], ...], locale: str
) -> None:
    message = render(
        body="Hello",
        catalogues=(catalogue("de", Hello="Hallo"),),
        fallback=fallback,
        recipient=make_recipient(locale=wish),
    )
    assert message.locale == message.header("Content-Language") == locale
    assert ("Hallo" in message.text) is (locale == "de")
    assert f'lang="{locale}"' in message.html


def test_a_wish_that_nothing_serves_is_an_error_not_a_default() -> None:
    refused("render.no_locale", recipient=make_recipient(locale="fr"))


def test_a_translation_changes_words_dates_and_the_layout_s_strings() -> None:
    message = render(
        subject="Hello",
        body="Due {{ due|date }}",
        layout=Layout(name="l", html='{{ body }}<p>{{ _("Leave") }}</p>'),
        catalogues=(
            catalogue(
                "de",
                **{"Hello": "Grüß Gott", "Due {{ due|date }}": "Bis {{ due|date }}", "Leave": "Ab"},
            ),
        ),
        recipient=make_recipient(locale="de"),
    )
    assert message.header("Subject") == "Grüß Gott"
    assert "Bis 1. November 2019" in message.html
    assert "<p>Ab</p>" in message.html
    assert message.text.endswith("Ab\n")


def test_every_condition_is_told_once_with_its_outcome() -> None:
    gold = render(recipient=make_recipient(tier="gold"))
    plain = render(recipient=make_recipient(tier="silver"))
    assert ('tier == "gold"', True) in gold.branches
    assert ('tier == "gold"', False) in plain.branches
    assert len(set(gold.branches)) == len(gold.branches)


def test_images_are_embedded_and_named_by_their_content() -> None:
    message = render(
        body="![Our logo](files/logo.png)",
        files=(
            MessageFile(path="files/logo.png", content=PIXEL),
            MessageFile(path="files/unused.png", content=PIXEL + b"x"),
        ),
    )
    (image,) = message.attachments
    assert f'src="cid:{image.content_id}" alt="Our logo"' in message.html
    assert image.content == PIXEL
    assert "[Our logo]" in message.text


def test_attachments_for_all_and_for_one() -> None:
    files = (
        MessageFile(path="files/terms.pdf", content=b"terms"),
        MessageFile(path="files/ann.pdf", content=b"ann"),
    )
    settings = (AttachmentSettings(path="files/terms.pdf"), AttachmentSettings(column="pdf"))
    message = render(files=files, attachments=settings, recipient=make_recipient(pdf="ann.pdf"))
    assert [(item.name, item.content, item.content_id) for item in message.attachments] == [
        ("terms.pdf", b"terms", ""),
        ("ann.pdf", b"ann", ""),
    ]
    refused(
        "render.missing_attachment",
        files=files,
        attachments=settings,
        recipient=make_recipient(pdf="eve.pdf"),
    )
    refused("content.empty_field", files=files, attachments=settings)


@pytest.mark.parametrize("cell", ["../secret", "/etc/passwd", "files/../../x", "campaign.toml"])
def test_an_attachment_comes_from_the_message_s_files_only(cell: str) -> None:
    refused(
        "render.missing_attachment",
        files=(MessageFile(path="files/a.pdf", content=b"a"),),
        attachments=(AttachmentSettings(column="pdf"),),
        recipient=make_recipient(pdf=cell),
    )


def test_a_reply_address_may_come_from_a_contact_column() -> None:
    box = Mailbox(name="", address="{{ manager }}")
    assert render(reply_to=box).header("Reply-To") == "boss@example.com"
    for cell in ("boss@example.com, eve@example.com", "boss", "a <b@example.com>"):
        refused("render.bad_address", reply_to=box, recipient=make_recipient(manager=cell))


def test_bounces_return_to_the_random_id() -> None:
    transport = TransportSettings(kind=TransportKind.PRACTICE, bounce="b+{id}@example.com")
    assert render(transport=transport).envelope_sender == f"b+{1:032x}@example.com"
    assert render().envelope_sender == "notices@example.com"


def test_fields_in_links_are_quoted_in_both_parts() -> None:
    message = render(
        body="[look](https://example.com/?q={{ account }}&x=1)",
        recipient=make_recipient(account='a&b="c'),
    )
    assert 'href="https://example.com/?q=a%26b%3D%22c&amp;x=1"' in message.html
    assert "look (https://example.com/?q=a%26b%3D%22c&x=1)" in message.text


def test_fields_in_a_layout_s_links_are_quoted_too() -> None:
    layout = Layout(name="l", html='{{ body }}<a href="https://example.com/{{ account }}">x</a>')
    message = render(layout=layout, recipient=make_recipient(account="a/b?c"))
    assert 'href="https://example.com/a%2Fb%3Fc"' in message.html


def test_extra_headers_are_checked_like_all_others() -> None:
    compiled = compile_message(make_context())
    extra = render_message(compiled, make_recipient(), extra_headers=[("X-Test", "nonce")])
    assert extra.headers[-1] == ("X-Test", "nonce")
    for name, value in (("X-Test", "a\nBcc: b@c.d"), ("to", "eve@example.com"), ("X-Test", "")):
        with pytest.raises(RenderError):
            render_message(compiled, make_recipient(), extra_headers=[(name, value)])


def test_an_empty_subject_or_body_is_refused() -> None:
    refused("render.empty_part", subject="{% if tier == 'x' %}a{% endif %}")
    refused("render.empty_part", body="{% if tier == 'x' %}a{% endif %}")


def test_a_message_too_large_for_anybody_is_refused() -> None:
    with pytest.raises(LimitExceeded) as caught:
        render(body="{% for n in range(30000) %}" + "x" * 100 + "{% endfor %}")
    assert caught.value.code == "render.too_large"


def test_the_digest_changes_with_everything_a_reader_sees() -> None:
    digests = {
        render().digest,
        render(subject="Other").digest,
        render(body="Other").digest,
        render(text="Other").digest,
        render(recipient=make_recipient(first_name="Bob")).digest,
        render(recipient=make_recipient(address="bob@example.org")).digest,
        render(sender=Mailbox(name="Other", address="notices@example.com")).digest,
        render(headers=(("X-A", "b"),)).digest,
        render(
            transport=TransportSettings(kind=TransportKind.EML, bounce="b+{id}@example.com")
        ).digest,
    }
    assert len(digests) == 9


def test_the_digest_is_the_same_for_every_transport() -> None:
    kinds = {render(transport=TransportSettings(kind=kind)).digest for kind in TransportKind}
    assert len(kinds) == 1


def test_a_hand_written_text_part_keeps_its_lines() -> None:
    message = render(
        text="Dear {{ first_name }}\n{% if tier == 'gold' %}\ngold\n{% endif %}\nBye\n"
    )
    assert message.text == "Dear Ann\ngold\nBye\n"


def test_a_preview_also_knows_preheader_and_direction() -> None:
    context = make_context(
        body="Hello",
        layout=shipped_layout("notice"),
        preheader="For {{ first_name }}",
        catalogues=(catalogue("ar", Hello="مرحبا"),),
    )
    compiled = compile_message(context)
    preview = render_for_preview(compiled, make_recipient(locale="ar"))
    assert (preview.preheader, preview.direction) == ("For Ann", "rtl")
    assert '<html lang="ar" dir="rtl"' in preview.rendered.html
    assert "For Ann" in preview.rendered.html
