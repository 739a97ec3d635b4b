"""Who may decide, and what a signed decision is worth."""

import base64
import dataclasses
import json
from datetime import timedelta

import pytest

from composer.errors import SignatureRefused
from composer.model.person import Role
from composer.proofs.canonical import canonical_bytes, read_canonical
from composer.signoff.approvals import (
    About,
    Standing,
    comment_digest,
    find_approval_findings,
    find_reviewer_findings,
    find_revocation_findings,
    in_force,
    revocable,
    sign_decision,
    verify_decisions,
)
from composer.signoff.dsse import payload_of, sign
from composer.signoff.statement_reading import read_decision
from composer.signoff.statements import DecisionStatement, StatementKind

APPROVAL, REJECTION, REVOCATION = (
    StatementKind.APPROVAL,
    StatementKind.REJECTION,
    StatementKind.REVOCATION,
)
SHOWN = (("1" * 32, "d" * 64), ("2" * 32, "e" * 64))


@pytest.fixture
def about(workspace):
    return About(proof="a" * 64, campaign="c" * 16, workspace=workspace)


@pytest.fixture
def say(team, about, now):
    def signed(name, kind=APPROVAL, **changes):
        statement = DecisionStatement(
            kind=kind,
            proof=about.proof,
            campaign=about.campaign,
            workspace=about.workspace,
            person=team.people[name].public_key,
            roster_version=1,
            shown=SHOWN,
            comment_sha256=comment_digest(""),
            issued_at=now,
            expires_at=now + timedelta(hours=72),
        )
        return sign_decision(dataclasses.replace(statement, **changes), private_key=team.key(name))

    return signed


@pytest.fixture
def verify(team, about, now):
    def verified(*envelopes, at=now, **changes):
        return verify_decisions(
            envelopes, about=dataclasses.replace(about, **changes), roster=team.roster(), now=at
        )

    return verified


def test_an_approval_is_read_back_with_its_person(say, verify, team):
    (decision,) = verify(say("Ben"))
    assert decision.person == team.people["Ben"]
    assert (decision.kind, decision.standing) == (APPROVAL, Standing.IN_FORCE)
    assert decision.statement.shown == SHOWN


def test_a_decision_about_something_else_counts_for_nothing(say, verify):
    approval = say("Ben")
    assert verify(approval, proof="b" * 64) == ()
    assert verify(approval, campaign="d" * 16) == ()
    assert verify(approval, workspace="x" * 32) == ()


def test_a_person_outside_the_roster_counts_for_nothing(say, verify, team):
    approval = say("Ben")
    del team.people["Ben"]
    assert verify(approval) == ()


def test_a_rejection_replayed_as_an_approval_is_refused(say, verify):
    rejection = say("Ben", REJECTION)
    assert in_force(verify(rejection), APPROVAL) == ()
    retyped = json.loads(rejection)
    retyped["payloadType"] = APPROVAL.payload_type
    with pytest.raises(SignatureRefused):
        verify(json.dumps(retyped).encode())


def test_a_statement_that_says_another_kind_than_it_was_signed_as_is_refused(say, verify, team):
    payload = payload_of(say("Ben", REJECTION))[1]
    with pytest.raises(SignatureRefused):
        verify(sign(APPROVAL.payload_type, payload, team.key("Ben")))


def test_a_decision_signed_by_somebody_else_is_refused(say, verify, team):
    payload = payload_of(say("Ben"))[1]
    with pytest.raises(SignatureRefused):
        verify(sign(APPROVAL.payload_type, payload, team.key("Emil")))
    with pytest.raises(SignatureRefused):
        sign_decision(read_decision(payload, kind=APPROVAL), private_key=team.key("Emil"))


def test_a_list_of_the_owner_among_the_decisions_is_refused(verify, team):
    with pytest.raises(SignatureRefused):
        verify(sign(StatementKind.ROSTER.payload_type, b"{}", team.key("Ann")))
    with pytest.raises(SignatureRefused):
        verify(b"junk")


def test_a_decision_under_a_newer_roster_than_ours_is_refused(say, verify):
    with pytest.raises(SignatureRefused):
        verify(say("Ben", roster_version=2))


def test_every_byte_of_a_signed_decision_matters(say, verify, team):
    envelope = say("Ben")
    content = read_canonical(payload_of(envelope)[1])
    for key in content:
        changed = dict(content)
        value = changed[key]
        changed[key] = (
            value + 1
            if isinstance(value, int)
            else [*value, "x"]
            if isinstance(value, list)
            else value + "x"
        )
        forged = json.loads(envelope)
        forged["payload"] = base64.b64encode(canonical_bytes(changed)).decode()
        with pytest.raises(SignatureRefused):
            verify(json.dumps(forged).encode())


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c.update(more="x"),
        lambda c: c.pop("comment_sha256"),
        lambda c: c.update(shown=[["1"]]),
        lambda c: c.update(shown=[["1", "short"]]),
        lambda c: c.update(revokes=["short"]),
        lambda c: c.update(roster_version=0),
        lambda c: c.update(person=c["person"].upper()),
        lambda c: c.update(expires_at="2020-01-01T00:00:00.000000Z"),
        lambda c: c.update(type="approval"),
    ],
)
def test_a_badly_written_decision_is_refused_though_its_signature_verifies(
    say, verify, team, change
):
    content = read_canonical(payload_of(say("Ben"))[1])
    change(content)
    with pytest.raises(SignatureRefused):
        verify(sign(APPROVAL.payload_type, canonical_bytes(content), team.key("Ben")))


