"""What the database forgets of a campaign's people, and what it keeps of them."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import orjson
from sqlalchemy import insert, select, text

from composer.audience.suppression import make_suppression
from composer.model.campaign import Purpose
from composer.model.privacy import RetentionRule
from composer.model.suppression import SuppressionReason
from composer.store.database import Database
from composer.store.privacy import LEAST_OF_A_DOMAIN, PrivacyStore
from composer.store.recipients import RecipientStore
from composer.store.suppressions import SuppressionStore
from composer.store.tables import mail_domain, proof, receipt, test_send
from composer.store.wire_kept import wire_sha256
from tests.unit.store.people import NewRow, replace_people

AT = datetime(2031, 5, 6, tzinfo=UTC)
COLUMNS = ("email", "first_name")
WIRE = b"To: seed@team.test\r\n\r\nDear Xanthippe"


def rows() -> list[NewRow]:
    people = [f"person{number}@large.example" for number in range(LEAST_OF_A_DOMAIN)]
    people.append("xanthippe@own-name.example")
    return [
        NewRow(
            row=row, address=one, locale="de", fields=(("email", one), ("first_name", "Xanthippe"))
        )
        for row, one in enumerate(people, start=2)
    ]


def values_in_files(folder: Path) -> set[str]:
    found = set()
    for path in folder.rglob("workspace.db*"):
        content = path.read_bytes().lower()
        found |= {
            word for word in ("xanthippe", "person7@", "own-name") if word.encode() in content
        }
    return found


def test_nothing_of_anybody_is_left_in_the_file_and_ids_are(
    database: Database, campaign_id: str, tmp_path: Path
):
    replace_people(database, campaign_id, rows()[:3], columns=COLUMNS)
    replace_people(database, campaign_id, rows(), columns=COLUMNS)
    people = RecipientStore(database)
    before = {person.id: person.row for person in people.recipients(campaign_id)}
    with database.write() as connection:
        connection.execute(
            insert(mail_domain).values(domain="own-name.example", verdict="takes", at=AT)
        )
    assert values_in_files(tmp_path) == {"xanthippe", "person7@", "own-name"}
    store, listed = PrivacyStore(database), SuppressionStore(database)
    for _again in range(2):
        store.erase_people(campaign_id, secret=listed.secret())
    assert database.overwrite_free_space()
    assert values_in_files(tmp_path) == set()
    after = list(people.recipients(campaign_id))
    assert {person.id: person.row for person in after} == before
    assert {person.address for person in after} == {"large.example", ""}
    assert {person.locale for person in after} == {"de"}
    assert {value for person in after for _name, value in person.fields} == {""}
    assert people.count(campaign_id) == len(before)
    assert people.domain_counts(campaign_id) == {"large.example": LEAST_OF_A_DOMAIN}


def test_whom_a_campaign_knew_stays_on_the_list_by_digest(database: Database, tmp_path: Path):
    listed = SuppressionStore(database)
    entry = make_suppression(
        "Xanthippe@own-name.example",
        reason=SuppressionReason.BOUNCE,
        source="sendgrid:bounces",
        at=AT,
        note="own-name says no",
    )
    other = make_suppression(
        "bob@large.example", reason=SuppressionReason.LEGAL, source="person", at=AT
    )
    assert entry is not None
    assert other is not None
    listed.add([entry, other], by="owner")
    assert listed.keep_hashed({entry.key}) == 1
    assert listed.keep_hashed({entry.key}) == 0
    blocked = listed.blocked(Purpose.SERVICE)
    assert blocked.hold(entry.key)
    assert blocked.hold(other.key)
    (kept,) = listed.of_key(entry.key)
    assert (kept.address, kept.note, kept.at) == ("", "", AT)
    assert listed.add([entry], by="owner").added == 0
    assert database.overwrite_free_space()
    assert values_in_files(tmp_path) == set()


def test_a_test_message_is_known_by_its_digest_alone(database: Database, campaign_id: str):
    sent = {"id": "a" * 32, "proof": "b" * 64, "seed": "seed@team.test", "slot": 1}
    sent |= {"recipient_id": "c" * 32, "nonce_hash": "d" * 64, "digest": "e" * 64}
    differs = [{"part": "text", "expected": "Xanthippe", "found": "Xantippe"}]
    with database.write() as connection:
        connection.execute(
            insert(proof).values(
                digest="b" * 64, campaign_id=campaign_id, binding="f" * 64, manifest=b"{}"
            )
        )
        connection.execute(insert(test_send).values(**sent, wire=WIRE, outcome=""))
        connection.execute(
            insert(receipt).values(
                test_send_id="a" * 32, received_sha256="0" * 64, state="different",
                differences=orjson.dumps(differs).decode(), received_at=AT, how="file",
            )
        )  # fmt: skip
    store = PrivacyStore(database)
    assert store.wires(campaign_id, shown=set()) == ()
    store.erase_tests(campaign_id, shown=set())
    assert store.wires(campaign_id) == (WIRE,)
    for _again in range(2):
        store.erase_tests(campaign_id)
    (kept,) = store.wires(campaign_id)
    assert b"Xanthippe" not in kept
    assert wire_sha256(kept) == wire_sha256(WIRE)
    with database.read() as connection:
        told = orjson.loads(connection.execute(select(receipt.c.differences)).scalar_one())
    assert told == [{"part": "text", "expected": "", "found": ""}]


def test_a_removal_is_cut_off_until_it_is_done(database: Database, campaign_id: str):
    store = PrivacyStore(database)
    assert store.purge_of(campaign_id) is None
    store.begin(campaign_id, people=7, by="owner", at=AT)
    assert [one.people for one in store.cut_off()] == [7]
    store.done(campaign_id, at=AT)
    assert store.cut_off() == ()
    purge = store.purge_of(campaign_id)
    assert purge is not None
    assert purge.done_at == AT


def test_the_newest_rule_counts(database: Database):
    store = PrivacyStore(database)
    assert store.rule() == RetentionRule()
    assert store.rule().due_at(AT).date().isoformat() == "2031-08-04"
    store.set_rule(RetentionRule(days=30), by="owner", at=AT)
    store.set_rule(RetentionRule(days=10, by_itself=True), by="owner", at=AT)
    assert store.rule() == RetentionRule(days=10, by_itself=True)


def test_who_reads_meanwhile_keeps_the_old_log_and_it_is_said(
    database: Database, campaign_id: str, monkeypatch
):
    monkeypatch.setattr("composer.store.database._BUSY_TIMEOUT_S", 0.05)
    with Database(database.path) as other, database.read() as reading:
        reading.execute(text("SELECT count(*) FROM campaign")).scalar()
        assert not other.overwrite_free_space()
    assert database.overwrite_free_space()


def test_people_are_emptied_in_pieces_and_others_write_in_between(
    database: Database, campaign_id: str, monkeypatch
):
    replace_people(database, campaign_id, rows(), columns=COLUMNS)
    monkeypatch.setattr("composer.store.people_erasing._AT_ONCE", 5)
    store, secret = PrivacyStore(database), SuppressionStore(database).secret()
    written, whole = [], Database.write

    @contextmanager
    def write(self, *, bulk=False):
        before = emptied(database, campaign_id)
        with whole(self, bulk=bulk) as connection:
            yield connection
        written.append(emptied(database, campaign_id) - before)

    monkeypatch.setattr(Database, "write", write)
    store.erase_people(campaign_id, secret=secret)
    assert sum(written) == len(rows())
    assert max(written) == 5


def emptied(database: Database, campaign_id: str) -> int:
    people = RecipientStore(database).recipients(campaign_id)
    return sum(not person.fields[1][1] for person in people)
