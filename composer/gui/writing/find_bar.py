"""The bar for finding and replacing over the editor; Esc closes it and goes back to the text.

Enter goes to the next place, Shift+Enter to the one before, F3 and Shift+F3 do so from the text as
well. What cannot be pressed says why beside it.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QVBoxLayout, QWidget

from composer.gui.editor import MessageEditor
from composer.gui.numbers import number as as_number
from composer.gui.parts import Button, icon_button, label, row
from composer.gui.reasons import allow
from composer.i18n import _, ngettext, place

LOOK_PAUSE_MS = 150


class FindBar(QWidget):
    """Finds a text in the editor and puts another in its place."""

    def __init__(self, editor: MessageEditor) -> None:
        super().__init__()
        self._editor = editor
        self._finder = editor.finder
        self.setAccessibleName(_("Find and replace"))
        self.edit = _line(_("Find in the text"))
        self.count = label(role="caption")
        self.previous = icon_button(
            "arrow-left", _("Previous place (Shift+Enter)"), pressed=lambda: self._go(back=True)
        )
        self.next = icon_button("arrow-right", _("Next place (Enter)"), pressed=self._go)
        self.close_button = icon_button("x", _("Close (Esc)"), pressed=self.close_bar)
        self.case = QCheckBox(_("Match case"))
        self.whole = QCheckBox(_("Whole words"))
        self.replacement = _line(_("Replace with"))
        self.replace = Button(_("Replace"), pressed=self._replace)
        self.replace_all = Button(_("Replace all"), pressed=self._replace_all)
        self.reason = label(role="caption", wraps=True)
        self._below = QWidget()
        self._replaced = ""  # what Replace all did, said until something else is looked for
        self._later = QTimer(self)  # nobody waits for the count while they write
        self._later.setSingleShot(True)
        self._later.setInterval(LOOK_PAUSE_MS)
        self._later.timeout.connect(self._finder.show_places)
        self._build()
        self.edit.textEdited.connect(self._look)
        self.edit.returnPressed.connect(self._enter)
        self.replacement.returnPressed.connect(self._replace)
        for option in (self.case, self.whole):
            option.toggled.connect(self._look)
        self._finder.changed.connect(self._show_state)
        editor.source_changed.connect(self._text_changed)
        editor.cursorPositionChanged.connect(self._text_changed)
        for keys, back in ((QKeySequence("F3"), False), (QKeySequence("Shift+F3"), True)):
            shortcut = QShortcut(keys, editor)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda back=back: self._go(back=back))
        self.hide()

    def open_bar(self, *, replace: bool = False) -> None:
        """Show the bar with the chosen text in it."""
        chosen = self._editor.selected_source()
        if chosen and "\n" not in chosen:
            self.edit.setText(chosen)
        self._below.setVisible(replace)
        self.show()
        self.edit.setFocus()
        self.edit.selectAll()
        self._look()

    def close_bar(self) -> None:
        """Go back to the text."""
        self.hide()
        self._editor.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the found places out of the text."""
        super().hideEvent(event)
        self._later.stop()
        self._finder.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close by Esc; go back by Shift+Enter."""
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() == Qt.Key.Key_F3:
            self._go(back=bool(shift))
        else:
            super().keyPressEvent(event)

    # --- inside -------------------------------------------------------------------------------

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(8, 6, 8, 6)
        outer.setSpacing(4)
        first = row(
            self.edit, self.count, self.previous, self.next, self.close_button, gap=4, stretch=0
        )
        outer.addLayout(first)
        options = row(self.case, self.whole, gap=16)
        options.addStretch(1)
        outer.addLayout(options)
        below = QVBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(4)
        below.addLayout(row(self.replacement, self.replace, self.replace_all, gap=4, stretch=0))
        below.addWidget(self.reason)
        outer.addWidget(self._below)

    def _look(self) -> None:
        self._replaced = ""
        self._finder.look_for(
            self.edit.text(), case=self.case.isChecked(), whole_words=self.whole.isChecked()
        )
        if self.edit.text():
            self._finder.go_here()
        self._show_state()

    def _go(self, *, back: bool = False) -> None:
        if self.isVisible() and self.edit.text():
            self._replaced = ""
            self._look_again()
            self._finder.go(back=back)

    def _enter(self) -> None:
        shift = QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
        self._go(back=bool(shift))

    def _look_again(self) -> None:
        self._finder.look_for(
            self.edit.text(), case=self.case.isChecked(), whole_words=self.whole.isChecked()
        )

    def _replace(self) -> None:
        if self.replace.isEnabled():
            self._replaced = ""
            self._finder.replace(self.replacement.text())

    def _replace_all(self) -> None:
        count = self._finder.replace_all(self.replacement.text())
        words = ngettext("{count} place replaced", "{count} places replaced", count)
        self._replaced = place(words, count=as_number(count))
        self._show_state()

    def _text_changed(self) -> None:
        if self.isVisible() and not self._later.isActive():
            self._later.start()

    def _show_state(self) -> None:
        places, number = len(self._finder.found), self._finder.current
        if not self.edit.text():
            self.count.setText("")
        elif not places:
            self.count.setText(_("Not in the text"))
        elif number:
            self.count.setText(
                place(_("{number} of {count}"), number=as_number(number), count=as_number(places))
            )
        else:
            words = ngettext("{count} place", "{count} places", places)
            self.count.setText(place(words, count=as_number(places)))
        reason = self._reason(places, number)
        for button in (self.previous, self.next):
            allow(button, unless=self._nothing_found(places))
        allow(self.replace, unless=reason)
        allow(self.replace_all, unless=self._why_not_all(places))
        if self._replaced and not places:
            reason = ""
        reason = "\n".join(part for part in (self._replaced, reason) if part)
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))

    def _reason(self, places: int, number: int) -> str:
        if self._editor.isReadOnly():
            return _("This message is frozen: nothing can be replaced.")
        if not places:
            return self._nothing_found(places)
        if number and not self._finder.can_replace():
            return _("These are the words of a tag. Press F2 in the text to change it.")
        return "" if number else _("Go to a place to replace it.")

    def _nothing_found(self, places: int) -> str:
        if not self.edit.text():
            return _("First write what to find.")
        return "" if places else _("This is not in the text.")

    def _why_not_all(self, places: int) -> str:
        if self._editor.isReadOnly():
            return _("This message is frozen: nothing can be replaced.")
        if places and all(found.in_words for found in self._finder.found):
            return _("All of them are words of tags. Press F2 in the text to change one.")
        return self._nothing_found(places)


def _line(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setPlaceholderText(name)
    made.setAccessibleName(name)
    return made
