"""Ask a spam filter on this very computer what it makes of a message: SpamAssassin or rspamd.

Nothing leaves this computer: `spamc` speaks to a filter of this machine, `spamassassin` is told to
ask nobody (`--local`), rspamd is reached on the loopback address only. Which filter is there is
found out; where there is none, nothing is said here.
"""

from __future__ import annotations

import http.client
import json
import re
import shutil
import socket
import subprocess
from dataclasses import dataclass

LIMIT_S = 30.0
LISTENS_S = 1.0
RSPAMD_PORT = 11333
MOST_SIGNS = 6

_SPAMC_SCORE = re.compile(r"(-?\d+(?:\.\d+)?)/(-?\d+(?:\.\d+)?)")
_STATUS = re.compile(
    rb"^X-Spam-Status:.*?score=(-?[\d.]+).*?required=([\d.]+)"
    rb".*?tests=([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)",
    re.MULTILINE | re.IGNORECASE | re.DOTALL,
)
_SIGN = re.compile(r"[A-Z][A-Z0-9_]{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpamScore:
    """What one filter says: its name, the score, the score from which it is spam, and why."""

    filter: str
    score: str
    limit: str
    signs: tuple[str, ...]


def spam_scores(message: bytes, *, rspamd_port: int = RSPAMD_PORT) -> list[SpamScore]:
    """Ask every filter that is here; empty where there is none."""
    asked = (_spamassassin(message), _rspamd(message, rspamd_port))
    return [score for score in asked if score is not None]


def has_spam_filter(*, rspamd_port: int = RSPAMD_PORT) -> bool:
    """Tell whether a filter could be asked: a program that is installed, or one that listens."""
    if shutil.which("spamc") or shutil.which("spamassassin"):
        return True
    try:
        socket.create_connection(("127.0.0.1", rspamd_port), timeout=LISTENS_S).close()
    except OSError:
        return False
    return True


def _spamassassin(message: bytes) -> SpamScore | None:
    quick, slow = shutil.which("spamc"), shutil.which("spamassassin")
    if quick is not None:
        found = _SPAMC_SCORE.search(
            _run([quick, "-R", "-d", "127.0.0.1"], message).decode("utf-8", "replace")
        )
        if found is not None and found[2] != "0":
            return SpamScore(filter="SpamAssassin", score=found[1], limit=found[2], signs=())
    if slow is None:
        return None
    status = _STATUS.search(_run([slow, "--local", "--test-mode"], message))
    if status is None:
        return None
    score, limit, tests = (part.decode("utf-8", "replace") for part in status.groups())
    signs = tuple(_SIGN.findall(tests))[:MOST_SIGNS]
    return SpamScore(filter="SpamAssassin", score=score, limit=limit, signs=signs)


def _run(command: list[str], message: bytes) -> bytes:
    """Give what a program writes; nothing when it fails or takes too long."""
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program and fixed options
            command, input=message, capture_output=True, timeout=LIMIT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout


def _rspamd(message: bytes, port: int) -> SpamScore | None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LIMIT_S)
    try:
        connection.request("POST", "/checkv2", body=message)
        answer = connection.getresponse()
        said = json.loads(answer.read(1_000_000))
    except (OSError, http.client.HTTPException, ValueError):
        return None
    finally:
        connection.close()
    match said:
        case {
            "score": int() | float() as score,
            "required_score": int() | float() as limit,
            "symbols": dict(symbols),
        }:
            return SpamScore(
                filter="rspamd",
                score=f"{score:.1f}",
                limit=f"{limit:.1f}",
                signs=_heaviest(symbols),
            )
        case _:
            return None


def _heaviest(symbols: dict[str, object]) -> tuple[str, ...]:
    """Name the signs that weigh most against a message."""
    weights = {
        name: float(sign["score"])
        for name, sign in symbols.items()
        if isinstance(sign, dict) and isinstance(sign.get("score"), int | float)
    }
    heavy = sorted((name for name in weights if weights[name] > 0), key=lambda name: -weights[name])
    return tuple(heavy[:MOST_SIGNS])
