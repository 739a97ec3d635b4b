"""Preview: any real recipient's message from every side, all kinds, everybody checked, frozen.

What is shown is what will be handed over: the façade renders it by the one function that sends.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout

from composer.errors import ComposerError
from composer.findings import Finding
from composer.gui.accepting import Accepting
from composer.gui.background import Latest, Task
from composer.gui.inbox import InboxLine
from composer.gui.kind_bar import KindBar
from composer.gui.numbers import number
from composer.gui.page import Page
from composer.gui.parts import Card, ElidedLabel, IconLabel, label, row
from composer.gui.preview.aside import Aside
from composer.gui.preview.eta_card import EtaCard
from composer.gui.preview.kinds_card import KindsCard
from composer.gui.preview.message_tabs import MessageTabs
from composer.gui.preview.outside_card import OutsideCard
from composer.gui.preview.plan_button import PlanButton
from composer.gui.preview.promise_line import PromiseLine, short_fingerprint
from composer.gui.preview.seen_kinds import SeenKinds
from composer.gui.recipient_bar import RecipientBar
from composer.gui.save_dialog import ask_where_to_save
from composer.gui.session import Session
from composer.gui.times import span
from composer.i18n import N_, _, ngettext, place
from composer.model.check_summary import CheckSummary
from composer.model.identifiers import Digest
from composer.model.overview import Preview
from composer.model.stages import Stage


class PreviewPage(Page):
    """The page where author and reviewer look at real messages."""

    stage = Stage.PREVIEW
    title = N_("Preview")
    purpose = N_("Exactly what each person will get, before anybody gets it.")
    fills = True

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._address: str | None = None
        self._preview: Preview | None = None
        self._came_for_finding = False
        self._working: tuple[str, str] | None = None
        self._has_worked = False
        self._shown_for: tuple[object, ...] = ()
        self._latest = Latest(session.background, self)
        self.seen = SeenKinds(session, self)
        self.recipients = RecipientBar(session, keys=True)
        self.kinds = KindBar()
        self.accepting = Accepting(self)
        self.eta = EtaCard()
        self.inbox = InboxLine(wide=True)
        self.message = MessageTabs(session)
        self.all_kinds = KindsCard()
        self.outside = OutsideCard(self)
        self.aside = Aside((self.eta, self.all_kinds, self.outside))
        self.promise = PromiseLine()
        self.plan = PlanButton(self)
        self.checked = ElidedLabel(role="muted", grows=False)
        self._why = label(wraps=True)
        self._advice = label(role="caption", wraps=True)
        self.problem = Card()
        self._build()
        self.seen.changed.connect(self._show_next)
        self.promise.save_wanted.connect(self._choose_file)
        self.recipients.chosen.connect(self.show_address)
        self.kinds.chosen.connect(self.show_address)
        self.all_kinds.chosen.connect(self._show_kind)
        self.aside.changed.connect(self._show_aside)
        for keys, step in (("Alt+Left", -1), ("Alt+Right", 1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda by=step: self.recipients.step(by))
        QShortcut(QKeySequence("Alt+R"), self).activated.connect(self.recipients.jump)
        self.message.zoom.bind_keys(self)
        self.message.said.connect(self.say)

    # --- what the frame calls ----------------------------------------------------------------

    def refresh(self) -> None:
        """Show the message anew if it may be another one, the check, and what is next."""
        content, check, status = self.session.content, self.session.check, self.session.status
        assert content is not None
        assert status is not None
        if self._has_worked:
            self._working, self._has_worked = None, False
        person = self.session.person
        shown_for = (content.revision, status.proof, check.root if check else "", person.email)
        if shown_for != self._shown_for:
            self._shown_for = shown_for
            self.seen.begin()
            self.show_address(self._address)
        self._show_check(check)
        self.plan.refresh()
        self.all_kinds.show_check(check)
        self.eta.show_check(check, content.campaign.pace)
        self.outside.refresh()
        self.aside.refresh()
        self._show_next()

    def press_primary(self) -> None:
        """Check, look at the next kind, freeze, or go on: whatever the button says."""
        if self.session.is_frozen:
            self._go_on()
        elif self._full_check is None:
            self.check_everybody()
        elif self.kinds.unseen:
            self.kinds.next_unseen()
        else:
            self.freeze()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show kinds and time beside the message where there is room."""
        super().resizeEvent(event)
        self.aside.fit(self.width())
        self.promise.set_short(short=self.is_low)
        self._show_aside()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask again what this person was shown: kinds are looked at on Sign off, too."""
        was_stale = self._stale
        super().showEvent(event)
        if not was_stale and self.session.is_frozen:
            self.seen.read()

    def leave(self) -> None:
        """Let the web views go in the order Qt demands."""
        self.message.close_views()

    def show_finding(self, finding: Finding) -> bool:
        """Show the message of the recipient a finding speaks of."""
        address = finding.place_of("recipient")
        if not isinstance(address, str):
            return False
        self._came_for_finding = True
        self.show_address(address)
        return True

    # --- what a person does ------------------------------------------------------------------

    def show_address(self, address: str | None) -> None:
        """Show another recipient's message; without one, the first of the audience."""
        self._address = address
        campaign, workspace = self.session.campaign, self.session.workspace

        def render(_task: Task) -> Preview:
            preview = workspace.preview(campaign, address)
            self.message.prepare(preview)
            return preview

        self._latest.ask(render, then=self._show, otherwise=self._cannot_show)

    def check_everybody(self) -> None:
        """Render and check every message of the audience, with what was typed a moment ago."""
        self._work_on(_("Checking…"), _("Every message is rendered and checked."))
        self.session.saving.first(self._check_now, owner=self)

    def _check_now(self) -> None:
        campaign, workspace = self.session.campaign, self.session.workspace

        def check(task: Task) -> tuple[CheckSummary, bool]:
            found = workspace.check(campaign, progress=task.report, cancelled=task.cancelled)
            return found, found.sampled or workspace.last_check(campaign) is not None

        def done(checked: tuple[CheckSummary, bool]) -> None:
            summary, counts = checked
            if not counts:
                self.say(_("The campaign changed meanwhile. Check everybody again."))
                return
            words = ngettext(
                "{count} message checked.", "{count} messages checked.", summary.messages
            )
            self.say(place(words, count=number(summary.messages)))

        task = self.change(check, then=done, label=_("Checking everybody"), can_cancel=True)
        task.ended.connect(self._worked)

    def freeze(self) -> None:
        """Freeze this version for test and sign-off, with what was typed a moment ago."""
        self._work_on(_("Freezing…"), _("Everything that decides the messages is written down."))
        self.session.saving.first(self._freeze_now, owner=self)

    def _freeze_now(self) -> None:
        campaign, workspace = self.session.campaign, self.session.workspace
        person = self.session.person

        def seal(task: Task) -> tuple[Digest, int]:
            return workspace.seal(
                campaign, by=person, progress=task.report, cancelled=task.cancelled
            )

        def done(sealed: tuple[Digest, int]) -> None:
            digest, count = sealed
            words = ngettext(
                "Frozen: {count} message. Fingerprint {fingerprint}.",
                "Frozen: {count} messages. Fingerprint {fingerprint}.",
                count,
            )
            shown = short_fingerprint(digest)
            self.say(place(words, count=number(count), fingerprint=shown))

        task = self.change(seal, then=done, label=_("Freezing for sign-off"), can_cancel=True)
        task.ended.connect(self._worked)

    # --- inside ------------------------------------------------------------------------------

    def _work_on(self, doing: str, reason: str) -> None:
        """Show that the page works, until what came of it was read: no button offers it again."""
        self._working, self._has_worked = (doing, reason), False
        self._show_next()

    def _worked(self) -> None:
        self._has_worked = True

    @property
    def _full_check(self) -> CheckSummary | None:
        check = self.session.check
        return check if check is not None and not check.sampled else None

    def _build(self) -> None:
        self.tools.addWidget(self.checked)
        self.tools.addWidget(self.plan)
        self.tools.addWidget(self.aside.tool)
        self.recipients.setMaximumWidth(480)
        self.problem.body.addLayout(row(IconLabel("octagon-x", "danger"), self._why, stretch=1))
        self.problem.body.addWidget(self._advice)
        self.problem.hide()
        self._set_gaps()
        stays = self.kinds.sizePolicy()
        stays.setRetainSizeWhenHidden(True)
        self.kinds.setSizePolicy(stays)
        choosing = row(self.recipients, self.kinds, gap=24, stretch=1)
        choosing.setStretch(0, 1)
        self.content.addLayout(choosing)
        self.content.addWidget(self.inbox)
        self.content.addWidget(self.problem)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self.message, 1)
        middle.addWidget(self.aside, 1)
        self.content.addLayout(middle, 1)
        self.content.addWidget(self.promise)

    def _set_gaps(self) -> None:
        super()._set_gaps()
        self.content.setSpacing(6 if self.is_low else 12)

    def _show_kind(self, address: str) -> None:
        self.aside.give_way()
        self.show_address(address)

    def _show_aside(self) -> None:
        """Where there is no room for both, kinds and time take the message's place."""
        self.message.setVisible(not (self.aside.isVisibleTo(self) and self.aside.is_alone))

    def _show(self, preview: Preview) -> None:
        content = self.session.content
        self._preview = preview
        self._address = preview.recipient.address
        self.problem.hide()
        self.recipients.show_recipient(preview.recipient, content.audience if content else 0)
        self.inbox.show_message(preview.rendered)
        self.message.show_preview(preview)
        self.promise.show_message(preview.rendered)
        if not self._came_for_finding:
            self.session.inspected.emit(preview.recipient)
        self._came_for_finding = False
        self._note_kind(preview)

    def _cannot_show(self, error: Exception) -> None:
        if not isinstance(error, ComposerError):
            self.session.failed.emit(error)
            return
        self._why.setText(str(error))
        self._advice.setText(error.advice)
        self._advice.setVisible(bool(error.advice))
        self.problem.show()
        self.promise.show_nothing()

    def _note_kind(self, preview: Preview) -> None:
        self.all_kinds.note_address(preview.recipient.address)
        kind = self.kinds.note_address(preview.recipient.address)
        if kind is not None:
            self.seen.note(kind.recipient_id)

    def _show_check(self, check: CheckSummary | None) -> None:
        findings = check.findings if check else ()
        known = set(findings)
        self.findings.counts = check.counts if check else ()
        self.show_findings((*findings, *(f for f in self.stage_findings if f not in known)))
        self.accepting.refresh()
        if check is None:
            self.checked.show_text("")
            return
        words = ngettext(
            "{count} message checked. Sending takes {time}.",
            "{count} messages checked. Sending takes {time}.",
            check.messages,
        )
        self.checked.show_text(
            place(words, count=number(check.messages), time=span(check.eta_total_s))
        )

    def _show_next(self) -> None:
        check, content = self._full_check, self.session.content
        self.kinds.show_kinds(check.variants if check else (), self.seen.all)
        self.set_secondary("")
        if content is None:
            return
        if self._working is not None:
            doing, reason = self._working
            self.set_primary(doing, enabled=False, reason=reason)
        elif self.session.is_frozen:
            self._show_next_frozen()
        elif check is None:
            words = ngettext(
                "{count} message has not been checked.",
                "{count} messages have not been checked.",
                content.audience,
            )
            self.set_primary(
                _("Check everybody"), reason=place(words, count=number(content.audience))
            )
        elif any(finding.blocks for finding in check.findings):
            self.set_primary(
                _("Freeze for sign-off"),
                enabled=False,
                reason=_("What must be fixed is listed above."),
            )
            self.set_secondary(_("Check again"), self.check_everybody)
        elif self.kinds.unseen:
            self.set_primary(_("Next kind"), reason=self._seen_words())
            self.set_secondary(_("Freeze for sign-off"), self.freeze)
        else:
            self.set_primary(_("Freeze for sign-off"))

    def _show_next_frozen(self) -> None:
        self.set_secondary(_("Change…"), self.session.change_requested.emit)
        if self.kinds.unseen and self._looks_for_sign_off:
            self.set_primary(_("Next kind"), reason=self._seen_words())
        elif self._looks_for_sign_off:
            self.set_primary(_("Go to Sign off"))
        else:
            self.set_primary(_("Go to Test"))

    @property
    def _looks_for_sign_off(self) -> bool:
        """Whether the campaign waits for decisions now, rather than for its test."""
        status = self.session.status
        return status is not None and status.stage is Stage.SIGN_OFF

    def _go_on(self) -> None:
        if self.kinds.unseen and self._looks_for_sign_off:
            self.kinds.next_unseen()
        else:
            self.session.go_to(Stage.SIGN_OFF if self._looks_for_sign_off else Stage.TEST)

    def _seen_words(self) -> str:
        total = self.kinds.total
        return place(_("{seen} of {all} kinds seen."), seen=total - self.kinds.unseen, all=total)

    def _choose_file(self) -> None:
        if self._preview is None:
            return
        kinds = _("Messages (*.eml)")
        ask_where_to_save(self, _("Save this message"), then=self.save_message, kinds=kinds)

    def save_message(self, file: Path) -> None:
        """Write the shown message as a file."""
        preview = self._preview
        if preview is None:
            return
        self.ask(
            lambda _task: file.write_bytes(preview.eml),
            then=lambda _size: self.say(place(_("Saved as {name}"), name=file.name)),
        )
