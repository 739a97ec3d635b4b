"""Telling how a send goes: `progress.jsonl`, at most four lines a second and one at the end.

The window tails the file; nobody needs it for the truth, which is in the record.
"""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from composer.delivery.means import ProgressReport
from composer.model.states import Counts

PROGRESS_FILE = "progress.jsonl"
EVERY_S = 0.25
_RATE_OVER_S = 10.0


class ProgressFile:
    """Appends reports as JSON lines; a disk that refuses them does not stop a send."""

    def __init__(self, path: Path, *, then: Callable[[ProgressReport], None] | None = None) -> None:
        self._path = path
        self._then = then

    def __call__(self, report: ProgressReport) -> None:
        """Write one line."""
        record = asdict(report) | {"seeds": dict(report.seeds)}
        line = json.dumps(record, ensure_ascii=False) + "\n"
        try:
            file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                os.write(file, line.encode("utf-8"))
            finally:
                os.close(file)
        except OSError:
            pass  # the disk is full or gone; the record notices that itself
        if self._then is not None:
            self._then(report)


def last_progress(path: Path) -> dict[str, object] | None:
    """Give the last whole line of a progress file, or None."""
    try:
        with path.open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - 64 * 1024))
            lines = file.read().split(b"\n")[:-1]
    except OSError:
        return None
    for line in reversed(lines):
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict):
            return found
    return None


def rate_per_s(accepted_at_s: deque[float], *, now_s: float) -> float:
    """Tell the rate of the last seconds."""
    recent = [at for at in accepted_at_s if now_s - at <= _RATE_OVER_S]
    if not recent:
        return 0.0
    return len(recent) / max(1.0, min(_RATE_OVER_S, now_s - recent[0]))


def eta_s(counts: Counts, *, rate: float, sealed_rate: float) -> int | None:
    """Tell the seconds that are left at the measured rate, or at the sealed one before any."""
    left = counts.planned + counts.claimed + counts.brink + counts.deferred
    per_second = min(rate, sealed_rate) if rate > 0 else sealed_rate
    return round(left / per_second) if per_second > 0 else None
