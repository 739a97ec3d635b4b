"""Recipients as bytes: how an audience goes to other processes of this program, some at a time.

A million rows are read, handed over and read again by workers: bytes straight from the database
cost a tenth of what as many objects would. Only ever read by this program's own processes; nothing
packed so is stored.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol, cast

import orjson

from composer.model.identifiers import RecipientId
from composer.model.recipient import Recipient

ID_DIGITS = 32
"""Of an id and of a token, as hexadecimal digits."""

PackedRow = tuple[int, str, str, bytes, bytes, bytes]
"""Row, address, locale, values as a JSON list, id, and secrets: token, then salt."""


@dataclass(frozen=True, slots=True)
class PackedPeople:
    """Some recipients with the same columns; its length is how many they are."""

    count: int
    content: bytes

    def __len__(self) -> int:
        return self.count

    def rows(self) -> tuple[tuple[str, ...], list[PackedRow]]:
        """Give the columns' names and the rows as they were packed."""
        found = marshal.loads(self.content)  # noqa: S302 - our own processes
        return cast("tuple[tuple[str, ...], list[PackedRow]]", found)

    def people(self) -> list[Recipient]:
        """Give the recipients themselves."""
        columns, rows = self.rows()
        return [_recipient(columns, row) for row in rows]


class Audience(Protocol):
    """Everybody, to be gone through more than once; the same people in the same order each time."""

    def packed(self, size: int) -> Iterator[PackedPeople]:
        """Give everybody, `size` at a time, the last ones fewer."""
        ...


def pack_rows(columns: Sequence[str], rows: Sequence[PackedRow]) -> PackedPeople:
    """Pack rows as they come from the database."""
    return PackedPeople(len(rows), marshal.dumps((tuple(columns), list(rows))))


def pack_people(people: Sequence[Recipient]) -> PackedPeople:
    """Pack recipients, who must have the same columns."""
    columns = [name for name, _value in people[0].fields] if people else []
    return pack_rows(
        columns,
        [
            (
                one.row,
                one.address,
                one.locale,
                orjson.dumps([value for _name, value in one.fields]),
                bytes.fromhex(one.id),
                bytes.fromhex(one.token + one.salt),
            )
            for one in people
        ],
    )


class Rows:
    """An audience that is read anew, recipient by recipient, each time it is gone through."""

    def __init__(self, read: Callable[[], Iterable[Recipient]]) -> None:
        self._read = read

    def packed(self, size: int) -> Iterator[PackedPeople]:
        """Give everybody, `size` at a time, the last ones fewer."""
        stream = iter(self._read())
        while some := list(islice(stream, size)):
            yield pack_people(some)


def _recipient(columns: tuple[str, ...], packed: PackedRow) -> Recipient:
    row, address, locale, cells, id_, secrets = packed
    secret = secrets.hex()
    return Recipient(
        id=RecipientId(id_.hex()),
        row=row,
        address=address,
        locale=locale,
        fields=tuple(zip(columns, orjson.loads(cells), strict=True)),
        token=secret[:ID_DIGITS],
        salt=secret[ID_DIGITS:],
    )
