"""The guard against an attacker: every rule of its table has at least one attack here.

Each attack pretends that exactly its bytes were approved, so that only the rule under test stands
between it and the socket, never the comparison of bytes.
"""

from __future__ import annotations

import copy
import json
from dataclasses import replace

import pytest

from composer.errors import GuardRefused
from composer.wire.guard import (
    Intended,
    guard_envelope,
    guard_handover,
    guard_wire,
    inspect,
)
from composer.wire.rules import GUARD_RULES
from tests.unit.wire import made_messages as made

EVE = made.OTHER.encode()


def with_line(line: bytes) -> bytes:
    return line + b"\r\n" + made.EML


def changed(old: bytes, new: bytes) -> bytes:
    assert old in made.EML, old
    return made.EML.replace(old, new, 1)


def to_field(value: bytes) -> bytes:
    return changed(b"To: ann@example.org\r\n", b"To: " + value + b"\r\n")


def part(kind: bytes, body: bytes, extra: bytes = b"") -> bytes:
    return b"Content-Type: " + kind + b"\r\n" + extra + b"\r\n" + body


def named(parameter: bytes) -> bytes:
    extra = b"Content-Disposition: attachment; " + parameter + b"\r\n"
    return mixed(made.ALTERNATIVE, part(b"text/csv", b"a", extra))


def related(kind: bytes, first: bytes) -> bytes:
    boundary = b"=_rel_" + kind
    image = part(b"image/png", b"", b"Content-Disposition: inline\r\nContent-ID: <a@b>\r\n")
    head = b'Content-Type: multipart/related; boundary="' + boundary + b'"\r\n\r\n'
    inside = b"".join(b"--" + boundary + b"\r\n" + item + b"\r\n" for item in (first, image))
    return head + inside + b"--" + boundary + b"--\r\n"


def mixed(*parts: bytes, outer: bytes = b"=_mix_0123456789") -> bytes:
    inside = b"".join(b"--" + outer + b"\r\n" + piece + b"\r\n" for piece in parts)
    head = b'Content-Type: multipart/mixed; boundary="' + outer + b'"\r\n\r\n'
    return made.TOP + head + inside + b"--" + outer + b"--\r\n"


