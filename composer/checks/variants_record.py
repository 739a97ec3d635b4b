"""Writes down what the kinds of message show between them, and reads it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from composer.model.check_summary import KindRow, KindTable


def table_record(table: KindTable) -> dict[str, object]:
    """Give a table of kinds as JSON values."""
    return asdict(table)


def table_from_record(record: Mapping[str, object]) -> KindTable:
    """Read what `table_record` gave.

    Raises:
        ValueError: it is something else.
    """
    match record:
        case {
            "covered": int(covered),
            "reachable": int(reachable),
            "rows": list() | tuple() as rows,
            "never": list() | tuple() as never,
            "estimated": bool(estimated),
        }:
            return KindTable(
                covered=covered,
                reachable=reachable,
                rows=tuple(_row(item) for item in rows),
                never=tuple((str(fact), str(locale)) for fact, locale in never),
                estimated=estimated,
            )
        case _:
            raise ValueError("not the record of a table of kinds")


def _row(item: Mapping[str, object]) -> KindRow:
    match item:
        case {"fact": str(fact), "people": int(people), "kinds": list() | tuple() as kinds}:
            return KindRow(fact=fact, people=people, kinds=tuple(int(at) for at in kinds))
        case _:
            raise ValueError("not the record of a row of kinds")
