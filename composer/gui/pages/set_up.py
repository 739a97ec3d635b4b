"""Setting up: six steps that can be left and taken up again, with what is still open.

What is open is read from what is there each time the page is shown, and stored nowhere. Each step
says what works without it, so that nobody has to finish any of them first.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from composer.gui.accounts.asking import AccountAsking
from composer.gui.background import Task
from composer.gui.numbers import number
from composer.gui.page import Page
from composer.gui.pages.scrolling import scrolled
from composer.gui.parts import Button, label
from composer.gui.session import Session
from composer.gui.set_up_panes import (
    TITLES,
    MailboxesPane,
    Pane,
    PeoplePane,
    RulesPane,
    ServicePane,
)
from composer.i18n import N_, _, listed, ngettext, place
from composer.model.person import Role
from composer.model.policy import Policy, Rules
from composer.model.set_up import SetUpSeen, SetUpStep
from composer.stages.rule_words import rule_lines

STEPS_WIDTH, SCROLL_BAR, TEXT_SHARE = 260, 16, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the page reads."""

    steps: SetUpSeen
    policy: Policy


class SetUpPage(Page):
    """The steps beside each other, and the pane of the one that is looked at.

    Its footer's primary button leaves it, whatever is open.
    """

    title = N_("Set up")
    purpose = N_("Six steps before the first real send. Leave and come back whenever you like.")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.seen: Seen | None = None
        self._step: SetUpStep | None = None
        self._asking = AccountAsking(self)
        self.group = QButtonGroup(self)
        self.steps: dict[SetUpStep, Button] = {}
        self.open_words = label(role="muted", wraps=True)
        self._steps_layout = QVBoxLayout()
        self.service = ServicePane(self, self._asking)
        self.mailboxes = MailboxesPane(self)
        self.rules = RulesPane(self, self.sign_rules)
        self.panes: dict[SetUpStep, Pane] = {
            SetUpStep.WHO: Pane(SetUpStep.WHO),
            SetUpStep.PLACE: Pane(SetUpStep.PLACE),
            SetUpStep.SERVICE: self.service,
            SetUpStep.MAILBOXES: self.mailboxes,
            SetUpStep.PEOPLE: PeoplePane(self),
            SetUpStep.RULES: self.rules,
        }
        self.body = QStackedWidget()
        self._build()
        self.service.panel.saved.connect(lambda _name: self.read())
        self.mailboxes.boxes.added.connect(self.read)

    def read(self) -> None:
        """Read what is still open."""
        workspace, person = self.session.workspace, self.session.person

        def read(_task: Task) -> Seen:
            return Seen(steps=workspace.set_up.seen(person), policy=workspace.policy())

        self.ask(read, then=self._show)

    def refresh(self) -> None:
        """Show the one next step."""
        left = len(self.seen.steps.still_open) if self.seen is not None else 0
        words = ngettext(
            "{count} step is open. It waits under your initials, “Set up…”.",
            "{count} steps are open. They wait under your initials, “Set up…”.",
            left,
        )
        reason = place(words, count=number(left)) if left else ""
        self.set_primary(_("Finish"), reason=reason)

    def press_primary(self) -> None:
        """Leave: there is nothing to record."""
        self.back_requested.emit()

    def leave(self) -> None:
        """Wait for no answer."""
        self._asking.cancel()

    def show_step(self, step: SetUpStep) -> None:
        """Show one step."""
        self._step = step
        self.steps[step].setChecked(True)
        pane = self.panes[step]
        self.body.setCurrentIndex(list(SetUpStep).index(step))
        self.session.announce(pane.state.text())

    def sign_rules(self) -> None:
        """Sign the rules that hold now."""
        seen, workspace, person = self.seen, self.session.workspace, self.session.person
        if seen is None:
            return
        rules = Rules(**{field.name: getattr(seen.policy, field.name) for field in fields(Rules)})

        def signed(counts: bool) -> None:  # noqa: FBT001 - what the workspace answers
            waits = _("Signed. The rules count once the other owner has signed.")
            self.say(_("The rules are signed.") if counts else waits)
            self.read()

        self.change(lambda _task: workspace.set_policy(rules, by=person), then=signed)

    # --- inside ------------------------------------------------------------------------------

    def _build(self) -> None:
        left = self._steps_layout
        left.setSpacing(4)
        for step in SetUpStep:
            button = Button(_(TITLES[step]), kind="quiet", icon="circle-dashed", checkable=True)
            button.setProperty("align", "leading")
            button.clicked.connect(lambda _checked=False, step=step: self.show_step(step))
            self.group.addButton(button)
            self.steps[step] = button
            left.addWidget(button)  # all as wide as the list: one column, not a ragged edge
        left.addSpacing(12)
        left.addWidget(self.open_words)
        left.addStretch(1)
        side = QWidget()
        side.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        for step in SetUpStep:
            ground = QWidget()
            across = QHBoxLayout(ground)
            across.setContentsMargins(0, 0, 0, 0)
            column = QVBoxLayout()
            column.addWidget(self.panes[step])
            column.addStretch(1)
            across.addLayout(column, TEXT_SHARE)  # lines stay short without a width of their own
            across.addStretch(1)
            self.body.addWidget(scrolled(ground))
        sides = QHBoxLayout()
        sides.setSpacing(24)
        steps = scrolled(side)
        steps.setFixedWidth(max(STEPS_WIDTH, side.minimumSizeHint().width() + SCROLL_BAR))
        sides.addWidget(steps)
        sides.addWidget(self.body, 1)
        self.content.addLayout(sides, 1)

    def _show(self, seen: Seen) -> None:
        self.seen = seen
        is_owner = self.session.person.has(Role.OWNER)
        for line in seen.steps.lines:
            self.panes[line.step].show_line(line)
            button = self.steps[line.step]
            button.change_icon("circle-check" if line.is_done else "circle-dashed")
            words = _("{step}: done") if line.is_done else _("{step}: still open")
            button.setAccessibleName(place(words, step=_(TITLES[line.step])))
        signed = not any(line.step is SetUpStep.RULES for line in seen.steps.still_open)
        self.rules.show_rules(rule_lines(seen.policy), is_owner=is_owner, are_signed=signed)
        left = listed(_(TITLES[line.step]) for line in seen.steps.still_open)
        nothing = _("Nothing is open. You can send.")
        self.open_words.setText(place(_("Still open: {steps}"), steps=left) if left else nothing)
        self._steps_layout.activate()  # the words have another height from now on
        if self._step is None:
            first = seen.steps.still_open
            self.show_step(first[0].step if first else SetUpStep.WHO)
        self.refresh()
