"""Who has a campaign open: one window may change it, every other one shows it and says whose it is.

What keeps others out is a lock of the operating system, which ends with the process that holds it,
however that ends. The note beside it names the person and decides nothing; it is only read while
the lock is held.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from composer.errors import Blocked, LockHeld
from composer.findings import finding
from composer.i18n import _
from composer.model.identifiers import CampaignId
from composer.model.person import Person
from composer.stages.desk import Desk
from composer.stages.people import load_roster
from composer.store.locks import OsLock

FOLDER = "open"
PATIENCE_S = 0.2
"""Whoever only asks who has a campaign open holds its lock for an instant."""


class Editing:
    """The campaigns that are open in this window, and in others."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def take(self, campaign_id: CampaignId, *, by: Person) -> str:
        """Keep a campaign for this window; give the name of who has it open instead, or ""."""
        lock = self._desk.open_here.get(campaign_id) or OsLock(_lock(self._desk, campaign_id))
        if not lock.is_held:
            try:
                lock.path.parent.mkdir(mode=0o700, exist_ok=True)
                lock.acquire(PATIENCE_S)
            except LockHeld:
                return open_elsewhere(self._desk, campaign_id) or _("somebody else")
            except OSError:  # a folder that can only be read: nobody changes anything there
                return ""
            self._desk.open_here[campaign_id] = lock
        with suppress(OSError):  # a full disk: the name is for people, the lock holds without it
            _note(self._desk, campaign_id).write_text(json.dumps({"person": by.public_key}))
        return ""

    def leave(self, campaign_id: CampaignId) -> None:
        """Let others change a campaign."""
        lock = self._desk.open_here.pop(campaign_id, None)
        if lock is not None and lock.is_held:
            lock.release()

    def leave_all(self) -> None:
        """Let others change whatever was open here."""
        for campaign_id in tuple(self._desk.open_here):
            self.leave(CampaignId(campaign_id))

    def act_for(self, person: Person) -> None:
        """Say who gives the commands of this process: what they have open they may change so."""
        self._desk.commanded_by = person.public_key


def open_elsewhere(desk: Desk, campaign_id: CampaignId) -> str:
    """Name who has a campaign open in another window; "" when nobody has."""
    mine = desk.open_here.get(campaign_id)
    if (mine is not None and mine.is_held) or not OsLock(_lock(desk, campaign_id)).holder():
        return ""
    try:
        key = str(json.loads(_note(desk, campaign_id).read_text())["person"])
    except (OSError, ValueError, KeyError, TypeError):
        return _("somebody else")
    if desk.commanded_by == key:
        return ""
    roster = load_roster(desk)
    people = roster.people if roster is not None else ()
    return next((one.name for one in people if one.public_key == key), _("somebody else"))


def require_not_open_elsewhere(desk: Desk, campaign_id: CampaignId) -> None:
    """Require that nobody else has a campaign open: what they type would be lost, or this would.

    Raises:
        Blocked: `campaign.open_elsewhere`.
    """
    who = open_elsewhere(desk, campaign_id)
    if who:
        raise Blocked([finding("campaign.open_elsewhere", who=who)])


def _lock(desk: Desk, campaign_id: CampaignId) -> Path:
    return desk.folder.path / FOLDER / f"{campaign_id}.lock"


def _note(desk: Desk, campaign_id: CampaignId) -> Path:
    return desk.folder.path / FOLDER / f"{campaign_id}.json"
