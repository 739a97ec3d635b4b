"""What travels in a file of translations, whatever its format.

A unit is known by its source text, never by its place in the file. Text that other tools must not
touch (fields, links, emphasis) travels as inline codes; where a file names a code without saying
what it stands for, only a comparison with our own source can tell.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from composer.findings import Finding
from composer.model.translation import UnitState

_STAMP = re.compile(r"composer:([0-9A-Za-z._-]{1,64}):([0-9A-Za-z._-]{1,64}):([0-9a-f]{16})")


class ExchangeFormat(Enum):
    """A kind of file, by its usual ending."""

    PO = "po"
    XLSX = "xlsx"
    XLIFF_12 = "xlf"
    XLIFF_2 = "xliff"


class CodeRole(Enum):
    """Whether a code stands alone, or begins or ends something."""

    ALONE = "alone"
    OPEN = "open"
    CLOSE = "close"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A piece of text that translators move but do not change; `text` is None where not told."""

    id: str
    role: CodeRole
    text: str | None


Inline = tuple[str | Code, ...]
"""A text cut into what is read and the codes between; joined, they are the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands in a file: a line, or a row and a column of letters."""

    line: int = 0
    row: int = 0
    column: str = ""

    def where(self, file: str) -> dict[str, str | int]:
        """Give the place as a finding names it."""
        named: dict[str, str | int] = {"file": file}
        if self.line:
            named["line"] = self.line
        if self.row:
            named |= {"row": self.row, "column": self.column}
        return named


NOWHERE = Place()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeComment:
    """What somebody said about a unit; `by` and `at` as far as the file tells."""

    text: str
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeUnit:
    """One unit in a file; `state` is None where the file says nothing of it.

    `is_loose`: the file does not keep white space, so that ends and runs of it mean nothing.
    `source_runs` and `target_runs` are there where a file has codes. `findings` keep it from being
    taken over as it is. `is_protected`: the file says that it is not to be translated.
    """

    id: str
    source: str
    target: str
    state: UnitState | None = None
    previous: str = ""
    kind: str = ""
    context: str = ""
    notes: tuple[str, ...] = ()
    comments: tuple[ExchangeComment, ...] = ()
    place: Place = NOWHERE
    is_loose: bool = False
    is_protected: bool = False
    source_runs: Inline = ()
    target_runs: Inline = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Which export a file comes from: the campaign, the export, and a digest of what went out."""

    campaign: str
    export: str
    digest: str

    def __str__(self) -> str:
        return f"composer:{self.campaign}:{self.export}:{self.digest}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeFile:
    """A whole file; languages are empty and `stamp` is None where it does not say them.

    `campaign_name` is for people. `findings` are what was noticed while reading.
    """

    format: ExchangeFormat
    source_locale: str
    locale: str
    units: tuple[ExchangeUnit, ...]
    stamp: Stamp | None = None
    campaign_name: str = ""
    findings: tuple[Finding, ...] = ()


def read_stamp(text: str) -> Stamp | None:
    """Find a stamp in a text, such as a header's value.

    >>> str(read_stamp("file composer:c1:e1:0123456789abcdef"))
    'composer:c1:e1:0123456789abcdef'
    """
    match = _STAMP.search(text)
    return Stamp(campaign=match[1], export=match[2], digest=match[3]) if match else None


def digest_of(sources: Iterable[str]) -> str:
    """Give the digest of the sources that go out, in their order."""
    sha = hashlib.sha256()
    for source in sources:
        encoded = source.encode("utf-8", "surrogatepass")
        sha.update(len(encoded).to_bytes(8, "big") + encoded)
    return sha.hexdigest()[:16]
