"""The popover for a tag that has no words: it is changed as it is written."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLineEdit, QWidget

from composer.gui import theme
from composer.gui.writing.chip_edit import ChipEdit
from composer.gui.writing.page_draft import PageDraft
from composer.gui.writing.popover import Popover
from composer.i18n import _
from composer.translation.jinja_source import split_tags


class TagPopover(Popover):
    """Changes a tag's source."""

    def __init__(self, parent: QWidget, draft: PageDraft) -> None:
        super().__init__(parent, title=_("As it is written"), act=_("Change"))
        self.setMinimumWidth(440)
        self._edit: ChipEdit | None = None
        self._draft = draft
        self._position = 0
        self.source = QLineEdit()
        self.source.setFont(theme.fixed_font())
        self.add_line(_("The source of this place"), self.source)
        self.remove.setText(_("Take it away"))
        self.remove.show()

    def open_for(self, source: str, position: int, where: QRect) -> None:
        """Open for the chip at a position."""
        self._position = position
        self.source.setText(source)
        self.open_at(where, first=self.source, back=self.edit)

    def aim_at(self, edit: ChipEdit) -> None:
        """Write into this line or text from now on."""
        self._edit = edit

    @property
    def edit(self) -> ChipEdit:
        """Where it is written."""
        assert self._edit is not None
        return self._edit

    def problem(self) -> str:
        """Say what is wrong."""
        pieces = split_tags(self.source.text().strip())
        if len(pieces) == 1 and pieces[0].is_tag:
            return ""
        return _("This must be one place: what stands between {{ }} or {% %}.")

    def accept(self) -> None:
        """Write it."""
        with self._draft.named(_("field")):
            self.edit.replace_tag(self._position, self.source.text().strip())

    def take_away(self) -> None:
        """Take the chip away."""
        with self._draft.named(_("field")):
            self.edit.replace_tag(self._position, "")
