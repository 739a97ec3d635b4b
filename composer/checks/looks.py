"""Finds what keeps people from reading a page: poor contrast, skipped headings, pictures only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from composer.checks.contrast import Poor, find_poor_contrast
from composer.checks.dark_contrast import find_poor_contrast_in_dark
from composer.checks.markup import read_page
from composer.checks.written import Where, Written, without_fields
from composer.findings import Finding, finding

LEAST_LETTERS = 30
"""A text with pictures and fewer letters is a picture."""
_LETTERS_OF_A_FIELD = 10


def find_look_findings(written: Written) -> Iterator[Finding]:
    """Find what is hard to read in one language."""
    where = written.where("body")
    for poor in find_poor_contrast(written.whole_page):
        yield _poor("content.low_contrast", poor, where)
    for poor in find_poor_contrast_in_dark(written.whole_page):
        yield _poor("content.low_contrast_dark", poor, where)
    if skipped := _skipped(written.page.headings):
        before, after = skipped
        yield finding("content.heading_skips", where=where, before=before, after=after)
    if _is_picture(written):
        yield finding("content.only_pictures", where=where)


def _is_picture(written: Written) -> bool:
    """Tell whether what is told is told by pictures: the layout's own words tell nothing."""
    body = read_page("", body=written.sources.html)
    words = without_fields(body.text)
    letters = sum(char.isalnum() for char in words)
    fields = _LETTERS_OF_A_FIELD * (body.text != words)
    has_pictures = bool(body.pictures or (written.page.pictures and not letters))
    return has_pictures and letters + fields < LEAST_LETTERS


def _poor(code: str, poor: Poor, where: Where) -> Finding:
    return finding(
        code,
        where=where,
        said=poor.text,
        colour=poor.colour,
        ground=poor.ground,
        ratio=f"{poor.tenths // 10}.{poor.tenths % 10}",
    )


def _skipped(levels: Sequence[int]) -> tuple[int, int] | None:
    """Give the first two headings between which a level is missing.

    >>> _skipped((1, 2, 2, 3, 1)), _skipped((1, 3))
    (None, (1, 3))
    """
    return next(((one, other) for one, other in pairwise(levels) if other > one + 1), None)
