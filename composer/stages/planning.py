"""The plan of when a campaign is to leave: written into its settings, and taken back again.

`Workspace.planning` is one of these. A plan is part of what is sealed: changing it asks for another
check, proof, test and approvals. It starts nothing.
"""

from __future__ import annotations

from composer.errors import Blocked
from composer.findings import Finding, blocking
from composer.folder.load import SETTINGS_FILE
from composer.folder.settings import read_settings
from composer.folder.write import edit_settings
from composer.model.identifiers import CampaignId
from composer.model.person import Person, Role
from composer.stages.checking import stored_check
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.stages.people import require_role
from composer.stages.revising import save_files
from composer.stages.timing import start_findings

_KEY = "pace.planned"


class Planning:
    """The plans of one open workspace; every call blocks and may come from any thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def plan(self, campaign_id: CampaignId, written: str, *, by: Person) -> None:
        """Plan a start, such as 2026-12-01 09:00 Europe/Berlin; empty takes the plan out.

        Raises:
            Blocked: it is not one moment in a zone; nothing was changed.
        """
        require_role(by, Role.AUTHOR, Role.OWNER)
        before = self._desk.campaigns.tree(campaign_id)[SETTINGS_FILE]
        after = _planned(before, written)
        if problems := blocking(read_settings(after)[2]):
            raise Blocked(problems)
        save_files(self._desk, campaign_id, {SETTINGS_FILE: after}, by=by)

    def undo(self, campaign_id: CampaignId, before: str, written: str, *, by: Person) -> None:
        """Put settings back as they were before a plan was written: the same bytes count again.

        Where something else was changed since, only the plan itself goes back.
        """
        require_role(by, Role.AUTHOR, Role.OWNER)
        former = before.encode("utf-8")
        now = self._desk.campaigns.tree(campaign_id)[SETTINGS_FILE]
        if _planned(former, written) != now:
            campaign = read_settings(former)[0]
            planned = campaign.pace.planned if campaign is not None else None
            former = _planned(now, planned.written if planned is not None else "")
        save_files(self._desk, campaign_id, {SETTINGS_FILE: former}, by=by)

    def start_findings(self, campaign_id: CampaignId) -> tuple[Finding, ...]:
        """Say what a start at this moment means, and what was true on the judged day only."""
        content = load_content(self._desk, campaign_id)
        summary = stored_check(self._desk, content)
        day = summary.judged_for if summary is not None else None
        return tuple(start_findings(self._desk, content, judged_for=day))


def _planned(settings: bytes, written: str) -> bytes:
    return edit_settings(settings, {_KEY: written.strip() or None})
