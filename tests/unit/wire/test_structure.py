"""How a finished message is built is told from its bytes: fields, parts, and where they stand."""

from __future__ import annotations

import base64

import pytest

from composer.errors import GuardRefused
from composer.wire.guard import inspect
from composer.wire.structure import decoded_text, read_structure
from tests.unit.wire.made_messages import EML, HEADERS, HTML, TEXT

FILE = (
    b"Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n"
    b'Content-Disposition: attachment; filename="plan.pdf"\r\n\r\n' + base64.b64encode(b"%PDF-1.7")
)
OUTER = b"\r\n--=_m000000000000\r\n"


def mixed() -> bytes:
    head, _empty, body = EML.partition(b"Content-Type:")
    inner = b"Content-Type:" + body
    kind = b'Content-Type: multipart/mixed; boundary="=_m000000000000"\r\n'
    return head + kind + OUTER + inner + OUTER + FILE + b"\r\n--=_m000000000000--\r\n"


def test_every_field_is_listed_in_order_decoded_and_as_written():
    structure = read_structure(EML)
    names = [line.name for line in structure.headers]
    assert names == [*(name for name, _ in HEADERS), "MIME-Version", "Content-Type"]
    (subject,) = [line for line in structure.headers if line.name == "Subject"]
    assert subject.value == "Grüße an Ann"
    assert subject.raw == "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?= an\r\n Ann"


def test_parts_stand_where_they_are_said_to_stand():
    content = mixed()
    parts = read_structure(content).parts
    assert [(part.depth, part.kind) for part in parts] == [
        (0, "multipart/mixed"),
        (1, "multipart/alternative"),
        (2, "text/plain"),
        (2, "text/html"),
        (1, "application/pdf"),
    ]
    assert parts[-1].name == "plan.pdf"
    assert parts[-1].encoding == "base64"
    assert content[parts[-1].body : parts[-1].stop] == base64.b64encode(b"%PDF-1.7")
    for part in parts[1:]:
        assert content[part.start :].startswith(b"Content-Type: " + part.kind.encode())
        assert content[part.start - 2 : part.start] == b"\r\n"


def test_a_text_is_given_as_its_reader_sees_it():
    content = mixed()
    texts = [decoded_text(content, part) for part in read_structure(content).parts]
    assert texts == [None, None, TEXT, HTML, None]


def test_what_cannot_be_read_in_one_way_is_not_explained():
    with pytest.raises(GuardRefused):
        read_structure(b"Subject : x\r\n\r\nbody")


def test_the_names_are_those_that_the_guard_sees():
    assert tuple(line.name for line in read_structure(mixed()).headers) == (
        inspect(mixed(), form="eml").header_names
    )
