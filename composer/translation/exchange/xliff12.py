"""Read XLIFF 1.0 to 1.2, as this program and tools for translators write it.

Only `<target>` is a translation: what stands in `<alt-trans>` is a tool's proposal. Segments
(`<mrk mtype="seg">`) are put together. What tools add under names of their own is understood by
`xliff12_tools.py`.
Source: XLIFF 1.2, OASIS Standard, 1 February 2008.
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
from composer.translation.exchange.xliff12_tools import (
    HEADER_OF_PO,
    Comments,
    codes_in_text,
    comments_of_file,
    cut_codes,
    is_deleted,
    is_not_begun,
    tool_comments,
    tool_states,
)
from composer.translation.exchange.xliff12_writing import OUR_NOTES
from composer.translation.exchange.xliff_text import (
    UnreadableMark,
    code,
    has_codes,
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

NAMESPACES = frozenset(
    {"", "urn:oasis:names:tc:xliff:document:1.1", "urn:oasis:names:tc:xliff:document:1.2"}
)
_NOT_BEGUN = frozenset({"new", "needs-translation"})  # with the source put in for a start
_ROLES = {"bpt": CodeRole.OPEN, "ept": CodeRole.CLOSE, "bx": CodeRole.OPEN, "ex": CodeRole.CLOSE}


def read_xliff12(root: etree._Element, *, file: str) -> ExchangeFile:
    """Read a document of XLIFF 1.x.

    Raises:
        FileRefused: it holds what cannot be used.
    """
    files = [item for item in root.iter() if _is(item, "file")]
    languages = _stated(files, "target-language")
    beside = languages_beside(next(iter(languages), ""), _targets(root))
    skipped = sum(1 for item in root.iter() if _is(item, "bin-unit"))
    findings: list[Finding] = []
    if beside or len({language.replace("_", "-").lower() for language in languages}) > 1:
        found = ", ".join(dict.fromkeys((*languages, *beside)))
        findings.append(file_finding("exchange.several_languages", file, found=found))
    if skipped:
        findings.append(file_finding("exchange.skipped_binary", file, count=skipped))
    said = comments_of_file(root)
    units = [_unit(item, file, said) for item in root.iter() if _is(item, "trans-unit")]
    stamps = [read_stamp(item.get("original", "")) for item in files]
    return ExchangeFile(
        format=ExchangeFormat.XLIFF_12,
        source_locale=next(iter(_stated(files, "source-language")), ""),
        locale=next(iter(languages), "") or language_said(_targets(root)),
        units=tuple(unit for unit in units if unit is not None),
        stamp=next((stamp for stamp in stamps if stamp), None),
        campaign_name=next(iter(_stated(files, "product-name")), ""),
        findings=tuple(findings),
    )


def _targets(root: etree._Element) -> Iterator[etree._Element]:
    for item in root.iter():
        target = _child(item, "target") if _is(item, "trans-unit") else None
        if target is not None:
            yield target


def _stated(files: list[etree._Element], name: str) -> list[str]:
    return list(dict.fromkeys(item.get(name, "") for item in files if item.get(name)))


def _is(element: etree._Element, name: str) -> bool:
    return local_name(element) == name and namespace(element) in NAMESPACES


def _child(element: etree._Element, name: str) -> etree._Element | None:
    return next((child for child in element if _is(child, name)), None)


def _unit(item: etree._Element, file: str, said: Comments) -> ExchangeUnit | None:
    """Read a unit; None where there is nothing to translate. `said` are the file's comments."""
    source_element, target_element = _child(item, "source"), _child(item, "target")
    if source_element is None or _is_beside(item):
        return None
    codes = codes_in_text(item)
    source, bad_source = readable_runs(_runs(source_element, codes))
    target, bad_target = readable_runs(
        _runs(target_element, codes) if target_element is not None else ()
    )
    source = source or (_plain(source_element),)
    if not any(run.strip() for run in source if isinstance(run, str)) and not known_text(source):
        return None
    if target == source and target_element is not None:
        is_put_in = target_element.get("state") in _NOT_BEGUN or is_not_begun(item)
        target = () if is_put_in else target
    notes, comments = _notes(item)
    return ExchangeUnit(
        id=item.get("id", ""),
        source=known_text(source),
        target=known_text(target),
        state=_state(
            item,
            target_element,
            has_target=bool(known_text(target).strip() or has_codes(target)),
        ),
        previous=_previous(item),
        kind=item.get("restype", "").removeprefix("x-").replace("-", "_"),
        notes=notes,
        comments=(*comments, *tool_comments(item, said)),
        place=place_of(item),
        is_loose=not keeps_space(source_element),
        is_protected=is_protected(item),
        source_runs=source if has_codes(source) else (),
        target_runs=target if has_codes(target) else (),
        findings=tuple(
            _findings(item, file, start_of(known_text(source)), bad_source or bad_target)
        ),
    )


