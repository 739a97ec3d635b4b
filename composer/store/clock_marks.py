"""The times seen, kept twice: in the workspace, and outside it on this computer.

Whoever deletes or changes one of them changes nothing: the later of both counts, and of the first
looks since a start each. The same for the corrections that the owner signed: none counts twice.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import orjson

from composer import paths
from composer.model.clock_seen import ClockSeen, Look
from composer.model.counter import Counter
from composer.store.files import write_atomically

FILE_NAME = "clock.json"


class ClockMarks:
    """Both files of one workspace."""

    def __init__(self, workspace: Path, workspace_id: str, *, outside: Path | None = None) -> None:
        folder = outside or paths.state_folder() / "clocks"
        self._files = (workspace / FILE_NAME, folder / f"{workspace_id}.json")

    def read(self) -> ClockSeen | None:
        """Give what both know together; None where no time was seen yet.

        Of two that know different corrections, the one that knows the newer is right.
        """
        found = [seen for seen in map(_read, self._files) if seen is not None]
        newest = max((seen.corrected for seen in found), default=0)
        counting = [seen for seen in found if seen.corrected == newest]
        if not counting:
            return None
        looks = {look: None for seen in counting for look in seen.first_looks}  # in their order
        latest = max(seen.at for seen in counting)
        return ClockSeen(at=latest, first_looks=tuple(looks), corrected=newest)

    def write(self, seen: ClockSeen) -> None:
        """Keep it in both places; a folder that nobody may write to keeps what it has."""
        content = orjson.dumps(
            {
                "at": seen.at.astimezone(UTC).isoformat(),
                "first_looks": [
                    [look.at.astimezone(UTC).isoformat(), look.counter.start, look.counter.seconds]
                    for look in seen.first_looks
                ],
                "corrected": seen.corrected,
            }
        )
        for file in self._files:
            with suppress(OSError):
                file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                write_atomically(file, content)


def _read(file: Path) -> ClockSeen | None:
    try:
        match orjson.loads(file.read_bytes()):
            case {"at": str(at), "first_looks": list(looks), "corrected": int(corrected)}:
                read = tuple(_look(*look) for look in looks)
            case {
                "at": str(at),  # as former programs wrote it: the last look, and nothing else
                "start": str(start),
                "seconds": float(seconds),
                "corrected": int(corrected),
            }:
                read = (_look(at, start, seconds),)
            case _:
                return None
        return ClockSeen(at=datetime.fromisoformat(at), first_looks=read, corrected=corrected)
    except (OSError, ValueError, TypeError):
        return None


def _look(at: str, start: str, seconds: float) -> Look:
    moment = datetime.fromisoformat(at)
    return Look(at=moment, counter=Counter(start=str(start), seconds=float(seconds)))
