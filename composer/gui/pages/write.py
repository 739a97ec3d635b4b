"""Write: subject, preheader and text, with the message beside it as one recipient gets it.

What is typed is kept each second, saved after a pause and never refused; a frozen campaign is
read-only. One history holds everything that is done here. What the parts do stands in
`composer/gui/writing/`; this page puts them together and brings each what the others say.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from composer.findings import Finding
from composer.gui.editor import LINE_LETTERS, MessageEditor, set_writing_direction
from composer.gui.live_preview import LivePreview
from composer.gui.page import Page
from composer.gui.session import Session
from composer.gui.writing.autosave import Autosave, SaveMark
from composer.gui.writing.chip_edit import ChipEdit
from composer.gui.writing.field_renaming import rename_field
from composer.gui.writing.head_lines import HeadLines
from composer.gui.writing.insert_text import picture_source
from composer.gui.writing.opening import Opening
from composer.gui.writing.page_draft import PageDraft
from composer.gui.writing.page_panels import PANEL_OF_PART, PANELS
from composer.gui.writing.panels.files_panel import FilesPanel
from composer.gui.writing.panels.panel import WritePanel
from composer.gui.writing.recovery_line import RecoveryLine
from composer.gui.writing.save_line import SaveLine
from composer.gui.writing.side import WriteSide
from composer.gui.writing.text_findings import TextFindings, marks_of
from composer.gui.writing.text_frame import TextFrame
from composer.gui.writing.tools import Tools
from composer.i18n import N_, _, is_right_to_left, place
from composer.model.overview import AudiencePage, Preview
from composer.model.stages import Stage
from composer.model.writing import MessageDraft
from composer.stages.drafting import draft_of

LEAST_WIDTH = 400


class WritePage(Page):
    """The author's page."""

    stage = Stage.WRITE
    title = N_("Write")
    purpose = N_("The message in its own words, with a place for each person's own facts.")
    fills = True

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._findings: tuple[Finding, ...] = ()
        self.head = HeadLines()
        self.subject, self.preheader = self.head.subject, self.head.preheader
        self.editor = MessageEditor()
        self._current: ChipEdit = self.editor
        self.text = PageDraft(subject=self.subject, preheader=self.preheader, body=self.editor)
        self.insert = Tools(self.editor, self.text, ground=self, current=lambda: self._current)
        self.frame = TextFrame(self.editor, self.insert, self.text)
        self.preview = LivePreview(session, has_ways=True)
        self.side = WriteSide(session, self.preview, PANELS)
        self.recovery = RecoveryLine()
        self.autosave = Autosave(self, self.text)
        self.opening = Opening(self, self.autosave, self.recovery)
        self.saved = SaveLine(self.autosave)
        self.mistakes = TextFindings(session, self)
        self._build()
        self._connect()

    @property
    def draft(self) -> MessageDraft:
        """What stands in the fields now."""
        return self.text.now

    @property
    def is_unsaved(self) -> bool:
        """Whether something was typed that is not recorded yet."""
        return self.autosave.is_unsaved

    @property
    def unsaved_words(self) -> tuple[str, str] | None:
        """Say what closing the window would lose: what could not be saved when it was tried."""
        if self.autosave.state.mark is not SaveMark.FAILED:
            return None
        return (
            _("The message is not saved."),
            _("What you wrote last is lost when the window is closed."),
        )

    def refresh(self) -> None:
        """Take over what was recorded, unless something newer stands in the fields."""
        content = self.session.content
        assert content is not None
        recorded = draft_of(content.campaign, content.message)
        is_another = self.autosave.take_recorded(recorded)
        if (is_another and not self.is_unsaved) or content.frozen:
            self.text.show(recorded)
            self.autosave.take_over(recorded)
        self.text.is_read_only = content.frozen
        for edit in (self.subject, self.preheader, self.editor):
            set_writing_direction(edit, content.message.locale)
            edit.setReadOnly(content.frozen)
        right = is_right_to_left(content.message.locale)
        self.editor.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight
        )
        self.frame.first_words.show_locale(content.message.locale)
        self.frame.show_kind(is_html=self.text.is_html, read_only=content.frozen)
        self.side.set_read_only(read_only=content.frozen)
        self.saved.set_frozen(frozen=content.frozen, open_with=content.open_with)
        self.recovery.set_frozen(frozen=content.frozen)
        if content.frozen:
            self.set_secondary(_("Change…"), self.session.change_requested.emit)
        else:
            self.set_secondary("")
        self.opening.ask(recorded)
        self._show_strip()
        self.set_primary(_("Go to Translate"))
        self._draft_changed()

    def press_primary(self) -> None:
        """Save and go on."""
        self.save()
        self.session.go_to(Stage.TRANSLATE)

    def save(self) -> None:
        """Record what stands in the fields, if it is new."""
        self.side.finish()
        self.autosave.save()

    def leave(self) -> None:
        """Save what was typed in the last moment."""
        self.side.finish()
        self.autosave.leave()
        self.preview.pane.close_view()

    def show_finding(self, finding: Finding) -> bool:
        """Select the part and line of the text."""
        match finding.place_of("part"):
            case "subject":
                self._select_line(self.subject)
            case "preheader":
                self._select_line(self.preheader)
            case "body" | "html":
                self.editor.show_line(int(finding.place_of("line") or 1))
            case str(part) if part in PANEL_OF_PART:
                self.side.show_panel(PANEL_OF_PART[part]).setFocus()
            case _:
                return False
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the names of the page's tools where there is room."""
        super().resizeEvent(event)
        taken = self.heading.sizeHint().width() + self.saved.sizeHint().width() + 96
        self.side.tools.show_words(shown=self.width() - taken >= self.side.tools.words_width())

    # --- inside ------------------------------------------------------------------------------

    def _build(self) -> None:
        self.tools.setSpacing(16)
        self.tools.addWidget(self.saved)
        self.tools.addWidget(self.side.tools)
        left = QWidget()
        letters = self.editor.fontMetrics().averageCharWidth() * LINE_LETTERS
        left.setMaximumWidth(letters + 96)
        left.setMinimumWidth(LEAST_WIDTH)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addWidget(self.recovery)
        column.addWidget(self.frame, 1)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setHandleWidth(24)
        halves.setChildrenCollapsible(False)
        halves.addWidget(left)
        halves.addWidget(self.side)
        halves.setStretchFactor(0, 6)
        halves.setStretchFactor(1, 5)
        halves.setSizes([1200, 1000])
        self.content.addWidget(halves, 1)

    def _connect(self) -> None:
        self.text.changed.connect(self._draft_changed)
        self.text.stepping.connect(self.side.finish)
        self.text.stepped.connect(self._say_step)
        self.preview.shown.connect(self._previewed)
        self.preview.place_wanted.connect(self.session.show_finding)
        self.frame.problem.place_wanted.connect(self.session.show_finding)
        self.frame.problem.rename_wanted.connect(self._rename)
        self.mistakes.found.connect(self._found)
        self.mistakes.all_found.connect(self._all_found)
        self.autosave.saved.connect(self._was_saved)
        self.opening.first_found.connect(self._show_first)
        self.recovery.taken.connect(self._take_over)
        self.recovery.left.connect(self.autosave.drop_kept)
        self.insert.picture_asked.connect(lambda: self._files().choose_pictures())
        self.side.panel_made.connect(self._panel_made)
        self.side.panel_shown.connect(self._panel_shown)
        self.side.closed.connect(self.editor.setFocus)
        for edit in (self.subject, self.preheader, self.editor):
            edit.chip_activated.connect(
                lambda tag, position, edit=edit: self.insert.open_chip(edit, tag, position)
            )
            edit.cursorPositionChanged.connect(lambda edit=edit: self._wrote_in(edit))
        self.editor.images_dropped.connect(lambda found: self._files().take_pictures(found))
        self.editor.files_dropped.connect(lambda found: self._files().take_files(found))
        for key, step in (("Undo", self.text.undo), ("Redo", self.text.redo)):
            shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey[key]), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(step)

    def _wrote_in(self, edit: ChipEdit) -> None:
        if edit.hasFocus():
            self._current = edit

    def _select_line(self, edit: ChipEdit) -> None:
        edit.setFocus()
        edit.selectAll()

    # what the draft's change brings

    def _draft_changed(self) -> None:
        draft = self.text.now
        self.frame.bar.show_history(self.text.undo_label, self.text.redo_label)
        self.frame.show_text()
        shown = self.preview.preview
        self.head.show_lengths(dict(shown.recipient.fields) if shown is not None else {})
        frozen = self.session.is_frozen
        self.preview.show_draft(None if frozen else draft)
        if not frozen:
            self.mistakes.look_at(draft)
        self._show_panel()

    def _show_panel(self) -> None:
        content = self.session.content
        if content is not None:
            self.side.show_state(content, self.text.now)

    def _panel_made(self, panel: WritePanel) -> None:
        panel.draft_changed.connect(self.text.take)
        panel.picture_wanted.connect(self._put_picture)
        panel.set_read_only(self.session.is_frozen)

    def _panel_shown(self, panel: WritePanel) -> None:
        self._show_panel()
        if self.preview.preview is not None:
            panel.show_preview(self.preview.preview)

    def _files(self) -> FilesPanel:
        panel = self.side.show_panel(FilesPanel)
        assert isinstance(panel, FilesPanel)
        return panel

    def _put_picture(self, path: str, alt: str) -> None:
        with self.text.named(_("picture")):
            self.editor.insert_source(picture_source(path, alt))
        self.editor.setFocus()

    def _rename(self, old: str, new: str) -> None:
        draft = self.text.now
        changed = {
            name: rename_field(getattr(draft, name) or "", old, new)
            for name in ("subject", "preheader", "html" if self.text.is_html else "body")
        }
        self.text.replace_texts(changed, label=_("field"))

    # what comes back

    def _previewed(self, preview: Preview) -> None:
        fields = dict(preview.recipient.fields)
        self._offer_fields(fields)
        content = self.session.content
        own = content is not None and preview.recipient.locale == content.message.locale
        subject = preview.rendered.header("Subject") or "" if own else ""
        self.head.show_lengths(fields, rendered_subject=subject)
        if self.side.open_panel is not None:
            self.side.open_panel.show_preview(preview)

    def _offer_fields(self, fields: dict[str, str]) -> None:
        for edit in (self.subject, self.preheader, self.editor):
            edit.set_known_fields(fields)
        self.insert.show_fields(fields)
        self.frame.first_words.show_fields(fields)

    def _found(self, findings: tuple[Finding, ...]) -> None:
        self._findings = findings
        self.frame.problem.show_findings(findings)
        sources = {"subject": self.subject, "preheader": self.preheader, "body": self.editor}
        for part, edit in sources.items():
            edit.set_marks(marks_of(findings, part, edit.source()))

    def _was_saved(self, findings: tuple[Finding, ...]) -> None:
        self._findings = findings
        self._show_strip()
        self.session.announce(_("Saved"))
        self.mistakes.look_at_saved()

    def _all_found(self, findings: tuple[Finding, ...]) -> None:
        self._found(findings)
        self._show_strip()

    def _show_strip(self) -> None:
        known = set(self._findings)
        rest = tuple(item for item in self.stage_findings if item not in known)
        self.show_findings((*self._findings, *rest))

    def _say_step(self, label: str, again: bool) -> None:  # noqa: FBT001 - a slot
        words = _("Done again: {what}") if again else _("Undone: {what}")
        self.session.announce(place(words, what=label))

    def _show_first(self, page: AudiencePage) -> None:
        if self.preview.preview is not None:
            return
        samples = dict.fromkeys(page.columns, "")
        for first in page.rows:
            samples.update(first.fields)
            self.preview.bar.show_recipient(first, page.total)
        self._offer_fields(samples)

    def _take_over(self, draft: MessageDraft) -> None:
        self.text.replace(draft, label=_("what was not saved"))
        self.editor.setFocus()
