"""A release comes of an unchanged proof, equal receipts and enough approvals, or not at all."""

import copy
import dataclasses
import json
from datetime import timedelta

import pytest

from composer.errors import Blocked, SignatureRefused
from composer.model.policy import Policy
from composer.proofs.canonical import canonical_bytes, digest_of
from composer.proofs.evidence import Receipt, TestEvidence, Verdict
from composer.proofs.manifest import Manifest, build_manifest
from composer.signoff.approvals import About, comment_digest, sign_decision, verify_decisions
from composer.signoff.counting import asked_of
from composer.signoff.release import (
    Release,
    ReleaseInputs,
    build_release,
    counted_approvals,
    find_decision_findings,
    find_release_findings,
)
from composer.signoff.statements import DecisionStatement, StatementKind
from tests.unit.proofs.sealed_example import example_inputs, is_covered, mutations

APPROVAL, REJECTION = StatementKind.APPROVAL, StatementKind.REJECTION


@pytest.fixture
def sealed():
    """The example, sealed; it asks for two reviewers and lets approvals count for 24 hours."""
    return build_manifest(example_inputs())


@pytest.fixture
def say(team, sealed, now, workspace):
    def signed(name, kind=APPROVAL, **changes):
        statement = DecisionStatement(
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
        )
        return sign_decision(dataclasses.replace(statement, **changes), private_key=team.key(name))

    return signed


def evidence_for(manifest, *verdicts):
    return TestEvidence(
        proof=manifest.digest,
        receipts=tuple(
            Receipt(
                seed=f"seed{slot % 2}@seeds.example",
                slot=slot,
                variant_id=manifest.variants[slot % 2][0],
                verdict=verdict,
            )
            for slot, verdict in enumerate(verdicts)
        ),
    )


@pytest.fixture
def ready(team, sealed, say, now, workspace):
    return ReleaseInputs(
        workspace=workspace,
        campaign_id=sealed.campaign_id,
        proof=sealed.digest,
        manifest=sealed.bytes,
        current=sealed,
        evidence=evidence_for(sealed, Verdict.EQUAL, Verdict.EQUAL),
        decisions=(say("Ben"), say("Chen")),
        roster=team.roster(),
        policy=example_inputs().policy,
        authors=frozenset({team.people["Ann"].public_key, team.people["Dora"].public_key}),
        now=now,
    )


def codes(inputs, **changes):
    """Give the codes; building must be refused with the same ones."""
    inputs = dataclasses.replace(inputs, **changes)
    findings = find_release_findings(inputs)
    assert all(item.text and item.advice and item.blocks for item in findings)
    if findings:
        with pytest.raises(Blocked) as refused:
            build_release(inputs)
        assert list(refused.value.findings) == findings
    else:
        build_release(inputs)
    return [item.code for item in findings]


def reading(roster, **languages):
    """Give the roster with the languages that people read."""
    people = tuple(
        dataclasses.replace(person, locales=languages.get(person.name, person.locales))
        for person in roster.people
    )
    return dataclasses.replace(roster, people=people)


def test_everything_in_order_makes_a_release(ready, sealed, now):
    release = build_release(ready)
    assert (release.campaign_id, release.proof) == (sealed.campaign_id, sealed.digest)
    assert release.manifest == sealed.bytes
    assert sorted(approval.person.name for approval in release.approvals) == ["Ben", "Chen"]
    assert release.expires_at == now + timedelta(hours=24)
    assert release.roster_version == 1


def test_no_seal_no_release(ready):
    assert codes(ready, proof=None) == ["send.not_sealed"]
    assert codes(ready, manifest=None) == ["send.not_sealed"]


def test_no_test_no_release(ready):
    assert codes(ready, evidence=None) == ["send.not_tested"]


@pytest.mark.parametrize("verdict", [Verdict.MISSING, Verdict.DIFFERENT, Verdict.ATTESTED])
def test_one_receipt_that_is_not_equal_is_enough_to_refuse(ready, sealed, verdict):
    evidence = evidence_for(sealed, Verdict.EQUAL, verdict)
    expected = "different" if verdict is Verdict.DIFFERENT else "missing"
    assert codes(ready, evidence=evidence)[:1] == [f"test.receipt_{expected}"]


def test_receipts_of_another_proof_are_refused(ready):
    other = dataclasses.replace(ready.evidence, proof="7" * 64)
    assert codes(ready, evidence=other) == ["send.receipt_of_other_proof"]


def test_no_approval_no_release(ready):
    assert codes(ready, decisions=()) == ["send.not_approved"]
    assert codes(ready, decisions=ready.decisions[:1]) == ["send.not_approved"]


def test_one_person_counts_once_however_often_they_sign(ready, say, now):
    again = tuple(say("Ben", issued_at=now + timedelta(seconds=n)) for n in range(3))
    assert codes(ready, decisions=(*again, *again)) == ["send.not_approved"]


def test_an_approval_by_an_author_is_refused(ready, say):
    assert codes(ready, decisions=(say("Ben"), say("Dora"))) == [
        "send.author_approved",
        "send.not_approved",
    ]


