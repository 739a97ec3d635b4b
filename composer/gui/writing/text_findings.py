"""What is wrong with the text while it is written: asked after a pause, shown as marks.

The answer comes from the core, off the GUI thread; of several questions only the newest is
answered. Marks stand at the line the core names, and where it names a field, under its tag.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from composer.errors import Blocked, ComposerError
from composer.findings import Finding
from composer.gui.background import Latest, Task
from composer.gui.session import Session
from composer.gui.writing.text_marks import Mark
from composer.model.writing import MessageDraft

PAUSE_MS = 200
PARTS = {"subject": "subject", "preheader": "preheader", "body": "body", "html": "body"}


class TextFindings(QObject):
    """Asks what is wrong with a draft.

    Signals:
        found(tuple[Finding, ...]): the newest draft has these.
        all_found(tuple[Finding, ...]): what was saved has these, all languages read.
    """

    found = Signal(object)
    all_found = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._latest = Latest(session.background, self)
        self._latest_saved = Latest(session.background, self)
        self._draft: MessageDraft | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._ask)

    def look_at(self, draft: MessageDraft) -> None:
        """Ask about a draft after a pause."""
        self._draft = draft
        self._timer.start()

    def look_at_saved(self) -> None:
        """Have all that was saved read to the end; nobody waits for it."""
        campaign, workspace, draft = self._session.campaign, self._session.workspace, self._draft

        def take(found: tuple[Finding, ...]) -> None:
            if self._draft is draft:  # otherwise something else was typed since
                self.all_found.emit(found)

        self._latest_saved.ask(
            lambda _task: workspace.template_findings(campaign), then=take, otherwise=self._refused
        )

    def _ask(self) -> None:
        if self._session.campaign_id is None:
            return
        campaign, workspace, draft = self._session.campaign, self._session.workspace, self._draft

        def read(_task: Task) -> tuple[Finding, ...]:
            return workspace.template_findings(campaign, draft)

        self._latest.ask(read, then=self.found.emit, otherwise=self._refused)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, Blocked):
            self.found.emit(tuple(error.findings))
        elif not isinstance(error, ComposerError):
            self._session.failed.emit(error)


def marks_of(findings: tuple[Finding, ...], part: str, source: str) -> tuple[Mark, ...]:
    """Give the marks of one part of the message, in its own language."""
    lines = source.split("\n")
    return tuple(
        _mark(finding, lines)
        for finding in findings
        if PARTS.get(str(finding.place_of("part"))) == part
        and finding.place_of("line")
        and not finding.place_of("locale")
    )


def _mark(finding: Finding, lines: list[str]) -> Mark:
    line = int(finding.place_of("line") or 1)
    field = str(dict(finding.values).get("field", ""))
    text = lines[line - 1] if line <= len(lines) else ""
    at = text.find(field) if field else -1
    return Mark(
        line=line,
        column=at + 1 if at >= 0 else 1,
        length=len(field) if at >= 0 else 0,
        text=finding.text,
        advice=finding.advice,
        severity=finding.severity,
    )
