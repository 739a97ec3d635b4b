"""Read a Parquet file, in a confined process: every simple value as text, nothing but this file.

DuckDB may open this one file, loads no extension, and runs one thread in little memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from composer.audience.sources.cell_text import EXACT_BELOW
from composer.audience.sources.confined import Answer, Refusal
from composer.audience.sources.opened import SAMPLE_ROWS

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "memory_limit": "256MB",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
_NESTED = ("STRUCT", "MAP", "UNION", "BLOB", "BIT", "GEOMETRY", "VARIANT")
_FLOATS = frozenset({"FLOAT", "DOUBLE"})


def look_at_parquet(request: dict[str, Any]) -> Iterator[Answer]:
    """Answer what a file holds: `["opened", facts]`.

    Raises:
        Refusal: it is damaged.
    """
    table = _Table(request["path"])
    facts = {"columns": table.columns, "nested": table.nested, "rows": table.count()}
    yield ["opened", facts | {"sample": next(table.batches(SAMPLE_ROWS), ([], []))[0]}]


def read_parquet(request: dict[str, Any]) -> Iterator[Answer]:
    """Answer all rows: `["rows", first, rows, problems]`; the names of the columns are row 1.

    Raises:
        Refusal: the file is damaged.
    """
    first = 2
    for rows, long_numbers in _Table(request["path"]).batches(request["size"]):
        problems = [[first + at, column] for at, column in long_numbers]
        yield ["rows", first, rows, problems]
        first += len(rows)


class _Table:
    """One file, opened by a database that can do nothing else."""

    def __init__(self, path: str) -> None:
        # Loading the library takes a while and much memory: only in this process.
        import duckdb  # noqa: PLC0415

        self._error = duckdb.Error
        self._database = duckdb.connect(":memory:", config=_SETTINGS)
        self._file = path.replace("'", "''")
        for setting in (
            f"allowed_paths = ['{self._file}']",
            "temp_directory = ''",
            "enable_external_access = false",
            "lock_configuration = true",
        ):
            self._database.execute(f"SET {setting}")
        described = self._rows(f"DESCRIBE SELECT * FROM {self._source}")  # noqa: S608
        self.columns = [str(row[0]) for row in described]
        self._types = [str(row[1]) for row in described]
        self.nested = [
            name
            for name, kind in zip(self.columns, self._types, strict=True)
            if kind.endswith("]") or kind.startswith(_NESTED)
        ]

    @property
    def _source(self) -> str:
        return f"read_parquet('{self._file}')"

    def count(self) -> int:
        """Give the number of rows that the file says it has."""
        query = f"SELECT sum(num_rows) FROM parquet_file_metadata('{self._file}')"  # noqa: S608
        return int(self._rows(query)[0][0] or 0)

    def batches(self, size: int) -> Iterator[tuple[list[list[str]], list[tuple[int, int]]]]:
        """Give rows of text, with the places of numbers too long to be exact."""
        pairs = list(zip(self.columns, self._types, strict=True))
        wanted = ", ".join(_as_text(name, kind) for name, kind in pairs)
        floats = [at for at, (_name, kind) in enumerate(pairs) if kind in _FLOATS]
        try:
            result = self._database.execute(f"SELECT {wanted} FROM {self._source}")  # noqa: S608
            while fetched := result.fetchmany(size):
                rows = [["" if cell is None else cell for cell in row] for row in fetched]
                yield rows, _written_out(rows, floats)
        except self._error as error:
            raise Refusal("audience.damaged") from error

    def _rows(self, query: str) -> list[Any]:
        try:
            return self._database.execute(query).fetchall()
        except self._error as error:
            raise Refusal("audience.damaged") from error


def _as_text(name: str, kind: str) -> str:
    column = '"' + name.replace('"', '""') + '"'
    text = f"CAST({column} AS VARCHAR)"
    if kind == "BOOLEAN":
        return f"upper({text})"
    return f"replace({text}, ' ', 'T')" if kind.startswith("TIMESTAMP") else text


def _written_out(rows: list[list[str]], floats: list[int]) -> list[tuple[int, int]]:
    """Write whole numbers without a point, and long ones without an exponent; name the inexact."""
    inexact: list[tuple[int, int]] = []
    for at, row in enumerate(rows):
        for column in floats:
            text = row[column]
            if text.endswith(".0"):
                row[column] = text = text[:-2]
            elif "e" in text:
                row[column] = text = format(Decimal(text), "f")
            if len(text) > 15 and not abs(Decimal(text)) < EXACT_BELOW:
                inexact.append((at, column))
    return inexact
