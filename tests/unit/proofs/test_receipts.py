"""Only what a server delivered, with our nonce and exactly as predicted, is a receipt."""

import dataclasses
import re

import pytest

from composer.model.rendered import Attachment, RenderedMessage
from composer.proofs.evidence import (
    Receipt,
    SentTest,
    TestEvidence,
    Verdict,
    find_receipt_findings,
    find_test_findings,
    read_receipts,
)
from composer.proofs.manifest import build_manifest
from composer.proofs.permit import TEST_HEADER, nonce_hash
from composer.proofs.receipts import (
    added_names,
    changed_message_id,
    compare_receipt,
    has_trace,
    nonce_of,
)
from composer.rendering.mime import build_eml

NONCE, OTHER = "ab" * 16, "cd" * 16
SEED = "seed1@seeds.example"
TRACE = (
    b"Return-Path: <b+1@example.com>\r\n"
    b"Delivered-To: seed1@seeds.example\r\n"
    b"Received: from mail.example.com (mail.example.com [192.0.2.1])\r\n"
    b"\tby mx.seeds.example (Postfix) with ESMTP id 4711\r\n"
    b"\tfor <seed1@seeds.example>; Fri,  1 May 2026 06:30:00 +0000 (UTC)\r\n"
)
DATE = b"Date: Fri, 01 May 2026 06:30:00 +0000\r\n"


def predicted(nonce=NONCE):
    marks = () if nonce is None else ((TEST_HEADER, nonce),)
    return RenderedMessage(
        recipient_id="1" * 32,
        locale="de",
        envelope_sender="b+1@example.com",
        envelope_recipient=SEED,
        headers=(
            ("From", "Börse <notices@example.com>"),
            ("To", SEED),
            ("Subject", "Neue Gewichte für Größe und noch ein längeres Wort im Betreff der Mail"),
            ("Message-ID", "<abc@example.com>"),
            ("X-Campaign", "weights"),
            *marks,
        ),
        text_utf8=b"Guten Tag Test First Name,\n\nneue Gewichte.\n",
        html_utf8=b"<p>Guten Tag Test First Name,</p>\n<p>neue Gewichte.</p>\n",
        attachments=(
            Attachment(
                name="terms.pdf", content_type="application/pdf", content_id="", content=b"%PDF"
            ),
        ),
        boundary_seed="seed",
        branches=(),
        digest="0" * 64,
    )


def arrived(nonce=NONCE, message=None):
    return TRACE + DATE + build_eml(message or predicted(nonce))


def parts(received, message=None):
    return [
        item.part for item in compare_receipt(predicted=message or predicted(), received=received)
    ]


def swapped(old, new):
    whole = arrived()
    assert whole.count(old) == 1, whole.count(old)
    return whole.replace(old, new)


def test_what_arrives_as_predicted_is_equal():
    assert compare_receipt(predicted=predicted(), received=arrived()) == []


def test_lines_that_servers_add_are_no_difference():
    added = (
        b"X-Original-To: seed1@seeds.example\r\nEnvelope-To: seed1@seeds.example\r\n"
        b"DKIM-Signature: v=1; a=rsa-sha256;\r\n d=example.com; b=abc\r\n"
        b"ARC-Seal: i=1\r\nARC-Message-Signature: i=1\r\nAuthentication-Results: mx; dkim=pass\r\n"
        b"X-SG-EID: abc\r\nFeedback-ID: 1:sg\r\nX-Spam-Status: No\r\nX-Spam-Score: -1\r\n"
    )
    assert parts(added + arrived()) == []
    assert parts(arrived().replace(DATE, DATE + added)) == []


@pytest.mark.parametrize(
    "name",
    ["X-Received", "Received-SPF", "Delivered-To", "X-Original-To", "Envelope-To", "X-Spam-Flag"],
)
def test_each_line_that_servers_add_may_stand_there_and_its_neighbour_may_not(name):
    added = name.encode() + b": seed1@seeds.example\r\n"
    assert parts(added + arrived()) == []
    assert added_names(predicted=predicted(), received=added + arrived())[0] == name
    assert parts(b"X-" + name.encode() + b"-Neighbour: 1\r\n" + arrived()) != []


