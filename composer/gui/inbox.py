"""How a message looks in a list of mail: sender, subject, and the words that follow it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import NamedTuple

from PySide6.QtWidgets import QVBoxLayout

from composer.gui.numbers import number
from composer.gui.parts import Button, Card, ElidedLabel, label, row, set_margins
from composer.gui.writing.length_hints import seen_length
from composer.i18n import _, isolate, ngettext, place
from composer.model.rendered import RenderedMessage

PREVIEW_LETTERS = 140
PIECE, ENOUGH_LETTERS = 4096, 2000
FILLER = "\u034f"  # combining grapheme joiner
SILENT = frozenset({"style", "script", "title", "head"})


def inbox_words(html: str) -> str:
    """Gather the first words a mail program would show under the subject.

    >>> inbox_words("<head><title>x</title></head><p>Dear   Ana,</p><p>news")
    'Dear Ana, news'

    What a layout writes behind its preheader to fill the line up is not shown by any program.
    """
    reader = _Words()
    for at in range(0, len(html), PIECE):  # most of a long message is never looked at
        reader.feed(html[at : at + PIECE])
        if sum(map(len, reader.words)) > ENOUGH_LETTERS:
            break
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


class Cut(NamedTuple):
    """How many letters of subject and first words a common mail program shows."""

    subject: int
    words: int


DESKTOP = Cut(70, 90)
PHONE = Cut(38, 80)


def cut_words(text: str, most: int) -> str:
    """Cut a text after so many letters, as a list of mail does.

    >>> cut_words("Index weighting update", 5), cut_words("Index", 5)
    ('Index…', 'Index')
    """
    if seen_length(text) <= most:
        return text
    kept = list(text[:most])
    while seen_length("".join(kept)) > most:
        kept.pop()
    return "".join(kept).rstrip() + "…"


class InboxLine(Card):
    """One line of an inbox; `wide`: all beside each other, cut as a mail program cuts it."""

    def __init__(self, *, wide: bool = False) -> None:
        super().__init__()
        self.body.setContentsMargins(12, 8, 12, 8)
        self.from_line = ElidedLabel(role="caption", grows=not wide)
        self.subject = ElidedLabel(role="strong", grows=not wide)
        self.words = ElidedLabel(role="muted")
        self.rest = label(role="caption")
        self.phone = Button(kind="quiet", icon="smartphone", checkable=True)
        self._cut: Cut | None = DESKTOP if wide else None
        self._shown: tuple[str, str] = ("", "")
        self.setAccessibleName(_("In the inbox"))
        if wide:
            self._lay_out_wide()
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
        self._shown = (message.header("Subject") or "", inbox_words(message.html))
        self._show()

    def _lay_out_wide(self) -> None:
        set_margins(self.body, start=12, top=2, end=4, bottom=2)
        self.from_line.setMaximumWidth(200)
        self.phone.setAccessibleName(_("Cut as on a phone"))
        self.phone.setToolTip(_("Cut as on a phone"))
        self.phone.toggled.connect(self._choose)
        parts = (self.from_line, self.subject, self.words, self.rest, self.phone)
        self.body.addLayout(row(*parts, gap=16, stretch=2))

    def _choose(self, as_phone: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._cut = PHONE if as_phone else DESKTOP
        self._show()

    def _show(self) -> None:
        subject, words = self._shown
        cut = self._cut
        if cut is None:
            self.subject.show_text(isolate(subject))
            self.words.show_text(isolate(words))
            return
        self.subject.show_text(isolate(cut_words(subject, cut.subject)))
        self.words.show_text(isolate(cut_words(words, cut.words)))
        self.subject.setToolTip(subject)
        lost = seen_length(subject) - cut.subject
        self.rest.setVisible(lost > 0)
        if lost > 0:
            told = ngettext(
                "{count} letter of the subject is cut off",
                "{count} letters of the subject are cut off",
                lost,
            )
            self.rest.setText(place(told, count=number(lost)))
