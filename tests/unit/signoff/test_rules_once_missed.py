"""Rules that nothing missed when they were removed (`python -m tests.mutants.signoff`)."""

import base64
import dataclasses
import json
from datetime import timedelta

import pytest

from composer.errors import SignatureRefused
from composer.model.person import Role
from composer.proofs.canonical import LARGEST_DOCUMENT_BYTES, canonical_bytes, read_canonical
from composer.proofs.evidence import Verdict
from composer.proofs.manifest import build_manifest
from composer.proofs.permit import find_seed_findings
from composer.signoff.approvals import (
    About,
    comment_digest,
    possible_reviewers,
    revocable,
    sign_decision,
    verify_decisions,
)
from composer.signoff.dsse import open_envelope, payload_of, sign
from composer.signoff.pins import entry_name, pin_owner, read_pins
from composer.signoff.release import ReleaseInputs, build_release, find_release_findings
from composer.signoff.statement_reading import read_decision
from composer.signoff.statements import DecisionStatement, StatementKind
from tests.unit.proofs.sealed_example import example_inputs
from tests.unit.signoff.test_release import evidence_for, reading

APPROVAL, REJECTION = StatementKind.APPROVAL, StatementKind.REJECTION
REVOCATION = StatementKind.REVOCATION


@pytest.fixture
def sealed():
    return build_manifest(example_inputs())


@pytest.fixture
def statement(team, sealed, now, workspace):
    def made(name, kind=APPROVAL, **changes):
        return dataclasses.replace(
            DecisionStatement(
                kind=kind,
                proof=sealed.digest,
                campaign=sealed.campaign_id,
                workspace=workspace,
                person=team.people[name].public_key,
                roster_version=1,
                shown=sealed.variants,
                comment_sha256=comment_digest(""),
                issued_at=now,
                expires_at=now + timedelta(hours=48),
            ),
            **changes,
        )

    return made


@pytest.fixture
def say(team, statement):
    def signed(name, kind=APPROVAL, **changes):
        return sign_decision(statement(name, kind, **changes), private_key=team.key(name))

    return signed


@pytest.fixture
def inputs(team, sealed, now, workspace):
    def given(*decisions, at=now, authors=()):
        return ReleaseInputs(
            workspace=workspace,
            campaign_id=sealed.campaign_id,
            proof=sealed.digest,
            manifest=sealed.bytes,
            current=sealed,
            evidence=evidence_for(sealed, Verdict.EQUAL, Verdict.EQUAL),
            decisions=decisions,
            roster=team.roster(),
            policy=example_inputs().policy,
            authors=frozenset(team.people[name].public_key for name in authors),
            now=at,
        )

    return given


@pytest.fixture
def verify(team, sealed, now, workspace):
    def verified(*envelopes):
        about = About(proof=sealed.digest, campaign=sealed.campaign_id, workspace=workspace)
        return verify_decisions(envelopes, about=about, roster=team.roster(), now=now)

    return verified


def codes(inputs):
    return [item.code for item in find_release_findings(inputs)]


def test_a_release_ends_when_those_who_are_left_have_not_seen_every_kind(inputs, say, sealed, now):
    (first, second) = sealed.variants
    saw_all = say("Ben", expires_at=now + timedelta(hours=1))
    for languages, kinds, lasts in (
        (("en", "en"), (first, first), False),
        (("en", "de"), (first, second), True),
    ):
        given = inputs(*(saw_all, say("Chen", shown=kinds[:1]), say("Dora", shown=kinds[1:])))
        roster = reading(given.roster, Chen=languages[:1], Dora=languages[1:])
        release = build_release(dataclasses.replace(given, roster=roster))
        assert (release.expires_at > now + timedelta(hours=1)) is lasts


def test_an_author_who_approved_is_named_also_when_another_approval_has_expired(inputs, say, now):
    later = now + timedelta(hours=30)
    again = say("Dora", issued_at=later, expires_at=later + timedelta(hours=1))
    found = codes(inputs(say("Ben"), again, at=later, authors=("Dora",)))
    assert found == ["send.author_approved", "send.expired"]


def test_an_old_rejection_is_not_an_approval_that_expired(inputs, say, now):
    rejected = say("Ben", REJECTION)
    late = now + timedelta(hours=30)
    assert codes(inputs(rejected, at=late)) == ["send.rejected", "send.not_approved"]


