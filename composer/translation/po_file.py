"""PO files as pieces of text: what each entry says, and how one is changed without the others.

A PO file comes from outside and is hostile: its size is capped, nothing in it is evaluated (plural
forms are refused, not computed), and what cannot be read names its line. Whatever is not changed
keeps its bytes, remarks and references of other tools included, so that an edit that is taken back
gives the very file again. What is written has no dates.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from composer.errors import FileRefused
from composer.findings import finding
from composer.model.message import CatalogueEntry

MAX_PO_BYTES = 8 * 1024 * 1024
FUZZY, DRAFT = "fuzzy", "composer-draft"
_KEPT_FILES = 128
_LARGEST_KEPT = 512 * 1024
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_LINE = re.compile(r'(?:(msgid|msgstr)\s+)?"((?:[^"\\]++|\\["\\abfnrtv])*+)"')
_PREVIOUS = re.compile(r'#\|\s*(?:(msgid)\s+)?"((?:[^"\\]++|\\["\\abfnrtv])*+)"')
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\t": "\\t", "\r": "\\r"}
_ESCAPED = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_KEPT_REMARKS = ("#.", "#:")


@dataclass(frozen=True, slots=True, kw_only=True)
class PoBlock:
    """A piece of a file: an entry with all that stands before it, or what says nothing (None)."""

    text: str
    entry: CatalogueEntry | None


def po_blocks(content: bytes, *, file: str) -> tuple[PoBlock, ...]:
    """Cut a file into its entries; their texts together are the file. `file` is named in findings.

    Raises:
        FileRefused: it is too large, not UTF-8, not PO, or holds what this program cannot use.
    """
    if len(content) > MAX_PO_BYTES:
        raise _refused("translation.po_too_large", file, 1)
    return _kept(content, file) if len(content) <= _LARGEST_KEPT else _cut(content, file)


def edit_po(
    content: bytes,
    entries: Iterable[CatalogueEntry],
    *,
    drop: Collection[str] = (),
    after: Mapping[str, str] | None = None,
) -> bytes:
    """Put entries into a file and take sources out; every other entry keeps its bytes.

    One that was written twice is there once afterwards. A new entry comes after the one that
    `after` names for it, otherwise at the end.

    Raises:
        FileRefused: the file cannot be read.
    """
    newline = "\r\n" if b"\r\n" in content else "\n"
    changed = {entry.source: entry for entry in entries}
    blocks = _without(po_blocks(content, file=""), drop, once=changed.keys())
    places: dict[str, int] = {}
    parts: list[str] = []
    for block in blocks:
        wanted = changed.pop(_source(block), block.entry)
        if block.entry is not None:
            places.setdefault(_source(block), len(parts))
        is_same = wanted is None or wanted == block.entry
        parts.append(block.text if is_same or wanted is None else _rewritten(block, wanted))
    added: dict[int, list[str]] = {}
    last = max(places.values(), default=len(parts) - 1)
    for source, entry in changed.items():
        place = places.get((after or {}).get(source, ""), last)
        added.setdefault(place, []).append(newline.join(entry_lines(entry)))
    return _joined(parts, added, newline).encode("utf-8")


def writable(text: str) -> str:
    r"""Give a text as a file can hold it: other line ends as `\n`, nothing that cannot be seen.

    >>> writable("a\r\nb\u2028c\x07")
    'a\nb\nc'
    """
    return _CONTROL.sub("", re.sub("\r\n?|[\u2028\u2029]", "\n", text))


def entry_lines(entry: CatalogueEntry, kept: Iterable[str] = ()) -> list[str]:
    """Write an entry; `kept` are remarks and flags of other tools, as lines that begin with #."""
    lines = [f"# {_CONTROL.sub('', line)}".rstrip() for note in entry.notes for line in _rows(note)]
    lines += [line for line in kept if line.startswith(_KEPT_REMARKS)]
    flags = [FUZZY] if entry.fuzzy else []
    flags += [DRAFT] if entry.fuzzy and entry.is_draft else []
    flags += [flag for line in kept if line.startswith("#,") for flag in _other_flags(line)]
    if flags:
        lines.append(f"#, {', '.join(flags)}")
    if entry.fuzzy and entry.previous:
        lines += [f"#| {line}" for line in _quoted("msgid", entry.previous)]
    return [*lines, *_quoted("msgid", entry.source), *_quoted("msgstr", entry.target)]


def _rows(note: str) -> list[str]:
    return note.splitlines() or [""]


def _quoted(keyword: str, text: str) -> list[str]:
    escaped = "".join(_ESCAPES.get(char, char) for char in text)
    if "\n" not in escaped:
        return [f'{keyword} "{escaped}"']
    lines = escaped.split("\n")
    pieces = [f'"{line}\\n"' for line in lines[:-1]]
    return [f'{keyword} ""', *pieces, *([f'"{lines[-1]}"'] if lines[-1] else [])]


def _without(
    blocks: tuple[PoBlock, ...], drop: Collection[str], *, once: Collection[str]
) -> list[PoBlock]:
    """Take entries out, and repeated ones of `once`; an end without a new line stays one."""
    seen: set[str] = set()
    kept: list[PoBlock] = []
    for item in blocks:
        source = _source(item)
        if source in drop or (source in seen and source in once):
            continue
        seen.add(source)
        kept.append(item)
    if kept and kept[-1] is not blocks[-1] and not blocks[-1].text.endswith("\n"):
        text = kept[-1].text.removesuffix("\n").removesuffix("\r")
        kept[-1] = PoBlock(text=text, entry=kept[-1].entry)
    return kept


def _source(block: PoBlock) -> str:
    return block.entry.source if block.entry is not None else ""


