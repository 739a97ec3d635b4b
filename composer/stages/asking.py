"""Who was asked to approve which proof, and when: written into the log, so that a reminder knows.

Asking decides nothing. Whoever was not asked may approve as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import orjson

from composer.model.asked import AskOutcome
from composer.model.identifiers import CampaignId
from composer.model.person import Person, Role
from composer.model.states import RecipientState
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.stages.people import require_role, require_roster
from composer.stages.reviewing import current_proof

ASKED = "signoff.ask"


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
    desk.audit.append(
        person=by.public_key,
        action=ASKED,
        details={
            "campaign": campaign_id,
            "proof": proof,
            "people": [one.person for one in outcomes if one.is_taken],
            "mailed": [[one.person, one.state.value, one.why] for one in outcomes],
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
    for entry in desk.audit.entries():
        if entry.action != ASKED:
            continue
        details = orjson.loads(entry.details)
        if details.get("proof") == proof:
            found |= dict.fromkeys(details.get("people", ()), entry.at)
    return found


def _mailed(desk: Desk, proof: str) -> dict[str, AskOutcome]:
    roster = require_roster(desk)
    found: dict[str, AskOutcome] = {}
    for entry in desk.audit.entries():
        if entry.action != ASKED:
            continue
        details = orjson.loads(entry.details)
        for key, state, why in details.get("mailed", ()) if details.get("proof") == proof else ():
            person = roster.person_of(key)
            found[key] = AskOutcome(
                person=key,
                name=person.name if person is not None else "",
                email=person.email if person is not None else "",
                state=RecipientState(state),
                why=why,
                at=entry.at,
            )
    return found
