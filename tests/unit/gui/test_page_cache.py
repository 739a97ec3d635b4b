"""Pages are read when they are looked at, the newest wish first, and forgotten in order."""

from __future__ import annotations

from composer.gui.page_cache import PAGE_ROWS, PAGES_KEPT, WISHES_KEPT, PageCache


class Reader:
    """Notes which pages were asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.cache: PageCache[int] = PageCache(self.asked.append)

    def answer(self) -> None:
        number = self.asked[-1]
        self.cache.take(number, range(number * PAGE_ROWS, (number + 1) * PAGE_ROWS))


def test_a_row_is_asked_for_once_and_then_given():
    reader = Reader()
    assert reader.cache.row(300) is None
    assert reader.cache.row(301) is None
    assert reader.asked == [1]
    reader.answer()
    assert reader.cache.row(300) == 300


def test_what_is_looked_at_last_is_read_next_and_what_was_passed_by_is_not():
    reader = Reader()
    for page in range(20):
        reader.cache.row(page * PAGE_ROWS)
    assert reader.asked == [0]
    for _turn in range(WISHES_KEPT + 3):
        reader.answer()
    assert reader.asked == [0, 19, 18, 17, 16]


def test_the_pages_least_recently_seen_are_forgotten():
    reader = Reader()
    for page in range(PAGES_KEPT + 1):
        reader.cache.row(page * PAGE_ROWS)
        reader.answer()
        reader.cache.row(0)
    assert len(reader.cache) == PAGES_KEPT
    assert reader.cache.row(0) == 0
    assert reader.cache.row(PAGE_ROWS) is None


def test_old_rows_are_shown_until_they_were_read_again():
    reader = Reader()
    reader.cache.begin([7, 8])
    reader.cache.mark_old()
    assert reader.cache.row(0) == 7
    assert reader.asked == [0]
    reader.cache.take(0, [9, 8])
    assert reader.cache.row(0) == 9
    assert reader.asked == [0]


def test_a_mended_row_is_shown_at_once():
    reader = Reader()
    reader.cache.begin([1, 2, 3])
    reader.cache.replace(1, 9)
    assert [reader.cache.row(at) for at in range(3)] == [1, 9, 3]


def test_a_page_that_could_not_be_read_holds_up_no_other():
    reader = Reader()
    reader.cache.row(0)
    reader.cache.row(PAGE_ROWS)
    reader.cache.miss()
    assert reader.asked == [0, 1]


def test_a_page_that_could_not_be_read_is_asked_for_again_only_after_a_change():
    reader = Reader()
    reader.cache.row(0)
    reader.cache.miss()
    reader.cache.row(0)
    assert reader.asked == [0]
    reader.cache.mark_old()
    reader.cache.row(0)
    assert reader.asked == [0, 0]


def test_a_page_whose_reading_began_before_a_change_is_read_once_more():
    reader = Reader()
    reader.cache.row(0)
    reader.cache.mark_old()
    reader.answer()
    assert reader.cache.row(0) == 0
    assert reader.asked == [0, 0]
    reader.answer()
    reader.cache.row(0)
    assert reader.asked == [0, 0]
