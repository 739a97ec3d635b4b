"""Deciding what is unclear: who may, for whom, and where to look; the decision is signed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from composer.delivery.settle import settle as settle_unclear
from composer.errors import Blocked, KeychainError
from composer.findings import finding
from composer.model.identifiers import CampaignId
from composer.model.person import Person, Role
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.stages.dispatching import head_signer, open_ledger, require_original
from composer.stages.lookup import find_recipient
from composer.stages.people import require_known_role


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """A person's decision about unclear messages, and what shows it."""

    addresses: tuple[str, ...]
    sent: bool
    evidence: str


def settle(desk: Desk, campaign_id: CampaignId, wanted: Settlement, *, by: Person) -> None:
    """Decide unclear messages, all of them or none; without evidence they stay unclear.

    Raises:
        Blocked: not a sender or owner, no evidence, or one of them is not unclear.
        NotFound: an address is not part of the send.
        LockHeld: it is being sent.
    """
    require_known_role(desk, by, Role.SENDER, Role.OWNER)
    require_original(desk)
    content = load_content(desk, campaign_id)
    people = [find_recipient(desk, campaign_id, one) for one in wanted.addresses]
    ids = tuple(dict.fromkeys(person.id for person in people))
    if not (desk.send_folder(campaign_id) / "ledger.db").exists():
        raise Blocked([finding("send.not_begun")])
    with open_ledger(desk, content) as ledger:
        settle_unclear(
            ledger, *ids, arrived=wanted.sent, evidence=wanted.evidence, by=by.public_key
        )
        ledger.sign("settled", sign_head=signer_if_here(desk, by))
    for recipient_id in ids:
        desk.audit.append(
            person=by.public_key,
            action="send.settle",
            details={"campaign": campaign_id, "recipient": recipient_id, "sent": wanted.sent},
        )


def signer_if_here(desk: Desk, by: Person) -> Callable[[bytes], bytes] | None:
    """Sign with the person's key where it is here: deciding asks for no key."""
    try:
        return head_signer(desk, by)
    except KeychainError:
        return None