@pytest.mark.parametrize("name", ["Delivered-To", "X-Original-To", "Envelope-To"])
def test_an_added_line_that_names_a_second_mailbox_is_a_difference(name):
    added = name.encode() + b": seed1@seeds.example,\r\n maria@example.com\r\n"
    assert parts(added + arrived()) == [name.lower()]


def test_a_message_id_of_the_mail_service_is_told_and_no_difference():
    theirs = swapped(b"<abc@example.com>", b"<0102@mail.service.example>")
    assert parts(theirs) == []
    changed = changed_message_id(predicted=predicted(), received=theirs)
    assert changed == ("<abc@example.com>", "<0102@mail.service.example>")
    assert changed_message_id(predicted=predicted(), received=arrived()) is None


def test_line_ends_of_a_mailbox_and_an_mbox_line_are_no_difference():
    unix = arrived().replace(b"\r\n", b"\n")
    assert parts(unix) == []
    assert parts(b"From notices@example.com Fri May  1 06:30:00 2026\n" + unix) == []
    assert nonce_of(b"From x Fri May  1\n" + unix) == NONCE


def test_another_boundary_encoding_folding_and_order_are_no_difference():
    body = (
        b"Subject: =?utf-8?B?TmV1ZSBHZXdpY2h0ZSBmw7xyIEdyw7bDn2UgdW5kIG5vY2g=?=\r\n"
        b"\t=?utf-8?Q?_ein_l=C3=A4ngeres_Wort_im_Betreff_der_Mail?=\r\n"
        b"X-Composer-Test: " + NONCE.encode() + b"\r\n"
        b"To: seed1@seeds.example\r\nX-Campaign: weights\r\n"
        b"Message-ID: <abc@example.com>\r\n" + DATE + b"MIME-Version: 1.0\r\n"
        b"From: =?utf-8?Q?B=C3=B6rse?= <notices@example.com>\r\n"
        b'Content-Type: multipart/mixed; boundary="outer-one"\r\n\r\n'
        b'--outer-one\r\nContent-Type: multipart/alternative; boundary="inner-one"\r\n\r\n'
        b"--inner-one\r\nContent-Type: text/plain; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n"
        b"R3V0ZW4gVGFnIFRlc3QgRmlyc3QgTmFtZSwNCg0KbmV1ZSBHZXdpY2h0ZS4NCg==\r\n"
        b"--inner-one\r\nContent-Type: text/html; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"<p>Guten Tag Test First=\r\n Name,</p>\r\n<p>neue Gewichte.</p>\r\n\r\n"
        b"--inner-one--\r\n--outer-one\r\nContent-Type: application/pdf\r\n"
        b'Content-Disposition: attachment; filename="terms.pdf"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\nJVBERg==\r\n--outer-one--\r\n"
    )
    assert compare_receipt(predicted=predicted(), received=TRACE + body) == []


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        (b"\r\nTo: seed1@seeds.example", b"\r\nTo: seed1@seeds.example, maria@example.com", "To"),
        (b"\r\nTo: seed1@", b"\r\nTo: maria@example.com\r\nTo: seed1@", "To"),
        (b"\r\nTo: seed1@", b"\r\nTo: seed2@", "to"),
        (b"\r\nTo: seed1@seeds.example", b"", "To"),
        (b"X-Campaign: weights", b"X-Campaign: others", "x-campaign"),
        (b"\r\nX-Campaign: weights", b"", "x-campaign"),
        (
            b"\r\nX-Campaign: weights",
            b"\r\nX-Campaign: weights\r\nX-Campaign: weights",
            "x-campaign",
        ),
        (b"\r\nX-Campaign: weights", b"\r\nX-Campaign: weights\r\nX-Other: 1", "x-other"),
        (b"\r\nX-Campaign: weights", b"\r\nX-Campaign: weights\r\nCc: a@example.com", "cc"),
        (b"\r\nX-Campaign: weights", b"\r\nX-Campaign: weights\r\nBcc: a@example.com", "bcc"),
        (b"\r\nMessage-ID: <abc@example.com>", b"", "message-id"),
        (b"\r\nMessage-ID:", b"\r\nMessage-ID: <a@b>\r\nMessage-ID:", "message-id"),
        (b"<p>neue Gewichte", b"<p>alte Gewichte", "html"),
        (b"\r\n\r\nneue Gewichte", b"\r\n\r\nalte Gewichte", "text"),
        (DATE, b"", "Date"),
        (DATE, DATE + DATE, "Date"),
        (b"JVBERg==", b"JVBERh==", "message"),
        (b"JVBERg==", b"JVBERkE=", "attachment"),
        (b"terms.pdf", b"terns.pdf", "attachment"),
    ],
)
def test_anything_else_is_a_difference(old, new, part):
    assert part in parts(swapped(old, new))


