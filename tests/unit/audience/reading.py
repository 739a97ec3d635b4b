"""Read a list as the program does, for tests that ask what became of its rows."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from composer.audience.judging import problem_finding
from composer.findings import Finding
from composer.model.campaign import AudienceSettings
from composer.model.identifiers import CampaignId
from composer.model.recipient import Recipient
from composer.stages.audience_reading import Watching, open_given, options_of, read_source
from composer.stages.desk import Desk, open_desk
from composer.store.pending_people import problems
from composer.store.recipient_rows import load_people
from composer.store.workspace_folder import create_workspace

SOME_CAMPAIGN = CampaignId("0" * 16)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRead:
    """Who is listed, in the order of the file, and everything that is wrong."""

    columns: tuple[str, ...]
    rows: tuple[Recipient, ...]
    findings: tuple[Finding, ...]
    count: int


@contextmanager
def a_desk() -> Iterator[Desk]:
    """Give an empty workspace's desk."""
    with tempfile.TemporaryDirectory(prefix="composer-list-") as folder:
        desk = open_desk(create_workspace(Path(folder) / "workspace", practice=True))
        try:
            yield desk
        finally:
            desk.folder.database.close()


def read_list(
    desk: Desk, content: bytes, *, settings: AudienceSettings, file: str = "audience.csv"
) -> ListRead:
    """Read a file of this name with this content."""
    path = desk.folder.path / f"list{Path(file).suffix}"
    path.write_bytes(content)
    source = open_given(path, options=options_of(settings), name=file)
    read = read_source(desk, SOME_CAMPAIGN, source, settings=settings, watching=Watching())
    tables, columns = read.plan.tables, read.plan.columns
    with desk.folder.database.read() as connection:
        wrong = [problem_finding(item, file=file) for item in problems(connection, tables)]
        rows = tuple(
            load_people(
                connection,
                tables,
                tables.listed,
                order_by=(tables.people.c.position,),
                columns_of={0: columns},
            )
        )
    return ListRead(
        columns=columns,
        rows=rows,
        findings=(*read.source_findings, *read.list_findings, *wrong),
        count=read.rows,
    )
