"""The rules for sign-off, as the owner signs them."""

from __future__ import annotations

from composer.errors import UsageError
from composer.i18n import _, place
from composer.model.person import Person, Policy, Role
from composer.signoff.pins import Pin, raise_pins
from composer.signoff.policies import sign_policy, verify_policies
from composer.stages.desk import Desk
from composer.stages.people import require_role
from composer.stages.trust import list_trust, owner_signing

MOST_REVIEWERS = 100
LONGEST_HOURS = 24 * 366
"""The same limits as a campaign's own policy has."""


def load_policy(desk: Desk) -> Policy:
    """Verify and give the newest policy; the default before the owner signed one."""
    return verify_policies(
        desk.statements.envelopes("policy", desk.folder.id), trust=list_trust(desk, "policy")
    )


def set_policy(desk: Desk, *, reviewers: int, expires_hours: int, by: Person) -> None:
    """Sign new rules for sign-off."""
    require_role(by, Role.OWNER)
    if reviewers > MOST_REVIEWERS or expires_hours > LONGEST_HOURS:
        raise UsageError(
            place(
                _("At most {reviewers} reviewers, and at most {hours} hours."),
                reviewers=MOST_REVIEWERS,
                hours=LONGEST_HOURS,
            )
        )
    before = load_policy(desk)
    envelope = sign_policy(
        reviewers=reviewers,
        expires_hours=expires_hours,
        previous=before if before.version else None,
        signing=owner_signing(desk, by),
    )
    desk.statements.add("policy", desk.folder.id, envelope, desk.now())
    newest = load_policy(desk)
    pin = Pin(version=newest.version, digest=newest.digest)
    raise_pins(desk.keychain, desk.folder.id, policy=pin)
    desk.audit.append(
        person=by.public_key, action="policy.set", details={"version": before.version + 1}
    )
