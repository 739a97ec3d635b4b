"""The popover for a field: which one, how it is shown, and what stands in where it is empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from composer.gui.writing.chip_edit import ChipEdit
from composer.gui.writing.field_list import FieldList
from composer.gui.writing.page_draft import PageDraft
from composer.gui.writing.popover import Popover
from composer.gui.writing.tags import Field, write_tag
from composer.i18n import N_, _

_WAYS = (
    ("", "", N_("As it is")),
    ("date", "", N_("A date")),
    ("date", "full", N_("A date with weekday")),
    ("date", "short", N_("A short date")),
    ("datetime", "", N_("Date and time")),
    ("time", "", N_("A time")),
    ("number", "", N_("A number")),
    ("percent", "", N_("A percentage")),
    ("capitalize", "", N_("With a capital first letter")),
    ("upper", "", N_("In capital letters")),
    ("lower", "", N_("In small letters")),
)


class FieldPopover(Popover):
    """Inserts a field, and changes one that is a chip."""

    def __init__(self, parent: QWidget, draft: PageDraft) -> None:
        super().__init__(parent, title=_("Field"), act=_("Insert"))
        self._edit: ChipEdit | None = None
        self._draft = draft
        self._former: Field | None = None
        self._position = 0
        self._fields: dict[str, str] = {}
        self.list = FieldList()
        self.way = QComboBox()
        self.fallback = QLineEdit()
        self.fallback.setPlaceholderText(_("For example: customer"))
        self.form.addWidget(self.list)
        self.form.addSpacing(4)
        self.add_line(_("How it is shown"), self.way)
        self.add_line(_("Where there is none, write"), self.fallback)
        self.remove.setText(_("Take it away"))
        self.list.chosen.connect(lambda _name: self._accept())

    def show_fields(self, fields: Mapping[str, str]) -> None:
        """Take the audience's columns, each with a sample."""
        self._fields = dict(fields)

    def open(self, where: QWidget | QRect) -> None:
        """Open for a new field."""
        self._fill(None)
        self.open_at(where, first=self.list.search, back=self.edit)

    def open_for(self, tag: Field, position: int, where: QRect) -> None:
        """Open for the chip at a position."""
        self._position = position
        self._fill(tag)
        self.open_at(where, first=self.fallback, back=self.edit)

    def aim_at(self, edit: ChipEdit) -> None:
        """Write into this line or text from now on."""
        self._edit = edit

    @property
    def edit(self) -> ChipEdit:
        """Where it is written."""
        assert self._edit is not None
        return self._edit

    def problem(self) -> str:
        """Say what is missing."""
        return "" if self.list.field else _("Choose a field from the list.")

    def accept(self) -> None:
        """Write the tag."""
        form, detail, is_field = self.way.currentData()
        made = replace(
            self._former or Field(name=""),
            name=self.list.field,
            fallback=self.fallback.text().strip(),
            format=form,
            detail=detail,
            detail_is_field=is_field,
        )
        with self._draft.named(_("field")):
            if self._former is None:
                self.edit.insert_source(write_tag(made))
            else:
                self.edit.replace_tag(self._position, write_tag(made))

    def take_away(self) -> None:
        """Take the chip away."""
        with self._draft.named(_("field")):
            self.edit.replace_tag(self._position, "")

    def _fill(self, tag: Field | None) -> None:
        self._former = tag
        fields = dict(self._fields)
        if tag is not None and tag.name not in fields:
            fields = {tag.name: "", **fields}
        self.list.show_fields(fields, chosen=tag.name if tag else "")
        self.way.clear()
        for form, detail, words in _WAYS:
            self.way.addItem(_(words), (form, detail, False))
        if tag is not None:
            self._choose_way(tag)
        self.fallback.setText(tag.fallback if tag else "")
        self.act.setText(_("Change") if tag else _("Insert"))
        self.remove.setVisible(tag is not None)

    def _choose_way(self, tag: Field) -> None:
        for number in range(self.way.count()):
            if tuple(self.way.itemData(number)) == (tag.format, tag.detail, tag.detail_is_field):
                self.way.setCurrentIndex(number)
                return
        # A way that the list does not offer (a currency, decimals) stays as it is written.
        words = " ".join(part for part in (tag.format, tag.detail) if part)
        self.way.addItem(words, (tag.format, tag.detail, tag.detail_is_field))
        self.way.setCurrentIndex(self.way.count() - 1)