def test_a_thousand_addresses_in_to_are_a_difference():
    many = b",\r\n ".join(b"person%d@example.com" % number for number in range(1000))
    found = compare_receipt(
        predicted=predicted(), received=swapped(b"\r\nTo: seed1@seeds.example", b"\r\nTo: " + many)
    )
    assert found


def test_a_missing_attachment_and_an_added_one_are_differences():
    without = dataclasses.replace(predicted(), attachments=())
    assert parts(arrived(message=without)) == ["attachment"]
    assert parts(arrived(), message=without) == ["attachment"]


def test_a_header_of_ours_with_a_servers_name_must_still_be_equal():
    ours = dataclasses.replace(
        predicted(), headers=(*predicted().headers, ("Feedback-ID", "weights:1"))
    )
    assert parts(arrived(message=ours), message=ours) == []
    changed = arrived(message=ours).replace(b"weights:1", b"weights:2")
    assert parts(changed, message=ours) == ["feedback-id"]


def test_a_stray_carriage_return_is_a_difference():
    assert parts(swapped(b"<p>neue Gewichte", b"<p>neue\rGewichte"))


def test_the_nonce_is_read_from_one_whole_header_alone():
    assert nonce_of(arrived()) == NONCE
    assert nonce_of(arrived(nonce=None)) is None
    header = f"{TEST_HEADER}: {NONCE}".encode()
    assert nonce_of(swapped(header, header + b"\r\n" + header)) is None
    assert nonce_of(swapped(header, header[:-1])) is None
    assert nonce_of(arrived(nonce=None) + b"\r\n" + header + b"\r\n") is None


def sent(nonce=NONCE, **changes):
    message = SentTest(
        seed=SEED, slot=0, variant_id="1" * 32, nonce_hash=nonce_hash(nonce), predict=predicted
    )
    return dataclasses.replace(message, **changes)


def verdicts(received, messages=None):
    return [receipt.verdict for receipt in read_receipts(messages or [sent()], received)]


def test_each_message_sent_gets_one_receipt():
    messages = [sent(), sent(OTHER, slot=1)]
    assert verdicts([arrived(OTHER), arrived()], messages) == [Verdict.EQUAL] * 2
    assert verdicts([arrived(OTHER)], messages) == [Verdict.MISSING, Verdict.EQUAL]


def test_our_own_rendering_is_no_receipt():
    rendered = build_eml(predicted(nonce=None))
    assert verdicts([rendered, DATE + rendered, TRACE + DATE + rendered]) == [Verdict.MISSING]
    for own in (rendered, DATE + rendered, TRACE + DATE + rendered):
        findings = find_receipt_findings(own, nonce_hashes={nonce_hash(NONCE)})
        assert [item.code for item in findings] == ["test.not_a_receipt"]


