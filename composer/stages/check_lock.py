"""One check of a campaign's everybody at a time: what one keeps, no other may take up meanwhile.

The lock is the operating system's: it dies with its process, however that dies.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from composer.errors import Blocked, LockHeld
from composer.findings import finding
from composer.model.identifiers import CampaignId
from composer.stages.desk import Desk
from composer.store.locks import OsLock

_FOLDER = "checks"
_PATIENCE_S = 3.0
"""So long a cancelled check may take to end."""


@contextmanager
def check_lock(desk: Desk, campaign_id: CampaignId) -> Iterator[None]:
    """Be the only one who checks this campaign's everybody.

    Raises:
        Blocked: somebody else is at it.
    """
    folder = desk.folder.path / _FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    lock = OsLock(folder / f"{campaign_id}.lock")
    try:
        lock.acquire(_PATIENCE_S)
    except LockHeld as error:
        raise Blocked([finding("check.busy", who=lock.holder())]) from error
    try:
        yield
    finally:
        lock.release()
