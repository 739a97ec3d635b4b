"""Reading the people of an audience's tables back, a chunk at a time.

`recipients.py` says what an audience is, `people_writing.py` writes the rows; memory does not grow
with the audience here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar, cast

import orjson
from sqlalchemy import ColumnElement, Connection, func, select

from composer.model.identifiers import RecipientId
from composer.model.packed_people import PackedRow
from composer.model.recipient import Recipient
from composer.store.people_tables import FORMER, PeopleTables, change_and_row

ROWS_PER_CHUNK = 5000
KEYS_PER_QUERY = 500
_ID_DIGITS = 32

Item = TypeVar("Item")


def load_people(
    connection: Connection,
    tables: PeopleTables,
    where: ColumnElement[bool],
    *,
    order_by: Sequence[ColumnElement[object]] = (),
    columns_of: Mapping[int, Sequence[str]],
) -> Iterator[Recipient]:
    """Read the people that a condition finds, streaming; they must have an id.

    `columns_of` names the columns by number of audience change, under 0 those of who is listed:
    somebody who is no longer listed still has the columns of the change that listed them last.
    """
    people = tables.people.c
    wanted = (
        people.position, func.coalesce(people.address, people.address_key), people.locale,
        people.cells, people.id, people.secrets,
    )  # fmt: skip
    streaming = connection.execution_options(yield_per=ROWS_PER_CHUNK)
    found = streaming.execute(select(*wanted).where(where).order_by(*order_by))
    for position, address, locale, cells, id_, secrets in found:
        change, row = change_and_row(position)
        secret = secrets.hex()
        yield Recipient(
            id=RecipientId(id_.hex()),
            row=row,
            address=address,
            locale=locale,
            fields=tuple(zip(columns_of[change], orjson.loads(cells), strict=True)),
            token=secret[:_ID_DIGITS],
            salt=secret[_ID_DIGITS:],
        )


def read_listed(
    connection: Connection, tables: PeopleTables, *, after: str, most: int
) -> tuple[list[PackedRow], str]:
    """Read listed people whose key comes after this one as they lie there, and the last's key."""
    people = tables.people.name
    cursor = connection.connection.cursor()  # past what makes a million rows into objects
    try:
        cursor.execute(
            "SELECT position, coalesce(address, address_key), locale, cells, id, secrets"  # noqa: S608 - the name is ours
            f" FROM {people} WHERE address_key > ? AND position < {FORMER}"
            " ORDER BY address_key LIMIT ?",
            (after, most),
        )
        rows = cast("list[PackedRow]", cursor.fetchall())
        if rows:
            cursor.execute(
                f"SELECT address_key FROM {people} WHERE position = ?",  # noqa: S608 - likewise
                (rows[-1][0],),
            )
            ((after,),) = cursor.fetchall()
    finally:
        cursor.close()
    return rows, after


def chunked(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Cut a stream into lists of at most `size`."""
    stream = iter(items)
    while chunk := list(islice(stream, size)):
        yield chunk
