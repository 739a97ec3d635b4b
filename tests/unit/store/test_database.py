from __future__ import annotations

import os
import random
import signal
import sqlite3
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateIndex, CreateTable

import composer.store
from composer.errors import LockHeld, WorkspaceError
from composer.store import database as database_module
from composer.store import migrations
from composer.store.database import Database
from composer.store.locks import OsLock
from composer.store.memory_tables import memory_unit
from composer.store.shelf_tables import campaign_shelf
from composer.store.tables import HEAD, campaign, metadata, workspace
from composer.store.translation_tables import translation_act

AT = datetime(2019, 11, 1, 12, 0, tzinfo=UTC)

COUNT = """
    import sys
    from pathlib import Path
    from sqlalchemy import select, update
    from composer.store.database import Database
    from composer.store.tables import audience_change
    with Database.open(Path(sys.argv[1])) as database:
        print("open", flush=True)
        for _ in range(int(sys.argv[2])):
            with database.write() as connection:
                count = connection.execute(select(audience_change.c.count)).scalar_one()
                connection.execute(update(audience_change).values(count=count + 1))
            print("counted", flush=True)
"""

HALF = """
    import sys
    from pathlib import Path
    from sqlalchemy import update
    from composer.store.database import Database
    from composer.store.tables import campaign
    with Database.open(Path(sys.argv[1])) as database, database.write() as connection:
        connection.execute(update(campaign).values(name="half done"))
        print("writing", flush=True)
        sys.stdin.readline()
"""


def add_campaign(database: Database, name: str = "whole") -> None:
    with database.write() as connection:
        connection.execute(
            insert(campaign).values(
                id=os.urandom(8).hex(), name=name, created_at=AT, message_seed="", ledger_key=""
            )
        )


def names(database: Database) -> list[str]:
    with database.read() as connection:
        return list(connection.execute(select(campaign.c.name)).scalars())


def test_readers_cannot_write(database: Database) -> None:
    add_campaign(database)
    with pytest.raises(WorkspaceError), database.read() as connection:
        connection.execute(update(campaign).values(name="other"))
    assert names(database) == ["whole"]


def test_a_reader_sees_one_moment(database: Database) -> None:
    with database.read() as connection:
        before = connection.execute(select(func.count()).select_from(campaign)).scalar()
        add_campaign(database)
        assert connection.execute(select(func.count()).select_from(campaign)).scalar() == before
    assert names(database) == ["whole"]


def test_an_error_undoes_the_whole_write(database: Database) -> None:
    def half() -> None:
        with database.write() as connection:
            connection.execute(update(campaign).values(name="half done"))
            raise ZeroDivisionError

    add_campaign(database)
    with pytest.raises(ZeroDivisionError):
        half()
    assert names(database) == ["whole"]


def test_writing_inside_writing_is_refused(database: Database) -> None:
    with database.write(), pytest.raises(RuntimeError), database.write():
        pass
    add_campaign(database)


def test_a_writer_who_waits_too_long_is_told(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "LOCK_TIMEOUT_S", 0.05)
    lock = OsLock(database.path.with_name("workspace.db.lock"))
    with lock, pytest.raises(LockHeld, match=f"process {os.getpid()} "):
        add_campaign(database)


def test_threads_read_and_write_one_database(database: Database) -> None:
    errors: list[Exception] = []

    def work() -> None:
        try:
            for _ in range(5):
                add_campaign(database)
                names(database)
        except Exception as error:  # noqa: BLE001 - reported by the assertion below
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(names(database)) == 30


def prepare_counter(database: Database) -> None:
    add_campaign(database)
    with database.write() as connection:
        connection.exec_driver_sql(
            'INSERT INTO audience_change (campaign_id, number, "columns", count, root, "by", "at")'
            " SELECT id, 1, '[]', 0, '', '', created_at FROM campaign"
        )


def counted(database: Database) -> int:
    with database.read() as connection:
        return connection.exec_driver_sql("SELECT count FROM audience_change").scalar_one()


def test_processes_that_write_at_once_lose_nothing(database: Database, start_python) -> None:
    prepare_counter(database)
    writers = [start_python(COUNT, database.path, 25) for _ in range(4)]
    for writer in writers:
        assert writer.wait(120) == 0
    assert counted(database) == 100


def test_killed_writers_leave_whole_commits_only(database: Database, start_python) -> None:
    prepare_counter(database)
    seen = 0
    for _ in range(6):
        writer = start_python(COUNT, database.path, 1000)
        for _ in range(random.randint(1, 12)):
            writer.stdout.readline()
        os.kill(writer.pid, signal.SIGKILL)
        told = writer.stdout.read().count("counted")
        writer.wait()
        now = counted(database)
        assert now >= seen + told
        seen = now
    with sqlite3.connect(database.path) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    plain.close()
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE audience_change SET count = -1")
    assert counted(database) == -1


