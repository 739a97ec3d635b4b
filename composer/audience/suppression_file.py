"""Read a file of people who must not be written to: our own, SendGrid's and Mailchimp's exports.

A column of addresses is needed. Why each must not be written to is read from a column of reasons
where its words are known, else from what kind of export it is, else it is what the caller says; a
row that has none is a finding and is not taken. So is a row whose address nobody could write to.
The other rows of the file are good: leaving them out would let people be written to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from composer.audience.addresses import address_problem
from composer.audience.fields import is_empty_cell
from composer.audience.sources.source import SourceOptions, open_source
from composer.audience.suppression import make_suppression
from composer.findings import Finding, finding
from composer.model.suppression import Suppression, SuppressionReason

_ADDRESS_COLUMNS = ("address", "email", "email address", "e-mail", "e-mail address", "recipient")
_REASON_COLUMNS = ("reason", "why", "suppression reason", "type", "list")
_DATE_COLUMNS = (
    "date", "at", "created", "created at", "unsub_time", "clean_time", "timestamp", "time",
)  # fmt: skip
_NOTE_COLUMNS = ("note", "notes", "comment")
_OF_EXPORT = {
    "unsub_time": SuppressionReason.UNSUBSCRIBE,  # Mailchimp's unsubscribed people
    "clean_time": SuppressionReason.BOUNCE,  # Mailchimp's cleaned people
}
_WORDS = {
    **{reason.value: reason for reason in SuppressionReason},
    "bounced": SuppressionReason.BOUNCE,
    "cleaned": SuppressionReason.BOUNCE,
    "hard": SuppressionReason.BOUNCE,
    "hard bounce": SuppressionReason.BOUNCE,
    "hard_bounce": SuppressionReason.BOUNCE,
    "invalid": SuppressionReason.BOUNCE,
    "invalid email": SuppressionReason.BOUNCE,
    "abuse": SuppressionReason.COMPLAINT,
    "spam": SuppressionReason.COMPLAINT,
    "spam report": SuppressionReason.COMPLAINT,
    "spamreport": SuppressionReason.COMPLAINT,
    "spam complaint": SuppressionReason.COMPLAINT,
    "erased": SuppressionReason.ERASURE,
    "gdpr": SuppressionReason.ERASURE,
    "group unsubscribe": SuppressionReason.UNSUBSCRIBE,
    "global unsubscribe": SuppressionReason.UNSUBSCRIBE,
    "opt-out": SuppressionReason.UNSUBSCRIBE,
    "opt out": SuppressionReason.UNSUBSCRIBE,
    "optout": SuppressionReason.UNSUBSCRIBE,
    "unsubscribed": SuppressionReason.UNSUBSCRIBE,
}
_HARMLESS = frozenset({"audience.encoding_guess"})  # addresses in ASCII read alike in every guess
_LATEST_SECONDS = 253402300799


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppressionFile:
    """What a file holds: entries that can be taken, and a finding for every row that cannot."""

    entries: tuple[Suppression, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """Where the file has what; None where it does not."""

    address: int
    reason: int | None
    date: int | None
    note: int | None
    of_export: SuppressionReason | None


def read_suppression_file(
    path: Path, *, reason: SuppressionReason | None, now: datetime
) -> SuppressionFile:
    """Read a file; `reason` is for rows that do not say it themselves, `now` for those undated."""
    source = open_source(path, options=SourceOptions())
    problems = [item for item in source.findings if item.blocks and item.code not in _HARMLESS]
    columns = _find_columns(source.columns)
    if columns is None and not problems:
        names = ", ".join(source.columns[:20])
        problems = [finding("suppress.no_address_column", where={"file": path.name}, names=names)]
    if problems or columns is None:
        return SuppressionFile(entries=(), findings=tuple(problems))
    guess = "" if source.found.encoding_is_certain else source.found.encoding
    reading = _Reading(file=path.name, columns=columns, reason=reason, now=now, guess=guess)
    entries: list[Suppression] = []
    findings: list[Finding] = []
    for batch in source.batches():
        findings += [item for item in batch.findings if item.blocks]
        findings += [item for _row, _cells, item in batch.ragged]
        for row, cells in batch.rows:
            taken = reading.entry(row, cells)
            if isinstance(taken, Suppression):
                entries.append(taken)
            else:
                findings.append(taken)
    return SuppressionFile(entries=tuple(entries), findings=tuple(findings))


def _find_columns(names: Sequence[str]) -> _Columns | None:
    folded = [name.strip().casefold() for name in names]

    def first(wanted: Sequence[str]) -> int | None:
        return next((folded.index(name) for name in wanted if name in folded), None)

    address = first(_ADDRESS_COLUMNS)
    if address is None:
        return None
    of_export = next((kind for name, kind in _OF_EXPORT.items() if name in folded), None)
    return _Columns(
        address=address,
        reason=first(_REASON_COLUMNS),
        date=first(_DATE_COLUMNS),
        note=first(_NOTE_COLUMNS),
        of_export=of_export,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """How the rows of one file are read; `guess` is an encoding that nobody has confirmed."""

    file: str
    columns: _Columns
    reason: SuppressionReason | None
    now: datetime
    guess: str = ""

    def entry(self, row: int, cells: Sequence[str]) -> Suppression | Finding:
        """Make the entry of a row, or say why there is none."""
        where: dict[str, str | int] = {"file": self.file, "row": row}
        address = cells[self.columns.address].strip()
        if self.guess and not address.isascii():
            return finding(
                "audience.encoding_guess", where=where, encoding=self.guess, **dict(where)
            )
        reason = self._reason(cells)
        if reason is None:
            return finding("suppress.no_reason", where=where, row=row, file=self.file)
        at = self._date(cells)
        if at is None:
            return finding("suppress.bad_date", where=where, row=row, file=self.file)
        made = make_suppression(
            address,
            reason=reason,
            source=f"file:{self.file}",
            at=at,
            note=_cell(cells, self.columns.note),
        )
        return made or finding(address_problem(address), where=where, row=row)

    def _reason(self, cells: Sequence[str]) -> SuppressionReason | None:
        said = _WORDS.get(_cell(cells, self.columns.reason).casefold())
        return said or self.reason or self.columns.of_export

    def _date(self, cells: Sequence[str]) -> datetime | None:
        text = _cell(cells, self.columns.date)
        if is_empty_cell(text):
            return self.now
        return next(_read_dates(text), None)


def _cell(cells: Sequence[str], column: int | None) -> str:
    return "" if column is None else cells[column].strip()


def _read_dates(text: str) -> Iterator[datetime]:
    """Give the moment that a cell names: ISO 8601, or seconds since 1970; without a zone, UTC."""
    if text.isascii() and text.isdigit() and int(text[:20]) <= _LATEST_SECONDS and len(text) > 8:
        yield datetime.fromtimestamp(int(text), UTC)
        return
    try:
        found = datetime.fromisoformat(text.removesuffix(" UTC"))
    except ValueError:
        return
    yield found if found.tzinfo else found.replace(tzinfo=UTC)
