"""The report as a workbook: one sheet that says the whole, one with everybody.

Cells are text or whole numbers, never formulas, so nothing in a name or an answer is run.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from composer.i18n import _, is_right_to_left
from composer.model.states import RecipientState
from composer.records.bounce_sentences import bounce_sentences
from composer.records.dossier import moment_words
from composer.records.report import (
    COLUMNS,
    ReportHead,
    ReportLine,
    batch_totals,
    groups,
    report_cells,
    sentence,
)

_NOT_A_DATE = datetime(2000, 1, 1, tzinfo=UTC)  # the same bytes for the same content
_WIDTHS = (8, 34, 34, 10, 12, 28, 8, 40, 66, 16)
_LONGEST_CELL = 32_767
MOST_ROWS = 1_048_575
"""A sheet holds no more below its head; the rest goes on in further sheets."""

Row = Sequence[str | int]


def xlsx_report(head: ReportHead, lines: Sequence[ReportLine]) -> bytes:
    """Write the workbook; everybody has a row, whatever a sheet can hold."""
    made = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(made, options) as book:
        book.set_properties({"created": _NOT_A_DATE})
        strong = book.add_format({"bold": True})
        _write_summary(book, strong, head, lines)
        for number, at in enumerate(range(0, max(1, len(lines)), MOST_ROWS), 1):
            name = _("People") if number == 1 else f"{_('People')} {number}"
            _write_people(book, strong, name, lines[at : at + MOST_ROWS])
    return made.getvalue()


def _write_summary(
    book: Workbook, strong: Format, head: ReportHead, lines: Sequence[ReportLine]
) -> None:
    sheet = book.add_worksheet(_("Report"))
    if is_right_to_left():
        sheet.right_to_left()
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, 2, 16)
    for at, (row, is_title) in enumerate(_summary(head, lines)):
        for column, cell in enumerate(row):
            _put(sheet, (at, column), cell, strong if is_title else None)


def _summary(head: ReportHead, lines: Sequence[ReportLine]) -> Iterator[tuple[Row, bool]]:
    yield (sentence(head),), True
    yield from (((text,), False) for text in (*head.linked, *head.decided))
    yield (), False
    yield from ((row, False) for row in groups(head.counts))
    yield (), False
    yield (_("What came back"),), True
    came = list(bounce_sentences(head.bounces)) or [_("Nothing came back that we know of.")]
    yield from (((text,), False) for text in came)
    for title, name_of in (
        (_("By language"), _language),
        (_("By domain"), _domain),
    ):
        yield (), False
        yield (title, _("Handed over"), _("People")), True
        yield from ((row, False) for row in _shares((name_of(line), line.state) for line in lines))
    yield (), False
    yield (_("By batch"), _("Handed over"), _("People")), True
    yield from ((row, False) for row in batch_totals(lines))
    if head.dossier:
        yield (), False
        yield (_("What happened, in order"),), True
        yield from (((one.words, moment_words(one.at)), False) for one in head.dossier.events)


def _language(line: ReportLine) -> str | int:
    return line.locale or "–"


def _domain(line: ReportLine) -> str | int:
    return line.address.rpartition("@")[2].lower()


def _shares(found: Iterable[tuple[str | int, RecipientState]]) -> Iterator[Row]:
    totals: Counter[str | int] = Counter()
    accepted: Counter[str | int] = Counter()
    for name, state in found:
        if name:
            totals[name] += 1
            accepted[name] += state is RecipientState.ACCEPTED
    return ((name, accepted[name], count) for name, count in totals.most_common())


def _write_people(book: Workbook, strong: Format, name: str, lines: Sequence[ReportLine]) -> None:
    sheet = book.add_worksheet(name)
    if is_right_to_left():
        sheet.right_to_left()
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    for column, title in enumerate(COLUMNS):
        sheet.write_string(0, column, title, strong)
    for at, line in enumerate(lines, 1):
        for column, cell in enumerate(report_cells(line)):
            _put(sheet, (at, column), cell)


def _put(
    sheet: Worksheet, at: tuple[int, int], cell: str | int, style: Format | None = None
) -> None:
    if isinstance(cell, int):
        sheet.write_number(*at, cell, style)
    elif cell:
        sheet.write_string(*at, cell[:_LONGEST_CELL], style)