def test_a_message_that_no_server_delivered_is_no_receipt():
    own = DATE + build_eml(predicted())
    assert not has_trace(own)
    assert verdicts([own]) == [Verdict.MISSING]
    findings = find_receipt_findings(own, nonce_hashes={nonce_hash(NONCE)})
    assert [item.code for item in findings] == ["test.no_trace"]


def test_a_message_with_the_nonce_of_another_test_is_no_receipt():
    assert verdicts([arrived(OTHER)]) == [Verdict.MISSING]
    findings = find_receipt_findings(arrived(OTHER), nonce_hashes={nonce_hash(NONCE)})
    assert [item.code for item in findings] == ["test.not_a_receipt"]
    assert find_receipt_findings(arrived(), nonce_hashes={nonce_hash(NONCE)}) == []


def test_the_stored_hash_is_not_a_nonce():
    assert verdicts([arrived(nonce_hash(NONCE)[:32])]) == [Verdict.MISSING]


def test_a_changed_copy_is_different_and_says_where():
    (receipt,) = read_receipts([sent()], [swapped(b"X-Campaign: weights", b"X-Campaign: none")])
    assert receipt.verdict is Verdict.DIFFERENT
    assert [item.part for item in receipt.differences] == ["x-campaign"]


def test_the_same_copy_read_twice_counts_once_and_two_deliveries_differ():
    assert verdicts([arrived(), arrived().replace(b"\r\n", b"\n")]) == [Verdict.EQUAL]
    again = arrived().replace(b"id 4711", b"id 4712")
    assert verdicts([arrived(), again]) == [Verdict.DIFFERENT]


@pytest.mark.parametrize("junk", [b"", b"\r\n", b"x", b"\xff\x00" * 50, b":\n\n", b" a\n b\n"])
def test_junk_is_passed_over(junk):
    assert verdicts([junk, TRACE + junk]) == [Verdict.MISSING]
    assert compare_receipt(predicted=predicted(), received=junk)


@pytest.fixture
def manifest(inputs):
    return build_manifest(inputs)


def evidence(manifest, *verdict_list, proof=None, seeds=None):
    seeds = seeds or ["seed1@seeds.example", "seed2@seeds.example"] * len(verdict_list)
    receipts = tuple(
        Receipt(
            seed=seeds[slot], slot=slot, variant_id=manifest.variants[slot % 2][0], verdict=verdict
        )
        for slot, verdict in enumerate(verdict_list)
    )
    return TestEvidence(proof=proof or manifest.digest, receipts=receipts)


def test_codes(manifest):
    equal = Verdict.EQUAL
    for given, expected in (
        (None, ["send.not_tested"]),
        (evidence(manifest), ["send.not_tested"]),
        (evidence(manifest, equal, equal), []),
        (evidence(manifest, equal, equal, proof="7" * 64), ["send.receipt_of_other_proof"]),
        (evidence(manifest, equal, Verdict.MISSING), ["test.receipt_missing"]),
        (evidence(manifest, equal, Verdict.ATTESTED), ["test.receipt_missing"]),
        (
            evidence(manifest, equal, Verdict.DIFFERENT),
            ["test.receipt_different", "test.mailbox_rewrites"],
        ),
        (evidence(manifest, Verdict.DIFFERENT, Verdict.DIFFERENT), ["test.receipt_different"] * 2),
        (evidence(manifest, equal, Verdict.DIFFERENT, equal, equal), ["test.receipt_different"]),
        (evidence(manifest, equal, equal, seeds=[SEED, SEED]), ["test.too_few_mailboxes"]),
        (evidence(manifest, equal), ["test.kinds_untested", "test.too_few_mailboxes"]),
    ):
        findings = find_test_findings(given, manifest=manifest)
        assert [item.code for item in findings] == expected
        assert all(re.search(r"\w", item.text + item.advice) for item in findings)
