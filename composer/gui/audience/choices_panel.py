"""Who of the list gets the message: filter, other campaigns, inactive people, languages, reasons.

Each answer is a setting of the campaign: recorded, sealed, and taken back with Ctrl+Z. What an
answer means for the numbers comes from the store.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from composer.findings import Finding
from composer.gui.audience.filter_edit import FilterEdit
from composer.gui.audience.reason_lines import ReasonLines
from composer.gui.numbers import number
from composer.gui.parts import Button, icon_button, label, row
from composer.i18n import _, isolate, ngettext, place
from composer.model.campaign import AudienceSettings, Inactive
from composer.model.overview import CampaignSummary
from composer.translation.locale_names import language_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the answers can be chosen from."""

    columns: tuple[str, ...] = ()
    campaigns: tuple[CampaignSummary, ...] = ()
    languages: tuple[str, ...] = ()
    without_language: int = 0
    findings: tuple[Finding, ...] = ()


class ChoicesPanel(QWidget):
    """The questions, one below the other.

    Signals:
        answered(AudienceSettings, AudienceSettings, str): somebody answered: the settings before
            and after; the text names what was.
        kept_wanted(bool): show in the table only whom the filter keeps, or everybody.
    """

    answered = Signal(object, object, str)
    kept_wanted = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._settings = AudienceSettings(file="")
        self._around = Around()
        self.filter = FilterEdit()
        self.kept = label(role="caption", wraps=True)
        self.use_filter = Button(_("Use this filter"), pressed=self._use_filter)
        self.only_kept = QCheckBox(_("Show only who stays"))
        self.campaigns = QComboBox()
        self.excluded = QVBoxLayout()
        self.column = QComboBox()
        self.day = QLineEdit()
        self.day_advice = label(role="caption", tone="danger", wraps=True)
        self.language = QComboBox()
        self.language_words = label(role="caption", wraps=True)
        self.reasons = ReasonLines()
        self.mx = QCheckBox(_("Ask whether each domain takes mail"))
        self.mx_words = label(_("Needs the network. Off by default."), role="caption", wraps=True)
        self._build()
        self.campaigns.activated.connect(self._exclude)
        self.column.activated.connect(lambda _at: self._take_inactive())
        self.day.editingFinished.connect(self._take_inactive)
        self.language.activated.connect(self._take_language)
        self.mx.clicked.connect(
            lambda on: self._answer(replace(self._settings, mx=on), _("the question of domains"))
        )
        self.reasons.given.connect(self._take_reason)
        self.only_kept.toggled.connect(self.kept_wanted)

    def show_settings(self, settings: AudienceSettings, around: Around) -> None:
        """Show the answers as they are; what somebody is writing stays."""
        self._settings, self._around = settings, around
        self.filter.offer(around.columns)
        if not self.filter.hasFocus():
            self.filter.setText(settings.segment)
        self._show_excluded()
        _fill(self.column, [("", _("nobody"))] + [(n, isolate(n)) for n in around.columns])
        inactive = settings.inactive
        self.column.setCurrentIndex(
            max(0, self.column.findData(inactive.column if inactive else ""))
        )
        if not self.day.hasFocus():
            self.day.setText(inactive.before if inactive else "")
        self._show_languages()
        self.reasons.show_reasons(settings.overlap, around.campaigns, around.findings)
        self.mx.setChecked(settings.mx)
        self._advise("")

    def show_kept(self, words: str, *, is_wrong: bool = False) -> None:
        """Say how many the filter keeps, or what is wrong with it."""
        self.kept.setText(words)
        self.use_filter.setEnabled(not is_wrong)
        self.use_filter.setVisible(self.filter.text().strip() != self._settings.segment)

    def set_read_only(self, *, read_only: bool) -> None:
        """Let the answers only be looked at."""
        self.filter.setReadOnly(read_only)
        self.day.setReadOnly(read_only)
        for part in (self.campaigns, self.column, self.language, self.mx, self.reasons):
            part.setEnabled(not read_only)

    # --- inside ------------------------------------------------------------------------------

    def _build(self) -> None:
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 8, 8)
        inner.setSpacing(4)
        self.campaigns.setAccessibleName(_("Leave out the people of another campaign"))
        self.column.setAccessibleName(_("Leave out people who were last active long ago"))
        self.day.setAccessibleName(_("Last active before"))
        self.day.setPlaceholderText("2026-01-31")
        self.language.setAccessibleName(_("What people without a language read"))
        for choice in (self.campaigns, self.column, self.language):
            choice.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            choice.setMinimumContentsLength(8)
        self._add(inner, _("Filter: who stays"), self.filter, self.kept)
        foot = row(self.use_filter)
        foot.addStretch(1)
        inner.addLayout(foot)
        inner.addWidget(self.only_kept)
        self._add(inner, _("Leave out the people of another campaign"), self.campaigns)
        inner.addLayout(self.excluded)
        self._add(inner, _("Leave out people by the day in this column"), self.column)
        self._add(inner, _("if the day is before"), self.day, self.day_advice)
        self._add(inner, _("What people without a language read"), self.language)
        inner.addWidget(self.language_words)
        inner.addWidget(self.reasons)
        inner.addSpacing(12)
        inner.addWidget(self.mx)
        inner.addWidget(self.mx_words)
        inner.addStretch(1)

    @staticmethod
    def _add(inner: QVBoxLayout, name: str, *parts: QWidget) -> None:
        words = label(name, role="strong", wraps=True)
        words.setBuddy(parts[0])
        inner.addSpacing(8)
        inner.addWidget(words)
        for part in parts:
            inner.addWidget(part)

    def _show_excluded(self) -> None:
        names = {str(line.id): line.name for line in self._around.campaigns}
        chosen = self._settings.exclude
        free = [(one, isolate(name)) for one, name in names.items() if one not in chosen]
        _fill(self.campaigns, [("", _("Choose a campaign…")), *free])
        while (item := self.excluded.takeAt(0)) is not None:
            ground = item.widget()
            if ground is not None:
                ground.hide()
                ground.deleteLater()
        for one in chosen:
            self.excluded.addWidget(self._excluded_line(one, names.get(one, one)))

    def _excluded_line(self, campaign: str, name: str) -> QWidget:
        ground = QWidget()
        words = label(isolate(name), wraps=True)
        away = icon_button(
            "x",
            place(_("Leave nobody out for {campaign}"), campaign=name),
            pressed=lambda: self._answer(
                replace(
                    self._settings,
                    exclude=tuple(one for one in self._settings.exclude if one != campaign),
                ),
                _("who is left out"),
            ),
        )
        ground.setLayout(row(words, away, stretch=0))
        return ground

    def _show_languages(self) -> None:
        around, said = self._around, self._settings.no_locale
        offered = [(tag, language_name(tag)) for tag in around.languages]
        if said and said not in around.languages:
            offered.append((said, language_name(said)))
        _fill(self.language, [("", _("not said")), *offered])
        self.language.setCurrentIndex(max(0, self.language.findData(said)))
        count = around.without_language
        words = ngettext(
            "{count} person has no language.", "{count} people have no language.", count
        )
        self.language_words.setText(
            place(words, count=number(count)) if count else _("Everybody has a language.")
        )

    def _use_filter(self) -> None:
        text = self.filter.text().strip()
        self._answer(replace(self._settings, segment=text), _("the filter"))

    def _exclude(self, at: int) -> None:
        campaign = str(self.campaigns.itemData(at) or "")
        if campaign:
            chosen = (*self._settings.exclude, campaign)
            self._answer(replace(self._settings, exclude=chosen), _("who is left out"))

    def _take_inactive(self) -> None:
        column, day = str(self.column.currentData() or ""), self.day.text().strip()
        if not column or not day:
            self._advise(_("Write the day too.") if column and self.day.isModified() else "")
            made = None if not column else self._settings.inactive
        elif _is_day(day):
            self._advise("")
            made = Inactive(column=column, before=day)
        else:
            self._advise(_("Write year, month and day, such as 2026-01-31."))
            return
        self._answer(replace(self._settings, inactive=made), _("who is inactive"))

    def _take_language(self, at: int) -> None:
        tag = str(self.language.itemData(at) or "")
        self._answer(replace(self._settings, no_locale=tag), _("the language of the others"))

    def _take_reason(self, campaign: str, reason: str) -> None:
        others = tuple(pair for pair in self._settings.overlap if pair[0] != campaign)
        given = ((campaign, reason),) if reason else ()
        self._answer(replace(self._settings, overlap=(*others, *given)), _("the reason"))

    def _answer(self, settings: AudienceSettings, what: str) -> None:
        before = self._settings
        if settings != before:
            self._settings = settings  # the next answer, given before this is stored, adds to it
            self.answered.emit(before, settings, what)

    def _advise(self, text: str) -> None:
        self.day_advice.setText(text)
        self.day_advice.setVisible(bool(text))


def _fill(choice: QComboBox, names: Sequence[tuple[str, str]]) -> None:
    """Offer other things, unless they are the same."""
    known = [(choice.itemData(at), choice.itemText(at)) for at in range(choice.count())]
    if known == list(names):
        return
    choice.clear()
    for value, words in names:
        choice.addItem(words, value)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
