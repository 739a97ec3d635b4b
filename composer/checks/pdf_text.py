"""Reads what a PDF says: pages, links, notes, form fields, and what it says of itself.

Guards rules 8 and 11. Nothing of the file runs: the library is built without scripts. A file within
the file, and pages of pictures only, are said to be unreadable; other pictures are counted.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pypdfium2
from pypdfium2 import raw

from composer.checks.pdf_strings import strings_in
from composer.checks.read_parts import Pictures, Unreadable

_OF_A_NOTE = (b"Contents", b"T", b"TU", b"TM", b"V", b"DV", b"RC", b"Subj", b"NM", b"DA", b"CA")
"""What notes and fields say: their words, names, values, and how a screen reader calls them."""
_OF_A_FIELD: tuple[str, ...] = (
    "FPDFAnnot_GetFormFieldValue",
    "FPDFAnnot_GetFormFieldName",
    "FPDFAnnot_GetFormFieldAlternateName",
    "FPDFAnnot_GetFormFieldExportValue",
)
_DEEPEST = 8
_DESCRIPTION = re.compile(rb"<x:xmpmeta\b.{0,200000}?</x:xmpmeta>", re.DOTALL)


def read_pdf(content: bytes) -> Iterator[str | Pictures]:
    """Give everything that a PDF says, and how many pictures it shows."""
    with pypdfium2.PdfDocument(content) as document:
        if document.count_attachments():
            raise Unreadable
        document.init_forms()
        pages = [page.get_textpage().get_text_bounded() for page in document]
        if not any(text.strip() for text in pages):
            raise Unreadable  # pictures of text
        yield from pages
        for page in document:
            yield from _links_of(document, page)
            yield from _notes_of(document, page)
            pictures = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEPEST)
            yield Pictures(sum(1 for _picture in pictures))
        yield "\n".join(document.get_metadata_dict().values())
        yield "\n".join(mark.get_title() for mark in document.get_toc())
    yield from _described(content)
    yield "\n".join(strings_in(content))


def _described(content: bytes) -> Iterator[str]:
    """Give what a PDF says of itself in XML, which stands in it openly so that programs find it."""
    for match in _DESCRIPTION.finditer(content):
        yield match[0].decode("utf-8", "replace")


def _links_of(document: Any, page: Any) -> Iterator[str]:
    place, link = ctypes.c_int(0), raw.FPDF_LINK()
    while raw.FPDFLink_Enumerate(page.raw, ctypes.byref(place), ctypes.byref(link)):
        action = raw.FPDFLink_GetAction(link)
        size = raw.FPDFAction_GetURIPath(document.raw, action, None, 0) if action else 0
        if size:
            buffer = ctypes.create_string_buffer(size)
            raw.FPDFAction_GetURIPath(document.raw, action, buffer, size)
            yield buffer.value.decode("utf-8", "replace")


def _notes_of(document: Any, page: Any) -> Iterator[str]:
    """Give what notes, stamps and form fields on a page hold, whether they are shown or not."""
    for number in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        note = raw.FPDFPage_GetAnnot(page.raw, number)
        if not note:
            raise Unreadable
        try:
            if raw.FPDFAnnot_GetSubtype(note) == raw.FPDF_ANNOT_FILEATTACHMENT:
                raise Unreadable
            yield from _said_by(document, note)
        finally:
            raw.FPDFPage_CloseAnnot(note)
    if raw.FPDFPage_GetAnnotCount(page.raw):
        yield from _drawn_by_notes(page)


def _said_by(document: Any, note: Any) -> Iterator[str]:
    for key in _OF_A_NOTE:
        yield _text(partial(raw.FPDFAnnot_GetStringValue, note, key))
    if document.formenv is None:
        return
    form = document.formenv.raw
    for name in _OF_A_FIELD:
        yield _text(partial(getattr(raw, name), form, note))
    for option in range(max(0, raw.FPDFAnnot_GetOptionCount(form, note))):
        yield _text(partial(raw.FPDFAnnot_GetOptionLabel, form, note, option))


def _drawn_by_notes(page: Any) -> Iterator[str]:
    """Give a page's text with what its notes draw put on it."""
    if raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
        again = raw.FPDFText_LoadPage(page.raw)
        if again:
            try:
                count = raw.FPDFText_CountChars(again)
                buffer = (ctypes.c_ushort * (count + 1))()
                raw.FPDFText_GetText(again, 0, count, buffer)
                yield bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
            finally:
                raw.FPDFText_ClosePage(again)


def _text(ask: Callable[[Any, int], int]) -> str:
    """Read a text of the library: its size in bytes first, UTF-16 with a zero at its end."""
    size = ask(None, 0)
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * ((size + 1) // 2))()
    ask(buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace")
