"""Whether a person may approve a proof by the owner's rules, before they look at anything."""

from __future__ import annotations

from composer.findings import Finding, finding
from composer.model.person import Person
from composer.signoff.counting import Asked, Makers, covered_kinds, required_kinds, stands_for

WAIVED_ALONE = frozenset(
    {"signoff.author", "signoff.no_reviewer", "signoff.not_reviewer", "signoff.translator"}
)
"""What a team of one is not asked, where the owner signed why."""


def find_rule_findings(
    person: Person, *, asked: Asked, makers: Makers, tested: bool
) -> list[Finding]:
    """Find what the rules hold against an approval of this person; empty means nothing."""
    if asked.alone:
        return [] if tested else [finding("signoff.receipts_first")]
    found = []
    if stands_for(person, asked.approvers) is None:
        found.append(finding("signoff.not_in_pool", name=person.name))
    required = required_kinds(person, asked)
    is_author = person.public_key in makers.authors
    if required and not is_author and not covered_kinds(person, required, asked, makers):
        found.append(finding("signoff.translator", name=person.name))
    return found
