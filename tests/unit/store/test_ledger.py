"""The record of a send: allowed moves only, one row per address, nothing changed unseen."""

from __future__ import annotations

import itertools
import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from composer.errors import LedgerError, LockHeld, NotFound
from composer.model.identifiers import CampaignId, RecipientId
from composer.model.moves import ALLOWED_MOVES, Kind, Move, Mover, PlannedRecipient, require_allowed
from composer.model.states import FINAL_STATES
from composer.model.states import RecipientState as S
from composer.store.ledger import SqliteLedger
from composer.store.ledger_file import OutsideHead
from composer.store.ledger_view import open_ledger_read_only

CAMPAIGN = CampaignId("c1")


def person(number: int, **more: object) -> PlannedRecipient:
    return PlannedRecipient(
        recipient_id=RecipientId(f"{number:032x}"), key_digest=f"{number:064x}", **more
    )


class Place:
    """A folder with a record in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "sends" / "ledger.db"
        self.outside = OutsideHead(folder / "state", workspace_id="w", campaign_id=CAMPAIGN)

    def open(self) -> SqliteLedger:
        return SqliteLedger.open(self.path, campaign_id=CAMPAIGN, outside=self.outside)

    def started(self, count: int = 10, batches: tuple[int, ...] = (2, 3)) -> SqliteLedger:
        ledger = self.open()
        ledger.plan("p1", [person(n) for n in range(count)], batches=batches)
        return ledger


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


def claim(ledger: SqliteLedger, limit: int = 10, batch: int = 1) -> list[RecipientId]:
    found = ledger.claim(Kind.AUDIENCE, group=batch, limits={0: limit}, now_s=0)
    return [item.recipient_id for item in found]


def move(ledger: SqliteLedger, ids: list[RecipientId], *states: S, **more: object) -> None:
    for state in states:
        ledger.apply([Move(recipient_id=item, to=state, **more) for item in ids])


def brought_to(ledger: SqliteLedger, state: S) -> RecipientId:
    """Bring the first recipient to a state by allowed moves only."""
    (one,) = claim(ledger, limit=1)
    way = {
        S.PLANNED: [S.PLANNED],
        S.CLAIMED: [],
        S.BRINK: [S.BRINK],
        S.ACCEPTED: [S.BRINK, S.ACCEPTED],
        S.REFUSED: [S.REFUSED],
        S.DEFERRED: [S.DEFERRED],
        S.UNKNOWN: [S.BRINK, S.UNKNOWN],
        S.HELD: [S.DEFERRED, S.HELD],
        S.CANCELLED: [S.PLANNED],
        S.SUPPRESSED: [S.PLANNED],
    }[state]
    move(ledger, [one], *way)
    if state in {S.CANCELLED, S.SUPPRESSED}:
        move(ledger, [one], state, by=Mover.PERSON)
    return one


FORBIDDEN = [triple for triple in itertools.product(Mover, S, S) if triple not in ALLOWED_MOVES]


@pytest.mark.parametrize("here", S, ids=lambda state: state.value)
def test_every_forbidden_move_is_refused_and_changes_nothing(here, place):
    with place.started() as ledger:
        one = brought_to(ledger, here)
        before = ledger.counts(), ledger.head
        for mover, there in [(m, to) for m, frm, to in FORBIDDEN if frm is here]:
            with pytest.raises(LedgerError):
                ledger.apply([Move(recipient_id=one, to=there, by=mover)])
        assert (ledger.counts(), ledger.head) == before
        assert ledger.state_of(one) is here


@pytest.mark.parametrize(
    ("mover", "here", "there"), sorted(ALLOWED_MOVES, key=str), ids=lambda item: item.value
)
def test_every_allowed_move_is_made(mover, here, there, place):
    with place.started() as ledger:
        one = brought_to(ledger, here)
        ledger.apply([Move(recipient_id=one, to=there, by=mover)])
        assert ledger.state_of(one) is there
        assert ledger.counts().total == 10
        assert ledger.find_chain_findings() == []


def test_nothing_leads_a_machine_from_a_possible_hand_over_back_to_a_send():
    for here in (S.ACCEPTED, S.UNKNOWN, S.REFUSED, S.CANCELLED, S.SUPPRESSED):
        for there in S:
            with pytest.raises(LedgerError):
                require_allowed(here, there, by=Mover.MACHINE)
            with pytest.raises(LedgerError):
                require_allowed(here, there, by=Mover.RESTART)
    with pytest.raises(LedgerError):
        require_allowed(S.BRINK, S.PLANNED, by=Mover.RESTART)


def test_of_several_moves_all_are_made_or_none(place):
    with place.started() as ledger:
        one, two = claim(ledger, limit=2)
        with pytest.raises(LedgerError):
            ledger.apply(
                [Move(recipient_id=one, to=S.BRINK), Move(recipient_id=two, to=S.ACCEPTED)]
            )
        assert ledger.state_of(one) is S.CLAIMED
        assert ledger.counts().claimed == 2


def test_after_a_refused_move_everybody_is_read_anew(place):
    with place.started() as ledger:
        one, two = claim(ledger, limit=2)
        with pytest.raises(LedgerError):
            ledger.apply(
                [Move(recipient_id=one, to=S.BRINK), Move(recipient_id=two, to=S.ACCEPTED)]
            )
        move(ledger, [one, two], S.BRINK, S.ACCEPTED)
        assert ledger.counts().accepted == 2
        assert ledger.find_chain_findings() == []


@pytest.mark.parametrize(
    "change",
    ["seq = seq + 1", "position = position + 100", "state = 'planned'"],
    ids=["entry", "position", "state"],
)
def test_a_row_that_somebody_else_changed_is_not_written_over(change, place):
    """Who is in hand is believed only as far as the file agrees: the lock may be broken."""
    with place.started() as ledger:
        (one,) = claim(ledger, limit=1)
        with sqlite3.connect(place.path) as other:
            other.execute(f"UPDATE recipients SET {change} WHERE recipient_id = ?", [one])
        other.close()
        head = ledger.head
        with pytest.raises(LedgerError):
            move(ledger, [one], S.BRINK)
        assert ledger.head == head
        assert ledger.state_of(one) is not S.BRINK


@pytest.mark.parametrize("count", [1, 2, 3, 7, 64, 65, 200])
def test_any_number_of_rows_is_written_by_few_statements(count, place):
    with place.started(count=count, batches=(count,)) as ledger:
        ids = claim(ledger, limit=count)
        move(ledger, ids, S.BRINK)
        move(ledger, ids, S.ACCEPTED, code=250, answer="250 ok")
        assert ledger.counts().accepted == count
        assert ledger.find_chain_findings() == []
    with open_ledger_read_only(place.path) as view:
        assert [row.answer for row in view.rows()] == ["250 ok"] * count


def test_who_is_in_hand_is_not_read_again(place):
    with place.started() as ledger:
        ids = claim(ledger, limit=2)
        asked = []
        connection = ledger._engine.raw_connection().driver_connection
        connection.set_trace_callback(asked.append)
        move(ledger, ids, S.BRINK, S.ACCEPTED)
        connection.set_trace_callback(None)
        told = [line.split()[0] for line in asked]
        assert "SELECT" not in told
        assert told.count("UPDATE") == told.count("INSERT") == 2


def test_rows_are_found_by_their_place_and_not_by_reading_all(place):
    with place.started() as ledger:
        (one,) = claim(ledger, limit=1)
        asked = []
        connection = ledger._engine.raw_connection().driver_connection
        connection.set_trace_callback(asked.append)
        move(ledger, [one], S.BRINK)
        connection.set_trace_callback(None)
        (update,) = [line for line in asked if line.startswith("UPDATE")]
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {update}")]
        assert any("recipients USING INTEGER PRIMARY KEY" in line for line in plan), plan


def test_an_address_stands_in_the_record_once(place):
    with place.started() as ledger:
        twice = PlannedRecipient(recipient_id=RecipientId("f" * 32), key_digest=f"{3:064x}")
        with pytest.raises(LedgerError):
            ledger.plan("p2", [person(n) for n in range(10)] + [twice], batches=(1,))
        assert ledger.counts().planned == 10


def test_after_a_crash_claimed_is_planned_and_brink_is_unknown(place):
    ledger = place.started()
    ids = claim(ledger)
    move(ledger, ids[:1], S.BRINK)
    ledger._engine.dispose()  # the process dies: nothing is closed properly
    ledger._lock.release()
    with place.open() as again:
        assert again.state_of(ids[0]) is S.UNKNOWN
        assert again.state_of(ids[1]) is S.PLANNED
        assert again.counts().total == 10
        assert again.find_chain_findings() == []


def test_a_second_process_is_refused_and_told_who_holds_it(place):
    with place.started(), pytest.raises(LockHeld, match="process"):
        place.open()


def test_batches_are_counted_and_the_last_size_repeats(place):
    with place.started(count=10, batches=(1, 2, 3)) as ledger:
        assert ledger.batch_sizes() == (1, 2, 3, 3, 1)
        assert ledger.current_batch() == 1
        move(ledger, claim(ledger), S.BRINK, S.ACCEPTED)
        assert ledger.current_batch() == 2
        assert len(claim(ledger, batch=2)) == 2


def test_planning_the_same_proof_again_changes_nothing(place):
    with place.started() as ledger:
        head = ledger.head
        ledger.plan("p1", [person(99)], batches=(1,))
        assert ledger.head == head


def test_a_new_proof_continues_the_record(place):
    with place.started(count=6, batches=(6,)) as ledger:
        ids = claim(ledger, limit=3)
        move(ledger, ids, S.BRINK)
        move(ledger, ids[:1], S.ACCEPTED)
        move(ledger, ids[1:2], S.REFUSED)
        move(ledger, ids[2:3], S.UNKNOWN)
        # 4 stays, 3 and 5 are taken out, 9 is added; the first three are no longer covered at all
        ledger.plan("p2", [person(4), person(9)], batches=(1,))
        states = [ledger.state_of(person(n).recipient_id) for n in (0, 1, 2, 3, 4, 5, 9)]
        assert states == [
            S.ACCEPTED, S.REFUSED, S.UNKNOWN, S.CANCELLED, S.PLANNED, S.CANCELLED, S.PLANNED,
        ]  # fmt: skip
        assert ledger.batch_sizes() == (1, 1)
        assert ledger.counts().total == 7
        # whoever the next proof covers again is planned again; final states stay
        ledger.plan("p3", [person(n) for n in (0, 3, 4, 9)], batches=(10,))
        assert ledger.state_of(person(3).recipient_id) is S.PLANNED
        assert ledger.state_of(person(0).recipient_id) is S.ACCEPTED
        assert ledger.counts().planned == 3
        assert ledger.find_chain_findings() == []


def test_a_person_who_was_cancelled_by_hand_is_not_planned_by_a_new_proof(place):
    with place.started() as ledger:
        one = person(0).recipient_id
        move(ledger, [one], S.CANCELLED, by=Mover.PERSON)
        ledger.plan("p2", [person(n) for n in range(10)], batches=(5,))
        assert ledger.state_of(one) is S.CANCELLED


def test_suppressed_people_are_in_the_counts_and_in_no_batch(place):
    with place.open() as ledger:
        ledger.plan("p", [person(0, suppressed="bounce"), person(1)], batches=(5,))
        assert (ledger.counts().suppressed, ledger.counts().total) == (1, 2)
        assert ledger.batch_sizes() == (1,)
        assert ledger.find_chain_findings() == []
        assert claim(ledger) == [person(1).recipient_id]
    with open_ledger_read_only(place.path) as view:
        assert view.row(person(0).recipient_id).reason == "bounce"


def test_only_who_waits_is_taken_out_later_and_the_reason_is_kept(place):
    with place.started() as ledger:
        claimed = claim(ledger)[0]
        ids = [claimed, person(9).recipient_id, RecipientId("f" * 32)]
        ledger.suppress(dict.fromkeys(ids, "complaint"))
        assert ledger.counts().suppressed == 1
        assert ledger.state_of(claimed) is S.CLAIMED
        ledger.suppress(dict.fromkeys(ids, "complaint"))
        assert ledger.counts().suppressed == 1
        assert ledger.find_chain_findings() == []


def test_while_held_nobody_is_claimed_and_who_waits_counts_as_held(place):
    with place.started() as ledger:
        head = ledger.head.length
        ledger.set_hold("send.stopped", by="Ana")
        assert ledger.head.length == head + 1  # one entry, not one for each
        assert (ledger.counts().held, ledger.counts().planned) == (10, 0)
        assert claim(ledger) == []
        ledger.lift_hold(by="Ana", reason="checked")
        assert (ledger.counts().held, ledger.counts().planned) == (0, 10)
        assert ledger.find_chain_findings() == []


def test_a_hold_survives_a_restart(place):
    with place.started() as ledger:
        ledger.set_hold("send.batch_hold", by="", batch=1)
    with place.open() as again:
        assert again.hold is not None
        assert dict(again.hold.values) == {"batch": 1}
        assert again.passed_hold() == 1
    with open_ledger_read_only(place.path) as view:
        assert view.counts().held == 10


def test_resuming_plans_those_again_who_were_tried_too_often(place):
    with place.started() as ledger:
        one = brought_to(ledger, S.HELD)
        ledger.set_hold("send.tries_spent", by="", count=1)
        ledger.lift_hold(by="Ana", reason="")
        assert ledger.state_of(one) is S.PLANNED


def test_a_moved_or_copied_record_opens_held_until_a_person_decides(place, tmp_path):
    place.started().close()
    copy = Place(tmp_path / "copy")
    shutil.copytree(place.path.parent, copy.path.parent)
    with copy.open() as ledger:
        assert ledger.hold is not None
        assert ledger.hold.code == "send.copied"
        assert claim(ledger) == []
        ledger.lift_hold(by="Ana", reason="the other one is gone")
    with copy.open() as ledger:
        assert ledger.hold is None


def test_a_restored_record_opens_held(place, tmp_path):
    place.started().close()
    backup = place.path.read_bytes()
    with place.open() as ledger:
        move(ledger, claim(ledger), S.BRINK, S.ACCEPTED)
    with place.path.open("r+b") as file:  # the same file, as a careful restore would do it
        file.truncate(0)
        file.write(backup)
    with place.open() as ledger:
        assert ledger.hold is not None
        assert ledger.hold.code == "send.restored"
        assert claim(ledger) == []


@pytest.mark.parametrize("content", [b"no database at all" * 99, None])
def test_a_broken_file_is_called_damaged_and_not_a_full_disk(place, content):
    place.started(200).close()
    whole = place.path.read_bytes()
    place.path.write_bytes(content or whole[:4096] + b"U" * (len(whole) - 4096))
    with pytest.raises(LedgerError, match="damaged"), open_ledger_read_only(place.path) as view:
        view.counts()
    with pytest.raises(LedgerError, match="damaged"):
        place.open()


def test_every_change_of_the_journal_is_seen(place):
    place.started().close()
    changes = [
        "UPDATE journal SET at = '2000' WHERE seq = 3",
        "UPDATE journal SET content = '' WHERE seq = 3",
        "UPDATE journal SET state = 'accepted' WHERE seq = 3",
        "DELETE FROM journal WHERE seq = 3",
        "UPDATE journal SET hash = replace(hash, 'a', 'b') WHERE seq = 3",
        "UPDATE recipients SET state = 'accepted' WHERE position = 1",
        "UPDATE recipients SET seq = 1 WHERE position = 1",
        "UPDATE recipients SET generation = 1 WHERE position = 1",
        "UPDATE recipients SET key_digest = 'x' WHERE position = 1",
        "DELETE FROM recipients WHERE position = 1",
    ]
    sound = place.path.read_bytes()
    for change in changes:
        place.path.write_bytes(sound)
        with sqlite3.connect(place.path) as connection:
            connection.execute(change)
        connection.close()
        with pytest.raises(LedgerError):
            place.open()
        with open_ledger_read_only(place.path) as view:  # it can still be read
            assert view.find_chain_findings(), change


@pytest.mark.parametrize(
    "cuts", [60, pytest.param(13_000, marks=[pytest.mark.long, pytest.mark.timeout(3600)])]
)
def test_a_torn_write_ahead_log_loses_whole_commits_only(cuts, place, tmp_path):
    ledger = place.started(count=5, batches=(5,))
    commits = [0, 1, ledger.head.length]  # what the journal may hold: nothing, its opening, …
    for one in claim(ledger):
        for state in (S.BRINK, S.ACCEPTED):
            commits.append(ledger.head.length)
            move(ledger, [one], state)
    commits.append(ledger.head.length)
    held = 0
    wal = place.path.with_name("ledger.db-wal").read_bytes()
    main = place.path.read_bytes()
    ledger.close()
    for cut in range(0, len(wal), max(1, len(wal) // cuts)):
        torn = Place(tmp_path / f"torn{cut}")
        torn.path.parent.mkdir(parents=True)
        torn.path.write_bytes(main)
        torn.path.with_name("ledger.db-wal").write_bytes(wal[:cut])
        with open_ledger_read_only(torn.path) as view:
            try:
                broken = view.find_chain_findings()
                total = view.counts().total
            except LedgerError:
                continue  # not even the tables are there yet
            assert broken == []
            assert total in {0, 5}
            assert view.head.length in commits, "a commit is there whole, or not at all"
            assert view.head.length >= held, "a longer log holds no less"
            held = view.head.length
        shutil.rmtree(torn.folder)
    assert held >= commits[-2], "all but the commit that the last cut fell into"


def test_the_head_is_signed_and_remembered_outside(place):
    with place.started() as ledger:
        ledger.sign("batch", sign_head=lambda payload: b"signed:" + payload)
        ledger.sign("end", sign_head=lambda payload: b"signed:" + payload)
        head = ledger.head
    assert json.loads(place.outside.path.read_text())["head"] == head.head
    with open_ledger_read_only(place.path) as view:
        ((length, signed, occasion, envelope),) = view.signed_heads()
        assert (length, signed, occasion) == (head.length, head.head, "batch")
        assert envelope.startswith("signed:")


def test_seeds_are_counted_apart_from_the_audience(place):
    with place.started() as ledger:
        ids = [RecipientId("a" * 32), RecipientId("b" * 32)]
        run = ledger.add_seeds(ids, label="test")
        ledger.set_hold("send.stopped", by="")
        found = ledger.claim(Kind.SEED, group=run, limits={0: 9}, now_s=0)
        assert [item.recipient_id for item in found] == ids
        move(ledger, ids[:1], S.BRINK, S.ACCEPTED)
        move(ledger, ids[1:], S.PLANNED)
        assert ledger.counts().total == 10
        ledger.add_seeds([RecipientId("c" * 32)], label="test")
        assert ledger.state_of(ids[1]) is S.CANCELLED
    with open_ledger_read_only(place.path) as view:
        assert view.seed_counts().accepted == 1


def test_a_record_of_another_campaign_is_refused(place):
    place.started().close()
    with pytest.raises(LedgerError):
        SqliteLedger.open(place.path, campaign_id=CampaignId("c2"), outside=place.outside)


def test_a_campaign_that_sent_nothing_has_no_record(tmp_path):
    with pytest.raises(NotFound):
        open_ledger_read_only(tmp_path / "ledger.db")


def test_final_states_have_no_way_out_by_machine():
    for state in FINAL_STATES:
        assert not [
            to for mover, here, to in ALLOWED_MOVES if (mover, here) == (Mover.MACHINE, state)
        ]
