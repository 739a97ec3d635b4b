"""Says how it stands with what was typed: saved when, being saved, or why not and what to do."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from composer.gui.parts import Button, ElidedLabel, IconLabel, set_tone
from composer.gui.writing.autosave import Autosave, SaveMark, SaveState
from composer.i18n import _


class SaveLine(QWidget):
    """One short line in the page's head; with a button where something can be done."""

    def __init__(self, autosave: Autosave) -> None:
        super().__init__()
        self._autosave = autosave
        self._is_frozen = False
        self._open_with = ""
        self.mark = IconLabel("octagon-x", "danger")
        self.words = ElidedLabel(role="caption", grows=False)
        self.again = Button(_("Try again"), kind="link", pressed=autosave.save)
        inner = QHBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(4)
        inner.addWidget(self.mark)
        inner.addWidget(self.words)
        inner.addWidget(self.again)
        autosave.state_changed.connect(self._show)
        self._show(autosave.state)

    def text(self) -> str:
        """Give the words."""
        return self.words.accessibleName()

    def set_frozen(self, *, frozen: bool, open_with: str = "") -> None:
        """Say that nothing can be changed, as long as that is so: for whoever has it open."""
        if (frozen, open_with) != (self._is_frozen, self._open_with):
            self._is_frozen, self._open_with = frozen, open_with
            self._show(self._autosave.state)

    def _show(self, state: SaveState) -> None:
        failed = state.mark is SaveMark.FAILED and not self._is_frozen
        locked = _("Read only") if self._open_with else _("Frozen: read only")
        self.words.show_text(locked if self._is_frozen else state.words)
        set_tone(self.words, "danger" if failed else "")
        for part in (self.mark, self.again):
            part.setVisible(failed)
