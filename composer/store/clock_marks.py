"""The latest time seen, kept twice: in the workspace, and outside it on this computer.

Whoever deletes or sets back one of them changes nothing: the later of both counts. The same for the
corrections that the owner signed: none counts twice.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import orjson

from composer import paths
from composer.model.clock_seen import ClockSeen, Counter
from composer.store.files import write_atomically

FILE_NAME = "clock.json"


class ClockMarks:
    """Both files of one workspace."""

    def __init__(self, workspace: Path, workspace_id: str, *, outside: Path | None = None) -> None:
        folder = outside or paths.state_folder() / "clocks"
        self._files = (workspace / FILE_NAME, folder / f"{workspace_id}.json")

    def read(self) -> ClockSeen | None:
        """Give the later of both; None where no time was seen yet.

        Of two that know different corrections, the one that knows the newer is right.
        """
        found = [seen for seen in map(_read, self._files) if seen is not None]
        return max(found, key=lambda seen: (seen.corrected, seen.at), default=None)

    def write(self, seen: ClockSeen) -> None:
        """Keep a time in both places; a folder that nobody may write to keeps what it has."""
        content = orjson.dumps(
            {
                "at": seen.at.astimezone(UTC).isoformat(),
                "start": seen.counter.start,
                "seconds": seen.counter.seconds,
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
            case {
                "at": str(at),
                "start": str(start),
                "seconds": float(seconds),
                "corrected": int(corrected),
            }:
                counter = Counter(start=start, seconds=seconds)
                return ClockSeen(
                    at=datetime.fromisoformat(at), counter=counter, corrected=corrected
                )
            case _:
                return None
    except (OSError, ValueError):
        return None
