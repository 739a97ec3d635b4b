"""Sign off: what is signed, who has and who may, and for a reviewer the way through every kind.

Who may approve is the façade's answer (`approval_findings`), asked anew after each kind that was
shown. In a practice workspace one person can act as another; outside it a ready message is offered.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from composer.findings import Finding, blocking
from composer.gui.background import Task
from composer.gui.numbers import number
from composer.gui.page import Page
from composer.gui.pages.fact_lines import FactLines
from composer.gui.pages.review import ReviewView, Verdicts
from composer.gui.pages.scrolling import scrolled
from composer.gui.pages.send_phase import stage_findings
from composer.gui.pages.sign_off_cards import AskCard, LinesCard, SignersCard
from composer.gui.pages.sign_off_facts import (
    APPROVED,
    SignOffFacts,
    changed_lines,
    evidence_lines,
    names_of,
    read_sign_off,
    signed_facts,
)
from composer.gui.pages.sign_off_words import (
    Next,
    approve_words,
    next_step,
    request_text,
    rule_words,
)
from composer.gui.parts import Card, IconLabel, label, row
from composer.gui.session import Session
from composer.i18n import N_, _, ngettext, place
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
        self.mark = IconLabel("circle-dashed", "muted", 20)
        self.standing = label(role="strong", wraps=True)
        self.signed = FactLines()
        self.signers = SignersCard()
        self.changed = LinesCard(_("What changed"))
        self.evidence = LinesCard(_("Evidence"))
        self.ask_card = AskCard()
        self.review = ReviewView(session)
        self.views = QStackedWidget()
        self._build()
        self.signers.acting_requested.connect(self._act_as)
        self.ask_card.closed.connect(self.ask_card.hide)
        self.review.changed.connect(self._show_next)
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
            self.signed.show_facts(signed_facts(content, status, self.session.check, people))
        if self._sitting != (status.proof, self.session.person.email):
            self.close_review()
            self.ask_card.hide()
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
            case Next.GO_ON:
                self.session.go_to(Stage.SEND)
            case Next.WAIT:
                pass

    def leave(self) -> None:
        """Let the web view go in the order Qt demands."""
        self.review.close_view()

    # --- what a person does ------------------------------------------------------------------

    def open_review(self) -> None:
        """Read every kind this person must see, and show the first."""
        workspace, person = self.session.workspace, self.session.person
        campaign, status = self.session.campaign, self.session.status
        assert status is not None
        sitting = (status.proof, person.email)

        def take(kinds: tuple[ReviewedKind, ...]) -> None:
            if self._sitting != sitting:
                self.review.forget_painted()
            self._sitting = sitting
            self.purpose_line.hide()
            self.heading.setText(_("Review"))
            self.views.setCurrentWidget(self.review)
            self.review.show_kinds(kinds, self._sittings.setdefault(sitting, Verdicts()))

        self.ask(lambda _task: workspace.review_material(campaign, by=person), then=take)

    def close_review(self) -> None:
        """Go back to what is signed; verdicts of this sitting stay."""
        self.views.setCurrentIndex(0)
        self.purpose_line.show()
        self.heading.setText(_(self.title))
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
        content, facts = self.session.content, self._facts
        if content is None or facts is None:
            return
        other = facts.other_here if self.session.workspace.is_practice else None
        if other is not None:
            self.session.act_as(other)
            return
        asked = facts.to_ask
        names = names_of(asked)
        title = ngettext("Ask {names}", "Ask {names}", len(asked))
        subject = place(_("Please look at “{name}”"), name=content.campaign.name)
        self.ask_card.show_request(
            [signer.person.email for signer in asked],
            title=place(title, names=names),
            subject=subject,
            text=request_text(content, self.session.check, self.session.person),
        )
        QTimer.singleShot(0, self, lambda: self.area.ensureWidgetVisible(self.ask_card))

    # --- inside ------------------------------------------------------------------------------

    def _build(self) -> None:
        signed = Card()
        signed.body.setContentsMargins(24, 16, 24, 16)
        signed.body.addWidget(label(_("What is signed"), role="section"))
        signed.body.addWidget(self.signed)
        signed.body.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(16)
        left.addWidget(signed)
        left.addWidget(self.changed)
        left.addWidget(self.evidence)
        self.changed.hide()
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(16)
        right.addWidget(self.signers)
        right.addWidget(self.ask_card)
        right.addStretch(1)
        overview = QWidget()
        halves = QHBoxLayout()
        halves.setSpacing(16)
        halves.addLayout(left, 1)
        halves.addLayout(right, 1)
        whole = QVBoxLayout(overview)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(16)
        whole.addLayout(row(self.mark, self.standing, stretch=1))
        whole.addLayout(halves)
        whole.addStretch(1)
        self.area = scrolled(overview)
        self.views.addWidget(self.area)
        self.views.addWidget(self.review)
        self.content.addWidget(self.views, 1)

    @property
    def _reviewing(self) -> bool:
        return self.views.currentWidget() is self.review

    @property
    def _next(self) -> Next:
        status = self.session.status
        if status is None or self._facts is None:
            return Next.WAIT
        me = self._facts.signer(self.session.person)
        if self._reviewing:
            return Next.SEND_BACK if self.review.verdicts.wrong else Next.APPROVE
        return next_step(status, self._facts, me)

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
        self.signed.show_facts(signed_facts(content, status, check, facts.people))
        changed = changed_lines(facts)
        self.changed.show_lines(changed)
        self.changed.setVisible(bool(changed))
        self.evidence.show_lines(evidence_lines(content, check, facts))
        self.signers.show_signers(
            facts.signers,
            rule=rule_words(status),
            kinds=len(check.variants) if check and status.proof else 0,
            me=self.session.person.email,
            practice=self.session.workspace.is_practice,
        )
        locked = blocking(self.stage_findings)
        self.show_findings(() if locked else self._void_findings)
        self._show_next()

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
        self.mark.show_icon(words.icon, words.tint)
        self.standing.setText(words.sentence)
        me = facts.signer(self.session.person)
        if me is not None and me.decision is not None:
            text = (
                _("Take the approval back")
                if me.decision.decision == APPROVED
                else _("Take it back")
            )
            self.set_secondary(text, self.take_back)
        self.set_primary(
            words.primary, enabled=words.enabled, reason=words.reason, go_to=words.go_to
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