EML_ATTACKS: list[tuple[str, str, bytes]] = [
    # header injection and folding
    ("a Bcc", "header_routing", with_line(b"Bcc: " + EVE)),
    ("a bcc in lower case", "header_routing", with_line(b"bcc: " + EVE)),
    ("a Cc", "header_routing", with_line(b"Cc: " + EVE)),
    ("an empty Cc", "header_routing", with_line(b"Cc:")),
    ("a Resent-To", "header_routing", with_line(b"Resent-To: " + EVE)),
    ("a Resent-Bcc", "header_routing", with_line(b"Resent-Bcc: " + EVE)),
    ("a Resent-Date", "header_routing", with_line(b"Resent-Date: now")),
    ("an Apparently-To", "header_routing", with_line(b"Apparently-To: " + EVE)),
    ("a Delivered-To", "header_routing", with_line(b"Delivered-To: " + EVE)),
    ("an X-Envelope-To", "header_routing", with_line(b"X-Envelope-To: " + EVE)),
    ("an X-Bcc", "header_routing", with_line(b"X-Bcc: " + EVE)),
    ("a Disposition-Notification-To", "header_routing", with_line(b"Disposition-Notification-To: " + EVE)),
    ("SendGrid's X-SMTPAPI", "header_routing", with_line(b'X-SMTPAPI: {"to": ["eve@example.net"]}')),
    ("Mandrill's bcc", "header_routing", with_line(b"X-MC-BccAddress: " + EVE)),
    ("SparkPost's options", "header_routing", with_line(b"X-MSYS-API: {}")),
    ("Mailgun's variables", "header_routing", with_line(b"X-Mailgun-Recipient-Variables: {}")),
    ("a Sender", "header_unknown", with_line(b"Sender: " + EVE)),
    ("a Received", "header_unknown", with_line(b"Received: from x")),
    ("a Return-Path", "header_unknown", with_line(b"Return-Path: <eve@example.net>")),
    ("a Content-Disposition above", "header_unknown", with_line(b"Content-Disposition: inline")),
    ("an underscore in a name", "header_unknown", with_line(b"X_Campaign: a")),
    ("a second To", "header_twice", with_line(b"To: ann@example.org")),
    ("a second To with another", "header_twice", with_line(b"To: " + EVE)),
    ("a second TO in upper case", "header_twice", with_line(b"TO: " + EVE)),
    ("a second From", "header_twice", with_line(b"From: notices@example.com")),
    ("a second Subject", "header_twice", with_line(b"Subject: other")),
    ("a second Content-Type", "header_twice", with_line(b"Content-Type: text/html")),
    ("a second Content-Transfer-Encoding", "header_twice", with_line(b"Content-Transfer-Encoding: 7bit\r\nContent-Transfer-Encoding: base64")),
    ("a second MIME-Version", "header_twice", with_line(b"MIME-Version: 1.0")),
    ("a second X header", "header_twice", with_line(b"x-campaign: other")),
    ("a space before the colon", "header_name", with_line(b"To : " + EVE)),
    ("a tab before the colon", "header_name", with_line(b"Bcc\t: " + EVE)),
    ("a line without a colon", "header_name", with_line(b"Bcc eve@example.net")),
    ("an empty name", "header_name", with_line(b": eve@example.net")),
    ("a name in 8-bit", "header_name", with_line("Bcć: x".encode())),
    ("a name in fullwidth", "header_name", with_line("Ｂｃｃ: x".encode())),
    ("a null byte in a name", "null_byte", with_line(b"To\0: " + EVE)),
    ("a continuation of nothing", "header_folding", b" To: x\r\n" + made.EML),
    ("a continuation of white space", "header_folding", with_line(b"X-A: b\r\n \r\n c")),
    ("a continuation of a tab", "header_folding", with_line(b"X-A: b\r\n\t")),
    ("a header that is not UTF-8", "header_utf8", with_line(b"X-A: \xff\xfe")),
    ("a vertical tab", "header_control", with_line(b"X-A: a\x0bBcc: eve@example.net")),
    ("a form feed", "header_control", with_line(b"X-A: a\x0cBcc: eve@example.net")),
    ("a record separator", "header_control", with_line(b"X-A: a\x1eBcc: eve@example.net")),
    ("a next-line control", "header_control", with_line("X-A: a\u0085Bcc: x".encode())),
    ("a line separator", "header_control", with_line("X-A: a\u2028Bcc: x".encode())),
    ("a direction override", "header_control", with_line("X-A: a\u202egro.x".encode())),
    ("a delete", "header_control", with_line(b"X-A: a\x7f")),
    ("a bare LF that hides a Bcc", "line_ends", with_line(b"X-A: a\nBcc: eve@example.net")),
    ("a bare CR that hides a Bcc", "line_ends", with_line(b"X-A: a\rBcc: eve@example.net")),
    ("a bare LF before the body", "line_ends", changed(b"\r\n\r\n--=_alt", b"\n\n--=_alt")),
    ("a smuggled end of data", "line_ends", changed(b"Hello Ann\r\n", b"Hello Ann\n.\n")),
    ("a null byte in the body", "null_byte", changed(b"Hello Ann", b"Hello\0Ann")),
    ("no end of the header", "header_end", made.TOP),
    ("no header", "header_end", b"\r\n" + made.EML),
    ("an endless header", "header_size", b"X-A: b\r\n" * 20_000 + made.EML),
    ("too many headers", "header_size", b"".join(b"X-%d: b\r\n" % n for n in range(300)) + made.EML),
    ("a line too long", "line_length", with_line(b"X-A: " + b"b" * 1000)),
    ("a body line too long", "line_length", changed(b"Hello Ann", b"b" * 999)),
    ("a message too large", "size", made.EML + b"x" * (30 * 1024 * 1024)),
    ("an 8-bit subject", "eight_bit", changed(b"weights-2019", "gewichte-ü".encode())),
    ("an 8-bit name in From", "eight_bit", changed(b"Example Exchange", "Börse".encode())),
    ("an 8-bit body", "transfer_encoding", changed(b"Hello Ann\r\n", "Hellö Ann\r\n".encode())),
    ("an 8-bit body said to be 7-bit", "eight_bit", changed(b"quoted-printable\r\n\r\nHello Ann", "7bit\r\n\r\nHellö Ann".encode())),
    ("an 8-bit body said to be so", "eight_bit", changed(b"quoted-printable\r\n\r\nHello Ann", "8bit\r\n\r\nHellö Ann".encode())),
    # encoded words
    ("a broken encoded word", "encoded_word", changed(b"=?utf-8?q?Gr", b"=?utf-8?x?Gr")),
    ("an encoded word in another charset", "encoded_word", changed(b"=?utf-8?q?Gr=C3=BC=C3=9Fe?=", b"=?utf-7?q?+AEA-?=")),
    ("an encoded line break", "encoded_word", changed(b"Gr=C3=BC", b"Gr=0D=0ABcc=3A_eve=40example.net=C3=BC")),
    ("an encoded null byte", "encoded_word", changed(b"Gr=C3=BC", b"Gr=00")),
    ("an encoded tab", "encoded_word", changed(b"Gr=C3=BC", b"Gr=09")),
    ("half a character in an encoded word", "encoded_word", changed(b"Gr=C3=BC=C3=9Fe?=", b"Gr=C3?= =?utf-8?q?=BC=C3=9Fe?=")),
    ("an encoded word glued to text", "encoded_word", changed(b"=9Fe?= an", b"=9Fe?=an")),
    ("an encoded word inside an encoded word", "encoded_word", changed(b"Gr=C3=BC=C3=9Fe", b"=3D=3Futf-8=3Fq=3Fa=3F=3D")),
    ("broken base64 in an encoded word", "encoded_word", changed(b"=?utf-8?q?Gr=C3=BC=C3=9Fe?=", b"=?utf-8?b?R3I?=")),
    ("an encoded word in an X header", "encoded_word", changed(b"weights-2019", b"a=?utf-8?q?b?=")),
    # addresses
    ("two in To", "one_recipient", to_field(b"ann@example.org, " + EVE)),
    ("two in a folded To", "one_recipient", to_field(b"ann@example.org,\r\n " + EVE)),
    ("the same twice in To", "one_recipient", to_field(b"ann@example.org, ann@example.org")),
    ("two with names in To", "one_recipient", to_field(b"Ann <ann@example.org>, Eve <eve@example.net>")),
    ("a thousand in To", "one_recipient", to_field(b",\r\n ".join(b"u%d@example.org" % n for n in range(1000)))),
    ("somebody else in To", "intended_recipient", to_field(EVE)),
    ("the other case in To", "intended_recipient", to_field(b"Ann@example.org")),
    ("a subdomain in To", "intended_recipient", to_field(b"ann@mail.example.org")),
    ("an empty To", "address_form", to_field(b"")),
    ("no To", "header_missing", changed(b"To: ann@example.org\r\n", b"")),
    ("no From", "header_missing", changed(b"From: Example Exchange <notices@example.com>\r\n", b"")),
    ("no Subject", "header_missing", changed(b"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?= an\r\n Ann\r\n", b"")),
    ("an empty Subject", "header_missing", changed(b"=?utf-8?q?Gr=C3=BC=C3=9Fe?= an\r\n Ann\r\n", b"\r\n")),
    ("a group", "address_group", to_field(b"all: ann@example.org, eve@example.net;")),
    ("undisclosed recipients", "address_group", to_field(b"undisclosed-recipients:;")),
    ("a comment", "address_group", to_field(b"ann@example.org (eve@example.net)")),
    ("a comment before", "address_group", to_field(b"(x, eve@example.net) ann@example.org")),
    ("a route", "address_group", to_field(b"<@relay.example:ann@example.org>")),
    ("a semicolon", "address_group", to_field(b"ann@example.org; eve@example.net")),
    ("two with a space", "address_form", to_field(b"ann@example.org eve@example.net")),
    ("a name that is an address", "address_name", to_field(b'"eve@example.net" <ann@example.org>')),
    ("a bare name that is an address", "address_name", to_field(b"eve@example.net <ann@example.org>")),
    ("an encoded name that is an address", "address_name", to_field(b"=?utf-8?q?eve=40example=2Enet?= <ann@example.org>")),
    ("a fullwidth name that is an address", "address_name", to_field(b"=?utf-8?b?ZXZl77ygZXhhbXBsZS5uZXQ=?= <ann@example.org>")),
    ("an encoded name with a bracket", "address_name", to_field(b"=?utf-8?q?=3Ceve=3E?= <ann@example.org>")),
    ("an encoded word as the address", "address_form", to_field(b"=?utf-8?q?ann=40example=2Eorg?=")),
    ("an encoded word in the address", "address_form", to_field(b"=?utf-8?q?ann?=@example.org")),
    ("a pre-encoded name and a comma", "address_form", to_field(b"=?utf-8?b?QQ==?=, ann@example.org")),
    ("a quoted local part", "address_form", to_field(b'"ann"@example.org')),
    ("a quoted local part in brackets", "address_form", to_field(b'<"ann x"@example.org>')),
    ("an address literal", "address_form", to_field(b"ann@[192.0.2.1]")),
    ("two angles", "address_form", to_field(b"<ann@example.org> <eve@example.net>")),
    ("text after the angle", "address_form", to_field(b"<ann@example.org> eve")),
    ("an angle that is not closed", "address_form", to_field(b"Ann <ann@example.org")),
    ("a quote that is not closed", "address_form", to_field(b'"Ann <ann@example.org>')),
    ("two at signs", "address_form", to_field(b"ann@example.org@example.net")),
    ("an address with a zero width space", "address_form", to_field("an\u200bn@example.org".encode())),
    ("an encoded word in a quoted name", "encoded_word", to_field(b'"=?utf-8?q?a?=" <ann@example.org>')),
    ("a trailing comma", "address_form", to_field(b"ann@example.org,")),
    ("an absurdly long address", "address_form", to_field(b"a" * 400 + b"@example.org")),
    ("two in From", "one_sender", changed(b"<notices@example.com>", b"<notices@example.com>, eve@example.net")),
    ("two in Reply-To", "one_sender", changed(b"Reply-To: ", b"Reply-To: eve@example.net, ")),
    ("a Message-ID of another form", "message_id", changed(b"<0123456789abcdef@", b"<ann@example.org@")),
    # MIME
    ("no MIME version", "mime_version", changed(b"MIME-Version: 1.0\r\n", b"")),
    ("another MIME version", "mime_version", changed(b"1.0", b"1.1")),
    ("a parameter twice", "parameter", changed(b"; charset=utf-8", b"; charset=utf-8; charset=utf-7")),
    ("a parameter in two ways", "parameter", changed(b"; charset=utf-8", b"; charset=utf-8; charset*=utf-8''utf-8")),
    ("a broken parameter", "parameter", changed(b"; charset=utf-8", b"; charset")),
    ("a comment in a parameter", "parameter", changed(b"; charset=utf-8", b"; (x) charset=utf-8")),
    ("an unknown text parameter", "structure", changed(b"; charset=utf-8", b"; charset=utf-8; format=flowed")),
    ("another charset", "charset", changed(b"charset=utf-8", b"charset=utf-7")),
    ("bytes that are not of the charset", "charset", changed(b"gr=C3=BC", b"gr=C3")),
    ("a short boundary", "boundary", made.EML.replace(b"=_alt_0123456789", b"b")),
    ("no boundary", "boundary", changed(b'; boundary="=_alt_0123456789"', b"")),
    ("a boundary with a space", "boundary", made.EML.replace(b"=_alt_0123456789", b"=_alt_ 123456789")),
    ("an unknown multipart parameter", "boundary", changed(b"boundary=", b"charset=utf-8; boundary=")),
    ("text before the first part", "boundary", changed(b"\r\n\r\n--=_alt", b"\r\n\r\neve@example.net\r\n--=_alt")),
    ("text after the last part", "boundary", made.EML + b"eve@example.net\r\n"),
    ("a part after the last part", "boundary", made.EML + b"--=_alt_0123456789\r\n" + made.PLAIN),
    ("no closing boundary", "boundary", made.EML[: made.EML.rindex(b"--\r\n")] + b"\r\n"),
    ("a line that begins like a boundary", "boundary", changed(b"Hello Ann\r\n", b"Hello Ann\r\n--=_alt_0123456789x\r\n")),
    ("a boundary with white space after it", "boundary", changed(b"--=_alt_0123456789\r\n", b"--=_alt_0123456789 \r\n")),
    ("a boundary inside another", "boundary", mixed(made.ALTERNATIVE, outer=b"=_alt_0123")),
    ("an unknown encoding", "transfer_encoding", changed(b"quoted-printable", b"x-uuencode")),
    ("a comment in the encoding", "transfer_encoding", changed(b"quoted-printable", b"quoted-printable (x)")),
    ("broken quoted-printable", "transfer_encoding", changed(b"=3D 3", b"=ZZ 3")),
    ("lower case quoted-printable", "transfer_encoding", changed(b"=3D 3", b"=3d 3")),
    ("white space at a line's end", "transfer_encoding", changed(b"Hello Ann\r\n", b"Hello Ann \r\n")),
    ("broken base64", "transfer_encoding", changed(made.PLAIN[made.PLAIN.index(b"quoted") :], b"base64\r\n\r\nSGVsbG8\r\n")),
    ("base64 with foreign letters", "transfer_encoding", changed(made.PLAIN[made.PLAIN.index(b"quoted") :], b"base64\r\n\r\nSGVs*bG8=\r\n")),
    ("base64 with loose bits", "transfer_encoding", changed(made.PLAIN[made.PLAIN.index(b"quoted") :], b"base64\r\n\r\nSGVsbG9=\r\n")),
    ("an encoded multipart", "structure", changed(b"Content-Type: multipart", b"Content-Transfer-Encoding: base64\r\nContent-Type: multipart")),
    ("a control in the text", "text_control", changed(b"Hello Ann", b"Hello =1BAnn")),
    ("an encoded bare CR in the text", "text_control", changed(b"Hello Ann", b"Hello =0DAnn")),
    ("an encoded bare LF in the text", "text_control", changed(b"Hello Ann", b"Hello =0AAnn")),
    ("a second text part", "structure", changed(b"\r\n--=_alt_0123456789--", b"\r\n--=_alt_0123456789\r\n" + made.PLAIN + b"\r\n--=_alt_0123456789--")),
    ("a calendar instead of HTML", "structure", changed(b"text/html", b"text/calendar")),
    ("the text after the HTML", "structure", made.EML.replace(b"text/plain", b"text/x").replace(b"text/html", b"text/plain")),
    ("a part without a type", "structure", changed(b"Content-Type: text/html; charset=utf-8\r\n", b"")),
    ("a part with a To", "structure", changed(b"Content-Type: text/html", b"To: eve@example.net\r\nContent-Type: text/html")),
    ("a part with two types", "header_twice", changed(b"Content-Type: text/html", b"Content-Type: text/plain\r\nContent-Type: text/html")),
    ("the text as an attachment", "structure", changed(b"Content-Type: text/html", b"Content-Disposition: attachment\r\nContent-Type: text/html")),
    ("a message inside", "structure", mixed(made.ALTERNATIVE, part(b"message/rfc822", made.EML, b"Content-Disposition: attachment\r\n"))),
    ("a message elsewhere", "structure", mixed(made.ALTERNATIVE, part(b"message/external-body", b"x", b"Content-Disposition: attachment\r\n"))),
    ("a second alternative", "structure", mixed(made.ALTERNATIVE, made.ALTERNATIVE.replace(b"_alt_", b"_alu_"))),
    ("an attachment that is not called one", "structure", mixed(made.ALTERNATIVE, part(b"text/csv", b"a"))),
    ("an attachment with two names", "parameter", mixed(made.ALTERNATIVE, part(b'text/csv; name="a.csv"', b"a", b'Content-Disposition: attachment; filename="b.csv"\r\n'))),
    ("an attachment's name with a line break", "parameter", mixed(made.ALTERNATIVE, part(b"text/csv", b"a", b"Content-Disposition: attachment; filename*=utf-8''a%0D%0Ab\r\n"))),
    ("an attachment's Content-ID in another form", "parameter", mixed(made.ALTERNATIVE, part(b"text/csv", b"a", b"Content-Disposition: attachment\r\nContent-ID: x y\r\n"))),
    ("too many parts", "structure", mixed(*[made.PLAIN] * 150)),
    ("parts too deep", "structure", mixed(mixed(mixed(mixed(made.ALTERNATIVE, outer=b"=_d_______"), outer=b"=_c_______"), outer=b"=_b_______").replace(made.TOP, b""), outer=b"=_a_______").replace(made.TOP, b"").join([made.TOP, b""])),
    ("no type at all", "parameter", changed(b"Content-Type: text/html", b"Content-Type: ")),
    ("a type beyond ASCII", "parameter", changed(b"text/html; charset", "text/html; chärset".encode())),
    ("a quoted extended name", "parameter", named(b"filename*=\"utf-8''a\"")),
    ("pieces of a name in disorder", "parameter", named(b"filename*1=b; filename*0=a")),
    ("a piece of a name left out", "parameter", named(b"filename*0=a; filename*2=b")),
    ("a piece of a name with zeros", "parameter", named(b"filename*00=a")),
    ("a name extended from the second piece", "parameter", named(b"filename*0=a; filename*1*=%62")),
    ("a name in another charset", "parameter", named(b"filename*=utf-7''a")),
    ("a name with a language", "parameter", named(b"filename*=utf-8'en'a")),
    ("a name that is not of its charset", "parameter", named(b"filename*=utf-8''%FF")),
    ("a name with a broken percent sign", "parameter", named(b"filename*=utf-8''%ZZ")),
    ("a name that is an encoded word", "parameter", named(b'filename="=?utf-8?q?a?="')),
    ("a text part without a type", "structure", changed(b"Content-Type: text/plain; charset=utf-8\r\n", b"").replace(b"gr=C3=BC=\r\n=C3=9Fe", b"gr")),
    ("a boundary that begins another", "boundary", mixed(made.ALTERNATIVE, outer=b"=_alt_0123456789zz")),
    ("another kind of text first", "structure", changed(b"text/plain", b"text/enriched")),
    ("images beside images", "structure", made.TOP + related(b"outer00", made.ALTERNATIVE.replace(made.RICH, related(b"inner00", made.RICH)))),
    ("a broken escape in an encoded word", "encoded_word", changed(b"=9Fe?=", b"=9Ge?=")),
    # sameness
    ("another word in the text", "digest", changed(b"Your rate", b"Our rate")),
    ("another word in the HTML", "digest", changed(b"<b>Ann</b>", b"<b>Eve</b>")),
    ("another subject", "digest", changed(b"?= an", b"?= on")),
    ("another sender's name", "digest", changed(b"Example Exchange", b"Example Exchange Ltd")),
    ("a header more", "digest", with_line(b"X-Other: a")),
    ("another order of headers", "digest", changed(b"Content-Language: de\r\nX-Campaign: weights-2019\r\n", b"X-Campaign: weights-2019\r\nContent-Language: de\r\n")),
    ("an attachment more", "digest", mixed(made.ALTERNATIVE, part(b"text/csv", b"a", b'Content-Disposition: attachment; filename="a.csv"\r\n'))),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "wire"), [pytest.param(rule, wire, id=name) for name, rule, wire in EML_ATTACKS]
)
def test_an_internet_message_is_refused_with(rule: str, wire: bytes) -> None:
    with pytest.raises(GuardRefused) as refusal:
        guard_wire(wire, intended=made.intended(wire), form="eml")
    assert refusal.value.rule == rule
    assert made.OTHER not in str(refusal.value)


