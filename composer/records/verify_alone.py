"""Whether what was sent was approved by nobody but whoever made it, as the owner signed it may be.

A team of one is allowed, and nobody who checks its evidence may take it for a review by somebody
else: it is said with the reason that stands in the signed rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from composer.errors import SignatureRefused
from composer.findings import Finding, finding
from composer.records.evidence import Evidence
from composer.records.verify_journal import BatchStart
from composer.records.verify_signoff import SentProof, makers_in, said_by
from composer.records.verify_trust import Lists
from composer.signoff.approvals import verify_decisions
from composer.signoff.counting import asked_of, count_approvals


def find_not_independent(
    evidence: Evidence, sent: SentProof, lists: Lists, starts: Sequence[BatchStart]
) -> Iterator[Finding]:
    """Say once of a proof that batches of it began with its author's own approval, and why."""
    for start in starts:
        if start.proof == sent.written.proof:
            reason = _own_reason(evidence, sent, lists, start)
            if reason:
                yield finding("evidence.not_independent", reason=reason)
                return


def _own_reason(evidence: Evidence, sent: SentProof, lists: Lists, start: BatchStart) -> str:
    roster = lists.roster_at(start.at)
    asked = asked_of(sent.manifest, lists.policy_at(start.at), roster)
    if not asked.alone:
        return ""
    makers = makers_in(evidence, until=start.at)
    envelopes = said_by(sent.written.decisions, start.at)
    try:
        said = verify_decisions(envelopes, about=sent.about, roster=roster, now=start.at)
    except SignatureRefused:
        return ""  # what cannot be read is found elsewhere
    counted = count_approvals(said, asked=asked, makers=makers, now=start.at)
    is_own = any(one.person.public_key in makers.authors for one in counted.approvals)
    return asked.alone if is_own else ""
