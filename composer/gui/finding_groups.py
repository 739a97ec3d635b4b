"""Findings gathered for people: fourteen rows with one problem are one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from composer.findings import (
    Finding,
    FindingCount,
    Severity,
    differing,
    gather,
    kind_of,
    locales_of,
)
from composer.gui.numbers import number
from composer.i18n import _, isolate, isolate_ltr, language_name, ngettext, place
from composer.translation.locale_names import language_names

KEPT = 16
"""So many gathered lists are remembered: a campaign's stages, as they are and as they were."""

ORDER = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingGroup:
    """Findings of one code about one column or language, in the order they came.

    The same in several languages is one line, with the languages.

    `unlisted` is how many more there are than were given: of very many, only the first are.
    """

    findings: tuple[Finding, ...]
    unlisted: int = 0

    @property
    def first(self) -> Finding:
        """The finding that stands for the group."""
        return self.findings[0]

    @property
    def text(self) -> str:
        """The sentence, with how many more are alike."""
        sentence = self.first.text
        tags = locales_of(self.findings)
        if len(tags) > 1:
            words = _("{finding} In: {languages}.")
            sentence = place(words, finding=sentence, languages=language_names(tags))
        more = differing(self.findings) - 1 + self.unlisted
        if not more:
            return sentence
        words = ngettext(
            "{sentence} And {count} more like this.", "{sentence} And {count} more like this.", more
        )
        return place(words, sentence=sentence, count=number(more))


Known = tuple[tuple[Finding, ...], tuple[FindingGroup, ...]]
_gathered: dict[int, Known] = {}


def gather_ahead(lists: Iterable[tuple[Finding, ...]]) -> None:
    """Gather lists before they are shown, on the thread that has read them.

    Thousands in forty languages take 60 ms, for which the window would stand still. What is known
    is found by the list itself, not by what is in it: to compare that takes as long.
    """
    for findings in lists:
        if id(findings) not in _gathered:
            known = (findings, group_findings(findings))
            for oldest in list(_gathered)[: max(0, len(_gathered) + 1 - KEPT)]:
                _gathered.pop(oldest, None)
            _gathered[id(findings)] = known


def group_findings(
    findings: Iterable[Finding], counts: Iterable[FindingCount] = ()
) -> tuple[FindingGroup, ...]:
    """Gather what is alike, worst first; `counts` are of kinds of which not all are given."""
    known = _gathered.get(id(findings))
    if known is not None and not tuple(counts):
        return known[1]
    totals = {(kind.code, kind.column, kind.locale): kind.count for kind in counts}
    made = [
        FindingGroup(
            findings=items,
            unlisted=max(0, totals.get(kind_of(items[0]), len(items)) - len(items)),
        )
        for items in gather(findings)
    ]
    return tuple(sorted(made, key=lambda group: ORDER[group.first.severity]))


def count_words(groups: Iterable[FindingGroup]) -> str:
    """Say how many there are of each severity, in one line."""
    found = Counter(group.first.severity for group in groups)
    counts = {which: found[which] for which in Severity}
    sentences = {
        Severity.BLOCK: ngettext(
            "{count} thing must be fixed", "{count} things must be fixed", counts[Severity.BLOCK]
        ),
        Severity.WARN: ngettext("{count} to look at", "{count} to look at", counts[Severity.WARN]),
        Severity.NOTE: ngettext(
            "{count} for your information",
            "{count} for your information",
            counts[Severity.NOTE],
        ),
    }
    return " · ".join(
        place(sentences[which], count=number(counts[which])) for which in Severity if counts[which]
    )


def place_words(finding: Finding) -> str:
    """Say where a finding is, in one short line."""
    where = dict(finding.where)
    words = {
        "file": _("file {value}"),
        "row": _("row {value}"),
        "column": _("column {value}"),
        "locale": _("language {value}"),
        "part": _("part {value}"),
        "key": _("setting {value}"),
        "line": _("line {value}"),
    }
    shown = where | {"locale": language_name(str(where.get("locale", "")))}
    parts = [
        text.format(value=isolate(shown[name])) for name, text in words.items() if name in where
    ]
    if "recipient" in where:
        parts.insert(0, isolate_ltr(where["recipient"]))
    return " · ".join(parts)
