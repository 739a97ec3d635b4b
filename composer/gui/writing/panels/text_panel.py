"""Plain text: what people get whose mail program shows no HTML; derived, or written by hand.

Written by hand, it begins from the derived text with its fields. When the text has moved on since,
the panel says so and shows what changed; a person may say that it still fits.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QStackedWidget

from composer.gui.background import Task
from composer.gui.parts import Button, Card, IconLabel, label, row
from composer.gui.plain_text import PlainText
from composer.gui.session import Session
from composer.gui.times import full_moment
from composer.gui.writing.panels.fields import flow
from composer.gui.writing.panels.panel import WritePanel
from composer.gui.writing.panels.text_changes import TextChanges
from composer.i18n import N_, _, isolate_ltr, place
from composer.model.overview import CampaignContent, Preview
from composer.model.writing import MessageDraft, OlderText

PAUSE_MS = 300
LEAST_HEIGHT = 320
MERGE = "plain text"


class TextPanel(WritePanel):
    """The panel "Plain text"."""

    title = N_("Plain text")
    icon = "file-text"
    most_width = 640  # room for its 78 columns

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._asked: tuple[object, ...] = ()
        self._draft: MessageDraft | None = None
        self._told = ""
        self._read_only = False
        self.state = label(wraps=True)
        self.whose = label(role="caption", wraps=True)
        self.shown = PlainText(_("Plain text as this person gets it"), read_only=True)
        self.editor = PlainText(_("Plain text written by hand"))
        for edit in (self.shown, self.editor):
            edit.setMinimumHeight(LEAST_HEIGHT)
        self.editor.setPlaceholderText(_("Dear {{ first_name }},"))
        self.texts = QStackedWidget()
        self.by_hand = Button(_("Write it by hand…"), icon="pencil-line", pressed=self.begin)
        self.derive = Button(_("Use the derived text again"), icon="undo-2", pressed=self.derive_it)
        self.as_shown = Button(
            _("As this person gets it"), kind="quiet", icon="eye", checkable=True
        )
        self.older = Card()
        self.older_words = label(wraps=True)
        self.compare = Button(_("Compare"), checkable=True)
        self.fits = Button(_("It still fits"), pressed=self.say_it_fits)
        self.anew = Button(_("Begin anew from the text"), pressed=self.begin)
        self.changes = TextChanges()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._lay_out()
        self._timer.timeout.connect(self._tell)
        self.editor.textChanged.connect(self._typed)
        self.as_shown.toggled.connect(self._show_texts)
        self.compare.toggled.connect(self.changes.setVisible)

    def show_state(self, content: CampaignContent, draft: MessageDraft) -> None:
        """Show whether it is derived or written by hand, and whether the text has moved on."""
        self._draft = draft
        written = draft.text_override or ""
        self.editor.set_language(content.message.locale)
        if written != self._told or (not written and self.editor.toPlainText()):
            self._timer.stop()
            self._told = written
            self._put(written)
        self.state.setText(
            _("Written by hand. It does not follow the text by itself.")
            if written
            else _("Made from the text, so that both always say the same.")
        )
        self._show_buttons()
        self._show_texts()
        asked = (content.id, content.revision, content.text_is_older)
        if asked != self._asked:
            self._asked = asked
            self._read_older(content)

    def show_preview(self, preview: Preview) -> None:
        """Show the plain text of the message beside the text."""
        address = isolate_ltr(preview.recipient.address)
        self.whose.setText(place(_("As {address} gets it:"), address=address))
        self.shown.set_language(preview.rendered.locale)
        if self.shown.toPlainText() != preview.rendered.text:
            self.shown.setPlainText(preview.rendered.text)

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - as inherited
        """Show the text without offering to change it."""
        self._read_only = read_only
        self.editor.setReadOnly(read_only)
        self._show_buttons()

    def finish(self) -> None:
        """Tell the last letters at once."""
        if self._timer.isActive():
            self._timer.stop()
            self._tell()

    def begin(self) -> None:
        """Go on by hand from the text that is derived now."""
        workspace, campaign = self.session.workspace, self.session.campaign
        draft = self._draft

        def derive(_task: Task) -> str:
            return workspace.authoring.derived_text(campaign, draft)

        def take(text: str) -> None:
            self.as_shown.setChecked(False)
            self.change(_("plain text by hand"), lambda draft: replace(draft, text_override=text))
            self.editor.setFocus()

        self.session.ask(derive, owner=self, then=take)

    def derive_it(self) -> None:
        """Let the plain text follow the text again."""
        self.change(_("derived plain text"), lambda draft: replace(draft, text_override=""))

    def say_it_fits(self) -> None:
        """Record that the plain text fits the text as it is now."""
        workspace, person = self.session.workspace, self.session.person
        campaign = self.session.campaign
        self.session.change(
            lambda _task: workspace.authoring.say_text_still_fits(campaign, by=person),
            owner=self,
        )

    # --- inside ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.texts.addWidget(self.shown)
        self.texts.addWidget(self.editor)
        words = row(IconLabel("triangle-alert", "look"), self.older_words, stretch=1)
        self.older.body.addLayout(words)
        self.older.body.addWidget(self.changes)
        self.older.body.addWidget(flow(self.compare, self.fits, self.anew))
        self.changes.setMinimumHeight(160)
        self.changes.hide()
        self.older.hide()
        self.column.addWidget(self.state)
        self.column.addWidget(self.older)
        self.column.addWidget(flow(self.by_hand, self.derive, self.as_shown))
        self.column.addWidget(self.whose)
        self.column.addWidget(self.texts, 1)

    @property
    def _is_by_hand(self) -> bool:
        return self._draft is not None and bool(self._draft.text_override)

    def _show_buttons(self) -> None:
        by_hand = self._is_by_hand
        self.by_hand.setVisible(not by_hand and not self._read_only)
        self.derive.setVisible(by_hand and not self._read_only)
        self.as_shown.setVisible(by_hand)
        for button in (self.fits, self.anew):
            button.setVisible(not self._read_only)

    def _show_texts(self, _checked: object = None) -> None:
        editing = self._is_by_hand and not self.as_shown.isChecked()
        self.texts.setCurrentWidget(self.editor if editing else self.shown)
        self.whose.setVisible(not editing and bool(self.whose.text()))

    def _put(self, text: str) -> None:
        """Put another text in through a cursor, so that the editor's own steps stay."""
        self.editor.blockSignals(True)
        cursor = QTextCursor(self.editor.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.editor.blockSignals(False)

    def _typed(self) -> None:
        if not self._read_only:
            self._timer.start()

    def _tell(self) -> None:
        text = self.editor.toPlainText()
        if text == self._told or not self._is_by_hand:
            return
        self._told = text
        # An empty text would mean a derived one: somebody who empties the page has not said so.
        kept = text or "\n"
        self._told = kept
        self.change(_("plain text"), lambda draft: replace(draft, text_override=kept), merge=MERGE)

    def _read_older(self, content: CampaignContent) -> None:
        if not content.text_is_older:
            self.older.hide()
            self.compare.setChecked(False)
            return
        workspace, campaign = self.session.workspace, content.id

        def read(_task: Task) -> OlderText | None:
            return workspace.authoring.older_text(campaign)

        self.session.ask(read, owner=self, then=self._show_older)

    def _show_older(self, found: OlderText | None) -> None:
        self.older.setVisible(found is not None)
        if found is None:
            return
        when = full_moment(found.changed_at)
        self.older_words.setText(
            place(
                _("The text was changed on {when}, after this plain text was written."), when=when
            )
        )
        self.changes.show_changes(found.then, found.now)