def body(**changes: object) -> bytes:
    return made.json_bytes(made.provider_body(**changes))


def person(**more: object) -> list[dict[str, object]]:
    return [{"to": [{"email": made.RECIPIENT}], **more}]


def with_tracking(**changes: object) -> dict[str, object]:
    settings: dict[str, object] = dict(copy.deepcopy(made.TRACKING), **changes)
    return {key: value for key, value in settings.items() if value is not None}


ANN = {"email": made.RECIPIENT}
EVE_TO = {"email": made.OTHER}
TEXT_PART = {"type": "text/plain", "value": made.TEXT}
FILE = {"content": "YQ==", "type": "text/csv", "filename": "a.csv", "disposition": "attachment"}
EML_HEADERS = dict(made.HEADERS[4:])

JSON_ATTACKS: list[tuple[str, str, bytes]] = [
    ("two in to", "one_recipient", body(personalizations=[{"to": [ANN, EVE_TO]}])),
    ("a thousand in to", "one_recipient", body(personalizations=[{"to": [ANN] * 1000}])),
    ("nobody in to", "one_recipient", body(personalizations=[{"to": []}])),
    ("two personalizations", "personalization", body(personalizations=[{"to": [ANN]}, {"to": [EVE_TO]}])),
    ("no personalization", "personalization", body(personalizations=[])),
    ("a cc", "json_key", body(personalizations=person(cc=[EVE_TO]))),
    ("a bcc", "json_key", body(personalizations=person(bcc=[EVE_TO]))),
    ("a cc above", "json_key", body(cc=[EVE_TO])),
    ("substitutions", "json_key", body(personalizations=person(substitutions={"a": "b"}))),
    ("dynamic data", "json_key", body(personalizations=person(dynamic_template_data={"a": "b"}))),
    ("headers of a personalization", "json_key", body(personalizations=person(headers={"Bcc": "x"}))),
    ("a subject of a personalization", "json_key", body(personalizations=person(subject="x"))),
    ("a sender of a personalization", "json_key", body(personalizations=person(**{"from": EVE_TO}))),
    ("a time of a personalization", "json_value", body(personalizations=person(send_at=1))),
    ("send_at", "json_value", body(send_at=1)),
    ("send_at as a text", "json_key", body(send_at="1")),
    ("a batch", "json_key", body(batch_id="x")),
    ("a template", "json_key", body(template_id="d-1")),
    ("sections", "json_key", body(sections={"a": "b"})),
    ("a reply-to list", "json_key", body(reply_to_list=[EVE_TO])),
    ("an unsubscribe group", "json_key", body(asm={})),
    ("an unknown key in to", "json_key", body(personalizations=[{"to": [{**ANN, "cc": "x"}]}])),
    ("a bcc setting", "json_key", body(mail_settings={"bcc": {"enable": True, "email": made.OTHER}})),
    ("a footer", "tracking", body(mail_settings={"footer": {"enable": True}})),
    ("a footer's text", "json_key", body(mail_settings={"footer": {"enable": False, "text": "x"}})),
    ("sandbox mode", "tracking", body(mail_settings={"sandbox_mode": {"enable": True}})),
    ("a bypass", "tracking", body(mail_settings={"bypass_list_management": {"enable": True}})),
    ("click tracking", "tracking", body(tracking_settings=with_tracking(click_tracking={"enable": True}))),
    ("a switch as a text", "tracking", body(tracking_settings=with_tracking(open_tracking={"enable": "false"}))),
    ("tracking left open", "tracking", body(tracking_settings=with_tracking(ganalytics=None))),
    ("no tracking settings", "json_value", body(tracking_settings=None)),
    ("somebody else", "intended_recipient", body(personalizations=[{"to": [EVE_TO]}])),
    ("two addresses in one", "address_form", body(personalizations=[{"to": [{"email": "ann@example.org, eve@example.net"}]}])),
    ("a line break in an address", "address_form", body(personalizations=[{"to": [{"email": "ann@example.org\r\nBcc: x"}]}])),
    ("an address as a list", "json_value", body(personalizations=[{"to": [{"email": [made.RECIPIENT]}]}])),
    ("to as an object", "json_value", body(personalizations=[{"to": ANN}])),
    ("personalizations as an object", "json_value", body(personalizations={"to": [ANN]})),
    ("a name that is an address", "address_name", body(personalizations=[{"to": [{**ANN, "name": "eve@example.net"}]}])),
    ("a name with a comma", "address_name", body(personalizations=[{"to": [{**ANN, "name": "Ann, Eve"}]}])),
    ("a name with a line break", "header_control", body(personalizations=[{"to": [{**ANN, "name": "Ann\nBcc: x"}]}])),
    ("a subject with a line break", "header_control", body(subject="a\r\nBcc: x")),
    ("a subject with an encoded word", "encoded_word", body(subject="=?utf-8?q?a?=")),
    ("an empty subject", "header_missing", body(subject="")),
    ("a Bcc header", "header_routing", body(headers={**EML_HEADERS, "Bcc": made.OTHER})),
    ("an X-SMTPAPI header", "header_routing", body(headers={**EML_HEADERS, "X-SMTPAPI": "{}"})),
    ("a To header", "header_twice", body(headers={**EML_HEADERS, "To": made.RECIPIENT})),
    ("a Message-ID twice", "header_twice", body(headers={**EML_HEADERS, "message-id": "<x@y>"})),
    ("a Content-Type header", "header_unknown", body(headers={**EML_HEADERS, "Content-Type": "text/html"})),
    ("a Date header", "date", body(headers={**EML_HEADERS, "Date": "Sun, 22 Nov 2026 16:05:00 +0000"})),
    ("a header's name with a line break", "header_name", body(headers={**EML_HEADERS, "X-A\r\nBcc": "x"})),
    ("a header that is no text", "json_value", body(headers={**EML_HEADERS, "X-A": ["x"]})),
    ("a header with a space at its end", "json_value", body(headers={**EML_HEADERS, "X-A": "x "})),
    ("no Message-ID", "header_missing", body(headers={})),
    ("HTML first", "structure", body(content=[{"type": "text/html", "value": "a"}, TEXT_PART])),
    ("text twice", "structure", body(content=[TEXT_PART, TEXT_PART])),
    ("a calendar", "structure", body(content=[TEXT_PART, {"type": "text/calendar", "value": "x"}])),
    ("empty text", "structure", body(content=[{"type": "text/plain", "value": ""}])),
    ("no content", "structure", body(content=[])),
    ("a CR in the text", "text_control", body(content=[{"type": "text/plain", "value": "a\r\nb"}])),
    ("broken base64", "transfer_encoding", body(attachments=[{**FILE, "content": "YQ"}])),
    ("a file's name with a line break", "header_control", body(attachments=[{**FILE, "filename": "a\r\nb"}])),
    ("a file shown without an id", "json_value", body(attachments=[{**FILE, "disposition": "inline"}])),
    ("an address as a label", "custom_args", body(custom_args={"to": made.OTHER})),
    ("an address in a personalization's label", "custom_args", body(personalizations=person(custom_args={"a": made.OTHER}))),
    ("many labels", "custom_args", body(custom_args={f"a{n}": "b" for n in range(5)})),
    ("an address as a label's name", "custom_args", body(custom_args={made.OTHER: "a"})),
    ("headers as a list", "json_value", body(headers=["x"])),
    ("base64 with loose bits", "transfer_encoding", body(attachments=[{**FILE, "content": "YR=="}])),
    ("a key twice", "json_twice", body()[:-1] + b', "subject": "other"}'),
    ("personalizations twice", "json_twice", b'{"personalizations": [{"to": [{"email": "eve@example.net"}]}], ' + body()[1:]),
    ("an address twice in one entry", "json_twice", body().replace(b'"email": "ann@example.org"', b'"email": "eve@example.net", "email": "ann@example.org"')),
    ("a key twice by escape", "json_twice", body()[:-1] + b', "\\u0073ubject": "other"}'),
    ("broken JSON", "json_form", body()[:-1]),
    ("text after the JSON", "json_form", body() + b"{}"),
    ("a byte order mark", "json_form", b"\xef\xbb\xbf" + body()),
    ("another encoding", "json_form", body().decode().encode("utf-16")),
    ("bytes that are not UTF-8", "json_form", body().replace(b"Ann", b"\xff")),
    ("deep nesting", "json_form", b"[" * 100_000),
    ("a list", "json_value", b"[]"),
    ("not a number", "json_value", body()[:-1] + b', "headers2": NaN}'),
    ("a fraction", "json_value", body()[:-1] + b', "x": 1.5}'),
    ("half a surrogate", "json_value", body(custom_args={}).replace(b'"text/plain"', b'"\\ud800"')),
    ("a message too large", "size", b" " * (30 * 1024 * 1024) + body()),
    ("another word in the text", "digest", body(content=[{"type": "text/plain", "value": "x"}])),
    ("another reply address", "digest", body(reply_to=EVE_TO)),
    ("an attachment more", "digest", body(attachments=[FILE])),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "wire"), [pytest.param(rule, wire, id=name) for name, rule, wire in JSON_ATTACKS]
)
def test_a_provider_body_is_refused_with(rule: str, wire: bytes) -> None:
    with pytest.raises(GuardRefused) as refusal:
        guard_handover(wire, intended=made.intended(wire), form="sendgrid")
    assert refusal.value.rule == rule
    assert made.OTHER not in str(refusal.value)


