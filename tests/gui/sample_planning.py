"""The plan of the stand-in workspace, in memory."""

from __future__ import annotations

from composer.errors import Blocked
from composer.findings import Finding
from composer.folder.keys import KeyReader
from composer.folder.planned_time import find_plan_findings, read_planned
from composer.model.campaign import Pace
from composer.model.planned_time import PlannedTime


class SamplePlanning:
    """What `workspace.planning` gives."""

    def __init__(self, workspace) -> None:
        self._workspace = workspace
        self.planned: PlannedTime | None = None
        self.pace = Pace()
        self.found: tuple[Finding, ...] = ()

    def plan(self, campaign_id, written, *, by):
        if not written:
            self.planned = None
        elif problems := find_plan_findings(written):
            raise Blocked(problems)
        else:
            reader = KeyReader(values={"planned": written}, file="", findings=[])
            self.planned = read_planned(reader, "planned")
        self._workspace._revision += 1
        self._workspace._check = None

    def undo(self, campaign_id, before, written, *, by):
        self.plan(campaign_id, "", by=by)

    def start_findings(self, campaign_id):
        return self.found
