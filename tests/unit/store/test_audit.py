from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from composer.store.audit import BEGINNING, AuditHead, AuditLog
from composer.store.database import Database

AT = datetime(2019, 11, 1, tzinfo=UTC)

APPEND = """
    import sys
    from pathlib import Path
    from composer.store.audit import AuditLog
    from composer.store.database import Database
    with Database.open(Path(sys.argv[1])) as database:
        for number in range(20):
            AuditLog(database).append(person="key", action="act", details={"n": number})
"""


@pytest.fixture
def log(database: Database) -> AuditLog:
    log = AuditLog(database, clock=lambda: AT)
    for number in range(5):
        log.append(person="key", action="seal", details={"proof": "d" * 64, "n": number, "ü": None})
    return log


def test_entries_are_chained_from_the_beginning(log: AuditLog) -> None:
    entries = list(log.entries())
    assert [item.number for item in entries] == [1, 2, 3, 4, 5]
    assert entries[0].previous == BEGINNING
    assert [item.previous for item in entries[1:]] == [item.hash for item in entries[:-1]]
    assert log.head() == AuditHead(number=5, hash=entries[-1].hash)
    assert log.verify() == []
    assert log.verify(remembered=log.head()) == []
    assert log.verify(remembered=AuditHead(number=2, hash=entries[1].hash)) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit SET details = '{}' WHERE number = 3",
        "UPDATE audit SET person = 'other' WHERE number = 3",
        "UPDATE audit SET action = 'other' WHERE number = 3",
        "UPDATE audit SET at = '2019-11-01T00:00:00.000001+00:00' WHERE number = 3",
        "UPDATE audit SET hash = previous WHERE number = 3",
        "DELETE FROM audit WHERE number = 3",
    ],
)
def test_a_change_from_outside_is_found_where_it_is(
    log: AuditLog, database: Database, change: str
) -> None:
    with database.write() as connection:
        connection.exec_driver_sql(change)
    found = log.verify()
    assert [(item.code, dict(item.values)["number"]) for item in found] == [("audit.broken", 3)]
    assert found[0].blocks


def test_a_log_cut_short_is_found_against_a_remembered_head(
    log: AuditLog, database: Database
) -> None:
    head = log.head()
    with database.write() as connection:
        connection.exec_driver_sql("DELETE FROM audit WHERE number > 3")
    assert log.verify() == []
    assert [dict(item.values)["number"] for item in log.verify(remembered=head)] == [4]


def test_a_log_written_anew_is_found_against_a_remembered_head(
    log: AuditLog, database: Database
) -> None:
    head = log.head()
    with database.write() as connection:
        connection.exec_driver_sql("DELETE FROM audit WHERE number > 3")
    for _ in range(4):
        log.append(person="other", action="seal", details={})
    assert log.verify() == []
    assert [item.code for item in log.verify(remembered=head)] == ["audit.broken"]
    assert log.verify(remembered=replace(head, number=1))


def test_an_address_does_not_enter_the_log(log: AuditLog) -> None:
    with pytest.raises(ValueError, match="address"):
        log.append(person="key", action="x", details={"to": ["ann@example.com"]})
    assert log.head().number == 5


def test_each_new_head_is_told_once_it_is_stored(database: Database) -> None:
    told: list[AuditHead] = []
    log = AuditLog(database, after_append=told.append)
    entry = log.append(person="key", action="x", details={})
    assert told == [AuditHead(number=1, hash=entry.hash)] == [log.head()]


def test_processes_that_append_at_once_keep_one_chain(
    log: AuditLog, database: Database, start_python
) -> None:
    writers = [start_python(APPEND, database.path) for _ in range(3)]
    for writer in writers:
        assert writer.wait(120) == 0
    assert log.head().number == 65
    assert log.verify() == []
