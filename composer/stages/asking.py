"""Who was asked to approve which proof, and when: written into the log, so that a reminder knows.

Asking decides nothing. Whoever was not asked may approve as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import orjson

from composer.model.identifiers import CampaignId
from composer.model.person import Person, Role
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.stages.people import require_role
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
