"""Which rules hold for one campaign: of each the stricter of the workspace's and its own.

A campaign can only tighten what the owner signed. A looser value of its own never counts; it is a
finding, so that nobody believes in a rule that does not hold.
"""

from __future__ import annotations

from collections.abc import Iterator

from composer.findings import Finding, finding
from composer.model.campaign import Campaign, CampaignPolicy
from composer.model.policy import CHECKS, EffectiveRules, Rules
from composer.proofs.canonical import JsonObject, canonical_bytes, digest_of

SETTINGS = "campaign.toml"


def effective_rules(campaign: Campaign, rules: Rules, *, people: int) -> EffectiveRules:
    """Give the rules that hold for a campaign to so many people."""
    own = campaign.policy
    needed = reviewers_for(rules, people=people, transport=campaign.transport.kind.value)
    asked = {*rules.checks, *(own.checks or ())}
    return EffectiveRules(
        reviewers=max(needed, own.reviewers or 0),
        expires_hours=min(rules.expires_hours, own.expires_hours or rules.expires_hours),
        wait_hours=max(rules.wait_hours, own.wait_hours or 0),
        checks=tuple(check for check in CHECKS if check in asked),
        receipts=max(rules.receipts, own.receipts or 0),
        alone=rules.alone,
    )


def reviewers_for(rules: Rules, *, people: int, transport: str) -> int:
    """Give how many reviewers the workspace asks for: the most that any of its rules does.

    >>> from composer.model.policy import AudienceRule
    >>> rules = Rules(reviewers=1, by_audience=(AudienceRule(people=10_000, reviewers=2),))
    >>> [reviewers_for(rules, people=count, transport="smtp") for count in (9_999, 10_000)]
    [1, 2]
    """
    asked = [
        rules.reviewers,
        *(rule.reviewers for rule in rules.by_audience if people >= rule.people),
        *(rule.reviewers for rule in rules.by_transport if rule.kind == transport),
    ]
    return max(asked)


def find_looser(campaign: Campaign, rules: Rules, *, people: int) -> list[Finding]:
    """Find the campaign's own rules that are looser than the owner's."""
    needed = reviewers_for(rules, people=people, transport=campaign.transport.kind.value)
    return [
        finding(
            "policy.looser",
            where={"file": SETTINGS, "key": f"policy.{key}"},
            key=f"policy.{key}",
            value=value,
            rule=rule,
        )
        for key, value, rule in _looser(campaign.policy, rules, needed=needed)
    ]


def rules_digest(rules: Rules) -> str:
    """Name the rules that bind: signing the former rules again brings the former name back.

    Where and when somebody can be reached, and who is away, changes nothing of what was sealed.
    """
    return digest_of(canonical_bytes(_binding(rules)))


def _looser(
    own: CampaignPolicy, rules: Rules, *, needed: int
) -> Iterator[tuple[str, str | int, str | int]]:
    if own.reviewers is not None and own.reviewers < needed:
        yield "reviewers", own.reviewers, needed
    if own.expires_hours is not None and own.expires_hours > rules.expires_hours:
        yield "expires_hours", own.expires_hours, rules.expires_hours
    if own.wait_hours is not None and own.wait_hours < rules.wait_hours:
        yield "wait_hours", own.wait_hours, rules.wait_hours
    if own.checks is not None and not set(rules.checks) <= set(own.checks):
        yield "checks", ", ".join(own.checks), ", ".join(rules.checks)
    if own.receipts is not None and own.receipts < rules.receipts:
        yield "receipts", own.receipts, rules.receipts


def _binding(rules: Rules) -> JsonObject:
    return {
        "reviewers": rules.reviewers,
        "expires_hours": rules.expires_hours,
        "by_audience": [[rule.people, rule.reviewers] for rule in rules.by_audience],
        "by_transport": [[rule.kind, rule.reviewers] for rule in rules.by_transport],
        "wait_hours": rules.wait_hours,
        "checks": [*rules.checks],
        "receipts": rules.receipts,
        "approvers": [[one.email, [*one.deputies]] for one in rules.approvers],
        "alone": rules.alone,
    }
