"""Write: subject, preheader and text, with the message beside it as one recipient gets it.

What is typed is saved after a pause and never refused; a frozen campaign is read-only.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QSplitter, QVBoxLayout, QWidget

from composer.findings import Finding
from composer.gui.background import Task
from composer.gui.editor import LINE_LETTERS, MessageEditor, set_writing_direction
from composer.gui.format_bar import FormatBar
from composer.gui.live_preview import LivePreview
from composer.gui.page import Page
from composer.gui.parts import Card, ElidedLabel, label, row, rule
from composer.gui.session import Session
from composer.gui.writing.find_bar import FindBar
from composer.i18n import N_, _, ngettext, place
from composer.model.overview import CampaignContent, MessageDraft, Preview
from composer.model.stages import Stage

SAVE_PAUSE_MS = 800
SUBJECT_LETTERS = 50
PREHEADER_LETTERS = 90


class WritePage(Page):
    """The author's page."""

    stage = Stage.WRITE
    title = N_("Write")
    purpose = N_("The message in its own words, with a place for each person's own facts.")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._known: MessageDraft | None = None
        self._text_findings: tuple[Finding, ...] = ()
        self.subject = QLineEdit()
        self.subject_hint = ElidedLabel(role="caption", grows=False)
        self.preheader = QLineEdit()
        self.preheader_hint = ElidedLabel(role="caption", grows=False)
        self.editor = MessageEditor()
        self.bar = FormatBar(self.editor)
        self.find_line = FindBar(self.editor)
        self.preview = LivePreview(session)
        self.saved = label(role="caption")
        self.tools.addWidget(self.saved)
        self._build()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_PAUSE_MS)
        self._timer.timeout.connect(self.save)
        self.subject.textEdited.connect(self._edited)
        self.preheader.textEdited.connect(self._edited)
        self.editor.source_changed.connect(self._edited)
        self.preview.shown.connect(self._previewed)
        find = QShortcut(QKeySequence.StandardKey.Find, self)
        find.activated.connect(self.find_line.open_bar)
        replace = QShortcut(QKeySequence("Ctrl+H"), self)
        replace.activated.connect(lambda: self.find_line.open_bar(replace=True))

    @property
    def draft(self) -> MessageDraft:
        """What stands in the fields now."""
        return MessageDraft(
            subject=self.subject.text(),
            preheader=self.preheader.text(),
            body=self.editor.toPlainText(),
        )

    @property
    def is_unsaved(self) -> bool:
        """Whether something was typed that is not recorded yet."""
        return self._known is not None and self.draft != self._known

    def refresh(self) -> None:
        """Take over what was recorded, unless something newer stands in the fields."""
        content = self.session.content
        assert content is not None
        recorded = _draft_of(content)
        if not self.is_unsaved or content.frozen:
            self._known = recorded
            self._fill(recorded)
            self._text_findings = self._text_findings if recorded == self.draft else ()
        elif self._known is not None and recorded == self.draft:
            self._known = recorded
        set_writing_direction(self.editor, content.message.locale)
        for field in (self.subject, self.preheader, self.editor):
            field.setReadOnly(content.frozen)
        self.bar.setEnabled(not content.frozen)
        if content.frozen:
            self.saved.setText(_("Frozen: read only"))
            self.set_secondary(_("Change…"), self.session.change_requested.emit)
        else:
            self.set_secondary("")
        self.show_findings((*self._text_findings, *self._without_known(self.stage_findings)))
        self.set_primary(_("Go to Translate"))
        self.preview.show_draft(None if content.frozen else self.draft)

    def press_primary(self) -> None:
        """Save and go on."""
        self.save()
        self.session.go_to(Stage.TRANSLATE)

    def leave(self) -> None:
        """Save what was typed in the last moment."""
        self.save()
        self.preview.pane.close_view()

    def show_finding(self, finding: Finding) -> bool:
        """Select the part and line of the text."""
        match finding.place_of("part"):
            case "subject":
                self.subject.setFocus()
                self.subject.selectAll()
            case "preheader":
                self.preheader.setFocus()
                self.preheader.selectAll()
            case "body" | "html" | "text":
                self.editor.show_line(int(finding.place_of("line") or 1))
            case _:
                return False
        return True

    def save(self) -> None:
        """Record what stands in the fields, if it is new."""
        self._timer.stop()
        draft = self.draft
        if self._known is None or draft == self._known or self.session.is_frozen:
            return
        self._known = draft
        self.saved.setText(_("Saving…"))
        workspace, person = self.session.workspace, self.session.person
        campaign = self.session.campaign

        def write(_task: Task) -> tuple[Finding, ...]:
            return workspace.save_message(campaign, draft, by=person)

        self.change(write, then=self._was_saved)

    # --- inside ------------------------------------------------------------------------------

    def _build(self) -> None:
        self.subject.setAccessibleName(_("Subject"))
        self.preheader.setAccessibleName(_("Preheader"))
        self.preheader.setPlaceholderText(_("The words after the subject in the inbox"))
        self.editor.setAccessibleName(_("Text"))
        self.editor.setAccessibleDescription(_("Ctrl+Tab leaves the text."))
        self.editor.setProperty("kind", "bare")
        self.editor.setPlaceholderText(_("Dear {{ first_name }},"))
        frame = Card()
        frame.body.setContentsMargins(1, 1, 1, 1)
        frame.body.setSpacing(0)
        frame.body.addWidget(self.bar)
        frame.body.addWidget(rule())
        frame.body.addWidget(self.find_line)
        frame.body.addWidget(self.editor, 1)
        left = QWidget()
        letters = self.editor.fontMetrics().averageCharWidth() * LINE_LETTERS
        left.setMaximumWidth(letters + 96)
        left.setMinimumWidth(360)
        column = QVBoxLayout(left)
        column.setContentsMargins(1, 0, 1, 0)
        column.setSpacing(4)
        for name, edit, hint in (
            (_("Subject"), self.subject, self.subject_hint),
            (_("Preheader"), self.preheader, self.preheader_hint),
        ):
            column.addLayout(row(label(name, role="strong"), hint, stretch=0))
            column.addWidget(edit)
            column.addSpacing(8)
        column.addLayout(
            row(
                label(_("Text"), role="strong"),
                label(_("Ctrl+Tab leaves the text"), role="caption"),
                stretch=0,
            )
        )
        column.addWidget(frame, 1)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setHandleWidth(24)
        halves.setChildrenCollapsible(False)
        halves.addWidget(left)
        halves.addWidget(self.preview)
        halves.setStretchFactor(0, 1)
        halves.setStretchFactor(1, 1)
        halves.setSizes([1000, 1000])
        self.content.addWidget(halves, 1)

    def _fill(self, draft: MessageDraft) -> None:
        for edit, text in ((self.subject, draft.subject), (self.preheader, draft.preheader)):
            if edit.text() != text:
                edit.setText(text)
                edit.setCursorPosition(0)
        if self.editor.toPlainText() != draft.body:
            self.editor.blockSignals(True)
            self.editor.replace_text(draft.body)
            self.editor.blockSignals(False)
        self._show_lengths()

    def _edited(self) -> None:
        self._show_lengths()
        if not self.is_unsaved:
            return
        self.saved.setText("")
        self._timer.start()
        self.preview.show_draft(self.draft)

    def _show_lengths(self) -> None:
        for edit, hint, most in (
            (self.subject, self.subject_hint, SUBJECT_LETTERS),
            (self.preheader, self.preheader_hint, PREHEADER_LETTERS),
        ):
            count = len(edit.text())
            words = ngettext("{count} letter", "{count} letters", count)
            if count > most:
                words = _("{count} letters; many programs show about {most}")
            hint.show_text(place(words, count=count, most=most))

    def _previewed(self, preview: Preview) -> None:
        fields = dict(preview.recipient.fields)
        self.editor.set_known_fields(fields)
        self.bar.offer_fields(fields)

    def _was_saved(self, findings: tuple[Finding, ...]) -> None:
        self._text_findings = findings
        self.saved.setText(_("Saved"))
        self.session.announce(_("Saved"))

    def _without_known(self, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        return tuple(item for item in findings if item not in self._text_findings)


def _draft_of(content: CampaignContent) -> MessageDraft:
    message = content.message
    return MessageDraft(subject=message.subject, preheader=message.preheader, body=message.body)
