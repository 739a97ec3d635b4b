"""Test: the frozen messages sent to the team's own mailboxes, and compared with what arrives.

Only what really arrived counts: read back by the program, or saved there as `.eml` and dropped or
pasted here. A running test tells how far it is and can be ended; what arrived stays. Whether the
test has passed is the façade's to say.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QListView, QSplitter, QVBoxLayout, QWidget

from composer.findings import Finding, blocking
from composer.gui.background import Task
from composer.gui.numbers import number
from composer.gui.page import Page
from composer.gui.pages.scrolling import scrolled
from composer.gui.pages.test_cards import MailboxCards, MailboxState, mailbox_states
from composer.gui.pages.test_differences import PartsModel, make_parts_table, part_lines
from composer.gui.pages.test_facts import fact_lines
from composer.gui.pages.test_mailbox_panel import MailboxPanel
from composer.gui.pages.test_messages import TestMessagesModel, state_word
from composer.gui.pages.test_receive import Notes, ReceiveCard, WordsCard, local_files
from composer.gui.pages.test_words import teaching_words, verdict_of
from composer.gui.parts import IconLabel, label, row, set_tone
from composer.gui.session import Session
from composer.i18n import N_, _, isolate_ltr, ngettext, place
from composer.model.overview import Preview, ReceiptState, TestSummary
from composer.model.stages import Stage

LOOK_AGAIN_MS = 1000
LEAST_LIST_HEIGHT = 180
TEST_HEADER = "X-Composer-Test"
EMPTY = TestSummary(sent=0, receipts=(), passed=False, findings=())


class TestPage(Page):
    """The page where a frozen version meets real mailboxes."""

    __test__ = False  # not a pytest class

    stage = Stage.TEST
    title = N_("Test")
    purpose = N_("Every kind of message goes to your own mailboxes first, and is compared.")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.setAcceptDrops(True)
        self._summary = EMPTY
        self._seeds: tuple[str, ...] = ()
        self._seed = ""
        self._task: Task | None = None
        self._shown: ReceiptState | None = None
        self.mark = IconLabel("circle-dashed", "muted", 20)
        self.verdict = label(role="strong", wraps=True)
        self.cards = MailboxCards()
        self.teaching = label(role="muted", wraps=True)
        self.model = TestMessagesModel()
        self.messages = QListView()
        self.parts = PartsModel()
        self.table = make_parts_table(self.parts)
        self.about = label(role="strong", wraps=True)
        self.notes = Notes()
        self.halves = QSplitter()
        self.drop = ReceiveCard()
        self.words = WordsCard()
        self.adding = MailboxPanel(self)
        self._build()
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK_AGAIN_MS)
        self._looking.timeout.connect(self._look)
        self._reads = 0
        self.cards.chosen.connect(self._choose_mailbox)
        self.messages.selectionModel().currentChanged.connect(self._choose_message)
        self.drop.files_chosen.connect(self.take_files)
        self.drop.pasted.connect(self.take_pasted)
        self.drop.words_wanted.connect(self.ask_words)
        self.words.said.connect(self.attest)
        paste = QShortcut(QKeySequence.StandardKey.Paste, self)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self._paste)

    # --- what the frame calls ----------------------------------------------------------------

    def refresh(self) -> None:
        """Read how the test stands."""
        self._show_next()
        self._read()

    def press_primary(self) -> None:
        """Send the test, look again, or go on."""
        if self._summary.passed:
            self.session.go_to(Stage.SIGN_OFF)
        else:
            self.run_test(again=self._has("different"))

    def show_finding(self, finding: Finding) -> bool:
        """Choose the mailbox a finding speaks of."""
        seed = finding.place_of("recipient")
        for at, receipt in enumerate(self.model.receipts):
            if receipt.seed == seed:
                self.messages.setCurrentIndex(self.model.index(at, 0))
                return True
        return finding.code.startswith("test.")

    def leave(self) -> None:
        """End looking."""
        self._looking.stop()

    # --- what a person does ------------------------------------------------------------------

    def run_test(self, *, again: bool = False) -> None:
        """Send what this version's test has not sent, and wait for what arrives."""
        workspace, person = self.session.workspace, self.session.person
        campaign = self.session.campaign

        def tested(summary: TestSummary) -> None:
            self._task = None
            self._take(summary)
            self.say(self.verdict.text())

        self._task = self.change(
            lambda task: workspace.run_test(
                campaign, by=person, again=again, progress=task.report, cancelled=task.cancelled
            ),
            then=tested,
            label=_("Sending the test"),
            can_cancel=True,
        )
        self._task.ended.connect(self._ended)
        self._looking.start()
        self._show_next()

    def stop_waiting(self) -> None:
        """End a running test; what arrived is kept, and *Look again* goes on."""
        if self._task is not None:
            self._task.cancel()
            self._show_next()

    def send_again(self) -> None:
        """Send the whole test anew; only the new run counts."""
        self.run_test(again=True)

    def take_files(self, files: list[Path]) -> None:
        """Compare saved messages; nothing is sent."""
        workspace, person = self.session.workspace, self.session.person
        campaign = self.session.campaign
        self._compare(lambda: workspace.take_receipts(campaign, files, by=person))

    def take_pasted(self, text: str) -> None:
        """Compare a message whose source was pasted; nothing is sent."""
        workspace, person = self.session.workspace, self.session.person
        campaign = self.session.campaign
        self._compare(lambda: workspace.take_pasted_receipt(campaign, text, by=person))

    def ask_words(self) -> None:
        """Ask what a person saw at the mailbox that is shown, or at the first that misses one."""
        receipts = self.model.receipts
        missing = [line.seed for line in receipts if line.state != "equal"]
        shown = self._shown.seed if self._shown in receipts and self._shown else ""
        seed = shown or next(iter([*missing, *self._seeds]), "")
        if seed:
            self.words.ask(seed)

    def attest(self, seed: str, words: str) -> None:
        """Record what a person saw; it passes nothing."""
        workspace, person = self.session.workspace, self.session.person
        campaign = self.session.campaign

        def taken(summary: TestSummary) -> None:
            self._take(summary)
            self.say(_("Recorded under your name. It does not pass the test."))

        self.change(
            lambda _task: workspace.attest(campaign, seed=seed, text=words, by=person),
            then=taken,
            label=_("Recording what you saw"),
        )

    def _compare(self, compare: Callable[[], TestSummary]) -> None:
        def taken(summary: TestSummary) -> None:
            self._take(summary)
            if blocking(summary.findings) and not summary.passed:
                self.findings.open_list()
            else:
                self.say(self.verdict.text())

        self.change(lambda _task: compare(), then=taken, label=_("Comparing what arrived"))

    def _paste(self) -> None:
        if not self._locked and self._summary.receipts:
            self.drop.take_clipboard()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take saved messages once something was frozen."""
        if local_files(event.mimeData()) and not self._locked:
            set_tone(self.drop, "true", name="over")
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take the highlight away."""
        set_tone(self.drop, "", name="over")
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Compare the dropped files."""
        set_tone(self.drop, "", name="over")
        self.take_files(local_files(event.mimeData()))

    # --- inside ------------------------------------------------------------------------------

    def _build(self) -> None:
        self.messages.setModel(self.model)
        self.messages.setAccessibleName(_("Messages of the test"))
        self.messages.setUniformItemSizes(True)
        self.messages.setSpacing(3)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.about)
        column.addWidget(self.table, 1)
        column.addWidget(self.notes)
        self.halves.setHandleWidth(16)
        self.halves.setChildrenCollapsible(False)
        self.halves.addWidget(self.messages)
        self.halves.addWidget(right)
        self.halves.setSizes([340, 660])
        whole = QWidget()
        content = QVBoxLayout(whole)
        content.setContentsMargins(0, 0, 0, 0)
        content.setSpacing(16)
        content.addLayout(row(self.mark, self.verdict, stretch=1))
        content.addWidget(self.cards)
        content.addWidget(self.adding)
        content.addWidget(self.teaching)
        content.addWidget(self.halves, 1)
        content.addStretch(0)
        content.addWidget(self.words)
        content.addWidget(self.drop)
        self.content.addWidget(scrolled(whole), 1)
        self.halves.setMinimumHeight(LEAST_LIST_HEIGHT)
        self.halves.hide()

    @property
    def _locked(self) -> bool:
        return bool(blocking(self.stage_findings))

    @property
    def _running(self) -> bool:
        return self._task is not None

    def _has(self, state: str) -> bool:
        return any(receipt.state == state for receipt in self._summary.receipts)

    def _read(self) -> None:
        workspace, campaign = self.session.workspace, self.session.campaign

        def read(_task: Task) -> tuple[TestSummary, tuple[str, ...]]:
            return workspace.test_state(campaign), workspace.seeds()

        def take(found: tuple[TestSummary, tuple[str, ...]]) -> None:
            content = self.session.content
            own = content.campaign.test.seeds if content else ()
            self._seeds = own or found[1]
            self._take(found[0])

        self._reads += 1
        self.ask(read, then=take).ended.connect(self._has_read)

    def _has_read(self) -> None:
        self._reads -= 1

    def _look(self) -> None:
        """Look again, unless a look is under way: on a slow computer they would pile up."""
        if not self._reads:
            self._read()

    def _ended(self) -> None:
        self._task = None
        self._looking.stop()
        self._show_next()

    def _take(self, summary: TestSummary) -> None:
        self._summary = summary
        states = mailbox_states(self._seeds, summary.receipts)
        self.cards.show_mailboxes(states)
        self._show_verdict(states)
        self._show_messages()
        self.drop.setVisible(bool(summary.receipts))
        self.teaching.setVisible(not summary.receipts)
        self.teaching.setText(teaching_words(self._seeds, locked=self._locked))
        missing = summary.findings if summary.receipts and not self._running else ()
        self.show_findings(blocking((*missing, *(() if self._locked else self.stage_findings))))
        self._show_next()

    def _show_messages(self) -> None:
        check = self.session.check
        receipts = [line for line in self._summary.receipts if self._seed in {"", line.seed}]
        self.model.replace(receipts, check.variants if check else ())
        self.halves.setVisible(bool(self._summary.receipts))
        if self.model.receipts and not self.messages.currentIndex().isValid():
            self.messages.setCurrentIndex(self.model.index(0, 0))

    def _choose_mailbox(self, seed: str) -> None:
        self._seed = seed
        self._show_messages()

    def _choose_message(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if not current.isValid():
            return
        receipt = self.model.receipts[current.row()]
        self._shown = receipt
        words = _("To {seed}: {state}")
        seed = isolate_ltr(receipt.seed)
        self.about.setText(place(words, seed=seed, state=state_word(receipt.state)))
        self.parts.replace(part_lines(receipt, (TEST_HEADER,)))
        self.notes.show_lines(fact_lines(receipt))
        workspace, campaign = self.session.workspace, self.session.campaign

        def take(preview: Preview) -> None:
            if self._shown is receipt:
                names = [name for name, _value in preview.rendered.headers]
                self.parts.replace(part_lines(receipt, (*names, TEST_HEADER)))

        self.ask(
            lambda _task: workspace.preview(campaign, receipt.recipient),
            then=take,
            otherwise=lambda _error: None,
        )

    def _show_verdict(self, states: tuple[MailboxState, ...]) -> None:
        icon, tint, text = verdict_of(self._summary, states, running=self._running)
        self.mark.show_icon(icon, tint)
        self.verdict.setText(text)

    def _show_next(self) -> None:
        seeds = len(self._seeds)
        words = ngettext("Send test to {count} mailbox", "Send test to {count} mailboxes", seeds)
        text = place(words, count=number(seeds)) if seeds else _("Send the test")
        again = bool(self._summary.receipts) and not self._running
        self.set_secondary(_("Send again") if again else "", self.send_again)
        if self._locked:
            self.set_secondary("")
            self.set_primary(
                text,
                enabled=False,
                reason=blocking(self.stage_findings)[0].text,
                go_to=Stage.PREVIEW,
            )
        elif self._running:
            ending = self._task is not None and self._task.cancelled()
            self.set_secondary("" if ending else _("Stop waiting"), self.stop_waiting)
            reason = _("The messages are on their way; it waits half a minute for them.")
            ends = _("Ending. What has left is waited for, and what arrived is kept.")
            self.set_primary(
                _("Sending the test…"), enabled=False, reason=ends if ending else reason
            )
        elif self._summary.passed:
            self.set_primary(_("Go to Sign off"))
        elif not seeds:
            reason = _("There are no test mailboxes yet; the owner lists them.")
            self.set_primary(text, enabled=False, reason=reason)
        elif self._has("different"):
            self.set_secondary("")
            self.set_primary(_("Send the test again"))
        elif again:
            self.set_primary(_("Look again"))
        else:
            self.set_primary(text)
