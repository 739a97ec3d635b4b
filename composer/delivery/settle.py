"""Deciding what is unclear: only a person, only with evidence, and it is written into the chain.

Guards rule 6. An empty search is no evidence; without any, the message stays unclear.
"""

from __future__ import annotations

import re

from composer.errors import Blocked, NotFound
from composer.findings import finding
from composer.i18n import _
from composer.model.identifiers import RecipientId
from composer.model.moves import Move, Mover
from composer.model.states import RecipientState
from composer.store.ledger import SqliteLedger
from composer.transports.handover import without_addresses

_FEWEST_LETTERS = 3


def settle(
    ledger: SqliteLedger, recipient_id: RecipientId, *, arrived: bool, evidence: str, by: str
) -> RecipientState:
    """Record a person's decision: it arrived (accepted), or it did not (planned once more).

    Addresses in the evidence are left out of the record, which never holds any.

    Raises:
        Blocked: there is no evidence, or nothing is unclear about this recipient.
        NotFound: no proof covered this recipient.
    """
    if len(re.findall(r"\w", evidence)) < _FEWEST_LETTERS:
        raise Blocked([finding("send.evidence_needed")])
    state = ledger.state_of(recipient_id)
    if state is None:
        raise NotFound(_("Nobody with this address is part of the send."))
    if state is not RecipientState.UNKNOWN:
        raise Blocked([finding("send.not_unclear")])
    to = RecipientState.ACCEPTED if arrived else RecipientState.PLANNED
    reason = f"settled by {by}: {evidence}"
    ledger.apply(
        [
            Move(
                recipient_id=recipient_id,
                to=to,
                by=Mover.PERSON,
                reason=without_addresses(reason),
            )
        ]
    )
    return to
