"""A spreadsheet's value as text: as the cell shows it where that is beyond doubt, else as stored.

Spreadsheets keep numbers with 15 digits. What is longer was rounded before the file was written,
and is a problem of its cell.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

EXACT_BELOW = 10**15
ERROR_VALUES = frozenset(
    {"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA"}
)


def text_of(value: object) -> str:
    """Give a value as text; an empty text for a number that no cell can hold exactly.

    >>> [text_of(one) for one in (5.0, 0.1 + 0.2, 1e-7, True, date(2026, 1, 2), 1e15, 7)]
    ['5', '0.3', '0.0000001', 'TRUE', '2026-01-02', '', '7']
    >>> [text_of(one) for one in (datetime(2026, 1, 2, 6), time(6), timedelta(days=1, minutes=5))]
    ['2026-01-02T06:00:00', '06:00:00', '24:05:00']
    """
    return WRITERS.get(type(value), str)(value)


def is_error_value(cell: str) -> bool:
    """Tell whether a text is what spreadsheets write where a formula failed.

    >>> [is_error_value(one) for one in ("#N/A", "Err:502", "#1", "")]
    [True, True, False, False]
    """
    return cell in ERROR_VALUES or (cell.startswith("Err:") and cell[4:].isdecimal())


def shown_by_pattern(text: str, pattern: str) -> str:
    """Give a whole number as a cell of a format such as 00000 or 000-00-0000 shows it.

    >>> [shown_by_pattern(one, "00000") for one in ("123", "1234567", "1.5", "x")]
    ['00123', '1234567', '1.5', 'x']
    >>> [shown_by_pattern(one, "D-00-00") for one in ("123", "1234567")]
    ['D-01-23', 'D-12345-67']
    """
    if not text.isdecimal():
        return text
    wanted = pattern.count("0")
    digits = text.zfill(wanted)
    first, rest = digits[: len(digits) - wanted + 1], iter(digits[len(digits) - wanted + 1 :])
    begin = pattern.index("0")
    return (
        pattern[:begin]
        + first
        + "".join(next(rest) if sign == "0" else sign for sign in pattern[begin + 1 :])
    )


def shown_with_decimals(text: str, digits: int) -> str:
    """Give a number with so many decimals at least.

    >>> [shown_with_decimals(one, 2) for one in ("12.5", "3", "0.125", "")]
    ['12.50', '3.00', '0.125', '']
    """
    whole, _point, decimals = text.partition(".")
    return f"{whole}.{decimals:0<{digits}}" if text else text


def _number(value: float) -> str:
    if not -EXACT_BELOW < value < EXACT_BELOW:  # nor is it so for one that is not a number
        return ""
    if value == int(value):
        return str(int(value))
    text = format(value, ".15g")
    return format(Decimal(text), "f") if "e" in text else text


def _duration(value: timedelta) -> str:
    seconds = int(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


WRITERS: dict[type, Callable[[Any], str]] = {
    bool: lambda value: "TRUE" if value else "FALSE",
    date: date.isoformat,
    datetime: datetime.isoformat,
    float: _number,
    int: _number,
    str: str,
    time: time.isoformat,
    timedelta: _duration,
    type(None): lambda _value: "",
}
"""How each kind of value that a cell can have is written; looked up a million times."""
