"""What a message says about days and times, judged at the day on which it is to leave.

A campaign has no planned time of its own: the day of the check stands for it, so a check that was
made earlier does not say what is over by now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import orjson

from composer.checks.times import deadline_columns, find_time_findings, is_over
from composer.checks.written import written_languages
from composer.findings import Finding, finding
from composer.stages.content import Content
from composer.stages.desk import Desk
from composer.stages.finding_places import placed

ROWS_AT_ONCE = 2000


def time_findings(desk: Desk, content: Content) -> tuple[Finding, ...]:
    """Find dates and times in the text that cannot be meant today."""
    today = desk.now().date()
    key = ("times", content.record.id, content.revision, today)
    return desk.kept(key, lambda: _find(content, today))


def deadline_findings(desk: Desk, content: Content) -> Iterator[Finding]:
    """Find days in people's cells until which the message asks for something, and that are over.

    Everybody's cells are looked at only where the message asks for something until a column's day.
    """
    message, today = content.message, desk.now().date()
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
                if is_over(cells[place], at=today):
                    counts[name] += 1
                    first.setdefault(name, (row[1], row[0], cells[place]))
    for name, (address, row_number, day) in first.items():
        where: dict[str, str | int] = {"recipient": address, "row": row_number, "column": name}
        yield finding(
            "content.deadline_cells", where=where, column=name, date=day, count=counts[name]
        )


def _find(content: Content, today: date) -> tuple[Finding, ...]:
    context = content.context()
    found = [
        item
        for written in written_languages(context)
        for item in find_time_findings(written, at=today)
    ]
    return placed(dict.fromkeys(found), context)
