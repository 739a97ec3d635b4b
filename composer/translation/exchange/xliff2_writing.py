"""Write XLIFF 2.0, which every tool for 2.x reads: what codes stand for is original data.

Source: XLIFF 2.1, OASIS Standard, 13 February 2018.
"""

from __future__ import annotations

from collections.abc import Iterator

from composer.model.translation import UnitState
from composer.translation.exchange.inline import cut_inline, numbered_like
from composer.translation.exchange.model import Code, CodeRole, ExchangeFile, ExchangeUnit, Inline
from composer.translation.exchange.remarks import author_of
from composer.translation.exchange.xliff_text import attributes, escaped

NEEDS_WORK = "composer:needs-work"
CONTEXT, COMMENT, PREVIOUS = "composer-context", "composer-comment", "composer-previous"
_STATES = {
    UnitState.NEW: "initial",
    UnitState.NEEDS_WORK: "initial",
    UnitState.DRAFT: "translated",
    UnitState.REVIEWED: "final",
}


def write_xliff2(file: ExchangeFile) -> bytes:
    """Write a file as XLIFF 2.0."""
    about = attributes(srcLang=file.source_locale, trgLang=file.locale)
    original = attributes(id="f1", original=str(file.stamp or "message"))
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0"{about}>',
        f"  <file{original}>",
        *(line for unit in file.units for line in _unit_lines(unit)),
        "  </file>",
        "</xliff>",
    ]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _unit_lines(unit: ExchangeUnit) -> Iterator[str]:
    source = cut_inline(unit.source, unit.kind)
    target = numbered_like(cut_inline(unit.target, unit.kind), source)
    known: dict[str, str] = {}
    for run in (*source, *target):
        if isinstance(run, Code):
            known.setdefault(run.text or "", f"d{len(known) + 1}")
    state = unit.state or UnitState.NEW
    sub_state = NEEDS_WORK if state is UnitState.NEEDS_WORK else ""
    kind = f"composer:{unit.kind.replace('_', '-')}" if unit.kind else ""
    yield f"    <unit{attributes(id=unit.id, type=kind, xml_space='preserve')}>"
    yield from _note_lines(unit)
    if known:
        pieces = "".join(
            f"<data{attributes(id=own)}>{escaped(text)}</data>" for text, own in known.items()
        )
        yield f"      <originalData>{pieces}</originalData>"
    yield f"      <segment{attributes(state=_STATES[state], subState=sub_state)}>"
    yield f"        <source>{_written(source, known)}</source>"
    if unit.target:
        yield f"        <target>{_written(target, known)}</target>"
    yield "      </segment>"
    yield "    </unit>"


def _note_lines(unit: ExchangeUnit) -> Iterator[str]:
    notes = [(unit.context, {"category": CONTEXT, "appliesTo": "source"})] if unit.context else []
    notes += [(unit.previous, {"category": PREVIOUS})] if unit.previous else []
    notes += [(note, {}) for note in unit.notes]
    notes += [
        (comment.text, {"category": f"{COMMENT}: {author_of(comment)}"})
        for comment in unit.comments
    ]
    if notes:
        yield "      <notes>"
        for text, about in notes:
            yield f"        <note{attributes(**about)}>{escaped(text)}</note>"
        yield "      </notes>"


def _written(runs: Inline, known: dict[str, str]) -> str:
    """Write a text; `known` names where each code's own text stands."""
    closes = {run.id: run for run in runs if isinstance(run, Code) and run.role is CodeRole.CLOSE}
    parts: list[str] = []
    for run in runs:
        if isinstance(run, str):
            parts.append(escaped(run))
        elif run.role is CodeRole.CLOSE:
            parts.append("</pc>")
        else:
            text = run.text or ""
            parts.append(
                f"<ph{attributes(id=run.id, equiv=text, disp=text, dataRef=known[text])}/>"
                if run.role is CodeRole.ALONE
                else f"<pc{_pair_attributes(run, closes[run.id], known)}>"
            )
    return "".join(parts)


def _pair_attributes(begin: Code, end: Code, known: dict[str, str]) -> str:
    return attributes(
        id=begin.id,
        dataRefStart=known[begin.text or ""],
        dataRefEnd=known[end.text or ""],
        dispStart=begin.text or "",
        dispEnd=end.text or "",
    )
