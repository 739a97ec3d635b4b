"""Pages of a long list, read in the background when they are looked at, never the whole list.

Tables of a million rows ask here for a row and get it, or nothing while its page is on the way.
One page is read at a time, the one looked at last first: whoever drags the scroll bar does not wait
for what was passed by. The pages least recently seen are forgotten.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")

PAGE_ROWS = 256
PAGES_KEPT = 64
WISHES_KEPT = 4


class PageCache(Generic[T]):
    """The pages of one list; `read(number)` is asked for a page and answered by `take`."""

    def __init__(self, read: Callable[[int], None]) -> None:
        self._read = read
        self._pages: OrderedDict[int, Sequence[T]] = OrderedDict()
        self._stale: set[int] = set()
        self._wishes: list[int] = []
        self._missed: set[int] = set()
        self._under_way: int | None = None
        self._comes_old = False

    def __len__(self) -> int:
        """Count the pages that are here."""
        return len(self._pages)

    def row(self, row: int) -> T | None:
        """Give a row if it was read; otherwise ask for its page."""
        number, at = divmod(row, PAGE_ROWS)
        page = self._pages.get(number)
        if page is None or number in self._stale:
            self._wish(number)
        if page is None:
            return None
        self._pages.move_to_end(number)
        return page[at] if at < len(page) else None

    def take(self, number: int, rows: Sequence[T]) -> range:
        """Keep a page that was read; give the rows it holds."""
        self._put(number, rows)
        if self._comes_old:
            self._stale.add(number)
        self._under_way = None
        self._next()
        return range(number * PAGE_ROWS, number * PAGE_ROWS + len(rows))

    def miss(self) -> None:
        """Go on after a page that could not be read; it is not asked for at each look again."""
        if self._under_way is not None:
            self._missed.add(self._under_way)
        self._under_way = None
        self._next()

    def begin(self, rows: Sequence[T] = ()) -> None:
        """Forget everything: the list is another, and these are its first rows."""
        self._pages.clear()
        self._stale.clear()
        self._wishes.clear()
        self._missed.clear()
        self._under_way, self._comes_old = None, False
        if rows:
            self._put(0, rows)

    def replace(self, row: int, value: T) -> None:
        """Put another row in the place of one that is here."""
        number, at = divmod(row, PAGE_ROWS)
        page = self._pages.get(number)
        if page is not None and at < len(page):
            self._pages[number] = (*page[:at], value, *page[at + 1 :])

    def mark_old(self) -> None:
        """Show what is here until it was read again; so is what is being read just now."""
        self._stale = set(self._pages)
        self._missed.clear()
        self._comes_old = self._under_way is not None

    def _put(self, number: int, rows: Sequence[T]) -> None:
        self._pages[number] = rows
        self._pages.move_to_end(number)
        self._stale.discard(number)
        while len(self._pages) > PAGES_KEPT:
            self._stale.discard(self._pages.popitem(last=False)[0])

    def _wish(self, number: int) -> None:
        if number == self._under_way or number in self._missed:
            return
        if number in self._wishes:
            self._wishes.remove(number)
        self._wishes.append(number)
        del self._wishes[:-WISHES_KEPT]
        self._next()

    def _next(self) -> None:
        if self._under_way is None and self._wishes:
            self._under_way, self._comes_old = self._wishes.pop(), False
            self._read(self._under_way)
