"""Days out of people's cells until which a message asks for something.

A campaign has no planned time of its own: the day of the check stands for it, so a check that was
made earlier does not say what is over by now. What is written out is judged with the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import orjson

from composer.checks.times import deadline_columns, is_over
from composer.findings import Finding, finding
from composer.stages.content import Content
from composer.stages.desk import Desk

ROWS_AT_ONCE = 2000


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
