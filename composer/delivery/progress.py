"""Telling how a send goes: `progress.jsonl`, at most four lines a second and one at the end.

The window tails the file; nobody needs it for the truth, which is in the record.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the window reads progress before the sending machine is imported
    from composer.delivery.means import ProgressReport

PROGRESS_FILE = "progress.jsonl"
EVERY_S = 0.25
TELL_AGAIN_S = 15.0  # also when nothing is new: what is said about the end grows old
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


def rate_per_s(accepted_at_s: Sequence[float], *, now_s: float) -> float:
    """Tell the rate of the last seconds."""
    recent = [at for at in accepted_at_s if now_s - at <= _RATE_OVER_S]
    if not recent:
        return 0.0
    return len(recent) / max(1.0, min(_RATE_OVER_S, now_s - recent[0]))
