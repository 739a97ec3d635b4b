"""The rows of the recipient table: how they are written, in bulk, and how they are read back.

`recipients.py` says what an audience is; this module only turns rows into records and back, a
chunk at a time, so that memory does not grow with the audience.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Protocol, TypeVar

import orjson
from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from composer.errors import WorkspaceError
from composer.i18n import _
from composer.model.identifiers import RecipientId
from composer.model.recipient import Recipient, address_key
from composer.store.tables import recipient

ROWS_PER_CHUNK = 5000
KEYS_PER_QUERY = 500

Item = TypeVar("Item")


class AudienceRow(Protocol):
    """What a row must tell to be stored."""

    @property
    def row(self) -> int:
        """The line's number as people see it, the first after the header is 2."""
        ...

    @property
    def address(self) -> str:
        """The address as written."""
        ...

    @property
    def locale(self) -> str:
        """The row's own wish, perhaps empty."""
        ...

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """Every column's name and cell, in the audience's order of columns."""
        ...


def store_rows(
    connection: Connection,
    campaign_id: str,
    *,
    number: int,
    columns: Sequence[str],
    rows: Iterable[AudienceRow],
) -> int:
    """Write rows as listed by audience change `number`; known address keys keep their secrets.

    Raises:
        WorkspaceError: two rows have one address key.
        ValueError: a row's columns are not the audience's; a programming error.
    """
    is_first = not connection.execute(
        select(func.count()).select_from(recipient).where(recipient.c.campaign_id == campaign_id)
    ).scalar_one()
    given = 0
    try:
        for chunk in chunked(rows, ROWS_PER_CHUNK):
            given += len(chunk)
            records = [
                _record(row, campaign_id=campaign_id, number=number, columns=columns)
                for row in chunk
            ]
            known = {} if is_first else _known_ids(connection, campaign_id, records)
            _update_known(connection, campaign_id, records, known)
            _insert_new(connection, [r for r in records if r["address_key"] not in known])
    except IntegrityError as error:
        raise _same_address_twice() from error
    if listed_count(connection, campaign_id, number) != given:
        raise _same_address_twice()
    return given


def listed_count(connection: Connection, campaign_id: str, number: int) -> int:
    """Count the rows that an audience change lists."""
    return connection.execute(
        select(func.count())
        .select_from(recipient)
        .where(recipient.c.campaign_id == campaign_id, recipient.c.change == number)
    ).scalar_one()


def load_rows(
    connection: Connection,
    query: Select[tuple[object, ...]],
    *,
    columns_of: Mapping[int, Sequence[str]],
) -> Iterator[Recipient]:
    """Read the recipients that a `select(recipient)` of one campaign finds, streaming.

    `columns_of` names the columns by number of audience change: a row that is no longer listed
    still has the columns of the change that last listed it.
    """
    wanted = (
        recipient.c.id,
        recipient.c.row,
        recipient.c.address,
        recipient.c.locale,
        recipient.c.fields,
        recipient.c.token,
        recipient.c.salt,
        recipient.c.change,
    )
    streaming = connection.execution_options(yield_per=ROWS_PER_CHUNK)
    for id_, row, address, locale, fields, token, salt, change in streaming.execute(
        query.with_only_columns(*wanted)
    ):
        yield Recipient(
            id=id_,
            row=row,
            address=address,
            locale=locale,
            fields=tuple(zip(columns_of[change], orjson.loads(fields), strict=True)),
            token=token,
            salt=salt,
        )


def in_listing(campaign_id: str, number: int) -> ColumnElement[bool]:
    """Give the condition for rows that an audience change lists."""
    return (recipient.c.campaign_id == campaign_id) & (recipient.c.change == number)


def chunked(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Cut a stream into lists of at most `size`."""
    stream = iter(items)
    while chunk := list(islice(stream, size)):
        yield chunk


def _record(
    row: AudienceRow, *, campaign_id: str, number: int, columns: Sequence[str]
) -> dict[str, object]:
    if len(row.fields) != len(columns):
        message = "a row does not have the audience's columns"
        raise ValueError(message)
    address = row.address
    return {
        "campaign_id": campaign_id,
        "change": number,
        "row": row.row,
        "address_key": address_key(address),
        "address": address,
        "domain": address.rpartition("@")[2].lower(),
        "locale": row.locale,
        "fields": orjson.dumps([value for _name, value in row.fields]).decode(),
    }


def _known_ids(
    connection: Connection, campaign_id: str, records: list[dict[str, object]]
) -> dict[str, RecipientId]:
    known: dict[str, RecipientId] = {}
    for some in chunked(records, KEYS_PER_QUERY):
        found = connection.execute(
            select(recipient.c.address_key, recipient.c.id).where(
                recipient.c.campaign_id == campaign_id,
                recipient.c.address_key.in_([record["address_key"] for record in some]),
            )
        )
        known.update((key, id_) for key, id_ in found)
    return known


def _update_known(
    connection: Connection,
    campaign_id: str,
    records: list[dict[str, object]],
    known: dict[str, RecipientId],
) -> None:
    changed = [
        {
            "known_id": known[str(record["address_key"])],
            **{name: record[name] for name in ("change", "row", "address", "domain")},
            **{name: record[name] for name in ("locale", "fields")},
        }
        for record in records
        if record["address_key"] in known
    ]
    if changed:
        connection.execute(
            update(recipient).where(
                recipient.c.campaign_id == campaign_id, recipient.c.id == bindparam("known_id")
            ),
            changed,
        )


def _insert_new(connection: Connection, records: list[dict[str, object]]) -> None:
    if not records:
        return
    random = os.urandom(48 * len(records)).hex()
    for place, record in enumerate(records):
        start = 96 * place
        record["id"] = random[start : start + 32]
        record["token"] = random[start + 32 : start + 64]
        record["salt"] = random[start + 64 : start + 96]
    connection.execute(insert(recipient), records)


def _same_address_twice() -> WorkspaceError:
    return WorkspaceError(
        _("Two rows of the audience have the same address."),
        advice=_("Keep one row for each address, then import the file again."),
    )
