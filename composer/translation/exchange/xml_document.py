"""Read XML from outside: no document type, no entities, no network, nothing that grows.

The encoding is settled here and not by the library; what stands before the root is looked at
before anything is parsed. Element and attribute names are compared without their prefix.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from lxml import etree

from composer.translation.exchange.charsets import OLD_CHARSETS, codec_name
from composer.translation.exchange.model import Place
from composer.translation.exchange.refusing import refused

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_MOST_MARKS = 150_000  # tags and attributes; some thousand units have no more
_DEEPEST = 200
_DECLARATION = re.compile(r"<\?xml\s[^>]{0,300}?\?>")
_ENCODING = re.compile(rb"""<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_SKIPPED = re.compile(r"\s+|<!--.*?-->|<\?.*?\?>", re.DOTALL)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)


def parse_xml(content: bytes, *, file: str, most_marks: int = _MOST_MARKS) -> etree._Element:
    """Parse a document and give its root; `most_marks` are the tags and attributes it may have.

    Raises:
        FileRefused: it is not sound XML, or declares a document type, or is made to harm.
    """
    text = _decoded(content, file)
    declaration = _DECLARATION.match(text)
    body = text[declaration.end() :] if declaration else text
    lines_before = text[: len(text) - len(body)].count("\n")
    _require_plain_start(body, file, lines_before)
    if body.count("<") + body.count("=") > most_marks:
        raise refused("exchange.too_heavy", file)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(("\n" * lines_before + body).encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = (error.lineno if isinstance(error, etree.XMLSyntaxError) else 0) or 1
        reason = str(getattr(error, "msg", "") or error).partition(", line ")[0]
        raise refused("exchange.bad_xml", file, Place(line=line), reason=reason) from error
    _require_shallow(root, file)
    return root


def local_name(element: etree._Element) -> str:
    """Give an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def namespace(element: etree._Element) -> str:
    """Give an element's namespace, or nothing."""
    return str(element.tag).rpartition("}")[0].removeprefix("{")


def keeps_space(element: etree._Element | None) -> bool:
    """Tell whether white space in an element counts (`xml:space`, which is inherited)."""
    while element is not None:
        stated = element.get(XML_SPACE)
        if stated is not None:
            return str(stated) == "preserve"
        element = element.getparent()
    return False


def is_protected(element: etree._Element | None) -> bool:
    """Tell whether an element is not to be translated (`translate`, which is inherited)."""
    while element is not None:
        stated = element.get("translate")
        if stated is not None:
            return str(stated) == "no"
        element = element.getparent()
    return False


def language_said(elements: Iterable[etree._Element]) -> str:
    """Give the language that the first of some elements states for itself (`xml:lang`)."""
    return next((str(found) for item in elements if (found := item.get(_XML_LANG))), "")


def languages_beside(stated: str, elements: Iterable[etree._Element]) -> list[str]:
    """Give the languages that elements state and that are none of the file's own."""
    found = dict.fromkeys(str(item.get(_XML_LANG, "")) for item in elements)
    return [one for one in found if one and stated and _first_part(one) != _first_part(stated)]


def _first_part(tag: str) -> str:
    return tag.replace("_", "-").partition("-")[0].lower()


def place_of(element: etree._Element) -> Place:
    """Give the line on which an element begins."""
    return Place(line=element.sourceline or 1)


def _decoded(content: bytes, file: str) -> str:
    encoding = next((name for bom, name in _BOMS if content.startswith(bom)), "")
    if not encoding or encoding.endswith("sig"):
        match = _ENCODING.search(content[:400])
        stated = codec_name(match[1].decode("ascii")) if match else "utf-8"
        if stated.startswith("utf-16"):  # said so, and written in bytes all the same
            stated = "utf-8"
        encoding = encoding or stated
        if encoding not in {"utf-8-sig", "utf-8"} and encoding not in OLD_CHARSETS:
            raise refused("exchange.not_text", file, Place(line=1))
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise refused("exchange.not_text", file, Place(line=line)) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise refused("exchange.not_text", file, Place(line=line))
    return text.removeprefix("\ufeff")


def _require_plain_start(body: str, file: str, lines_before: int) -> None:
    at = 0
    while match := _SKIPPED.match(body, at):
        at = match.end()
    if body.startswith("<!", at):
        line = lines_before + body.count("\n", 0, at) + 1
        raise refused("exchange.hostile_xml", file, Place(line=line))


def _require_shallow(root: etree._Element, file: str) -> None:
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            raise refused("exchange.too_heavy", file, place_of(element))
