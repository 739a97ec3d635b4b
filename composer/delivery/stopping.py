"""Stop: one small file that the sending process looks at before every claim and every brink.

Guards rule 7. Anybody may write it; it survives every restart; only resuming removes it. Whoever
asks for a stop needs neither the record's lock nor the sending process.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from composer.errors import Blocked
from composer.findings import finding
from composer.model.moves import Hold
from composer.store.files import private_opener
from composer.store.ledger import SqliteLedger

STOP_FILE = "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class StopRequest:
    """Who asked for the stop, and when."""

    by: str
    at: str


def request_stop(folder: Path, *, by: str, now: datetime | None = None) -> StopRequest:
    """Ask for a stop of the send in `sends/<campaign>/`; a stop that is there already stays."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    earlier = stop_request(folder)
    if earlier is not None:
        return earlier
    request = StopRequest(by=by, at=(now or datetime.now(UTC)).isoformat(timespec="milliseconds"))
    try:
        _write_stop(folder, request)
    except OSError:
        (folder / STOP_FILE).touch(mode=0o600)  # a full disk still has room for a name
    return request


def _write_stop(folder: Path, request: StopRequest) -> None:
    """Let the stop be seen first, and only then wait for the disk, which may take a second."""
    unfinished = folder / f"{STOP_FILE}.{os.getpid()}"
    with open(unfinished, "w", encoding="utf-8", opener=private_opener) as file:
        json.dump({"by": request.by, "at": request.at}, file)
    unfinished.replace(folder / STOP_FILE)
    # whoever resumed in the meantime has removed it
    with suppress(FileNotFoundError), (folder / STOP_FILE).open("r+b") as file:
        os.fsync(file.fileno())


def stop_request(folder: Path) -> StopRequest | None:
    """Tell who asked for a stop, or None; a stop file that cannot be read is a stop too."""
    if not is_stopped(folder):
        return None
    try:
        found = json.loads((folder / STOP_FILE).read_bytes())
        return StopRequest(by=str(found["by"]), at=str(found["at"]))
    except (OSError, ValueError, KeyError, TypeError):
        return StopRequest(by="", at="")


def is_stopped(folder: Path) -> bool:
    """Whether a stop was asked for."""
    return stop_mark(folder) != 0


def stop_mark(folder: Path) -> int:
    """Give a number that names the stop in force, or 0; cheap enough for every message."""
    try:
        # a path made anew costs as much as the look, three times for each message
        return os.stat(f"{folder}{os.sep}{STOP_FILE}").st_mtime_ns or 1  # noqa: PTH116
    except FileNotFoundError:
        return 0
    except OSError:
        return 1  # a folder that cannot be looked at stops the send


def lift_stop(folder: Path) -> None:
    """Remove the stop; only `resume` and tests call this."""
    (folder / STOP_FILE).unlink(missing_ok=True)


def require_not_ended(hold: Hold | None) -> None:
    """Raise Blocked when a person ended the send for good."""
    if hold is not None and hold.is_end:
        raise Blocked([finding(hold.code, where={}, **dict(hold.values))])


def resume(ledger: SqliteLedger, *, folder: Path, by: str, reason: str) -> None:
    """Lift the stop and the hold, in this order of safety: the record first, then the file.

    A stop that no sending process has recorded yet is recorded first, so that the record tells it.

    Raises:
        Blocked: the send was ended for good.
    """
    require_not_ended(ledger.hold)
    request = stop_request(folder)
    if request is not None and ledger.hold is None:
        ledger.set_hold("send.stopped", by=request.by)
    if ledger.hold is not None:
        ledger.lift_hold(by=by, reason=reason)
    lift_stop(folder)
