"""A zipped file's directory is looked at first, whatever it claims."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

import pytest

from composer.audience.sources.confined import Refusal
from composer.audience.sources.zip_inspection import MAX_UNPACKED_BYTES, inspect_zip
from tests.unit.audience.sources.workbooks import zipped

_MEGABYTE = 1024 * 1024
_ENTRY = b"PK\x01\x02"


def claiming(content: bytes, offset: int, value: int) -> bytes:
    """Let every entry of the directory claim another size: packed at 20, unpacked at 24."""
    changed, at = bytearray(content), content.find(_ENTRY)
    while at >= 0:
        struct.pack_into("<I", changed, at + offset, value)
        at = content.find(_ENTRY, at + 46)
    return bytes(changed)


def many_small_ones() -> bytes:
    """Give entries too small to matter each, which unpack to too much together."""
    names = range(MAX_UNPACKED_BYTES // _MEGABYTE + 1)
    return claiming(zipped({f"x{name}": "" for name in names}), 24, _MEGABYTE)


def over_each_other() -> bytes:
    return claiming(zipped({"a": "x" * 5000, "b": "y" * 5000}, zipfile.ZIP_STORED), 20, 9000)


def a_great_directory() -> bytes:
    return zipped({f"{name:05}" + "x" * 1400: "" for name in range(4000)})


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (many_small_ones, "audience.bomb"),
        (over_each_other, "audience.hostile_archive"),
        (a_great_directory, "audience.bomb"),
        (lambda: zipped({f"x{name}": "" for name in range(5001)}), "audience.bomb"),
        (lambda: zipped({"a": "", "A": ""}), "audience.hostile_archive"),
        (lambda: zipped({"a/../../b": ""}), "audience.hostile_archive"),
        (lambda: zipped({"/etc/x": ""}), "audience.hostile_archive"),
        (lambda: zipped({"C:x": ""}), "audience.hostile_archive"),
        (lambda: zipped({"a": "x"}, zipfile.ZIP_LZMA), "audience.hostile_archive"),
        (lambda: b"PK\x05\x06", "audience.damaged"),
        (lambda: b"", "audience.damaged"),
    ],
)
def test_a_directory_that_is_not_sane_is_refused(make: Callable[[], bytes], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        inspect_zip(io.BytesIO(make()))
    assert refused.value.code == code


def test_an_ordinary_one_is_opened() -> None:
    with inspect_zip(io.BytesIO(zipped({"a": "x" * 5000, "b": ""}))) as archive:
        assert archive.read("a") == b"x" * 5000
