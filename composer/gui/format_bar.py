"""The bar over the editor."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from composer.gui.editor import MessageEditor
from composer.gui.parts import Button, icon_button
from composer.i18n import _, place

ICONS_WIDTH = 372


class FormatBar(QWidget):
    """Bold, italic, heading, list, link, field, condition; undo and redo at the end."""

    def __init__(self, editor: MessageEditor) -> None:
        super().__init__()
        self._editor = editor
        self.setAccessibleName(_("Formatting"))
        bold = icon_button("bold", _("Bold (Ctrl+B)"), pressed=lambda: editor.wrap("**"))
        italic = icon_button("italic", _("Italic (Ctrl+Shift+I)"), pressed=lambda: editor.wrap("*"))
        heading = icon_button("heading", _("Heading"), pressed=lambda: editor.start_lines("## "))
        listed = icon_button("list", _("List"), pressed=lambda: editor.start_lines("- "))
        link = icon_button(
            "link", _("Link (Ctrl+K)"), pressed=lambda: editor.wrap("[", "](https://)")
        )
        self.field = Button(_("Field"), kind="quiet", icon="braces")
        self.condition = Button(_("Condition"), kind="quiet", icon="split")
        self._words = {button: button.text() for button in (self.field, self.condition)}
        for button, text in self._words.items():
            button.setAccessibleName(text)
            button.setToolTip(text)
            button.setMenu(QMenu(button))
        self.undo = icon_button("undo-2", _("Undo (Ctrl+Z)"), pressed=editor.undo)
        self.redo = icon_button("redo-2", _("Redo (Ctrl+Shift+Z)"), pressed=editor.redo)
        inner = QHBoxLayout(self)
        inner.setContentsMargins(8, 4, 8, 4)
        inner.setSpacing(2)
        for button in (bold, italic, heading, listed, link, self.field, self.condition):
            inner.addWidget(button)
        inner.addStretch(1)
        for button in (self.undo, self.redo):
            inner.addWidget(button)
        for button in self.findChildren(Button):
            # Without an alignment the lowest button would bound the height of all of them.
            inner.setAlignment(button, Qt.AlignmentFlag.AlignVCenter)
        self.undo.setEnabled(False)
        self.redo.setEnabled(False)
        editor.undoAvailable.connect(self.undo.setEnabled)
        editor.redoAvailable.connect(self.redo.setEnabled)
        for keys, press in (
            ("Ctrl+B", bold.click),
            ("Ctrl+Shift+I", italic.click),
            ("Ctrl+K", link.click),
        ):
            shortcut = QShortcut(QKeySequence(keys), editor)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(press)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show icons only where there is no room for words."""
        super().resizeEvent(event)
        metrics = self.fontMetrics()
        needed = ICONS_WIDTH + sum(metrics.horizontalAdvance(text) for text in self._words.values())
        for button, text in self._words.items():
            button.setText(text if self.width() >= needed else "")

    def offer_fields(self, fields: Mapping[str, str]) -> None:
        """Fill the two menus with the audience's columns and a sample of each."""
        for button, insert in (
            (self.field, self._editor.insert_field),
            (self.condition, self._editor.insert_condition),
        ):
            menu = button.menu()
            menu.clear()
            for name, value in fields.items():
                shown = value if len(value) <= 24 else f"{value[:23]}…"
                words = place(_("{name}:  {sample}"), name=name, sample=shown) if value else name
                action = menu.addAction(words.replace("&", "&&"))
                action.triggered.connect(lambda _c=False, n=name, put=insert: put(n))