def test_an_approval_that_was_taken_back_has_not_expired(inputs, say, verify, now):
    approval = say("Ben")
    (decision,) = verify(approval)
    back = say("Ben", REVOCATION, revokes=(decision.digest,))
    late = now + timedelta(hours=30)
    assert codes(inputs(approval, back, at=late)) == ["send.not_approved"]


def test_only_a_decision_is_signed_as_a_decision(team, statement):
    for kind in (StatementKind.ROSTER, StatementKind.POLICY, StatementKind.SEEDS):
        with pytest.raises(SignatureRefused):
            sign_decision(statement("Ben", kind), private_key=team.key("Ben"))


def test_a_decision_under_another_list_s_type_is_refused(team, say, verify):
    payload = payload_of(say("Ben"))[1]
    with pytest.raises(SignatureRefused):
        verify(sign(StatementKind.ROSTER.payload_type, payload, team.key("Ben")))


def test_what_was_taken_back_and_the_taking_back_cannot_be_taken_back(team, say, verify):
    approval, rejection = say("Ben"), say("Ben", REJECTION)
    (first, second) = verify(approval, rejection)
    back = say("Ben", REVOCATION, revokes=(first.digest,))
    assert revocable(team.people["Ben"], verify(approval, rejection, back)) == (second.digest,)


def test_only_reviewers_are_named_as_who_else_may_approve(team):
    names = {person.name for person in possible_reviewers(team.roster(), ())}
    assert names == {person.name for person in team.people.values() if person.has(Role.REVIEWER)}


def changed_envelope(envelope, **changes):
    return json.dumps({**json.loads(envelope), **changes}).encode()


@pytest.mark.parametrize(
    "signatures",
    [
        {"0": {"sig": base64.b64encode(bytes(64)).decode()}},
        "s",
        ["x"],
        [["sig"]],
        [{"sig": base64.b64encode(bytes(63)).decode()}],
        [{"sig": base64.b64encode(bytes(65)).decode()}],
    ],
)
def test_signatures_of_another_form_are_refused_as_a_form(team, say, signatures):
    with pytest.raises(SignatureRefused) as refused:
        payload_of(changed_envelope(say("Ben"), signatures=signatures))
    assert str(refused.value)


@pytest.mark.parametrize("name", ["proof", "comment_sha256", "person"])
def test_a_digest_in_another_spelling_is_refused_though_it_is_signed(team, say, name):
    content = read_canonical(payload_of(say("Ben"))[1])
    content[name] = content[name].upper() if name == "person" else "f" * 63
    with pytest.raises(SignatureRefused):
        read_decision(canonical_bytes(content), kind=APPROVAL)


@pytest.mark.parametrize("shown", [["12"], [{"0": "1", "1": "f" * 64}], [[1, "f" * 64]], ["f" * 2]])
def test_shown_kinds_of_another_form_are_refused(say, shown):
    content = read_canonical(payload_of(say("Ben"))[1])
    with pytest.raises(SignatureRefused):
        read_decision(canonical_bytes({**content, "shown": shown}), kind=APPROVAL)


def test_a_document_that_is_too_large_is_refused_before_it_is_parsed():
    huge = b'{"a":"' + b"x" * LARGEST_DOCUMENT_BYTES + b'"}'
    with pytest.raises(SignatureRefused):
        read_canonical(huge)


@pytest.mark.parametrize("inner", [1.5, None, True])
def test_what_stands_deep_inside_is_looked_at_as_well(inner):
    for value in ([inner], [[inner]], {"a": inner}, [{"a": [inner]}]):
        with pytest.raises((TypeError, ValueError)):
            canonical_bytes({"a": value})


@pytest.mark.parametrize("owner", [1, "f" * 63, "F" * 64, ["f" * 64]])
def test_an_owner_s_key_of_another_form_is_no_pin(keychain, team, owner):
    pin_owner(keychain, "w1", team.owner_key)
    stored = read_canonical(keychain.get(entry_name("w1")).encode())
    written = canonical_bytes({**stored, "owner_key": owner}).decode()
    keychain.set(entry_name("w1"), written)
    with pytest.raises(SignatureRefused):
        read_pins(keychain, "w1")


def test_a_key_that_nobody_asked_for_opens_nothing(team, say):
    envelope = say("Ben")
    kind = APPROVAL.payload_type
    for keys in ((), (team.people["Chen"].public_key,)):
        with pytest.raises(SignatureRefused):
            open_envelope(envelope, payload_type=kind, public_keys=keys)


def test_a_test_needs_a_mailbox_at_all():
    seeds = example_inputs().seeds
    assert [item.code for item in find_seed_findings((), seeds)] == ["test.too_few_mailboxes"]
