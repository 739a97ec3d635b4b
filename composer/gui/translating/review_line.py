"""One unit's state in words, who may review it, and the button that says it looks right."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from composer.gui.parts import Button, IconLabel, label, row
from composer.gui.translating.review_words import Reviewing, needs_look
from composer.gui.unit_table import STATE_ICONS, state_word
from composer.i18n import _
from composer.model.translation import UnitLine


class ReviewLine(QWidget):
    """State and reason below the texts.

    Signals:
        right(): the person says that the translation is right.
        wrong(): the person wants to say what is wrong with it.
    """

    right = Signal()
    wrong = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.mark = IconLabel("circle-dashed", "muted")
        self.state = label()
        self.reason = label(role="caption", wraps=True)
        self.looks_right = Button(_("Looks right"), icon="check")
        self.looks_right.setToolTip(_("Ctrl+R"))
        self.looks_right.clicked.connect(lambda _checked=False: self.right.emit())
        self.send_back = Button(_("Send back"), kind="quiet")
        self.send_back.setToolTip(_("Say in a comment what is wrong; the part needs work then."))
        self.send_back.clicked.connect(lambda _checked=False: self.wrong.emit())
        line = row(self.mark, self.state, self.send_back, self.looks_right, stretch=1)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(2)
        inner.addLayout(line)
        inner.addWidget(self.reason)

    def clear(self) -> None:
        """Show no unit."""
        self.mark.show_icon("circle-dashed", "muted")
        self.state.setText("")
        self.reason.setText("")
        for part in (self.looks_right, self.send_back):
            part.hide()

    def show_unit(self, unit: UnitLine, who: Reviewing | None, *, frozen: bool) -> None:
        """Show another unit, or the same one as it is now."""
        self.mark.show_icon(*STATE_ICONS.get(unit.state, STATE_ICONS["new"]))
        word = state_word(unit.state)
        if unit.state == "reviewed" and unit.reviewed is not None and unit.reviewed.is_declared:
            word = _("reviewed, as a file says")
        self.state.setText(f"{word[:1].upper()}{word[1:]}")
        has_text = bool(unit.target.strip())
        by_person = unit.reviewed is not None and not unit.reviewed.is_declared
        is_done = unit.state == "reviewed" and (by_person or unit.reviewed is None)
        may = who is None or who.may(unit)
        still = needs_look(unit)
        self.looks_right.setText(_("Looks still right") if still else _("Looks right"))
        self.looks_right.setVisible(has_text and not is_done and not frozen and (may or still))
        self.send_back.setVisible(has_text and may and not frozen and unit.state != "new")
        says = has_text and not is_done and not may and who is not None
        self.reason.setText(who.sentence(unit) if says and who else "")
        self.reason.setVisible(says)
