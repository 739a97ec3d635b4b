"""One change of the owners' lists at a time: of people, rules and test mailboxes.

Each version names the one before it. Two that were signed beside each other would both name the
same, and from then on no list could be verified.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from composer.stages.desk import Desk
from composer.store.locks import OsLock

P = ParamSpec("P")
R = TypeVar("R")

LOCK_FILE = "lists.lock"
PATIENCE_S = 30.0
"""So long a password store may take to answer whoever is before."""


def one_at_a_time(change: Callable[Concatenate[Desk, P], R]) -> Callable[Concatenate[Desk, P], R]:
    """Let a change read, sign and keep its list while nobody else does; the next one waits.

    Raises:
        LockHeld: somebody else is at it for long.
    """

    @wraps(change)
    def alone(desk: Desk, /, *args: P.args, **kwargs: P.kwargs) -> R:
        lock = OsLock(desk.folder.path / LOCK_FILE)
        lock.acquire(PATIENCE_S)
        try:
            return change(desk, *args, **kwargs)
        finally:
            lock.release()

    return alone
