"""Rule 1: no value can become a header or an address of its own."""

from __future__ import annotations

import email
import email.header
import email.policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.errors import RenderError
from composer.rendering.headers import check_header, header_line, mailbox_text, split_mailbox
from composer.wire.address_list import address_text, read_address_list
from composer.wire.encoded_words import decode_unstructured
from composer.wire.header_block import split_header

REFUSED = [chr(code) for code in (*range(32), *range(0x7F, 0xA0))]
REFUSED += list("\u2028\u2029\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e")
REFUSED += list("\u2066\u2067\u2068\u2069\ufeff\ud800")
REFUSED += ["=?utf-8?q?x?="]


@pytest.mark.parametrize("piece", REFUSED, ids=ascii)
def test_no_value_holds_a_control_or_direction_character(piece: str) -> None:
    with pytest.raises(RenderError) as refused:
        check_header("Subject", f"Hello{piece}Bcc: eve@example.com")
    assert (refused.value.code, refused.value.part) == ("render.header_character", "Subject")
    with pytest.raises(RenderError):
        header_line("Subject", f"Hello{piece}Bcc: eve@example.com")


def read_back(name: str, value: str) -> str:
    fields, _ = split_header(header_line(name, value) + b"\r\n")
    assert [field.name for field in fields] == [name]
    if name in {"From", "Reply-To", "To"}:
        return ", ".join(map(address_text, read_address_list(fields[0].value)))
    return decode_unstructured(fields[0].value)


@pytest.mark.parametrize(
    "value",
    [
        "Plain",
        "Zwei  Leerzeichen",
        "Grüße aus Wien",
        "重要なお知らせ: 指数の変更について" * 4,
        "تغيير في أوزان المؤشر",
        "👩‍👩‍👧 family" * 9,
        "a" * 200,
        "word " * 60 + "end",
        "a=b ?= c",
        '"quoted", (comment) <x@example.com>',
    ],
)
def test_a_subject_reads_back_as_it_was(value: str) -> None:
    line = header_line("Subject", value)
    assert read_back("Subject", value) == value
    assert max(map(len, line.split(b"\r\n"))) <= 78
    parsed = email.message_from_bytes(line + b"\r\n", policy=email.policy.default)
    assert str(parsed["subject"]) == value


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Example Exchange",
        "Example, Inc.",
        'The "Best"',
        "back\\slash",
        "Börse Wien, AG",
        "Two  Spaces",
        "株式会社サンプル証券取引所からのお知らせ",
        "O'Brien",
        "(comment)",
        "a; b: c",
        'A "quoted" name, longer than a line, that no line break may cut within its quotation marks',
    ],
)
def test_a_display_name_reads_back_as_one_mailbox(name: str) -> None:
    value = mailbox_text(name, "a@example.com")
    assert split_mailbox(value) == (name, "a@example.com")
    assert read_back("From", value) == value
    line = header_line("From", value)
    parsed = email.message_from_bytes(line + b"\r\n", policy=email.policy.SMTP)
    (address,) = parsed["from"].addresses
    assert address.addr_spec == "a@example.com"
    if line.count(b"=?") <= 1:  # between two encoded words, that parser leaves a blank
        assert address.display_name == name
    else:
        unfolded = line.decode("ascii").partition(": ")[2]
        assert str(email.header.make_header(email.header.decode_header(unfolded))) == value


@pytest.mark.parametrize("name", ["eve@example.com", "<eve", "eve＠example.com", "a＞b"])
def test_a_display_name_cannot_pass_for_an_address(name: str) -> None:
    with pytest.raises(RenderError) as refused:
        mailbox_text(name, "a@example.com", part="Reply-To")
    assert refused.value.part == "Reply-To"


def test_a_word_longer_than_a_line_may_be_is_refused() -> None:
    with pytest.raises(RenderError):
        header_line("List-Unsubscribe", f"<https://example.com/{'a' * 1000}>")


@given(st.text(max_size=300))
def test_whatever_is_not_refused_reads_back_in_one_field(value: str) -> None:
    value = value.strip()
    try:
        line = header_line("Subject", value)
    except RenderError:
        return
    if value:
        assert read_back("Subject", value) == value
        assert line.count(b"\r\n") == line.count(b"\n") == line.count(b"\r")
