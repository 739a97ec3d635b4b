"""Puts another text into a field by changing only what differs, so that place and view stay.

The fields' own histories are off: what is put in here was undone or done again by the page.
"""

from __future__ import annotations

from PySide6.QtGui import QTextCursor, QTextDocument

from composer.gui.writing.chip_edit import ChipEdit
from composer.gui.writing.chip_text import insert_source, source_between, span_of
from composer.gui.writing.draft_steps import changed_stretch
from composer.translation.jinja_source import split_tags


def put_text(edit: ChipEdit, text: str) -> bool:
    """Show another text, with the cursor behind what changed; False if it is there already."""
    before = edit.source()
    if before == text:
        return False
    start, end, new_end = widened(before, text)
    document = edit.document()
    cursor = QTextCursor(document)
    cursor.setPosition(document_position(document, before, start))
    cursor.setPosition(document_position(document, before, end), QTextCursor.MoveMode.KeepAnchor)
    insert_source(cursor, text[start:new_end], chips=not edit.tags_as_written)
    cursor.clearSelection()
    edit.setTextCursor(cursor)
    edit.ensureCursorVisible()
    if edit.source() != text:
        edit.replace_text(text)
    return True


def widened(before: str, after: str) -> tuple[int, int, int]:
    """Give the stretch that differs, with no tag cut in two on either side.

    >>> widened("Dear {{ a }},", "Dear {{ ab }},")
    (5, 12, 13)
    """
    start, end, new_end = changed_stretch(before, after)
    while True:
        first = min(_edges(before, start)[0], _edges(after, start)[0])
        tail = max(_edges(before, end)[1] - end, _edges(after, new_end)[1] - new_end)
        if first == start and tail == 0:
            return start, end, new_end
        start, end, new_end = first, end + tail, new_end + tail


def document_position(document: QTextDocument, source: str, offset: int) -> int:
    """Give where an offset of the source, counted in code points, stands in the document."""
    line = source.count("\n", 0, offset) + 1
    column = offset - (source.rfind("\n", 0, offset) + 1) + 1
    return span_of(document, line=line, column=column, length=1)[0]


def source_offset(edit: ChipEdit, position: int) -> int:
    """Give where a position of the document stands in the source, in code points."""
    return len(source_between(edit.document(), 0, position))


def _edges(text: str, offset: int) -> tuple[int, int]:
    """Give both ends of the tag that an offset stands inside, or the offset itself."""
    opened = text.rfind("{", 0, offset)
    if opened < 0 or "}" not in text[offset:]:
        return offset, offset
    at = 0
    for piece in split_tags(text):
        after = at + len(piece.text)
        if at < offset < after and piece.is_tag:
            return at, after
        if after >= offset:
            break
        at = after
    return offset, offset
