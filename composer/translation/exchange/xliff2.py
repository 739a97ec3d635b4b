"""Read XLIFF 2.0, 2.1 and 2.2, core.

Segments and what stands between them are put together in the order that their targets ask for.
Modules (matches, glossary, validation, …) are left alone: only `<target>` is a translation.
Source: XLIFF 2.1, OASIS Standard, 13 February 2018.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from composer.findings import Finding
from composer.model.translation import UnitState
from composer.translation.exchange import states
from composer.translation.exchange.model import (
    Code,
    CodeRole,
    ExchangeComment,
    ExchangeFile,
    ExchangeFormat,
    ExchangeUnit,
    read_stamp,
)
from composer.translation.exchange.refusing import file_finding, start_of
from composer.translation.exchange.remarks import read_author
from composer.translation.exchange.xliff2_writing import COMMENT, CONTEXT, NEEDS_WORK, PREVIOUS
from composer.translation.exchange.xliff_text import (
    UnreadableMark,
    code,
    has_codes,
    is_blank,
    known_text,
    readable_runs,
    state_with_target,
)
from composer.translation.exchange.xml_document import (
    is_protected,
    keeps_space,
    language_said,
    languages_beside,
    local_name,
    namespace,
    place_of,
)

NAMESPACE_START = "urn:oasis:names:tc:xliff:document:2."


def read_xliff2(root: etree._Element, *, file: str) -> ExchangeFile:
    """Read a document of XLIFF 2.x.

    Raises:
        FileRefused: it holds what cannot be used.
    """
    units = [_unit(item, file) for item in root.iter() if _is(item, "unit")]
    stamps = [read_stamp(item.get("original", "")) for item in root if _is(item, "file")]
    stated = root.get("trgLang", "")
    beside = languages_beside(stated, _targets(root))
    found = ", ".join((stated, *beside))
    several = file_finding("exchange.several_languages", file, found=found)
    return ExchangeFile(
        format=ExchangeFormat.XLIFF_2,
        source_locale=root.get("srcLang", ""),
        locale=stated or language_said(_targets(root)),
        units=tuple(unit for unit in units if unit is not None),
        stamp=next((stamp for stamp in stamps if stamp), None),
        findings=(several,) if beside else (),
    )


def _targets(root: etree._Element) -> Iterator[etree._Element]:
    for item in root.iter():
        target = _child(item, "target") if _is(item, "segment") else None
        if target is not None:
            yield target


def _is(element: etree._Element, name: str) -> bool:
    return local_name(element) == name and namespace(element).startswith(NAMESPACE_START)


def _child(element: etree._Element, name: str) -> etree._Element | None:
    return next((child for child in element if _is(child, name)), None)


def _unit(item: etree._Element, file: str) -> ExchangeUnit | None:
    """Read a unit; None where there is nothing to translate."""
    parts = [child for child in item if _is(child, "segment") or _is(child, "ignorable")]
    if not parts:
        return None
    reading = _Reading(item)
    source, bad_source = readable_runs(
        run for part in parts for run in reading.runs(_child(part, "source"))
    )
    source = source or ("".join(_plain(part) for part in item.iter() if _is(part, "source")),)
    target, bad_target = readable_runs(reading.target_runs(parts))
    findings: list[Finding] = []
    if mark := bad_source or bad_target:
        place, part = place_of(item), start_of(known_text(source))
        findings.append(file_finding("exchange.unreadable_mark", file, place, part=part, mark=mark))
    if not any(run.strip() for run in source if isinstance(run, str)) and not known_text(source):
        return None
    if target == source and not any(_is_begun(part) for part in parts):
        target = ()  # the source, put in for a start
    if reading.is_partly(parts):
        part = start_of(known_text(source))
        findings.append(file_finding("exchange.partly", file, place_of(item), part=part))
    notes, comments, previous = _notes(item)
    return ExchangeUnit(
        id=item.get("id", ""),
        source=known_text(source),
        target=known_text(target),
        state=_state(parts, has_target=not is_blank(target)),
        previous=previous,
        kind=item.get("type", "").removeprefix("composer:").replace("-", "_"),
        notes=notes,
        comments=comments,
        place=place_of(item),
        is_loose=not keeps_space(_child(parts[0], "source")),
        is_protected=is_protected(item),
        source_runs=source if has_codes(source) else (),
        target_runs=target if has_codes(target) else (),
        findings=tuple(findings),
    )


def _plain(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


class _Reading:
    """One unit while it is read: what its codes stand for."""

    def __init__(self, item: etree._Element) -> None:
        original = _child(item, "originalData")
        self._data = {
            data.get("id", ""): self._data_text(data)
            for data in (original if original is not None else ())
            if _is(data, "data")
        }

    def _data_text(self, data: etree._Element) -> str:
        """Give a piece of original data; a control character in it is none that could be used."""
        return _plain(data) if len(data) == 0 else ""

    def runs(self, element: etree._Element | None) -> Iterator[str | Code]:
        """Give a source's or target's text; raises UnreadableMark for an element of no meaning."""
        if element is None:
            return
        yield element.text or ""
        for child in element:
            yield from self._child_runs(child)
            yield child.tail or ""

    def target_runs(self, parts: list[etree._Element]) -> Iterator[str | Code]:
        """Give the whole translation; what stands between segments is taken from the source."""
        targets = [(part, _child(part, "target")) for part in parts]
        if not any(target is not None and len(_plain(target)) for _part, target in targets) and (
            not any(target is not None and len(target) for _part, target in targets)
        ):
            return
        ordered = sorted(
            enumerate(targets, start=1), key=lambda item: (_order(item[1][1], item[0]), item[0])
        )
        for _number, (part, target) in ordered:
            stays = target is None and _is(part, "ignorable")
            yield from self.runs(_child(part, "source") if stays else target)

    def is_partly(self, parts: list[etree._Element]) -> bool:
        """Tell whether some segments are translated and others are not."""
        done: set[bool] = set()
        for part in parts:
            source, target = _child(part, "source"), _child(part, "target")
            if _is(part, "segment") and source is not None and _has_content(source):
                done.add(target is not None and _has_content(target))
        return len(done) > 1

    def _child_runs(self, child: etree._Element) -> Iterator[str | Code]:
        name, own = local_name(child), child.get("id", "")
        if not namespace(child).startswith(NAMESPACE_START):
            raise UnreadableMark(name)
        told = (self._data.get(child.get("dataRef", "")), child.get("equiv"))
        match name:
            case "mrk":
                yield from self.runs(child)
            case "sm" | "em":
                return
            case "ph":
                yield code(own, CodeRole.ALONE, *told)
            case "sc":
                yield code(own, CodeRole.OPEN, *told)
            case "ec":
                yield code(child.get("startRef") or own, CodeRole.CLOSE, *told)
            case "pc":
                begin = self._data.get(child.get("dataRefStart", ""))
                yield code(own, CodeRole.OPEN, begin, child.get("equivStart"))
                yield from self.runs(child)
                end = self._data.get(child.get("dataRefEnd", ""))
                yield code(own, CodeRole.CLOSE, end, child.get("equivEnd"))
            case _:  # among them <cp>, which is a control character
                raise UnreadableMark(name)


def _is_begun(part: etree._Element) -> bool:
    return _is(part, "segment") and (
        part.get("state") != "initial" or part.get("subState") == NEEDS_WORK
    )


def _order(target: etree._Element | None, number: int) -> int:
    stated = target.get("order", "") if target is not None else ""
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 9 else number


def _has_content(element: etree._Element) -> bool:
    return bool(_plain(element).strip()) or len(element) > 0


def _state(parts: list[etree._Element], *, has_target: bool) -> UnitState | None:
    if not has_target:
        return UnitState.NEW
    found = [
        UnitState.NEEDS_WORK
        if part.get("subState") == NEEDS_WORK
        else states.state_of(part.get("state", ""), states.XLIFF_2)
        for part in parts
        if _is(part, "segment")
    ]
    return state_with_target(states.least(found), "x")


def _notes(
    item: etree._Element,
) -> tuple[tuple[str, ...], tuple[ExchangeComment, ...], str]:
    """Give a unit's remarks, its comments and the source that it was translated from before."""
    notes: list[str] = []
    comments: list[ExchangeComment] = []
    previous = ""
    for note in (note for child in item if _is(child, "notes") for note in child):
        text = _plain(note).replace("\r\n", "\n")
        category = note.get("category", "")
        if category == PREVIOUS:
            previous = text
        elif category.startswith(f"{COMMENT}: "):
            by, at = read_author(category.removeprefix(f"{COMMENT}: "))
            comments.append(ExchangeComment(text=text, by=by, at=at))
        elif category != CONTEXT:
            notes += [line.strip() for line in text.split("\n") if line.strip()]
    return tuple(notes), tuple(comments), previous
