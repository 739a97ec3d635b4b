"""Deciding what is unclear: only a person, only with evidence, and it is written into the chain.

Guards rule 6. An empty search is no evidence; without any, the message stays unclear. After a send
was ended for good, whoever turns out not to have it is left out as everybody else who waited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from composer.errors import Blocked, NotFound
from composer.findings import finding
from composer.i18n import _
from composer.model.identifiers import RecipientId
from composer.model.moves import ENDED, Move, Mover
from composer.model.states import RecipientState
from composer.store.ledger import SqliteLedger
from composer.transports.handover import without_addresses

_FEWEST_LETTERS = 3


def settle(
    ledger: SqliteLedger, *recipient_ids: RecipientId, arrived: bool, evidence: str, by: str
) -> None:
    """Record a person's decision: it arrived (accepted), or it did not (planned once more).

    All of them are decided, or none. Addresses in the evidence are left out of the record, which
    never holds any.

    Raises:
        Blocked: there is no evidence, or nothing is unclear about one of these recipients.
        NotFound: no proof covered one of them.
    """
    if len(re.findall(r"\w", evidence)) < _FEWEST_LETTERS:
        raise Blocked([finding("send.evidence_needed")])
    for recipient_id in recipient_ids:
        state = ledger.state_of(recipient_id)
        if state is None:
            raise NotFound(_("Nobody with this address is part of the send."))
        if state is not RecipientState.UNKNOWN:
            raise Blocked([finding("send.not_unclear")])
    reason = settled_reason(by, evidence)
    is_ended = ledger.hold is not None and ledger.hold.is_end
    steps = (_steps(one, reason, arrived=arrived, is_ended=is_ended) for one in recipient_ids)
    ledger.apply([move for some in steps for move in some])


def settled_reason(by: str, evidence: str) -> str:
    """Write down who decided, and by what."""
    return without_addresses(f"settled by {by}: {evidence}")


def who_settled(reason: str) -> tuple[str, str] | None:
    """Read (key, evidence) back from what was written down; None for any other reason.

    >>> who_settled("settled by 7f: a bounce came back")
    ('7f', 'a bounce came back')
    """
    found = re.fullmatch(r"settled by (\w+): (.*)", reason, re.DOTALL)
    return (found[1], found[2]) if found else None


def _steps(
    recipient_id: RecipientId, reason: str, *, arrived: bool, is_ended: bool
) -> Iterator[Move]:
    to = RecipientState.ACCEPTED if arrived else RecipientState.PLANNED
    yield Move(recipient_id=recipient_id, to=to, by=Mover.PERSON, reason=reason)
    if is_ended and not arrived:
        out = RecipientState.CANCELLED
        yield Move(recipient_id=recipient_id, to=out, by=Mover.PERSON, reason=ENDED)
