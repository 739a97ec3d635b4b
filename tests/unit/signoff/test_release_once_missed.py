"""Rules of the release that nothing missed when they were removed (`tests.mutants.signoff`)."""

import dataclasses
from datetime import timedelta

import pytest

from composer.model.policy import Rules
from composer.proofs.evidence import Verdict
from composer.proofs.manifest import build_manifest
from composer.signoff.approvals import comment_digest, find_reviewer_findings, sign_decision
from composer.signoff.release import build_release, find_decision_findings, find_release_findings
from composer.signoff.statements import DecisionStatement, StatementKind
from tests.unit.proofs.sealed_example import example_inputs
from tests.unit.signoff.test_rules import REASON, Gate, only

replace = dataclasses.replace


@pytest.fixture
def gate(team, now, workspace):
    def made(rules=None, **campaign):
        return Gate(team, now, workspace, rules or Rules(), **campaign)

    return made


def test_whoever_works_alone_on_what_others_wrote_has_looked_at_it_independently(gate):
    asked = only(gate(Rules(alone=REASON)).say("Ben"), "Ben")
    release = build_release(asked.inputs())
    assert [approval.person.name for approval in release.approvals] == ["Ben"]
    assert release.not_independent == ""


def test_an_expired_approval_of_a_team_of_one_is_expired_and_nothing_else(gate):
    asked = only(gate(Rules(alone=REASON, expires_hours=24)).say("Ann", hours=30), "Ann")
    assert asked.codes() == ["send.expired"]


def test_what_has_not_arrived_is_not_told_a_second_time_as_too_few(gate):
    asked = gate(Rules(receipts=4)).say("Ben")
    asked.seeds = (*asked.seeds, "seed2@seeds.example")
    inputs = asked.inputs()
    first, *others = inputs.evidence.receipts
    receipts = (replace(first, verdict=Verdict.MISSING), *others)
    inputs = replace(inputs, evidence=replace(inputs.evidence, receipts=receipts))
    assert [item.code for item in find_release_findings(inputs)] == ["test.receipt_missing"]


def test_a_version_without_any_kind_of_message_is_approved_by_nobody(gate, team, now, workspace):
    """No program makes one; whoever approves it has seen nothing, which counts for nothing."""
    inputs = gate().inputs()
    sealed = example_inputs()
    empty = build_manifest(
        replace(
            sealed,
            policy=inputs.policy,
            check=replace(sealed.check, variants=(), variant_locales=()),
        )
    )
    said = tuple(
        sign_decision(
            DecisionStatement(
                kind=StatementKind.APPROVAL,
                proof=empty.digest,
                campaign=empty.campaign_id,
                workspace=workspace,
                person=team.people[name].public_key,
                roster_version=1,
                shown=(),
                comment_sha256=comment_digest(""),
                issued_at=now,
                expires_at=now + timedelta(hours=24),
            ),
            private_key=team.key(name),
        )
        for name in ("Ben", "Chen")
    )
    asked = replace(inputs, proof=empty.digest, manifest=empty.bytes, current=empty, decisions=said)
    assert [item.code for item in find_decision_findings(empty, asked)] == ["send.not_approved"]


def test_whoever_left_decides_nothing(team, now):
    roster, ben = team.roster(), team.people["Ben"]
    gone = tuple(replace(key, revoked_at=now) for key in ben.device_keys)
    people = tuple(replace(one, keys=gone) if one == ben else one for one in roster.people)
    found = find_reviewer_findings(ben, roster=replace(roster, people=people), proof_current=True)
    assert [item.code for item in found] == ["people.left"]
