"""Which received copy a reviewer is shown, which are kept, and what a signature is for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from composer.delivery.watch import copy_number
from composer.errors import Blocked
from composer.model.identifiers import CampaignId
from composer.proofs.permit import FIRST_COPY_SLOT
from composer.signoff.clearances import Clearance
from composer.stages import received_copies, resuming
from composer.stages.received_copies import keep_received, received_copy
from composer.store.ledger import SqliteLedger
from composer.store.ledger_file import OutsideHead

CAMPAIGN = CampaignId("c1")
PROOF, EARLIER = "a" * 64, "b" * 64


class Sent:
    """A record that copies held, of a campaign whose reviewer signed for some of them."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder / "send"
        self.lines: list[SimpleNamespace] = []
        self.signed: list[int] = []
        outside = OutsideHead(folder / "state", workspace_id="w", campaign_id=CAMPAIGN)
        path = self.folder / "ledger.db"
        self.ledger = SqliteLedger.open(path, campaign_id=CAMPAIGN, outside=outside)
        self.ledger.plan(PROOF, [], batches=())
        self.desk = SimpleNamespace(
            send_folder=lambda _campaign: self.folder,
            proofs=SimpleNamespace(latest=lambda _campaign: SimpleNamespace(digest=PROOF)),
            tests=SimpleNamespace(all=lambda proof: [x for x in self.lines if x.proof == proof]),
            statements=SimpleNamespace(add=lambda *_some: None),
            audit=SimpleNamespace(append=lambda **_some: None),
            highest_now=lambda: None,
            folder=SimpleNamespace(id="w"),
            keychain=None,
        )
        monkeypatch.setattr(resuming, "_cleared", self._cleared)
        monkeypatch.setattr(received_copies, "predicted_message", lambda _line: None)
        monkeypatch.setattr(received_copies, "hidden", lambda _message, _nonce: None)
        monkeypatch.setattr(received_copies, "_as_rendered", lambda line, _message: line)

    def arrives_again(self, number: int, content: bytes) -> None:
        """The copy with that number arrives once more."""
        (line,) = (one for one in self.lines if one.slot == FIRST_COPY_SLOT + number - 1)
        keep_received(self.desk, CAMPAIGN, line, content, differs=True)

    def arrives(self, number: int, *, proof: str = PROOF, holds: bool = True) -> None:
        """A copy that differs arrives, and holds the send unless one before it does."""
        slot = FIRST_COPY_SLOT + number - 1
        line = SimpleNamespace(slot=slot, proof=proof, seed="seed1@seed.test")
        self.lines.append(line)
        keep_received(self.desk, CAMPAIGN, line, b"%d" % number, differs=True)
        if holds:
            self.ledger.set_hold("send.copy_differs", by="", count=1, copy=number, parts="Subject")

    def kept(self) -> list[int]:
        names = (self.folder / "received").glob("*.different.eml")
        return sorted(copy_number(int(path.name.partition(".")[0])) for path in names)

    def shown(self) -> tuple[int, bytes] | None:
        found = received_copy(self.desk, CAMPAIGN)
        return (found.number, found.received) if found else None

    def _cleared(self, *_some: object) -> frozenset[object]:
        with resuming.record_of(self.desk, CAMPAIGN) as view:
            holds = [entry for entry in view.turns() if entry.kind == "hold"]
        return frozenset(
            resuming.Difference(entry=entry.seq, hash=entry.hash, code="send.copy_differs")
            for entry in holds
            if json.loads(entry.content)["values"]["copy"] in self.signed
        )


@pytest.fixture
def sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sent]:
    made = Sent(tmp_path, monkeypatch)
    yield made
    made.ledger.close()


def test_the_newest_difference_that_waits_is_shown_and_not_one_that_was_signed_for(
    sent: Sent,
) -> None:
    sent.arrives(1)
    assert sent.shown() == (1, b"1")
    sent.signed = [1]
    sent.arrives(11)
    assert sent.shown() == (11, b"11")
    (sent.folder / "received" / f"{FIRST_COPY_SLOT + 10}.different.eml").unlink()
    assert sent.shown() is None  # another one in its place would be taken for it


def test_a_copy_that_waits_is_shown_though_later_ones_came_with_it(sent: Sent) -> None:
    sent.arrives(1)
    for number in range(2, 8):
        sent.arrives(number, holds=False)
    assert sent.shown() == (1, b"1")
    assert sent.kept() == [1, 2, 3, 4, 5, 6, 7]  # nobody signed for any of them


def test_a_copy_that_arrives_twice_replaces_nothing_and_both_are_kept(sent: Sent) -> None:
    sent.arrives(1)
    sent.arrives_again(1, b"another")
    sent.arrives_again(1, b"1")
    assert sent.shown() == (1, b"1")
    kept = sorted((sent.folder / "received").iterdir(), key=lambda path: len(path.name))
    assert [path.read_bytes() for path in kept] == [b"1", b"another"]
    for nth in range(9):
        sent.arrives_again(1, b"again %d" % nth)
    assert len(list((sent.folder / "received").iterdir())) == received_copies.MOST_ARRIVALS
    for number in range(2, 9):
        sent.arrives(number)
        sent.signed = list(range(1, number))
    assert not list((sent.folder / "received").glob(f"{FIRST_COPY_SLOT}.*")), "all of it went"


def test_the_newest_copies_of_a_proof_are_kept_whatever_an_earlier_proof_left(sent: Sent) -> None:
    for number in range(1, 6):
        sent.arrives(number, proof=EARLIER, holds=False)
    for number in range(6, 13):
        sent.arrives(number)
        sent.signed.append(number)
    assert sent.kept() == [1, 2, 3, 4, 5, 8, 9, 10, 11, 12]


def test_a_signature_is_for_the_shown_copy_and_for_no_other(
    sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Clearance] = []

    def sign(clearance: Clearance, **_key: object) -> bytes:
        made.append(clearance)
        return b"envelope"

    nothing = lambda *_some, **_more: ()  # noqa: E731
    for name in ("clearance_findings", "require_may_sign", "private_key_for"):
        monkeypatch.setattr(resuming, name, nothing)
    content = SimpleNamespace(campaign=SimpleNamespace(transport=None))
    monkeypatch.setattr(resuming, "load_content", lambda *_some: content)
    monkeypatch.setattr(resuming, "sign_clearance", sign)
    sent.arrives(1)
    sent.arrives(11)
    ben = SimpleNamespace(public_key="b" * 64)

    def entries(copy: int) -> list[int]:
        made.clear()
        resuming.clear_difference(sent.desk, CAMPAIGN, by=ben, words="our server", copy=copy)
        return [clearance.difference.entry for clearance in made]

    first, second = resuming.held_by(sent.desk, CAMPAIGN, PROOF).differences
    assert entries(0) == [second.difference.entry]
    assert entries(1) == [first.difference.entry]
    sent.signed = [1]
    with pytest.raises(Blocked) as told:  # the page still showed the first one
        entries(1)
    assert [item.code for item in told.value.findings] == ["send.nothing_to_clear"]
