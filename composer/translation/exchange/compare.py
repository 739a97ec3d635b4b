"""Compare what comes back with what went out and with what is here now: a line for each text.

Nothing is taken over here. What stands against a line is a finding that names the place in the
file; where nothing does, the line says what it would change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from composer.findings import Finding, blocking
from composer.model.translation import UnitState
from composer.translation.exchange.comparison import (
    ComparisonLine,
    LineKind,
    SentUnit,
    UnitHere,
)
from composer.translation.exchange.matching import OurTexts
from composer.translation.exchange.model import (
    NOWHERE,
    ExchangeComment,
    ExchangeFile,
    ExchangeFormat,
    ExchangeUnit,
    Place,
)
from composer.translation.exchange.refusing import file_finding, start_of

Check = Callable[[UnitHere, str], Sequence[Finding]]
"""Finds what is wrong with a translation of a text of ours."""


def compare_units(
    file: ExchangeFile,
    here: Sequence[UnitHere],
    *,
    name: str,
    sent: Mapping[str, SentUnit] | None,
    check: Check,
) -> tuple[ComparisonLine, ...]:
    """Compare a file with our texts; `sent` is what went out, None where nobody knows.

    `name` is the file's, for findings.
    """
    comparer = _Comparer(here, name=name, sent=sent, check=check)
    by_hand = file.format is ExchangeFormat.XLSX
    units = [
        _without_old_state(unit, sent or {}) if by_hand else unit
        for unit in file.units
        if not unit.is_protected or comparer.has(unit)
    ]
    lines = [comparer.line(number, unit) for number, unit in enumerate(units)]
    return (*lines, *comparer.missing(len(lines)))


def _without_old_state(unit: ExchangeUnit, sent: Mapping[str, SentUnit]) -> ExchangeUnit:
    """Forget a state that nobody has set for this text: in a workbook it is set by hand."""
    went_out = sent.get(unit.source)
    if went_out is None or went_out.target == unit.target:
        return unit
    is_old = went_out.state is unit.state
    return replace(unit, state=None) if is_old else unit


class _Comparer:
    """One comparison: our texts, and which of them the file has."""

    def __init__(
        self,
        here: Sequence[UnitHere],
        *,
        name: str,
        sent: Mapping[str, SentUnit] | None,
        check: Check,
    ) -> None:
        self._here = {unit.source: unit for unit in here}
        self._texts = OurTexts((unit.source, unit.kind) for unit in here)
        self._before = {unit.previous for unit in here if unit.previous}
        self._name = name
        self._sent = sent
        self._check = check
        self._seen: set[str] = set()

    def has(self, unit: ExchangeUnit) -> bool:
        """Tell whether a unit of the file is a text of ours."""
        return self._texts.find(unit) is not None

    def line(self, number: int, unit: ExchangeUnit) -> ComparisonLine:
        """Compare one unit of the file."""
        source = self._texts.find(unit)
        if source is None:
            return self._strange(number, unit)
        self._seen.add(source)
        ours = self._here[source]
        if unit.is_protected:
            return self._left(number, unit, ours)
        matched = self._texts.match(unit, source)
        found = list(unit.findings)
        if matched.foreign and matched.target != ours.target:
            part, mark = start_of(source), ", ".join(matched.foreign)
            about = file_finding(
                "exchange.foreign_code", self._name, unit.place, part=part, mark=mark
            )
            found.append(about)
        kind, state = self._judged(ours, matched.target, unit.state)
        if kind is LineKind.TAKEN and matched.target != ours.target and not blocking(found):
            found += self._placed(self._check(ours, matched.target), unit.place)
        if blocking(found):
            kind = LineKind.BLOCKED
        elif kind is LineKind.LEFT_EMPTY:
            found.append(self._about("exchange.left_empty", unit.place, source))
        elif kind is LineKind.NEWER_HERE:
            untouched = self._sent is not None and matched.target == self._sent[source].target
            code = "exchange.older_there" if untouched else "exchange.newer_here"
            found.append(self._about(code, unit.place, source))
        return ComparisonLine(
            number=number,
            kind=kind,
            source=source,
            here=ours.target,
            here_state=ours.state,
            target=matched.target,
            state=state,
            comments=_new_comments(unit.comments, ours.comments),
            notes=tuple(note for note in unit.notes if note not in ours.notes),
            here_notes=ours.notes,
            findings=tuple(found),
            place=unit.place,
        )

    def missing(self, first: int) -> Iterator[ComparisonLine]:
        """Give a line for each text that went out and did not come back.

        Where nobody knows what went out, a file of some texts may be all that was asked for.
        """
        wanted = [
            unit
            for source, unit in self._here.items()
            if source not in self._seen and (self._sent is None or source in self._sent)
        ]
        code = "exchange.not_in_file" if self._sent is None else "exchange.missing"
        for number, unit in enumerate(wanted, start=first):
            yield ComparisonLine(
                number=number,
                kind=LineKind.MISSING,
                source=unit.source,
                here=unit.target,
                here_state=unit.state,
                target=unit.target,
                state=unit.state,
                findings=(self._about(code, NOWHERE, unit.source),),
            )

    def _left(self, number: int, unit: ExchangeUnit, ours: UnitHere) -> ComparisonLine:
        """Make the line of a text that the file says is not to be translated: it stays."""
        return ComparisonLine(
            number=number,
            kind=LineKind.UNCHANGED,
            source=ours.source,
            here=ours.target,
            here_state=ours.state,
            target=ours.target,
            state=ours.state,
            here_notes=ours.notes,
            findings=(self._about("exchange.protected", unit.place, ours.source),),
            place=unit.place,
        )

    def _strange(self, number: int, unit: ExchangeUnit) -> ComparisonLine:
        """Make the line of a text that the message does not have, or has no more."""
        went_out = unit.source in self._before or unit.source in (self._sent or {})
        kind = LineKind.CHANGED_SOURCE if went_out else LineKind.UNKNOWN
        code = "exchange.changed_source" if went_out else "exchange.unknown_source"
        return ComparisonLine(
            number=number,
            kind=kind,
            source=unit.source,
            here="",
            here_state=UnitState.NEW,
            target=unit.target,
            state=unit.state or UnitState.DRAFT,
            findings=(*unit.findings, self._about(code, unit.place, unit.source)),
            place=unit.place,
        )

    def _judged(
        self, ours: UnitHere, target: str, state: UnitState | None
    ) -> tuple[LineKind, UnitState]:
        """Say what a translation would do to a text of ours, and the state that it would get."""
        if not target.strip():
            kind = LineKind.LEFT_EMPTY if ours.target.strip() else LineKind.UNCHANGED
            return kind, ours.state
        sent = (self._sent or {}).get(ours.source)
        if target == ours.target:
            is_same = state is None or (sent is not None and state is sent.state)
            kept = ours.state if is_same else _stronger(ours.state, state)
            return (LineKind.UNCHANGED if kept is ours.state else LineKind.TAKEN), kept
        wanted = state or UnitState.DRAFT
        if sent is not None and ours.target not in {"", sent.target}:
            return LineKind.NEWER_HERE, wanted
        return LineKind.TAKEN, wanted

    def _placed(self, findings: Iterable[Finding], place: Place) -> Iterator[Finding]:
        """Give findings about a translation the place in the file that it comes from."""
        for item in findings:
            here = place.where(self._name)
            rest = {key: value for key, value in item.where if key not in here}
            where = tuple((here | rest).items())
            yield Finding(code=item.code, severity=item.severity, where=where, values=item.values)

    def _about(self, code: str, place: Place, source: str) -> Finding:
        return file_finding(code, self._name, place, part=start_of(source))


def _stronger(ours: UnitState, theirs: UnitState | None) -> UnitState:
    """Give the state of a translation that is the same on both sides.

    What is reviewed here stays so when a tool only says that it is translated.
    """
    if theirs is None or (ours is UnitState.REVIEWED and theirs is UnitState.DRAFT):
        return ours
    return theirs


def _new_comments(
    theirs: Iterable[ExchangeComment], ours: Iterable[ExchangeComment]
) -> tuple[ExchangeComment, ...]:
    """Give what is said in the file and not here; what a file brought before names who said it."""
    known = {(item.text.strip(), _name(item)) for item in ours}
    brought = {item.text.strip() for item in ours}
    return tuple(
        item
        for item in theirs
        if (item.text.strip(), _name(item)) not in known
        and f"{item.by}: {item.text.strip()}".strip(": ") not in brought
    )


def _name(comment: ExchangeComment) -> str:
    return " ".join(comment.by.split())
