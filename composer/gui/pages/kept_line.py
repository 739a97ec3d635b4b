"""How long a campaign's personal data is kept, and removing it: one line on the Report page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from composer.gui import reasons
from composer.gui.numbers import number
from composer.gui.page import Page
from composer.gui.parts import Button, label
from composer.gui.sheets import Sheet, ask_sheet
from composer.gui.times import dated_moment
from composer.i18n import _, isolate, ngettext, place
from composer.model.identifiers import CampaignId
from composer.model.person import Person, Role
from composer.model.privacy import Kept


class KeptLine(QWidget):
    """Says until when, or since when not; the owner may remove it."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._kept: Kept | None = None
        self.words = label(role="muted", wraps=True)
        self.remove = Button(kind="delete", icon="trash-2", pressed=self._ask)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        self.show_other = Button(kind="link", pressed=self._show_other)
        self.reason = label(role="caption", wraps=True)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self.words)
        column.addWidget(self.reason)
        column.addWidget(self.show_other, 0, Qt.AlignmentFlag.AlignLeading)
        line.addLayout(column, 1)
        line.addWidget(self.remove)
        self.hide()

    def read(self) -> None:
        """Read how long the data of the campaign that is shown is kept."""
        session = self._page.session
        workspace, campaign, person = session.workspace, session.campaign, session.person
        self._page.ask(
            lambda _task: workspace.privacy.kept(campaign),
            then=lambda kept: self.show_kept(kept, person),
        )

    def remove_now(self) -> None:
        """Remove it, or finish what was cut off."""
        if self._kept is None:
            return
        session, campaign = self._page.session, CampaignId(self._kept.campaign_id)
        workspace, person = session.workspace, session.person
        self._page.change(  # of the campaign that was asked about, whichever is open by now
            lambda _task: workspace.privacy.purge(campaign, after_days=0, by=person),
            then=lambda kept: self._removed(kept, person),
            label=_("Removing personal data"),
        )

    def show_kept(self, kept: Kept, person: Person) -> None:
        """Show what is known, and whether this person may remove it."""
        self._kept = kept
        purge = kept.purge
        is_cut_off = purge is not None and purge.done_at is None
        self.setVisible(purge is not None or kept.ended_at is not None)
        self.words.setText(kept_words(kept))
        is_open = purge is None and kept.ended_at is not None
        self.remove.setVisible(is_open or is_cut_off)
        self.remove.setText(_("Finish removing") if is_cut_off else _("Remove personal data now…"))
        why_not = _why_not(kept, person) if is_open or is_cut_off else ""
        reasons.allow(self.remove, unless=why_not)
        self.reason.setText(why_not)
        self.reason.setVisible(bool(why_not))
        name = _needed_by(kept)[1] if person.has(Role.OWNER) else ""
        self.show_other.setText(place(_("Open “{name}”"), name=isolate(name)))
        self.show_other.setVisible(is_open and bool(name))

    def _show_other(self) -> None:
        """Open the campaign that still needs these people: it is sent there, or put away."""
        if self._kept is not None:
            self._page.session.campaign_requested.emit(_needed_by(self._kept)[0])

    def _ask(self) -> None:
        kept = self._kept
        if kept is None:
            return
        if kept.purge is not None:
            self.remove_now()
            return
        removal_sheet(self.window(), kept, then=self.remove_now).open()

    def _removed(self, kept: Kept, person: Person) -> None:
        self.show_kept(kept, person)
        self._page.say(kept_words(kept))


def kept_words(kept: Kept) -> str:
    """Say until when personal data is kept, or since when it is gone."""
    purge = kept.purge
    if purge is not None and purge.done_at is not None:
        words = _(
            "The personal data of this campaign was removed on {date}. Counts and evidence stay."
        )
        return place(words, date=dated_moment(purge.done_at))
    if purge is not None:
        return _("Removing the personal data of this campaign was cut off.")
    if kept.due_at is None:
        return ""
    words = _("Addresses and fields of this campaign are kept until {date}.")
    return place(words, date=dated_moment(kept.due_at))


def removal_sheet(parent: QWidget, kept: Kept, *, then: Callable[[], object]) -> Sheet:
    """Ask before personal data is removed; the focus stands on keeping it."""
    title = ngettext(
        "Remove the personal data of {count} person?",
        "Remove the personal data of {count} people?",
        kept.people,
    )
    sheet = ask_sheet(
        parent,
        title=place(title, count=number(kept.people)),
        text=_(
            "Addresses, fields and messages of this campaign are deleted, and nothing brings them "
            "back. Counts, the record and the evidence stay. Whoever must not be written to stays "
            "on the list."
        ),
        stay=_("Keep it"),
        act=_("Remove it"),
        kind="delete",
    )
    sheet.accepted.connect(then)
    return sheet


def _why_not(kept: Kept, person: Person) -> str:
    if not person.has(Role.OWNER):
        return _("Only the owner removes personal data.")
    first = kept.hindered[0] if kept.hindered else None
    return f"{first.text} {first.advice}" if first is not None else ""


def _needed_by(kept: Kept) -> tuple[str, str]:
    """Give id and name of a campaign that still needs these people, if there is one."""
    for item in kept.hindered:
        if item.code == "purge.needed":
            return str(item.place_of("campaign")), str(dict(item.values)["name"])
    return "", ""
