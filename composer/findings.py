"""Findings: one problem each, as data. Findings are data, exceptions stop.

A finding holds a code, a place and the values of its sentence; severity, sentence and advice come
from the one table in `finding_texts/`, translated when they are shown. A bad row of a file is a
finding; a bad call is an exception.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from composer.finding_texts.table import FINDING_TEXTS
from composer.i18n import _, grouped, language_name, place

Pairs = tuple[tuple[str, str | int], ...]
_COUNTS = frozenset({"all", "count", "expected", "kept", "listed", "people", "shared", "total"})
_LANGUAGES = frozenset({"language", "locale", "served"})
_OTHER_LANGUAGES = {
    "content.wrong_language": "other",
    "exchange.other_language": "found",
    "exchange.other_source_language": "found",
}
"""Values that are a language's tag, by their name; the second ones only in these findings."""


class Severity(Enum):
    """How much a finding matters: must fix, please look, for your information."""

    BLOCK = "block"
    WARN = "warn"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One problem: make it with `finding(...)`.

    `where` holds (key, value) pairs, keys from file, row, column, locale, part, recipient, key,
    line, person. `values` fill the sentence.
    """

    code: str
    severity: Severity
    where: tuple[tuple[str, str | int], ...] = ()
    values: tuple[tuple[str, str | int], ...] = ()

    @property
    def text(self) -> str:
        """What happened, in the language in use."""
        return place(_(FINDING_TEXTS[self.code].text), **_shown(self))

    @property
    def advice(self) -> str:
        """What to do next, in the language in use."""
        return place(_(FINDING_TEXTS[self.code].advice), **_shown(self))

    @property
    def blocks(self) -> bool:
        """Whether it must be fixed before going on."""
        return self.severity is Severity.BLOCK

    def place_of(self, key: str) -> str | int | None:
        """Give one part of the place, or None."""
        return dict(self.where).get(key)

    def as_json(self) -> dict[str, object]:
        """Give the contract's shape (code, severity, where, text, advice), and the bare values."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "where": dict(self.where),
            "values": dict(self.values),
            "text": self.text,
            "advice": self.advice,
        }

    def as_record(self) -> dict[str, object]:
        """Give the shape that is stored and read back by `finding_from_record`."""
        return {"code": self.code, "where": dict(self.where), "values": dict(self.values)}


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingCount:
    """How many findings of a code there are about one column and language, beyond those listed.

    `count` holds those listed, too; `digest` is over all of them.
    """

    code: str
    column: str
    locale: str
    count: int
    digest: str


def finding(
    code: str, *, where: dict[str, str | int] | None = None, **values: str | int
) -> Finding:
    """Make a finding; its severity, sentence and advice stand in the table.

    Raises:
        KeyError: the table has no such code; a programming error that tests catch.
    """
    return _made(code, tuple((where or {}).items()), tuple(values.items()))


def _shown(item: Finding) -> dict[str, str | int]:
    """Write values as the reader's language does: what counts something, and languages by name.

    A row stays one number.
    """
    languages = _LANGUAGES | {_OTHER_LANGUAGES.get(item.code)}
    return {name: _shown_value(name, value, languages) for name, value in item.values}


def _shown_value(name: str, value: str | int, languages: frozenset[str | None]) -> str | int:
    if isinstance(value, str):
        return language_name(value) if name in languages else value
    return grouped(value) if name in _COUNTS and type(value) is int else value


def _made(code: str, where: Pairs, values: Pairs) -> Finding:
    severity = Severity(FINDING_TEXTS[code].severity)
    return Finding(code=code, severity=severity, where=where, values=values)


def finding_from_record(record: Mapping[str, object]) -> Finding:
    """Rebuild a stored finding.

    Raises:
        ValueError: the record is not one that `as_record` gave.
    """
    match record:
        case {"code": str(code), "where": dict(where), "values": dict(values)}:
            return _made(code, tuple(where.items()), tuple(values.items()))
        case _:
            raise ValueError("not the record of a finding")


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    """Keep what must be fixed."""
    return [item for item in findings if item.blocks]


def unlisted(findings: Iterable[Finding], counts: Iterable[FindingCount]) -> dict[str, int]:
    """Say for each code how many findings there are beyond those listed."""
    listed = Counter(kind_of(item) for item in findings)
    beyond: Counter[str] = Counter()
    for kind in counts:
        beyond[kind.code] += kind.count - listed[kind.code, kind.column, kind.locale]
    return dict(beyond)


def kind_of(item: Finding) -> tuple[str, str, str]:
    """Give what findings of one kind have in common: code, column and language."""
    column, locale = "", ""
    for key, value in item.where:
        if key == "column":
            column = str(value or "")
        elif key == "locale":
            locale = str(value or "")
    return item.code, column, locale


def gather(findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], ...]:
    """Gather what makes one line, in the order in which it came.

    That is what is of one kind; and the same in several languages, which somebody has to look at
    once. What is about a row is in the language of its own person only.
    """
    given = [(item, kind_of(item)) for item in findings]
    locales: dict[object, set[str]] = {}
    everywhere = []  # for each finding: all languages of the same one
    for item, (_code, _column, locale) in given:
        same = locales.setdefault(_sameness(item), set())
        same.add(locale)
        everywhere.append(same)
    whole = {id(same): frozenset(same) for same in locales.values()}  # 40 languages: each once
    lines: dict[object, list[Finding]] = {}
    for (item, (code, column, _locale)), same in zip(given, everywhere, strict=True):
        lines.setdefault((code, column, whole[id(same)]), []).append(item)
    return tuple(tuple(items) for items in lines.values())


def locales_of(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Give the languages that findings are about, in the order in which they came."""
    return tuple(
        dict.fromkeys(locale for item in findings if (locale := str(item.place_of("locale") or "")))
    )


def differing(findings: Iterable[Finding]) -> int:
    """Count findings, the same in several languages once."""
    return len({_sameness(item) for item in findings})


_IN_A_LANGUAGE = frozenset({"locale", "file", "line"})
_OF_A_PERSON = frozenset({"row", "recipient"})
_TRANSLATED = dict.fromkeys(
    ("content.low_contrast", "content.low_contrast_dark"), frozenset({"said"})
)
"""Values that are the words of a language, while what is found is the same in all."""


def _sameness(item: Finding) -> tuple[object, ...]:
    """Give what a finding has in common with the same one in another language."""
    kept: list[tuple[str, str | int]] = []
    for pair in item.where:
        if pair[0] in _OF_A_PERSON:
            return (item.code, item.where, item.values)
        if pair[0] not in _IN_A_LANGUAGE:
            kept.append(pair)
    values, words = item.values, _TRANSLATED.get(item.code)
    if words:
        values = tuple(pair for pair in values if pair[0] not in words)
    where: object = frozenset(kept) if len(kept) > 1 else tuple(kept)
    return (item.code, where, values)
