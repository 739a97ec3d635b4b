"""What an empty text teaches: two lines that show a greeting with a field, and put it in.

The greeting becomes part of the message, so it is in the message's language as far as the program
has its words, and else in English; what explains it is in the window's.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from composer.gui.parts import Button, Card, label
from composer.gui.writing.tag_words import spoken_name
from composer.gui.writing.tags import Field, write_tag
from composer.i18n import N_, SOURCE_LANGUAGE, _, is_right_to_left, place, words_in

LIKELY = ("first_name", "firstname", "given_name", "name", "full_name")


class FirstWords(QWidget):
    """A short lesson above an empty text.

    Signals:
        wanted(str): put this source into the text.
    """

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._source = ""
        self._fields: Mapping[str, str] = {}
        self._locale = SOURCE_LANGUAGE
        self.teach = label(
            _("Start with a greeting. A field puts each person's own words in its place."),
            role="muted",
            wraps=True,
        )
        self.example = label(wraps=True)
        self.put = Button(_("Put it in"), pressed=lambda: self.wanted.emit(self._source))
        card = Card(kind="well")
        card.body.addWidget(self.example)
        line = QHBoxLayout()
        line.addWidget(self.put)
        line.addStretch(1)
        card.body.addLayout(line)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(16, 12, 16, 4)
        inner.setSpacing(8)
        inner.addWidget(self.teach)
        inner.addWidget(card)
        self.setAccessibleName(_("How to begin"))
        self.show_fields({})
        self.hide()

    def show_fields(self, fields: Mapping[str, str]) -> None:
        """Make the example of the audience's own columns."""
        self._fields = fields
        self._show()

    def show_locale(self, tag: str) -> None:
        """Greet in the language of the message."""
        if tag != self._locale:
            self._locale = tag
            self._show()

    def _show(self) -> None:
        right = is_right_to_left(self._locale)
        self.example.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight
        )
        name = next((name for name in LIKELY if name in self._fields), "")
        news = words_in(self._locale, N_("we have news for you: …"))
        if not name:
            hello = words_in(self._locale, N_("Hello,"))
            self._source = hello + "\n\n" + news + "\n"
            self.example.setText(hello + "\n" + news)
            return
        tag = write_tag(Field(name=name, fallback=words_in(self._locale, N_("customer"))))
        greeting = words_in(self._locale, N_("Dear {name},"))
        self._source = greeting.replace("{name}", tag) + "\n\n" + news + "\n"
        spoken = place(_("[{field}]"), field=spoken_name(name))
        self.example.setText(greeting.replace("{name}", spoken) + "\n" + news)
