"""The small sheet of one word of the team's: the word, how each language says it, a note."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from composer.gui.languages import COMMON
from composer.gui.writing.popover import Popover
from composer.i18n import _
from composer.model.glossary import GlossaryLine, GlossaryTerm, Saying
from composer.translation.glossary import find_term_problems, tidy_term
from composer.translation.locale_names import language_name

_BETWEEN = "|"


class TermSheet(Popover):
    """Asks for a word, or for what is to change about one.

    Signals:
        wanted(GlossaryTerm, GlossaryLine | None): keep this, in place of what was seen.
    """

    wanted = Signal(object, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, title=_("Word of the team"), act=_("Keep"))
        self._seen: GlossaryLine | None = None
        self._term = GlossaryTerm(source="", source_locale="en")
        self._locale = ""
        self.word = QLineEdit()
        self.fixed = QCheckBox(_("Stays as it is in every language, like a name"))
        self.language = QComboBox()
        self.said = QLineEdit()
        self.forbidden = QLineEdit()
        self.note = QLineEdit()
        self.add_line(_("Word, as it stands in the source"), self.word)
        self.form.addWidget(self.fixed)
        self.add_line(_("Language"), self.language)
        self.add_line(_("It says (several ways with | between them)"), self.said)
        self.add_line(_("It must not say"), self.forbidden)
        self.add_line(_("Note for translators"), self.note)
        self.fixed.toggled.connect(self._look)
        self.language.currentIndexChanged.connect(lambda _at: self._turn())

    def ask(
        self, seen: GlossaryLine | None, where: QWidget, *, source_locale: str, locale: str
    ) -> None:
        """Open below a widget, for a new word or one that is there, with a language to begin."""
        self._seen = seen
        self._term = seen.term if seen else GlossaryTerm(source="", source_locale=source_locale)
        self.word.setText(self._term.source)
        self.note.setText(self._term.note)
        self.fixed.setChecked(self._term.is_fixed)
        self._offer(locale)
        self._look()
        self.open_at(where, first=self.word if seen is None else self.said, back=where)

    def term(self) -> GlossaryTerm:
        """Give the word as it is written now."""
        self._take_saying()
        fixed = self.fixed.isChecked()
        return tidy_term(
            replace(
                self._term,
                source=self.word.text(),
                note=self.note.text(),
                is_fixed=fixed,
                sayings=() if fixed else self._term.sayings,
            )
        )

    def problem(self) -> str:
        """Say what keeps the word from being kept."""
        problems = find_term_problems(self.term())
        return problems[0].text if problems else ""

    def accept(self) -> None:
        """Keep it."""
        self.wanted.emit(self.term(), self._seen)

    def _offer(self, locale: str) -> None:
        said = [item.locale for item in self._term.sayings]
        known = dict.fromkeys((*said, locale, *COMMON))
        tags = [tag for tag in known if tag and tag != self._term.source_locale]
        self._locale = ""
        self.language.blockSignals(True)
        self.language.clear()
        for tag in sorted(tags, key=language_name):
            self.language.addItem(language_name(tag), tag)
        self.language.blockSignals(False)
        wanted = locale if locale in tags else (said or tags)[0]
        self.language.setCurrentIndex(self.language.findData(wanted))
        self._turn()

    def _turn(self) -> None:
        """Show another language; what was written for the former one is not lost."""
        self._take_saying()
        self._locale = str(self.language.currentData() or "")
        saying = self._term.saying(self._locale)
        self.said.setText(f" {_BETWEEN} ".join(saying.targets))
        self.forbidden.setText(f" {_BETWEEN} ".join(saying.forbidden))

    def _take_saying(self) -> None:
        if not self._locale:
            return
        written = Saying(
            locale=self._locale,
            targets=tuple(self.said.text().split(_BETWEEN)),
            forbidden=tuple(self.forbidden.text().split(_BETWEEN)),
        )
        others = [item for item in self._term.sayings if item.locale != self._locale]
        sayings = sorted([*others, written], key=lambda item: item.locale)
        self._term = tidy_term(replace(self._term, sayings=tuple(sayings)))

    def _look(self) -> None:
        for part in (self.language, self.said, self.forbidden):
            part.setEnabled(not self.fixed.isChecked())
