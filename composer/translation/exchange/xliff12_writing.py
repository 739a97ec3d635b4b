"""Write XLIFF 1.2: fields, links and emphasis are codes with their own text inside.

Source: XLIFF 1.2, OASIS Standard, 1 February 2008.
"""

from __future__ import annotations

from collections.abc import Iterator

from composer.model.translation import UnitState
from composer.translation.exchange.inline import cut_inline, numbered_like
from composer.translation.exchange.model import CodeRole, ExchangeFile, ExchangeUnit, Inline
from composer.translation.exchange.remarks import author_of
from composer.translation.exchange.xliff_text import attributes, escaped

OUR_NOTES = "composer"
_STATES = {
    UnitState.NEW: "new",
    UnitState.NEEDS_WORK: "needs-review-translation",
    UnitState.DRAFT: "translated",
    UnitState.REVIEWED: "final",
}


def write_xliff12(file: ExchangeFile) -> bytes:
    """Write a file as XLIFF 1.2."""
    about = attributes(
        original=str(file.stamp or "message"),
        source_language=file.source_locale,
        target_language=file.locale,
        datatype="plaintext",
        tool_id="composer",
        product_name=" ".join(file.campaign_name.split()),
    )
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">',
        f"  <file{about}>",
        '    <header><tool tool-id="composer" tool-name="Composer"/></header>',
        "    <body>",
        *(line for unit in file.units for line in _unit_lines(unit, file)),
        "    </body>",
        "  </file>",
        "</xliff>",
    ]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _unit_lines(unit: ExchangeUnit, file: ExchangeFile) -> Iterator[str]:
    source = cut_inline(unit.source, unit.kind)
    target = numbered_like(cut_inline(unit.target, unit.kind), source)
    state = unit.state or UnitState.NEW
    approved = "yes" if state is UnitState.REVIEWED else "no"
    kind = f"x-{unit.kind.replace('_', '-')}" if unit.kind else ""
    yield (
        f"      <trans-unit"
        f"{attributes(id=unit.id, restype=kind, approved=approved, xml_space='preserve')}>"
    )
    yield f"        <source{attributes(xml_lang=file.source_locale)}>{_written(source)}</source>"
    yield (
        f"        <target{attributes(xml_lang=file.locale, state=_STATES[state])}>"
        f"{_written(target)}</target>"
    )
    if unit.context:
        yield f'        <note from="{OUR_NOTES}" annotates="source">{escaped(unit.context)}</note>'
    for note in unit.notes:
        yield f"        <note>{escaped(note)}</note>"
    for comment in unit.comments:
        by = {"from": author_of(comment)}
        yield f"        <note{attributes(**by)}>{escaped(comment.text)}</note>"
    if unit.previous:
        yield (
            '        <alt-trans alttranstype="previous-version">'
            f"<source>{escaped(unit.previous)}</source><target>{escaped(unit.target)}</target>"
            "</alt-trans>"
        )
    yield "      </trans-unit>"


def _written(runs: Inline) -> str:
    parts: list[str] = []
    for run in runs:
        if isinstance(run, str):
            parts.append(escaped(run))
            continue
        name = {CodeRole.ALONE: "ph", CodeRole.OPEN: "bpt", CodeRole.CLOSE: "ept"}[run.role]
        text = run.text or ""
        equivalent = text if run.role is CodeRole.ALONE else ""
        parts.append(
            f"<{name}{attributes(id=run.id, equiv_text=equivalent)}>{escaped(text)}</{name}>"
        )
    return "".join(parts)
