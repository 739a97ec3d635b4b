"""Where a running send stands, as its process last wrote it."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from composer.delivery.progress import PROGRESS_FILE, last_progress
from composer.model.overview import Progress
from composer.store.locks import OsLock

LOCK_FILE = "ledger.lock"
NOTHING = Progress(
    running=False,
    batch=0,
    batches=(),
    rate_per_s=0.0,
    eta_s=None,
    started_at=None,
    ended_at=None,
)


def read_progress(folder: Path) -> Progress:
    """Read a campaign's progress.

    *Running* is a send that said so last and still holds its record's lock; a test, a settling or
    a resuming holds the lock, too, and is none.
    """
    last = last_progress(folder / PROGRESS_FILE)
    if last is None:
        return NOTHING
    running = last.get("state") == "sending" and is_running(folder)
    return Progress(
        running=running,
        batch=_number(last, "batch"),
        batches=tuple(size for size in _items(last, "batches") if isinstance(size, int)),
        rate_per_s=_rate(last) if running else 0.0,
        eta_s=_eta(last) if running else None,
        started_at=_first_moment(folder / PROGRESS_FILE),
        ended_at=None if running else _moment(last.get("at")),
        waits_for=str(last.get("waits_for", "")) if running else "",
        waits_until=_moment(last.get("waits_until")) if running else None,
        speed=_share(last) if running else 1.0,
        jumps=_number(last, "jumps") if running else 0,
    )


def is_running(folder: Path) -> bool:
    """Whether a process holds the record of this send."""
    lock = folder / LOCK_FILE
    return lock.exists() and bool(OsLock(lock).holder())


def _number(record: dict[str, object], key: str) -> int:
    value = record.get(key)
    return value if isinstance(value, int) else 0


def _items(record: dict[str, object], key: str) -> list[object]:
    value = record.get(key)
    return value if isinstance(value, list) else []


def _rate(record: dict[str, object]) -> float:
    value = record.get("rate_per_s")
    return float(value) if isinstance(value, int | float) else 0.0


def _share(record: dict[str, object]) -> float:
    value = record.get("speed")
    return float(value) if isinstance(value, int | float) else 1.0


def _eta(record: dict[str, object]) -> int | None:
    value = record.get("eta_s")
    return value if isinstance(value, int) else None


def _first_moment(path: Path) -> datetime | None:
    try:
        with path.open("rb") as file:
            first = json.loads(file.readline())
    except (OSError, ValueError):
        return None
    return _moment(first.get("at")) if isinstance(first, dict) else None


def _moment(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
