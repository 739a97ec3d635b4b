"""The two forms of *New campaign*: first words with a layout, and parts of an earlier campaign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from composer.gui import own_language
from composer.gui.parts import label
from composer.gui.times import ago
from composer.gui.writing.panels.layout_list import LayoutList
from composer.i18n import N_, _, isolate, languages, place
from composer.model.accounts import MailAccount
from composer.model.campaign import Purpose
from composer.model.new_campaign import FirstWords, Part
from composer.model.overview import CampaignSummary
from composer.model.writing import LayoutLine

FORM_WIDTH = 400
_PURPOSES = {
    Purpose.SERVICE: N_("A notice that people need, whether they want news or not"),
    Purpose.MARKETING: N_("News and offers, for people who asked for them"),
}
SAMPLE_FROM = "Example Exchange <notices@example.com>"
_PARTS = {
    Part.TEXT: N_("The text, with its pictures and files"),
    Part.TRANSLATIONS: N_("The translations of that text"),
    Part.AUDIENCE: N_("How its list is read: columns and rules, without anybody's address"),
    Part.ACCOUNT: N_("The account and the pace"),
}


class LayoutForm(QWidget):
    """What a campaign with a layout has to know before its first letter.

    Signals:
        changed(): something was typed or chosen.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.from_field = QLineEdit()
        self.from_field.setPlaceholderText(SAMPLE_FROM)
        self.purpose = _combo(_("Why it is sent"))
        for purpose, words in _PURPOSES.items():
            self.purpose.addItem(_(words), purpose)
        self.written_in = _combo(_("Written in"))
        for tag in languages():
            self.written_in.addItem(isolate(own_language.own_name(tag)), tag)
        self.written_in.setCurrentIndex(max(0, self.written_in.findData("en")))
        self.account_words = label(_("Leaves by"), role="strong")
        self.account = _combo(_("Leaves by"))
        self.layouts = LayoutList()
        fields = QWidget()
        fields.setMaximumWidth(FORM_WIDTH)
        column, beside = _column(fields), QVBoxLayout()
        for name, field in (
            (label(_("From"), role="strong"), self.from_field),
            (label(_("Why it is sent"), role="strong"), self.purpose),
            (label(_("Written in"), role="strong"), self.written_in),
            (self.account_words, self.account),
        ):
            name.setBuddy(field)
            field.setAccessibleName(name.text())
            column.addWidget(name)
            column.addWidget(field)
            column.addSpacing(8)
        column.addStretch(1)
        beside.setSpacing(4)
        beside.addWidget(label(_("Layout"), role="strong"))
        beside.addWidget(self.layouts)
        beside.addStretch(1)
        both = QHBoxLayout(self)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(24)
        both.addWidget(fields, 2)
        both.addLayout(beside, 3)
        self._senders: Mapping[str, str] = {}
        self._newest = self._suggested = ""
        self.account.currentIndexChanged.connect(self._suggest)
        self.from_field.textChanged.connect(self.changed)
        self.layouts.chosen.connect(self._choose)

    def show_known(self, layouts: tuple[LayoutLine, ...], accounts: Sequence[MailAccount]) -> None:
        """Offer the layouts and accounts."""
        chosen = self.layouts.layouts.chosen or (layouts[0].name if layouts else "")
        self.layouts.show_layouts(layouts, chosen)
        account_chosen = self.account.currentData()
        self.account.clear()
        for account in accounts:
            self.account.addItem(account.name, account.name)
        self.account.setCurrentIndex(max(0, self.account.findData(account_chosen)))
        for part in (self.account_words, self.account):
            part.setVisible(bool(accounts))

    def suggest_senders(self, by_account: Mapping[str, str], newest: str) -> None:
        """Put into From what the account usually has there, or else what the newest campaign has.

        What somebody typed stays.
        """
        self._senders, self._newest = by_account, newest
        self._suggest()

    def _suggest(self) -> None:
        if self.from_field.text() in ("", self._suggested):
            account = self.account.currentData() or ""
            self._suggested = self._senders.get(account, "") or self._newest
            self.from_field.setText(self._suggested)

    def words(self, name: str) -> FirstWords:
        """Give what was typed and chosen."""
        return FirstWords(
            name=name,
            purpose=self.purpose.currentData(),
            sender=self.from_field.text(),
            locale=self.written_in.currentData(),
            layout=self.layouts.layouts.chosen,
            account=self.account.currentData() or "",
        )

    def _choose(self, name: str) -> None:
        self.layouts.show_layouts(self.layouts.layouts.lines, name)
        self.changed.emit()


class CopyForm(QWidget):
    """Which earlier campaign, and what of it comes along.

    Signals:
        changed(): something was chosen.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.source = _combo(_("Earlier campaign"))
        self.source.setMaximumWidth(FORM_WIDTH)
        self.parts = {part: QCheckBox(_(words)) for part, words in _PARTS.items()}
        column = _column(self)
        column.setSpacing(8)
        words = label(_("Earlier campaign"), role="strong")
        words.setBuddy(self.source)
        column.addWidget(words)
        column.addWidget(self.source)
        column.addSpacing(4)
        column.addWidget(label(_("What comes along"), role="strong"))
        for box in self.parts.values():
            box.setChecked(True)
            column.addWidget(box)
        told = _(
            "Its people, its proof, its approvals and its record stay behind. Whoever wrote the "
            "text may not approve the copy either."
        )
        column.addWidget(label(told, role="caption", wraps=True))
        column.addStretch(1)
        self.parts[Part.TEXT].toggled.connect(self._text_toggled)
        self.source.currentIndexChanged.connect(self.changed)

    def show_campaigns(self, lines: Sequence[CampaignSummary]) -> None:
        """Offer the campaigns, the newest first; the one chosen stays chosen."""
        chosen = self.source.currentData()
        self.source.clear()
        for line in lines:
            words = place(_("{name}, {moment}"), name=line.name, moment=ago(line.changed_at))
            self.source.addItem(words, line.id)
            self.source.setItemData(
                self.source.count() - 1, line.name, Qt.ItemDataRole.AccessibleTextRole
            )
        self.source.setCurrentIndex(max(0, self.source.findData(chosen)))

    @property
    def wanted(self) -> tuple[Part, ...]:
        """What was ticked."""
        return tuple(part for part, box in self.parts.items() if box.isChecked())

    def _text_toggled(self, on: bool) -> None:  # noqa: FBT001 - a slot
        """Take translations only with the text that they are of."""
        box = self.parts[Part.TRANSLATIONS]
        box.setEnabled(on)
        box.setChecked(on)
        reason = "" if on else _("Translations come only with their text.")
        box.setToolTip(reason)
        box.setAccessibleDescription(reason)


def _column(inside: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    return column


def _combo(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    return made
