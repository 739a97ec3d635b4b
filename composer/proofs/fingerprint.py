"""The program's fingerprint: which code renders and sends; a change of it voids the sign-off.

`source` is portable: the same release has the same one on every computer. It covers
`composer/**/*.py` without the window, the layouts, and name and version of every locked
distribution. `installation` covers every installed file of the distributions that render or send,
and the versions of interpreter, OpenSSL, SQLite and time zones. In a frozen build the modules of
those distributions lie inside the executable, which is covered in their place.

Left out of `installation`, and why: PySide6 and shiboken6 (600 MB; they draw the window, which
neither renders nor sends, and the sending process never imports them); `.pyc` (made by whoever
runs first); an installer's own notes and start scripts (they hold paths of one computer). A changed
program that lies about its fingerprint is outside the threat model.
"""

from __future__ import annotations

import csv
import hashlib
import importlib.metadata
import os
import platform
import re
import sqlite3
import ssl
import sys
import zoneinfo
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from composer import __version__, paths
from composer.model.identifiers import Digest
from composer.model.rendered import framed

WINDOW_DISTRIBUTIONS = ("pyside6", "shiboken6")
INSTALLER_NOTES = frozenset({"RECORD", "INSTALLER", "REQUESTED", "direct_url.json"})
ABSENT = "absent"
_PIECE_BYTES = 256 * 1024  # the largest of these files have some ten megabytes
_READERS = 4
_LARGE_BYTES = 64 * 1024  # such files are hashed beside the small ones
_VERSION = re.compile(r"^Version:[ \t]*(\S+)[ \t]*$", re.MULTILINE)
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """Which program this is: `source` is portable, `installation` is this computer's.

    `version` is what the program calls itself: it proves nothing, and people know it.
    """

    source: Digest
    installation: Digest
    version: str = __version__


class _File(NamedTuple):
    """An installed file; what its list says of its size only decides who reads it."""

    name: str
    path: str
    listed_bytes: int


@cache
def program_fingerprint() -> Fingerprint:
    """Digest this program as it lies on the disk, once per process; a fresh process reads again."""
    locked = locked_versions(paths.lock_file().read_text(encoding="utf-8"))
    return Fingerprint(
        source=source_digest(paths.PACKAGE, paths.templates(), locked),
        installation=installation_digest(locked),
    )


def locked_versions(lock: str) -> tuple[tuple[str, str], ...]:
    """Give name and version of every distribution in a lock, sorted; markers are ignored.

    >>> locked_versions("Jinja2==3.1.6 --hash=sha256:00")
    (('jinja2', '3.1.6'),)
    """
    found = _LOCKED.findall(lock)
    return tuple(sorted((re.sub(r"[-_.]+", "-", name).lower(), version) for name, version in found))


def source_digest(package: Path, templates: Path, locked: tuple[tuple[str, str], ...]) -> Digest:
    """Digest the sources below `package` without `gui/`, the layouts and the locked versions."""
    window = package / "gui"
    files = [("composer", path) for path in package.rglob("*.py") if window not in path.parents]
    entries = [(f"{top}/{path.relative_to(package).as_posix()}", path) for top, path in files]
    entries += [
        (f"templates/{path.relative_to(templates).as_posix()}", path)
        for path in templates.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    ]
    lines = [(name, _sha256(path)) for name, path in entries]
    return _digest_pairs(b"composer source 1\n", [*lines, *(("==" + n, v) for n, v in locked)])


def installation_digest(locked: tuple[tuple[str, str], ...]) -> Digest:
    """Digest what is really installed here of the locked distributions, and the runtime below."""
    named = [name for name, _ in locked if not name.startswith(WINDOW_DISTRIBUTIONS)]
    files: list[_File] = []
    versions = list(_runtime_versions())
    for name in named:
        try:
            distribution = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            versions.append((f"=={name}", ABSENT))
            continue
        versions.append((f"=={name}", _version_of(distribution)))
        files += _installed_files(name, distribution)
    if getattr(sys, "frozen", False):
        files.append(_File("executable", sys.executable, _LARGE_BYTES))
    return _digest_pairs(b"composer installation 1\n", [*_digested(files), *versions])


def _version_of(distribution: importlib.metadata.Distribution) -> str:
    """Read the version alone: `version` takes the whole description apart for it."""
    described = distribution.read_text("METADATA") or ""
    found = _VERSION.search(described.partition("\n\n")[0])
    return found[1] if found else distribution.version


def _digested(files: list[_File]) -> list[tuple[str, str]]:
    """Give name and digest of each file.

    To hash a large file lets other threads run; the thousands of small ones only wait for the
    interpreter, whoever reads them.
    """
    with ThreadPoolExecutor(max_workers=_READERS) as pool:
        large = [file for file in files if file.listed_bytes >= _LARGE_BYTES]
        digests = pool.map(_sha256_or_absent, [file.path for file in large])
        small = [file for file in files if file.listed_bytes < _LARGE_BYTES]
        done = [(file.name, _sha256_or_absent(file.path)) for file in small]
        named = zip([file.name for file in large], digests, strict=True)
        return [*done, *named]


def _installed_files(name: str, distribution: importlib.metadata.Distribution) -> Iterator[_File]:
    """Read the list of installed files itself: `files` makes thousands of objects for it."""
    record = (distribution.read_text("RECORD") or "").splitlines()
    folder = str(distribution.locate_file(""))
    for inside, *rest in csv.reader(record):
        last = inside.rpartition("/")[2]
        if inside.endswith(".pyc") or ".." in inside.split("/") or last in INSTALLER_NOTES:
            continue
        size = rest[-1] if rest else ""
        path = os.path.join(folder, inside)  # noqa: PTH118 - thousands of them
        yield _File(f"{name}:{inside}", path, int(size) if size.isdecimal() else 0)


def _runtime_versions() -> Iterator[tuple[str, str]]:
    yield "interpreter", f"{platform.python_implementation()} {platform.python_version()}"
    yield "platform", f"{platform.system()} {platform.machine()}"
    yield "openssl", ssl.OPENSSL_VERSION
    yield "sqlite", sqlite3.sqlite_version
    yield "tzdata", _time_zones_version()


def _time_zones_version() -> str:
    """Give the version of the time zones that Python finds first: the system's or the package's."""
    for folder in zoneinfo.TZPATH:
        table = Path(folder) / "tzdata.zi"
        if table.is_file():
            with table.open(encoding="ascii", errors="replace") as lines:
                return lines.readline().strip()
    try:
        return importlib.metadata.version("tzdata")
    except importlib.metadata.PackageNotFoundError:
        return ABSENT


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _sha256_or_absent(path: str) -> str:
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - thousands of them
            hasher = hashlib.sha256()
            while piece := file.read(_PIECE_BYTES):
                hasher.update(piece)
            return hasher.hexdigest()
    except OSError:
        return ABSENT


def _digest_pairs(prefix: bytes, pairs: list[tuple[str, str]]) -> Digest:
    hasher = hashlib.sha256(prefix)
    for name, value in sorted(pairs):
        hasher.update(framed(name) + framed(value))
    return Digest(hasher.hexdigest())