def test_a_writer_killed_in_the_middle_leaves_nothing(database: Database, start_python) -> None:
    add_campaign(database)
    writer = start_python(HALF, database.path)
    assert writer.stdout.readline() == "writing\n"
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    assert names(database) == ["whole"]
    add_campaign(database, "next")
    assert sorted(names(database)) == ["next", "whole"]


def test_commits_are_synchronous_and_logged_ahead(database: Database) -> None:
    with database.write() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_files_are_readable_by_their_owner_only(database: Database) -> None:
    add_campaign(database)
    assert names(database) == ["whole"]
    modes = {path.name: path.stat().st_mode & 0o777 for path in database.path.parent.glob("*.db*")}
    assert set(modes) >= {"workspace.db", "workspace.db-wal", "workspace.db-shm"}
    assert set(modes.values()) == {0o600}


def test_migrations_make_exactly_the_tables(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        apart = {translation_act.metadata, memory_unit.metadata, campaign_shelf.metadata}
        assert apart == {metadata}
        assert compare_metadata(context, metadata) == []


def test_head_is_the_last_migration() -> None:
    folder = Path(migrations.__file__).parent
    assert ScriptDirectory(str(folder)).get_current_head() == HEAD


def test_opening_again_changes_nothing(database: Database) -> None:
    add_campaign(database)
    before = database.path.stat().st_mtime_ns
    Database.open(database.path).close()
    assert database.path.stat().st_mtime_ns == before
    assert names(database) == ["whole"]


def test_a_newer_schema_is_refused_and_left_as_it_is(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(WorkspaceError, match="newer"):
        Database.open(database.path)
    with database.read() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).all() == [
            ("9999",)
        ]


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "workspace.db").write_bytes(b"this is no database" * 100)
    with pytest.raises(WorkspaceError):
        Database.open(tmp_path / "workspace.db")
    assert (tmp_path / "workspace.db").read_bytes() == b"this is no database" * 100


def test_errors_hold_no_values(database: Database) -> None:
    values = {"id": "somebody", "practice": True, "created_at": AT}
    with database.write() as connection:
        connection.execute(insert(workspace).values(values))
    with pytest.raises(IntegrityError) as refused, database.write() as connection:
        connection.execute(insert(workspace).values(values))
    assert "somebody" not in str(refused.value)


def test_naive_times_are_refused(database: Database) -> None:
    with pytest.raises(Exception, match="zone"), database.write() as connection:
        connection.execute(
            insert(workspace).values(id="x", practice=True, created_at=datetime(2019, 11, 1))  # noqa: DTZ001
        )


def test_a_folded_database_is_one_file(database: Database) -> None:
    add_campaign(database)
    database.fold()
    found = {path.name for path in database.path.parent.glob("workspace.db*")}
    assert found == {"workspace.db", "workspace.db.lock"}
    assert names(database) == ["whole"]


def test_searching_lower_knows_every_script(database: Database) -> None:
    add_campaign(database, "ÄRGER")
    with database.read() as connection:
        found = connection.execute(select(campaign.c.name).where(campaign.c.name.icontains("ärg")))
        assert found.scalars().all() == ["ÄRGER"]


def test_the_schema_fits_postgresql() -> None:
    dialect = postgresql.dialect()
    for table in metadata.sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=dialect))
        for index in table.indexes:
            assert "CREATE INDEX" in str(CreateIndex(index).compile(dialect=dialect))


def test_one_module_of_the_workspace_knows_sqlite() -> None:
    """Beside it only the look that the window takes before that module is imported."""
    folder = Path(composer.store.__file__).parent
    modules = [path for path in folder.glob("*.py") if not path.name.startswith("ledger")]
    knowing = [
        path.name
        for path in modules
        if "sqlite" in path.read_text(encoding="utf-8").lower().replace("sqlite now", "")
    ]
    assert sorted(knowing) == ["database.py", "quick_look.py"]


def test_whoever_writes_the_whole_file_anew_is_waited_for(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("composer.store.database.LOCK_TIMEOUT_S", 0.05)
    lock = OsLock(database.path.with_name("workspace.db.lock"))
    with lock, pytest.raises(LockHeld), database.write():
        pass
    marker = database.path.with_name("workspace.db.rewriting")
    marker.touch()
    lock.acquire()
    released = threading.Timer(0.4, lock.release)
    released.start()
    add_campaign(database)
    released.join()
    assert names(database) == ["whole"]
    assert database.overwrite_free_space()
    assert not marker.exists()
