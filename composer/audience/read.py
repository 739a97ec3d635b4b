"""Read the audience: one row, one person, one address; every problem is a finding with its place.

Cells are kept as written. A row with a problem of its own is not among the people; it is a finding,
and blocks until somebody corrects the file or leaves the row out. Ids, tokens and suppressions are
given later, by the workspace.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from composer.audience.addresses import address_problem, mailbox_key
from composer.audience.fields import is_empty_cell
from composer.audience.table import CONTROL, Table, nearest, open_table, read_rows
from composer.findings import Finding, finding
from composer.model.campaign import AudienceSettings
from composer.model.locale_tags import canonical

MAX_FINDINGS = 100_000
_DEFAULT_LOCALE_COLUMN = AudienceSettings(file="").locale


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One person as the file has them; `fields` holds every column in order, cells as written."""

    row: int
    address: str
    locale: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceRead:
    """What a file holds: its columns, the people that can be written to, and everything wrong.

    `count` counts all rows that are not blank, also those that are findings.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    count: int


def read_audience(content: bytes, *, settings: AudienceSettings, file: str) -> AudienceRead:
    """Read a CSV file in UTF-8, delimited by comma, semicolon, tab or bar."""
    table, findings = open_table(content, file=file, wanted_column=settings.email)
    if table is None:
        return AudienceRead(columns=(), rows=(), findings=tuple(findings), count=0)
    findings += find_missing_columns(table.columns, settings, file=file)
    if any(item.blocks for item in findings):
        return AudienceRead(columns=table.columns, rows=(), findings=tuple(findings), count=0)
    reading = _Reading(table=table, settings=settings, file=file, findings=findings)
    rows = reading.people()
    if not rows and not any(item.blocks for item in reading.findings):
        reading.findings.append(finding("audience.nobody", where={"file": file}, file=file))
    return AudienceRead(
        columns=table.columns,
        rows=rows,
        findings=tuple(_capped(reading.findings)),
        count=reading.count,
    )


def find_missing_columns(
    columns: tuple[str, ...], settings: AudienceSettings, *, file: str
) -> list[Finding]:
    """Find columns that the settings name and the file lacks."""
    named = [settings.email, *settings.ids, *settings.contacts, *settings.personal]
    if settings.locale and settings.locale != _DEFAULT_LOCALE_COLUMN:
        named.append(settings.locale)
    findings = [
        finding(
            "audience.no_column",
            where={"file": file, "row": 1, "column": name},
            file=file,
            column=name,
            nearest=nearest(name, columns),
        )
        for name in dict.fromkeys(named)
        if name not in columns
    ]
    if settings.locale == _DEFAULT_LOCALE_COLUMN and settings.locale not in columns:
        where: dict[str, str | int] = {"file": file, "row": 1, "column": settings.locale}
        findings.append(
            finding("audience.no_locale_column", where=where, file=file, column=settings.locale)
        )
    return findings


def find_contract_findings(settings: AudienceSettings, count: int) -> list[Finding]:
    """Compare the number of people with what was promised before the file was read."""
    where: dict[str, str | int] = {"file": settings.file}
    if settings.expected is None:
        return [finding("audience.not_promised", where=where, count=f"{count:,}")]
    if abs(count - settings.expected) <= settings.expected * settings.tolerance:
        return []
    return [
        finding(
            "audience.wrong_count",
            where=where,
            expected=f"{settings.expected:,}",
            count=f"{count:,}",
        )
    ]


@dataclass(slots=True, kw_only=True)
class _Reading:
    """The state of one pass over the rows."""

    table: Table
    settings: AudienceSettings
    file: str
    findings: list[Finding]
    count: int = 0
    first_rows: dict[str, int] = field(default_factory=dict)
    special_domains: Counter[str] = field(default_factory=Counter)
    special_rows: dict[str, int] = field(default_factory=dict)

    def people(self) -> tuple[Row, ...]:
        """Read all rows; problems go to `findings`."""
        columns = self.table.columns
        email = columns.index(self.settings.email)
        locale = columns.index(self.settings.locale) if self.settings.locale in columns else None
        look_for_controls = CONTROL.search(self.table.text) is not None
        ragged = len(self.findings)
        people: list[Row] = []
        for number, cells in read_rows(self.table, file=self.file, findings=self.findings):
            self.count += 1
            wish = "" if locale is None else cells[locale].strip()
            bad = look_for_controls and self._has_control_characters(number, cells)
            bad = self._has_bad_locale(number, wish) or bad
            bad = self._has_bad_address(number, cells[email]) or bad
            if not bad:
                people.append(
                    Row(
                        row=number,
                        address=cells[email],
                        locale="" if is_empty_cell(wish) else wish,
                        fields=tuple(zip(columns, cells, strict=True)),
                    )
                )
        self.count += sum(item.code in _RAGGED for item in self.findings[ragged:])
        self._tell_special_domains()
        return tuple(people)

    def _has_bad_address(self, number: int, address: str) -> bool:
        problem = address_problem(address)
        if problem and problem != "address.special_use":
            self._add(problem, number, self.settings.email)
            return True
        if problem:
            domain = address.rpartition("@")[2].lower()
            self.special_domains[domain] += 1
            self.special_rows.setdefault(domain, number)
        key = mailbox_key(address)
        first = self.first_rows.setdefault(key, number)
        if first != number:
            where = self._where(number, self.settings.email) | {"recipient": address}
            self.findings.append(
                finding("audience.duplicate", where=where, row=number, first=first)
            )
        return first != number

    def _has_bad_locale(self, number: int, wish: str) -> bool:
        if _is_locale_or_empty(wish):
            return False
        self._add("audience.bad_locale", number, self.settings.locale)
        return True

    def _has_control_characters(self, number: int, cells: list[str]) -> bool:
        bad = [
            name
            for name, cell in zip(self.table.columns, cells, strict=True)
            if CONTROL.search(cell) and name != self.settings.email
        ]
        for name in bad:
            self._add("audience.control", number, name)
        return bool(bad)

    def _tell_special_domains(self) -> None:
        for domain, count in self.special_domains.items():
            where = self._where(self.special_rows[domain], self.settings.email)
            self.findings.append(
                finding("audience.special_domain", where=where, domain=domain, count=count)
            )

    def _add(self, code: str, number: int, column: str) -> None:
        where = self._where(number, column)
        self.findings.append(finding(code, where=where, row=number, column=column))

    def _where(self, number: int, column: str) -> dict[str, str | int]:
        return {"file": self.file, "row": number, "column": column}


_RAGGED = frozenset({"audience.short_row", "audience.long_row"})


@lru_cache(maxsize=4096)
def _is_locale_or_empty(wish: str) -> bool:
    return is_empty_cell(wish) or canonical(wish) is not None


def _capped(findings: list[Finding]) -> list[Finding]:
    if len(findings) <= MAX_FINDINGS:
        return findings
    more = finding("audience.more_findings", count=len(findings) - MAX_FINDINGS)
    return [*findings[:MAX_FINDINGS], more]
