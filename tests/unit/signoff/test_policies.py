"""The owner's rules are read back as they were signed, those of former programs too."""

import dataclasses

import pytest

from composer.errors import SignatureRefused
from composer.model.policy import Approver, AudienceRule, Rules, TransportRule
from composer.proofs.canonical import canonical_bytes, read_canonical
from composer.signoff.dsse import sign
from composer.signoff.policies import (
    PolicyStatement,
    former_policies,
    read_policy,
    sign_policy,
    verify_policies,
    write_policy,
)
from composer.signoff.statements import ListHead, StatementKind

FULL = Rules(
    reviewers=1,
    expires_hours=48,
    by_audience=(AudienceRule(people=10_000, reviewers=2),),
    by_transport=(TransportRule(kind="smtp", reviewers=2),),
    wait_hours=12,
    checks=("links", "warnings"),
    receipts=3,
    approvers=(
        Approver(
            email="ben@example.com",
            deputies=("dora@example.com",),
            is_away=True,
            phone="+49 30 1",
            zone="Europe/Berlin",
            begins="09:00",
            ends="17:00",
            days=(1, 3),
        ),
        Approver(email="chen@example.com"),
    ),
)


@pytest.fixture
def head(now, workspace):
    return ListHead(workspace=workspace, version=1, previous="", issued_at=now)


def test_every_rule_is_read_back_as_it_was_signed(head):
    for rules in (FULL, Rules(), Rules(alone="Nobody else works here.")):
        statement = PolicyStatement(head=head, rules=rules)
        assert read_policy(write_policy(statement)) == statement


def test_rules_of_a_former_program_keep_their_meaning(team, head):
    content = read_canonical(write_policy(PolicyStatement(head=head, rules=Rules())))
    assert {"reviewers", "expires_hours"} <= content.keys()
    assert (
        not {field.name for field in dataclasses.fields(Rules)}
        - {
            "reviewers",
            "expires_hours",
        }
        & content.keys()
    )
    former = sign(
        StatementKind.POLICY.payload_type,
        canonical_bytes({**content, "reviewers": 2}),
        team.key("Ann"),
    )
    policy = verify_policies([former], trust=team.trust)
    assert (policy.reviewers, policy.wait_hours, policy.receipts, policy.approvers) == (2, 0, 2, ())


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("receipts", 2),  # what holds anyway is not written: one spelling
        ("wait_hours", 0),
        ("checks", []),
        ("alone", 1),
        ("by_audience", [[10_000]]),
        ("approvers", [{"email": "b@example.com", "role": "x"}]),
        ("approvers", ["b@example.com"]),
        ("approvers", [{"email": "b@example.com", "days": ["1"]}]),
        ("colour", "red"),
    ],
)
def test_a_policy_in_another_spelling_is_refused(head, key, value):
    content = read_canonical(write_policy(PolicyStatement(head=head, rules=Rules())))
    with pytest.raises(SignatureRefused):
        read_policy(canonical_bytes({**content, key: value}))


@pytest.mark.parametrize(
    "changes",
    [
        {"by_audience": (AudienceRule(people=1, reviewers=0),)},
        {"expires_hours": 10, "wait_hours": 10},
        {"receipts": 1},
        {"checks": ("horoscope",)},
        {"checks": ("links", "links")},
        {"reviewers": 101},
        {"expires_hours": 24 * 366 + 1},
        {"alone": "Nobody", "reviewers": 2},
        {"alone": "Nobody", "approvers": (Approver(email="b@example.com"),)},
        {"approvers": (Approver(email="b@example.com"), Approver(email="B@example.com"))},
        {"approvers": (Approver(email="b@example.com", deputies=("b@example.com",)),)},
        {"approvers": (Approver(email="b@example.com", zone="Europe/Atlantis"),)},
        {
            "approvers": (
                Approver(email="b@example.com", zone="Asia/Tokyo", begins="17:00", ends="09:00"),
            )
        },
        {"approvers": (Approver(email="b@example.com", zone="Asia/Tokyo"),)},
    ],
)
def test_rules_that_cannot_be_kept_are_not_signed(team, changes):
    with pytest.raises(SignatureRefused):
        sign_policy(dataclasses.replace(Rules(), **changes), previous=None, signing=team.signing)


def test_all_versions_can_be_looked_at(team):
    first = sign_policy(Rules(), previous=None, signing=team.signing)
    before = verify_policies([first], trust=team.trust)
    second = sign_policy(FULL, previous=before, signing=team.signing)
    versions = former_policies([first, second], trust=team.trust)
    assert [(one.version, one.wait_hours) for one in versions] == [(1, 0), (2, 12)]
