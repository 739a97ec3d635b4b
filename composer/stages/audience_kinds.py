"""Whom a warning about a whole list means: they can be looked at, and left out by one decision.

Departments' addresses, throw-away and misspelt domains, addresses that differ in dots or a plus:
each is told once for the list and keeps nobody out. Who is meant is found anew when it is asked,
among the people who are listed by then. Of addresses that look alike the first stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlalchemy import Connection

from composer.audience.address_warnings import domain_code
from composer.audience.known_domains import ROLES
from composer.findings import Finding, Severity
from composer.model.audience import FindingGroup
from composer.stages.audience_oddities import look_alike_rows
from composer.stages.desk import Desk
from composer.stages.mail_domains import MAIL_CODES, domains_without_mail
from composer.store.pending_people import rows_with_problem
from composer.store.people_tables import PeopleTables
from composer.store.people_writing import keys_in_order

_ROLE, _ALIKE, _MORE_ALIKE = "audience.role_addresses", "audience.alike", "audience.more_alike"
_DOMAINS = frozenset(
    {
        "audience.disposable_domain", "audience.lookalike_domain", "audience.mixed_script_domain",
        "audience.typo_domain",
    }
)  # fmt: skip
KINDS = frozenset({_ROLE, _ALIKE, *_DOMAINS, *MAIL_CODES})
"""Codes of warnings about a list that mean particular people."""


def rows_meant(desk: Desk, connection: Connection, tables: PeopleTables, code: str) -> list[int]:
    """Give the rows that findings of this code mean: bad ones, or listed people a warning is of."""
    if code not in KINDS:
        return rows_with_problem(connection, tables, code)
    if code == _ALIKE:
        return look_alike_rows(connection, tables)
    is_meant = _question(desk, connection, tables, code)
    return sorted(
        row for some in keys_in_order(connection, tables) for key, row in some if is_meant(key)
    )


def warned_groups(found: Iterable[Finding]) -> tuple[FindingGroup, ...]:
    """Count the people of each kind that the findings about a list mean."""
    groups: dict[str, FindingGroup] = {}
    for item in found:
        code = _ALIKE if item.code == _MORE_ALIKE else item.code
        if code not in KINDS:
            continue
        values = dict(item.values)
        known, name = groups.get(code), values.get("domain") or values.get("example")
        groups[code] = FindingGroup(
            code=code,
            severity=Severity.WARN,
            column="",
            count=int(values.get("count", 1)) + (known.count if known else 0),
            first=known.first if known else item,
            may_leave_out=True,
            names=(*(known.names if known else ()), *([str(name)] if name else [])),
        )
    return tuple(groups.values())


def still_said(found: Iterable[Finding], left_out: Iterable[str]) -> tuple[Finding, ...]:
    """Keep what is said of a list whose people of some kinds were left out."""
    gone = set(left_out) & KINDS
    if _ALIKE in gone:
        gone.add(_MORE_ALIKE)
    return tuple(item for item in found if item.code not in gone)


def _question(
    desk: Desk, connection: Connection, tables: PeopleTables, code: str
) -> Callable[[str], bool]:
    """Make the question whether an address key is of a kind."""
    if code == _ROLE:
        return lambda key: key.rpartition("@")[0] in ROLES
    if code in _DOMAINS:
        return lambda key: domain_code(key.rpartition("@")[2]) == code
    domains = {
        key.rpartition("@")[2] for some in keys_in_order(connection, tables) for key, _row in some
    }
    meant = domains_without_mail(desk, domains, code=code)
    return lambda key: key.rpartition("@")[2] in meant
