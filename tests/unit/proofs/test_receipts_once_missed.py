"""Rules of receipts that nothing missed when they were removed (`tests.mutants.signoff`)."""

import dataclasses

import pytest

from composer.model.campaign import Purpose, TransportKind, TransportSettings
from composer.model.received import MailSignature, ReceiptFacts, SignatureResult
from composer.model.rendered import Attachment
from composer.proofs.evidence import Receipt, TestEvidence, Verdict, find_test_findings, weighed
from composer.proofs.manifest import build_manifest
from composer.proofs.receipts import (
    Difference,
    added_names,
    changed_message_id,
    compare_receipt,
    nonce_of,
    received_bytes,
)
from tests.unit.proofs.test_receipts import NONCE, SEED, arrived, parts, predicted, swapped

replace = dataclasses.replace
PDF = predicted().attachments[0]


def with_headers(*changed, without=()):
    """What was predicted, with other headers."""
    named = {name for name, _value in changed} | set(without)
    kept = tuple(pair for pair in predicted().headers if pair[0] not in named)
    return replace(predicted(), headers=(*kept, *changed))


def test_two_addresses_in_to_are_a_difference_also_where_they_were_predicted():
    """The fault of 2019 with everything before the receipts removed."""
    two = with_headers(("To", f"{SEED}, maria@example.com"))
    assert "To" in parts(arrived(message=two), message=two)


def test_the_difference_in_to_says_how_many_there_are():
    two = arrived().replace(f"To: {SEED}".encode(), f"To: {SEED}, a@x.test, b@x.test".encode())
    found = {item.part: item for item in compare_receipt(predicted=predicted(), received=two)}
    assert (found["To"].expected, found["To"].found) == ("1", "3")


def test_a_message_without_a_date_or_with_two_is_different():
    date = next(line for line in arrived().split(b"\r\n") if line.startswith(b"Date:"))
    assert parts(arrived().replace(date + b"\r\n", b"")) == ["Date"]
    assert parts(arrived().replace(date, date + b"\r\n" + date)) == ["Date"]


def test_a_message_id_that_is_gone_or_doubled_is_different_and_not_changed():
    line = b"Message-ID: <abc@example.com>"
    gone, doubled = swapped(line + b"\r\n", b""), swapped(line, line + b"\r\n" + line)
    for wrong in (gone, doubled):
        assert parts(wrong) == ["message-id"]
        assert changed_message_id(predicted=predicted(), received=wrong) is None
    other = swapped(line, b"Message-ID: <their@mail.example>")
    assert parts(other) == []
    changed = changed_message_id(predicted=predicted(), received=other)
    assert changed == ("<abc@example.com>", "<their@mail.example>")
    assert changed_message_id(predicted=predicted(), received=arrived()) is None
    without = with_headers(without=("Message-ID",))
    assert changed_message_id(predicted=without, received=other) is None


def test_only_lines_of_servers_that_we_did_not_send_are_named_as_added():
    assert added_names(predicted=predicted(), received=arrived()) == (
        "Return-Path",
        "Delivered-To",
        "Received",
    )
    ours = with_headers(("Delivered-To", SEED))
    assert "Delivered-To" not in added_names(predicted=ours, received=arrived())


def test_a_line_of_ours_that_names_two_mailboxes_is_compared_and_no_trace():
    ours = with_headers(("Envelope-To", "a@x.test, b@x.test"))
    assert parts(arrived(message=ours), message=ours) == []


def test_a_line_of_a_server_may_name_two_addresses_where_it_tells_no_mailbox():
    line = b"Received: from a@one.example by b@two.example for <seed1@seeds.example>\r\n"
    assert parts(line + arrived()) == []


def test_a_second_to_without_an_address_is_a_difference():
    to = f"To: {SEED}".encode()
    assert parts(arrived().replace(to, to + b"\r\nTo:"))


def test_a_body_shows_the_first_line_that_differs_and_no_more():
    longer = replace(predicted(), text_utf8=b"Guten Tag Test First Name,\n\n" + b"x" * 500 + b"\n")
    (found,) = compare_receipt(predicted=longer, received=arrived())
    assert (found.part, found.expected, found.found) == ("text", "x" * 200, "neue Gewichte.")


def test_of_several_attachments_only_the_different_one_is_named():
    second = Attachment(name="b.txt", content_type="text/plain", content_id="", content=b"b")
    both = replace(predicted(), attachments=(PDF, second))
    found = compare_receipt(predicted=both, received=arrived())
    assert [(item.part, item.found) for item in found] == [("attachment", "")]
    assert found[0].expected.startswith("b.txt text/plain ")
    more = compare_receipt(predicted=predicted(), received=arrived(message=both))
    assert [(item.expected, item.found[:6]) for item in more] == [("", "b.txt ")]
    other = replace(PDF, content=b"%PDF other")
    (changed,) = compare_receipt(
        predicted=predicted(), received=arrived(message=replace(predicted(), attachments=(other,)))
    )
    assert changed.expected.startswith("terms.pdf application/pdf ")


