"""The popover for a repeat: a text that comes once for each item of a cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLineEdit, QWidget

from composer.gui.editor import MessageEditor
from composer.gui.numbers import number
from composer.gui.parts import label
from composer.gui.writing.field_list import FieldBox, first_asked
from composer.gui.writing.insert_text import repeat_source
from composer.gui.writing.page_draft import PageDraft
from composer.gui.writing.popover import Popover
from composer.gui.writing.tag_parts import find_parts, without_tags
from composer.gui.writing.tags import NAME, Field, Repeat, write_tag
from composer.gui.writing.text_put import source_offset
from composer.i18n import _, ngettext, place

SEPARATORS = (",", ";", "|", "/")
MOST_SAMPLE = 60


class RepeatPopover(Popover):
    """Repeats a text for each item, and changes a repeat that is a chip."""

    def __init__(self, parent: QWidget, *, editor: MessageEditor, draft: PageDraft) -> None:
        super().__init__(parent, title=_("Repeat for each item"), act=_("Insert"))
        self._editor = editor
        self._draft = draft
        self._former: Repeat | None = None
        self._position = 0
        self._fields: dict[str, str] = {}
        self.field = FieldBox()
        self.separator = QLineEdit()
        self.separator.setMaxLength(8)
        self.sample = label(role="caption", wraps=True)
        self.add_line(_("Field that holds several items"), self.field)
        self.add_line(_("What stands between them"), self.separator)
        self.form.addWidget(self.sample)
        self.remove.setText(_("Write it only once"))
        self.field.currentIndexChanged.connect(self._guess)
        self.separator.textChanged.connect(self._say_items)

    def show_fields(self, fields: Mapping[str, str]) -> None:
        """Take the audience's columns, each with a sample."""
        self._fields = dict(fields)

    def open(self, where: QWidget | QRect) -> None:
        """Open for a new repeat; the field that looks most like a list comes first."""
        self._former = None
        marks = {
            name: max(sample.count(mark) for mark in SEPARATORS)
            for name, sample in self._fields.items()
        }
        likely = max(marks, key=lambda name: marks[name], default="")
        self._fill(likely if marks.get(likely) else first_asked(self._fields))
        self._guess()
        self.open_at(where, first=self.field, back=self._editor)

    def open_for(self, tag: Repeat, position: int, where: QRect) -> None:
        """Open for the chip at a position."""
        self._former, self._position = tag, position
        self._fill(tag.field)
        self.separator.setText(tag.separator)
        self.open_at(where, first=self.separator, back=self._editor)

    def problem(self) -> str:
        """Say what is missing."""
        if not self.field.field:
            return _("Choose a field from the list.")
        return "" if self.separator.text() else _("Write what stands between the items.")

    def accept(self) -> None:
        """Write the repeat."""
        field, separator = self.field.field, self.separator.text().strip() or self.separator.text()
        with self._draft.named(_("repeat")):
            if self._former is not None:
                made = replace(self._former, field=field, separator=separator)
                self._editor.replace_tag(self._position, write_tag(made))
                return
            repeat = Repeat(item=item_name(field), field=field, separator=separator)
            text = self._editor.selected_source() or f"- {write_tag(Field(name=repeat.item))}"
            self._editor.insert_block(repeat_source(repeat, text))

    def take_away(self) -> None:
        """Leave the text, once."""
        source = self._editor.source()
        parts = find_parts(source, source_offset(self._editor, self._position))
        if parts is not None:
            with self._draft.named(_("repeat")):
                self._draft.put_body(without_tags(source, parts))

    def _fill(self, field: str) -> None:
        self.field.show_fields(self._fields, chosen=field)
        self.act.setText(_("Change") if self._former else _("Insert"))
        self.remove.setVisible(self._former is not None)
        self._say_items()

    def _guess(self) -> None:
        """Propose the sign that stands most often in the sample."""
        sample = self._fields.get(self.field.field, "")
        self.separator.setText(max(SEPARATORS, key=sample.count))
        self._say_items()

    def _say_items(self) -> None:
        sample, separator = self._fields.get(self.field.field, ""), self.separator.text()
        if not sample or not separator:
            self.sample.setText("")
            return
        items = [part.strip() for part in sample.split(separator) if part.strip()]
        words = ngettext(
            "Here that makes {count} item: {items}", "Here that makes {count} items: {items}",
            len(items),
        )  # fmt: skip
        shown = " · ".join(items)
        shown = shown if len(shown) <= MOST_SAMPLE else f"{shown[:MOST_SAMPLE]}…"
        self.sample.setText(place(words, count=number(len(items)), items=shown))


def item_name(field: str) -> str:
    """Name one item of a column.

    >>> item_name("open_orders"), item_name("data")
    ('open_order', 'item')
    """
    single = field[:-1] if field.endswith("s") and len(field) > 3 else ""
    return single if NAME.fullmatch(single) else "item"
