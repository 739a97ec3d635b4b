"""A workspace from before each audience had tables of its own opens and goes on."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

import composer.store.migrations
from composer.model.merkle import audience_hash, root_of_hashes
from composer.store.database import Database
from composer.store.people_search import all_positions
from composer.store.recipients import RecipientStore
from tests.unit.store.people import NewRow, replace_people

CAMPAIGN = "0123456789abcdef"
AT = "2019-11-01T12:00:00.000000+00:00"


def old_workspace(path: Path) -> None:
    """Make a database as the third schema had it: two listed, one listed before."""
    path.touch()
    database = Database(path)
    with database.write() as connection:
        settings = Config()
        folder = Path(composer.store.migrations.__file__).parent
        settings.set_main_option("script_location", str(folder))
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0003")
        connection.exec_driver_sql(
            "INSERT INTO campaign (id, name, created_at, message_seed, ledger_key)"
            " VALUES (?, 'A', ?, '', '')",
            (CAMPAIGN, AT),
        )
        for number, columns in ((1, '["email","old"]'), (2, '["email","name"]')):
            connection.exec_driver_sql(
                'INSERT INTO audience_change (campaign_id, number, "columns", count, root, "by",'
                " \"at\") VALUES (?, ?, ?, 2, 'root of then', 'key', ?)",
                (CAMPAIGN, number, columns, AT),
            )
        rows = (
            (1, 3, "gone@example.com", "gone@example.com", "fr", '["gone@example.com","x"]', "a"),
            (2, 2, "zoe@example.com", "Zoe@Example.com", "de", '["Zoe@Example.com","Zoë"]', "b"),
            (2, 3, "ann@example.com", "ann@example.com", "", '["ann@example.com","Ann"]', "c"),
        )
        for change, row, key, address, locale, fields, digit in rows:
            connection.exec_driver_sql(
                'INSERT INTO recipient (campaign_id, id, "change", "row", address_key, address,'
                " domain, locale, fields, token, salt) VALUES (?, ?, ?, ?, ?, ?, '', ?, ?, ?, ?)",
                (
                    CAMPAIGN,
                    digit * 32,
                    change,
                    row,
                    key,
                    address,
                    locale,
                    fields,
                    *[digit * 32] * 2,
                ),
            )
    database.close()


def test_people_of_an_older_workspace_are_all_there_under_their_ids(tmp_path: Path) -> None:
    old_workspace(tmp_path / "workspace.db")
    with Database.open(tmp_path / "workspace.db") as database:
        store = RecipientStore(database)
        listed = list(store.recipients(CAMPAIGN))
        assert [(one.address, one.row, one.id) for one in listed] == [
            ("ann@example.com", 3, "c" * 32),
            ("Zoe@Example.com", 2, "b" * 32),
        ]
        assert listed[1].fields == (("email", "Zoe@Example.com"), ("name", "Zoë"))
        gone = store.by_id(CAMPAIGN, "a" * 32)
        assert (gone.row, gone.fields[1], gone.token) == (3, ("old", "x"), "a" * 32)
        assert store.locale_counts(CAMPAIGN) == {"": 1, "de": 1}
        assert store.domain_counts(CAMPAIGN) == {"example.com": 2}
        root = root_of_hashes(map(audience_hash, listed))
        assert store.root(CAMPAIGN) == store.changes(CAMPAIGN)[-1].root == root
        listing = store.listing(CAMPAIGN)
        assert listing is not None
        with database.read() as connection:
            assert list(all_positions(connection, listing.tables)) == [2, 3]


def test_an_older_workspace_goes_on(tmp_path: Path) -> None:
    old_workspace(tmp_path / "workspace.db")
    with Database.open(tmp_path / "workspace.db") as database:
        row = NewRow(
            row=2,
            address="gone@example.com",
            locale="",
            fields=(("email", "gone@example.com"), ("name", "G")),
        )
        assert replace_people(database, CAMPAIGN, [row], columns=["email", "name"]).number == 3
        store = RecipientStore(database)
        assert store.by_address(CAMPAIGN, "gone@example.com").id == "a" * 32
        assert store.by_id(CAMPAIGN, "b" * 32).address == "Zoe@Example.com"
