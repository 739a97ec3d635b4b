"""What a message says about days and times, judged at the day on which it is to leave.

A campaign has no planned time of its own: the day of the check stands for it, so a check that was
made earlier does not say what is over by now.
"""

from __future__ import annotations

from datetime import date

from composer.checks.times import find_time_findings
from composer.checks.written import written_languages
from composer.findings import Finding
from composer.stages.content import Content
from composer.stages.desk import Desk
from composer.stages.finding_places import placed


def time_findings(desk: Desk, content: Content) -> tuple[Finding, ...]:
    """Find dates and times in the text that cannot be meant today."""
    today = desk.now().date()
    key = ("times", content.record.id, content.revision, today)
    return desk.kept(key, lambda: _find(content, today))


def _find(content: Content, today: date) -> tuple[Finding, ...]:
    context = content.context()
    found = [
        item
        for written in written_languages(context)
        for item in find_time_findings(written, at=today)
    ]
    return placed(dict.fromkeys(found), context)
