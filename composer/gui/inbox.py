"""How a message looks in a list of mail: sender, subject, and the words that follow it."""

from __future__ import annotations

from html.parser import HTMLParser

from PySide6.QtWidgets import QVBoxLayout

from composer.gui.parts import Card, ElidedLabel, row
from composer.i18n import _, isolate
from composer.model.rendered import RenderedMessage

PREVIEW_LETTERS = 140
FILLER = "\u034f"  # combining grapheme joiner
SILENT = frozenset({"style", "script", "title", "head"})


def inbox_words(html: str) -> str:
    """Gather the first words a mail program would show under the subject.

    >>> inbox_words("<head><title>x</title></head><p>Dear   Ana,</p><p>news")
    'Dear Ana, news'

    What a layout writes behind its preheader to fill the line up is not shown by any program.
    """
    reader = _Words()
    reader.feed(html)
    return " ".join(" ".join(reader.words).partition(FILLER)[0].split())[:PREVIEW_LETTERS]


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        if tag in SILENT:
            self._silent.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag == self._silent[-1]:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)


class InboxLine(Card):
    """One line of an inbox; `wide` puts everything beside each other."""

    def __init__(self, *, wide: bool = False) -> None:
        super().__init__()
        self.body.setContentsMargins(12, 8, 12, 8)
        self.from_line = ElidedLabel(role="caption")
        self.subject = ElidedLabel(role="strong")
        self.words = ElidedLabel(role="muted")
        self.setAccessibleName(_("In the inbox"))
        if wide:
            self.from_line.setMaximumWidth(200)
            line = row(self.from_line, self.subject, self.words, gap=16)
            for index, share in enumerate((2, 4, 5)):
                line.setStretch(index, share)
            self.body.addLayout(line)
            return
        column = QVBoxLayout()
        column.setSpacing(2)
        for widget in (self.from_line, self.subject, self.words):
            column.addLayout(row(widget, stretch=0))
        self.body.addLayout(column)

    def show_message(self, message: RenderedMessage) -> None:
        """Show sender, subject and first words."""
        sender = message.header("From") or ""
        name = sender.rpartition("<")[0].strip(' "') or sender
        self.from_line.show_text(isolate(name))
        self.subject.show_text(isolate(message.header("Subject") or ""))
        self.words.show_text(isolate(inbox_words(message.html)))