def _is_beside(item: etree._Element) -> bool:
    """Tell whether a unit is none of the text: of a picture, or the head of a PO file."""
    parent = item.getparent()
    in_binary = parent is not None and _is(parent, "bin-unit")
    return in_binary or item.get("restype") == HEADER_OF_PO


def _findings(item: etree._Element, file: str, part: str, mark: str) -> Iterator[Finding]:
    """Find what keeps a unit from being taken; `mark` is an element that has no meaning in it."""
    if mark:
        yield file_finding("exchange.unreadable_mark", file, place_of(item), part=part, mark=mark)
    targets = {_plain(child).strip() for child in item if _is(child, "target")}
    if len(targets - {""}) > 1:
        yield file_finding("exchange.duplicate", file, place_of(item), part=part)
    if _is_partly(item, _child(item, "target")):
        yield file_finding("exchange.partly", file, place_of(item), part=part)


def _plain(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _runs(element: etree._Element, codes: frozenset[str] | None) -> Iterator[str | Code]:
    """Give a source's or target's text; `codes` are those that Phrase has written into it.

    Raises UnreadableMark for an element of another kind.
    """
    yield from _text(element.text, codes)
    for child in element:
        yield from _child_runs(child, codes)
        yield from _text(child.tail, codes)


def _text(text: str | None, codes: frozenset[str] | None) -> Iterator[str | Code]:
    if text and codes is not None:
        yield from cut_codes(text, codes)
    else:
        yield text or ""


def _child_runs(child: etree._Element, codes: frozenset[str] | None) -> Iterator[str | Code]:
    name, own = local_name(child), child.get("id", "")
    if namespace(child) not in NAMESPACES:
        raise UnreadableMark(name)
    equivalent = child.get("equiv-text")
    match name:
        case "mrk":
            yield from () if is_deleted(child) else _runs(child, codes)
        case "g":
            yield Code(id=own, role=CodeRole.OPEN, text=None)
            yield from _runs(child, codes)
            yield Code(id=own, role=CodeRole.CLOSE, text=None)
        case "x" | "bx" | "ex":
            role = _ROLES.get(name, CodeRole.ALONE)
            yield code(_pair_id(child, role), role, equivalent)
        case "ph" | "bpt" | "ept" | "it":
            role = _ROLES.get(name, CodeRole.ALONE)
            yield code(_pair_id(child, role), role, _plain(child), equivalent)
        case _:
            raise UnreadableMark(name)


def _pair_id(child: etree._Element, role: CodeRole) -> str:
    own = child.get("id", "")
    return str(own if role is CodeRole.ALONE else child.get("rid") or own)


def _is_partly(item: etree._Element, target: etree._Element | None) -> bool:
    """Tell whether some segments are translated and others are not."""
    sources = _segments(_child(item, "seg-source"))
    targets = _segments(target)
    done = {own for own in sources if targets.get(own)}
    wanted = {own for own, text in sources.items() if text}
    return bool(done) and bool(wanted - done)


def _segments(element: etree._Element | None) -> dict[str, str]:
    if element is None:
        return {}
    return {
        mark.get("mid", ""): _plain(mark).strip() or ("x" if len(mark) else "")
        for mark in element.iter()
        if _is(mark, "mrk") and mark.get("mtype") == "seg"
    }


def _state(
    item: etree._Element, target: etree._Element | None, *, has_target: bool
) -> UnitState | None:
    if target is None or not has_target:
        return UnitState.NEW
    state = states.state_of(target.get("state", ""), states.XLIFF_12)
    qualifier = target.get("state-qualifier", "")
    is_guessed = qualifier in states.GUESSED_QUALIFIERS and state is None
    if is_guessed or qualifier.startswith("rejected-"):
        state = UnitState.NEEDS_WORK
    state = states.least((state, *tool_states(item)))
    match item.get("approved"):
        case "yes" if state is not UnitState.NEEDS_WORK:
            return UnitState.REVIEWED
        case "no" if state is UnitState.REVIEWED:
            return UnitState.DRAFT
    return state_with_target(state, "x")


def _previous(item: etree._Element) -> str:
    for proposal in item:
        if _is(proposal, "alt-trans") and proposal.get("alttranstype") == "previous-version":
            source = _child(proposal, "source")
            return _plain(source) if source is not None else ""
    return ""


def _notes(item: etree._Element) -> tuple[tuple[str, ...], tuple[ExchangeComment, ...]]:
    notes: list[str] = []
    comments: list[ExchangeComment] = []
    for note in item:
        text = _plain(note).replace("\r\n", "\n").strip() if _is(note, "note") else ""
        author = note.get("from", "")
        if not text or author == OUR_NOTES:
            continue
        if author:
            by, at = read_author(author)
            comments.append(ExchangeComment(text=text, by=by, at=at))
        else:
            notes += [line.strip() for line in text.split("\n") if line.strip()]
    return tuple(notes), tuple(comments)
