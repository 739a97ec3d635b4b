"""Forbidden moves by way of a folder that somebody made by hand: from what a folder consists of.

Every value of its settings is changed, every file of it, every column of its list; and every field
of the manifest is written into the settings under the manifest's own name, as somebody would who
has read a proof. Nobody lists any of them by hand.
"""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import tomlkit

from composer.proofs.canonical import JsonValue
from composer.proofs.manifest import Manifest
from tests.flow.conftest import change_cell, read_rows
from tests.flow.moves import Path_, changed, field_of, leaves

SETTINGS = "campaign.toml"


@dataclass(frozen=True)
class FolderMove:
    """One change of a folder; `field` is the manifest's field that it names, or ""."""

    name: str
    make: Callable[[Path], None]
    field: str = ""

    def into(self, folder: Path, *, original: Path) -> Path:
        """Make a changed copy of a folder."""
        shutil.copytree(original, folder)
        self.make(folder)
        return folder


def folder_moves(original: Path, manifest: Manifest) -> list[FolderMove]:
    """Give every move there is with a folder and the manifest of its campaign."""
    return [*_settings(original), *_files(original), *_columns(original), *_named(manifest)]


def _settings(original: Path) -> Iterator[FolderMove]:
    settings = tomllib.loads((original / SETTINGS).read_text("utf-8"), parse_float=Decimal)
    for path in leaves(settings):  # type: ignore[arg-type]
        for number, other in enumerate(_others(_at(settings, path))):
            yield FolderMove(name=f"settings {path} {number}", make=_put(path, other))


def _others(value: object) -> Iterator[object]:
    """Give other values of the same type."""
    match value:
        case bool():
            yield not value
        case int() | Decimal():
            yield value + 1
        case str():
            yield f"x{value}"
            yield value[:-1] + chr(ord(value[-1]) ^ 1) if value else "y"
        case _:
            yield ["x"]


def _named(manifest: Manifest) -> Iterator[FolderMove]:
    """Write each field of the manifest into the settings, as the manifest calls it."""
    told: set[str] = set()
    for path in leaves(manifest.content):
        name = field_of(path)
        if name in told:
            continue
        told.add(name)
        whole = tuple(part for part in path if isinstance(part, str))
        value = _at(changed(manifest, path).content, path[: len(whole)])
        yield FolderMove(name=f"manifest's {name}", make=_put(whole, value), field=name)


def _files(original: Path) -> Iterator[FolderMove]:
    for file in sorted(path for path in original.rglob("*") if path.is_file()):
        name = str(file.relative_to(original))
        if name != SETTINGS:
            yield FolderMove(name=f"{name} longer", make=_longer(name))
            yield FolderMove(name=f"{name} gone", make=_gone(name))


def _columns(original: Path) -> Iterator[FolderMove]:
    for column in read_rows(original)[0]:
        yield FolderMove(name=f"column {column}", make=_other_cell(column))


def _at(value: object, path: Path_) -> JsonValue:
    for key in path:
        value = value[key]  # type: ignore[index]
    return value  # type: ignore[return-value]


def _put(path: Path_, value: object) -> Callable[[Path], None]:
    def put(folder: Path) -> None:
        file = folder / SETTINGS
        document = tomlkit.parse(file.read_text("utf-8"))
        place: object = document
        for key in path[:-1]:
            if isinstance(key, str) and key not in place:  # type: ignore[operator]
                place[key] = tomlkit.table()  # type: ignore[index]
            if isinstance(key, str) and not isinstance(place[key], dict | list):  # type: ignore[index]
                place[key] = tomlkit.table()  # type: ignore[index]
            place = place[key]  # type: ignore[index]
        place[path[-1]] = float(value) if isinstance(value, Decimal) else value  # type: ignore[index]
        file.write_text(tomlkit.dumps(document), encoding="utf-8")

    return put


def _longer(name: str) -> Callable[[Path], None]:
    def longer(folder: Path) -> None:
        file = folder / name
        file.write_bytes(file.read_bytes().rstrip(b"\n") + b"x\n")

    return longer


def _gone(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def _other_cell(column: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        rows = read_rows(folder)
        change_cell(folder, column, f"x{rows[1][rows[0].index(column)]}")

    return change
