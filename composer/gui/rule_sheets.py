"""The small sheets of the page Rules: each asks for what belongs together, and gives new rules."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from composer.gui.parts import label
from composer.gui.writing.popover import Popover
from composer.i18n import N_, _
from composer.model.campaign import TransportKind
from composer.model.policy import CHECKS, AudienceRule, Rules, TransportRule

WAYS = (
    (TransportKind.SMTP.value, N_("By a mail server (SMTP)")),
    (
        TransportKind.SENDGRID.value,
        N_("By SendGrid"),
    ),
)
CHECK_NAMES = {
    "links": N_("Links and the sender's domain were looked up"),
    "spam": N_("A spam filter has looked at the message"),
    "warnings": N_("Every point to look at is mended or accepted"),
}


class RuleSheet(Popover):
    """The ground of every sheet that changes rules.

    Signals:
        wanted(Rules): sign these.
    """

    wanted = Signal(object)

    def __init__(self, parent: QWidget, *, title: str) -> None:
        super().__init__(parent, title=title, act=_("Sign these rules"))
        self.rules = Rules()

    def ask(self, rules: Rules, where: QWidget) -> None:
        """Open below a widget with the rules as they are."""
        self.rules = rules
        self.open_at(where, first=self.fill(), back=where)

    @abstractmethod
    def fill(self) -> QWidget:
        """Show the rules; give where the focus begins."""

    @abstractmethod
    def changed(self) -> Rules | None:
        """Give the rules as they were written; None where something cannot be read."""

    def problem(self) -> str:
        """Say that a number cannot be read."""
        return "" if self.changed() is not None else _("Write whole numbers.")

    def accept(self) -> None:
        """Ask for these rules."""
        rules = self.changed()
        if rules is not None and rules != self.rules:
            self.wanted.emit(rules)


class NumberSheet(RuleSheet):
    """How many people must approve."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, title=_("How many people must approve?"))
        self.reviewers, self.sizes = QLineEdit(), QLineEdit()
        self.ways = {kind: QLineEdit() for kind, _name in WAYS}
        self.add_line(_("Always"), self.reviewers)
        self.add_line(_("From so many people on, such as 10000: 2"), self.sizes)
        for kind, name in WAYS:
            self.add_line(_(name), self.ways[kind])
        self.form.addWidget(label(_("The largest number counts."), role="caption", wraps=True))

    def fill(self) -> QWidget:
        """Show how many there are."""
        self.reviewers.setText(str(self.rules.reviewers))
        sizes = (f"{rule.people}: {rule.reviewers}" for rule in self.rules.by_audience)
        self.sizes.setText(", ".join(sizes))
        known = {rule.kind: str(rule.reviewers) for rule in self.rules.by_transport}
        for kind, edit in self.ways.items():
            edit.setText(known.get(kind, ""))
        return self.reviewers

    def changed(self) -> Rules | None:
        """Read the numbers; an empty field is no rule."""
        try:
            sizes = tuple(
                AudienceRule(people=_number(people), reviewers=_number(count))
                for people, _colon, count in (
                    part.partition(":") for part in self.sizes.text().split(",") if part.strip()
                )
            )
            ways = tuple(
                TransportRule(kind=kind, reviewers=_number(edit.text()))
                for kind, edit in self.ways.items()
                if edit.text().strip()
            )
            others = tuple(rule for rule in self.rules.by_transport if rule.kind not in self.ways)
            reviewers = _number(self.reviewers.text())
        except ValueError:
            return None
        return replace(
            self.rules, reviewers=reviewers, by_audience=sizes, by_transport=(*ways, *others)
        )