ROUTING_NAMES = [
    "Resent-Cc", "X-Rcpt-To", "X-Rcpt", "X-Recipient", "X-Recipients", "X-Envelope", "X-Redirect",
    "X-Copy", "X-Cc", "X-To", "Envelope-To", "Errors-To", "Return-Receipt-To", "X-SG-EID",
    "X-PM-Message-Stream", "X-MJ-CustomID", "X-Mailjet-Campaign", "X-SES-Configuration-Set",
    "X-Mailin-Tag", "X-SIB-Id",
]  # fmt: skip


@pytest.mark.parametrize("name", ROUTING_NAMES)
def test_a_header_that_a_relay_could_take_as_an_order_is_refused(name: str) -> None:
    for wire, form in (
        (with_line(name.encode() + b": x"), "eml"),
        (body(headers={**EML_HEADERS, name: "x"}), "sendgrid"),
    ):
        with pytest.raises(GuardRefused) as refusal:
            guard_wire(wire, intended=made.intended(wire), form=form)  # type: ignore[arg-type]
        assert refusal.value.rule == "header_routing"


DATE_ATTACKS: list[tuple[str, bytes]] = [
    ("no Date", made.EML),
    ("two Dates", made.DATE + made.DATE + made.EML),
    ("a second date in lower case", made.DATE + made.DATE.lower() + made.EML),
    ("a folded Date", made.DATE.replace(b" +0000", b"\r\n +0000") + made.EML),
    ("a Date with a comment", made.DATE.replace(b"+0000", b"+0000 (eve@example.net)") + made.EML),
    ("a Date with more behind", made.DATE[:-2] + b"\r\n Bcc: eve@example.net\r\n" + made.EML),
    ("a Date that is none", b"Date: now\r\n" + made.EML),
    ("a Date in the body alone", made.EML.replace(b"Hello Ann\r\n", made.DATE)),
]


