"""Rewrites files that we wrote as other tools write them when they give them back.

Nothing of what is said changes; codes, segments, states, order, letters and cells do.
"""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Callable, Iterator

from lxml import etree
from xlsxwriter import Workbook

from tests.unit.translation.exchange.sample import cells_here
from tests.unit.translation.exchange.xlsx_samples import without_places

NS = "urn:oasis:names:tc:xliff:document:1.2"
NS_2 = "urn:oasis:names:tc:xliff:document:2.0"
SDL = "http://sdl.com/FileTypes/SdlXliff/1.0"
MQ, PHRASE = "MQXliff", "http://www.memsource.com/mxlf/2.0"

Rewrite = Callable[[bytes], bytes]


def _root(content: bytes) -> etree._Element:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False))


def _written(root: etree._Element, encoding: str = "UTF-8") -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding=encoding)


def _units(root: etree._Element) -> Iterator[tuple[etree._Element, list[etree._Element]]]:
    for unit in root.iter(f"{{{NS}}}trans-unit"):
        yield unit, [part for part in unit if part.tag in {f"{{{NS}}}source", f"{{{NS}}}target"}]


def _append(parent: etree._Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _with_pairs(part: etree._Element) -> None:
    """Write codes as `<g>` and `<x>`, which say nothing of what they stand for."""
    old = copy.deepcopy(part)
    for child in list(part):
        part.remove(child)
    part.text = ""
    open_parts = [part]
    _append(part, old.text or "")
    for child in old:
        name = etree.QName(child).localname
        if name == "ph":
            etree.SubElement(open_parts[-1], f"{{{NS}}}x", id=child.get("id"))
        elif name == "bpt":
            open_parts.append(etree.SubElement(open_parts[-1], f"{{{NS}}}g", id=child.get("id")))
        else:
            open_parts.pop()
        _append(open_parts[-1], child.tail or "")


def _segmented(unit: etree._Element, parts: list[etree._Element], mid: str) -> None:
    """Put source and target into one segment each, the source's in `<seg-source>`."""
    for part in parts:
        mark = etree.Element(f"{{{NS}}}mrk", mtype="seg", mid=mid)
        mark.text, part.text = part.text, None
        if part.tag.endswith("source"):
            seg = etree.Element(f"{{{NS}}}seg-source")
            for child in list(copy.deepcopy(part)):
                mark.append(child)
            part.text = mark.text
            seg.append(mark)
            part.addnext(seg)
        elif mark.text or len(part):
            for child in list(part):
                mark.append(child)
            part.append(mark)


def okapi(content: bytes) -> bytes:
    """As Rainbow gives it back: pairs, segments, its own names beside."""
    root = _root(content)
    for number, (unit, parts) in enumerate(_units(root)):
        for part in parts:
            _with_pairs(part)
        _segmented(unit, parts, f"{number}")
    return _written(root)


def trados(content: bytes) -> bytes:
    """As Studio gives it back: pairs, segments, its own states instead of the file's."""
    root = _root(content)
    words = {"final": "ApprovedTranslation", "translated": "Translated", "new": ""}
    for number, (unit, parts) in enumerate(_units(root), start=1):
        target = parts[-1]
        state = target.attrib.pop("state")
        unit.attrib.pop("approved")
        for part in parts:
            _with_pairs(part)
        _segmented(unit, parts, f"{number}")
        made = etree.SubElement(unit, f"{{{SDL}}}seg-defs", nsmap={"sdl": SDL})
        seg = etree.SubElement(made, f"{{{SDL}}}seg", id=f"{number}")
        if words.get(state, "Draft"):
            seg.set("conf", words.get(state, "Draft"))
    return _written(root)


def memoq(content: bytes) -> bytes:
    """As memoQ gives it back: codes in its own writing, its own states."""
    root = _root(content)
    words = {"final": "Proofread", "translated": "ManuallyConfirmed", "new": "NotStarted"}
    for unit, parts in _units(root):
        state = parts[-1].attrib.pop("state")
        unit.attrib.pop("approved")
        unit.set(f"{{{MQ}}}status", words.get(state, "Edited"))
        for part in parts:
            for code in part:
                kind = etree.QName(code).localname
                code.attrib.pop("equiv-text", None)
                code.text = "{}" if kind != "ph" else f'<mq:rxt val="{code.text}" />'
    return _written(root)


def phrase(content: bytes) -> bytes:
    """As Phrase gives it back: codes in the text itself."""
    root = _root(content)
    for unit, parts in _units(root):
        state = parts[-1].attrib.pop("state")
        unit.attrib.pop("approved")
        level = {"final": "2", "translated": "1"}.get(state, "0")
        unit.set(f"{{{PHRASE}}}confirmed", level)
        ids = {code.get("id") for part in parts for code in part}
        for part in parts:
            text = part.text or ""
            for code in list(part):
                own = code.get("id")
                shape = {"ph": "{%s}", "bpt": "{%s>", "ept": "<%s}"}[etree.QName(code).localname]
                text += shape % own + (code.tail or "")
                part.remove(code)
            part.text = text
        data = etree.SubElement(unit, f"{{{PHRASE}}}tunit-metadata")
        for own in sorted(ids):
            etree.SubElement(data, f"{{{PHRASE}}}mark", id=own)
    return _written(root)


def renumbered(content: bytes) -> bytes:
    """As tools give it back that number units and codes anew, in UTF-16."""
    root = _root(content)
    for number, (unit, parts) in enumerate(_units(root), start=1000):
        unit.set("id", f"{number}")
        for part in parts:
            for code in part:
                code.set("id", f"c{code.get('id')}")
    return _written(root, "UTF-16")


def flat_2(content: bytes) -> bytes:
    """XLIFF 2 as tools give it back that write ends of their own and no original data."""
    root = _root(content)
    for data in list(root.iter(f"{{{NS_2}}}originalData")):
        data.getparent().remove(data)
    for part in [*root.iter(f"{{{NS_2}}}source"), *root.iter(f"{{{NS_2}}}target")]:
        flat = etree.Element(part.tag)
        _flatten(part, flat)
        for child in list(part):
            part.remove(child)
        part.text = flat.text
        for child in list(flat):
            part.append(child)
    return _written(root)


def _flatten(part: etree._Element, flat: etree._Element) -> None:
    _append(flat, part.text or "")
    for child in part:
        own = child.get("id")
        if child.tag == f"{{{NS_2}}}pc":
            etree.SubElement(flat, f"{{{NS_2}}}sc", id=own)
            _flatten(child, flat)
            etree.SubElement(flat, f"{{{NS_2}}}ec", startRef=own)
        else:
            etree.SubElement(flat, f"{{{NS_2}}}ph", id=own)
        _append(flat, child.tail or "")


def gettext(content: bytes) -> bytes:
    """As gettext's tools give it back: sorted, wrapped, with Windows' ends of lines."""
    head, *entries = content.decode().strip().split("\n\n")
    lines = "\n\n".join([head, *sorted(entries)]).split("\n")
    wrapped = "\r\n".join(piece for line in lines for piece in _wrapped(line))
    obsolete = '#~ msgid "gone"\r\n#~ msgstr "weg"\r\n'
    return b"\xef\xbb\xbf" + f"{wrapped}\r\n\r\n{obsolete}".encode()


def _wrapped(line: str) -> Iterator[str]:
    match = re.fullmatch(r'(msgid|msgstr) "(.*)"', line)
    if match is None or len(line) < 50:
        yield line
        return
    yield f'{match[1]} ""'
    yield from (f'"{piece}"' for piece in re.findall(r"(?:[^\\ ]|\\.)* ?", match[2]) if piece)


def resaved(content: bytes) -> bytes:
    """As a spreadsheet gives it back: columns in another order, other sheets, no places."""
    sheets = cells_here(content, "a.xlsx")
    made = io.BytesIO()
    with Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        for sheet in reversed(sheets):
            page = book.add_worksheet(sheet.name)
            for row, cells in enumerate(sheet.rows):
                turned = cells[::-1] if sheet.name == "Translation" else cells
                for column, cell in enumerate(turned):
                    page.write_string(row, column, cell)
    return without_places(made.getvalue())


XLIFF_12: dict[str, Rewrite] = {
    "Okapi": okapi, "Trados": trados, "memoQ": memoq, "Phrase": phrase, "renumbered": renumbered,
}  # fmt: skip
