"""What the guard and the scan remember is bounded, never a refusal, and never about a recipient."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace

import pytest

from composer.errors import GuardRefused
from composer.findings import Finding, finding
from composer.model.recipient import Recipient
from composer.model.rendered import Attachment
from composer.wire import (
    bodies,
    decode,
    guard,
    header_block,
    header_forms,
    header_reading,
    json_text,
    quoted_text,
    sendgrid_json,
)
from composer.wire.addresses import LeakScanner
from composer.wire.guard import guard_wire
from composer.wire.own import Own
from tests.unit.wire import made_messages as made
from tests.unit.wire.test_addresses import ADDRESS, ANN, EVE, message, scanner

POISONED = [
    (b"Hello Ann\r\n", b"Hello =1BAnn\r\n", "text_control"),
    (b"Hello Ann\r\n", b"Hello =ZZ Ann\r\n", "transfer_encoding"),
    (b"Hello Ann\r\n", b"Hello Ann \r\n", "transfer_encoding"),
    (b"Hello Ann\r\n", b"Hello =0DAnn\r\n", "text_control"),
    (b"X-Campaign: weights-2019", b"X-Campaign: a\x0bb", "header_control"),
    (b"X-Campaign: weights-2019", b"Bcc: eve@example.net", "header_routing"),
    (b"To: ann@example.org", b"To: all: ann@example.org;", "address_group"),
    (b"charset=utf-8", b"charset=utf-8; charset=utf-7", "parameter"),
]


@pytest.mark.parametrize(("old", "new", "rule"), POISONED)
def test_a_poisoned_line_is_refused_each_time_it_comes(old: bytes, new: bytes, rule: str) -> None:
    wire = made.EML.replace(old, new, 1)
    assert wire != made.EML
    for _ in range(3):
        with pytest.raises(GuardRefused) as refusal:
            guard_wire(wire, intended=made.intended(wire), form="eml")
        assert refusal.value.rule == rule
        guard_wire(made.EML, intended=made.intended(made.EML), form="eml")


def test_the_same_header_is_judged_for_each_recipient() -> None:
    wire = made.EML
    guard_wire(wire, intended=made.intended(wire), form="eml")
    other = replace(made.intended(wire), envelope_recipient=made.OTHER)
    with pytest.raises(GuardRefused) as refusal:
        guard_wire(wire, intended=other, form="eml")
    assert refusal.value.rule == "intended_recipient"


def test_the_same_header_names_are_judged_for_each_form() -> None:
    names = ("From", "To", "Subject", "Message-ID", "MIME-Version")
    guard._check_names(names, has_framing=True)
    for _ in range(2):
        with pytest.raises(GuardRefused):
            guard._check_names(names, has_framing=False)


@pytest.mark.parametrize(
    "own", ["write to ann@example.org", "account AC-104711", "see ann%40x.org"]
)
def test_a_line_seen_often_by_its_owner_is_still_a_leak_for_the_next(own: str) -> None:
    one = scanner()
    for _ in range(4):  # met, remembered, looked up
        assert one.find_leaks(message(text=own), ANN) == []
    if "%" not in own:
        assert one.find_leaks(message(text=own, to=EVE.address), EVE)
        assert one.find_leaks(message(text=own, to=EVE.address), EVE)
    assert one.find_leaks(message(text=own), ANN) == []


def test_a_leak_is_found_each_time_also_in_lines_too_long_to_be_remembered() -> None:
    one = scanner()
    for filling in ("", "word " * 500, "word " * 30_000):
        for _ in range(3):
            assert len(one.find_leaks(message(text=f"{filling}{ADDRESS} AC-104822"), ANN)) == 2


def test_a_leak_is_found_after_any_number_of_other_lines() -> None:
    one = scanner()
    leak = message(text=f"static line with {ADDRESS}\nand AC-104822 here")
    for turn in range(20):
        filling = "\n".join(f"l{turn}x{number}x" + "x" * 90 for number in range(600))
        assert one.find_leaks(message(text=filling), ANN) == []
        assert len(one.find_leaks(leak, ANN)) == 2


def test_a_cell_that_is_the_recipients_own_is_still_a_leak_in_another_row() -> None:
    one = scanner(body="{{ note }}")
    hidden = "eve.black%40example.net"
    hers = replace(EVE, fields=(*EVE.fields, ("note", hidden)))
    his = replace(ANN, fields=(*ANN.fields, ("note", hidden)))
    for _ in range(3):
        assert one.find_leaks(message(text=hidden, to=EVE.address), hers) == []
        assert one.find_leaks(message(text=hidden), his)


def test_what_a_cell_spells_in_capitals_is_found() -> None:
    spelled = "EVE.BLACK AT EXAMPLE DOT NET"
    row = replace(ANN, fields=(*ANN.fields, ("note", spelled)))
    assert scanner().find_leaks(message(text=spelled), row)


def test_cells_that_only_together_look_like_an_id_are_no_leak_unless_printed() -> None:
    row = replace(ANN, fields=(*ANN.fields, ("a", "AC-104"), ("b", "822")))
    assert scanner().find_leaks(message(text="Hello"), row) == []


def test_what_spans_lines_of_quoted_printable_is_read_whole() -> None:
    split = made.EML.replace(b"Hello Ann\r\n", b"Hello e=\r\nve=\r\n@exam=\r\nple.net\r\n", 1)
    assert decode.decode_eml(split).text.startswith("Hello eve@example.net\n")
    for broken in (b"a==\r\nb", b"a=3=\r\nDb"):
        wire = made.EML.replace(b"Hello Ann", b"Hello " + broken, 1)
        with pytest.raises(GuardRefused):
            decode.decode_eml(wire)


def test_encoded_line_ends_are_read_as_ever() -> None:
    paired = made.EML.replace(b"Hello Ann\r\n", b"Hello=0D=0AAnn=0D=\r\n=0A\r\n", 1)
    assert decode.decode_eml(paired).text.startswith("Hello\nAnn\n\n")


def test_files_are_remembered_by_content_and_never_mixed_up() -> None:
    files = bodies._Files(room_bytes=1000)
    for number in range(200):
        content = b"%06d" % (number % 7) * 40
        encoded = base64.b64encode(content)
        assert files.decoded(encoded) == content
        assert sum(map(len, files._known.values())) <= 1000
    with pytest.raises(GuardRefused):
        files.decoded(b"YQ=")


def test_all_that_is_remembered_is_bounded() -> None:
    one = scanner()
    for turn in range(25):
        lines = [hashlib.sha256(f"{turn} {n}".encode()).hexdigest() * 5 for n in range(400)]
        text = "\n".join(lines)
        again = message(text=text, header=lines[0][:100], attachments=(_file(lines[0]),))
        for _ in range(3):
            one.find_leaks(again, ANN)
        wire = made.EML.replace(b"Hello Ann", "=\r\n".join(line[:70] for line in lines).encode(), 1)
        decode.decode_eml(b"X-A: " + lines[0][:100].encode() + b"\r\n" + wire)
    glance = one._glance
    for recall in (
        glance._doubts,
        glance._stretches,
        glance._cells._hidden,
        quoted_text._LINES,
        header_reading.HEADERS._known,
        header_reading._NAMES,
        header_block.FIELDS,
    ):
        held = [*recall, *recall._older]
        assert sum(len(key) for key in held) < 2 * 2 * 1024 * 1024 / 4
        assert len(held) < 2 * 2 * 1024 * 1024 / 200
    assert len(glance._met) <= 8192
    assert sum(map(len, header_reading.HEADERS._met)) <= 1024 * 1024
    assert len(glance._cells._plain) <= 1024 * 1024 // 100
    for skeletons in (bodies._QUOTED, bodies._DECODED, json_text._TEXTS):
        assert skeletons.held_bytes() <= 2 * 1024 * 1024


def _file(name: str) -> Attachment:
    return Attachment(name=name[:20], content_type="text/csv", content_id="", content=name.encode())


@pytest.mark.parametrize(
    "text",
    [
        "xann@example.org",
        "ann@example.org.uk",
        "ann@example.orgx",
        "ANN@EXAMPLE.ORG.UK",
    ],
)
def test_an_address_that_only_holds_the_recipients_own_is_found(text: str) -> None:
    assert scanner(recipients=(ANN, EVE)).find_leaks(message(text=f"write to {text} now"), ANN)


def test_no_letter_folds_to_more_letters_than_it_takes_bytes_nor_to_an_at_sign() -> None:
    for code in (*range(0xD800), *range(0xE000, 0x110000)):
        folded = chr(code).casefold()
        if len(folded) > 1:
            assert sum(map(str.isalnum, folded)) <= len(chr(code).encode())
        assert "@" not in folded or code == ord("@")


def test_what_an_id_cell_spells_in_percent_signs_is_not_the_recipients_own() -> None:
    his = replace(ANN, fields=(("email", ANN.address), ("account", "x%20AC-104822")))
    one = scanner(recipients=(his, EVE))
    assert one.find_leaks(message(text="number AC-104822 here"), ANN)
    assert one.find_leaks(message(text="number 20ac-104822, ac-104822"), his) == _thorough(one, his)


def _thorough(one: LeakScanner, recipient: Recipient) -> list[Finding]:
    text = "number 20ac-104822, ac-104822"
    own = Own(recipient, id_columns=("account",), id_shape=one._index.id_shape)
    return [
        finding(
            code,
            where={"recipient": recipient.address, "row": recipient.row, "part": "text"},
            found=value,
        )
        for code, value in one._thorough.leaks_in(text, own)
    ]


def test_few_forms_of_headers_and_requests_are_remembered_each_for_what_it_is() -> None:
    for number in range(40):
        name = b"X-Form-%d: " % number
        for value in (b"first", b"second", b"=?utf-8?q?=C3=A9?="):
            wire = made.EML.replace(b"X-Campaign: ", name + value + b"\r\nX-Campaign: ", 1)
            found = decode.decode_eml(wire)
            shown = "\u00e9" if value.startswith(b"=?") else value.decode()
            assert found.header(f"X-Form-{number}") == shown
            assert found.headers[0] == decode.decode_eml(made.EML).headers[0]
    assert 0 < len(header_forms.HEADER_FORMS._forms) <= 8
    assert len(sendgrid_json._FORMS._forms) <= 8


def test_a_header_block_with_many_own_fields_that_nearly_fits_is_passed_over_quickly() -> None:
    fields = b"".join(b"X-Own-%d: %%d\r\n" % number for number in range(30))
    forms = header_forms.HeaderForms()
    wires = [
        made.EML.replace(b"X-Campaign: ", fields % ((turn,) * 30) + b"X-Campaign: ", 1)
        for turn in range(3)
    ]
    for wire in wires:
        forms.read(wire)
    nearly = wires[0].replace(b"MIME-Version: 1.0", b"MIME-Version: 1.1", 1)
    assert len(forms._forms[0].own) >= 30
    assert forms._forms[0].pattern.match(nearly) is None
