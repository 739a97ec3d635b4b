"""Personal data: how long it is kept, removing a campaign's, and erasing one person everywhere.

`Workspace.privacy` is one of these. Only the owner removes or sets the rule; it cannot be undone.
The log tells of it without anybody's address. What was cut off is finished when the workspace is
opened again.
"""

from __future__ import annotations

from contextlib import suppress

from composer.errors import Blocked, ComposerError, UsageError
from composer.findings import finding
from composer.i18n import _, place
from composer.model.identifiers import CampaignId
from composer.model.person import Person, Role
from composer.model.privacy import MOST_DAYS, Erased, Kept, RetentionRule
from composer.stages.desk import Desk
from composer.stages.erasing import erase_address, erase_waiting
from composer.stages.people import require_known_role
from composer.stages.purging import (
    ended_at_of,
    is_anything_sent,
    kept_data,
    kept_since,
    remove,
    require_due,
)


class Privacy:
    """The personal data of one open workspace."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def rule(self) -> RetentionRule:
        """Give the owner's rule, or the usual one."""
        return self._desk.privacy.rule()

    def set_rule(self, *, days: int, by_itself: bool, by: Person) -> RetentionRule:
        """Keep personal data for so many days after a send's end.

        `by_itself`: it is then removed without being asked for.

        Raises:
            Blocked: not the owner.
            UsageError: no number of days that makes sense.
        """
        require_known_role(self._desk, by, Role.OWNER)
        if not 0 <= days <= MOST_DAYS:
            words = _("Give a number of days from 0 to {most}.")
            raise UsageError(place(words, most=MOST_DAYS))
        rule = RetentionRule(days=days, by_itself=by_itself)
        self._desk.privacy.set_rule(rule, by=by.public_key, at=self._desk.now())
        self._log("privacy.rule", by.public_key, days=days, by_itself=by_itself)
        return rule

    def kept(self, campaign_id: CampaignId) -> Kept:
        """Say how long a campaign's personal data is kept, or when it was removed."""
        return kept_data(self._desk, campaign_id)

    def due(self) -> tuple[Kept, ...]:
        """Give the campaigns whose personal data should be removed by now, the oldest first."""
        desk, rule, now = self._desk, self.rule(), self._desk.now()
        found = []
        for record in desk.campaigns.all():
            ended_at = ended_at_of(desk, record.id)
            is_kept = ended_at is not None and desk.privacy.purge_of(record.id) is None
            if is_kept and ended_at is not None:
                since = kept_since(desk, record.id, ended_at)
                if rule.due_at(since) <= now:
                    found.append((since, record.id))
        return tuple(kept_data(desk, campaign_id) for _at, campaign_id in sorted(found))

    def purge(
        self,
        campaign_id: CampaignId,
        *,
        after_days: int | None = None,
        unclear_too: bool = False,
        by: Person,
    ) -> Kept:
        """Remove a campaign's personal data; what was cut off before is finished.

        Raises:
            Blocked: not the owner, the send has not ended, it is too early, or it is needed.
            LockHeld: it is being sent or tested.
        """
        require_known_role(self._desk, by, Role.OWNER)
        days = self.rule().days if after_days is None else after_days
        kept = self.kept(campaign_id)
        require_due(self._desk, kept, days=days, unclear_too=unclear_too)
        if kept.purge is None:
            remove(self._desk, campaign_id, begin=lambda: self._begin(kept, by=by.public_key))
        elif kept.purge.done_at is None:
            remove(self._desk, campaign_id)
        return self.kept(campaign_id)

    def erase(self, address: str, *, by: Person) -> Erased:
        """Remove one person everywhere, and never write to them again.

        Raises:
            Blocked: not the owner, or the text is no address.
        """
        require_known_role(self._desk, by, Role.OWNER)
        erased = erase_address(self._desk, address, by=by)
        self._log(
            "privacy.erase",
            by.public_key,
            removed=len(erased.removed_from),
            later=len(erased.later),
        )
        return erased

    def finish(self) -> None:
        """Finish what was cut off, and do what the owner's rule says; never keeps from opening.

        While anything is being sent it waits for the next opening: who opens may want to stop it.
        """
        desk = self._desk
        if is_anything_sent(desk):
            return
        for purge in desk.privacy.cut_off():
            campaign_id = CampaignId(purge.campaign_id)
            with suppress(ComposerError, OSError):
                if ended_at_of(desk, campaign_id) is not None:  # whatever a row says
                    remove(desk, campaign_id)
        if desk.privacy.waiting():
            with suppress(ComposerError, OSError):
                erase_waiting(desk)
        if self.rule().by_itself and desk.folder.find_copy() is None:
            with suppress(ComposerError, OSError):
                self._do_what_is_due()

    def _do_what_is_due(self) -> None:
        for kept in self.due():
            if not kept.hindered:
                with suppress(ComposerError, OSError):
                    self._remove_due(kept)

    def _remove_due(self, kept: Kept) -> None:
        remove(
            self._desk,
            CampaignId(kept.campaign_id),
            begin=lambda: self._begin(kept, by=""),
        )

    def _begin(self, kept: Kept, *, by: str) -> None:
        """Record it, once nobody else is at work and nothing began since one looked."""
        now = self.kept(CampaignId(kept.campaign_id))
        if now.ended_at != kept.ended_at or now.due_at != kept.due_at:
            raise Blocked(now.hindered or [finding("purge.not_ended")])
        self._desk.privacy.begin(kept.campaign_id, people=kept.people, by=by, at=self._desk.now())
        self._log("privacy.purge", by, campaign=kept.campaign_id, people=kept.people)

    def _log(self, action: str, person: str, **details: object) -> None:
        self._desk.audit.append(person=person, action=action, details=details)
