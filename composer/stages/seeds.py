"""The test mailboxes, as the owner signs them."""

from __future__ import annotations

from composer.audience.addresses import find_address_findings
from composer.errors import Blocked
from composer.findings import blocking, finding
from composer.model.person import Person, Role, SeedList
from composer.model.recipient import address_key
from composer.signoff.pins import Pin, raise_pins
from composer.signoff.seed_lists import sign_seeds, verify_seeds
from composer.stages.desk import Desk
from composer.stages.people import require_role
from composer.stages.trust import list_trust, owner_signing


def load_seeds(desk: Desk) -> SeedList:
    """Verify and give the newest list of test mailboxes."""
    return verify_seeds(
        desk.statements.envelopes("seeds", desk.folder.id), trust=list_trust(desk, "seeds")
    )


def add_seed(desk: Desk, address: str, *, by: Person) -> None:
    """Put a test mailbox into the owner's signed list.

    Raises:
        Blocked: not the owner, a bad address, or one that is listed already.
    """
    require_role(by, Role.OWNER)
    problems = blocking(find_address_findings(address))
    if problems:
        raise Blocked(problems)
    before = load_seeds(desk)
    if address_key(address) in {address_key(seed) for seed in before.addresses}:
        raise Blocked([finding("seeds.known", where={"recipient": address})])
    envelope = sign_seeds(
        [*before.addresses, address],
        previous=before if before.version else None,
        signing=owner_signing(desk, by),
    )
    desk.statements.add("seeds", desk.folder.id, envelope, desk.now())
    newest = load_seeds(desk)
    pin = Pin(version=newest.version, digest=newest.digest)
    raise_pins(desk.keychain, desk.folder.id, seeds=pin)
    desk.audit.append(
        person=by.public_key, action="seeds.add", details={"version": before.version + 1}
    )
