"""Finds what keeps people from reading a page: poor contrast, skipped headings, pictures only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from composer.checks.contrast import Poor, find_poor_contrast
from composer.checks.dark_contrast import find_poor_contrast_in_dark
from composer.checks.written import Where, Written
from composer.findings import Finding, finding

LEAST_LETTERS = 30
"""A page with pictures and fewer letters is a picture."""


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
    letters = sum(char.isalnum() for char in written.words)
    if written.page.pictures and letters < LEAST_LETTERS:
        yield finding("content.only_pictures", where=where)


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
