"""The units of the Translate page as what goes out, what is compared and what is saved."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from composer.model.message import Catalogue
from composer.model.translation import Translated, UnitLine, UnitState
from composer.stages.translation_reviewing import LONGEST_COMMENT
from composer.translation.exchange.comparison import (
    ComparisonLine,
    LineKind,
    SentUnit,
    UnitHere,
)
from composer.translation.exchange.model import (
    ExchangeComment,
    ExchangeFile,
    ExchangeUnit,
    Stamp,
)


def sent_unit(number: int, line: UnitLine) -> ExchangeUnit:
    """Give a unit as it goes out, numbered from 1."""
    return ExchangeUnit(
        id=f"u{number}",
        source=line.source,
        target=line.target,
        state=UnitState(line.state),
        previous=line.previous,
        kind=line.kind,
        context=" — ".join(filter(None, (line.context, line.author_note))),
        notes=line.notes,
        comments=_comments(line),
    )


def unit_here(line: UnitLine) -> UnitHere:
    """Give a unit as it is here."""
    return UnitHere(
        source=line.source,
        kind=line.kind,
        target=line.target,
        state=UnitState(line.state),
        previous=line.previous,
        notes=line.notes,
        comments=_comments(line),
    )


def _comments(line: UnitLine) -> tuple[ExchangeComment, ...]:
    return tuple(ExchangeComment(text=item.text, by=item.by, at=item.at) for item in line.comments)


def said_by(comment: ExchangeComment) -> str:
    """Give a comment as it is kept: with the name of who said it, which nobody has checked."""
    said = f"{comment.by}: {comment.text}" if comment.by else comment.text
    return said if len(said) <= LONGEST_COMMENT else f"{said[: LONGEST_COMMENT - 1]}…"


def export_record(lines: Sequence[UnitLine], stamp: Stamp) -> str:
    """Write down what goes out."""
    sent = [[line.source, line.target, line.state] for line in lines]
    return json.dumps({"digest": stamp.digest, "units": sent}, ensure_ascii=False)


def wanted_of(lines: Sequence[ComparisonLine], locale: str) -> list[Translated]:
    """Give the translations that lines change; only what is new of remarks is added."""
    wanted: list[Translated] = []
    for line in lines:
        changes = line.kind in {LineKind.TAKEN, LineKind.NEWER_HERE}
        if not changes and not line.notes:
            continue
        wanted.append(
            Translated(
                locale=locale,
                source=line.source,
                target=line.target if changes else line.here,
                state=line.state if changes else None,
                notes=(*line.here_notes, *line.notes) if line.notes else None,
            )
        )
    return wanted


def read_record(record: str, stamp: Stamp) -> dict[str, SentUnit] | None:
    """Read what `export_record` wrote; None where the file says it is from another export."""
    stored = json.loads(record)
    if stored["digest"] != stamp.digest:
        return None
    return {
        source: SentUnit(target=target, state=UnitState(state))
        for source, target, state in stored["units"]
    }


def without_left_overs(
    file: ExchangeFile, catalogue: Catalogue, here: Iterable[UnitHere]
) -> ExchangeFile:
    """Leave out texts that the message has no more, and that are as the catalogue keeps them."""
    used = {unit.source for unit in here}
    kept = {(item.source, item.target) for item in catalogue.entries if item.source not in used}
    return replace(
        file,
        units=tuple(unit for unit in file.units if (unit.source, unit.target) not in kept),
    )
