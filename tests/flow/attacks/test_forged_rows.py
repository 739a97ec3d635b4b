"""Rows that nobody signed, changed in the database of a released campaign, or a flag flipped there.

A signed receipt names a message by its place and the hash of its nonce; which mailbox it went to
and which kind of message it was are rows. The log says what they were.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import replace

import pytest

from composer.errors import Blocked
from composer.model.campaign import Security, TransportKind, TransportSettings
from composer.model.identifiers import CampaignId
from composer.proofs.manifest import read_manifest
from composer.stages.content import load_content
from composer.stages.dispatching import Way, hand_over
from composer.stages.sealing import proof_state
from composer.stages.signing import release
from tests.flow.conftest import Practice
from tests.flow.moves import database


def one_receipt_for_all(connection: sqlite3.Connection) -> None:
    """Let the one message that arrived stand for every kind and every mailbox."""
    sends = connection.execute("SELECT * FROM test_send ORDER BY slot").fetchall()
    names = [name for _n, name, *_rest in connection.execute("PRAGMA table_info(test_send)")]
    place = {name: at for at, name in enumerate(names)}
    first = sends[0]
    for step in (  # the same table without what keeps a nonce from standing there twice
        "CREATE TABLE loose AS SELECT * FROM test_send",
        "DROP TABLE test_send",
        "ALTER TABLE loose RENAME TO test_send",
    ):
        connection.execute(step)
    connection.execute("DELETE FROM receipt WHERE test_send_id != ?", (first[place["id"]],))
    connection.execute("DELETE FROM test_send WHERE id != ?", (first[place["id"]],))
    for line in sends[1:]:
        made = list(first)
        for name in ("seed", "recipient_id"):
            made[place[name]] = line[place[name]]
        made[place["id"]] = secrets.token_hex(16)
        connection.execute(f"INSERT INTO test_send VALUES ({','.join('?' * len(made))})", made)
        connection.execute(
            "INSERT INTO receipt (test_send_id, received_sha256, state, differences, received_at,"
            " how) SELECT ?, received_sha256, state, differences, received_at, how FROM receipt"
            " WHERE test_send_id = ?",
            (made[place["id"]], first[place["id"]]),
        )


def statement(sql: str) -> Callable[[sqlite3.Connection], None]:
    def change(connection: sqlite3.Connection) -> None:
        assert connection.execute(sql).rowcount

    return change


FORGERIES: dict[str, Callable[[sqlite3.Connection], None]] = {
    "one receipt stands for all": one_receipt_for_all,
    "another mailbox": statement("UPDATE test_send SET seed = 'seed9@seed.test' WHERE slot = 1"),
    "another prediction": statement("UPDATE test_send SET wire = x'00' WHERE slot = 1"),
    "a message is forgotten": statement("DELETE FROM test_send WHERE slot = 1"),
    "a receipt is forgotten": statement("DELETE FROM statement WHERE kind = 'receipts'"),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_what_a_test_has_shown_cannot_be_written_anew(forgery: str, released: Practice) -> None:
    with database(released.run.workspace) as connection:
        FORGERIES[forgery](connection)
    with released.here() as workspace:
        author = workspace.resolve_person(released.author)
        with pytest.raises(Blocked) as blocked:
            workspace.send(CampaignId(released.campaign), by=author)
    assert "audit.broken" in [item.code for item in blocked.value.findings]
    assert released.messages() == []


def test_a_workspace_marked_as_practice_lets_nothing_leave_this_computer(
    released: Practice,
) -> None:
    """In practice everybody signs as anybody, with keys that the files hold."""
    transport = TransportSettings(
        kind=TransportKind.SMTP, host="mail.example.com", port=587, security=Security.STARTTLS
    )
    with released.here() as workspace:
        desk = workspace._desk
        content = load_content(desk, CampaignId(released.campaign))
        stored = proof_state(desk, content).stored
        assert stored is not None
        leave = release(desk, content)
        way = Way(
            desk=desk,
            content=replace(content, campaign=replace(content.campaign, transport=transport)),
            stored=stored,
            manifest=read_manifest(stored.manifest),
            by=workspace.resolve_person(released.author),
        )
        with pytest.raises(Blocked) as blocked:
            hand_over(way, leave)
    assert [item.code for item in blocked.value.findings] == ["campaign.practice_only"]