def test_an_approval_by_somebody_who_is_no_reviewer_is_refused(ready, say):
    assert codes(ready, decisions=(say("Ben"), say("Emil"))) == ["send.not_approved"]


def test_an_approval_of_somebody_who_left_the_roster_is_refused(ready, team):
    del team.people["Chen"]
    assert codes(ready, roster=team.roster()) == ["send.not_approved"]


def test_a_rejection_blocks_whatever_else_was_signed(ready, say):
    rejection = say("Chen", REJECTION)
    assert codes(ready, decisions=(*ready.decisions, rejection)) == ["send.rejected"]
    assert codes(ready, decisions=(say("Ben"), rejection)) == [
        "send.rejected",
        "send.not_approved",
    ]


def test_a_rejection_that_was_taken_back_blocks_no_longer(ready, say, now, workspace):
    rejection = say("Dora", REJECTION)
    assert codes(ready, decisions=(*ready.decisions, rejection)) == ["send.rejected"]
    about = About(proof=ready.proof, campaign=ready.campaign_id, workspace=workspace)
    (decision,) = verify_decisions([rejection], about=about, roster=ready.roster, now=now)
    taken_back = say("Dora", StatementKind.REVOCATION, revokes=(decision.digest,))
    assert codes(ready, decisions=(*ready.decisions, rejection, taken_back)) == []


def test_a_revoked_approval_counts_no_longer(ready, say):
    chen = next(item for item in build_release(ready).approvals if item.person.name == "Chen")
    taken_back = say("Chen", StatementKind.REVOCATION, revokes=(chen.digest,))
    assert codes(ready, decisions=(*ready.decisions, taken_back)) == ["send.not_approved"]


def test_an_approval_of_another_proof_campaign_or_workspace_is_refused(ready, say):
    for other in ({"proof": "7" * 64}, {"campaign": "d" * 16}, {"workspace": "x" * 32}):
        assert codes(ready, decisions=(say("Ben"), say("Chen", **other))) == ["send.not_approved"]


def test_approvals_expire_by_the_strictest_rule(ready, say, now):
    at = now + timedelta(hours=24)
    assert codes(ready, now=at - timedelta(seconds=1)) == []
    assert codes(ready, now=at) == ["send.expired"]
    assert codes(ready, now=now + timedelta(hours=48)) == ["send.expired"]
    soon = say("Ben", expires_at=now + timedelta(hours=1))
    decisions = (soon, ready.decisions[1])
    assert codes(ready, decisions=decisions, now=now + timedelta(hours=1)) == ["send.expired"]


def test_a_release_ends_when_too_few_approvals_are_left(ready, say, now):
    release = build_release(
        dataclasses.replace(
            ready, decisions=(say("Ben", expires_at=now + timedelta(hours=1)), ready.decisions[1])
        )
    )
    assert release.expires_at == now + timedelta(hours=1)
    release.require_in_force(now + timedelta(minutes=59))
    with pytest.raises(Blocked) as refused:
        release.require_in_force(now + timedelta(hours=1))
    assert refused.value.findings[0].code == "send.expired"


def test_a_third_approval_lets_the_release_live_longer(ready, say, now):
    everybody = frozenset({"0" * 64})
    decisions = (say("Ben", expires_at=now + timedelta(hours=1)), say("Chen"), say("Dora"))
    release = build_release(dataclasses.replace(ready, decisions=decisions, authors=everybody))
    assert release.expires_at == now + timedelta(hours=24)


def test_an_approval_by_somebody_who_saw_other_messages_counts_for_nothing(ready, say, sealed):
    (first, second) = sealed.variants
    for shown in ((), (first, (second[0], "f" * 64)), (*sealed.variants, ("9" * 32, "9" * 64))):
        decisions = (say("Ben"), say("Chen", shown=shown))
        assert codes(ready, decisions=decisions) == ["send.not_approved"]


def test_every_kind_must_have_been_seen_by_somebody_who_approved(ready, say, sealed):
    (first, second) = sealed.variants
    roster = reading(ready.roster, Ben=("en",), Chen=("de",), Dora=("en-GB",))
    one_each = (say("Ben", shown=(first,)), say("Chen", shown=(second,)))
    assert codes(ready, roster=roster, decisions=one_each) == []
    nobody_wrote = frozenset({"0" * 64})
    twice_the_first = (say("Ben", shown=(first,)), say("Dora", shown=(first,)))
    found = codes(ready, roster=roster, decisions=twice_the_first, authors=nobody_wrote)
    assert found == ["send.not_all_shown"]


def test_whoever_reads_no_language_in_particular_must_have_seen_every_kind(ready, say, sealed):
    (first, second) = sealed.variants
    decisions = (say("Ben", shown=(first,)), say("Chen"))
    assert codes(ready, decisions=decisions) == ["send.not_approved"]
    roster = reading(ready.roster, Ben=("de",))
    assert codes(ready, roster=roster, decisions=decisions) == ["send.not_approved"]
    decisions = (say("Ben", shown=(second,)), say("Chen"))
    assert codes(ready, roster=roster, decisions=decisions) == []