def test_an_approval_expires_and_a_rejection_does_not(say, verify, now):
    later = now + timedelta(hours=72)
    approval, rejection = verify(say("Ben"), say("Chen", REJECTION), at=later)
    assert (approval.standing, rejection.standing) == (Standing.EXPIRED, Standing.IN_FORCE)
    assert verify(say("Ben"), at=later - timedelta(seconds=1))[0].standing is Standing.IN_FORCE


def test_an_approval_from_the_future_does_not_count_yet(say, verify, now):
    (approval,) = verify(say("Ben"), at=now - timedelta(hours=1))
    assert approval.standing is Standing.NOT_YET


def test_a_person_takes_back_their_own_word_only(say, verify, team):
    (approval,) = verify(say("Ben"))
    own = say("Ben", REVOCATION, revokes=(approval.digest,))
    foreign = say("Chen", REVOCATION, revokes=(approval.digest,))
    assert verify(approval.envelope, own)[0].standing is Standing.REVOKED
    assert verify(own, approval.envelope)[1].standing is Standing.REVOKED
    assert verify(approval.envelope, foreign)[0].standing is Standing.IN_FORCE


def test_a_revoked_approval_may_be_given_again(say, verify, now):
    first = say("Ben")
    (approval,) = verify(first)
    revocation = say("Ben", REVOCATION, revokes=(approval.digest,))
    again = say("Ben", issued_at=now + timedelta(microseconds=1))
    standings = [decision.standing for decision in verify(first, revocation, again)]
    assert standings == [Standing.REVOKED, Standing.IN_FORCE, Standing.IN_FORCE]
    assert [item.standing for item in verify(first, revocation, first)][::2] == [
        Standing.REVOKED
    ] * 2


def test_what_can_be_taken_back_is_ones_own_and_still_stands(say, verify, team):
    decisions = verify(say("Ben"), say("Chen", REJECTION))
    assert revocable(team.people["Ben"], decisions) == (decisions[0].digest,)
    assert find_revocation_findings(team.people["Ben"], decisions=decisions) == []
    codes = [f.code for f in find_revocation_findings(team.people["Dora"], decisions=decisions)]
    assert codes == ["signoff.nothing_to_revoke"]


def eligibility(team, name, **changes):
    asked = {
        "roster": team.roster(),
        "authors": {team.people["Ann"].public_key, team.people["Dora"].public_key},
        "shown": SHOWN,
        "required_variants": SHOWN,
        "proof_current": True,
        **changes,
    }
    findings = find_approval_findings(team.people[name], **asked)
    assert all(item.text and item.advice and item.blocks for item in findings)
    return [item.code for item in findings]


def test_a_reviewer_who_saw_everything_may_approve(team):
    assert eligibility(team, "Ben") == []


def test_an_author_may_not_approve(team):
    assert eligibility(team, "Dora") == ["signoff.author"]
    (found,) = find_approval_findings(
        team.people["Dora"],
        roster=team.roster(),
        authors={team.people["Dora"].public_key},
        shown=SHOWN,
        required_variants=SHOWN,
        proof_current=True,
    )
    assert "Ben, Chen" in found.text


def test_where_everybody_is_an_author_the_owner_must_add_a_reviewer(team):
    everybody = {person.public_key for person in team.people.values()}
    assert eligibility(team, "Ben", authors=everybody) == ["signoff.no_reviewer"]


def test_roles_come_from_the_roster(team):
    roster = team.roster()
    team.people["Emil"] = dataclasses.replace(team.people["Emil"], roles=frozenset({Role.REVIEWER}))
    assert eligibility(team, "Emil", roster=roster) == ["signoff.not_reviewer"]


def test_a_stranger_may_not_approve(team):
    roster = team.roster()
    team.add("Eve", Role.REVIEWER)
    assert eligibility(team, "Eve", roster=roster) == ["signoff.not_in_roster"]


@pytest.mark.parametrize(
    "shown", [(), SHOWN[:1], (SHOWN[0], (SHOWN[1][0], "f" * 64)), (("9" * 32, "d" * 64),)]
)
def test_who_has_not_seen_every_kind_as_it_is_may_not_approve(team, shown):
    assert eligibility(team, "Ben", shown=shown) == ["signoff.not_shown"]


def test_a_proof_without_kinds_cannot_be_approved(team):
    assert eligibility(team, "Ben", shown=(), required_variants=()) == ["signoff.not_shown"]


def test_a_changed_proof_cannot_be_approved(team):
    assert eligibility(team, "Ben", proof_current=False) == ["signoff.proof_changed"]


def test_a_rejected_proof_cannot_be_approved_until_it_is_taken_back(team, say, verify):
    rejected = verify(say("Chen", REJECTION))
    assert eligibility(team, "Ben", decisions=rejected) == ["signoff.already_rejected"]
    revoked = verify(rejected[0].envelope, say("Chen", REVOCATION, revokes=(rejected[0].digest,)))
    assert eligibility(team, "Ben", decisions=revoked) == []


def test_nobody_approves_twice(team, say, verify):
    assert eligibility(team, "Ben", decisions=verify(say("Ben"))) == ["signoff.already_approved"]


def test_a_reviewer_may_reject_without_having_seen_everything(team):
    roster = team.roster()
    assert find_reviewer_findings(team.people["Ben"], roster=roster, proof_current=True) == []
    codes = [
        item.code
        for item in find_reviewer_findings(team.people["Emil"], roster=roster, proof_current=False)
    ]
    assert codes == ["signoff.proof_changed", "signoff.not_reviewer"]
