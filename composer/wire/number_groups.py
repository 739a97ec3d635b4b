"""Finds ids of digits that are written in groups: `20 47 33`, `2047.33`, `customer no. 204 733`.

Guards rule 8. Numbers are written in groups for many reasons, so only a whole row of groups counts,
parted alike, of six digits and more. What reads like an amount, a date, years or a telephone number
is none, except that groups of three are an id after a word that announces one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from composer.wire.id_words import IdShape

LEAST_DIGITS = 6
_BEFORE, _AFTER = 48, 48
_GROUPS_BEGIN = (b"00 00", b"00.00")
_ROW = re.compile(
    r"(?<![\w+.,'’])(?<!\d[ ,:;/-])(?<!\+ )(?<!\) )(?<!\))"
    r"\d{1,8}([ .])\d{2,8}(?:\1\d{2,8}){0,5}(?!\w)(?!\s?%)(?![.,:'’/-]\d)(?! \d)"
)
_ANNOUNCED = re.compile(
    r"(?:\bn[or]?|n[º°]|№|#|\bnum(?:ber|mer|éro|ero)?|\bids?|\bref\w*|account|customer|client\w*"
    r"|member\w*|\w*kont[oa]\w*|\w*kund\w*|\w*nummer|\w*número|cuenta|compte|conto|klant\w*"
    r"|番号|号|رقم|حساب)[.:\s]{0,3}\Z"
)
_CALLED = re.compile(
    r"(?:tel\w*|phone|\w*fon|\bfax|mobil\w*|hotline|\bcall|\bring|anruf\w*|電話|هاتف)\W{0,4}\Z"
)
_MONEY_BEFORE = re.compile(
    r"(?:[$€£¥₹₺₽]|\b(?:eur|usd|gbp|chf|jpy|aud|cad|sek|nok|dkk|pln|czk|aed|sar))\s?\Z"
)
_MONEY_AFTER = re.compile(
    r"\s?(?:[$€£¥₹₺₽]|(?:eur|usd|gbp|chf|jpy|aud|cad|sek|nok|dkk|pln|czk|aed|sar|euros?|dollars?)\b)"
)
_THOUSANDS = re.compile(r"\d{1,3}(?:[ .]\d{3})+")
_DAY = re.compile(
    r"(?:0?[1-9]|[12]\d|3[01])[ .](?:0?[1-9]|[12]\d|3[01])[ .](?:\d\d|(?:19|20)\d\d)"
    r"|(?:19|20)\d\d[ .](?:0[1-9]|1[0-2])[ .](?:0[1-9]|[12]\d|3[01])"
)
_YEARS = re.compile(r"(?:19|20)\d\d(?:[ .](?:19|20)\d\d)+")


def find_number_groups(text: str, *, shape: IdShape) -> Iterator[str]:
    """Give every row of groups of digits in a settled text that could be an id of this shape.

    >>> shape = IdShape(lengths=frozenset({6}), words=1, always_digits=True)
    >>> [*find_number_groups("see 20 47 33, account no. 204 733; 204 733 EUR", shape=shape)]
    ['204733', '204733']
    """
    if not may_be_grouped(shape):
        return
    for match in _ROW.finditer(text):
        digits = match[0].replace(match[1], "")
        if len(digits) >= LEAST_DIGITS and len(digits) in shape.lengths:
            before, after = (
                text[max(0, match.start() - 16) : match.start()],
                text[match.end() :][:9],
            )
            if not _is_something_else(match[0], before, after):
                yield digits


def may_be_grouped(shape: IdShape) -> bool:
    """Tell whether any id is a number so long that it would be looked for in groups."""
    return shape.numbers and any(length >= LEAST_DIGITS for length in shape.lengths)


def groups_of_digits_in(text: str, shape: bytes) -> Iterator[str]:
    """Give where groups of digits stand beside each other, with what is around it.

    `shape` is `shape_of` the text.
    """
    for begin in _GROUPS_BEGIN:
        at = shape.find(begin)
        while at >= 0:
            yield text[max(0, at - _BEFORE) : at + _AFTER]
            at = shape.find(begin, at + _AFTER // 2)


def _is_something_else(row: str, before: str, after: str) -> bool:
    """Tell whether a row of groups reads like an amount, a date, years or a telephone number."""
    if _CALLED.search(before) or row[0] == "0":
        return True
    if _MONEY_BEFORE.search(before) or _MONEY_AFTER.match(after):
        return True
    if _DAY.fullmatch(row) or _YEARS.fullmatch(row):
        return True
    return _THOUSANDS.fullmatch(row) is not None and not _ANNOUNCED.search(before)
