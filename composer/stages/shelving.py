"""Putting campaigns away: a draft of which nothing went out is deleted, any other only archived.

`Workspace.shelf` is one of these. What was tested, signed or sent stays on record for whoever has
to answer for it; its personal data goes by the owner's rule (`purging.py`). The log tells of both.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator

from composer.errors import Blocked, FileRefused
from composer.findings import Finding, finding
from composer.model.identifiers import CampaignId
from composer.model.person import Person, Role
from composer.model.shelf import Shelf
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.stages.editing import open_elsewhere
from composer.stages.ended import record_of
from composer.stages.log_words import for_log
from composer.stages.people import require_known_role
from composer.stages.progress import is_running
from composer.stages.purging import alone, overwrite_free_space
from composer.stages.put_away import put_away, shelf_store
from composer.stages.recovery import drop_draft

KEEPERS = (Role.OWNER, Role.AUTHOR)
DELETED, ARCHIVED, BROUGHT_BACK = "campaign.delete", "campaign.archive", "campaign.unarchive"


class Shelving:
    """What is put away in one open workspace; every call blocks."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def look(self, campaign_id: CampaignId) -> Shelf:
        """Say what can be done with a campaign, and why not."""
        record = self._desk.campaigns.get(campaign_id)
        return Shelf(
            campaign_id=campaign_id,
            name=record.name,
            people=self._desk.recipients.count(campaign_id),
            is_archived=campaign_id in put_away(self._desk),
            kept_by=tuple(_kept_by(self._desk, campaign_id)),
            busy=tuple(_busy(self._desk, campaign_id)),
        )

    def delete(self, campaign_id: CampaignId, *, by: Person) -> None:
        """Delete a campaign that was never tested, signed or sent, with its text and its list.

        Raises:
            Blocked: something of it is on record, another campaign needs it, or somebody is at it.
        """
        desk = self._desk
        require_known_role(desk, by, *KEEPERS)
        name = desk.campaigns.get(campaign_id).name
        if busy := self.look(campaign_id).busy:
            raise Blocked(busy)
        with alone(desk, campaign_id):
            if kept_by := tuple(_kept_by(desk, campaign_id)):
                raise Blocked(kept_by)
            drop_draft(desk, campaign_id)
            desk.audit.append(
                person=by.public_key,
                action=DELETED,
                details={"campaign": campaign_id, "name": for_log(name)},
            )
            shelf_store(desk).delete(campaign_id)
        desk.thawed.pop(campaign_id, None)
        desk.stood.pop(campaign_id, None)
        desk.forget_kept()
        shutil.rmtree(desk.send_folder(campaign_id), ignore_errors=True)
        overwrite_free_space(desk)  # nobody's address stays in the file

    def archive(self, campaign_id: CampaignId, *, by: Person) -> None:
        """Put a campaign into the archive; nothing of it changes.

        Raises:
            Blocked: it is being sent or tested, or somebody has it open.
        """
        require_known_role(self._desk, by, *KEEPERS, Role.SENDER)
        if found := self.look(campaign_id).busy:
            raise Blocked(found)
        self._put(campaign_id, archived=True, by=by)

    def bring_back(self, campaign_id: CampaignId, *, by: Person) -> None:
        """Take a campaign out of the archive."""
        require_known_role(self._desk, by, *KEEPERS, Role.SENDER)
        self._put(campaign_id, archived=False, by=by)

    def _put(self, campaign_id: CampaignId, *, archived: bool, by: Person) -> None:
        desk = self._desk
        desk.campaigns.get(campaign_id)
        shelf_store(desk).put(campaign_id, archived=archived, by=by.public_key, at=desk.now())
        action = ARCHIVED if archived else BROUGHT_BACK
        desk.audit.append(person=by.public_key, action=action, details={"campaign": campaign_id})


def _busy(desk: Desk, campaign_id: CampaignId) -> Iterator[Finding]:
    if is_running(desk.send_folder(campaign_id)):
        yield finding("shelf.running")
    who = open_elsewhere(desk, campaign_id)
    if who:
        yield finding("campaign.open_elsewhere", who=who)


def _kept_by(desk: Desk, campaign_id: CampaignId) -> Iterator[Finding]:
    """Find what of a campaign must stay on record, and who needs it."""
    store = shelf_store(desk)
    with record_of(desk, campaign_id) as view:
        is_sent = view is not None and view.counts().total > 0
        is_recorded = view is not None
    if is_sent:
        yield finding("shelf.sent")
    elif is_recorded or store.is_tested(campaign_id):
        yield finding("shelf.tested")
    if store.is_signed(campaign_id):
        yield finding("shelf.signed")
    if desk.privacy.purge_of(campaign_id) is not None:
        yield finding("shelf.sent")
    for other in desk.campaigns.all():
        if other.id != campaign_id and campaign_id in _named_by(desk, other.id):
            yield finding("shelf.needed", where={"campaign": other.id}, name=other.name)


def _named_by(desk: Desk, campaign_id: CampaignId) -> frozenset[str]:
    """Give the campaigns whose people another one's list is made by."""
    try:
        settings = load_content(desk, campaign_id).campaign.audience
    except FileRefused:  # damaged: its own page says so
        return frozenset()
    later = (campaign for _wish, campaign in settings.later)
    return frozenset(
        (settings.corrects, settings.follows, settings.taken_from, *settings.exclude, *later)
    )
