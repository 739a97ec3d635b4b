"""The message of somebody else beside the one shown, or the same one in the source's language.

What only the one shown has is marked *added*, what only the other has *removed*; the counts stand
in the line above both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from composer.errors import ComposerError
from composer.gui.background import Latest, Task
from composer.gui.mail_view import MailPane, Marks, Way, shown_copy
from composer.gui.numbers import number
from composer.gui.parts import Button, ElidedLabel, IconLabel, row
from composer.gui.preview.differences import Differences, Sign, find_differences
from composer.gui.reasons import allow
from composer.gui.recipient_bar import RecipientBar
from composer.gui.session import Session
from composer.i18n import _, isolate, ngettext, place
from composer.model.identifiers import CampaignId
from composer.model.overview import Preview
from composer.translation.locale_names import language_name

if TYPE_CHECKING:
    from composer.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two messages and what differs between their words."""

    shown: Preview
    other: Preview
    differences: Differences
    as_text: bool

    @property
    def have_one_subject(self) -> bool:
        """Whether both have the same subject."""
        return self.shown.rendered.header("Subject") == self.other.rendered.header("Subject")

    @property
    def marks(self) -> Marks:
        """What is marked in the message shown."""
        return Marks(words=self.differences.first, sign=Sign.ADDED)

    @property
    def other_marks(self) -> Marks:
        """What is marked in the other one."""
        return Marks(words=self.differences.second, sign=Sign.REMOVED)


class CompareLine(QWidget):
    """Chooses whom to compare with and says what differs; `pane` shows the other message.

    Signals:
        compared(Compared): the other message is here.
        failed(): there is no other message to show.
    """

    compared = Signal(object)
    failed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._latest = Latest(session.background, self)
        self._shown: Preview | None = None
        self._address: str | None = None
        self._as_text = False
        self.pane = MailPane()
        self.mark = IconLabel("columns-2", "muted")
        self.words = ElidedLabel()
        self.bar = RecipientBar(session)
        self.bar.edit.setAccessibleName(_("Compare with"))
        self.source = Button(kind="quiet", icon="languages", checkable=True)
        line = row(self.mark, self.words, self.source, self.bar, stretch=1)
        line.setStretch(3, 1)
        self.setLayout(line)
        self.bar.chosen.connect(self._choose)
        self.source.toggled.connect(self._change_side)

    def show_against(self, preview: Preview, *, as_text: bool) -> None:
        """Compare another message with the same other person."""
        content = self._session.content
        source = content.message.locale if content else ""
        self._shown, self._as_text = preview, as_text
        self.source.setText(place(_("In {language}"), language=isolate(language_name(source))))
        reads_source = preview.rendered.locale == source
        if reads_source and self.source.isChecked():
            self.source.blockSignals(True)
            self.source.setChecked(False)
            self.source.blockSignals(False)
            self.bar.show()
        allow(self.source, unless=_("This person reads the source.") if reads_source else "")
        self._compare()

    def _change_side(self, in_source: bool) -> None:  # noqa: FBT001 - a Qt slot
        self.bar.setVisible(not in_source)
        self._compare()

    def _choose(self, address: str) -> None:
        self._address = address
        self._compare()

    def _compare(self) -> None:
        shown, as_text, in_source = self._shown, self._as_text, self.source.isChecked()
        if shown is None:
            return
        campaign, workspace = self._session.campaign, self._session.workspace
        address = self._address

        def compare(_task: Task) -> Compared:
            if in_source:
                other = workspace.preview(campaign, shown.recipient.address, in_source=True)
            else:
                wanted = address if address is not None else _neighbour(workspace, campaign, shown)
                other = workspace.preview(campaign, wanted)
            copies = [
                shown_copy(each.rendered, Way(as_text=as_text)).html for each in (shown, other)
            ]
            return Compared(
                shown=shown,
                other=other,
                differences=find_differences(*copies),
                as_text=as_text,
            )

        self._latest.ask(compare, then=self._take, otherwise=self._miss)

    def _take(self, found: Compared) -> None:
        content, other = self._session.content, found.other
        if not self.source.isChecked():
            self.bar.show_recipient(other.recipient, content.audience if content else 0)
        self.mark.show_icon(*_mark_of(found))
        self.words.show_text(_words_of(found, in_source=self.source.isChecked()))
        self.words.setToolTip(self.words.accessibleName())
        self.compared.emit(found)

    def _miss(self, error: Exception) -> None:
        if not isinstance(error, ComposerError):
            self._session.failed.emit(error)
            return
        self.mark.show_icon("octagon-x", "danger")
        self.words.show_text(str(error))
        self.failed.emit()


def _neighbour(workspace: Workspace, campaign: CampaignId, shown: Preview) -> str | None:
    """Give the address after the one shown, or the first."""
    after = workspace.audience_before(campaign, shown.recipient.row) + 1
    page = workspace.audience_page(campaign, offset=after, limit=1)
    return page.rows[0].address if page.rows else None


def _mark_of(found: Compared) -> tuple[str, str]:
    if not found.differences.are_comparable:
        return "info", "muted"
    return ("columns-2", "muted") if found.differences.places else ("circle-check", "done")


def _words_of(found: Compared, *, in_source: bool) -> str:
    differences = found.differences
    if in_source:
        words = _("As if this person read {language}. Nobody gets this version here. {told}")
        language = isolate(language_name(found.other.rendered.locale))
        return place(words, language=language, told=_told(differences))
    if differences.are_comparable and not found.have_one_subject:
        return place(_("{told} The subjects differ too."), told=_told(differences))
    return _told(differences)


def _told(differences: Differences) -> str:
    if not differences.are_comparable:
        return _("Hardly a word is the same, so nothing is marked.")
    if not differences.places:
        return _("Both read the same words.")
    words = ngettext(
        "They differ in {count} place: + only in the first, − only in the second.",
        "They differ in {count} places: + only in the first, − only in the second.",
        differences.places,
    )
    return place(words, count=number(differences.places))