def _rewritten(block: PoBlock, entry: CatalogueEntry) -> str:
    """Write an entry in the place of a former one, with what stood around it."""
    rows = block.text.split("\n")
    ending = "\r" if rows[0].endswith("\r") or rows[-1].endswith("\r") else ""
    lines = [row.strip() for row in rows]
    foreign = max((at for at, line in enumerate(lines) if line.startswith("#~")), default=-1)
    start = next(at for at, line in enumerate(lines) if line and at > foreign)
    end = max(at for at, line in enumerate(lines) if line) + 1
    written = [f"{line}{ending}" for line in entry_lines(entry, lines[start:end])]
    if end == len(rows):  # the file ends without a new line
        written[-1] = written[-1].rstrip("\r")
    return "\n".join([*rows[:start], *written, *rows[end:]])


def _joined(parts: list[str], added: Mapping[int, list[str]], newline: str) -> str:
    """Put new entries in so that taking them out again leaves what was there."""
    whole: list[str] = []
    for at, part in enumerate(parts):
        whole.append(part)
        for text in added.get(at, ()):
            before = next((former for former in reversed(whole) if former), "\n")
            is_open = not before.endswith("\n")
            whole.append(f"{newline * 2}{text}" if is_open else f"{newline}{text}{newline}")
    return "".join(whole)


def _cut(content: bytes, file: str) -> tuple[PoBlock, ...]:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        bad_line = content.count(b"\n", 0, error.start) + 1
        raise _refused("translation.po_not_utf8", file, bad_line) from error
    return tuple(_blocks(text, file))


_kept = lru_cache(maxsize=_KEPT_FILES)(_cut)
"""Most catalogues of a message are the same in its next revision."""


@dataclass(slots=True, kw_only=True)
class _Reading:
    """An entry while its lines are read."""

    file: str
    rows: list[str] = field(default_factory=list)
    parts: dict[str, list[str]] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    keyword: str = ""
    line: int = 1

    def take(self, number: int, line: str) -> None:
        """Read one line that is not empty."""
        if line.startswith("#"):
            self._take_remark(line)
            return
        if line.startswith(("msgid_plural", "msgctxt", "msgstr[")):
            raise _refused("translation.po_plural", self.file, number)
        match = _LINE.fullmatch(line)
        if match is None or not (match[1] or self.keyword):
            raise _refused("translation.bad_po", self.file, number)
        if match[1]:
            self._begin(match[1], number)
        self.parts[self.keyword].append(match[2])

    def block(self, newline: str) -> PoBlock:
        """Give what was read; raises FileRefused for half an entry."""
        if self.keyword == "msgid":
            raise _refused("translation.bad_po", self.file, self.line)
        source, target = self._text("msgid"), self._text("msgstr")
        if _CONTROL.search(source) or _CONTROL.search(target):
            raise _refused("translation.po_control", self.file, self.line)
        return PoBlock(
            text="\n".join(self.rows) + newline,
            entry=self._entry(source, target) if source else None,
        )

    def _entry(self, source: str, target: str) -> CatalogueEntry:
        fuzzy = FUZZY in self.flags and bool(target)
        previous = self._text("previous") if fuzzy else ""
        return CatalogueEntry(
            source=source,
            target=target,
            fuzzy=fuzzy,
            is_draft=fuzzy and DRAFT in self.flags,
            previous="" if _CONTROL.search(previous) else previous,
            notes=tuple(_CONTROL.sub("", note) for note in self.notes),
        )

    def _begin(self, keyword: str, number: int) -> None:
        expected = {"": "msgid", "msgid": "msgstr"}.get(self.keyword)
        if keyword != expected:
            bad = self.line if self.keyword == "msgid" else number
            raise _refused("translation.bad_po", self.file, bad)
        self.keyword = keyword
        self.parts[keyword] = []
        if keyword == "msgid":
            self.line = number

    def _take_remark(self, line: str) -> None:
        if line.startswith("#,"):
            self.flags.update(_flags(line))
        elif line.startswith("#|"):
            match = _PREVIOUS.fullmatch(line)
            if match is not None:
                self.parts.setdefault("previous", []).append(match[2])
        elif line.startswith("#~"):  # what stood before it was about that entry, out of use now
            self.flags.clear()
            self.notes.clear()
            self.parts.pop("previous", None)
        elif not line.startswith(_KEPT_REMARKS):
            self.notes.append(line[1:].strip())

    def _text(self, part: str) -> str:
        text = "".join(self.parts.get(part, ()))
        return re.sub(r"\\(.)", _unescaped, text) if "\\" in text else text


def _blocks(text: str, file: str) -> Iterator[PoBlock]:
    reading = _Reading(file=file)
    for number, row in enumerate(text.split("\n"), start=1):
        line = row.removeprefix(codecs.BOM_UTF8.decode()).strip() if number == 1 else row.strip()
        if reading.keyword == "msgstr" and not line.startswith('"'):
            yield reading.block("\n")
            reading = _Reading(file=file)
        reading.rows.append(row)
        if line:
            reading.take(number, line)
    yield reading.block("")


def _unescaped(match: re.Match[str]) -> str:
    return _ESCAPED.get(match[1], match[1])


def _flags(line: str) -> list[str]:
    return [flag.strip() for flag in line[2:].split(",") if flag.strip()]


def _other_flags(line: str) -> list[str]:
    return [flag for flag in _flags(line) if flag not in {FUZZY, DRAFT}]


def _refused(code: str, file: str, line: int) -> FileRefused:
    return FileRefused([finding(code, where={"file": file, "line": line}, file=file, line=line)])