@pytest.mark.parametrize("final", [pytest.param(item, id=name) for name, item in DATE_ATTACKS])
def test_a_hand_over_is_refused_with(final: bytes) -> None:
    with pytest.raises(GuardRefused) as refusal:
        guard_handover(final, intended=made.intended(made.EML), form="eml")
    assert refusal.value.rule == "date"


ENVELOPE_ATTACKS = [
    (b"MAIL FROM:<eve@example.net>", b"RCPT TO:<ann@example.org>"),
    (b"MAIL FROM:<bounces+7f3a@example.com>", b"RCPT TO:<eve@example.net>"),
    (b"MAIL FROM:<bounces+7f3a@example.com>", b"RCPT TO:<ann@example.org>,<eve@example.net>"),
    (b"MAIL FROM:<bounces+7f3a@example.com>", b"RCPT TO:<ann@example.org>\r\nRCPT TO:<eve@example.net>"),
    (b"MAIL FROM:<bounces+7f3a@example.com>", b"RCPT TO:<ann@example.org>\nDATA"),
    (b"MAIL FROM:<>", b"RCPT TO:<ann@example.org>"),
    (b"MAIL FROM:<bounces+7f3a@example.com> X=<eve@example.net>", b"RCPT TO:<ann@example.org>"),
]  # fmt: skip