class TimeSheet(RuleSheet):
    """How long an approval counts, and how long it waits."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, title=_("How long does an approval count?"))
        self.expires, self.wait = QLineEdit(), QLineEdit()
        self.add_line(_("It counts for so many hours"), self.expires)
        self.add_line(_("After the last approval it waits for so many hours"), self.wait)
        said = _("0 is no waiting time. One more reviewer than is needed ends the wait.")
        self.form.addWidget(label(said, role="caption", wraps=True))

    def fill(self) -> QWidget:
        """Show the hours."""
        self.expires.setText(str(self.rules.expires_hours))
        self.wait.setText(str(self.rules.wait_hours))
        return self.expires

    def changed(self) -> Rules | None:
        """Read the hours."""
        try:
            expires = _number(self.expires.text())
            wait = _number(self.wait.text(), least=0)
        except ValueError:
            return None
        return replace(self.rules, expires_hours=expires, wait_hours=wait)

    def problem(self) -> str:
        """Say that the wait is too long."""
        rules = self.changed()
        if rules is not None and rules.wait_hours >= rules.expires_hours:
            return _("The wait must be shorter than the time that an approval counts.")
        return super().problem()


class TestSheet(RuleSheet):
    """What must have been tested and checked."""

    __test__ = False  # not a pytest class

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, title=_("What must be tested and checked?"))
        self.receipts = QLineEdit()
        self.checks = {check: QCheckBox(_(CHECK_NAMES[check])) for check in CHECKS}
        self.add_line(_("In how many test mailboxes a test must arrive"), self.receipts)
        self.form.addWidget(label(_("Before the freeze:"), role="caption", wraps=True))
        for box in self.checks.values():
            self.form.addWidget(box)

    def fill(self) -> QWidget:
        """Show what is asked for."""
        self.receipts.setText(str(self.rules.receipts))
        for check, box in self.checks.items():
            box.setChecked(check in self.rules.checks)
        return self.receipts

    def changed(self) -> Rules | None:
        """Read what is asked for."""
        try:
            receipts = _number(self.receipts.text(), least=2)
        except ValueError:
            return None
        checks = tuple(check for check, box in self.checks.items() if box.isChecked())
        return replace(self.rules, receipts=receipts, checks=checks)

    def problem(self) -> str:
        """Say how many there must be at least."""
        return "" if self.changed() is not None else _("Write a whole number, at least 2.")


class AloneSheet(RuleSheet):
    """Whether one person works alone here, and why."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, title=_("Does one person work here alone?"))
        self.reason = QLineEdit()
        self.add_line(_("The reason"), self.reason)
        said = _(
            "Then this person approves their own messages once the test has arrived. Window, "
            "report and evidence say “Not independently reviewed”. It ends with the second person."
        )
        self.form.addWidget(label(said, role="caption", wraps=True))
        self.remove.setText(_("No longer"))

    def fill(self) -> QWidget:
        """Show the reason."""
        self.reason.setText(self.rules.alone)
        self.remove.setVisible(bool(self.rules.alone))
        return self.reason

    def changed(self) -> Rules | None:
        """Read the reason; nobody else can be asked for then."""
        reason = self.reason.text().strip()
        if not reason:
            return None
        return replace(
            self.rules, alone=reason, reviewers=1, by_audience=(), by_transport=(), approvers=()
        )

    def problem(self) -> str:
        """Say that a reason is needed."""
        return "" if self.changed() is not None else _("Write the reason; it is signed.")

    def take_away(self) -> None:
        """Ask for a second person again."""
        self.wanted.emit(replace(self.rules, alone=""))


class ClockSheet(Popover):
    """Asks the owner what happened to a clock that is right now.

    Signals:
        wanted(str): the reason; sign that it is right.
    """

    wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, title=_("What happened to the clock?"), act=_("It is right now"))
        self.reason = QLineEdit()
        self.add_line(_("The reason"), self.reason)

    def ask(self, where: QWidget) -> None:
        """Open below a widget."""
        self.reason.clear()
        self.open_at(where, first=self.reason, back=where)

    def problem(self) -> str:
        """Say that a reason is needed."""
        return "" if self.reason.text().strip() else _("Write the reason; it is signed.")

    def accept(self) -> None:
        """Sign it."""
        self.wanted.emit(self.reason.text().strip())


def _number(text: str, *, least: int = 1) -> int:
    """Read a whole number; raises ValueError."""
    number = int(text.strip())
    if number < least:
        raise ValueError
    return number
