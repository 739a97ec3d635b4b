"""What every page of the window is made of, and all that a new page has to know.

A page is a `Page` subclass in `gui/pages/`, made lazily by `pages/registry.py` when its stage is
shown for the first time. It gets the anatomy of ux.md §4 for free: title, purpose sentence,
findings strip, content, footer with exactly one primary button.

To write one::

    class TestPage(Page):
        stage = Stage.TEST
        title = N_("Test")
        purpose = N_("One sentence: what this page is for.")

        def __init__(self, session: Session) -> None:
            super().__init__(session)
            self.content.addWidget(...)      # QVBoxLayout, gap 16; `self.tools` holds page tools

        def refresh(self) -> None:
            # Show the state: session.content, session.status (both set), session.check, .person.
            # Called when the page is shown and after every `session.campaign_changed` while it is
            # visible. Never while no campaign is loaded. Must be cheap; read more with ask().
            self.show_findings(self.stage_findings)
            self.set_primary(_("Send test to 3 mailboxes"), enabled=False,
                             reason=_("Nothing is frozen yet."), go_to=Stage.PREVIEW)

        def refresh_status(self) -> None: ...   # optional: once a second while a send runs
        def press_primary(self) -> None: ...    # the primary button, or Ctrl+Enter
        def show_finding(self, finding) -> bool # optional: select the place; True if it was found

Calls to the façade never happen on the GUI thread::

    self.ask(lambda task: workspace.test_state(campaign), then=self._show_test)        # reads
    self.change(lambda task: workspace.run_test(campaign, by=person),                  # records
                then=self._tested, label=_("Sending the test"))
    # job(task) runs on a thread; task.report(done, total) and task.cancelled fit the façade's
    # progress= and cancelled=. `then` and `otherwise` come back on the GUI thread. Without
    # `otherwise` an error goes to the one dialog; `Blocked` goes to the findings strip.
    # `change` re-reads the campaign afterwards, so `refresh` follows by itself.

Footer: `set_primary(text, enabled=…, reason=…, go_to=…)`, `set_secondary(text, pressed)` for one
plain button before it. Words: `_()`/`N_()`/`ngettext`; values through `place()`; addresses through
`isolate_ltr` in an `ElidedLabel(middle=True)`. Ready parts: `gui/parts.py` (labels, buttons,
cards), `gui/sheets.py` (`ask_sheet`), `gui/mail_view.py` (`MailPane`), `gui/icons.py` (`icon`).
Looks come from the one sheet by dynamic property (`role`, `kind`), never `setStyleSheet`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from composer.errors import Blocked
from composer.findings import Finding
from composer.gui import theme
from composer.gui.background import Task
from composer.gui.findings_strip import FindingsStrip
from composer.gui.footer import Footer
from composer.gui.notice_bar import NoticeBar
from composer.gui.pages.scrolling import scroll_by_key
from composer.gui.parts import ProgressLine, label
from composer.gui.session import Session
from composer.i18n import _
from composer.model.stages import Stage

T = TypeVar("T")
LOW_LINES = 24
"""With fewer lines of text than this, a page that fills its room gives way at its head."""
WIDE, NARROW = (20, 16, 16), (8, 8, 8)
"""Above, below and between the parts of a page: usually, and in a low one."""


class Page(QWidget):
    """A page of the window; see the module's docstring.

    Signals:
        back_requested(): the footer's back button was pressed.
    """

    stage: ClassVar[Stage | None] = None
    title: ClassVar[str] = ""
    purpose: ClassVar[str] = ""
    fills: ClassVar[bool] = False
    """Whether the page takes the height it gets, rather than scrolling as a whole."""

    back_requested = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setObjectName("page")
        self.setAccessibleName(_(self.title))  # it has the focus itself when it is gone to
        self._stale = True
        self._in_order = False
        self.is_low = False
        self._blocked_by: tuple[Finding, ...] = ()
        self._blocked_at: tuple[object, ...] = ()
        self.tools = QHBoxLayout()
        self.content = QVBoxLayout()
        self.heading = label(_(self.title), role="title")
        self.purpose_line = label(_(self.purpose), role="muted", wraps=True)
        self.findings = FindingsStrip(self)
        self.footer = Footer(self)
        self.notice = NoticeBar(self, above=104)
        self.progress_line = ProgressLine(self)
        self._lay_out()
        self.findings.show_requested.connect(session.show_finding)
        self.footer.primary_pressed.connect(self.press_primary)
        self.footer.go_to_requested.connect(session.go_to)
        self.footer.back_pressed.connect(self.back_requested)
        session.campaign_changed.connect(self._campaign_changed)
        session.person_changed.connect(self._campaign_changed)
        session.status_changed.connect(self._status_changed)

    # --- what a page overrides ---------------------------------------------------------------

    def make(self) -> Iterator[None]:
        """Make the page's parts, in pieces of a few milliseconds, once it stands in the window.

        A page with few parts makes them in `__init__` and has nothing to do here.
        """
        return iter(())

    def read_ahead(self) -> None:
        """Have read in the background what somebody would wait for later; nothing is shown."""

    def refresh(self) -> None:
        """Show the state; called while visible whenever it may have changed."""

    def read(self) -> None:
        """Read anew what the page shows, where no campaign's content says it."""

    def refresh_status(self) -> None:
        """Show what a running send changes each second."""

    def press_primary(self) -> None:
        """Do what the primary button says."""

    def leave(self) -> None:
        """Save what is still only in the widgets; the page is about to go."""

    @property
    def unsaved_words(self) -> tuple[str, str] | None:
        """Say what closing the window would lose, as title and sentence; None: nothing."""
        return None

    def show_finding(self, _finding: Finding) -> bool:
        """Select the place a finding speaks of; True if it is on this page."""
        return False

    def fit_height(self) -> None:
        """Give the room to what the page is for: large text, or a low window, leaves little."""
        is_low = self.fills and self.height() < LOW_LINES * theme.line_height()
        if is_low == self.is_low:
            return
        self.is_low = is_low
        self.purpose_line.setVisible(not is_low)
        self.heading.setToolTip(_(self.purpose) if is_low else "")
        self._set_gaps()

    def open_findings(self) -> None:
        """Open what was found and go there."""
        self.findings.open_list()

    # --- what a page calls -------------------------------------------------------------------

    @property
    def stage_findings(self) -> tuple[Finding, ...]:
        """What stands in this stage's way, as the flow says."""
        status = self.session.status
        states = status.stages if status else ()
        return next((state.findings for state in states if state.stage is self.stage), ())

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Put findings into the strip; those of a refused attempt stay on top."""
        if self._blocked_at != self._moment:
            self._blocked_by = ()
        extra = tuple(item for item in self._blocked_by if item not in findings)
        self.findings.show_findings((*extra, *findings) if extra else findings)

    def set_primary(
        self,
        text: str,
        *,
        enabled: bool = True,
        reason: str = "",
        go_to: Stage | None = None,
        go_to_text: str = "",
    ) -> None:
        """Set the one primary button; a disabled one has a reason and perhaps a way there."""
        self.footer.set_primary(
            text, enabled=enabled, reason=reason, go_to=go_to, go_to_text=go_to_text
        )

    def set_secondary(
        self, text: str, pressed: Callable[[], None] | None = None, *, kind: str = ""
    ) -> None:
        """Set the plain button before the primary one, or take it away with an empty text."""
        self.footer.set_secondary(text, pressed, kind=kind)

    def ask(
        self,
        job: Callable[[Task], T],
        *,
        then: Callable[[T], None],
        otherwise: Callable[[Exception], None] | None = None,
    ) -> Task:
        """Read something in the background; the thin line shows when it takes longer."""
        task = self.session.ask(job, owner=self, then=then, otherwise=otherwise or self._refused)
        self.progress_line.follow(task)
        return task

    def change(
        self,
        job: Callable[[Task], T],
        *,
        then: Callable[[T], None] | None = None,
        otherwise: Callable[[Exception], None] | None = None,
        label: str = "",
        can_cancel: bool = False,
    ) -> Task:
        """Do something that is recorded; the campaign is read again afterwards."""
        self._blocked_by = ()
        task = self.session.change(
            job,
            owner=self,
            then=then,
            otherwise=otherwise or self._refused,
            label=label,
            can_cancel=can_cancel,
        )
        self.progress_line.follow(task)
        return task

    def say(self, text: str, *, undo: Callable[[], None] | None = None) -> None:
        """Show a 6-second bar at the foot of the page, and tell screen readers."""
        self.notice.say(text, undo=undo)
        self.session.announce(text)

    # --- inside ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.heading)
        head.addStretch(1)
        head.addLayout(self.tools)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addLayout(head)
        words.addWidget(self.purpose_line)
        self.content.setSpacing(16)
        body = self._body = QVBoxLayout()
        self._set_gaps()
        body.addLayout(words)
        body.addWidget(self.findings)
        body.addLayout(self.content, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.progress_line)
        outer.addLayout(body, 1)
        outer.addWidget(self.footer)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def _set_gaps(self) -> None:
        above, below, between = NARROW if self.is_low else WIDE
        self._body.setContentsMargins(24, above, 24, below)
        self._body.setSpacing(between)

    @property
    def _moment(self) -> tuple[object, ...]:
        """What a refusal was about: another revision or proof makes it stale."""
        content, status = self.session.content, self.session.status
        revision = content.revision if content else 0
        return revision, status.proof if status else "", self.session.person.email

    def _refused(self, error: Exception) -> None:
        if isinstance(error, Blocked):
            self._blocked_by, self._blocked_at = error.findings, self._moment
            self.show_findings(self.stage_findings)
            self.findings.open_list()
            self.session.announce(str(error), assertive=True)
        else:
            self.session.failed.emit(error)

    def _campaign_changed(self) -> None:
        self._stale = True
        if self.isVisible():
            self._refresh_now()

    def _status_changed(self) -> None:
        if self.isVisible() and self.session.content is not None:
            self.refresh_status()
        else:
            self._stale = True

    def _refresh_now(self) -> None:
        if self.session.content is None and self.stage is not None:
            return
        self._stale = False
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let PageUp and PageDown scroll the page, wherever on it the focus is."""
        if not scroll_by_key(self, event):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the notice bar in its place, and the content as high as may be."""
        super().resizeEvent(event)
        self.fit_height()
        self.notice.place_it()

    def showEvent(self, event: QShowEvent) -> None:
        """Refresh what changed while another page was shown."""
        super().showEvent(event)
        self.put_in_order()
        if self._stale:
            self._refresh_now()

    def put_in_order(self) -> None:
        """Let Tab reach the foot of the page after all that stands above it: reading order."""
        if self._in_order:
            return
        self._in_order = True
        last: QWidget = self.footer.back
        widget = self.nextInFocusChain()
        while widget is not None and widget is not self:
            takes_tab = widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
            if takes_tab and self.isAncestorOf(widget) and not self.footer.isAncestorOf(widget):
                last = widget
            widget = widget.nextInFocusChain()
        if self.footer.isAncestorOf(last):
            return
        for part in self.footer.in_order:
            QWidget.setTabOrder(last, part)
            last = part
