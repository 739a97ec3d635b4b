"""What tools for translators add to XLIFF 1.2 under names of their own.

Trados (SDLXLIFF), memoQ (MQXLIFF) and Phrase (MXLIFF) say beside a unit how far it is, who said
what about it, and which words were deleted while changes were tracked. Phrase writes inline codes
into the text itself, such as `{1>now<1}`. Whatever else tools add is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from composer.model.translation import UnitState
from composer.translation.exchange import states
from composer.translation.exchange.model import Code, CodeRole, ExchangeComment
from composer.translation.exchange.remarks import read_moment
from composer.translation.exchange.xml_document import local_name, namespace

Comments = Mapping[str, tuple[ExchangeComment, ...]]
"""What was said in a file of Trados, by the id that its texts refer to."""

HEADER_OF_PO = "x-gettext-domain-header"
"""The kind of a unit that is the head of the PO file which was made into XLIFF."""

_TRADOS, _MEMOQ, _PHRASE = "sdl.com", "mqxliff", "memsource"
_DELETED = frozenset({"x-sdl-deleted", "x-sdl-feedback-deleted"})
_TRACKED = _DELETED | {"x-sdl-added", "x-sdl-feedback-added"}
_CODE = re.compile(
    r"\{(?P<alone>\d{1,4})\}|\{(?P<open>\d{1,4}|[a-zA-Z])>|<(?P<close>\d{1,4}|[a-zA-Z])\}"
)


def is_deleted(mark: etree._Element) -> bool:
    """Tell whether a `<mrk>` holds what was deleted while changes were tracked."""
    return mark.get("mtype") in _DELETED


def tool_states(unit: etree._Element) -> Iterator[UnitState | None]:
    """Give what tools say of a unit or its segments; changes nobody has accepted make a draft."""
    for name, value in unit.attrib.items():
        qualified = etree.QName(name)
        owner = (qualified.namespace or "").lower()
        if qualified.localname == "status" and (_MEMOQ in owner or "memoq" in owner):
            yield states.state_of(str(value), states.MEMOQ)
        elif qualified.localname == "confirmed" and _PHRASE in owner:
            yield states.phrase_state(str(value))
    for element in unit.iter():
        if local_name(element) == "seg" and _TRADOS in namespace(element).lower():
            yield states.state_of(element.get("conf", "Unspecified"), states.TRADOS)
        elif element.get("mtype") in _TRACKED:
            yield UnitState.DRAFT


def is_not_begun(unit: etree._Element) -> bool:
    """Tell whether a tool says that nobody has worked on a unit."""
    return any(
        etree.QName(name).localname == "status" and value == "NotStarted"
        for name, value in unit.attrib.items()
    )


def comments_of_file(root: etree._Element) -> Comments:
    """Give the comments that stand at the start of a file of Trados."""
    return {
        item.get("id", ""): tuple(
            _comment(said, said.get("user", ""), said.get("date", ""))
            for said in item.iter()
            if local_name(said) == "Comment" and _text(said)
        )
        for item in root.iter()
        if local_name(item) == "cmt-def" and _TRADOS in namespace(item).lower()
    }


def tool_comments(unit: etree._Element, of_file: Comments) -> tuple[ExchangeComment, ...]:
    """Give what was said about a unit, each once."""
    said: list[ExchangeComment] = []
    for mark in unit.iter():
        for name, value in mark.attrib.items() if mark.get("mtype") == "x-sdl-comment" else ():
            if etree.QName(name).localname == "cid":
                said += of_file.get(str(value), ())
    for group in unit:
        if local_name(group) == "comments" and _MEMOQ in namespace(group).lower():
            said += [
                _comment(item, item.get("creatoruser", ""), item.get("time", ""))
                for item in group
                if local_name(item) == "comment" and item.get("deleted") != "true" and _text(item)
            ]
    return tuple(dict.fromkeys(said))


def _comment(item: etree._Element, by: str, at: str) -> ExchangeComment:
    return ExchangeComment(text=_text(item), by=" ".join(by.split()), at=read_moment(at))


def _text(item: etree._Element) -> str:
    return "".join(map(str, item.itertext())).replace("\r\n", "\n").strip()


def codes_in_text(unit: etree._Element) -> frozenset[str] | None:
    """Give the ids of the codes that Phrase has written into the text of a unit; None for others.

    Bold and italics have a letter and are not listed.
    """
    if not any(_PHRASE in (etree.QName(name).namespace or "") for name in unit.attrib):
        return None
    return frozenset(
        mark.get("id", "")
        for data in unit
        if local_name(data) == "tunit-metadata" and _PHRASE in namespace(data).lower()
        for mark in data
        if local_name(mark) == "mark"
    )


def cut_codes(text: str, ids: frozenset[str]) -> Iterator[str | Code]:
    """Cut a text of Phrase where its codes are; what only looks like one stays as written.

    >>> [run if isinstance(run, str) else (run.role.value, run.id) for run in
    ...  cut_codes("{2} {1>now<1}", frozenset({"1"}))]
    ['{2} ', ('open', '1'), 'now', ('close', '1'), '']
    """
    at = 0
    for match in _CODE.finditer(text):
        own = match["alone"] or match["open"] or match["close"]
        if own not in ids and not own.isalpha():
            continue
        yield text[at : match.start()]
        role = (
            CodeRole.ALONE if match["alone"] else CodeRole.OPEN if match["open"] else CodeRole.CLOSE
        )
        yield Code(id=own, role=role, text=None)
        at = match.end()
    yield text[at:]
