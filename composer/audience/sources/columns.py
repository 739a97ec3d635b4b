"""The names of a source's columns: renamed as the settings say, and usable in the message.

Only what the settings rename is renamed. Names are compared as written.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence

from composer.audience.addresses import find_address_findings
from composer.findings import Finding, finding

MAX_COLUMNS = 1000
BUILT_IN_NAMES = frozenset({"token", "unsubscribe_url"})
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_TEMPLATE_WORDS = frozenset(
    {"and", "else", "false", "for", "if", "in", "is", "none", "not", "or", "true"}
)


def named_for_message(columns: Sequence[str], renamed: Mapping[str, str]) -> tuple[str, ...]:
    """Give the columns' names in the message.

    >>> named_for_message(("Email Address", "city"), {"Email Address": "email"})
    ('email', 'city')
    """
    return tuple(renamed.get(name, name) for name in columns)


def find_column_findings(
    columns: Sequence[str], renamed: Sequence[tuple[str, str]], *, file: str, row: int = 1
) -> list[Finding]:
    """Find what is wrong with the header and with the names that the settings give."""
    where: dict[str, str | int] = {"file": file, "row": row}
    if not any(name.strip() for name in columns):
        return [finding("audience.no_header", where={"file": file}, file=file)]
    if len(columns) > MAX_COLUMNS:
        return [finding("audience.too_many_columns", where=where, maximum=MAX_COLUMNS)]
    if any("@" in name and is_address(name) for name in columns):
        return [finding("audience.no_header_row", where=where, file=file, row=row)]
    findings = [
        finding(
            "audience.no_renamed_column",
            where=where | {"column": source},
            file=file,
            column=source,
            name=name,
            nearest=nearest(source, tuple(columns)),
        )
        for source, name in renamed
        if source not in columns
    ]
    seen: set[str] = set()
    for number, name in enumerate(named_for_message(columns, dict(renamed)), start=1):
        code = _name_problem(name, seen)
        seen.add(name)
        if code:
            shown = name if name.strip() else str(number)
            findings.append(finding(code, where=where | {"column": shown}, column=shown))
    return findings


def is_usable_name(name: str) -> bool:
    """Tell whether a field of this name can be written in the message."""
    return name.isidentifier() and name.lower() not in _TEMPLATE_WORDS


def is_address(cell: str) -> bool:
    """Tell whether a cell is one address, also at a domain that is reserved for tests."""
    return not any(item.blocks for item in find_address_findings(cell))


def nearest(name: str, known: tuple[str, ...]) -> str:
    """Give the known name that looks most like this one, or all of them."""
    folded = {item.strip().casefold(): item for item in known}
    close = difflib.get_close_matches(name.strip().casefold(), list(folded), n=1, cutoff=0.6)
    return folded[close[0]] if close else ", ".join(known[:20])


def _name_problem(name: str, seen: set[str]) -> str:
    if not name.strip():
        return "audience.header_empty"
    if CONTROL.search(name):
        return "audience.header_control"
    if name in seen:
        return "audience.header_duplicate"
    if name in BUILT_IN_NAMES:
        return "audience.header_reserved"
    return "" if is_usable_name(name) else "audience.header_not_identifier"
