"""What the record tells a later run about when messages left."""

from datetime import UTC, datetime, timedelta

from composer.model.identifiers import CampaignId, RecipientId
from composer.model.moves import Kind, Move, PlannedRecipient
from composer.model.states import RecipientState as S
from composer.store.ledger import SqliteLedger
from composer.store.ledger_file import OutsideHead
from composer.store.ledger_view import open_ledger_read_only

CAMPAIGN = CampaignId("c1")
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


class Times:
    """A record whose clock a test puts."""

    def __init__(self, folder):
        self.folder, self.now = folder, NOON

    def open(self):
        outside = OutsideHead(self.folder / "state", workspace_id="w", campaign_id=CAMPAIGN)
        return SqliteLedger.open(
            self.folder / "ledger.db", campaign_id=CAMPAIGN, outside=outside, now=lambda: self.now
        )

    def at(self, ledger, seconds, number, *states):
        self.now = NOON + timedelta(seconds=seconds)
        who = RecipientId(f"{number:032x}")
        ledger.apply([Move(recipient_id=who, to=state) for state in states])


def test_each_message_that_left_counts_from_its_outcome_and_a_lost_one_from_the_restart(tmp_path):
    times = Times(tmp_path)
    with times.open() as ledger:
        people = [
            PlannedRecipient(recipient_id=RecipientId(f"{n:032x}"), key_digest=f"{n:064x}")
            for n in range(6)
        ]
        ledger.plan("p1", people, batches=(10,))
        ledger.claim(Kind.AUDIENCE, group=1, limits={0: 10}, now_s=0)
        times.at(ledger, 1, 0, S.BRINK)
        times.at(ledger, 3, 0, S.ACCEPTED)
        times.at(ledger, 4, 1, S.BRINK, S.DEFERRED)
        times.at(ledger, 5, 2, S.DEFERRED)  # nothing of it left
        times.at(ledger, 6, 3, S.REFUSED)
        times.at(ledger, 7, 4, S.BRINK)
    times.now = NOON + timedelta(seconds=100)
    with times.open() as ledger:
        start = NOON.timestamp()
        assert [at - start for at in ledger.ends_since(start)] == [3, 4, 100]
        assert [at - start for at in ledger.ends_since(start + 3)] == [4, 100]
        assert ledger.ends_since(start + 200) == ()


def test_the_share_of_the_pace_is_kept_with_what_the_service_said(tmp_path):
    times = Times(tmp_path)
    with times.open() as ledger:
        assert ledger.speed() == 1
        ledger.set_speed(0.5, "429 too many")
    with times.open() as ledger:
        assert ledger.speed() == 0.5
        assert not ledger.find_chain_findings()
    with open_ledger_read_only(tmp_path / "ledger.db") as view:
        said = [entry.content for entry in view.journal() if entry.kind == "speed"]
    assert said == ['{"answer":"429 too many","share":"0.5000"}']


def test_who_is_left_is_counted_by_batch_and_lane(tmp_path):
    with Times(tmp_path).open() as ledger:
        people = [
            PlannedRecipient(
                recipient_id=RecipientId(f"{n:032x}"), key_digest=f"{n:064x}", lane=n % 2
            )
            for n in range(5)
        ]
        ledger.plan("p1", people, batches=(2, 9))
        assert ledger.left() == {(1, 0): 1, (1, 1): 1, (2, 0): 2, (2, 1): 1}
