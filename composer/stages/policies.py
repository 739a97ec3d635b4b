"""The rules for sign-off, as the owner signs them."""

from __future__ import annotations

from composer.model.person import Person, Role
from composer.model.policy import Policy, Rules
from composer.signoff.policies import former_policies, sign_policy, verify_policies
from composer.stages.desk import Desk
from composer.stages.list_lock import one_at_a_time
from composer.stages.owner_changes import Act, keep_list
from composer.stages.people import require_role
from composer.stages.trust import list_trust, owner_signing


def load_policy(desk: Desk) -> Policy:
    """Verify and give the newest policy; the default before the owner signed one."""
    trust = list_trust(desk, "policy")
    return verify_policies(desk.statements.envelopes("policy", desk.folder.id), trust=trust)


def policy_history(desk: Desk) -> tuple[Policy, ...]:
    """Give all policies that were ever signed here, the newest last."""
    trust = list_trust(desk, "policy")
    return former_policies(desk.statements.envelopes("policy", desk.folder.id), trust=trust)


@one_at_a_time
def set_policy(desk: Desk, rules: Rules, *, by: Person) -> bool:
    """Sign new rules for sign-off; False while they wait for the other owner's signature.

    Raises:
        SignatureRefused: the rules contradict one another.
    """
    require_role(by, Role.OWNER)
    before = load_policy(desk)
    envelope = sign_policy(
        rules, previous=before if before.version else None, signing=owner_signing(desk, by)
    )
    act = Act(by=by, action="policy.set", details={"version": before.version + 1})
    return keep_list(desk, "policy", envelope, act=act)
