"""Finds times of the day as languages write them: `3 pm`, `15:00`, `15 Uhr`, `午後3時`, `15 h`.

A number of hours may look like a time; whoever compares lets a time stand for its bare hour.
"""

from __future__ import annotations

import re
from functools import lru_cache

from composer.translation.checks.number_words import day_halves

_TWELVE = r"(?P<h>\d{1,2})(?:[:.](?P<m>\d{2}))?[ \u00a0]?(?P<half>[ap])\.?[ \u00a0]?m\b\.?"
_CLOCK = r"(?<![\d:.,])(?P<h>\d{1,2}):(?P<m>\d{2})(?::\d{2})?(?![\d:])"
_EAST = (
    r"(?P<h>\d{1,2})[ ]?(?:[時时点點](?!間|间)|시(?!간))"
    r"(?:[ ]?(?P<m>\d{1,2})[ ]?[分분]|(?P<half>半|반))?"
)
_DOTTED = r"(?<![\d.,])(?P<h>\d{1,2})\.(?P<m>\d{2})(?![\d.,%])(?![ \u00a0]?[%€$])"
_LATIN = (
    r"(?P<h>\d{1,2})(?:[:.](?P<m>\d{2}))?[ \u00a0]?(?:hs?|hrs)(?![^\W\d])\.?"
    r"(?:[ \u00a0]?(?P<m2>\d{2})\b)?"
)
_OF: dict[str, str] = {
    "ar": r"الساعة[ \u00a0]?(?P<h>\d{1,2})(?!\d|[.,:]\d)",
    "de": r"(?P<h>\d{1,2})(?:[:.](?P<m>\d{2}))?[ \u00a0]?Uhr(?:[ ](?P<m2>\d{2})\b)?",
    "es": _LATIN,
    "fr": _LATIN,
    "it": _LATIN,
    "ja": _EAST,
    "ko": _EAST,
    "nl": r"(?P<h>\d{1,2})(?:[:.](?P<m>\d{2}))?[ \u00a0]?(?:uur|u\.)",
    "pl": r"(?:godz\.?|godzin\w*)[ \u00a0](?P<h>\d{1,2})(?:[:.](?P<m>\d{2}))?(?!\d)",
    "pt": _LATIN,
    "ru": r"(?P<h>\d{1,2})(?:[:.](?P<m>\d{2}))?[ \u00a0]?час\w*",
    "zh": _EAST,
}
_WITH_HALVES = frozenset({"ar", "de", "es", "fa", "it", "pl", "pt"})
_WITH_DOTS = frozenset(
    {"bg", "cs", "da", "de", "et", "fi", "hr", "id", "it", "nb", "no", "pl", "ru", "sk", "sl", "sr"}
    | {"tr", "uk"}
)
_HALF_FIRST = r"\b(?P<half>[ap])\.?m\.?[ \u00a0](?P<h>\d{1,2})(?::(?P<m>\d{2}))?(?!\d)"
_NEAR = 14


@lru_cache(maxsize=128)
def time_patterns(language: str, *, is_expected: bool) -> tuple[re.Pattern[str], ...]:
    """Give what finds times, the surest first; more where times are expected."""
    patterns = [_HALF_FIRST, _TWELVE] if language == "ko" else [_TWELVE]
    if language in _OF:
        patterns.append(_OF[language])
    if is_expected and language in _WITH_HALVES:
        halves = "|".join(half.pattern for half in day_halves(language) or ())
        patterns.append(rf"(?<![\d:.,])(?P<h>\d{{1,2}})(?=[ \u00a0](?:{halves}))")
    patterns.append(_CLOCK)
    if is_expected and language in _WITH_DOTS:
        patterns.append(_DOTTED)
    return tuple(re.compile(one, re.IGNORECASE) for one in patterns)


def read_time(match: re.Match[str], text: str, language: str) -> int | None:
    """Give the minute of the day that was found, or None where it is none."""
    found = match.groupdict()
    hour, minute = int(found["h"]), int(found.get("m") or found.get("m2") or 0)
    half = (found.get("half") or "").lower()
    if half in {"半", "반"}:
        minute, half = 30, ""
    if hour > 24 or minute > 59:
        return None
    half = half or _half(match, text, language)
    if half == "p" and hour < 12:
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    return hour % 24 * 60 + minute


def _half(match: re.Match[str], text: str, language: str) -> str:
    """Look beside a time for the half of the day: `p`, `a` or nothing."""
    halves = day_halves(language)
    if halves is None:
        return ""
    morning, afternoon = halves
    before = text[max(0, match.start() - 4) : match.start()]
    after = text[match.end() : match.end() + _NEAR]
    if language in {"ja", "zh", "ko"}:
        after = ""
    elif language in {"ar", "fa"}:
        before = ""
    for half, pattern in (("p", afternoon), ("a", morning)):
        beside = pattern.match(after.lstrip(" \u00a0")) if after else pattern.search(before)
        if beside:
            return half
    return ""
