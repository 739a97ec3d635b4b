"""PO files as this program writes them, and as Poedit, Weblate, Transifex and others write them.

Nothing in a file is evaluated: plural forms are refused, unless there is only one. What cannot be
read names its line. A translation that is not fuzzy is reviewed: whoever imports it declares so.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from composer.model.message import CatalogueEntry
from composer.model.translation import UnitState
from composer.translation.exchange.charsets import OLD_CHARSETS, codec_name
from composer.translation.exchange.model import (
    ExchangeFile,
    ExchangeFormat,
    ExchangeUnit,
    Place,
    read_stamp,
)
from composer.translation.exchange.refusing import (
    MOST_LINES,
    file_finding,
    refused,
    start_of,
)
from composer.translation.exchange.remarks import read_remarks, remark_lines
from composer.translation.exchange.xlsx_columns import language_named
from composer.translation.po_file import DRAFT, FUZZY, entry_lines

_STRING = r'"((?:[^"\\]++|\\["\\abfnrtv])*+)"'  # possessive: a long line takes no memory
_LINE = re.compile(r"(?:(msgctxt|msgid_plural|msgid|msgstr\[\d{1,2}\]|msgstr)\s*)?" + _STRING)
_PREVIOUS = re.compile(r"#\|\s*(?:(msgctxt|msgid_plural|msgid)\s*)?" + _STRING)
_CHARSET = re.compile(rb"charset=([A-Za-z0-9._-]{1,40})")
_ESCAPED = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_CONFLICT = "#-#-#-#-#"  # what msgcat puts between translations that contradict each other
_AFTER = {
    "": ("msgctxt", "msgid"),
    "msgctxt": ("msgid",),
    "msgid": ("msgid_plural", "msgstr"),
    "msgid_plural": ("msgstr[",),
    "msgstr[": ("msgstr[",),
    "msgstr": (),
}


def write_po_file(file: ExchangeFile) -> bytes:
    """Write a file for a PO editor: the context as a remark, comments with who and when."""
    header = {
        "Project-Id-Version": " ".join(file.campaign_name.split()),
        "Language": file.locale.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Source-Language": file.source_locale,
        "X-Composer-Export": str(file.stamp or ""),
    }
    entry = CatalogueEntry(source="", target="")
    text = "".join(f"{name}: {value}\n" for name, value in header.items() if value)
    blocks = ["\n".join(entry_lines(CatalogueEntry(source="", target=text)))]
    for unit in file.units:
        entry = CatalogueEntry(
            source=unit.source,
            target=unit.target,
            fuzzy=unit.state in {UnitState.DRAFT, UnitState.NEEDS_WORK},
            is_draft=unit.state is UnitState.DRAFT,
            previous=unit.previous,
            notes=tuple(remark_lines(unit.notes, unit.comments)),
        )
        place = ": ".join(part for part in (unit.kind, " ".join(unit.context.split())) if part)
        blocks.append("\n".join(entry_lines(entry, [f"#. {place}"] if place else [])))
    return ("\n\n".join(blocks) + "\n").encode("utf-8")


def read_po_file(content: bytes, *, file: str) -> ExchangeFile:
    """Read a PO file of any tool; `file` is named in findings.

    Raises:
        FileRefused: it is not PO, or holds what cannot be used.
    """
    header: dict[str, str] = {}
    units: list[ExchangeUnit] = []
    for number, entry in enumerate(_entries(_decoded(content, file), file)):
        if entry.text("msgid"):
            units.append(_unit(entry, f"{number}", file))
        elif not header:
            header = _header(entry.text("msgstr"))
    return ExchangeFile(
        format=ExchangeFormat.PO,
        source_locale=header.get("x-source-language", ""),
        locale=_language(header),
        units=tuple(units),
        stamp=read_stamp(header.get("x-composer-export", "")),
        campaign_name=header.get("project-id-version", ""),
    )


def _language(header: dict[str, str]) -> str:
    """Give the language that a file states; older tools state it in a field of their own."""
    named = language_named(header.get("x-poedit-language", ""))
    return header.get("language", "") or header.get("x-crowdin-language", "") or named


def _decoded(content: bytes, file: str) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        match = _CHARSET.search(content[:8192])
        name = codec_name(match[1].decode("ascii")) if match else ""
        if encoding == "utf-16" or name not in OLD_CHARSETS:
            line = content.count(b"\n", 0, error.start) + 1
            raise refused("exchange.not_text", file, Place(line=line)) from error
    try:
        return content.decode(name)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise refused("exchange.not_text", file, Place(line=line)) from error


@dataclass(slots=True, kw_only=True)
class _Entry:
    """An entry while its lines are read; `line` is where its source begins."""

    file: str
    parts: dict[str, list[str]] = field(default_factory=dict)
    previous: dict[str, list[str]] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    remarks: list[str] = field(default_factory=list)
    keyword: str = ""
    about: str = ""
    line: int = 0

    @property
    def is_whole(self) -> bool:
        return self.keyword.startswith("msgstr")

    def take(self, number: int, line: str) -> None:
        """Read one line that is not empty."""
        if line.startswith("#"):
            self._take_remark(line)
            return
        match = _LINE.fullmatch(line)
        if match is None or not (match[1] or self.keyword):
            raise refused("exchange.bad_po", self.file, Place(line=number))
        if match[1]:
            self._begin(match[1], number)
        self.parts[self.keyword].append(match[2])

    def text(self, part: str) -> str:
        return _unescaped(self.parts.get(part, ()))

    def _begin(self, keyword: str, number: int) -> None:
        if _family(keyword) not in _AFTER[_family(self.keyword)] or keyword in self.parts:
            raise refused("exchange.bad_po", self.file, Place(line=number))
        if keyword.startswith("msgstr[") and keyword != "msgstr[0]":
            raise refused("exchange.plural", self.file, Place(line=number))
        if keyword == "msgid":
            self.line = number
        self.keyword = keyword
        self.parts[keyword] = []

    def _take_remark(self, line: str) -> None:
        if line.startswith(("#,", "#=")):
            self.flags.update(flag.strip() for flag in line[2:].split(","))
        elif line.startswith("#|"):
            match = _PREVIOUS.fullmatch(line)
            if match is not None:
                self.about = match[1] or self.about
                self.previous.setdefault(self.about, []).append(match[2])
        elif line.startswith("#~"):
            self._forget_remarks()
        elif not line.startswith(("#.", "#:")):
            self.remarks.append(line[1:].removeprefix(" "))

    def _forget_remarks(self) -> None:
        """Leave out what stood before an entry that is no longer used: it was about that one."""
        self.flags.clear()
        self.remarks.clear()
        self.previous.clear()


def _entries(text: str, file: str) -> Iterator[_Entry]:
    if text.count("\n") > MOST_LINES:
        raise refused("exchange.too_heavy", file)
    entry = _Entry(file=file)
    number = 0
    for number, row in enumerate(text.split("\n"), start=1):
        line = row.strip()
        if not line:
            continue
        if entry.is_whole and _begins_entry(line):
            yield entry
            entry = _Entry(file=file)
        entry.take(number, line)
    if entry.keyword and not entry.is_whole:
        raise refused("exchange.bad_po", file, Place(line=number))
    if entry.keyword:
        yield entry


def _family(keyword: str) -> str:
    return "msgstr[" if keyword.startswith("msgstr[") else keyword


def _begins_entry(line: str) -> bool:
    return not line.startswith(('"', "msgstr["))


def _unit(entry: _Entry, number: str, file: str) -> ExchangeUnit:
    target, source = entry.text("msgstr") or entry.text("msgstr[0]"), entry.text("msgid")
    notes, comments = read_remarks(entry.remarks)
    place = Place(line=entry.line)
    contradicts = target.startswith(_CONFLICT)
    found = [file_finding("exchange.duplicate", file, place, part=start_of(source))]
    return ExchangeUnit(
        id=number,
        source=source,
        target=target,
        state=_state(entry.flags) if target else UnitState.NEW,
        previous=_unescaped(entry.previous.get("msgid", ())),
        context=entry.text("msgctxt"),
        notes=notes,
        comments=comments,
        place=place,
        findings=tuple(found if contradicts else ()),
    )


def _state(flags: set[str]) -> UnitState:
    if FUZZY not in flags:
        return UnitState.REVIEWED
    return UnitState.DRAFT if DRAFT in flags else UnitState.NEEDS_WORK


def _header(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in text.split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip().lower(), value.strip())
    return found


def _unescaped(pieces: list[str] | tuple[str, ...]) -> str:
    return re.sub(
        r"\\(.)", lambda match: _ESCAPED.get(match[1], match[1]), "".join(pieces)
    ).replace("\r\n", "\n")
