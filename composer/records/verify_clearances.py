"""Whether a reviewer had signed before a send went on though something else had arrived.

The record names each stop at which a test mailbox had received another message, or another address,
than was approved. Every batch of the same proof that began after it needs the word of somebody who
could review then and had not made the campaign, for that very stop: the rules of
`signoff.clearances` are asked again, as of the moment at which the batch began.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from composer.errors import SignatureRefused
from composer.findings import Finding, finding
from composer.records.evidence import Evidence
from composer.records.log_lines import details_of, shown
from composer.records.verify_journal import BatchStart, Followed
from composer.records.verify_log import CLEARED
from composer.records.verify_signoff import SentProof, makers_in, said_by, written_bytes
from composer.records.verify_trust import Lists
from composer.signoff.clearances import Difference, cleared, open_clearance
from composer.signoff.counting import asked_of


def find_clearance_statements(
    sent: SentProof, lists: Lists, followed: Followed
) -> Iterator[Finding]:
    """Find statements that are no word of the team about a stop of this proof."""
    stops = followed.differences.get(sent.written.proof, [])
    keys = [
        key.public_key
        for _at, roster in lists.rosters
        for person in roster.people
        for key in person.device_keys
    ]
    for envelope in written_bytes(sent.written.clearances):
        try:
            clearance = open_clearance(envelope, public_keys=tuple(dict.fromkeys(keys)))
        except SignatureRefused:
            yield finding("evidence.statement_broken")
            continue
        is_of_record = clearance.difference in stops or bool(followed.findings)
        if clearance.about != sent.about or not is_of_record:
            yield finding("evidence.statement_broken")


def find_uncleared(
    evidence: Evidence, sent: SentProof, lists: Lists, starts: Sequence[BatchStart]
) -> Iterator[Finding]:
    """Find the first batch that began after a difference for which nobody had signed."""
    for start in starts:
        if start.proof != sent.written.proof or not start.differences:
            continue
        if not evidence.holds_clearances and _is_logged(evidence, start):
            yield finding("evidence.clearances_absent")
        elif set(start.differences) - _cleared(evidence, sent, lists, start.at):
            at = start.at.isoformat(timespec="seconds")
            yield finding("evidence.not_cleared", entry=start.entry, at=at)
        else:
            continue
        return


def _cleared(
    evidence: Evidence, sent: SentProof, lists: Lists, moment: datetime
) -> frozenset[Difference]:
    roster = lists.roster_at(moment)
    return cleared(
        said_by(sent.written.clearances, moment),
        about=sent.about,
        roster=roster,
        makers=makers_in(evidence, until=moment).authors,
        alone=asked_of(sent.manifest, lists.policy_at(moment), roster).alone,
    )


def _is_logged(evidence: Evidence, start: BatchStart) -> bool:
    """Whether the log says that somebody had signed by then."""
    return any(
        entry.action == CLEARED
        and entry.at <= start.at
        and details_of(entry).get("proof") == start.proof
        for entry in shown(evidence.log)
    )