@pytest.mark.parametrize(("mail_from", "rcpt_to"), ENVELOPE_ATTACKS)
def test_an_envelope_of_anybody_else_is_refused(mail_from: bytes, rcpt_to: bytes) -> None:
    with pytest.raises(GuardRefused) as refusal:
        guard_envelope(mail_from, rcpt_to, intended=made.intended(made.EML))
    assert refusal.value.rule == "envelope"


def test_the_intended_envelope_passes() -> None:
    guard_envelope(
        b"MAIL FROM:<bounces+7f3a@example.com> SIZE=1234 BODY=8BITMIME",
        b"RCPT TO:<ann@example.org>",
        intended=made.intended(made.EML),
    )


def test_the_bytes_of_another_message_are_refused_even_when_they_read_the_same() -> None:
    other = made.EML.replace(b"=_alt_0123456789", b"=_alt_9876543210")
    with pytest.raises(GuardRefused) as refusal:
        guard_wire(other, intended=made.intended(made.EML), form="eml")
    assert refusal.value.rule == "wire_digest"


def test_another_envelope_is_another_digest() -> None:
    wanted = replace(made.intended(made.EML), envelope_sender="bounces+other@example.com")
    with pytest.raises(GuardRefused) as refusal:
        guard_wire(made.EML, intended=wanted, form="eml")
    assert refusal.value.rule == "digest"


