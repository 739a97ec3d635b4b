"""Judge rows: who can be written to, whose row is wrong and in which cell, who was decided against.

Whole batches are judged at once where everything is as it should be; only a batch in which
something may be wrong is looked through row by row: the verdicts are the same. Nothing is repaired.
What only a whole list shows (the same address twice) is found where the list is stored.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

import orjson
from email_validator import SPECIAL_USE_DOMAIN_NAMES

from composer.audience.addresses import address_problem, mailbox_key
from composer.audience.fields import is_empty_cell
from composer.audience.inactive import InactiveRule
from composer.audience.segment_grammar import NotComparableError
from composer.audience.segments import SegmentTally
from composer.finding_texts.table import FINDING_TEXTS
from composer.findings import Finding, finding
from composer.model.campaign import AudienceSettings
from composer.model.locale_tags import canonical
from composer.model.recipient import address_key
from composer.store.people_making import PeopleBatch

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
SEGMENT, INACTIVE = "segment", "inactive"
LATER, OTHER_LANGUAGE = "later", "other_language"
_JUDGED = ("address.", "segment.", "inactive.")
_JUDGED_TOO = frozenset(
    {
        "audience.bad_locale", "audience.control", "audience.duplicate", "audience.long_row",
        "audience.short_row",
    }
)  # fmt: skip
SPECIAL_USE = "address.special_use"

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_PLAIN = re.compile(rf"(?:{_ATOM}(?:\.{_ATOM})*@[A-Za-z0-9.-]+\n)+", re.ASCII)
_PLAIN_ONE = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@[A-Za-z0-9.-]+", re.ASCII)
_DOMAINS = re.compile(r"@([^\n]*)\n")
_SURELY_SHORT = 64  # no part of an address as long as this is too long
_DOMAINS_KEPT = 200_000
_MOST_DOMAINS = 100

Row = tuple[int, list[str]]
Problems = list[tuple[int, str, str, str]]


@dataclass(slots=True, kw_only=True)
class RowJudge:
    """The judge of one list: batch after batch, in the order of the list.

    `spellings` collects (row, mailbox key) of addresses whose domain may be written in another way:
    two spellings of one mailbox are one person.
    """

    columns: tuple[str, ...]
    settings: AudienceSettings
    file: str
    segment: SegmentTally | None = None
    inactive: InactiveRule | None = None
    spellings: list[tuple[int, str]] = field(default_factory=list)
    _good_domains: set[str] = field(default_factory=set)
    _email: int = field(default=0, init=False)
    _locale: int | None = field(default=None, init=False)
    _later: frozenset[str] = field(default=frozenset(), init=False)
    _only: frozenset[str] = field(default=frozenset(), init=False)

    def __post_init__(self) -> None:
        """Look up the columns that say more than a field."""
        self._email = self.columns.index(self.settings.email)
        self._later = frozenset(tag for tag, _campaign in self.settings.later)
        self._only = frozenset(self.settings.only)
        if self.settings.locale in self.columns:
            self._locale = self.columns.index(self.settings.locale)

    def judge(self, numbers: list[int], rows: list[list[str]]) -> PeopleBatch:
        """Judge rows that have one cell for each column."""
        left_out, open_ = self._decided(numbers, rows)
        emails = [cells[self._email] for cells in rows]
        wishes, bad_wishes = self._wishes(numbers, rows)
        left_out += self._by_language(numbers, wishes, dict(left_out))
        keys, addresses, bad_addresses = self._addresses(numbers, emails)
        problems = [*self._controls(numbers, rows), *bad_wishes, *bad_addresses, *open_]
        out = {row for row, _code in left_out}
        problems = [item for item in problems if item[0] not in out]
        unlisted = out | {row for row, code, _column, _details in problems if is_bar(code)}
        if unlisted:
            keys = [
                None if row in unlisted else key for row, key in zip(numbers, keys, strict=True)
            ]
        return PeopleBatch(
            rows=numbers,
            keys=keys,
            addresses=addresses,
            locales=wishes,
            cells=_packed(rows),
            problems=problems,
            left_out=left_out,
        )

    def findings(self, domains: Mapping[str, int]) -> list[Finding]:
        """Say what the whole list shows: reserved domains, a segment that cannot be meant.

        `domains` counts the listed people of each domain.
        """
        found = [
            finding("audience.special_domain", where=self._where(), domain=domain, count=count)
            for domain, count in sorted(domains.items(), key=lambda item: (-item[1], item[0]))
            if domain.rpartition(".")[2] in SPECIAL_USE_DOMAIN_NAMES
        ]
        return found[:_MOST_DOMAINS] + (
            self.segment.findings(file=self.file) if self.segment else []
        )

    def _where(self) -> dict[str, str | int]:
        return {"file": self.file, "column": self.settings.email}

    def _decided(
        self, numbers: list[int], rows: list[list[str]]
    ) -> tuple[list[tuple[int, str]], Problems]:
        """Tell who was decided against, and whose cell cannot be compared."""
        left_out: list[tuple[int, str]] = []
        problems: Problems = []
        if self.segment is None and self.inactive is None:
            return left_out, problems
        for number, cells in zip(numbers, rows, strict=True):
            code = SEGMENT
            try:
                if self.segment is not None and not self.segment.keeps(cells):
                    left_out.append((number, SEGMENT))
                    continue
                code = INACTIVE
                if self.inactive is not None and self.inactive.leaves_out(cells):
                    left_out.append((number, INACTIVE))
            except NotComparableError as error:
                kind = "segment.not_comparable" if code == SEGMENT else "inactive.no_day"
                problems.append(
                    _problem(number, kind, error.column, value=error.value, column=error.column)
                )
        return left_out, problems

    def _by_language(
        self, numbers: list[int], wishes: list[str], decided: Mapping[int, str]
    ) -> list[tuple[int, str]]:
        """Tell who of the others is written to by the linked campaign because of their language."""
        later, only = self._later, self._only
        if not later and not only:
            return []
        found: list[tuple[int, str]] = []
        for number, wish in zip(numbers, wishes, strict=True):
            tag = canonical(wish) or ""
            if number in decided:
                continue
            if tag in later:
                found.append((number, LATER))
            elif only and tag not in only:
                found.append((number, OTHER_LANGUAGE))
        return found

    def _controls(self, numbers: list[int], rows: list[list[str]]) -> Problems:
        text = "".join(chain.from_iterable(rows))
        if text.isprintable() or CONTROL.search(text) is None:
            return []
        return [
            _problem(number, "audience.control", name, column=name)
            for number, cells in zip(numbers, rows, strict=True)
            if CONTROL.search("".join(cells)) is not None
            for name, cell in zip(self.columns, cells, strict=True)
            if name != self.settings.email and CONTROL.search(cell) is not None
        ]

    def _wishes(self, numbers: list[int], rows: list[list[str]]) -> tuple[list[str], Problems]:
        """Give each row's wished locale, and a problem for each that is none."""
        if self._locale is None:
            return [""] * len(rows), []
        place, column = self._locale, self.settings.locale
        written = [cells[place] for cells in rows]
        known = {text: _wish(text) for text in set(written)}
        bad = {text for text, wish in known.items() if wish is None}
        problems = [
            _problem(number, "audience.bad_locale", column, column=column)
            for number, text in zip(numbers, written, strict=True)
            if text in bad
        ] if bad else []  # fmt: skip
        return [known[text] or "" for text in written], problems

    def _addresses(
        self, numbers: list[int], emails: list[str]
    ) -> tuple[list[str | None], list[str | None], Problems]:
        """Give keys, addresses that differ from their keys, and a problem for each that is none."""
        keys: list[str | None]
        joined = "\n".join(emails)
        if self._are_plain(joined, emails):
            folded = joined.lower()
            keys = list(folded.split("\n"))
            return keys, _unlike(emails, keys, differs=folded != joined), []
        keys, problems = list(joined.lower().split("\n")), []
        if len(keys) != len(emails):  # a line end in a cell
            keys = [email.lower() for email in emails]
        for at, email in enumerate(emails):
            if self._is_plain(email):
                continue
            code = address_problem(email)
            if code and code != SPECIAL_USE:
                column = self.settings.email
                problems.append(_problem(numbers[at], code, column, column=column))
                keys[at] = None
            else:
                keys[at] = self._key(numbers[at], email)
        return keys, _unlike(emails, keys, differs=True), problems

    def _is_plain(self, email: str) -> bool:
        """Whether an address is a plain one at a domain that is known to be good."""
        return (
            email.partition("@")[2] in self._good_domains
            and len(email) <= _SURELY_SHORT
            and "=?" not in email
            and _PLAIN_ONE.fullmatch(email) is not None
        )

    def _are_plain(self, joined: str, emails: list[str]) -> bool:
        """Whether all addresses are plain ones at domains that are known to be good."""
        ended = joined + "\n"
        if (
            max(map(len, emails), default=0) > _SURELY_SHORT
            or "=?" in joined
            or _PLAIN.fullmatch(ended) is None
        ):
            self._learn({email.partition("@")[2] for email in emails})
            return False
        domains = set(_DOMAINS.findall(ended))
        if not domains <= self._good_domains:
            self._learn(domains)
        return domains <= self._good_domains

    def _learn(self, domains: set[str]) -> None:
        """Look at domains, each new one once."""
        for domain in domains - self._good_domains:
            if len(self._good_domains) >= _DOMAINS_KEPT:
                self._good_domains.clear()
            usable = address_problem(f"a@{domain}") in {"", SPECIAL_USE}
            if usable and _PLAIN_ONE.fullmatch(f"a@{domain}") is not None:
                self._good_domains.add(domain)

    def _key(self, number: int, email: str) -> str:
        key = address_key(email)
        if not email.isascii() and mailbox_key(email) != key:
            self.spellings.append((number, mailbox_key(email)))
        return key


