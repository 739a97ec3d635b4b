"""The sheet for one person who may approve: when they can be reached, and who stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from babel.dates import get_day_names
from PySide6.QtCore import QTimeZone
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from composer.gui.parts import Button, label, row
from composer.gui.rule_sheets import RuleSheet
from composer.i18n import _, language
from composer.model.policy import Approver, Rules
from composer.model.recipient import address_key


class ApproverSheet(RuleSheet):
    """Asks for one person; `ask_about` says which."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, title=_("Who may approve?"))
        self.setMinimumWidth(420)
        self.who, self.deputies, self.phone = QComboBox(), QLineEdit(), QLineEdit()
        self.zone, self.begins, self.ends = QComboBox(), QLineEdit(), QLineEdit()
        self.away = QCheckBox(_("Is away now; the deputies may approve"))
        names = get_day_names("abbreviated", locale=language().replace("-", "_"))
        self.days = tuple(Button(str(names[at]), checkable=True) for at in range(7))
        self.who.setEditable(True)
        self.zone.addItem("")
        self.zone.addItems(
            sorted(bytes(one.data()).decode() for one in QTimeZone.availableTimeZoneIds())
        )
        self.begins.setPlaceholderText("09:00")
        self.ends.setPlaceholderText("17:00")
        self.add_line(_("Address"), self.who)
        self.add_line(_("Deputies: their addresses, with commas"), self.deputies)
        self.add_line(_("Telephone"), self.phone)
        self.add_line(_("Time zone"), self.zone)
        said = label(_("Can sign from and until, on these days"), role="caption", wraps=True)
        self.form.addWidget(said)
        hours = row(self.begins, self.ends)
        self.begins.setAccessibleName(_("Can sign from, such as 09:00"))
        self.ends.setAccessibleName(_("Can sign until, such as 17:00"))
        self.form.addLayout(hours)
        self.form.addLayout(row(*self.days, gap=4))
        self.form.addWidget(self.away)
        self.remove.setText(_("Take off the list"))
        self._before: Approver | None = None

    def ask_about(
        self, rules: Rules, one: Approver | None, reviewers: Sequence[str], where: QWidget
    ) -> None:
        """Open for a person of the list, or for a new one."""
        self._before = one
        self.who.clear()
        self.who.addItems(list(reviewers))
        self.ask(rules, where)

    def fill(self) -> QWidget:
        """Show the person."""
        one = self._before or Approver(email=self.who.currentText())
        self.who.setCurrentText(one.email)
        self.who.setEnabled(self._before is None)
        self.deputies.setText(", ".join(one.deputies))
        self.phone.setText(one.phone)
        self.zone.setCurrentText(one.zone)
        self.begins.setText(one.begins)
        self.ends.setText(one.ends)
        for number, button in enumerate(self.days, start=1):
            button.setChecked(number in one.days)
        self.away.setChecked(one.is_away)
        self.remove.setVisible(self._before is not None)
        return self.who if self._before is None else self.deputies

    def changed(self) -> Rules | None:
        """Read the person; None without an address."""
        email = self.who.currentText().strip()
        if "@" not in email:
            return None
        deputies = tuple(part.strip() for part in self.deputies.text().split(",") if part.strip())
        days = tuple(at for at, button in enumerate(self.days, start=1) if button.isChecked())
        one = Approver(
            email=email,
            deputies=deputies,
            is_away=self.away.isChecked(),
            phone=self.phone.text().strip(),
            zone=self.zone.currentText(),
            begins=self.begins.text().strip(),
            ends=self.ends.text().strip(),
            days=days,
        )
        return replace(self.rules, approvers=self._with(one))

    def problem(self) -> str:
        """Say that an address is needed."""
        return "" if self.changed() is not None else _("Write one whole address.")

    def take_away(self) -> None:
        """Take the person off the list."""
        if self._before is not None:
            left = tuple(one for one in self.rules.approvers if one != self._before)
            self.wanted.emit(replace(self.rules, approvers=left))

    def _with(self, changed: Approver) -> tuple[Approver, ...]:
        """Put the person in the place where they stand, or at the end."""
        key = address_key(changed.email)
        known = [address_key(one.email) for one in self.rules.approvers]
        if key not in known:
            return (*self.rules.approvers, changed)
        at = known.index(key)
        return (*self.rules.approvers[:at], changed, *self.rules.approvers[at + 1 :])
