"""What the rules for sign-off ask of a campaign before it is frozen, and again before it leaves.

That links were looked up or a spam filter was asked stands in the chained log, with the revision
that was asked about; another revision is another question.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

import orjson

from composer.findings import Finding, finding
from composer.model.check_summary import CheckSummary
from composer.model.identifiers import CampaignId
from composer.model.policy import EffectiveRules
from composer.proofs.effective_rules import effective_rules, find_looser
from composer.stages.accepting import points_of
from composer.stages.checking import stored_check
from composer.stages.content import Content
from composer.stages.desk import Desk
from composer.stages.policies import load_policy

LOOKED = "check.{what}"
_MISSING = {"links": "seal.links_needed", "spam": "seal.spam_needed"}


def rules_of(desk: Desk, content: Content) -> EffectiveRules:
    """Give the rules that hold for a campaign as it is now."""
    people = desk.recipients.count(content.record.id)
    return effective_rules(content.campaign, load_policy(desk), people=people)


def rule_findings(desk: Desk, content: Content) -> list[Finding]:
    """Find what the rules hold against freezing this campaign; empty means nothing."""
    people = desk.recipients.count(content.record.id)
    return [
        *find_looser(content.campaign, load_policy(desk), people=people),
        *check_findings(desk, content),
        *_find_outliving(desk, content),
    ]


def check_findings(desk: Desk, content: Content) -> list[Finding]:
    """Find the required checks that were not made of this revision."""
    asked = rules_of(desk, content).checks
    summary = stored_check(desk, content)
    return [
        *_find_not_looked(desk, content, asked),
        *(_find_open(desk, content, summary) if summary and "warnings" in asked else ()),
    ]


def note_looked(desk: Desk, content: Content, what: str) -> None:
    """Note that this revision was looked at: what was found is shown, and kept nowhere."""
    desk.audit.append(
        person="",
        action=LOOKED.format(what=what),
        details={"campaign": content.record.id, "revision": content.revision.number},
    )


def _find_not_looked(desk: Desk, content: Content, asked: tuple[str, ...]) -> Iterator[Finding]:
    for what, code in _MISSING.items():
        is_asked = what in asked and not (what == "links" and desk.folder.is_practice)
        if is_asked and content.revision.number not in _looked(desk, content.record.id, what):
            yield finding(code)


def _looked(desk: Desk, campaign_id: CampaignId, what: str) -> frozenset[int]:
    """Give the revisions that were looked at."""
    action = LOOKED.format(what=what)

    def read() -> frozenset[int]:
        logged = (
            orjson.loads(entry.details) for entry in desk.audit.entries() if entry.action == action
        )
        return frozenset(
            int(details["revision"]) for details in logged if details["campaign"] == campaign_id
        )

    return desk.kept(("looked", campaign_id, what, desk.audit.head()), read)


def _find_open(desk: Desk, content: Content, summary: CheckSummary) -> Iterator[Finding]:
    count = sum(point.accepted is None for point in points_of(desk, content, summary))
    if count:
        yield finding("seal.points_open", count=count)


def _find_outliving(desk: Desk, content: Content) -> Iterator[Finding]:
    """Find a send that would outlive the longest approval: signed last, then waited for."""
    rules, summary = rules_of(desk, content), stored_check(desk, content)
    left = rules.expires_hours - rules.wait_hours
    if summary is not None and summary.eta_total_s > left * 3600:
        takes = ceil(summary.eta_total_s / 3600)
        yield finding("seal.outlives_approvals", takes=takes, left=max(0, left))
