"""Somebody writes into the database behind the program's back: refused, and nothing left.

Every test changes the one released campaign of this file, asks the real command line to send it,
and puts the tables back.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from composer.model.counter import Counter
from composer.model.identifiers import CampaignId, Digest, RecipientId
from composer.model.person import Person
from composer.signoff.approvals import About
from composer.signoff.dsse import sign
from composer.signoff.identities import private_key_for
from composer.signoff.shown_statements import sign_shown
from composer.stages.authorship import authors
from composer.stages.content import load_content
from composer.stages.desk import open_desk
from composer.stages.reviewing import current_proof
from composer.stages.sealing import proof_state
from composer.stages.signing import release_findings
from composer.store.workspace_folder import open_workspace
from tests.flow.conftest import FEW, Practice, export_changed, make_practice, read_rows, write_rows


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> tuple[Practice, Path]:
    """A campaign that may be sent, and the folder that it is made from."""
    folder = tmp_path_factory.mktemp("ready")
    practice = make_practice(folder, people=FEW)
    practice.bring_back(practice.export(folder / "original"))
    practice.released(folder)
    return practice, folder / "original"


@contextmanager
def written_into(practice: Practice, table: str) -> Iterator[sqlite3.Connection]:
    """Give the database to write a table in; its rows come back afterwards."""
    with closing(sqlite3.connect(practice.run.workspace / "workspace.db")) as database:
        rows = database.execute(f"SELECT * FROM {table}").fetchall()
        try:
            yield database
        finally:
            database.rollback()
            with database:
                database.execute(f"DELETE FROM {table}")
                places = ", ".join("?" * len(rows[0]))
                database.executemany(f"INSERT INTO {table} VALUES ({places})", rows)


def people_table(practice: Practice) -> str:
    """Name the table that holds the people in use."""
    with closing(sqlite3.connect(practice.run.workspace / "workspace.db")) as database:
        (number,) = database.execute(
            "SELECT people FROM audience_change WHERE campaign_id = ? ORDER BY number DESC",
            (practice.campaign,),
        ).fetchone()
    return f"people_{practice.campaign}_{number}"


def refused(practice: Practice, *codes: str) -> None:
    """Sending is refused for one of these reasons, and the mailbox stays empty."""
    answer = practice.run("send", practice.campaign, by=practice.author, code=1)
    assert set(answer.findings) & set(codes), answer.findings
    assert practice.messages() == []


def replace_decision(practice: Practice, change: Callable[[bytes], bytes]) -> None:
    """Put a changed envelope in the place of the newest decision, and ask to send."""
    with written_into(practice, "statement") as database:
        number, envelope = _newest_decision(database)
        forged = change(envelope)
        with database:
            database.execute(
                "UPDATE statement SET envelope = ?, sha256 = ? WHERE number = ?",
                (forged, hashlib.sha256(forged).hexdigest(), number),
            )
        refused(practice, "signoff.signature_broken", "send.not_approved")
    assert practice.stage() == "send"


def _newest_decision(database: sqlite3.Connection) -> tuple[int, bytes]:
    query = "SELECT number, envelope FROM statement WHERE kind = 'approval' ORDER BY number DESC"
    return database.execute(query).fetchone()


def key_of(practice: Practice, email: str) -> Ed25519PrivateKey:
    with practice.here() as workspace:
        person: Person = workspace.resolve_person(email)
        return private_key_for(person, workspace._desk.keychain)


def parts(envelope: bytes) -> tuple[str, bytes]:
    record = json.loads(envelope)
    return record["payloadType"], base64.b64decode(record["payload"])


def test_a_wrong_signature_is_refused(ready: tuple[Practice, Path]) -> None:
    def flip(envelope: bytes) -> bytes:
        record = json.loads(envelope)
        signature = bytearray(base64.b64decode(record["signatures"][0]["sig"]))
        signature[0] ^= 1
        record["signatures"][0]["sig"] = base64.b64encode(signature).decode()
        return json.dumps(record, separators=(",", ":"), sort_keys=True).encode()

    replace_decision(ready[0], flip)


def test_an_approval_in_the_reviewer_s_name_signed_by_the_author_is_refused(
    ready: tuple[Practice, Path],
) -> None:
    practice, _original = ready
    key = key_of(practice, practice.author)
    replace_decision(practice, lambda envelope: sign(*parts(envelope), key))


def test_an_approval_by_somebody_who_is_not_in_the_roster_does_not_count(
    ready: tuple[Practice, Path],
) -> None:
    stranger = Ed25519PrivateKey.generate()

    def by_a_stranger(envelope: bytes) -> bytes:
        kind, payload = parts(envelope)
        statement = json.loads(payload)
        statement["person"] = stranger.public_key().public_bytes_raw().hex()
        written = json.dumps(statement, separators=(",", ":"), sort_keys=True).encode()
        return sign(kind, written, stranger)

    replace_decision(ready[0], by_a_stranger)


def test_a_rejection_can_neither_be_replayed_as_an_approval_nor_be_deleted(
    released: Practice,
) -> None:
    with closing(sqlite3.connect(released.run.workspace / "workspace.db")) as database:
        _number, approval = _newest_decision(database)
        with released.here() as workspace:
            reviewer = workspace.resolve_person(released.reviewer)
            workspace.reject(CampaignId(released.campaign), by=reviewer, comment="No")
        number, rejection = _newest_decision(database)
        record = json.loads(rejection)
        record["payloadType"] = json.loads(approval)["payloadType"]
        payload = parts(rejection)[1].replace(b"rejection", b"approval")
        for forged in (record, {**record, "payload": base64.b64encode(payload).decode()}):
            written = json.dumps(forged, separators=(",", ":"), sort_keys=True).encode()
            with database:
                database.execute(
                    "UPDATE statement SET envelope = ? WHERE number = ?", (written, number)
                )
            refused(released, "signoff.signature_broken")
        with database:
            database.execute("DELETE FROM statement WHERE number = ?", (number,))
        refused(released, "audit.broken")
        with database:
            database.execute("DELETE FROM audit WHERE action = 'signoff.rejection'")
        refused(released, "audit.broken", "workspace.restored")


def test_an_approval_replayed_for_another_proof_does_not_count(
    ready: tuple[Practice, Path], tmp_path: Path
) -> None:
    practice, original = ready
    changed = ("campaign.toml", "per_second = ", "per_second = 1")
    practice.bring_back(export_changed(practice, tmp_path / "changed", *changed))
    proof = practice.tested()
    with written_into(practice, "statement") as database:
        number, _envelope = _newest_decision(database)
        with database:
            database.execute("UPDATE statement SET subject = ? WHERE number = ?", (proof, number))
        refused(practice, "send.not_approved")
    practice.bring_back(original)
    assert practice.stage() == "send"


@pytest.mark.parametrize(
    "change",
    [
        "SET address = 'somebody@else.test' WHERE position = 5",
        "SET cells = CAST(replace(CAST(cells AS TEXT), '0', '1') AS BLOB) WHERE position = 5",
        "SET locale = 'de' WHERE position = (SELECT min(position) FROM people WHERE locale = 'en')",
        "SET secrets = zeroblob(32) WHERE position = 5",
    ],
)
def test_an_audience_row_changed_in_the_database_is_noticed(
    change: str, ready: tuple[Practice, Path]
) -> None:
    practice, _original = ready
    people = people_table(practice)
    with written_into(practice, people) as database:
        with database:
            changed = f"UPDATE {people} {change}".replace("FROM people", f"FROM {people}")
            assert database.execute(changed).rowcount == 1
        refused(practice, "send.proof_changed")
    assert practice.stage() == "send"


def test_a_manifest_changed_in_the_database_is_noticed(ready: tuple[Practice, Path]) -> None:
    practice, _original = ready
    with written_into(practice, "proof") as database:
        (manifest,) = database.execute("SELECT manifest FROM proof LIMIT 1").fetchone()
        changed = manifest.replace(b'"per_second":"400"', b'"per_second":"900"')
        assert changed != manifest, manifest
        with database:
            database.execute("UPDATE proof SET manifest = ?", (changed,))
        refused(practice, "send.proof_damaged", "send.proof_changed")
    assert practice.stage() == "send"


def test_a_forged_check_is_repeated_by_the_sender(tmp_path: Path, home: Path) -> None:
    """A part of a check is forged; the check goes on with it and ends forged as a whole."""
    practice = make_practice(tmp_path, people=FEW)
    folder = practice.export(tmp_path / "leak")
    rows = read_rows(folder)
    company = rows[0].index("company")
    rows[1][company] = f"see {rows[2][0]}"
    write_rows(folder, rows)
    practice.bring_back(folder)
    assert "content.foreign_address" in practice.run("check", practice.campaign, code=1).findings
    with closing(sqlite3.connect(practice.run.workspace / "workspace.db")) as database, database:
        names = [
            name
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name.startswith(f"check_{practice.campaign}_")
        ]
        (state,) = [name for name in names if name.endswith("_state")]
        (found,) = [name for name in names if name.endswith("_found")]
        database.execute("DELETE FROM campaign_check")
        assert database.execute(f"DELETE FROM {found}").rowcount
        database.execute(f"UPDATE {state} SET finished = 0")
    practice.run("check", practice.campaign)
    practice.released(tmp_path)
    refused(practice, "content.foreign_address")


def test_a_clock_set_back_does_not_revive_an_approval(tmp_path: Path, home: Path) -> None:
    practice = make_practice(tmp_path, people=FEW)
    practice.released(tmp_path)
    desk = open_desk(open_workspace(practice.run.workspace))
    campaign = CampaignId(practice.campaign)
    content = load_content(desk, campaign)
    assert release_findings(desk, content, proof_state(desk, content)) == []
    late = datetime.now(UTC) + timedelta(hours=80)
    desk.now, desk.counter = (lambda: late), (lambda: Counter(start="another", seconds=1.0))
    found = release_findings(desk, content, proof_state(desk, content))
    assert [item.code for item in found] == ["send.expired"]
    desk.now = lambda: datetime.now(UTC)
    found = release_findings(desk, content, proof_state(desk, content))
    desk.folder.database.close()
    assert [item.code for item in found] == ["clock.jump", "send.expired"]


def test_a_clock_put_ahead_brings_nobody_nearer_to_a_send(ready: tuple[Practice, Path]) -> None:
    practice, _original = ready
    desk = open_desk(open_workspace(practice.run.workspace))
    content = load_content(desk, CampaignId(practice.campaign))
    ahead = datetime.now(UTC) + timedelta(hours=4)
    codes = []
    for desk.now in (lambda: ahead, lambda: datetime.now(UTC)):
        found = release_findings(desk, content, proof_state(desk, content))
        codes.append([item.code for item in found])
    desk.folder.database.close()
    assert codes == [["clock.jump"], []]


def test_an_author_cannot_write_somebody_else_s_name_over_their_own(
    ready: tuple[Practice, Path],
) -> None:
    practice, _folder = ready
    desk = open_desk(open_workspace(practice.run.workspace))
    campaign = CampaignId(practice.campaign)
    before = authors(desk, campaign)
    with written_into(practice, "revision") as database, database:
        database.execute('UPDATE revision SET "by" = ?', ("f" * 64,))
        assert before <= authors(desk, campaign)
    desk.folder.database.close()


def test_rows_that_say_a_kind_was_shown_do_not_open_approve(
    ready: tuple[Practice, Path],
) -> None:
    """Without the reviewer's own signature nobody has looked, whatever the tables say."""
    practice, _original = ready
    with practice.here() as workspace:
        campaign, ben = CampaignId(practice.campaign), workspace.resolve_person(practice.reviewer)
        assert workspace.shown(campaign, by=ben)
        desk = workspace._desk
        proof, here = current_proof(desk, load_content(desk, campaign)), desk.folder.id
    with written_into(practice, "statement") as database:
        with database:
            database.execute("DELETE FROM statement WHERE kind = 'shown'")
        answer = practice.run("approve", practice.campaign, by=practice.reviewer, code=1)
        assert "signoff.not_shown" in answer.findings
        forged = sign_shown(
            {RecipientId(who): Digest(what) for who, what in proof.variants},
            about=About(proof=proof.digest, campaign=practice.campaign, workspace=here),
            issued_at=datetime.now(UTC),
            private_key=key_of(practice, practice.author),
        )
        with database:
            database.execute(
                "INSERT INTO statement (kind, subject, sha256, envelope, at) "
                "VALUES ('shown', ?, ?, ?, ?)",
                (proof.digest, hashlib.sha256(forged).hexdigest(), forged, "2026-05-01 00:00:00"),
            )
        answer = practice.run("approve", practice.campaign, by=practice.reviewer, code=1)
        assert "signoff.not_shown" in answer.findings
