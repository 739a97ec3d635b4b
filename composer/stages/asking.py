"""Who was asked to approve which proof, and when: written into the log, so that a reminder knows.

Asking decides nothing. Whoever was not asked may approve as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from composer.errors import LedgerError, NotFound
from composer.model.asked import AskOutcome
from composer.model.identifiers import CampaignId
from composer.model.person import Person, Role
from composer.model.states import RecipientState
from composer.signoff.ask_permit import AskPermit
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.stages.people import require_role, require_roster
from composer.stages.reviewing import current_proof
from composer.store.ledger_view import open_ledger_read_only

ASKED = "signoff.ask"
RECORD = "asked.db"

_CROSSED = {
    RecipientState.ACCEPTED: RecipientState.ACCEPTED,
    RecipientState.REFUSED: RecipientState.REFUSED,
    RecipientState.BRINK: RecipientState.UNKNOWN,
    RecipientState.UNKNOWN: RecipientState.UNKNOWN,
}
"""What is said of a request that was at the brink or beyond it."""


def record_asked(
    desk: Desk, campaign_id: CampaignId, people: Iterable[Person], *, by: Person
) -> None:
    """Write down that these people were asked to approve the current proof.

    Raises:
        Blocked: nothing is frozen, or the person may not ask.
    """
    require_role(by, Role.AUTHOR, Role.OWNER, Role.SENDER)
    proof = current_proof(desk, load_content(desk, campaign_id))
    desk.audit.append(
        person=by.public_key,
        action=ASKED,
        details={
            "campaign": campaign_id,
            "proof": proof.digest,
            "people": [person.public_key for person in people],
        },
    )


def record_handing_over(
    desk: Desk, campaign_id: CampaignId, permit: AskPermit, *, by: Person
) -> None:
    """Write down before the first hand-over whose request is which in the record of requests.

    Whoever looks after a cut finds there what became of it, and nobody is asked twice as if anew.
    """
    desk.audit.append(
        person=by.public_key,
        action=ASKED,
        details={
            "campaign": campaign_id,
            "proof": permit.proof,
            "people": [],
            "handed": {message.person.public_key: message.id for message in permit.messages},
        },
    )


def record_mailed(
    desk: Desk,
    campaign_id: CampaignId,
    proof: str,
    outcomes: Sequence[AskOutcome],
    *,
    by: Person,
) -> None:
    """Write down who was asked by the campaign's own account, and whom the request did not reach.

    Only whom the mail service took it for counts as asked.
    """
    mailed_to = [[one.person, one.state.value, one.why.replace("@", "(at)")] for one in outcomes]
    desk.audit.append(
        person=by.public_key,
        action=ASKED,
        details={
            "campaign": campaign_id,
            "proof": proof,
            "people": [one.person for one in outcomes if one.is_taken],
            "mailed": mailed_to,  # the log refuses any @
        },
    )


def mailed(desk: Desk, proof: str) -> Mapping[str, AskOutcome]:
    """Say what became of the last request by mail to each person (by public key)."""
    return desk.kept(("mailed", proof, desk.audit.head()), lambda: _mailed(desk, proof))


def asked(desk: Desk, proof: str) -> Mapping[str, datetime]:
    """Say when each person (by public key) was last asked to approve a proof."""
    return desk.kept(("asked", proof, desk.audit.head()), lambda: _asked(desk, proof))


def _asked(desk: Desk, proof: str) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for at, details in _asks(desk, proof):
        found |= dict.fromkeys(details.get("people", ()), at)
        handed = _from_record(desk, details)
        found |= {key: at for key, state, _why in handed if state is RecipientState.ACCEPTED}
    return found


def _mailed(desk: Desk, proof: str) -> dict[str, AskOutcome]:
    roster = require_roster(desk)
    found: dict[str, AskOutcome] = {}
    for at, details in _asks(desk, proof):
        logged = details.get("mailed", ())
        told = ((key, RecipientState(state), why) for key, state, why in logged)
        for key, state, why in (*_from_record(desk, details), *told):
            person = roster.person_of(key)
            found[key] = AskOutcome(
                person=key,
                name=person.name if person is not None else "",
                email=person.email if person is not None else "",
                state=state,
                why=why,
                at=at,
            )
    return found


def _asks(desk: Desk, proof: str) -> Iterator[tuple[datetime, dict[str, Any]]]:
    for entry in desk.audit.entries():
        if entry.action == ASKED:
            details = orjson.loads(entry.details)
            if details.get("proof") == proof:
                yield entry.at, details


def _from_record(desk: Desk, details: Mapping[str, Any]) -> list[tuple[str, RecipientState, str]]:
    """Say what the record of requests knows of those that were about to be handed over."""
    handed = details.get("handed", {})
    if not handed:
        return []
    try:
        with open_ledger_read_only(desk.send_folder(details["campaign"]) / RECORD) as view:
            rows = {key: view.row(message) for key, message in handed.items()}
    except (NotFound, LedgerError):  # nothing left, or it is on another computer
        return []
    return [
        (key, _CROSSED[row.state], row.answer)
        for key, row in rows.items()
        if row is not None and row.state in _CROSSED
    ]