def is_judged(code: str) -> bool:
    """Whether a finding of this code is found anew by judging the row; others only by its file."""
    return code.startswith(_JUDGED) or code in _JUDGED_TOO


def is_bar(code: str) -> bool:
    """Whether a row with a finding of this code cannot be listed."""
    return finding_severity(code) == "block"


@lru_cache(maxsize=1024)
def finding_severity(code: str) -> str:
    """Give how much a finding of this code matters."""
    return FINDING_TEXTS[code].severity


def problem_finding(problem: tuple[int, str, str, str], *, file: str) -> Finding:
    """Make the finding of a stored problem."""
    row, code, column, details = problem
    where: dict[str, str | int] = {"file": file, "row": row}
    if column:
        where["column"] = column
    values = orjson.loads(details)
    recipient = values.pop("recipient", "")
    if recipient:
        where["recipient"] = recipient
    return finding(code, where=where, **values)


def _problem(row: int, code: str, place: str, **values: str | int) -> tuple[int, str, str, str]:
    return row, code, place, orjson.dumps({"row": row, **values}).decode()


def _unlike(
    emails: Sequence[str], keys: Sequence[str | None], *, differs: bool
) -> list[str | None]:
    """Give the addresses that are not their own keys."""
    if not differs:
        return [None] * len(emails)
    return [
        None if key is None or key == email else email
        for email, key in zip(emails, keys, strict=True)
    ]


def _packed(rows: list[list[str]]) -> list[bytes]:
    try:
        return list(map(orjson.dumps, rows))
    except orjson.JSONEncodeError:  # half a character: a problem was told, and it is kept visible
        return [
            orjson.dumps([cell.encode("utf-8", "replace").decode() for cell in cells])
            for cells in rows
        ]


@lru_cache(maxsize=4096)
def _wish(text: str) -> str | None:
    """Give the wish that a cell holds, empty for none, None for something that is no locale."""
    wish = text.strip()
    if is_empty_cell(wish):
        return ""
    return wish if canonical(wish) is not None else None
