"""A glossary as a table: one row for each word, one column for each language.

The columns, in any order, are named in English in every language of the window, because the file
goes to other people: `source` (needed), `source language`, `do not translate` (yes or no), `note`,
a column for each language called by its tag (`de`, `pt-BR`), and `not de` for what must not be
said. Several ways to say a word stand in one cell with `|` between them. A column that a file
does not have says nothing: what is known stays. Nothing is repaired: a row that cannot be read is a
finding, and then nothing of the file is taken.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from xlsxwriter import Workbook

from composer.findings import Finding, finding
from composer.model.glossary import GlossaryTerm, Saying
from composer.model.locale_tags import canonical
from composer.translation.glossary import find_term_problems, tidy_term

BETWEEN = "|"
WORDS = "Glossary"
"""The sheet of a workbook that has the words."""
SOURCE, SOURCE_LANGUAGE, FIXED, NOTE = "source", "source language", "do not translate", "note"
_NOT = "not "
_OURS = (SOURCE, SOURCE_LANGUAGE, FIXED, NOTE)
_ANSWERS = {
    "": False, "no": False, "0": False, "false": False,
    "yes": True, "1": True, "true": True, "x": True,
}  # fmt: skip
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NOT_A_DATE = datetime(2000, 1, 1, tzinfo=UTC)  # the same bytes for the same content
_EXPLAINED = (
    (SOURCE, "The word as it stands in the text that is translated. Needed in every row."),
    (SOURCE_LANGUAGE, "The language of that word, such as en. Empty: the one chosen on import."),
    (FIXED, "yes: the word stays as it is in every language, such as a name. Otherwise no."),
    (NOTE, "What a translator should know about the word."),
    ("de", "How the word is said in a language; the column is named as the language's tag."),
    ("not de", "How the word must not be said in that language."),
    ("a | b", "Several ways to say a word stand in one cell with | between them, the best first."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRow:
    """One row; None stands for columns that the file does not have."""

    source: str
    source_locale: str
    is_fixed: bool | None = None
    note: str | None = None
    targets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    forbidden: dict[str, tuple[str, ...]] = field(default_factory=dict)


def read_rows(
    columns: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str]]],
    *,
    source_locale: str,
    file: str,
) -> tuple[tuple[TermRow, ...], tuple[Finding, ...]]:
    """Read numbered rows of cells; with findings, nothing of the file is to be used."""
    names = [_column(name) for name in columns]
    findings = _find_column_problems(columns, names, file)
    if findings:
        return (), tuple(findings)
    found: list[TermRow] = []
    first: dict[tuple[str, str], int] = {}
    for number, cells in rows:
        where: dict[str, str | int] = {"file": file, "row": number}
        by_name = dict(zip(names, map(_plain, cells), strict=False))
        answer = by_name.get(FIXED)
        if answer is not None and answer.casefold() not in _ANSWERS:
            values = {"value": answer[:60], "column": FIXED}
            findings.append(finding("glossary.bad_answer", where=where, **where, **values))
            continue
        row = _row(by_name, source_locale)
        findings += find_term_problems(merged(row, None), where)
        key = (row.source_locale, " ".join(row.source.casefold().split()))
        if row.source and key in first:
            findings.append(
                finding("glossary.twice", where=where, **where, term=row.source, first=first[key])
            )
        first.setdefault(key, number)
        found.append(row)
    return tuple(found), tuple(findings)


def merged(row: TermRow, known: GlossaryTerm | None) -> GlossaryTerm:
    """Give an entry as it will be after a row was taken over."""
    base = known or GlossaryTerm(source=row.source, source_locale=row.source_locale)
    locales = dict.fromkeys((*(item.locale for item in base.sayings), *row.targets, *row.forbidden))
    sayings = tuple(
        Saying(
            locale=locale,
            targets=row.targets.get(locale, base.saying(locale).targets),
            forbidden=row.forbidden.get(locale, base.saying(locale).forbidden),
        )
        for locale in sorted(locales)
    )
    return tidy_term(
        replace(
            base,
            source=row.source,
            is_fixed=base.is_fixed if row.is_fixed is None else row.is_fixed,
            note=base.note if row.note is None else row.note,
            sayings=sayings,
        )
    )


def glossary_cells(terms: Sequence[GlossaryTerm]) -> list[list[str]]:
    """Give a glossary as rows of cells, the names of the columns first."""
    locales = sorted({item.locale for term in terms for item in term.sayings})
    forbidden = {item.locale for term in terms for item in term.sayings if item.forbidden}
    names = [
        name
        for locale in locales
        for name in ((locale, _NOT + locale) if locale in forbidden else (locale,))
    ]
    return [[*_OURS, *names], *([*_own_cells(term), *_said(term, names)] for term in terms)]


def write_glossary_csv(terms: Sequence[GlossaryTerm]) -> bytes:
    """Write a glossary as CSV; UTF-8 with a byte-order mark, so that table programs see it.

    A cell that a table program would run as a formula has an apostrophe in front; reading takes it
    away again.
    """
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(
        [f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell for cell in row]
        for row in glossary_cells(terms)
    )
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


def write_glossary_xlsx(terms: Sequence[GlossaryTerm]) -> bytes:
    """Write a glossary as a workbook, with a sheet that explains the columns."""
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"created": _NOT_A_DATE, "title": WORDS})
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet(WORDS)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 40, 24)
        for number, row in enumerate(glossary_cells(terms)):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell, None if number else bold)
        help_sheet = book.add_worksheet("Columns")
        help_sheet.set_column(0, 0, 20)
        help_sheet.set_column(1, 1, 90)
        for number, (name, text) in enumerate(_EXPLAINED):
            help_sheet.write_string(number, 0, name, bold)
            help_sheet.write_string(number, 1, text)
    return content.getvalue()


def _column(name: str) -> str:
    """Give a column's name as it is known here, or nothing."""
    folded = " ".join(name.casefold().replace("_", " ").split())
    if folded in _OURS:
        return folded
    is_not = folded.startswith(_NOT)
    tag = canonical(name.strip()[len(_NOT) :].strip() if is_not else name.strip())
    if tag is None:
        return ""
    return _NOT + tag if is_not else tag


