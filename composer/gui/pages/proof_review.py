"""The Review page of a proof file: the first screen, the kinds one by one, and what goes back.

The same kinds and keys as in a workspace (`review_kinds`). What was displayed, ticked and signed is
kept in the reader's own folder; the signed file goes back by mail, written by the person's own mail
program.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QStackedWidget, QVBoxLayout, QWidget

from composer.gui.background import Background, Task
from composer.gui.footer import Footer
from composer.gui.numbers import number
from composer.gui.pages.proof_cards import Overview
from composer.gui.pages.review_kinds import Kind, KindsView, Verdicts
from composer.gui.pages.scrolling import scroll_by_key, scrolled
from composer.gui.parts import Card, IconLabel, ProgressLine, label, row
from composer.i18n import _, ngettext, place
from composer.stages.proof_opening import ProofDesk

T = TypeVar("T")

ENDING = ".approval"


class ProofReview(QWidget):
    """One opened proof file.

    Signals:
        said(str): for screen readers.
    """

    said = Signal(str)

    def __init__(self, desk: ProofDesk, background: Background) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.desk = desk
        self.background = background
        self.heading = label(_("Review"), role="title")
        self.overview = Overview()
        self.kinds = KindsView()
        self.done = DoneCard()
        self._ended = QWidget()
        self.views = QStackedWidget()
        self.footer = Footer(self)
        self.line = ProgressLine(self)
        self.ask_file: Callable[[str], str] = self._ask_file
        self.open_link: Callable[[str], None] = _open_link
        self._answer = b""
        self._busy = False
        self._lay_out()
        self.footer.primary.setAutoDefault(True)  # Enter presses it, wherever it has the focus
        self.kinds.said.connect(self.said)
        self.kinds.changed.connect(self._show_footer)
        self.kinds.left.connect(self.show_overview)
        self.kinds.displayed.connect(self._record_shown)
        self.kinds.judged.connect(self._keep_verdict)
        self.footer.primary_pressed.connect(self.press_primary)
        self.footer.back_pressed.connect(self.show_overview)
        self.show_overview()

    # --- what a person does ------------------------------------------------------------------

    def show_overview(self) -> None:
        """Show who asks for what."""
        self.overview.show_desk(self.desk)
        self.views.setCurrentIndex(0)
        self._show_footer()
        self.footer.primary.setFocus()

    def show_kinds(self) -> None:
        """Show the kinds, the first that is open before the others."""
        required, right = self.desk.opened.required, self.desk.review.right
        verdicts = Verdicts(
            right={kind.variant.recipient_id for kind in required if kind.variant.digest in right},
            wrong=dict(self.kinds.verdicts.wrong),
        )
        self.views.setCurrentWidget(self.kinds)
        self.kinds.show_kinds(required, verdicts)
        self._show_footer()

    def press_primary(self) -> None:
        """Do what is next, or say why it cannot be done."""
        if not self.footer.primary.isEnabled() or self._busy:
            if reason := self.footer.primary.accessibleDescription():
                self.said.emit(reason)
            return
        view = self.views.currentWidget()
        if view is self._ended:
            self.save_and_mail()
        elif view is self.kinds:
            self._sign()
        elif not self.desk.owner_known:
            self._take_owner()
        else:
            self.show_kinds()

    def save_and_mail(self) -> None:
        """Save the signed file, and open the mail program with words for it."""
        name = f"{self._campaign} - {self.desk.opened.person.name}{ENDING}"
        chosen = self.ask_file(
            "".join("_" if letter in '/\\:*?"<>|' else letter for letter in name)
        )
        if not chosen:
            return
        file, answer = Path(chosen), self._answer
        link = self.mail_link(file)

        def saved(_none: None) -> None:
            self.done.show_saved(file)
            self.said.emit(_("Saved."))
            self.open_link(link)

        self._run(lambda _task: _write(file, answer), saved)

    def take_back(self) -> None:
        """Sign that what was signed here about this version counts no more."""
        if self._busy:
            return

        def taken_back(answer: bytes) -> None:
            self.done.show_taken_back(self.desk)
            self._show_answer(answer)

        self._run(lambda _task: self.desk.take_back(), taken_back)

    def mail_link(self, file: Path) -> str:
        """Give the link that opens a mail to whoever asked, with words and without the file."""
        asker = self.desk.opened.checked.made_by
        subject = place(_("My answer about “{name}”"), name=self._campaign)
        text = place(
            _("Here is what I signed. Drop the attached file on your Composer window: {file}"),
            file=file.name,
        )
        to = quote(asker.email, safe="@")
        return f"mailto:{to}?subject={quote(subject)}&body={quote(text)}"

    def close_view(self) -> None:
        """Let the web view go in the order Qt demands."""
        self.kinds.close_view()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let PageUp and PageDown scroll what is shown, wherever the focus is."""
        if not scroll_by_key(self, event):
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Put the focus on what is next."""
        super().showEvent(event)
        self.footer.primary.setFocus()

    # --- inside ------------------------------------------------------------------------------

    @property
    def has_answer(self) -> bool:
        """Whether something was signed and is shown to be saved."""
        return self.views.currentWidget() is self._ended

    @property
    def _campaign(self) -> str:
        return self.desk.opened.checked.manifest.text("campaign", "name")

    def _lay_out(self) -> None:
        self.views.addWidget(scrolled(self.overview))
        self.views.addWidget(self.kinds)
        self.views.addWidget(self._ended)
        ended = QVBoxLayout(self._ended)
        ended.setContentsMargins(0, 0, 0, 0)
        ended.addWidget(self.done)
        ended.addStretch(1)
        body = QVBoxLayout()
        body.setContentsMargins(24, 20, 24, 16)
        body.setSpacing(16)
        body.addWidget(self.heading)
        body.addWidget(self.views, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.line)
        outer.addLayout(body, 1)
        outer.addWidget(self.footer)

    def _take_owner(self) -> None:
        self._run(lambda _task: self.desk.take_owner(), lambda _none: self.show_overview())

    def _record_shown(self, kind: Kind) -> None:
        digest = kind.variant.digest
        self._run(
            lambda _task: self.desk.record_shown([digest]),
            lambda _none: self._show_footer(),
            waits=False,
        )

    def _keep_verdict(self, kind: Kind, is_right: bool) -> None:  # noqa: FBT001 - a Qt slot
        digest = kind.variant.digest
        self._run(
            lambda _task: self.desk.keep_verdict(digest, is_right=is_right),
            lambda _none: self._show_footer(),
            waits=False,
        )

    def _sign(self) -> None:
        wrong, comment = bool(self.kinds.verdicts.wrong), self.kinds.comment_text()
        desk = self.desk

        def sign(_task: Task) -> bytes:
            return desk.reject(comment=comment) if wrong else desk.approve()

        def signed(answer: bytes) -> None:
            self.done.show_answer(desk, is_approval=not wrong)
            self._show_answer(answer)

        self._run(sign, signed)

    def _show_answer(self, answer: bytes) -> None:
        """Show what was signed, and that it is to be saved."""
        self._answer = answer
        self.views.setCurrentWidget(self._ended)
        self._show_footer()
        self.footer.primary.setFocus()
        self.said.emit(self.done.sentence.text())

    def _run(
        self, job: Callable[[Task], T], then: Callable[[T], None], *, waits: bool = True
    ) -> None:
        """Do something off this thread; while it `waits`, nothing else can be pressed."""
        self._busy = self._busy or waits
        task = self.background.run(job, owner=self, then=then)
        if waits:
            task.ended.connect(self._task_ended)
        self.line.follow(task)

    def _task_ended(self) -> None:
        self._busy = False

    def _show_footer(self) -> None:
        view, footer = self.views.currentWidget(), self.footer
        footer.set_secondary("")
        footer.show_back(shown=view is self.kinds)
        if view is self._ended:
            footer.set_primary(_("Save and write a mail"))
        elif view is self.kinds:
            self._show_verdict_footer()
        else:
            self._show_first_footer()

    def _show_first_footer(self) -> None:
        desk, footer = self.desk, self.footer
        if not desk.owner_known:
            footer.set_primary(_("These are the owner's words"))
            return
        if desk.own_decisions:
            footer.set_secondary(_("Take it back"), self.take_back)
        count = len(desk.opened.required)
        words = ngettext(
            "Look at {count} kind of message", "Look at {count} kinds of message", count
        )
        footer.set_primary(place(words, count=number(count)))

    def _show_verdict_footer(self) -> None:
        people = self.desk.opened.checked.manifest.number("audience", "count")
        kept = self.desk.approval_findings()
        if self.kinds.verdicts.wrong:
            ready = all(text.strip() for text in self.kinds.verdicts.wrong.values())
            reason = "" if ready else _("Write what is wrong, so that it can be put right.")
            self.footer.set_primary(_("Send back with a comment"), enabled=ready, reason=reason)
            return
        reason = kept[0].text if kept else ""
        if self.kinds.open_count:
            left = ngettext(
                "{count} kind of {all} has no answer yet.",
                "{count} kinds of {all} have no answer yet.",
                self.kinds.open_count,
            )
            reason = place(left, count=self.kinds.open_count, all=len(self.kinds.kinds))
        words = ngettext("Approve for {count} person", "Approve for {count} people", people)
        self.footer.set_primary(
            place(words, count=number(people)), enabled=not reason, reason=reason
        )
        self.footer.set_secondary(_("Send back with a comment"), self.kinds.say_wrong)

    def _ask_file(self, name: str) -> str:
        title, what = _("Save the signed file"), _("Signed files")
        return QFileDialog.getSaveFileName(self, title, name, f"{what} (*{ENDING})")[0]


class DoneCard(Card):
    """What was signed, and what to do with it."""

    def __init__(self) -> None:
        super().__init__()
        self.body.setContentsMargins(24, 24, 24, 24)
        self.mark = IconLabel("circle-check", "done", 24)
        self.sentence = label(role="section", wraps=True)
        self.saved: QLabel = label(role="muted", wraps=True)
        self.body.addLayout(row(self.mark, self.sentence, stretch=1))
        self.body.addWidget(self.saved)
        self.saved.hide()

    def show_answer(self, desk: ProofDesk, *, is_approval: bool) -> None:
        """Say what was signed."""
        name = desk.opened.checked.made_by.name
        words = (
            _("Signed. Save the approval file and send it to {name}.")
            if is_approval
            else _("Sent back. Save the file and send it to {name}, who reads your comment.")
        )
        self.sentence.setText(place(words, name=name))
        self.saved.hide()

    def show_taken_back(self, desk: ProofDesk) -> None:
        """Say that what was signed counts no more once the file has come."""
        words = _("Taken back. Save the file and send it to {name}, for whom it counts until then.")
        self.sentence.setText(place(words, name=desk.opened.checked.made_by.name))
        self.saved.hide()

    def show_saved(self, file: Path) -> None:
        """Say where the file is."""
        words = _("Saved as {file}. Attach it to the mail that opens.")
        self.saved.setText(place(words, file=file.name))
        self.saved.show()


def _write(file: Path, content: bytes) -> None:
    file.write_bytes(content)


def _open_link(link: str) -> None:
    QDesktopServices.openUrl(QUrl(link))
