"""One change of a campaign's audience at a time: reading, mending and taking over exclude another.

The lock is the operating system's: it dies with its process, however that dies.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from composer.errors import Blocked, LockHeld
from composer.findings import finding
from composer.model.identifiers import CampaignId
from composer.stages.desk import Desk
from composer.store.locks import OsLock

_FOLDER = "audiences"


@contextmanager
def audience_lock(
    desk: Desk, campaign_id: CampaignId, *, patience_s: float = 0.0
) -> Iterator[None]:
    """Be the only one who changes this campaign's audience, in use or pending.

    Raises:
        Blocked: somebody else is at it.
    """
    folder = desk.folder.path / _FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    lock = OsLock(folder / f"{campaign_id}.lock")
    try:
        lock.acquire(patience_s)
    except LockHeld as error:
        raise Blocked([finding("audience.busy", who=lock.holder())]) from error
    try:
        yield
    finally:
        lock.release()


def sweep(desk: Desk) -> None:
    """Drop what readings left behind that were cut off, of whatever campaign."""
    for campaign_id in desk.recipients.campaigns_with_forgotten():
        with suppress(Blocked), audience_lock(desk, CampaignId(campaign_id)):
            desk.recipients.drop_forgotten(campaign_id)