def _find_column_problems(columns: Sequence[str], names: Sequence[str], file: str) -> list[Finding]:
    where: dict[str, str | int] = {"file": file}
    if SOURCE not in names:
        listed = ", ".join(columns[:20])
        return [finding("glossary.no_columns", where=where, file=file, names=listed)]
    found: list[Finding] = []
    for at, (column, name) in enumerate(zip(columns, names, strict=True)):
        place = {**where, "column": column}
        if not name:
            found.append(finding("glossary.unknown_column", where=place, file=file, column=column))
        elif name in names[:at]:
            found.append(finding("glossary.column_twice", where=place, file=file, column=column))
    return found


def _row(by_name: dict[str, str], source_locale: str) -> TermRow:
    stated = by_name.get(SOURCE_LANGUAGE) or source_locale
    answer = by_name.get(FIXED)
    said = {name: _parts(cell) for name, cell in by_name.items() if name not in _OURS}
    return TermRow(
        source=by_name[SOURCE],
        source_locale=canonical(stated) or stated,
        is_fixed=None if answer is None else _ANSWERS[answer.casefold()],
        note=by_name.get(NOTE),
        targets={name: parts for name, parts in said.items() if not name.startswith(_NOT)},
        forbidden={
            name.removeprefix(_NOT): parts for name, parts in said.items() if name.startswith(_NOT)
        },
    )


def _plain(cell: str) -> str:
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA_STARTS) else text


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(BETWEEN) if part.strip())


def _own_cells(term: GlossaryTerm) -> list[str]:
    return [term.source, term.source_locale, "yes" if term.is_fixed else "no", term.note]


def _said(term: GlossaryTerm, names: Iterable[str]) -> list[str]:
    cells: list[str] = []
    for name in names:
        saying = term.saying(name.removeprefix(_NOT))
        texts = saying.forbidden if name.startswith(_NOT) else saying.targets
        cells.append(f" {BETWEEN} ".join(texts))
    return cells
