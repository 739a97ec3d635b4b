"""The popover for a condition, in words: show this only if a field is so, else something else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from composer.gui.editor import MessageEditor
from composer.gui.reasons import allow
from composer.gui.writing.field_list import FieldBox, first_asked
from composer.gui.writing.insert_text import condition_source
from composer.gui.writing.page_draft import PageDraft
from composer.gui.writing.popover import Popover
from composer.gui.writing.tag_parts import find_parts, with_otherwise, without_tags
from composer.gui.writing.tags import Comparison, Condition, End, write_tag
from composer.gui.writing.text_put import source_offset
from composer.i18n import N_, _, place

_TESTS = (
    ("filled", N_("has a value")),
    ("empty", N_("is empty")),
    ("==", N_("is")),
    ("!=", N_("is not")),
    ("in", N_("is one of (with commas between)")),
    (">", N_("is more than")),
    (">=", N_("is at least")),
    ("<", N_("is less than")),
    ("<=", N_("is at most")),
)
_WITHOUT_VALUE = frozenset({"filled", "empty"})
_NUMBERS = frozenset({">", ">=", "<", "<="})


class ConditionPopover(Popover):
    """Puts a condition around a text, and changes one that is a chip."""

    def __init__(self, parent: QWidget, *, editor: MessageEditor, draft: PageDraft) -> None:
        super().__init__(parent, title=_("Show only if"), act=_("Insert"))
        self._editor = editor
        self._draft = draft
        self._former: Condition | None = None
        self._position = 0
        self._fields: dict[str, str] = {}
        self.field = FieldBox()
        self.test = QComboBox()
        for name, words in _TESTS:
            self.test.addItem(_(words), name)
        self.value = QLineEdit()
        self.otherwise = QLineEdit()
        self.otherwise.setPlaceholderText(_("Nothing"))
        self.add_line(_("Field"), self.field)
        self.add_line(_("Question"), self.test)
        self.add_line(_("Value"), self.value)
        self.add_line(_("All the others get"), self.otherwise)
        self.remove.setText(_("Show it to everybody"))
        self.test.currentIndexChanged.connect(self._follow)
        self.field.currentIndexChanged.connect(self._follow)

    def show_fields(self, fields: Mapping[str, str]) -> None:
        """Take the audience's columns, each with a sample."""
        self._fields = dict(fields)

    def open(self, where: QWidget | QRect) -> None:
        """Open for a new condition around what is selected."""
        self._former = None
        self._fill(Comparison(field=first_asked(self._fields)))
        self.open_at(where, first=self.field, back=self._editor)

    def open_for(self, tag: Condition, position: int, where: QRect) -> None:
        """Open for the chip at a position; it asks one question."""
        self._former, self._position = tag, position
        self._fill(tag.questions[0])
        self.open_at(where, first=self.field, back=self._editor)

    @property
    def asked(self) -> Comparison:
        """The question as it stands in the fields."""
        operator = str(self.test.currentData())
        typed = self.value.text().strip()
        values: tuple[str, ...] = ()
        if operator == "in":
            values = tuple(part.strip() for part in re.split("[,،、，]", typed) if part.strip())
        elif operator not in _WITHOUT_VALUE:
            values = (typed,)
        return Comparison(
            field=self.field.field,
            operator=operator,
            values=values,
            is_number=operator in _NUMBERS and _is_number(typed),
        )

    def problem(self) -> str:
        """Say what is missing."""
        asked = self.asked
        if not asked.field:
            return _("Choose a field from the list.")
        if asked.operator == "in" and not asked.values:
            return _("Write one value or more, with commas between.")
        if asked.operator in _NUMBERS and not asked.is_number:
            return _("Write a plain number like 1234.50, without separators.")
        return ""

    def accept(self) -> None:
        """Write the condition."""
        otherwise = self.otherwise.text().strip()
        if self._former is not None:
            self._change(otherwise)
            return
        opening = write_tag(Condition(questions=(self.asked,)))
        with self._draft.named(_("condition")):
            if otherwise:
                text = self._editor.selected_source() or _("Text for these people.")
                self._editor.insert_block(condition_source(self.asked, text, otherwise))
            else:
                self._editor.surround_with(opening, write_tag(End()))

    def take_away(self) -> None:
        """Leave the text, for everybody."""
        source = self._editor.source()
        parts = find_parts(source, source_offset(self._editor, self._position))
        if parts is not None:
            with self._draft.named(_("condition")):
                self._draft.put_body(without_tags(source, parts))

    def _change(self, otherwise: str) -> None:
        assert self._former is not None
        made = write_tag(replace(self._former, questions=(self.asked,)))
        with self._draft.named(_("condition")):
            self._editor.replace_tag(self._position, made)
            source = self._editor.source()
            parts = find_parts(source, source_offset(self._editor, self._position))
            if parts is not None:
                self._draft.put_body(with_otherwise(source, parts, otherwise))

    def _fill(self, asked: Comparison) -> None:
        former = self._former
        self.field.show_fields(self._fields, chosen=asked.field)
        self.test.setCurrentIndex(max(0, self.test.findData(asked.operator)))
        self.value.setText(", ".join(asked.values))
        self.otherwise.clear()
        may = former is None or self._may_have_otherwise()
        self.otherwise.setPlaceholderText(_("Nothing") if may else _("Written in the text below"))
        written = _("What the others read is written in the text below.")
        allow(self.otherwise, unless="" if may else written)
        self.act.setText(_("Change") if former else _("Insert"))
        self.remove.setVisible(former is not None and not former.is_elif)
        self._follow()

    def _may_have_otherwise(self) -> bool:
        source = self._editor.source()
        parts = find_parts(source, source_offset(self._editor, self._position))
        return parts is not None and not parts.has_else

    def _follow(self) -> None:
        """Ask for a value only where one is needed."""
        self.forget_advice()
        needs_none = self.test.currentData() in _WITHOUT_VALUE
        allow(self.value, unless=_("This question needs no value.") if needs_none else "")
        sample = self._fields.get(self.field.field, "")
        hint = place(_("For example: {sample}"), sample=sample) if sample else ""
        self.value.setPlaceholderText(hint if self.value.isEnabled() else "")


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text.lstrip("+-")[:1].isdigit() and "e" not in text.lower() and "_" not in text