def test_every_rule_has_an_attack() -> None:
    attacked = {rule for _, rule, _ in (*EML_ATTACKS, *JSON_ATTACKS)}
    assert attacked | {"date", "envelope", "wire_digest"} == set(GUARD_RULES)


def test_the_intended_message_passes_with_its_date_anywhere_in_the_header() -> None:
    wanted = made.intended(made.EML)
    assert guard_handover(made.DATE + made.EML, intended=wanted, form="eml").text == made.TEXT
    late = made.EML.replace(b"MIME-Version", made.DATE + b"MIME-Version", 1)
    assert guard_handover(late, intended=wanted, form="eml").html == made.HTML


def test_both_forms_of_a_message_have_the_same_digest() -> None:
    wire = body()
    decoded = guard_handover(wire, intended=made.intended(wire), form="sendgrid")
    assert decoded.headers == made.HEADERS == inspect(made.EML, form="eml").headers


def test_attachments_and_shown_images_pass_in_their_order() -> None:
    image = part(b'image/png; name="l.png"', b"iVBORw0KGgo=", b"Content-Transfer-Encoding: base64\r\nContent-ID: <logo@composer>\r\nContent-Disposition: inline; filename=l.png\r\n")  # fmt: skip
    related = b'Content-Type: multipart/related; boundary="=_rel_0123456789"\r\n\r\n--=_rel_0123456789\r\n' + made.RICH + b"\r\n--=_rel_0123456789\r\n" + image + b"\r\n--=_rel_0123456789--\r\n"  # fmt: skip
    alternative = made.ALTERNATIVE.replace(made.RICH, related)
    file = part(b"text/csv", b"YSxiDQo=", b"Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment;\r\n filename*0*=utf-8''na%C3%AF; filename*1=ve.csv\r\n")  # fmt: skip
    wire = mixed(alternative, file)
    decoded = inspect(wire, form="eml")
    found = [(item.name, item.content_type, item.content_id) for item in decoded.attachments]
    assert found == [
        ("l.png", "image/png", "logo@composer"),
        ("na\u00efve.csv", "text/csv", ""),
    ]
    assert [item.content for item in decoded.attachments] == [b"\x89PNG\r\n\x1a\n", b"a,b\r\n"]
    digests = [(item.name, item.content_type, item.content_id, item.sha256) for item in decoded.attachments]  # fmt: skip
    guard_wire(wire, intended=made.intended(wire, attachments=digests), form="eml")
    entries = [
        {"content": "iVBORw0KGgo=", "type": "image/png", "filename": "l.png", "disposition": "inline", "content_id": "logo@composer"},
        {"content": "YSxiDQo=", "type": "text/csv", "filename": "na\u00efve.csv", "disposition": "attachment"},
    ]  # fmt: skip
    provider = body(attachments=entries)
    guard_wire(provider, intended=made.intended(provider, attachments=digests), form="sendgrid")


