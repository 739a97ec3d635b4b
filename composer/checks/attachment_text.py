"""The text of an attached file, read in a process of its own: PDF, office files, tables, text.

Guards rule 11: a file is hostile. XML is read without definitions of its own, entities or network,
an archive only while it stays small, and nothing is run or fetched. Runs under the limits of
`audience/sources/confined.py`; what cannot be read wholly is said to be unreadable, never empty.
"""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import PurePosixPath
from typing import Any, Final

from lxml import etree

from composer.audience.sources.confined import Answer
from composer.checks.read_parts import Pictures, Unreadable
from composer.confinement.limits import confinement_here

ITEM_CPU_S: Final = 10.0
_MOST_TEXT = 8 * 1024 * 1024
_PORTION = 64 * 1024
_MOST_UNPACKED = 64 * 1024 * 1024
_MOST_PARTS = 4_000
_TEXTS = (".txt", ".csv", ".tsv", ".ics", ".html", ".htm", ".md", ".json", ".xml", ".vcf", ".svg")
_PACKED = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".docm", ".xlsm")
_IN_PARTS = (".xml", ".rels", ".vml")
_PICTURES = ("/media/", "/pictures/")
_ENDS_LINE = frozenset(
    {"p", "tr", "tc", "c", "si", "row", "h", "br", "tab", "line-break", "comment"}
)
_SAYS = frozenset(
    {"name", "descr", "title", "alt", "author", "tooltip", "display", "prompt", "promptTitle"}
    | {"error", "errorTitle", "userName", "initials", "placeholder", "description", "subject"}
)
"""Attributes in which people or programs write words; others hold numbers of all kinds."""
_SAYS_BY_VALUE = frozenset({"tag", "alias", "comment", "docVar", "keyword", "category"})
_FOR_PRINT = re.compile(r"(?:odd|even|first)(?:Header|Footer)")
_PLACE_OR_FONT = re.compile(r"&(?:[A-JL-Z]|K[0-9A-F]{6}|\"[^\"]*\"|\d{1,3})")
"""Commands in what a sheet prints on each page: `&L` for its left, `&12` for a size."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def is_readable(path: str) -> bool:
    """Whether there is a way to read files of this kind."""
    return PurePosixPath(path).suffix.lower() in _READERS


def read_texts(request: dict[str, Any]) -> Iterator[Answer]:
    """Read files one after another: `begin` and `end` of each with its place, `text` between.

    `end` says whether the whole was read, and how many pictures there are that nobody looks into.
    """
    confinement = confinement_here()
    for place, (path, content) in enumerate(request["files"]):
        confinement.allow_cpu(ITEM_CPU_S)
        yield ["begin", place]
        try:
            pictures: list[int] = []
            read = _READERS[PurePosixPath(path).suffix.lower()](content)
            for text in _portions(_counting(read, pictures)):
                yield ["text", text]
        except (MemoryError, RecursionError):
            raise
        except Exception:  # noqa: BLE001 - whatever a library raises over a damaged file
            yield ["end", place, False, 0]
        else:
            yield ["end", place, True, sum(pictures)]


def _counting(read: Iterator[str | Pictures], pictures: list[int]) -> Iterator[str]:
    """Give the texts, and put down how many pictures come between them."""
    for part in read:
        if isinstance(part, Pictures):
            pictures.append(part.number)
        else:
            yield part


def _portions(texts: Iterator[str]) -> Iterator[str]:
    """Put short texts together; a file of nothing, or of too much, cannot be read."""
    left, held = _MOST_TEXT, ""
    for text in texts:
        left -= len(text) + 1
        if left < 0:
            raise Unreadable
        held += text.encode("utf-8", "replace").decode("utf-8") + "\n"
        if len(held) >= _PORTION:
            yield held
            held = ""
    if left == _MOST_TEXT:
        raise Unreadable
    if held:
        yield held


def _text(content: bytes) -> Iterator[str | Pictures]:
    """Give a text, and count the pictures that are written into it."""
    for text in _plain_text(content):
        yield text
        yield Pictures(text.lower().count("data:image/"))


def _plain_text(content: bytes) -> Iterator[str]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            yield content.decode(encoding)
            return
    try:
        yield content.decode("utf-8")
    except UnicodeDecodeError:
        yield content.decode("cp1252", "replace")


def _calendar(content: bytes) -> Iterator[str]:
    """Give a calendar's or a card's text twice: with its long lines put together too."""
    for text in _plain_text(content):
        yield text
        yield text.replace("\r\n ", "").replace("\r\n\t", "").replace("\n ", "")


def _pdf(content: bytes) -> Iterator[str | Pictures]:
    from composer.checks.pdf_text import read_pdf  # noqa: PLC0415 - heavy, only for a PDF

    return read_pdf(content)


def _packed(content: bytes) -> Iterator[str | Pictures]:
    """Give the text of all parts of an office file, headers, notes, comments and links included."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > _MOST_PARTS or any(part.flag_bits & 1 for part in parts):
            raise Unreadable
        left = _MOST_UNPACKED
        yield Pictures(sum(_is_picture(part.filename.lower()) for part in parts))
        yield archive.comment.decode("utf-8", "replace")
        yield "\n".join(part.filename for part in parts)
        yield "\n".join(part.comment.decode("utf-8", "replace") for part in parts)
        for part in parts:
            name = part.filename.lower()
            if not name.endswith((*_IN_PARTS, *_TEXTS)):
                if "embeddings/" in name or "vbaproject" in name:
                    raise Unreadable  # a file in the file
                if _is_picture(name):
                    continue
            unpacked = archive.open(part).read(left + 1)
            left -= len(unpacked)
            if left < 0:
                raise Unreadable
            yield from _said_by_part(name, unpacked)


