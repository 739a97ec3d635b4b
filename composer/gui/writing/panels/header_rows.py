"""Rows of *More headers*: fields that are filled in by the program, and fields of one's own."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from composer.findings import Finding
from composer.gui.parts import Button, icon_button, label, row
from composer.gui.writing.panels.fields import Field, Problems
from composer.i18n import N_, _, place

EXPLANATIONS = {
    "List-Id": N_("Names this kind of mail, so that people can sort or mute it in one step."),
    "Feedback-ID": N_("Lets mailbox providers count complaints for this campaign as one."),
    "Auto-Submitted": N_("Tells other programs that no person wrote this, so none answers."),
}


class DefaultHeader(QWidget):
    """A field with a default: as filled in, in one's own words, or left out.

    Signals:
        changed(object): its own value, "" to leave it out, None for the default.
    """

    changed = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self._default = ""
        self._read_only = False
        self.field = Field(name, _(EXPLANATIONS.get(name, "")), is_address=True)
        self.state = label(role="caption", wraps=True)
        self.turn = Button(kind="quiet", pressed=self._turn)
        self.field.name.ends.addWidget(self.turn)
        self.field.column.insertWidget(2, self.state)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)
        self._own: str | None = None
        self.field.finished.connect(self._finish)

    def show_header(self, own: str | None, default: str) -> None:
        """Show the field: `own` is the campaign's, None where the default holds."""
        self._own, self._default = own, default
        left_out = own == "" or (own is None and not default)
        self.field.show_value(default if own is None else own)
        self.field.edit.setVisible(not left_out)
        if left_out:
            words = _("Left out.") if default else _("Left out: the sender is a column.")
        elif own is None:
            words = _("Filled in by the program.")
        else:
            words = _("Your own words.")
        self.state.setText(words)
        self.turn.setText(_("Leave out") if own is None else _("Fill in again"))
        named = _("Leave {name} out") if own is None else _("Fill in {name} again")
        self.turn.setAccessibleName(place(named, name=self.name))
        self.turn.setVisible(self._may_turn)

    def show_problems(self, findings: Iterable[Finding]) -> None:
        """Say what is wrong with it."""
        self.field.show_problems(findings)

    def set_read_only(self, *, read_only: bool) -> None:
        """Show it without offering to change it."""
        self.field.edit.setReadOnly(read_only)
        self._read_only = read_only
        self.turn.setVisible(self._may_turn)

    @property
    def _may_turn(self) -> bool:
        return not self._read_only and (bool(self._default) or self._own is not None)

    def _turn(self) -> None:
        self.changed.emit("" if self._own is None else None)

    def _finish(self, text: str) -> None:
        self.changed.emit(None if text in {"", self._default} else text)


class OwnHeader(QWidget):
    """A field of one's own: name and value; while one is missing, it says that it is left out.

    Signals:
        changed(str, str): another name or value; one may be empty.
        removed(): take it out.
    """

    changed = Signal(str, str)
    removed = Signal()

    def __init__(self, name: str, value: str) -> None:
        super().__init__()
        self._told = (name, value)
        self.name, self.value = QLineEdit(name), QLineEdit(value)
        self.name.setAccessibleName(_("Name of the header"))
        self.name.setPlaceholderText("X-…")
        self.value.setPlaceholderText(_("Value"))
        self.remove = icon_button("trash-2", _("Remove"), pressed=self.removed.emit)
        self.missing = label(role="caption", tone="look", wraps=True)
        self.missing.hide()
        self.problems = Problems()
        line = row(self.name, self.value, self.remove)
        line.setStretch(0, 2)
        line.setStretch(1, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(self.missing)
        column.addWidget(self.problems)
        self._name_parts(name)
        for edit in (self.name, self.value):
            if QGuiApplication.isRightToLeft():
                edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            edit.setMinimumWidth(64)
            edit.setCursorPosition(0)
            edit.editingFinished.connect(self._finish)

    @property
    def is_unfinished(self) -> bool:
        """Whether name or value is still to be written."""
        return not self._told[0] or not self._told[1]

    def set_read_only(self, *, read_only: bool) -> None:
        """Show it without offering to change it."""
        self.name.setReadOnly(read_only)
        self.value.setReadOnly(read_only)
        self.remove.setVisible(not read_only)

    def _name_parts(self, name: str) -> None:
        self.value.setAccessibleName(place(_("Value of {name}"), name=name or "X-"))
        remove = place(_("Remove {name}"), name=name or "X-")
        self.remove.setToolTip(remove)
        self.remove.setAccessibleName(remove)

    def _finish(self) -> None:
        now = (self.name.text().strip(), self.value.text().strip())
        if now == self._told:
            return
        before, self._told = self._told, now
        self._name_parts(now[0])
        words = ""
        if not now[0]:
            words = _("Left out of the message: it has no name.")
        elif not now[1] and (before[1] or self.value.isModified()):
            words = _("Left out of the message: it has no value.")
        self.missing.setText(words)
        self.missing.setVisible(bool(words))
        self.value.setAccessibleDescription(words)
        if all(now) or all(before):
            self.changed.emit(*now)
