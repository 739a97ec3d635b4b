"""Deleting a campaign, or putting it into the archive: the question before, and what is said after.

Whether it can be deleted, and why not, is the workspace's answer; the focus stands on keeping it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from composer.findings import Finding
from composer.gui.numbers import number
from composer.gui.parts import Button
from composer.gui.sheets import Sheet
from composer.i18n import _, isolate, ngettext, place
from composer.model.identifiers import CampaignId
from composer.model.person import Person, Role
from composer.model.shelf import Shelf

if TYPE_CHECKING:
    from composer.gui.window import Window


class PuttingAway(QObject):
    """Asks about one campaign, and does what was answered."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        window.session.shelf_requested.connect(self.ask)

    def ask(self, campaign_id: str) -> None:
        """Read what can be done with a campaign, and ask."""
        session, campaign = self._window.session, CampaignId(campaign_id)
        shelf = session.workspace.shelf
        session.ask(lambda _task: shelf.look(campaign), owner=self, then=self._open)

    def _open(self, shelf: Shelf) -> None:
        sheet = shelf_sheet(self._window, shelf, self._window.session.person)
        does = {"delete": self._delete, "archive": self._archive, "unarchive": self._bring_back}
        for name, act in does.items():
            button = sheet.findChild(Button, name)
            if button is not None:
                button.clicked.connect(sheet.accept)
                button.clicked.connect(partial(act, shelf))
        sheet.open()

    def _delete(self, shelf: Shelf, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - a slot
        window, campaign = self._window, CampaignId(shelf.campaign_id)
        session = window.session
        delete = partial(session.workspace.shelf.delete, campaign, by=session.person)
        window.close_campaign(campaign)
        # what was typed last is recorded first, or it would come too late
        start = partial(self._change, shelf, delete, _("“{name}” was deleted."))
        session.saving.first(start, owner=self)

    def _archive(self, shelf: Shelf, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - a slot
        session = self._window.session
        archive = session.workspace.shelf.archive
        self._change(
            shelf,
            partial(archive, CampaignId(shelf.campaign_id), by=session.person),
            _("“{name}” lies in the archive."),
            undo=partial(self._bring_back, shelf),
        )

    def _bring_back(self, shelf: Shelf, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - a slot
        session = self._window.session
        bring_back = session.workspace.shelf.bring_back
        act = partial(bring_back, CampaignId(shelf.campaign_id), by=session.person)
        self._change(shelf, act, _("“{name}” is in the list again."))

    def _change(
        self,
        shelf: Shelf,
        act: Callable[[], None],
        words: str,
        *,
        undo: Callable[[], None] | None = None,
    ) -> None:
        """Do it, read the list anew, and say what was done, with a way back where there is one."""

        def done(_none: None) -> None:
            self._window.campaigns.read()
            self._window.page.say(place(words, name=isolate(shelf.name)), undo=undo)

        self._window.session.change(lambda _task: act(), owner=self, then=done)


def shelf_sheet(window: Window, shelf: Shelf, person: Person) -> Sheet:
    """Make the question: its buttons are named `delete`, `archive` and `unarchive`."""
    hindered = _why_nothing(shelf, person)
    may_delete = not hindered and not shelf.kept_by and bool(person.roles & _DELETERS)
    sheet = Sheet(window, title=_title(shelf, may_delete=may_delete), text=_text(shelf, person))
    staying = Button(_("Keep it"), pressed=sheet.reject)
    staying.setDefault(True)
    sheet.buttons.addWidget(staying)
    if not hindered:
        words = _("Take it out of the archive") if shelf.is_archived else _("Put it in the archive")
        _add(sheet, "unarchive" if shelf.is_archived else "archive", words)
    if may_delete:
        _add(sheet, "delete", _("Delete it"), kind="delete")
    staying.setFocus()
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return sheet


_DELETERS = frozenset({Role.OWNER, Role.AUTHOR})


def _add(sheet: Sheet, name: str, words: str, *, kind: str = "") -> None:
    button = Button(words, kind=kind)
    button.setObjectName(name)
    sheet.buttons.addWidget(button)


def _why_nothing(shelf: Shelf, person: Person) -> str:
    """Say why it can be neither deleted nor archived now, or nothing."""
    if not person.roles & {*_DELETERS, Role.SENDER}:
        return _("Only authors, senders and the owner put campaigns away.")
    return _said(shelf.busy)


def _title(shelf: Shelf, *, may_delete: bool) -> str:
    words = _("Delete “{name}”?") if may_delete else _("“{name}” cannot be deleted.")
    return place(words, name=isolate(shelf.name))


def _text(shelf: Shelf, person: Person) -> str:
    if hindered := _why_nothing(shelf, person):
        return hindered
    archive = (
        ""
        if shelf.is_archived
        else _("In the archive it is out of the way, and nothing of it changes.")
    )
    if shelf.kept_by:
        return " ".join(part for part in (_said(shelf.kept_by), archive) if part)
    if not person.roles & _DELETERS:
        return " ".join((_("Only authors and the owner delete campaigns."), archive))
    gone = ngettext(
        "Its text, its translations and its list of {count} person are deleted, and nothing brings "
        "them back. That it was deleted, and by whom, stays in the history.",
        "Its text, its translations and its list of {count} people are deleted, and nothing brings "
        "them back. That it was deleted, and by whom, stays in the history.",
        shelf.people,
    )
    return " ".join(part for part in (place(gone, count=number(shelf.people)), archive) if part)


def _said(findings: tuple[Finding, ...]) -> str:
    return " ".join(item.text for item in findings)
