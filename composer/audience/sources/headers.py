"""Suggest what each column of a source is: its name in the message, and what it is for.

Names that mail services and people use come first, then what the first cells look like; what a
person said of a source with the same columns counts more than both. A suggestion decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import orjson

from composer.audience.addresses import find_address_findings
from composer.audience.fields import is_empty_cell
from composer.audience.sources.columns import BUILT_IN_NAMES, is_usable_name
from composer.audience.sources.header_words import MESSAGE_NAMES, ROLES, fold
from composer.findings import Finding, finding
from composer.model.audience import ColumnRole, ColumnSuggestion, RememberedColumn
from composer.model.locale_tags import canonical

_EXAMPLES = 3
_ENOUGH_TO_TELL = 4
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z]{2,4}){0,2}")  # DE alone may be a country
_NUMBER_OF_SOMEBODY = re.compile(
    r"[A-Za-z]{0,4}[-_]?\d{5,}[A-Za-z0-9-]*|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
)
_ADDRESS_OF_SOMEBODY_ELSE = re.compile(
    r"(?:manager|owner|advis[eo]r|representative|assistant|betreuer|conseiller|gestor)"
)
_KEPT_NAMES = {ColumnRole.EMAIL: "email", ColumnRole.LOCALE: "locale"}
_ALONE = tuple(_KEPT_NAMES)


def suggest_columns(
    columns: Sequence[str],
    sample: Sequence[Sequence[str]],
    remembered: Iterable[RememberedColumn] = (),
) -> tuple[ColumnSuggestion, ...]:
    """Suggest a name and roles for each column, in their order; names are all different."""
    known = {item.source: item for item in remembered}
    cells = [_cells(sample, at) for at in range(len(columns))]
    roles = [
        set(known[name].roles) if name in known else _roles(name, cells[at])
        for at, name in enumerate(columns)
    ]
    for role in _ALONE:
        _keep_one(role, roles, columns, frozenset(known))
    taken = {item.name for item in known.values()}
    kept = {name: role for role, name in _KEPT_NAMES.items() if any(role in one for one in roles)}
    suggestions: list[ColumnSuggestion] = []
    for at, source in enumerate(columns):
        if source in known:
            name = known[source].name
        else:
            others = {name for name, role in kept.items() if role not in roles[at]}
            name = _free_name(_message_name(source, at, roles[at]), taken | others)
        taken.add(name)
        suggestions.append(
            ColumnSuggestion(
                source=source,
                name=name,
                roles=frozenset(roles[at]) or frozenset({ColumnRole.FIELD}),
                examples=tuple(dict.fromkeys(cells[at]))[:_EXAMPLES],
                remembered=source in known,
            )
        )
    return tuple(suggestions)


def likely_email_column(columns: Sequence[str], sample: Sequence[Sequence[str]]) -> str:
    """Give the column in which the addresses stand, as the file calls it, or an empty text."""
    for suggestion in suggest_columns(columns, sample):
        if ColumnRole.EMAIL in suggestion.roles:
            return suggestion.source
    return ""


def find_email_elsewhere(
    columns: Sequence[str], sample: Sequence[Sequence[str]], *, wanted: str, file: str
) -> Finding:
    """Say in which column the addresses stand, and the line that calls it as the message does."""
    found = likely_email_column(columns, sample)
    line = f"columns = {{ {orjson.dumps(found).decode()} = {orjson.dumps(wanted).decode()} }}"
    where: dict[str, str | int] = {"file": file, "row": 1, "column": found}
    return finding(
        "audience.email_elsewhere", where=where, file=file, column=wanted, found=found, line=line
    )


def _cells(sample: Sequence[Sequence[str]], at: int) -> list[str]:
    return [row[at] for row in sample if at < len(row) and not is_empty_cell(row[at])]


def _roles(name: str, cells: Sequence[str]) -> set[ColumnRole]:
    """Judge one column by itself."""
    folded = fold(name)
    roles = {role for role, words in ROLES.items() if folded in words}
    holds_addresses = bool(cells) and all("@" in cell for cell in cells) and _are_addresses(cells)
    if ColumnRole.EMAIL in roles and cells and not any("@" in cell for cell in cells):
        roles.discard(ColumnRole.EMAIL)
    if holds_addresses and not roles:
        is_other = _ADDRESS_OF_SOMEBODY_ELSE.search(folded) is not None
        roles.add(ColumnRole.CONTACT if is_other else ColumnRole.EMAIL)
    if ColumnRole.LOCALE in roles and not all(canonical(cell.strip()) for cell in cells):
        roles.discard(ColumnRole.LOCALE)
    if not roles and _are_languages(cells):
        roles.add(ColumnRole.LOCALE)
    if not roles and _are_numbers_of_somebody(cells):
        roles.add(ColumnRole.ID)
    if ColumnRole.ID in roles:
        roles.add(ColumnRole.PERSONAL)
    return roles


def _are_addresses(cells: Sequence[str]) -> bool:
    good = sum(not any(one.blocks for one in find_address_findings(cell)) for cell in cells)
    return good * 5 >= len(cells) * 4


def _are_languages(cells: Sequence[str]) -> bool:
    return (
        len(cells) >= _ENOUGH_TO_TELL
        and len(set(cells)) < len(cells)
        and all(_LANGUAGE.fullmatch(cell) and canonical(cell) for cell in cells)
    )


def _are_numbers_of_somebody(cells: Sequence[str]) -> bool:
    return (
        len(cells) >= _ENOUGH_TO_TELL
        and len(set(cells)) == len(cells)
        and all(_NUMBER_OF_SOMEBODY.fullmatch(cell) for cell in cells)
    )


def _keep_one(
    role: ColumnRole,
    roles: list[set[ColumnRole]],
    columns: Sequence[str],
    known: frozenset[str],
) -> None:
    """Let one column have a role that only one may have; other addresses are contacts'."""
    having = [at for at, found in enumerate(roles) if role in found]
    if len(having) < 2:
        return
    best = min(
        having,
        key=lambda at: (columns[at] not in known, fold(columns[at]) not in ROLES[role], at),
    )
    for at in having:
        if at != best:
            roles[at].discard(role)
            if role is ColumnRole.EMAIL:
                roles[at].add(ColumnRole.CONTACT)


def _free_name(name: str, taken: set[str]) -> str:
    """Give a name for the message that no other column has."""
    number = 2
    free = name
    while free in taken:
        free = f"{name}_{number}"
        number += 1
    return free


def _message_name(source: str, at: int, roles: set[ColumnRole]) -> str:
    folded = fold(source)
    usual = MESSAGE_NAMES.get(folded, "")
    for role, kept in _KEPT_NAMES.items():
        if role in roles:
            return kept
    if usual and usual not in _KEPT_NAMES.values():
        return usual
    name = folded if folded[:1].isalpha() else f"column_{folded or at + 1}"
    return name if is_usable_name(name) and name not in BUILT_IN_NAMES else f"{name}_"
