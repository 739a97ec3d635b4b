"""Nobody is taken off the do-not-write list from outside: what the log names must be there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from composer.audience.suppression import key_of
from composer.errors import Blocked
from composer.model.person import DeviceKey, Person, Role, Roster
from composer.model.suppression import SuppressionReason
from composer.signoff.dsse import payload_of, sign
from composer.signoff.identities import private_key_for
from composer.signoff.removal_statements import (
    REMOVAL_TYPE,
    Removal,
    Removed,
    read_removals,
    sign_removal,
)
from composer.stages import suppressions_kept
from composer.stages.people import load_roster
from composer.stages.suppressions_kept import list_kept_findings
from composer.workspace import Workspace

AT = datetime(2026, 12, 1, tzinfo=UTC)


class Office:
    """A workspace with an owner, a sender and an author, and a list of three."""

    def __init__(self, folder: Path) -> None:
        self.workspace = Workspace.create(folder, practice=True)
        self.desk = self.workspace._desk
        self.people: dict[str, Person] = {}
        for name, role in (("Ana", Role.OWNER), ("Sam", Role.SENDER), ("Ida", Role.AUTHOR)):
            self.people[name] = self.workspace.add_person(
                name=name,
                email=f"{name}@acme.co",
                roles=frozenset({role}),
                by=self.people.get("Ana"),
            )
        for name, reason in (("a", "bounce"), ("b", "unsubscribe"), ("c", "legal")):
            self.add(name, reason)

    def add(self, name: str, reason: str) -> None:
        self.workspace.suppressions.add(
            f"{name}@example.com", reason=SuppressionReason(reason), by=self.people["Ida"]
        )

    def remove(self, name: str, *, by: str) -> None:
        self.workspace.suppressions.remove(
            f"{name}@example.com", why="asked for it", by=self.people[by]
        )

    def change(self, *queries: str) -> None:
        """Change the database as somebody does who can write it and has no key."""
        with self.desk.folder.database.write() as connection:
            for query in queries:
                assert connection.execute(text(query)).rowcount

    def codes(self) -> list[str]:
        return [item.code for item in list_kept_findings(self.desk, anew=True)]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path / "workspace")
    with closing(made.workspace):
        assert made.codes() == []
        yield made


CHANGED = ["suppress.changed_outside"]


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM suppression WHERE address = 'a@example.com'",
        "DELETE FROM suppression WHERE number = 2",
        "UPDATE suppression SET key = 'z@example.com' WHERE number = 1",
        "UPDATE suppression SET reason = 'unsubscribe' WHERE number = 1",
        "UPDATE suppression SET reason = 'nothing' WHERE number = 1",
        "UPDATE suppression SET number = 9 WHERE number = 1",
        "UPDATE suppression_fact SET value = printf('%064d', 1) WHERE name = 'erasure_key'",
    ],
)
def test_a_change_from_outside_shows(office: Office, change: str) -> None:
    office.change("DELETE FROM suppression_spelling", change)
    assert office.codes() == CHANGED


def test_a_row_that_was_written_in_from_outside_shows(office: Office) -> None:
    office.change(
        "INSERT INTO suppression SELECT 7, 'd@example.com', '', reason, source, at, note, by,"
        " added_at FROM suppression WHERE number = 1"
    )
    assert office.codes() == CHANGED


def test_a_former_entry_written_over_one_that_is_gone_needs_a_signature(office: Office) -> None:
    """Whoever knows how entries are kept takes one out as the program does, without a key."""
    office.change(
        "DELETE FROM suppression_spelling",
        "INSERT INTO suppression_gone SELECT 1, key, reason, at FROM suppression WHERE number = 1",
        "DELETE FROM suppression WHERE number = 1",
    )
    assert office.codes() == CHANGED


def test_the_program_s_own_way_without_a_signature_shows(office: Office) -> None:
    office.desk.suppressions.remove(key_of("a@example.com"), numbers=[1])
    assert office.codes() == CHANGED
    office.add("a", "unsubscribe")  # stops less
    assert office.codes() == CHANGED
    office.add("a", "complaint")
    assert office.codes() == []


def test_who_was_taken_off_by_a_sender_may_be_gone_and_listed_again(office: Office) -> None:
    office.remove("a", by="Sam")
    assert office.codes() == []
    office.add("a", "bounce")
    assert office.codes() == []
    office.change(
        "DELETE FROM suppression_spelling", "DELETE FROM suppression WHERE address LIKE 'a@%'"
    )
    assert office.codes() == CHANGED  # the former signature is about the former entry


def test_a_signature_that_no_longer_counts_is_made_good_by_a_new_one(office: Office) -> None:
    office.remove("b", by="Sam")
    office.change("DELETE FROM statement WHERE kind = 'removal'")
    assert office.codes() == CHANGED
    office.add("b", "unsubscribe")
    office.remove("b", by="Ana")
    assert office.codes() == []


def test_erasing_and_keeping_by_digest_take_nobody_off(office: Office) -> None:
    office.desk.suppressions.keep_hashed([key_of("a@example.com"), key_of("b@example.com")])
    assert office.codes() == []
    office.workspace.privacy.erase("a@example.com", by=office.people["Ana"])
    assert office.codes() == []
    with pytest.raises(Blocked):
        office.remove("a", by="Sam")
    office.remove("a", by="Ana")
    assert office.codes() == []


def test_what_a_former_program_listed_is_named_when_a_campaign_is_frozen(office: Office) -> None:
    office.change("DELETE FROM audit WHERE action = 'suppress.kept'")
    assert office.codes() == []
    office.desk.suppression_journal.begin(by="p")
    office.desk.suppression_journal.begin(by="p")
    entries = [one.action for one in office.desk.audit.entries()]
    assert entries.count("suppress.kept") == 1
    assert office.codes() == []
    office.change("DELETE FROM suppression_spelling", "DELETE FROM suppression WHERE number = 2")
    assert office.codes() == CHANGED


def test_an_entry_of_the_log_that_claims_nothing_is_met_by_nothing(office: Office) -> None:
    office.desk.audit.append(person="", action="suppress.kept", details={"first": "1"})
    assert office.codes() == CHANGED


def roster_with(office: Office, revoked_at: datetime | None) -> Roster:
    roster = load_roster(office.desk)
    assert roster is not None
    sam = office.people["Sam"]
    key = DeviceKey(public_key=sam.public_key, revoked_at=revoked_at)
    people = tuple(
        replace(one, keys=(key,)) if one.public_key == sam.public_key else one
        for one in roster.people
    )
    return replace(roster, people=people)


def test_only_who_may_take_off_signs_for_it_and_only_here(office: Office) -> None:
    def signed(name: str, workspace: str = "") -> bytes:
        removal = Removal(
            workspace=workspace or office.workspace.id, numbers=frozenset({1, 3}), issued_at=AT
        )
        key = private_key_for(office.people[name], office.desk.keychain)
        return sign_removal(removal, private_key=key)

    def counts(envelope: bytes, *, revoked_at: datetime | None = None) -> Removed:
        roster = roster_with(office, revoked_at)
        return read_removals([envelope], workspace=office.workspace.id, roster=roster)

    both = frozenset({1, 3})
    assert counts(signed("Ana")) == Removed(by_anybody=both, by_owner=both)
    assert counts(signed("Sam")) == Removed(by_anybody=both)
    assert counts(signed("Sam"), revoked_at=AT + timedelta(days=1)) == Removed(by_anybody=both)
    assert counts(signed("Sam"), revoked_at=AT) == Removed()
    assert counts(signed("Ida")) == Removed()
    assert counts(signed("Ana", "another")) == Removed()
    written_type, payload = payload_of(signed("Ana"))
    sam = private_key_for(office.people["Sam"], office.desk.keychain)
    ana = private_key_for(office.people["Ana"], office.desk.keychain)
    assert counts(sign(REMOVAL_TYPE, payload, sam)) == Removed()  # names somebody else
    for wrong in (
        payload.replace(b"[1,3]", b"[0,3]"),
        payload.replace(b"[1,3]", b'["1"]'),
        payload.replace(b"removal", b"approval"),
        payload.replace(b"{", b'{"a":1,', 1),
    ):
        assert counts(sign(written_type, wrong, ana)) == Removed()


def test_a_list_that_nobody_ever_wrote_has_nothing_to_compare(tmp_path: Path, home: Path) -> None:
    with closing(Workspace.create(tmp_path / "new")) as workspace:
        assert list_kept_findings(workspace._desk) == ()
        assert suppressions_kept._removed(workspace._desk) == Removed()
