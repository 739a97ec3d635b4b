"""The test mailboxes, as the owner signs them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from composer.audience.addresses import find_address_findings
from composer.errors import Blocked
from composer.findings import Finding, blocking, finding
from composer.model.campaign import LOOPBACK_HOSTS, Security
from composer.model.person import Person, Role
from composer.model.recipient import address_key
from composer.model.seed_mailbox import SeedMailbox, SeedMailboxes
from composer.signoff.seed_lists import sign_seeds, verify_seeds
from composer.stages.desk import Desk
from composer.stages.list_lock import one_at_a_time
from composer.stages.owner_changes import Act, keep_list
from composer.stages.people import require_role
from composer.stages.trust import list_trust, owner_signing

HOST_NAME = re.compile(r"[A-Za-z0-9.\-_]{1,253}|\[?[0-9A-Fa-f:.]{2,45}\]?")
SECRET_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
HIGHEST_PORT = 65535


def load_seeds(desk: Desk) -> SeedMailboxes:
    """Verify and give the newest list of test mailboxes."""
    trust = list_trust(desk, "seeds")
    return verify_seeds(desk.statements.envelopes("seeds", desk.folder.id), trust=trust)


@one_at_a_time
def add_seed(desk: Desk, mailbox: str | SeedMailbox, *, by: Person) -> bool:
    """Put a test mailbox into the owner's signed list; False while it waits for the other owner.

    Raises:
        Blocked: not the owner, a bad address or server, or one that is listed already.
    """
    require_role(by, Role.OWNER)
    wanted = mailbox if isinstance(mailbox, SeedMailbox) else SeedMailbox(address=mailbox)
    problems = [*blocking(find_address_findings(wanted.address)), *find_imap_findings(wanted)]
    if problems:
        raise Blocked(problems)
    before = load_seeds(desk)
    if address_key(wanted.address) in {address_key(seed) for seed in before.addresses}:
        raise Blocked([finding("seeds.known", where={"recipient": wanted.address})])
    return _keep(desk, (*before.mailboxes, wanted), before=before, act=("seeds.add", by))


@one_at_a_time
def remove_seed(desk: Desk, address: str, *, by: Person) -> bool:
    """Take a test mailbox out of the owner's signed list; False as in `add_seed`.

    Raises:
        Blocked: not the owner, or not in the list.
    """
    require_role(by, Role.OWNER)
    before = load_seeds(desk)
    left = [item for item in before.mailboxes if address_key(item.address) != address_key(address)]
    if len(left) == len(before.addresses):
        raise Blocked([finding("seeds.unknown", where={"recipient": address})])
    return _keep(desk, left, before=before, act=("seeds.remove", by))


def find_imap_findings(mailbox: SeedMailbox) -> list[Finding]:
    """Find what is wrong with a mailbox's settings; nothing unprotected leaves this computer."""
    imap = mailbox.imap
    if imap is None:
        return []
    found = []
    where: dict[str, str | int] = {"recipient": mailbox.address}
    if HOST_NAME.fullmatch(imap.host) is None or not 0 < imap.port <= HIGHEST_PORT:
        found.append(finding("seeds.bad_server", where=where))
    if imap.security is Security.NONE and imap.host.lower() not in LOOPBACK_HOSTS:
        found.append(finding("seeds.unprotected", where=where))
    if not imap.key or SECRET_NAME.fullmatch(imap.key) is None:
        found.append(finding("seeds.bad_key_name", where=where))
    if imap.ca_file and not Path(imap.ca_file).is_absolute():
        found.append(finding("seeds.relative_ca_file", where=where))
    return found


def _keep(
    desk: Desk,
    mailboxes: Iterable[SeedMailbox],
    *,
    before: SeedMailboxes,
    act: tuple[str, Person],
) -> bool:
    action, by = act
    envelope = sign_seeds(
        mailboxes,
        previous=before if before.version else None,
        signing=owner_signing(desk, by),
    )
    said = Act(by=by, action=action, details={"version": before.version + 1})
    return keep_list(desk, "seeds", envelope, act=said)
