"""The draft of the open message: what stands in its fields and panels, with one history.

Subject, preheader and text are read from their widgets; everything else lives here. What is undone
goes back into the widgets. Nothing is saved here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextCursor

from composer.gui.writing.chip_edit import ChipEdit
from composer.gui.writing.draft_steps import DraftStep, TextEdit
from composer.gui.writing.page_undo import TYPING, PageHistory
from composer.gui.writing.panels.panel import DraftChange
from composer.gui.writing.text_put import put_text
from composer.i18n import _
from composer.model.writing import MessageDraft

EMPTY = MessageDraft(subject="", preheader="", body="")


class PageDraft(QObject):
    """Reads the fields, keeps the history, puts back what is undone.

    Signals:
        changed(): the draft is another, by whatever way.
        stepping(): a step is about to be undone or done again; what is not told yet is told now.
        stepped(str, bool): a step was undone (or, True, done again); its label.
    """

    changed = Signal()
    stepping = Signal()
    stepped = Signal(str, bool)

    def __init__(self, *, subject: ChipEdit, preheader: ChipEdit, body: ChipEdit) -> None:
        super().__init__(subject)
        self._history = PageHistory(EMPTY)
        self._fields = {"subject": subject, "preheader": preheader, "body": body}
        self._putting = False
        self.is_read_only = False
        for edit in self._fields.values():
            edit.set_undo_elsewhere(elsewhere=True)
            edit.undo_requested.connect(self.undo)
            edit.redo_requested.connect(self.redo)
            edit.source_changed.connect(self.read)

    @property
    def now(self) -> MessageDraft:
        """The draft with what was typed a moment ago."""
        self.read()
        return self._history.draft

    @property
    def is_html(self) -> bool:
        """Whether the body was brought as HTML."""
        return "html" in self._fields

    @property
    def undo_label(self) -> str:
        """What Ctrl+Z would take back, or nothing."""
        return "" if self.is_read_only else self._history.undo_label

    @property
    def redo_label(self) -> str:
        """What Ctrl+Shift+Z would do again, or nothing."""
        return "" if self.is_read_only else self._history.redo_label

    def show(self, draft: MessageDraft) -> None:
        """Show what is stored; the history is lost only if it really is another message."""
        if draft == self.now:
            return
        self._history.begin_again(draft)
        self._put(draft)
        for edit in self._fields.values():
            edit.moveCursor(QTextCursor.MoveOperation.Start)
        self.changed.emit()

    def read(self) -> None:
        """Take what stands in the fields."""
        if self._putting:
            return
        was_changed = False
        # The field that is written in comes last: what changed elsewhere came before.
        for name, edit in sorted(self._fields.items(), key=lambda pair: pair[1].hasFocus()):
            draft, source = self._history.draft, edit.source()
            if source != getattr(draft, name):
                after: MessageDraft = replace(draft, **{name: source})  # type: ignore[arg-type]
                was_changed |= self._history.record(after, label=_("typing"), merge=TYPING)
        if was_changed:
            self.changed.emit()

    def take(self, change: DraftChange) -> None:
        """Take a change that a panel asks for."""
        self.read()
        self.replace(change.apply(self._history.draft), label=change.label, merge=change.merge)

    def replace(self, after: MessageDraft, *, label: str, merge: str = "") -> None:
        """Take a step to another draft, shown everywhere; a frozen message stays as it is."""
        if self.is_read_only:
            return
        if not merge:
            self._history.seal()
        if self._history.record(after, label=label, merge=merge):
            self._put(after)
            self.changed.emit()

    def replace_texts(self, texts: Mapping[str, str], *, label: str) -> None:
        """Put other words into some of the fields, as one step."""
        after: MessageDraft = replace(self.now, **texts)  # type: ignore[arg-type]
        self.replace(after, label=label)

    def undo(self) -> None:
        """Take the last step back."""
        self._step(again=False)

    def redo(self) -> None:
        """Do the last undone step again."""
        self._step(again=True)

    @contextmanager
    def named(self, label: str) -> Iterator[None]:
        """Let what a tool writes meanwhile be one step with the tool's name."""
        self.read()
        with self._history.named(label):
            yield
            self.read()

    def put_body(self, text: str) -> None:
        """Show another body; the step is named by the tool that asks for it."""
        put_text(self._fields["html" if self.is_html else "body"], text)
        self.read()

    def seal(self) -> None:
        """End the run of keys: what comes next is a step of its own."""
        self.read()
        self._history.seal()

    # --- inside ------------------------------------------------------------------------------

    def _step(self, *, again: bool) -> None:
        if self.is_read_only:
            return
        self.stepping.emit()
        self.read()
        step = self._history.redo() if again else self._history.undo()
        if step is None:
            return
        self._put(self._history.draft)
        self._focus(step)
        self.changed.emit()
        self.stepped.emit(step.label, again)

    def _put(self, draft: MessageDraft) -> None:
        self._bind_body(is_html=bool(draft.html))
        self._putting = True
        try:
            for name, edit in self._fields.items():
                put_text(edit, getattr(draft, name) or "")
        finally:
            self._putting = False

    def _focus(self, step: DraftStep) -> None:
        """Go where the text changed; a panel's step leaves the focus alone."""
        match step.changes:
            case (TextEdit(field=name),) if name in self._fields:
                self._fields[name].setFocus()

    def _bind_body(self, *, is_html: bool) -> None:
        wanted, other = ("html", "body") if is_html else ("body", "html")
        if wanted not in self._fields:
            self._fields[wanted] = self._fields.pop(other)
