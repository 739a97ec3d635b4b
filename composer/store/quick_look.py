"""The little of a workspace that its window shows before the workspace is open.

It opens no engine, waits for nobody and writes nothing; whatever it cannot read it does not know.
`database.py` is a quarter of a second of imports away, and the window is painted before that.
Nothing is decided by it: everything is read again, and verified, by who opens the workspace.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

_WAIT_S = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickLook:
    """Whether it is for practice, and each campaign's id and name."""

    is_practice: bool
    campaigns: tuple[tuple[str, str], ...]


def quick_look(database: Path) -> QuickLook | None:
    """Look into a workspace's database; None where nobody works yet, or it cannot be read now."""
    address = f"{database.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=_WAIT_S)) as connection:
            connection.execute("PRAGMA query_only=ON")
            if connection.execute(_ANYBODY).fetchone() is None:
                return None
            practice = connection.execute("SELECT practice FROM workspace").fetchone()
            campaigns = connection.execute(_CAMPAIGNS).fetchall()
    except sqlite3.Error:
        return None
    if practice is None:
        return None
    return QuickLook(is_practice=bool(practice[0]), campaigns=tuple(campaigns))


_ANYBODY = "SELECT 1 FROM statement WHERE kind = 'roster' LIMIT 1"
# as in campaign_facts: what never got a first revision is in no list
_CAMPAIGNS = "SELECT id, name FROM campaign WHERE id IN (SELECT campaign_id FROM revision)"
