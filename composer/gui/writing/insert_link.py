"""The popovers for a link and for a button: its words and where it leads."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLineEdit, QWidget

from composer.gui.editor import MessageEditor
from composer.gui.writing.inline_edits import Link
from composer.gui.writing.insert_text import (
    BUTTON_TITLE,
    escaped_words,
    plain_words,
    target_advice,
    tidy_target,
    written_target,
)
from composer.gui.writing.page_draft import PageDraft
from composer.gui.writing.popover import Popover
from composer.i18n import _


class LinkPopover(Popover):
    """Makes and changes links; with `is_button` those that stand alone as a button."""

    def __init__(
        self, parent: QWidget, *, editor: MessageEditor, draft: PageDraft, is_button: bool
    ) -> None:
        title = _("Button") if is_button else _("Link")
        super().__init__(parent, title=title, act=_("Insert"))
        self._editor = editor
        self._draft = draft
        self._is_button = is_button
        self._former: Link | None = None
        self.words = QLineEdit()
        self.target = QLineEdit()
        self.words.setPlaceholderText(_("Read the notice"))
        self.target.setPlaceholderText("https://example.com/notice")
        words = _("What stands on the button") if is_button else _("Words that are the link")
        self.add_line(words, self.words)
        self.add_line(_("Where it leads: a web or mail address"), self.target)
        self.remove.setText(_("Take the button away") if is_button else _("Only the words"))

    def open(self, where: QWidget | QRect) -> None:
        """Open for the link at the cursor, or for what is selected."""
        former = self._editor.selected_link()
        self._former = former if former is not None and not former.is_picture else None
        if self._former is not None:
            words, target = plain_words(self._former.text), self._former.target
        else:
            words, target = " ".join(self._editor.selected_source().split()), ""
            words = "" if "{%" in words else words
            if words and not target_advice(words) and " " not in words:
                words, target = "", words
        self.words.setText(words)
        self.target.setText(target)
        self.act.setText(_("Change") if self._former else _("Insert"))
        self.remove.setVisible(self._former is not None)
        first = self.words if not words else self.target
        self.open_at(where, first=first, back=self._editor)

    def problem(self) -> str:
        """Say what is missing."""
        if self._is_button and not self.words.text().strip():
            return _("Write what stands on the button.")
        return target_advice(self.target.text())

    def accept(self) -> None:
        """Write it in place of the former one, or of what is selected."""
        typed, target = self.words.text().strip(), tidy_target(self.target.text())
        words = escaped_words(typed or _shown(target))
        title = BUTTON_TITLE if self._is_button else ""
        if self._former is not None and not self._is_button:
            title = self._former.title
        with self._draft.named(_("button") if self._is_button else _("link")):
            if self._is_button and self._former is None:
                link = Link(text=words, target=written_target(target), title=title)
                self._editor.insert_block(link.source)
            else:
                self._editor.insert_link(words, written_target(target), title=title)

    def take_away(self) -> None:
        """Leave the words, without a link; of a button leave nothing."""
        former = self._former
        if former is None:
            return
        with self._draft.named(_("link")):
            cursor = self._editor.textCursor()
            cursor.setPosition(former.start)
            cursor.setPosition(former.end, cursor.MoveMode.KeepAnchor)
            self._editor.setTextCursor(cursor)
            self._editor.insert_source("" if self._is_button else former.text)


def _shown(target: str) -> str:
    """Show an address as words: without what stands before it."""
    for scheme in ("https://", "mailto:"):
        target = target.removeprefix(scheme)
    return target
