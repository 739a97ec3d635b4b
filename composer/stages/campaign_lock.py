"""One piece of work on a campaign at a time, among all processes on this workspace.

The lock is the operating system's: it dies with its process, however that dies.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from composer.errors import Blocked, LockHeld
from composer.findings import finding
from composer.model.identifiers import CampaignId
from composer.store.locks import OsLock


@contextmanager
def campaign_lock(
    folder: Path, campaign_id: CampaignId, *, busy: str, patience_s: float
) -> Iterator[None]:
    """Be the only one at this work; `folder` holds its lock files, made when needed.

    Raises:
        Blocked: somebody else is at it; `busy` is the finding's code.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    lock = OsLock(folder / f"{campaign_id}.lock")
    try:
        lock.acquire(patience_s)
    except LockHeld as error:
        raise Blocked([finding(busy, who=lock.holder())]) from error
    try:
        yield
    finally:
        lock.release()
