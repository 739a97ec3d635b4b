"""Receipts count only when somebody of the roster signed that they saw them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from composer.model.person import DeviceKey, Person, Role, Roster
from composer.model.received import (
    MailSignature,
    ReceiptFacts,
    ServerResult,
    SignatureResult,
)
from composer.proofs.canonical import canonical_bytes
from composer.signoff.approvals import About
from composer.signoff.dsse import public_hex, sign
from composer.signoff.receipt_statements import (
    RECEIPTS_TYPE,
    ReceiptStatement,
    read_testimony,
    sign_receipts,
    witnessed_receipts,
)

KEY = Ed25519PrivateKey.generate()
STRANGER = Ed25519PrivateKey.generate()
ABOUT = About(proof="a" * 64, campaign="c1", workspace="w1")
SEEN = (0, "b" * 64, "equal")
ROSTER = Roster(
    version=1,
    previous="",
    people=(
        Person(
            name="Ana",
            email="ana@example.com",
            public_key=public_hex(KEY.public_key()),
            roles=frozenset({Role.AUTHOR}),
        ),
    ),
    digest="",
)


def envelope(key: Ed25519PrivateKey = KEY, about: About = ABOUT) -> bytes:
    statement = ReceiptStatement(
        about=about, receipts=(SEEN,), issued_at=datetime(2026, 5, 1, tzinfo=UTC)
    )
    return sign_receipts(statement, private_key=key)


def seen(*envelopes: bytes, about: About = ABOUT) -> set[tuple[int, str, str]]:
    return set(witnessed_receipts(envelopes, about=about, roster=ROSTER))


def test_what_a_person_of_the_roster_saw_counts() -> None:
    assert seen(envelope()) == {SEEN}


def test_what_a_stranger_saw_counts_for_nothing() -> None:
    assert seen(envelope(STRANGER)) == set()


@pytest.mark.parametrize("role", Role)
def test_whoever_only_translates_vouches_for_nothing(role: Role) -> None:
    (ana,) = ROSTER.people
    roster = replace(ROSTER, people=(replace(ana, roles=frozenset({role})),))
    found = witnessed_receipts([envelope()], about=ABOUT, roster=roster)
    assert found == (set() if role is Role.TRANSLATOR else {SEEN})


def test_a_key_that_was_taken_back_vouches_for_nothing_not_even_for_before() -> None:
    (ana,) = ROSTER.people
    lost = DeviceKey(public_key=ana.public_key, revoked_at=datetime(2026, 6, 1, tzinfo=UTC))
    roster = replace(ROSTER, people=(replace(ana, keys=(lost,)),))
    assert witnessed_receipts([envelope()], about=ABOUT, roster=roster) == set()


def test_receipts_of_another_proof_campaign_or_workspace_count_for_nothing() -> None:
    for other in (
        About(proof="d" * 64, campaign="c1", workspace="w1"),
        About(proof="a" * 64, campaign="c2", workspace="w1"),
        About(proof="a" * 64, campaign="c1", workspace="w2"),
    ):
        assert seen(envelope(about=other)) == set()


def test_a_statement_of_another_kind_or_a_changed_one_counts_for_nothing() -> None:
    payload = b'{"type":"receipts"}'
    assert seen(sign("application/vnd.composer.approval.v1+json", payload, KEY)) == set()
    assert seen(sign(RECEIPTS_TYPE, payload, KEY)) == set()
    assert seen(envelope().replace(b'"sig":"', b'"sig":"A')) == set()


FACTS = ReceiptFacts(
    how="file",
    message_id=("<a@example.com>", "<b@service.example>"),
    signatures=(
        MailSignature(
            domain="example.com",
            selector="s1",
            headers=("from", "to"),
            result=SignatureResult.PASS,
            aligned=True,
            whole_body=False,
            signed_at=1_777_617_000,
        ),
    ),
    authserv_id="mx.seeds.example",
    results=(ServerResult(method="dkim", result="pass", properties=(("header.s", "s1"),)),),
    added=("Received", "X-Spam-Flag"),
)


def stated(key: Ed25519PrivateKey = KEY) -> bytes:
    statement = ReceiptStatement(
        about=ABOUT,
        receipts=(SEEN,),
        issued_at=datetime(2026, 5, 1, tzinfo=UTC),
        facts=((SEEN[1], FACTS),),
        words="It is in the inbox.",
    )
    return sign_receipts(statement, private_key=key)


def test_facts_and_words_are_read_back_as_they_were_signed() -> None:
    found = read_testimony([stated()], about=ABOUT, roster=ROSTER)
    assert found.facts == {SEEN[1]: FACTS}
    (said,) = found.attestations[SEEN[1]]
    assert (said.name, said.words) == ("Ana", "It is in the inbox.")
    assert seen(stated()) == {SEEN}


def test_facts_and_words_of_a_stranger_or_about_another_proof_count_for_nothing() -> None:
    other = About(proof="d" * 64, campaign="c1", workspace="w1")
    for envelopes, about in (([stated(STRANGER)], ABOUT), ([stated()], other)):
        found = read_testimony(envelopes, about=about, roster=ROSTER)
        assert (found.facts, found.attestations) == ({}, {})


def test_a_statement_of_the_first_form_counts_and_has_no_facts() -> None:
    first = {
        "type": "receipts",
        "proof": ABOUT.proof,
        "campaign": ABOUT.campaign,
        "workspace": ABOUT.workspace,
        "person": public_hex(KEY.public_key()),
        "receipts": [[*SEEN]],
        "issued_at": "2026-05-01T00:00:00.000000Z",
    }
    old = sign(RECEIPTS_TYPE, canonical_bytes(first), KEY)
    assert seen(old) == {SEEN}
    assert read_testimony([old], about=ABOUT, roster=ROSTER).facts == {}
    odd = sign(RECEIPTS_TYPE, canonical_bytes({**first, "facts": {SEEN[1]: {"how": "x"}}}), KEY)
    assert seen(odd) == {SEEN}
    assert read_testimony([odd], about=ABOUT, roster=ROSTER).facts == {}