def _said_by_part(name: str, content: bytes) -> Iterator[str]:
    """Give the text of a part; one of an unknown kind says nothing unless it is text."""
    if name.endswith(_IN_PARTS):
        yield _part_text(content, targets=name.endswith(".rels"))
    elif name.endswith(_TEXTS):
        yield from _plain_text(content)
    elif b"\0" not in content:
        with suppress(UnicodeDecodeError):
            yield content.decode("utf-8")


def _is_picture(name: str) -> bool:
    return any(folder in f"/{name}" for folder in _PICTURES) and not name.endswith("/")


def _part_text(content: bytes, *, targets: bool) -> str:
    """Give the text of one part, lines and cells apart; of a list of links, where they lead."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:
        raise Unreadable
    if targets:
        return "\n".join(str(item.get("Target", "")) for item in root)
    found: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end", "comment")):
        if event == "comment":
            found.append(f" {element.text or ''} {element.tail or ''}")
        if not isinstance(element.tag, str):
            continue
        if event == "start":
            found.append(_own_text(element))
            found.extend(f" {value} " for value in _said_in(element))
        else:
            if etree.QName(element).localname in _ENDS_LINE:
                found.append("\n")
            found.append(element.tail or "")
    return "".join(found)


def _own_text(element: Any) -> str:
    """Give what stands in an element itself, without places of texts and commands for print."""
    text: str = "" if _is_reference(element) else element.text or ""
    if _FOR_PRINT.fullmatch(etree.QName(element).localname):
        return _PLACE_OR_FONT.sub(" ", text)
    return text


def _said_in(element: Any) -> Iterator[str]:
    """Give the attributes of an element that say something."""
    of_value = etree.QName(element).localname in _SAYS_BY_VALUE
    for name, value in element.items():
        bare = etree.QName(name).localname
        if "@" in value or "%40" in value or bare in _SAYS or (of_value and bare == "val"):
            yield value


def _is_reference(element: Any) -> bool:
    """Tell whether a cell's number is only the place of its text in the table of texts."""
    parent = element.getparent()
    return parent is not None and parent.get("t") == "s" and element.tag.endswith("}v")


def _old_table(content: bytes) -> Iterator[str]:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in book.sheet_names:
        for row in book.get_sheet_by_name(name).iter_rows():
            yield "\t".join(_cell(value) for value in row)


def _cell(value: object) -> str:
    """Write a whole number as people write it."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


_READERS: dict[str, Callable[[bytes], Iterator[str | Pictures]]] = {
    **dict.fromkeys(_TEXTS, _text),
    ".ics": _calendar,
    ".vcf": _calendar,
    ".pdf": _pdf,
    **dict.fromkeys(_PACKED, _packed),
    ".xls": _old_table,
    ".xlsb": _old_table,
}
