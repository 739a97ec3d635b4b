"""A workspace from before each check had tables of its own opens, and its proofs keep theirs."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

import composer.store.migrations
from composer.store.checks import CheckStore, MessageDigest
from composer.store.database import Database

CAMPAIGN = "0123456789abcdef"
AT = "2019-11-01T12:00:00.000000+00:00"


def old_workspace(path: Path) -> None:
    """Make a database as the fifth schema had it: one check of two people."""
    path.touch()
    database = Database(path)
    with database.write() as connection:
        settings = Config()
        folder = Path(composer.store.migrations.__file__).parent
        settings.set_main_option("script_location", str(folder))
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0005")
        connection.exec_driver_sql(
            "INSERT INTO campaign (id, name, created_at, message_seed, ledger_key)"
            " VALUES (?, 'A', ?, '', '')",
            (CAMPAIGN, AT),
        )
        connection.exec_driver_sql(
            "INSERT INTO campaign_check (binding, campaign_id, record, at) VALUES (?, ?, '{}', ?)",
            ("b" * 64, CAMPAIGN, AT),
        )
        for position, digit in enumerate("ed"):
            connection.exec_driver_sql(
                "INSERT INTO check_digest (binding, position, recipient_id, digest, wire_sha256)"
                " VALUES (?, ?, ?, ?, ?)",
                ("b" * 64, position, digit * 32, digit * 64, "f" * 64),
            )
    database.close()


def test_the_digests_of_a_former_check_are_found(tmp_path: Path) -> None:
    old_workspace(tmp_path / "workspace.db")
    with Database.open(tmp_path / "workspace.db") as database:
        checks = CheckStore(database)
        found = list(checks.digests("b" * 64))
        assert found == [
            MessageDigest(recipient_id=one * 32, digest=one * 64, wire_sha256="f" * 64)
            for one in "ed"
        ]
        assert checks.digest_of("b" * 64, "d" * 32) == found[1]
