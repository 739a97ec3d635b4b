"""What may be used as a translation: an earlier one with all about it, or one made by filling."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from composer.gui.numbers import number
from composer.gui.parts import Button, Card, ElidedLabel, icon_button, label, row
from composer.gui.times import short_day
from composer.gui.translating.difference_text import DifferenceText
from composer.i18n import _, is_right_to_left, isolate, isolate_ltr, place
from composer.model.memory import MatchKind, MemoryMatch
from composer.translation.jinja_source import split_tags
from composer.translation.locale_names import language_name


class MatchCard(Card):
    """Made once and shown with one match after another.

    Signals:
        wanted(): use it.
        unwanted(): it is wrong; take it out of the memory.
    """

    wanted = Signal()
    unwanted = Signal()

    def __init__(self, key: str) -> None:
        super().__init__()
        self.likeness = label(role="strong")
        self.where = ElidedLabel(role="caption")
        self.target = label(wraps=True)
        self.source = DifferenceText(_("What differs from the earlier text"))
        self.remark = label(role="caption", wraps=True)
        self.use = Button(_("Use"))
        self.take_out = icon_button("trash-2", _("Wrong: take it out of the earlier translations"))
        self.target.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if key:
            self.use.setToolTip(key)
        self.body.setContentsMargins(12, 8, 12, 8)
        self.body.setSpacing(4)
        self.body.addLayout(row(self.likeness, self.where, self.take_out, self.use, stretch=1))
        self.body.addWidget(self.target)
        self.body.addWidget(self.remark)
        self.body.addWidget(self.source)
        self.use.clicked.connect(self.wanted)
        self.take_out.clicked.connect(self.unwanted)

    def show_match(self, match: MemoryMatch, *, source_locale: str, locale: str) -> None:
        """Show another match."""
        share = place(_("{number} %"), number=number(match.likeness))
        self.likeness.setText(share)
        self.where.show_text(_where(match))
        show_in_language(self.target, match.target, locale)
        self.remark.setText(_remark(match))
        self.remark.setVisible(bool(self.remark.text()))
        self.source.setVisible(match.kind is not MatchKind.EXACT)
        if match.kind is not MatchKind.EXACT:
            self.source.show_stretches(match.differences, source_locale)
        self.setAccessibleName(place(_("{share} alike: {text}"), share=share, text=match.target))


class OfferLine(QWidget):
    """A translation that was made without translating, below a line that says how.

    Signals:
        wanted(str): use it.
    """

    wanted = Signal(str)

    def __init__(self, caption: str) -> None:
        super().__init__()
        self._text = ""
        self.words = label(wraps=True)
        self.use = Button(_("Use"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label(caption, role="caption", wraps=True))
        column.addLayout(row(self.words, self.use, stretch=0))
        self.use.clicked.connect(lambda: self.wanted.emit(self._text))
        self.hide()

    def show_offer(self, text: str | None, locale: str) -> None:
        """Show another text, or nothing."""
        self._text = text or ""
        show_in_language(self.words, self._text, locale)
        self.setVisible(text is not None)


def show_in_language(words: QLabel, text: str, locale: str) -> None:
    """Show a text from the side where lines of its language begin."""
    right = is_right_to_left(locale)
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    direction = Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight
    words.setLayoutDirection(direction)
    words.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignTop)
    # A field's brackets would be turned around among letters of the other direction.
    pieces = (isolate_ltr(one.text) if one.is_tag else one.text for one in split_tags(text))
    words.setText("".join(pieces))


def _where(match: MemoryMatch) -> str:
    language = language_name(match.locale) if match.locale else ""
    parts = (language, match.campaign, match.by, short_day(match.at.astimezone().date()))
    return " · ".join(isolate(part) for part in parts if part)


def _remark(match: MemoryMatch) -> str:
    match match.kind:
        case MatchKind.EXACT:
            return _("The very same text.")
        case MatchKind.FILLED:
            return _("The same words; numbers, dates, fields and links are the new text’s.")
        case MatchKind.FUZZY:
            return ""
