"""Rule 2: the bytes say exactly what was rendered, and always in the same way."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.model.message import MessageFile
from composer.model.rendered import Attachment, RenderedMessage
from composer.rendering import mime
from composer.rendering.compile import compile_message
from composer.rendering.message import render_message
from composer.rendering.mime import build_eml, encode_text
from composer.rendering.wire_pieces import quoted_lines
from composer.wire.decode import decode_eml
from tests.unit.rendering.samples import PIXEL, make_context, make_recipient

PDF = Attachment(
    name="terms.pdf", content_type="application/pdf", content_id="", content=bytes(range(256)) * 9
)
PICTURE = Attachment(
    name="logo.png", content_type="image/png", content_id="abc@image.invalid", content=PIXEL
)


def rendered(
    *, text: str | None = None, html: str | None = None, **changes: object
) -> RenderedMessage:
    message = render_message(compile_message(make_context()), make_recipient())
    for name, body in (("text_utf8", text), ("html_utf8", html)):
        if body is not None:
            changes[name] = body.encode()
    return replace(message, **changes)


def test_the_guard_reads_the_digest_back_from_the_bytes() -> None:
    context = make_context(
        body="![Logo](files/logo.png) Grüße, {{ first_name }}",
        files=(
            MessageFile(path="files/logo.png", content=PIXEL),
            MessageFile(path="files/Bedingungen für alle.pdf", content=b"%PDF"),
        ),
    )
    message = render_message(compile_message(context), make_recipient())
    decoded = decode_eml(build_eml(message))
    assert decoded.headers == message.headers
    assert (decoded.text, decoded.html) == (message.text, message.html)
    again = decoded.digest(
        envelope_sender=message.envelope_sender, envelope_recipient=message.envelope_recipient
    )
    assert again == message.digest


@pytest.mark.parametrize(
    "attachments", [(), (PDF,), (PICTURE,), (PICTURE, PDF), (PICTURE, PDF, replace(PDF, name="b"))]
)
def test_the_parts_are_built_as_mail_programs_expect(attachments: tuple[Attachment, ...]) -> None:
    message = rendered(attachments=attachments)
    content = build_eml(message)
    assert decode_eml(content).attachments == attachments
    parsed = email.message_from_bytes(content, policy=email.policy.default)
    assert parsed.defects == []
    plain, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().replace("\r\n", "\n") == message.text
    assert html.get_content().replace("\r\n", "\n") == message.html
    attached = [item for item in attachments if not item.content_id]
    assert [part.get_content() for part in parsed.iter_attachments()] == [
        item.content for item in attached
    ]


@pytest.mark.parametrize(
    "name",
    [
        "terms.pdf",
        'quo"te.pdf',
        "back\\slash.pdf",
        "Geschäftsbedingungen 2019.pdf",
        "規約.pdf" * 20,
        "a" * 90 + ".pdf",
        "it's 100%.pdf",
    ],
)
def test_any_file_name_reads_back(name: str) -> None:
    content = build_eml(rendered(attachments=(replace(PDF, name=name),)))
    assert decode_eml(content).attachments[0].name == name
    parsed = email.message_from_bytes(content, policy=email.policy.default)
    assert next(iter(parsed.iter_attachments())).get_filename() == name


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n\t")))
def test_text_and_html_survive_byte_for_byte(text: str) -> None:
    content = build_eml(rendered(text=text, html=text))
    decoded = decode_eml(content)
    assert (decoded.text, decoded.html) == (text, text)


@pytest.mark.parametrize(
    "text", ["a", "a\n", "a\n\n", "\n", "", " ", "a \nb\t\n", ".\n..\nFrom x\n"]
)
def test_line_ends_and_blanks_at_the_end_survive(text: str) -> None:
    assert decode_eml(build_eml(rendered(text=text))).text == text


def test_lines_end_in_crlf_and_are_short() -> None:
    message = rendered(text="ä" * 500 + "\n" + "x" * 5000, attachments=(PICTURE, PDF))
    content = build_eml(message)
    assert content.count(b"\r\n") == content.count(b"\n") == content.count(b"\r")
    assert max(map(len, content.split(b"\r\n"))) <= 78
    assert content.isascii()
    assert content.endswith(b"--\r\n")


def test_there_is_no_date_and_no_copy() -> None:
    names = [line.split(b":")[0].lower() for line in build_eml(rendered()).split(b"\r\n")]
    assert not {b"date", b"cc", b"bcc", b"received"} & set(names)


def test_boundaries_are_frozen_and_cannot_occur_in_a_part() -> None:
    message = rendered(text="--=_a\n--=_aafd4\n", attachments=(PICTURE, PDF))
    content = build_eml(message)
    boundaries = re.findall(rb'boundary="([^"]+)"', content)
    assert len(set(boundaries)) == 3
    for boundary in boundaries:
        assert boundary.startswith(b"=_")
    assert build_eml(message) == content
    assert decode_eml(content).text == message.text


def test_soft_breaks_are_crlf() -> None:
    assert encode_text(b"x" * 100)[1] == [b"x" * 75 + b"=\r\n" + b"x" * 25]


ARABIC = "\u0645\u0631\u062d\u0628\u0627 \u0628\u0643\u0645 " * 40 + "\n"
JAPANESE = "\u6b21\u306e\u6708\u304b\u3089\n" * 30


@pytest.mark.parametrize(
    ("text", "html", "encodings"),
    [
        ("plain\n", "<p>plain</p>", ["quoted-printable", "quoted-printable"]),
        ("Gr\u00fc\u00dfe an alle, die uns lesen\n", "<p>a = b</p>", ["quoted-printable"] * 2),
        (ARABIC, "<p>" + "x" * 900 + ARABIC[:20], ["base64", "quoted-printable"]),
        (JAPANESE, JAPANESE, ["base64", "base64"]),
        ("=" * 500 + "\n", "x" * 500, ["base64", "quoted-printable"]),
    ],
)
def test_each_body_is_written_in_the_encoding_that_makes_it_smaller(
    text: str, html: str, encodings: list[str]
) -> None:
    message = rendered(text=text, html=html)
    content = build_eml(message)
    found = re.findall(rb"Content-Transfer-Encoding: ([a-z0-9-]+)\r\n", content)
    assert [item.decode() for item in found] == encodings
    assert max(map(len, content.split(b"\r\n"))) <= 78
    decoded = decode_eml(content)
    assert (decoded.text, decoded.html) == (text, html)
    parsed = email.message_from_bytes(content, policy=email.policy.default)
    plain, rich = parsed.get_body(("plain",)), parsed.get_body(("html",))
    assert plain is not None
    assert rich is not None
    assert plain.get_content().replace("\r\n", "\n") == text
    assert rich.get_content().replace("\r\n", "\n").rstrip("\n") == html.rstrip("\n")
    assert parsed.defects == plain.defects == rich.defects == []


@given(st.text(st.sampled_from("a=\u00fc\u6b21 \n"), max_size=400))
def test_the_encoding_chosen_is_never_the_larger_one(text: str) -> None:
    _name, (encoded,) = encode_text(text.encode())
    quoted = quoted_lines(text.encode())
    based = mime.encode_base64(text.replace("\n", "\r\n").encode())
    assert len(encoded) == min(len(quoted), len(based))


def test_written_files_are_kept_only_as_far_as_there_is_room() -> None:
    parts = mime._FileParts(room_bytes=10_000)
    for number in range(50):
        file = replace(PDF, content=b"%05d" % number * 300)
        for _ in range(2):
            assert parts.part(file) == mime._write_file_part(file)
        assert sum(map(len, parts._parts.values())) <= 10_000