def test_a_wrong_signature_among_the_decisions_stops_everything(ready, say):
    genuine, foreign = json.loads(say("Ben")), json.loads(say("Chen"))
    forged = json.dumps({**genuine, "signatures": foreign["signatures"]}).encode()
    with pytest.raises(SignatureRefused):
        build_release(dataclasses.replace(ready, decisions=(*ready.decisions, forged)))


def test_any_change_after_the_seal_voids_it(ready):
    for path, mutated in mutations(example_inputs()):
        current = build_manifest(mutated)
        if not is_covered(path):
            continue
        assert codes(ready, current=current) == ["send.proof_changed"], path
    assert codes(ready, current=None) == ["send.proof_changed"]


def leaves(value, path=()):
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index))
    else:
        yield path


def test_one_byte_changed_in_any_field_of_the_manifest_is_refused(ready, sealed):
    seen = 0
    for path in leaves(sealed.content):
        content = copy.deepcopy(sealed.content)
        place = content
        for key in path[:-1]:
            place = place[key]
        value = place[path[-1]]
        place[path[-1]] = value + 1 if isinstance(value, int) else value + "x"
        written = canonical_bytes(content)
        tampered = Manifest(content=content, bytes=written, digest=digest_of(written))
        # the stored bytes under the sealed name, a new name for them, and a program that lies
        assert codes(ready, manifest=written) == ["send.proof_damaged"], path
        expected = "damaged" if path == ("format",) or path == ("campaign", "id") else "changed"
        assert codes(ready, manifest=written, proof=tampered.digest) == [f"send.proof_{expected}"]
        if expected == "changed" and path[0] not in {"policy", "variants"}:
            found = codes(ready, manifest=written, proof=tampered.digest, current=tampered)
            assert found == ["send.receipt_of_other_proof", "send.not_approved"], path
        seen += 1
    assert seen > 80


def test_every_flipped_bit_of_the_stored_manifest_is_refused(ready, sealed):
    for place in range(0, len(sealed.bytes), 7):
        flipped = bytearray(sealed.bytes)
        flipped[place] ^= 1
        assert codes(ready, manifest=bytes(flipped)) == ["send.proof_damaged"]


def test_the_proof_of_another_campaign_is_refused(ready):
    assert codes(ready, campaign_id="d" * 16) == ["send.proof_damaged"]


def test_a_stricter_policy_since_the_seal_voids_it(ready):
    stricter = dataclasses.replace(ready.policy, version=2, reviewers=3, digest="8" * 64)
    assert codes(ready, policy=stricter) == ["send.proof_changed"]


def test_other_rules_hold_a_send_that_runs_before_its_next_batch(ready, sealed):
    assert find_decision_findings(sealed, ready) == []
    looser = dataclasses.replace(ready.policy, wait_hours=0, expires_hours=100)
    found = find_decision_findings(sealed, dataclasses.replace(ready, policy=looser))
    assert [item.code for item in found] == ["send.proof_changed"]


def test_the_same_rules_signed_again_void_nothing(ready):
    again = dataclasses.replace(ready.policy, version=3, previous="8" * 64, digest="7" * 64)
    assert codes(ready, policy=again) == []


def test_the_stricter_of_sealed_and_present_policy_is_asked_for(ready, sealed):
    present = dataclasses.replace(ready.policy, reviewers=3, expires_hours=1, wait_hours=9)
    asked = asked_of(sealed, present, ready.roster)
    assert (asked.reviewers, asked.expires, asked.wait) == (
        3,
        timedelta(hours=1),
        timedelta(hours=9),
    )
    assert asked_of(sealed, Policy(version=1, previous="", digest=""), ready.roster).reviewers == 2


def test_all_that_is_missing_is_named_at_once(ready):
    assert codes(ready, evidence=None, decisions=()) == ["send.not_tested", "send.not_approved"]


def test_a_release_is_made_nowhere_else(ready):
    release = build_release(ready)
    values = {field.name: getattr(release, field.name) for field in dataclasses.fields(release)}
    for builder in (None, object(), release):
        with pytest.raises(TypeError):
            Release(**values, builder=builder)
    with pytest.raises(TypeError):
        Release(**values)
    with pytest.raises((TypeError, ValueError)):
        dataclasses.replace(release, proof="7" * 64)
    with pytest.raises(dataclasses.FrozenInstanceError):
        release.proof = "7" * 64


def test_the_approvals_that_count_can_be_asked_for(ready, say):
    names = [item.person.name for item in counted_approvals(ready)]
    assert names == ["Ben", "Chen"]
    with_author = dataclasses.replace(ready, decisions=(say("Dora"), say("Ben")))
    assert [item.person.name for item in counted_approvals(with_author)] == ["Ben"]
    assert counted_approvals(dataclasses.replace(ready, current=None)) == ()
    assert counted_approvals(dataclasses.replace(ready, proof=None)) == ()
