"""What keys do in a text field with chips, besides writing.

Backspace and Delete select a chip before they take it away; Enter on a chosen chip and F2 ask for
it to be changed; F8 goes through the marks; Ctrl+Space offers the fields; Ctrl+Tab leaves. Keys of
undo may belong to somebody else: the page, whose history is longer than one field's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from composer.gui.writing.chip_surface import ChipSurface
from composer.gui.writing.chip_text import chip_at
from composer.gui.writing.field_completion import FieldCompletion
from composer.i18n import _

ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class ChipEdit(ChipSurface):
    """A text field with chips, made for the keyboard.

    Signals:
        undo_requested(), redo_requested(): pressed here while undo is somebody else's.
    """

    undo_requested = Signal()
    redo_requested = Signal()

    _undo_is_elsewhere = False  # asked for by events that Qt sends while the field is made

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.completion = FieldCompletion(self)
        self.completion.chosen.connect(self.insert_source)

    def set_known_fields(self, fields: Mapping[str, str]) -> None:
        """Take the columns with samples: they are offered, and other names are red at once."""
        super().set_known_fields(fields)
        self.completion.offer(fields)

    def set_undo_elsewhere(self, *, elsewhere: bool) -> None:
        """Leave Ctrl+Z to the page: it is asked by `undo_requested` and `redo_requested`."""
        self._undo_is_elsewhere = elsewhere

    def event(self, event: QEvent) -> bool:
        """Leave the keys of undo to the page if it wants them."""
        if (
            self._undo_is_elsewhere
            and event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (_is_undo(event) or _is_redo(event))
        ):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Write; what a chip, a list of fields or the page wants goes there."""
        self.marks.hide_advice()
        if self.completion.takes(event):
            event.ignore()
            return
        action = self._action_of(event)
        if action is not None:
            event.accept()
            if action():
                return
        if _has_control(event) and event.key() in ENTER:
            event.ignore()  # the page's own button
            return
        super().keyPressEvent(event)
        self._typed(event.text())

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Write what an input method composed."""
        super().inputMethodEvent(event)
        self._typed(event.commitString())

    def _action_of(self, event: QKeyEvent) -> Callable[[], bool] | None:
        """Find what a key does here besides writing; the action says whether it did it."""
        key, control = event.key(), _has_control(event)
        if control and key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return lambda: self._leave(forward=key == Qt.Key.Key_Tab)
        if _is_undo(event) or _is_redo(event):
            return self._redo if _is_redo(event) else self._undo
        if key == Qt.Key.Key_F8:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            return lambda: self.marks.go(back=back)
        if key == Qt.Key.Key_F2:
            return self._open_chip
        if key in ENTER and not control and self._chip_is_selected():
            return self._open_chip
        return None if self.isReadOnly() else self._change_of(event)

    def _change_of(self, event: QKeyEvent) -> Callable[[], bool] | None:
        key, control = event.key(), _has_control(event)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if control and key == Qt.Key.Key_Space:
            return self.completion.open_all
        if control and shift and key == Qt.Key.Key_V:
            return self.paste_plain
        if key == Qt.Key.Key_Backspace and not control:
            return lambda: self._select_beside(-1)
        if key == Qt.Key.Key_Delete and not control:
            return lambda: self._select_beside(0)
        return None

    def _typed(self, text: str) -> None:
        if not text or self.isReadOnly():
            return
        if "}" in text:
            self._convert_typed()
        self.completion.follow()

    def _select_beside(self, offset: int) -> bool:
        cursor = self.textCursor()
        at = cursor.position() + offset
        if cursor.hasSelection() or chip_at(self.document(), at) is None:
            return False
        self._select(at, at + 1)
        return True

    def _open_chip(self) -> bool:
        chip = self.chip_here()
        if chip is not None:
            self.activate_chip(chip)
        return True

    def _chip_is_selected(self) -> bool:
        return self.textCursor().hasSelection() and self.chip_here() is not None

    def _undo(self) -> bool:
        if self._undo_is_elsewhere:
            self.undo_requested.emit()
        else:
            self.undo()
        return True

    def _redo(self) -> bool:
        if self._undo_is_elsewhere:
            self.redo_requested.emit()
        else:
            self.redo()
        return True

    def _leave(self, *, forward: bool) -> bool:
        """Move the focus on, which Qt allows only while Tab does so too."""
        self.setTabChangesFocus(True)
        self.focusNextPrevChild(forward)
        self.setTabChangesFocus(False)
        return True

    # --- context menu ---------------------------------------------------------------------------

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done here, in the window's words."""
        menu = self.make_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def make_menu(self) -> QMenu:
        """Make the context menu."""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        writes = not self.isReadOnly()
        chosen = self.textCursor().hasSelection()
        chip = self.chip_here()
        if chip is not None and writes:
            _entry(menu, _("Change…"), "F2", lambda: self.activate_chip(chip))
            menu.addSeparator()
        if writes:
            _entry(menu, _("Undo"), "Ctrl+Z", self._undo)
            _entry(menu, _("Redo"), "Ctrl+Shift+Z", self._redo)
            menu.addSeparator()
            _for_chosen(_entry(menu, _("Cut"), "Ctrl+X", self.cut), chosen=chosen)
        _for_chosen(_entry(menu, _("Copy"), "Ctrl+C", self.copy), chosen=chosen)
        if writes:
            _entry(menu, _("Paste"), "Ctrl+V", self.paste)
            _entry(menu, _("Paste without formatting"), "Ctrl+Shift+V", self.paste_plain)
        menu.addSeparator()
        _entry(menu, _("Select all"), "Ctrl+A", self.selectAll)
        if writes:
            menu.addSeparator()
            shown = menu.addAction(_("Tags as written"))
            shown.setCheckable(True)
            shown.setChecked(self.tags_as_written)
            shown.triggered.connect(self.set_tags_as_written)
        return menu


def _for_chosen(action: QAction, *, chosen: bool) -> None:
    action.setEnabled(chosen)
    if not chosen:
        action.setToolTip(_("Choose some text first."))


def _entry(menu: QMenu, text: str, keys: str, do: Callable[[], object]) -> QAction:
    made = menu.addAction(text)
    made.setShortcut(QKeySequence(keys))
    made.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # shown; the field knows the key
    made.triggered.connect(lambda _checked=False: do())
    return made


def _has_control(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


def _is_undo(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Undo)


def _is_redo(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Redo) or (
        event.key() == Qt.Key.Key_Y and _has_control(event)
    )
