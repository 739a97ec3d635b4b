"""Nobody goes from the do-not-write list unseen: what the log names must be there, or signed off.

Guards rule 3 against whoever can write the database and has no key. The log is chained, and names
each addition by a digest (`store/suppression_journal`). An entry may be gone where the same address
is still listed for a reason that stops as much, or where somebody signed that it is taken off
(`signoff/removal_statements`).
"""

from __future__ import annotations

from composer.findings import Finding, finding
from composer.model.person import Person
from composer.model.suppression import OWNER_ONLY, SuppressionReason
from composer.signoff.identities import private_key_for
from composer.signoff.removal_statements import Removal, Removed, read_removals, sign_removal
from composer.stages.desk import Desk
from composer.stages.people import load_roster
from composer.store.suppression_journal import JournalState, Recorded

_UNSUBSCRIBED = SuppressionReason.UNSUBSCRIBE.value
_OWNER_ONLY = frozenset(reason.value for reason in OWNER_ONLY)


def list_kept_findings(desk: Desk, *, anew: bool = False) -> tuple[Finding, ...]:
    """Find the first entry that was added, changed or taken out from outside; empty is well.

    What is only shown need not read a long list at each look; what sends asks `anew`.
    """
    if anew:
        return _find(desk)
    return desk.kept(
        ("list kept", "", desk.suppression_journal.mark(), _envelopes(desk)),
        lambda: _find(desk),
    )


def sign_off_the_list(desk: Desk, key: str, *, by: Person) -> tuple[frozenset[int], str]:
    """Sign that an address's entries go; give their numbers and the statement's SHA-256.

    Those are among them that went before, so that a signature that no longer counts is made good.
    """
    numbers = frozenset(desk.suppression_journal.numbers_of(key))
    removal = Removal(workspace=desk.folder.id, numbers=numbers, issued_at=desk.highest_now())
    envelope = sign_removal(removal, private_key=private_key_for(by, desk.keychain))
    return numbers, desk.statements.add("removal", desk.folder.id, envelope, desk.now())


def _find(desk: Desk) -> tuple[Finding, ...]:
    state = desk.suppression_journal.state()
    wrong = [claim.first for claim in state.claims if state.found.get(claim.entry) != claim.sha256]
    if state.claims:
        wrong += state.stray
        wrong += _missing(state, _removed(desk))
    return (finding("suppress.changed_outside", number=min(wrong)),) if wrong else ()


def _missing(state: JournalState, removed: Removed) -> list[int]:
    named = [
        one for one in state.gone if any(c.first <= one.number <= c.last for c in state.claims)
    ]
    return [
        one.number
        for one in named
        if not _is_still_stopped(one, state) and not _is_signed_off(one, removed)
    ]


def _is_still_stopped(one: Recorded, state: JournalState) -> bool:
    reasons = state.listed.get(one.key, frozenset())
    return one.reason in reasons or bool(reasons - {_UNSUBSCRIBED})


def _is_signed_off(one: Recorded, removed: Removed) -> bool:
    by = removed.by_owner if one.reason in _OWNER_ONLY else removed.by_anybody
    return one.number in by


def _removed(desk: Desk) -> Removed:
    roster = load_roster(desk)
    if roster is None:
        return Removed()
    return read_removals(_envelopes(desk), workspace=desk.folder.id, roster=roster)


def _envelopes(desk: Desk) -> tuple[bytes, ...]:
    return desk.statements.envelopes("removal", desk.folder.id)
