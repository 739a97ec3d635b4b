"""What only others know of a message: asked when somebody presses, told with the time it was asked.

Says before the press what is asked and what never is. What was found is kept nowhere: it stands
here until it is asked again or the message changes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from composer.errors import Blocked
from composer.findings import Finding
from composer.gui.background import Task
from composer.gui.numbers import number
from composer.gui.page import Page
from composer.gui.parts import Button, Card, IconLabel, label, row
from composer.gui.stage_words import SEVERITY_ICONS, severity_word
from composer.gui.times import full_moment
from composer.i18n import _, isolate_ltr, ngettext, place
from composer.model.overview import OutsideWays

MOST_SHOWN = 12


class OutsideCard(Card):
    """Two things to ask, what may keep from it, and what came back."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._session = page.session
        self._task: Task | None = None
        self._for: tuple[object, ...] = ()
        self._ways: OutsideWays | None = None
        self.online = Button(_("Ask links and sender's domain"), pressed=self.ask_online)
        self.online_words = label(role="caption", wraps=True)
        self.filter = Button(_("Ask the spam filter"), pressed=self.ask_filter)
        self.filter_words = label(role="caption", wraps=True)
        self.doing = label(role="muted", wraps=True)
        self.cancel = Button(_("Cancel"), kind="link", pressed=self._cancel)
        self.asked = label(role="strong", wraps=True)
        self.found = QWidget()
        self._lines = QVBoxLayout(self.found)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(8)
        self.body.addWidget(label(_("Ask others"), role="strong"))
        for button, words in ((self.online, self.online_words), (self.filter, self.filter_words)):
            self.body.addLayout(row(button, QWidget(), stretch=1))
            self.body.addWidget(words)
        self.body.addLayout(row(self.doing, self.cancel, stretch=0))
        self.body.addWidget(self.asked)
        self.body.addWidget(self.found)
        self._show_state()
        self.show_found(())

    def refresh(self) -> None:
        """Read what can be asked; what was found about another state of the text goes."""
        content = self._session.content
        state = (self._session.campaign, content.revision if content is not None else 0)
        if state == self._for:
            return
        self._for = state
        self.show_found(())
        workspace, campaign = self._session.workspace, self._session.campaign

        def take(ways: OutsideWays) -> None:
            self._ways = ways
            self._show_state()

        self._session.ask(lambda _task: workspace.outside_ways(campaign), owner=self, then=take)

    def ask_online(self) -> None:
        """Ask the sites of the links, and the name service about the sender's domain."""
        workspace, campaign = self._session.workspace, self._session.campaign

        def look(task: Task) -> tuple[Finding, ...]:
            return workspace.look_online(campaign, progress=task.report, cancelled=task.cancelled)

        self._ask(look, _("Asking links and the sender's domain"))

    def ask_filter(self) -> None:
        """Ask the spam filters of this computer about the first person's message."""
        workspace, campaign = self._session.workspace, self._session.campaign
        self._ask(lambda _task: workspace.ask_spam_filter(campaign), _("Asking the spam filter"))

    def show_found(self, findings: Sequence[Finding], *, at: datetime | None = None) -> None:
        """Show what came back, and when; nothing where nothing was asked."""
        while (item := self._lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        self.asked.setVisible(at is not None)
        self.found.setVisible(bool(findings))
        if at is not None:
            self.asked.setText(place(_("Asked {moment}"), moment=full_moment(at)))
        for finding in findings[:MOST_SHOWN]:
            self._lines.addWidget(_line(finding))
        if (more := len(findings) - MOST_SHOWN) > 0:
            words = ngettext("and {count} more", "and {count} more", more)
            self._lines.addWidget(label(place(words, count=number(more)), role="caption"))

    # --- inside ------------------------------------------------------------------------------

    def _ask(self, job: Callable[[Task], tuple[Finding, ...]], doing: str) -> None:
        moment = self._for

        def take(findings: tuple[Finding, ...]) -> None:
            if moment == self._for:
                self.show_found(findings, at=datetime.now(tz=UTC))
                self._session.announce(self.asked.text())

        def missed(error: Exception) -> None:
            if isinstance(error, Blocked):
                take(error.findings)
            else:
                self._session.failed.emit(error)

        task = self._session.background.run(
            job, owner=self, then=take, otherwise=missed, label=doing, can_cancel=True
        )
        self._task = task
        self._page.progress_line.follow(task)
        self.doing.setText(place(_("{doing}…"), doing=doing))
        task.progressed.connect(self._progressed)
        task.ended.connect(self._ended)
        self._show_state()

    def _progressed(self, done: int, total: int) -> None:
        words = ngettext("{done} of {count} link asked", "{done} of {count} links asked", total)
        self.doing.setText(place(words, done=number(done), count=number(total)))

    def _ended(self) -> None:
        self._task = None
        self._show_state()

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _show_state(self) -> None:
        asking, ways = self._task is not None, self._ways
        self.doing.setVisible(asking)
        self.cancel.setVisible(asking)
        self.online.setEnabled(not asking and ways is not None and ways.may_ask)
        self.filter.setEnabled(not asking and ways is not None and ways.has_filter)
        self.online_words.setText(_online_words(ways))
        self.filter_words.setText(_filter_words(ways))


def _online_words(ways: OutsideWays | None) -> str:
    if ways is None:
        return _("Looking at the message…")
    if not ways.may_ask:
        return _("Practice: nothing leaves this computer, so nobody is asked.")
    words = ngettext(
        "Asks {count} link that is the same for everybody, and the name service about {domain}. "
        "Never asked: private networks, links to unsubscribe, links with a recipient's field.",
        "Asks {count} links that are the same for everybody, and the name service about {domain}. "
        "Never asked: private networks, links to unsubscribe, links with a recipient's field.",
        ways.links,
    )
    return place(words, count=number(ways.links), domain=isolate_ltr(ways.domain))


def _filter_words(ways: OutsideWays | None) -> str:
    if ways is not None and not ways.has_filter:
        return _("There is no SpamAssassin or rspamd on this computer.")
    return _("SpamAssassin or rspamd on this computer judge one message. It stays here.")


def _line(finding: Finding) -> QWidget:
    """Show one finding: its shape, its sentence, and below it what to do."""
    icon, tint = SEVERITY_ICONS[finding.severity]
    text = label(finding.text, wraps=True)
    text.setAccessibleName(f"{severity_word(finding.severity)}: {finding.text} {finding.advice}")
    made = QWidget()
    inner = QVBoxLayout(made)
    inner.setContentsMargins(0, 0, 0, 0)
    inner.setSpacing(2)
    inner.addLayout(row(IconLabel(icon, tint), text, stretch=1))
    inner.addWidget(label(finding.advice, role="caption", wraps=True))
    return made
