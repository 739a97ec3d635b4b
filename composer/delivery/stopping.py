"""Stop: one small file that the sending process looks at before every claim and every brink.

Guards rule 7. Anybody may write it; it survives every restart; only resuming removes it. Whoever
asks for a stop needs neither the record's lock nor the sending process.
"""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from composer.errors import Blocked
from composer.findings import finding
from composer.store.files import private_opener

if TYPE_CHECKING:  # the window stops a send before the program is read
    from composer.model.moves import Hold
    from composer.store.ledger import SqliteLedger

STOP_FILE = "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class StopRequest:
    """Who asked for the stop, and when."""

    by: str
    at: str


def request_stop(folder: Path, *, by: str, now: datetime | None = None) -> StopRequest:
    """Ask for a stop of the send in `sends/<campaign>/`; a stop that is there already stays.

    Its mark becomes another one, so that whoever is lifting the earlier stop just now does not lift
    this one. One by nobody is given the name of who asks again: it was pressed before that was
    known.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    earlier = stop_request(folder)
    if earlier is not None and (earlier.by or not by) and _is_renewed(folder):
        return earlier
    at = earlier.at if earlier is not None else ""
    moment = at or (now or datetime.now(UTC)).isoformat(timespec="milliseconds")
    request = StopRequest(by=by, at=moment)
    try:
        _write_stop(folder, request)
    except OSError:
        (folder / STOP_FILE).touch(mode=0o600)  # a full disk still has room for a name
    return request


def _is_renewed(folder: Path) -> bool:
    """Give the stop another mark; False when it was lifted in the meantime."""
    file = folder / STOP_FILE
    try:
        later = max(time.time_ns(), file.stat().st_mtime_ns + 1_000_000)  # any disk tells 1 ms
        os.utime(file, ns=(later, later))
    except FileNotFoundError:
        return False
    except OSError:  # it may be read and not touched; it is there
        return True
    return True


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


def lift_stop(folder: Path, *, mark: int | None = None) -> None:
    """Remove the stop that `mark` names, whichever it is without; one asked for since stays.

    Only `resume` and tests call this.
    """
    wanted = stop_mark(folder) if mark is None else mark
    if wanted == 0 or stop_mark(folder) != wanted:
        return
    file, lifted = folder / STOP_FILE, folder / f"{STOP_FILE}.lifted"
    with suppress(FileNotFoundError):
        file.replace(lifted)  # now a press makes a stop of its own
        if lifted.lstat().st_mtime_ns == wanted and not lifted.is_dir():
            lifted.unlink()
        else:
            lifted.replace(file)


def require_not_ended(hold: Hold | None) -> None:
    """Raise Blocked when a person ended the send for good."""
    if hold is not None and hold.is_end:
        raise Blocked([finding(hold.code, where={}, **dict(hold.values))])


def resume(
    ledger: SqliteLedger, *, folder: Path, by: str, reason: str, mark: int | None = None
) -> None:
    """Lift the stop and the hold, in this order of safety: the record first, then the file.

    A stop that no sending process has recorded yet is recorded first, so that the record tells it.
    `mark` names the stop that stood when somebody decided to go on: a later one is not lifted.

    Raises:
        Blocked: the send was ended for good.
    """
    require_not_ended(ledger.hold)
    mark = stop_mark(folder) if mark is None else mark
    request = stop_request(folder) if mark else None
    if request is not None and ledger.hold is None:
        ledger.set_hold("send.stopped", by=request.by)
    if ledger.hold is not None:
        ledger.lift_hold(by=by, reason=reason)
    lift_stop(folder, mark=mark)
