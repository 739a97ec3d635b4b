"""What both kinds of XLIFF share: escaping on the way out, units and segments on the way in."""

from __future__ import annotations

import re
from collections.abc import Iterable

from composer.errors import Blocked
from composer.findings import finding
from composer.model.translation import UnitState
from composer.translation.exchange.inline import join_inline
from composer.translation.exchange.model import Code, CodeRole, ExchangeFile, Inline
from composer.translation.exchange.refusing import start_of

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
"""What no unit may hold: it could not be seen, and some formats cannot write it."""

_IN_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_IN_ATTRIBUTE = _IN_TEXT | {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"}


def require_writable(file: ExchangeFile) -> None:
    """Refuse to write what a file for translators cannot hold.

    Raises:
        Blocked: a unit holds such a character.
    """
    for unit in file.units:
        for text in (unit.source, unit.target):
            if CONTROL.search(text):
                part = start_of(CONTROL.sub("\ufffd", unit.source))
                where: dict[str, str | int] = {"locale": file.locale, "part": part}
                raise Blocked([finding("exchange.cannot_hold", where=where, part=part)])


def escaped(text: str) -> str:
    """Write a text between tags."""
    return "".join(_IN_TEXT.get(char, char) for char in text)


def quoted(text: str) -> str:
    """Write an attribute's value with its quotation marks."""
    return f'"{"".join(_IN_ATTRIBUTE.get(char, char) for char in CONTROL.sub("", text))}"'


def attributes(**values: str) -> str:
    """Write attributes, those without a value left out; `_` stands for `-`, `xml_` for `xml:`."""
    return "".join(
        f" {name.replace('xml_', 'xml:').replace('_', '-')}={quoted(value)}"
        for name, value in values.items()
        if value
    )


def known_text(runs: Inline) -> str:
    """Give a text as far as its codes tell what they stand for."""
    return (
        join_inline(
            tuple(
                Code(id=run.id, role=run.role, text=run.text or "")
                if isinstance(run, Code)
                else run
                for run in runs
            )
        )
        or ""
    )


def has_codes(runs: Inline) -> bool:
    """Tell whether a text has any code."""
    return any(isinstance(run, Code) for run in runs)


def readable_runs(runs: Iterable[str | Code]) -> tuple[Inline, str]:
    """Give a text's runs, or none and the name of the element that has no meaning in it."""
    try:
        return _joined(runs), ""
    except UnreadableMark as mark:
        return (), str(mark)


def _joined(runs: Iterable[str | Code]) -> Inline:
    """Put neighbouring pieces of literal text together; new lines are one character."""
    found: list[str | Code] = []
    for run in runs:
        piece = run.replace("\r\n", "\n") if isinstance(run, str) else run
        if isinstance(piece, str) and found and isinstance(found[-1], str):
            found[-1] += piece
        elif piece != "":
            found.append(piece)
    return tuple(found)


def is_blank(runs: Inline) -> bool:
    """Tell whether a text has neither words nor codes."""
    return not has_codes(runs) and not known_text(runs).strip()


def code(own: str, role: CodeRole, *texts: str | None) -> Code:
    """Make a code whose text is the first that is told."""
    return Code(id=own, role=role, text=next((text for text in texts if text), None))


class UnreadableMark(Exception):
    """What reading a text raises over an element that has no meaning in XLIFF; holds its name."""


def state_with_target(state: UnitState | None, target: str) -> UnitState | None:
    """Give the state of a unit: without a translation it is new, whatever the file says."""
    if not target.strip():
        return UnitState.NEW
    return UnitState.NEEDS_WORK if state is UnitState.NEW else state
