"""Rows changed in the database while it is sent: after everybody was checked, before they have it.

Whoever can write the database, and holds no key, waits for the send to begin and then changes a
person's row together with the row that says what their message was. What a message is compared with
is what the sending process read, and found to be what people approved, before the first one left.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest

from composer.model.identifiers import CampaignId
from composer.store.ledger import SqliteLedger
from tests.flow.conftest import FEW, Practice
from tests.flow.moves import database
from tests.flow.test_forged_records import people_table

STRANGER = "somebody@else.test"


def send_to_a_stranger(practice: Practice) -> Callable[[], None]:
    """Give what sends the last person's message to somebody else, in two rows.

    What that message is, the program itself tells beforehand.
    """
    campaign = CampaignId(practice.campaign)
    people = people_table(practice)
    with database(practice.run.workspace) as connection:
        position, key, address = connection.execute(
            f"SELECT position, address_key, address FROM {people} ORDER BY position DESC"
        ).fetchone()
        (results,) = _tables(connection, f"check_{practice.campaign}_%")

    def put(written: str | None) -> None:
        with database(practice.run.workspace) as connection:
            change = f"UPDATE {people} SET address = ? WHERE position = ?"
            assert connection.execute(change, (written, position)).rowcount == 1

    put(STRANGER)
    with practice.here() as workspace:
        forged = workspace.preview(campaign, key)
    assert forged.rendered.envelope_recipient == STRANGER
    put(address)

    def change_both() -> None:
        put(STRANGER)
        values = (
            bytes.fromhex(forged.rendered.digest),
            bytes.fromhex(forged.wire_sha256),
            bytes.fromhex(forged.recipient.id),
        )
        with database(practice.run.workspace) as connection:
            change = f"UPDATE {results} SET digest = ?, wire = ? WHERE recipient = ?"
            assert connection.execute(change, values).rowcount == 1

    return change_both


def _tables(connection: sqlite3.Connection, like: str) -> list[str]:
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE ?"
    names = [name for (name,) in connection.execute(query, (like,))]
    return [name for name in names if not name.endswith(("_found", "_state"))]


def test_nobody_gets_what_was_changed_after_the_send_had_begun(released: Practice) -> None:
    campaign = CampaignId(released.campaign)
    attack = send_to_a_stranger(released)
    with released.here() as workspace:
        ana = workspace.resolve_person(released.author)
        workspace.send(campaign, by=ana)  # its test was sent before it was copied, which is told
        workspace.resume(campaign, by=ana, reason="a copy for a test; nobody uses the first")
        workspace.send(campaign, by=ana)
        workspace.resume(campaign, by=ana)
        claim, attacks = SqliteLedger.claim, [attack]

        def changed_first(self: SqliteLedger, *words: object, **more: object) -> object:
            if attacks:
                attacks.pop()()
            return claim(self, *words, **more)  # type: ignore[arg-type]

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(SqliteLedger, "claim", changed_first)
            outcome = workspace.send(campaign, by=ana)
    assert [item.code for item in outcome.findings] == ["send.held", "send.digest_differs"]
    assert outcome.counts.total == FEW
    assert not [message for message in released.messages() if STRANGER.encode() in message]
    assert released.message_count() == outcome.counts.accepted


def the_statement(connection: sqlite3.Connection) -> None:
    """Take the newest decision out."""
    change = "DELETE FROM statement WHERE number = (SELECT max(number) FROM statement)"
    assert connection.execute(change).rowcount == 1


def the_statement_and_its_line_in_the_log(connection: sqlite3.Connection) -> None:
    """Take the newest decision out, and the end of the log that tells of it."""
    the_statement(connection)
    find = "SELECT max(number) FROM audit WHERE action = 'signoff.rejection'"
    (number,) = connection.execute(find).fetchone()
    assert connection.execute("DELETE FROM audit WHERE number >= ?", (number,)).rowcount


@pytest.mark.parametrize(
    ("taken_out", "code"),
    [
        (the_statement, "audit.broken"),
        (the_statement_and_its_line_in_the_log, "workspace.restored"),
    ],
)
def test_a_rejection_that_is_taken_out_while_it_is_sent_holds_the_send(
    released: Practice, taken_out: Callable[[sqlite3.Connection], None], code: str
) -> None:
    campaign = CampaignId(released.campaign)
    with released.here() as workspace:
        ana, ben = map(workspace.resolve_person, (released.author, released.reviewer))
        workspace.send(campaign, by=ana)
        workspace.resume(campaign, by=ana, reason="a copy for a test; nobody uses the first")
        workspace.send(campaign, by=ana)
        workspace.resume(campaign, by=ana)
        before, opened = released.message_count(), SqliteLedger.open

        def rejected_first(*words: object, **more: object) -> object:
            workspace.reject(campaign, by=ben, comment="The date is wrong.")
            with database(released.run.workspace) as connection:
                taken_out(connection)
            return opened(*words, **more)  # type: ignore[arg-type]

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(SqliteLedger, "open", rejected_first)
            outcome = workspace.send(campaign, by=ana)
    assert [item.code for item in outcome.findings] == ["send.held", code]
    assert released.message_count() == before
