"""Who can sign now: who reviews, why somebody may not, their hours, and the latest moment.

It answers from what is recorded and decides nothing: the rules are asked where they stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from composer.errors import SignatureRefused
from composer.model.identifiers import CampaignId
from composer.model.person import Person, Role
from composer.model.policy import Approver, EffectiveRules
from composer.model.signers import Signer, Signers
from composer.signoff.counting import Count, is_alone, stands_for
from composer.signoff.policies import is_in_hours, is_named
from composer.signoff.release import counted_for
from composer.stages.checking import stored_check
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.people import require_roster
from composer.stages.policies import load_policy
from composer.stages.required_checks import rules_of
from composer.stages.sealing import proof_state
from composer.stages.signing import approval_findings, approval_states, release_inputs

NOT_YET = frozenset({"signoff.not_shown", "signoff.already_approved"})
"""What keeps nobody from signing in the end: they look first, or they have signed."""
SAID = frozenset({"approval", "rejection"})


def signers(desk: Desk, campaign_id: CampaignId) -> Signers:
    """Say who can sign a campaign now, and until when that is early enough."""
    content = load_content(desk, campaign_id)
    proof, roster, rules = proof_state(desk, content), require_roster(desk), rules_of(desk, content)
    alone = rules.alone if is_alone(roster) else ""
    approvers = load_policy(desk).approvers
    said = {
        line.email: line.decision
        for line in approval_states(desk, content, proof)
        if line.decision in SAID
    }
    people = tuple(
        _signer(desk, campaign_id, person, approvers, decided=said.get(person.email, ""))
        for person in roster.people
        if person.has(Role.REVIEWER) or (alone and any(map(person.has, person.roles)))
    )
    try:
        counted = counted_for(release_inputs(desk, content, proof))
    except SignatureRefused:
        counted = None
    return _with_times(desk, content, rules, counted, people=people, alone=alone)


def _signer(
    desk: Desk,
    campaign_id: CampaignId,
    person: Person,
    approvers: Sequence[Approver],
    *,
    decided: str,
) -> Signer:
    found = approval_findings(desk, campaign_id, by=person)
    own = next((one for one in approvers if is_named(person, one.email)), None)
    places = stands_for(person, approvers) or ()
    signer = Signer(
        person=person,
        why_not=tuple(item for item in found if item.code not in NOT_YET),
        stands_in_for=", ".join(one.email for one in places if one is not own),
        decided=decided,
    )
    return signer if own is None else _reached(signer, own, desk.now())


def _reached(signer: Signer, own: Approver, now: datetime) -> Signer:
    """Add when and how a person can be reached."""
    return replace(
        signer,
        is_away=own.is_away,
        zone=own.zone,
        hours=(own.begins, own.ends) if own.zone else None,
        days=own.days if own.zone else (),
        local_now=now.astimezone(ZoneInfo(own.zone)) if own.zone else None,
        is_in_hours=is_in_hours(own, now),
        phone=own.phone,
    )


def _with_times(
    desk: Desk,
    content: Content,
    rules: EffectiveRules,
    counted: Count | None,
    *,
    people: tuple[Signer, ...],
    alone: str,
) -> Signers:
    have = len(counted.approvals) if counted is not None else 0
    planned = content.campaign.pace.planned
    told = Signers(
        people=people,
        have=have,
        needed=rules.reviewers,
        waits_until=counted.waits_until if counted is not None else None,
        not_independent=alone,
    )
    if planned is None:
        return told
    summary = stored_check(desk, content)
    takes = timedelta(seconds=summary.eta_total_s if summary is not None else 0)
    return replace(
        told,
        planned=planned.at,
        earliest_at=planned.at + takes - timedelta(hours=rules.expires_hours),
        latest_at=planned.at - timedelta(hours=rules.wait_hours),
        latest_with_one_more=planned.at,
        is_too_late=have < told.needed and desk.highest_now() > planned.at,
    )
