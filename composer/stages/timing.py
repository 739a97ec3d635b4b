"""On which day a message is read: days in texts and cells are judged at the planned day.

Without a plan the day of the check stands for it. A send is started by a person, so it can be early
or late: what is told then shuts nothing, and says what is no longer true at the real time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

import orjson

from composer.checks.content import find_day_findings
from composer.checks.times import deadline_columns, is_over
from composer.findings import Finding, finding
from composer.model.campaign import Campaign
from composer.stages.content import Content
from composer.stages.desk import Desk

ROWS_AT_ONCE = 2000


def judged_day(campaign: Campaign, now: datetime) -> date:
    """Give the day at which dates are judged: the planned one, or today."""
    planned = campaign.pace.planned
    return planned.day if planned is not None else now.date()


def planned_findings(desk: Desk, content: Content) -> Iterator[Finding]:
    """Find a plan that is over."""
    planned = content.campaign.pace.planned
    if planned is not None and planned.is_late(desk.now()):
        where: dict[str, str | int] = {"file": "campaign.toml", "key": "pace.planned"}
        yield finding("content.planned_past", where=where, moment=planned.written)


def start_findings(desk: Desk, content: Content, *, judged_for: date | None) -> Iterator[Finding]:
    """Say what a start at this moment means: early, late, and what was true on the judged day.

    Days are those of the plan's zone. Nothing of it keeps anybody from sending.
    """
    planned, now = content.campaign.pace.planned, desk.now()
    if planned is not None and planned.is_early(now):
        yield finding("send.early", moment=planned.written)
    elif planned is not None and planned.is_late(now):
        yield finding("send.late", moment=planned.written)
    today = planned.day_of(now) if planned is not None else now.date()
    if judged_for is None or judged_for == today:
        return
    known = {*_day_findings(desk, content, judged_for)}
    yield from (item for item in _day_findings(desk, content, today) if item not in known)


def _day_findings(desk: Desk, content: Content, day: date) -> tuple[Finding, ...]:
    """Find what is wrong with days on one day; known already when it is asked again."""
    changes = desk.recipients.changes(content.record.id)
    root = changes[-1].root if changes else ""
    return desk.kept(
        ("days", content.record.id, content.revision, root, day),
        lambda: (
            *find_day_findings(content.context(), at=day),
            *deadline_findings(desk, content, at=day),
        ),
    )


def deadline_findings(desk: Desk, content: Content, *, at: date) -> Iterator[Finding]:
    """Find days in people's cells until which the message asks for something, over by a day.

    Everybody's cells are looked at only where the message asks for something until a column's day.
    """
    message = content.message
    written = f"{message.body}\n{message.body_html or ''}\n{message.layout.html}"
    named = [name for name in deadline_columns(written, message.locale) if name in content.columns]
    first: dict[str, tuple[str, int, str]] = {}
    counts: Counter[str] = Counter()
    for packed in desk.recipients.packed(content.record.id, size=ROWS_AT_ONCE) if named else ():
        columns, rows = packed.rows()
        places = [(name, columns.index(name)) for name in named]
        for row in rows:
            cells = orjson.loads(row[3])
            for name, place in places:
                if is_over(cells[place], at=at):
                    counts[name] += 1
                    first.setdefault(name, (row[1], row[0], cells[place]))
    for name, (address, row_number, day) in first.items():
        where: dict[str, str | int] = {"recipient": address, "row": row_number, "column": name}
        yield finding(
            "content.deadline_cells", where=where, column=name, date=day, count=counts[name]
        )
