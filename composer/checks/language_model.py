"""Opens the model that tells languages so that little of it is ever in memory.

The model is a hundred megabytes of tables, of which one text needs a few rows. They are unpacked
into a file without a name, which goes with the process; rows are read from there when a text needs
them, and the newest are kept.
"""

from __future__ import annotations

import lzma
import os
import shutil
import tempfile
import threading
import weakref
import zipfile
from collections.abc import Iterable
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy
from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

_AT_ONCE = 1 << 20
_ROWS_KEPT = 4096
_LETTERS = 8  # bits: a row of moves has one for each byte that may come next
_CAN_READ_AT = hasattr(os, "pread")  # not on Windows
_HEADER, _LENGTHS = 30, slice(26, 30)
"""Of the head before each member of an archive: its size, and where the sizes of names stand."""


def open_identifier() -> LanguageIdentifier:
    """Give the program's own model, its scores as probabilities; it takes a fifth of a second."""
    unpacked = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - read from as long as it is used
    with lzma.open(MODEL_DIR / MODEL_FILE) as packed:
        shutil.copyfileobj(packed, unpacked, length=_AT_ONCE)
    with zipfile.ZipFile(unpacked) as archive:
        members = {item.filename.removesuffix(".npy"): item for item in archive.infolist()}
    lock = threading.Lock()
    tables = {name: _Table(unpacked, item, lock) for name, item in members.items()}
    moves = _Moves(tables["nextmove"])
    weakref.finalize(moves, unpacked.close)  # the identifier itself cannot be watched
    return LanguageIdentifier(
        _Weights(tables["ptc"]),
        tables["pc"].whole(),
        tables["classes"].whole().tolist(),
        moves,
        tables["out_feat"].whole().tolist(),
        norm_probs=True,
        tk_row=tables["nextmove_row"].whole().tolist(),
    )


class _Table:
    """A table where it stands in the file; `row` gives some numbers that stand together."""

    def __init__(self, unpacked: IO[bytes], member: zipfile.ZipInfo, lock: threading.Lock) -> None:
        self._file, self._lock = unpacked, lock
        unpacked.seek(member.header_offset)
        lengths = unpacked.read(_HEADER)[_LENGTHS]
        names = int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
        unpacked.seek(member.header_offset + _HEADER + names)
        npy.read_magic(unpacked)
        self.shape, _fortran, self.kind = npy.read_array_header_1_0(unpacked)
        self._begin = unpacked.tell()

    def row(self, number: int, size: int) -> Any:
        """Read the numbers of one row."""
        length = size * self.kind.itemsize
        content = self._read(length, self._begin + number * length)
        return np.frombuffer(content, dtype=self.kind)

    def whole(self) -> Any:
        """Read all of it."""
        return self.row(0, int(np.prod(self.shape))).reshape(self.shape)

    def _read(self, length: int, place: int) -> bytes:
        if _CAN_READ_AT:  # moves no place that a forked process would read from, too
            return os.pread(self._file.fileno(), length, place)
        with self._lock:
            self._file.seek(place)
            return self._file.read(length)


class _Moves:
    """Which state follows on a byte; asked for by the place in the whole table."""

    def __init__(self, table: _Table) -> None:
        self._table = table
        self._rows: dict[int, Any] = {}

    def __getitem__(self, place: int) -> int:
        """Give one move."""
        row = self._rows.get(place >> _LETTERS)
        if row is None:
            if len(self._rows) >= _ROWS_KEPT:
                self._rows.clear()
            row = self._table.row(place >> _LETTERS, 1 << _LETTERS)
            self._rows[place >> _LETTERS] = row
        return int(row[place & ((1 << _LETTERS) - 1)])


class _Weights:
    """What each feature says for each language; asked for by many features at once."""

    def __init__(self, table: _Table) -> None:
        self._table = table

    def __getitem__(self, features: Iterable[int]) -> Any:
        """Give one row for each feature."""
        size = self._table.shape[1]
        return np.stack([self._table.row(int(feature), size) for feature in features])
