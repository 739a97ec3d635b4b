"""How long a mail service asks to be left alone: X-RateLimit-Reset, else Retry-After.

SendGrid documents no Retry-After for mail/send, but a front end may send one, in any form (RFC 9110
§10.2.3): seconds or a date. What is past or makes no sense counts as nothing, what is absurd as an
hour.
"""

from __future__ import annotations

import math
from datetime import UTC
from email.utils import parsedate_to_datetime

LONGEST_WAIT_S = 3600.0
_MOST_DIGITS = 11


def asked_wait_s(*, reset: str, after: str, now_s: float) -> float | None:
    """Give the wait in seconds, at most an hour; None when nothing sensible was said.

    >>> asked_wait_s(reset="", after="120", now_s=0.0)
    120.0
    >>> asked_wait_s(reset="1000", after="5", now_s=940.0)
    60.0
    >>> asked_wait_s(reset="", after="Fri, 01 Nov 2019 06:00:00 GMT", now_s=1_572_588_300.0)
    300.0
    >>> asked_wait_s(reset="10", after="soon", now_s=940.0) is None
    True
    """
    for wait_s in (_until(reset, now_s), _seconds_or_date(after, now_s)):
        if wait_s is not None and wait_s > 0:
            return min(wait_s, LONGEST_WAIT_S)
    return None


def _until(moment: str, now_s: float) -> float | None:
    number = _number(moment)
    return None if number is None else number - now_s


def _seconds_or_date(said: str, now_s: float) -> float | None:
    number = _number(said)
    if number is not None:
        return number
    try:
        moment = parsedate_to_datetime(said)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - now_s
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _number(said: str) -> float | None:
    text = said.strip()
    if not (text.isascii() and text.isdigit()):
        return None
    return float(text) if len(text) <= _MOST_DIGITS else math.inf
