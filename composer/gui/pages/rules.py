"""The rules for sign-off in plain sentences, changed by the owner and by nobody else.

Every change is signed at once and says what it means: which frozen campaigns need a new proof.
Signing the former rules again undoes it, and makes those proofs count again. Which rules can be
kept is decided below; this page shows and asks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from composer.findings import Finding
from composer.gui.approver_sheet import ApproverSheet
from composer.gui.background import Task
from composer.gui.page import Page
from composer.gui.parts import Button, Card, label, row
from composer.gui.rule_sheets import (
    AloneSheet,
    ClockSheet,
    NumberSheet,
    RuleSheet,
    TestSheet,
    TimeSheet,
)
from composer.gui.session import Session
from composer.i18n import N_, _, listed, ngettext, place
from composer.model.person import Role
from composer.model.policy import Approver, Policy, Rules
from composer.stages.rule_words import (
    approver_line,
    number_lines,
    test_lines,
    time_lines,
    who_lines,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the page shows, read at once."""

    history: tuple[Policy, ...]
    policy: Policy
    frozen: tuple[str, ...]
    reviewers: tuple[str, ...]
    clock: tuple[Finding, ...]


class RulesPage(Page):
    """The rules, and the sheets that change them."""

    title = N_("Rules for sign-off")
    purpose = N_("What must have happened before anything leaves. The owner signs every change.")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.seen: Seen | None = None
        self.numbers, self.times = NumberSheet(self), TimeSheet(self)
        self.tests, self.alone = TestSheet(self), AloneSheet(self)
        self.approver = ApproverSheet(self)
        self.former = Button(_("Sign the former rules again"), kind="quiet", icon="undo-2")
        self.former.clicked.connect(lambda _checked=False: self.sign_former())
        self.clock_sheet = ClockSheet(self)
        self.clock = Button(_("The clock is right now…"), icon="clock")
        self.clock.clicked.connect(lambda _checked=False: self.clock_sheet.ask(self.clock))
        self.clock_sheet.wanted.connect(self.correct_clock)
        self.effect = label(role="muted", wraps=True)
        self.cards = QVBoxLayout()
        self.cards.setSpacing(16)
        self.changers: list[Button] = []
        self._lay_out_rules()
        for sheet in (self.numbers, self.times, self.tests, self.alone, self.approver):
            sheet.wanted.connect(self.sign)
        session.person_changed.connect(self.refresh)

    def read(self) -> None:
        """Read the rules again."""
        workspace = self.session.workspace

        def read(_task: Task) -> Seen:
            people = [here.person for here in workspace.people()]
            return Seen(
                history=workspace.policy_history(),
                policy=workspace.policy(),
                frozen=workspace.frozen_campaigns(),
                reviewers=tuple(one.email for one in people if one.has(Role.REVIEWER)),
                clock=workspace.clock_findings(),
            )

        self.ask(read, then=self._show)

    def refresh(self) -> None:
        """Show the one next step; only the owner has one."""
        is_owner = self.session.person.has(Role.OWNER)
        reason = "" if is_owner else _("Only the owner changes the rules.")
        if self.seen is not None and self.seen.policy.alone and is_owner:
            reason = _("One person works here alone, so nobody else can be asked.")
        self.set_primary(
            _("Add somebody who may approve…"),
            enabled=not reason and self.seen is not None,
            reason=reason,
        )
        for changer in self.changers:
            changer.setVisible(is_owner)
        self.clock.setVisible(is_owner and self.seen is not None and bool(self.seen.clock))
        has_former = self.seen is not None and len(self.seen.history) > 1
        self.former.setVisible(is_owner and has_former)

    def press_primary(self) -> None:
        """Ask who may approve."""
        if self.seen is not None:
            self._ask_about(None, self.footer.primary)

    def sign(self, rules: Rules) -> None:
        """Sign rules, with a way back."""
        workspace, person = self.session.workspace, self.session.person
        before = self.seen.policy if self.seen is not None else None

        def change(_task: Task) -> bool:
            return workspace.set_policy(rules, by=person)

        def changed(is_in_force: bool) -> None:  # noqa: FBT001 - what the job gives
            self.show_findings(())
            undo = partial(self.sign, _plain(before)) if before is not None else None
            said = _("The rules are signed.")
            if not is_in_force:
                said, undo = _("Signed. The rules count once the other owner has signed."), None
            self.say(said, undo=undo)
            self.read()

        self.change(change, then=changed)

    def correct_clock(self, reason: str) -> None:
        """Sign that the clock is right now."""
        workspace, person = self.session.workspace, self.session.person

        def correct(_task: Task) -> None:
            workspace.correct_clock(reason, by=person)

        def corrected(_done: None) -> None:
            self.say(_("The clock counts again."))
            self.read()

        self.change(correct, then=corrected)

    def sign_former(self) -> None:
        """Sign the rules again that held before the newest."""
        if self.seen is not None and len(self.seen.history) > 1:
            self.sign(_plain(self.seen.history[-2]))

    # --- inside ------------------------------------------------------------------------------

    def _lay_out_rules(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(row(self.clock))
        column.addWidget(self.effect)
        column.addLayout(self.cards)
        column.addLayout(row(self.former))
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        self.content.addWidget(area, 1)

    def _show(self, seen: Seen) -> None:
        self.seen = seen
        self.changers.clear()
        while (item := self.cards.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        rules = seen.policy
        self._add(_("How many approve"), number_lines(rules), self.numbers)
        if not rules.alone:
            self._add_people(rules)
        self._add(_("Time"), time_lines(rules), self.times)
        self._add(_("Test and checks"), test_lines(rules), self.tests)
        alone = () if rules.alone else (_("At least two people work on every campaign."),)
        self._add(_("Working alone"), alone or (rules.alone,), self.alone)
        self.effect.setText(_effect_words(seen))
        self.show_findings(seen.clock)
        self.refresh()

    def _add(self, title: str, lines: Iterable[str], sheet: RuleSheet) -> Card:
        change = Button(_("Change…"), kind="quiet")
        change.setAccessibleName(place(_("Change: {rule}"), rule=title))
        change.clicked.connect(lambda _checked=False: self._ask(sheet, change))
        return self._card(title, lines, change)

    def _card(self, title: str, lines: Iterable[str], change: Button | None = None) -> Card:
        card = Card()
        heading = label(title, role="strong")
        line = row(heading, stretch=0)
        if change is not None:
            line.addWidget(change)
            self.changers.append(change)
        card.body.addLayout(line)
        for text in lines:
            card.body.addWidget(label(text, wraps=True))
        self.cards.addWidget(card)
        return card

    def _add_people(self, rules: Policy) -> None:
        card = self._card(_("Who may approve"), who_lines(rules))
        for one in rules.approvers:
            change = Button(_("Change…"), kind="quiet")
            change.setAccessibleName(place(_("Change: {rule}"), rule=one.email))
            change.clicked.connect(
                lambda _checked=False, one=one, change=change: self._ask_about(one, change)
            )
            self.changers.append(change)
            card.body.addLayout(row(label(approver_line(one), wraps=True), change, stretch=0))

    def _ask(self, sheet: RuleSheet, where: QWidget) -> None:
        if self.seen is not None:
            sheet.ask(_plain(self.seen.policy), where)

    def _ask_about(self, one: Approver | None, where: QWidget) -> None:
        if self.seen is not None:
            rules = _plain(self.seen.policy)
            self.approver.ask_about(rules, one, self.seen.reviewers, where)


def _plain(policy: Policy) -> Rules:
    """Give the rules of a policy without its place in the chain."""
    return Rules(**{field.name: getattr(policy, field.name) for field in fields(Rules)})


def _effect_words(seen: Seen) -> str:
    """Say what a change would mean."""
    begin = "" if seen.history else _("Nobody has signed rules yet; these hold until then.") + "\n"
    if not seen.frozen:
        return begin + _("No campaign is frozen now, so a change voids nothing.")
    words = ngettext(
        "A change asks for a new proof of {count} frozen campaign: {names}. "
        "Signing the former rules again makes its proof count again.",
        "A change asks for a new proof of {count} frozen campaigns: {names}. "
        "Signing the former rules again makes their proofs count again.",
        len(seen.frozen),
    )
    return begin + place(words, count=len(seen.frozen), names=listed(seen.frozen))
