"""Sign off: what is signed, who has and who may, and for a reviewer the way through every kind.

Who may approve is the façade's answer (`approval_findings`), asked anew after each kind that was
shown. In a practice workspace one person can act as another; outside it a ready message is offered.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget

from composer.findings import Finding, blocking
from composer.gui.background import Task
from composer.gui.numbers import number
from composer.gui.page import Page
from composer.gui.pages.changed_kinds import ChangedKinds
from composer.gui.pages.review import ReviewView, Verdicts
from composer.gui.pages.scrolling import scrolled
from composer.gui.pages.send_phase import stage_findings
from composer.gui.pages.sign_off_asking import Asking
from composer.gui.pages.sign_off_cards import Signing
from composer.gui.pages.sign_off_facts import (
    APPROVED,
    SignOffFacts,
    evidence_lines,
    read_sign_off,
    signed_facts,
)
from composer.gui.pages.sign_off_now import independence_words, notes_of, time_words
from composer.gui.pages.sign_off_overview import Overview
from composer.gui.pages.sign_off_words import (
    Next,
    approve_words,
    next_step,
    rule_words,
)
from composer.gui.session import Session
from composer.i18n import N_, _, ngettext, place
from composer.model.changes import KindBeside, WhatChanged
from composer.model.frozen_and_tested import FrozenAndTested, Step
from composer.model.overview import ReviewedKind
from composer.model.person import Person
from composer.model.stages import Stage


class SignOffPage(Page):
    """The page of author and reviewer."""

    stage = Stage.SIGN_OFF
    title = N_("Sign off")
    purpose = N_("Somebody who did not write it looks at every kind, and signs or sends it back.")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._facts: SignOffFacts | None = None
        self._sittings: dict[tuple[str, str], Verdicts] = {}
        self._sitting: tuple[str, str] = ("", "")
        self.overview = Overview()
        self.area = scrolled(self.overview)
        self.review = ReviewView(session)
        self.beside: ChangedKinds | None = None
        self._ask_when_read = False
        self.views = QStackedWidget()
        self.views.addWidget(self.area)
        self.views.addWidget(self.review)
        self.content.addWidget(self.views, 1)
        shown = self.overview
        shown.signers.acting_requested.connect(self._act_as)
        self.asking = Asking(self, shown.ask_card)
        shown.void.changes_requested.connect(lambda: self.area.ensureWidgetVisible(shown.changed))
        shown.void.ask_requested.connect(self.ask_people)
        shown.changed.beside_requested.connect(self.show_beside)
        shown.run.test_requested.connect(lambda: session.go_to(Stage.TEST))
        self.review.changed.connect(self._show_next)
        self.review.since_mine.beside_requested.connect(lambda: self.show_beside(session.person))
        self.review.recorded.connect(self._read)
        self.review.left.connect(self.close_review)

    # --- what the frame calls ----------------------------------------------------------------

    def refresh(self) -> None:
        """Show what is signed and read who may sign."""
        content, status = self.session.content, self.session.status
        assert content is not None
        assert status is not None
        if self._facts is not None:
            people = self._facts.people
            self.overview.signed.show_facts(
                signed_facts(content, status, self.session.check, people)
            )
        if self._sitting != (status.proof, self.session.person.email):
            self.close_review()
            self.overview.ask_card.hide()
        self._read()

    def press_primary(self) -> None:
        """Do what is next for this person."""
        match self._next:
            case Next.REVIEW:
                self.open_review()
            case Next.APPROVE:
                self.approve()
            case Next.SEND_BACK:
                self.send_back()
            case Next.ASK:
                self.ask_people()
            case Next.FREEZE:
                self.freeze_again()
            case Next.GO_ON:
                self.session.go_to(Stage.SEND)
            case Next.WAIT:
                pass

    def leave(self) -> None:
        """Let the web view go in the order Qt demands."""
        self.review.close_view()
        if self.beside is not None:
            self.beside.close_views()

    # --- what a person does ------------------------------------------------------------------

    def open_review(self) -> None:
        """Read every kind this person must see, and show the first."""
        workspace, person = self.session.workspace, self.session.person
        campaign, status = self.session.campaign, self.session.status
        assert status is not None
        sitting = (status.proof, person.email)

        def read(_task: Task) -> tuple[tuple[ReviewedKind, ...], WhatChanged | None]:
            changed = workspace.what_changed(campaign, since=person)
            return workspace.review_material(campaign, by=person), changed

        def take(found: tuple[tuple[ReviewedKind, ...], WhatChanged | None]) -> None:
            kinds, changed = found
            if self._sitting != sitting:
                self.review.forget_painted()
            self._sitting = sitting
            self.purpose_line.hide()
            self.heading.setText(_("Review"))
            self.views.setCurrentWidget(self.review)
            self.review.since_mine.show_changed(changed)
            self.review.show_kinds(kinds, self._sittings.setdefault(sitting, Verdicts()))

        self.ask(read, then=take)

    def close_review(self) -> None:
        """Go back to what is signed; verdicts of this sitting stay."""
        self.views.setCurrentIndex(0)
        self.purpose_line.show()
        self.heading.setText(_(self.title))
        self._show_next()

    def show_beside(self, since: Person | None = None) -> None:
        """Show every message that changed, as it was and as it is."""
        workspace, campaign = self.session.workspace, self.session.campaign

        def take(kinds: tuple[KindBeside, ...]) -> None:
            if self.beside is None:
                self.beside = ChangedKinds()
                self.beside.left.connect(self.close_review)
                self.views.addWidget(self.beside)
            self.beside.show_kinds(kinds)
            self.views.setCurrentWidget(self.beside)

        self.ask(lambda _task: workspace.kinds_beside(campaign, since=since), then=take)

    def freeze_again(self) -> None:
        """Freeze what was typed last with what the check needs, test, and then offer to ask."""
        self.session.saving.first(self._freeze_again_now, owner=self)

    def _freeze_again_now(self) -> None:
        if self.overview.run.is_running:
            return
        workspace, person = self.session.workspace, self.session.person
        campaign, run = self.session.campaign, self.overview.run

        def job(task: Task) -> FrozenAndTested:
            return workspace.freeze_and_test(campaign, by=person, following=run.following(task))

        def done(outcome: FrozenAndTested) -> None:
            run.show_outcome(outcome)
            self._ask_when_read = outcome.step is Step.DONE
            self.session.announce(run.words.text())

        def refused(error: Exception) -> None:
            run.show_blocked(error)
            self._refused(error)

        task = self.change(
            job, then=done, otherwise=refused, label=_("Freezing and testing"), can_cancel=True
        )
        run.begin(task)
        task.ended.connect(self._show_next)
        self._show_next()

    def approve(self) -> None:
        """Sign."""
        workspace, person = self.session.workspace, self.session.person
        campaign = self.session.campaign

        def sign(_task: Task) -> int:
            return workspace.approve(campaign, by=person)[1]

        def signed(needed: int) -> None:
            self.close_review()
            words = ngettext(
                "Signed. {count} more approval is needed.",
                "Signed. {count} more approvals are needed.",
                needed,
            )
            self.say(place(words, count=needed) if needed else _("Signed. It can be sent now."))

        self.change(sign, then=signed, label=_("Signing"))

    def send_back(self) -> None:
        """Sign that something is wrong, with what was written about it."""
        workspace, person = self.session.workspace, self.session.person
        campaign, comment = self.session.campaign, self.review.comment_text()

        def sent_back(_digest: str) -> None:
            self.close_review()
            self.say(_("Sent back. Nothing can be sent until this is put right."))

        self.change(
            lambda _task: workspace.reject(campaign, by=person, comment=comment),
            then=sent_back,
            label=_("Signing"),
        )

    def take_back(self) -> None:
        """Take one's own decision back."""
        workspace, person = self.session.workspace, self.session.person
        campaign = self.session.campaign
        self.change(
            lambda _task: workspace.revoke(campaign, by=person),
            then=lambda _digest: self.say(_("Taken back.")),
        )

    def ask_people(self) -> None:
        """Show a ready message to everybody who may review."""
        content, facts, status = self.session.content, self._facts, self.session.status
        if content is None or facts is None or status is None or not facts.to_ask:
            return
        other = facts.other_here if self.session.workspace.is_practice else None
        if other is not None:
            self.session.act_as(other)
            return
        self.asking.show_request(content, facts, status)
        QTimer.singleShot(0, self, lambda: self.area.ensureWidgetVisible(self.overview.ask_card))

    # --- inside ------------------------------------------------------------------------------

    @property
    def _reviewing(self) -> bool:
        return self.views.currentWidget() is self.review

    @property
    def _next(self) -> Next:
        status = self.session.status
        if status is None or self._facts is None:
            return Next.WAIT
        if self._reviewing:
            return Next.SEND_BACK if self.review.verdicts.wrong else Next.APPROVE
        return next_step(status, self._facts, self.session.person)

    @property
    def _void_findings(self) -> tuple[Finding, ...]:
        """Say why approvals that were given do not count; that none were given is no finding."""
        status = self.session.status
        if status is None or not status.approvals:
            return ()
        return stage_findings(status, Stage.SEND)

    def _act_as(self, person: Person) -> None:
        self.session.act_as(person)

    def _read(self) -> None:
        """Ask the façade about every reviewer, off this thread."""
        workspace, campaign = self.session.workspace, self.session.campaign
        status, person = self.session.status, self.session.person
        assert status is not None

        def read(_task: Task) -> SignOffFacts:
            return read_sign_off(workspace, campaign, status, person)

        self.ask(read, then=self._take)

    def _take(self, facts: SignOffFacts) -> None:
        self._facts = facts
        content, status, check = self.session.content, self.session.status, self.session.check
        if content is None or status is None:
            return
        self.overview.signed.show_facts(signed_facts(content, status, check, facts.people))
        self.overview.changed.show_changed(status.changed)
        shut = blocking(self.stage_findings)
        why_not = shut[0].text if shut else "" if facts.to_ask else _("Nobody can be asked now.")
        self.overview.void.show_void(status.changed, why_not=why_not)
        self.overview.evidence.show_lines(evidence_lines(content, check, facts))
        self.overview.signers.show_signing(
            Signing(
                signers=facts.signers,
                rule=rule_words(status),
                time=time_words(facts.now),
                alone=independence_words(facts.now),
                notes=notes_of(facts.now, facts.asked, facts.mailed),
                kinds=len(check.variants) if check and status.proof else 0,
                me=self.session.person.email,
                practice=self.session.workspace.is_practice,
            )
        )
        self.show_findings(() if shut else self._void_findings)
        self._show_next()
        if self._ask_when_read and not shut:
            self._ask_when_read = False
            if not self.session.workspace.is_practice or facts.other_here is None:
                self.ask_people()

    def _show_next(self) -> None:
        """Set the sentence on top and the footer."""
        status, content, facts = self.session.status, self.session.content, self._facts
        if status is None or content is None or facts is None:
            return
        self.set_secondary("")
        if self._reviewing:
            self._show_review_footer(content.audience)
            return
        practice = self.session.workspace.is_practice
        words = approve_words(status, facts, self.session.person, practice=practice)
        self.overview.mark.show_icon(words.icon, words.tint)
        self.overview.standing.setText(words.sentence)
        me = facts.signer(self.session.person)
        if me is not None and me.decision is not None:
            text = (
                _("Take the approval back")
                if me.decision.decision == APPROVED
                else _("Take it back")
            )
            self.set_secondary(text, self.take_back)
        running = self.overview.run.is_running
        self.set_primary(
            words.primary,
            enabled=words.enabled and not running,
            reason=_("It is on its way.") if running else words.reason,
            go_to=None if running else words.go_to,
        )

    def _show_review_footer(self, people: int) -> None:
        review, facts = self.review, self._facts
        assert facts is not None
        wrong = review.verdicts.wrong
        if wrong:
            ready = all(text.strip() for text in wrong.values())
            reason = "" if ready else _("Write what is wrong, so that it can be put right.")
            self.set_primary(_("Send back with a comment"), enabled=ready, reason=reason)
            return
        words = ngettext("Approve for {count} person", "Approve for {count} people", people)
        me = facts.signer(self.session.person)
        kept = me.findings if me is not None else ()
        reason = kept[0].text if kept else ""
        if review.open_count:
            left = ngettext(
                "{count} kind of {all} has no answer yet.",
                "{count} kinds of {all} have no answer yet.",
                review.open_count,
            )
            reason = place(left, count=review.open_count, all=len(review.kinds))
        self.set_primary(place(words, count=number(people)), enabled=not reason, reason=reason)
        self.set_secondary(_("Send back with a comment"), review.say_wrong)