def test_an_address_beyond_ascii_may_stand_raw_in_its_header() -> None:
    address = "j\u00fcrgen@b\u00fccher.example"
    wire = to_field(address.encode())
    headers = tuple((name, address if name == "To" else value) for name, value in made.HEADERS)
    guard_wire(wire, intended=made.intended(wire, recipient=address, headers=headers), form="eml")


def test_an_8_bit_subject_stays_refused_beside_such_an_address() -> None:
    address = "j\u00fcrgen@b\u00fccher.example"
    for old, new in (
        (b"weights-2019", "gewichte-\u00fc"),
        (b"quoted-printable\r\n\r\nHello Ann", "8bit\r\n\r\nHell\u00f6 Ann"),
    ):
        wire = to_field(address.encode()).replace(old, new.encode(), 1)
        with pytest.raises(GuardRefused) as refusal:
            guard_wire(wire, intended=made.intended(wire, recipient=address), form="eml")
        assert refusal.value.rule == "eight_bit"


def test_a_name_is_read_in_every_way_it_may_be_written() -> None:
    for written in (b'"Doe, \\"J\\""', b"=?utf-8?q?Doe=2C_=22J=22?=", b"=?utf-8?b?RG9lLA==?=\r\n =?utf-8?q?_=22J=22?="):  # fmt: skip
        wire = to_field(written + b" <ann@example.org>")
        assert inspect(wire, form="eml").header("To") == 'Doe, "J" <ann@example.org>'


def test_a_refusal_travels_between_processes_with_its_rule() -> None:
    import pickle

    with pytest.raises(GuardRefused) as refusal:
        guard_wire(b"", intended=made.intended(b""), form="eml")
    again = pickle.loads(pickle.dumps(refusal.value))
    assert (again.rule, str(again), again.advice) == (
        "header_end",
        str(refusal.value),
        refusal.value.advice,
    )


def test_8_bit_bytes_in_a_7_bit_part_are_refused_already_when_read() -> None:
    wire = changed(b"quoted-printable\r\n\r\nHello Ann", "7bit\r\n\r\nHell\u00f6 Ann".encode())
    with pytest.raises(GuardRefused) as refusal:
        inspect(wire, form="eml")
    assert refusal.value.rule == "eight_bit"


def test_the_guard_has_no_switch() -> None:
    import inspect as signatures

    parameters = signatures.signature(guard_handover).parameters
    assert set(parameters) == {"final", "intended", "form"}
    assert set(Intended.__dataclass_fields__) == {
        "envelope_sender",
        "envelope_recipient",
        "digest",
        "wire_sha256",
    }


def test_one_changed_byte_anywhere_is_refused() -> None:
    wanted = made.intended(made.EML)
    for place in range(0, len(made.EML), 3):
        other = bytearray(made.EML)
        other[place] ^= 1
        with pytest.raises(GuardRefused):
            guard_wire(bytes(other), intended=wanted, form="eml")
    assert json.loads(body())
