"""A report of an error inside the program: what broke and where in the program, and nobody's data.

It holds types, and files, lines and functions of the program and of its libraries. It holds no
message of an error, no value, no path of this computer, no name of a person or machine. It stays on
this computer; nothing sends it.
"""

from __future__ import annotations

import os
import platform
import secrets
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from composer import __version__, paths

FOLDER = "crashes"
MOST_KEPT = 20
_MOST_FRAMES = 60
_MOST_CAUSES = 8


def report_text(error: BaseException, *, at: datetime | None = None) -> str:
    """Describe an error without anybody's data."""
    moment = (at or datetime.now(UTC)).astimezone(UTC)
    lines = [
        f"Composer {__version__}",
        f"Python {platform.python_version()}, {sys.platform}, {platform.machine()}",
        f"{moment:%Y-%m-%d %H:%M:%S} UTC",
    ]
    for number, one in enumerate(_chain(error)):
        lines += ["", f"{'because of ' if number else ''}{_type_name(one)}"]
        lines += [f"  {line}" for line in _frames(one.__traceback__)]
    return "\n".join(lines) + "\n"


def write_crash_report(error: BaseException, *, folder: Path | None = None) -> Path | None:
    """Keep a report for whoever asks; None where the disk refuses it."""
    place = folder or paths.state_folder() / FOLDER
    now = datetime.now(UTC)
    file = place / f"{now:%Y%m%dT%H%M%S.%fZ}-{secrets.token_hex(3)}.txt"
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
            opened.write(report_text(error, at=now))
    except OSError:
        return None
    _forget_oldest(place)
    return file


def tell_of_thread(told: threading.ExceptHookArgs) -> None:
    """Say on the error stream what broke in a thread, for `threading.excepthook`."""
    if told.exc_value is not None:
        say_on_error_stream(told.exc_value)


def say_on_error_stream(error: BaseException) -> None:
    """Describe an error there; a window has no such stream on Windows, and a terminal may go."""
    if sys.stderr is not None:
        with suppress(OSError, ValueError):
            sys.stderr.write(report_text(error))


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Give an error, and what caused it."""
    seen: set[int] = set()
    now: BaseException | None = error
    while now is not None and id(now) not in seen and len(seen) < _MOST_CAUSES:
        seen.add(id(now))
        yield now
        now = now.__cause__ or (None if now.__suppress_context__ else now.__context__)


def _type_name(error: BaseException) -> str:
    kind = type(error)
    return f"{kind.__module__}.{kind.__qualname__}"


def _frames(trace: TracebackType | None) -> Iterator[str]:
    frames = [
        (frame.f_code.co_filename, line, frame.f_code.co_name)
        for frame, line in traceback.walk_tb(trace)
    ]
    for file, line, function in frames[-_MOST_FRAMES:]:
        yield f"{_program_path(file)}:{line} in {function}"


def _program_path(file: str) -> str:
    """Give a file as the program or a library knows it; what is neither has no name here."""
    path = Path(file)
    with suppress(ValueError):
        return f"composer/{path.relative_to(paths.PACKAGE).as_posix()}"
    parts = path.parts
    for folder in ("site-packages", "dist-packages"):
        if folder in parts:
            return "/".join(parts[parts.index(folder) + 1 :])
    with suppress(ValueError):
        return f"python/{path.relative_to(Path(os.__file__).parent).as_posix()}"
    return "elsewhere"


def _forget_oldest(folder: Path) -> None:
    with suppress(OSError):
        for old in sorted(folder.glob("*.txt"))[:-MOST_KEPT]:
            old.unlink(missing_ok=True)
