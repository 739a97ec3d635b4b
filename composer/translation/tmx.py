"""Translation memories of other programs (TMX 1.4): read with care, written plainly.

Only whole texts are taken: what a file marks as code inside a text stays as it is written there. A
document type that merely names TMX's own, as many programs write it, is passed over and never read;
any other is refused, as are entities. Times and names are taken as the file has them.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

from composer.findings import Finding, finding
from composer.model.locale_tags import canonical
from composer.model.memory import LanguagePair, MemoryUnit
from composer.translation.exchange.refusing import refused
from composer.translation.exchange.xml_document import local_name, parse_xml

MAX_TMX_BYTES = 64 * 1024 * 1024
_MOST_MARKS = 3_000_000  # about 200,000 units
_DOCTYPE = re.compile(
    rb"""\s*<!DOCTYPE\s+tmx(?:\s+(?:SYSTEM|PUBLIC\s+(?:"[^"<>]*"|'[^'<>]*'))"""
    rb"""\s+(?:"[^"<>]*"|'[^'<>]*'))?\s*>"""
)
_HEAD = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<\?xml\s[^>]{0,300}\?>")
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_TIME = "%Y%m%dT%H%M%SZ"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MOST_LANGUAGE_FINDINGS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class TmxRead:
    """What a file holds; `languages` are all that it has texts in."""

    units: tuple[MemoryUnit, ...]
    languages: tuple[str, ...]
    findings: tuple[Finding, ...]


def read_tmx(content: bytes, *, file: str, source_locales: Iterable[str], now: datetime) -> TmxRead:
    """Read the texts of a file that are in one of the source languages, with their translations.

    Raises:
        FileRefused: it is too large, no sound TMX, or made to harm.
    """
    if len(content) > MAX_TMX_BYTES:
        raise refused("memory.tmx_too_large", file)
    root = parse_xml(_without_doctype(content), file=file, most_marks=_MOST_MARKS)
    if local_name(root) != "tmx":
        raise refused("memory.no_tmx", file)
    sources = frozenset(source_locales)
    reading = _Reading(file=file, sources=sources, now=now)
    units = tuple(reading.units(root))
    return TmxRead(
        units=units,
        languages=tuple(sorted(reading.languages)),
        findings=tuple(reading.findings[:_MOST_LANGUAGE_FINDINGS]),
    )


def write_tmx(units: Sequence[MemoryUnit], *, version: str) -> bytes:
    """Write units as TMX 1.4, in their order."""
    root = etree.Element("tmx", version="1.4")
    etree.SubElement(
        root,
        "header",
        creationtool="Composer",
        creationtoolversion=version,
        segtype="block",
        adminlang="en",
        srclang=units[0].pair.source if units else "*all*",
        datatype="plaintext",
        **{"o-tmf": "Composer"},
    )
    body = etree.SubElement(root, "body")
    for unit in units:
        entry = etree.SubElement(
            body, "tu", srclang=unit.pair.source, changedate=unit.at.strftime(_TIME)
        )
        for locale, text in ((unit.pair.source, unit.source), (unit.pair.target, unit.target)):
            side = etree.SubElement(entry, "tuv", {_LANG: locale})
            etree.SubElement(side, "seg").text = _CONTROL.sub("", text)
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return written


class _Reading:
    """One file while it is read."""

    def __init__(self, *, file: str, sources: frozenset[str], now: datetime) -> None:
        self._file = file
        self._sources = sources
        self._now = now
        self.languages: set[str] = set()
        self.findings: list[Finding] = []

    def units(self, root: etree._Element) -> Iterator[MemoryUnit]:
        """Give every translation between a source language and another one."""
        for entry in root.iter("{*}tu"):
            sides = dict(self._sides(entry))
            for source in sorted(self._sources & sides.keys()):
                for target in sorted(sides.keys() - {source}):
                    if _declared(entry) in {"", source} or target not in self._sources:
                        yield self._unit(entry, LanguagePair(source=source, target=target), sides)

    def _sides(self, entry: etree._Element) -> Iterator[tuple[str, str]]:
        for side in entry.iterfind("{*}tuv"):
            stated = str(side.get(_LANG) or side.get("lang") or "")
            locale = canonical(stated)
            segment = side.find("{*}seg")
            text = "".join(segment.itertext()).strip() if segment is not None else ""
            if locale is None:
                line = side.sourceline or 1
                where: dict[str, str | int] = {"file": self._file, "line": line}
                self.findings.append(
                    finding("memory.tmx_language", where=where, **where, locale=stated[:40])
                )
            elif text:
                self.languages.add(locale)
                yield locale, text

    def _unit(self, entry: etree._Element, pair: LanguagePair, sides: dict[str, str]) -> MemoryUnit:
        names = ("changedate", "creationdate")
        at = next((time for name in names if (time := _time(entry.get(name)))), self._now)
        return MemoryUnit(
            source=sides[pair.source],
            target=sides[pair.target],
            pair=pair,
            campaign="",
            by=str(entry.get("changeid") or entry.get("creationid") or "")[:100],
            at=min(at, self._now),
            origin=self._file,
        )


def _without_doctype(content: bytes) -> bytes:
    """Blank out a document type that declares nothing itself; lines keep their numbers."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            content = content.decode("utf-16").encode("utf-8")
        except UnicodeError:
            return content
    head = _HEAD.match(content)
    start = head.end() if head else 0
    found = _DOCTYPE.match(content, start)
    if found is None:
        return content
    blank = b"\n" * found[0].count(b"\n")
    return content[:start] + blank + content[found.end() :]


def _declared(entry: etree._Element) -> str:
    """Give the language that an entry says it was translated from, or nothing."""
    stated = str(entry.get("srclang") or "")
    return canonical(stated) or ""


def _time(text: object) -> datetime | None:
    try:
        return datetime.strptime(str(text), _TIME).replace(tzinfo=UTC)
    except ValueError:
        return None
