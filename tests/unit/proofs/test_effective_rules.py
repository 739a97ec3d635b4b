"""A campaign tightens the owner's rules and loosens none; a looser wish is named."""

import dataclasses

import pytest

from composer.model.campaign import CampaignPolicy
from composer.model.policy import AudienceRule, Rules
from composer.proofs.effective_rules import effective_rules, find_looser, rules_digest
from tests.unit.proofs.sealed_example import example_inputs

OWNER = Rules(reviewers=2, expires_hours=48, wait_hours=6, checks=("links",), receipts=3)


def campaign(**own):
    return dataclasses.replace(example_inputs().campaign, policy=CampaignPolicy(**own))


@pytest.mark.parametrize(
    ("field", "looser", "stricter", "holds"),
    [
        ("reviewers", 1, 3, 2),
        ("expires_hours", 96, 24, 48),
        ("wait_hours", 0, 12, 6),
        ("receipts", 2, 4, 3),
        ("checks", (), ("links", "spam"), ("links",)),
    ],
)
def test_of_each_rule_the_stricter_holds_and_a_looser_wish_is_named(field, looser, stricter, holds):
    def effective(own):
        return getattr(effective_rules(campaign(**own), OWNER, people=10), field)

    def named(own):
        return [dict(item.where)["key"] for item in find_looser(campaign(**own), OWNER, people=10)]

    assert effective({}) == effective({field: looser}) == holds
    assert effective({field: stricter}) == stricter
    assert named({}) == named({field: stricter}) == named({field: holds}) == []
    assert named({field: looser}) == [f"policy.{field}"]


def test_a_looser_wish_says_field_value_and_rule():
    (found,) = find_looser(campaign(reviewers=1), OWNER, people=10)
    assert found.blocks
    assert "policy.reviewers = 1" in found.text
    assert found.text.endswith("2.")


def test_how_many_a_large_audience_needs_is_what_a_campaign_is_measured_by():
    rules = Rules(by_audience=(AudienceRule(people=100, reviewers=2),))
    assert find_looser(campaign(reviewers=1), rules, people=99) == []
    assert [item.code for item in find_looser(campaign(reviewers=1), rules, people=100)] == [
        "policy.looser"
    ]


def test_each_rule_that_binds_has_a_part_in_the_name_of_the_rules():
    changes = {
        "reviewers": 3,
        "expires_hours": 1,
        "by_audience": (AudienceRule(people=1, reviewers=9),),
        "wait_hours": 7,
        "checks": (),
        "receipts": 4,
        "alone": "x",
    }
    names = {
        rules_digest(dataclasses.replace(OWNER, **{field: value}))
        for field, value in changes.items()
    }
    assert len(names | {rules_digest(OWNER)}) == len(changes) + 1