def test_line_ends_and_the_mbox_line_are_put_right_and_a_stray_one_is_kept():
    assert received_bytes(b"a\nb\n") == b"a\r\nb\r\n"
    assert received_bytes(b"From x\na: b\n") == b"a: b\r\n"
    assert received_bytes(b"a\r\nb\nc") == b"a\r\nb\nc"
    assert nonce_of(b" folded first\r\n" + arrived()) == NONCE


FACTS = ReceiptFacts(how="file", signatures=())


def receipt(manifest, slot, verdict=Verdict.EQUAL, **changes):
    made = Receipt(
        seed=f"seed{slot % 2}@seeds.example",
        slot=slot,
        variant_id=manifest.variants[slot % 2][0],
        verdict=verdict,
    )
    return replace(made, **changes)


def codes(manifest, *receipts):
    evidence = TestEvidence(proof=manifest.digest, receipts=receipts)
    return [item.code for item in find_test_findings(evidence, manifest=manifest)]


def test_only_what_equals_becomes_a_persons_word(inputs):
    manifest = build_manifest(inputs)
    for verdict, expected in (
        (Verdict.EQUAL, Verdict.ATTESTED),
        (Verdict.DIFFERENT, Verdict.DIFFERENT),
        (Verdict.MISSING, Verdict.MISSING),
    ):
        one = receipt(manifest, 0, verdict, facts=FACTS)
        assert weighed(one, at_home=False, sent_at=None).verdict is expected
        assert weighed(one, at_home=True, sent_at=None).verdict is verdict


def test_what_a_person_saved_is_told_apart_from_what_never_came(inputs):
    manifest = build_manifest(inputs)
    for facts, expected in ((None, "test.receipt_missing"), (FACTS, "test.only_attested")):
        word = receipt(manifest, 1, Verdict.ATTESTED, facts=facts)
        assert codes(manifest, receipt(manifest, 0), word) == [expected]


def test_what_never_came_is_not_told_again_as_too_few_mailboxes(inputs):
    manifest = build_manifest(inputs)
    alone = {"seed": SEED}
    missing = receipt(manifest, 1, Verdict.MISSING, **alone)
    assert codes(manifest, receipt(manifest, 0, **alone), missing) == ["test.receipt_missing"]


def test_a_second_address_is_never_put_down_to_a_mailbox(inputs):
    manifest = build_manifest(inputs)

    def differing(*names):
        parts_ = tuple(Difference(part=name, expected="1", found="2") for name in names)
        return receipt(manifest, 1, Verdict.DIFFERENT, differences=parts_)

    rewrites = ["test.receipt_different", "test.mailbox_rewrites"]
    assert codes(manifest, receipt(manifest, 0), differing("subject")) == rewrites
    for names in (("To",), ("subject", "to")):
        assert codes(manifest, receipt(manifest, 0), differing(*names)) == rewrites[:1]


def test_a_version_without_kinds_is_not_tested_by_anything(inputs):
    empty = build_manifest(
        replace(inputs, check=replace(inputs.check, variants=(), variant_locales=()))
    )
    some = build_manifest(inputs)
    assert "test.kinds_untested" in codes(empty, receipt(some, 0), receipt(some, 1))


def signed_by(*results, headers=("list-unsubscribe", "list-unsubscribe-post"), aligned=True):
    """What was found in a message: a signature of each result."""
    return ReceiptFacts(
        how="mailbox",
        signatures=tuple(
            MailSignature(
                domain="example.com",
                selector="s1",
                result=result,
                aligned=aligned,
                headers=headers,
                whole_body=True,
                signed_at=0,
            )
            for result in results
        ),
    )


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (signed_by(SignatureResult.PASS), []),
        (signed_by(SignatureResult.FAIL, SignatureResult.PASS), []),
        (signed_by(SignatureResult.FAIL), ["test.unsubscribe_unsigned"]),
        (signed_by(SignatureResult.UNKNOWN), ["test.signature_unclear"]),
        (signed_by(SignatureResult.PASS, aligned=False), ["test.unsubscribe_unsigned"]),
        (signed_by(SignatureResult.PASS, headers=("to",)), ["test.unsubscribe_unsigned"]),
        (None, ["test.unsubscribe_unsigned"]),
    ],
)
def test_marketing_that_leaves_this_computer_signs_both_unsubscribe_headers(
    inputs, facts, expected
):
    far = TransportSettings(kind=TransportKind.SMTP, host="mail.example.com", base_url="")
    campaign = replace(inputs.campaign, purpose=Purpose.MARKETING, transport=far)
    manifest = build_manifest(replace(inputs, campaign=campaign))
    ok = receipt(manifest, 1, facts=signed_by(SignatureResult.PASS))
    assert codes(manifest, receipt(manifest, 0, facts=facts), ok) == expected
    missing = receipt(manifest, 0, Verdict.MISSING, facts=facts)
    assert "test.unsubscribe_unsigned" not in codes(manifest, missing, ok)
    for other in (
        replace(campaign, purpose=Purpose.SERVICE),
        replace(campaign, transport=replace(far, kind=TransportKind.PRACTICE)),
    ):
        manifest = build_manifest(replace(inputs, campaign=other))
        assert codes(manifest, receipt(manifest, 0, facts=facts), receipt(manifest, 1)) == []
