"""Forbidden moves, made from what a campaign consists of: nobody lists its fields by hand.

A manifest's leaves are what stands at the end of its paths, empty lists and objects included. A
leaf is changed in its own type, so that whatever reads it can still read it.
"""

from __future__ import annotations

import copy
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from composer.proofs.canonical import JsonObject, JsonValue, canonical_bytes, digest_of
from composer.proofs.manifest import Manifest
from composer.signoff.release import ReleaseInputs

Path_ = tuple[str | int, ...]
ROWS_AT_MOST = 500


def leaves(value: JsonValue, path: Path_ = ()) -> Iterator[Path_]:
    """Give the path of every leaf below a value."""
    items: list[tuple[str | int, JsonValue]] = []
    if isinstance(value, dict):
        items = [*value.items()]
    elif isinstance(value, list):
        items = [*enumerate(value)]
    if not items:
        yield path
    for key, item in items:
        yield from leaves(item, (*path, key))


def field_of(path: Path_) -> str:
    """Name the field that a leaf belongs to: whatever its place in a list.

    >>> field_of(("pace", "batches", 2))
    'pace.batches'
    """
    return ".".join(part for part in path if isinstance(part, str))


def changed(manifest: Manifest, path: Path_) -> Manifest:
    """Give the manifest with one leaf changed, under its own true digest."""
    content: JsonObject = copy.deepcopy(manifest.content)
    place: JsonValue = content
    for key in path[:-1]:
        place = place[key]  # type: ignore[index,call-overload]
    place[path[-1]] = _other(place[path[-1]])  # type: ignore[index,call-overload]
    written = canonical_bytes(content)
    return Manifest(content=content, bytes=written, digest=digest_of(written))


def _other(value: JsonValue) -> JsonValue:
    match value:
        case int():
            return value + 1
        case str():
            return value[:-1] + chr(ord(value[-1]) ^ 1) if value else "x"
        case list():
            return ["x"]
        case dict():
            return {"x": "x"}


def stored(inputs: ReleaseInputs, other: Manifest) -> ReleaseInputs:
    """Somebody changes the stored bytes and leaves the name."""
    return replace(inputs, manifest=other.bytes)


def renamed(inputs: ReleaseInputs, other: Manifest) -> ReleaseInputs:
    """Somebody changes the stored bytes, and everything that names them."""
    evidence = inputs.evidence and replace(inputs.evidence, proof=other.digest)
    return replace(inputs, manifest=other.bytes, proof=other.digest, evidence=evidence)


def named_otherwise(inputs: ReleaseInputs, other: Manifest) -> ReleaseInputs:
    """Somebody changes the name, and leaves the bytes."""
    return replace(inputs, proof=other.digest)


def made_otherwise(inputs: ReleaseInputs, other: Manifest) -> ReleaseInputs:
    """The campaign, the audience, a list of the owner's or the program changes after the seal."""
    return replace(inputs, current=other)


def lied_about(inputs: ReleaseInputs, other: Manifest) -> ReleaseInputs:
    """Everything that can be written says the other proof; only what people signed does not."""
    return replace(renamed(inputs, other), current=other)


MUTATIONS: tuple[Callable[[ReleaseInputs, Manifest], ReleaseInputs], ...] = (
    stored,
    renamed,
    named_otherwise,
    made_otherwise,
    lied_about,
)


@contextmanager
def database(workspace: Path) -> Iterator[sqlite3.Connection]:
    """Open the workspace's database as somebody would who has no key."""
    with closing(sqlite3.connect(workspace / "workspace.db")) as connection:
        yield connection
        connection.commit()


def columns(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """List every column of every table that holds something, as (table, column)."""
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return [
        (table, column)
        for (table,) in tables
        if connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()
        for _number, column, *_rest in connection.execute(f"PRAGMA table_info({table})")
    ]


def rename_everywhere(workspace: Path, old: str, new: str) -> None:
    """Put one text in the place of another wherever it stands as a whole."""
    with database(workspace) as connection:
        for table, column in columns(connection):
            connection.execute(
                f'UPDATE {table} SET "{column}" = ? WHERE "{column}" = ?', (new, old)
            )


def store_manifest(workspace: Path, old: bytes, new: bytes) -> None:
    """Put other bytes in the place of a stored manifest."""
    with database(workspace) as connection:
        done = connection.execute("UPDATE proof SET manifest = ? WHERE manifest = ?", (new, old))
        assert done.rowcount == 1


@contextmanager
def column_changed(workspace: Path, table: str, column: str) -> Iterator[bool]:
    """Change a column's value in every row; the rows come back. Gives whether it could be done."""
    with database(workspace) as connection:
        rows = connection.execute(f"SELECT * FROM {table}").fetchall()
        numbers = connection.execute(f'SELECT rowid, "{column}" FROM {table}').fetchall()
        connection.execute("PRAGMA ignore_check_constraints = ON")
        try:
            for rowid, value in numbers:
                other = _other_cell(value)
                connection.execute(
                    f'UPDATE {table} SET "{column}" = ? WHERE rowid = ?', (other, rowid)
                )
        except sqlite3.IntegrityError:
            connection.rollback()
            yield False
            return
        connection.commit()
        try:
            yield True
        finally:
            connection.execute(f"DELETE FROM {table}")
            places = ", ".join("?" * len(rows[0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)


def _other_cell(value: object) -> object:
    match value:
        case bytes():
            return bytes([*value[:-1], value[-1] ^ 1]) if value else b"x"
        case str():
            return value[:-1] + chr(ord(value[-1]) ^ 1) if value else "x"
        case int():
            return 1 - value if value in {0, 1} else value + 1
        case _:
            return "x"
