"""What counts of a received message where mail leaves this computer, and what stands signed of it."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from composer.errors import Blocked
from composer.model.campaign import Purpose, TransportKind, TransportSettings
from composer.model.identifiers import CampaignId, Digest, RecipientId
from composer.model.person import Person, Role
from composer.model.received import SignatureResult
from composer.model.rendered import RenderedMessage
from composer.proofs.evidence import TestEvidence, find_test_findings
from composer.proofs.manifest import Manifest, build_manifest
from composer.proofs.permit import TEST_HEADER, nonce_hash
from composer.rendering.mime import build_eml
from composer.stages import testing
from composer.stages.desk import Desk
from composer.stages.receipts import HIDDEN_NONCE, Incoming, record_received
from composer.store.tables import receipt
from composer.store.test_sends import TestSend
from composer.workspace import Workspace
from tests.servers.name_server import Names
from tests.servers.signed_mail import USUAL, keys_served, service, signed
from tests.unit.proofs.sealed_example import SEEDS, example_inputs
from tests.unit.stages.test_planning import MESSAGE, SETTINGS

_numbers = itertools.count(1)
BOTH = (*USUAL, b"list-unsubscribe", b"list-unsubscribe-post")
TRACE = b"Received: from mail.example.com by mx.seeds.example; Fri, 01 May 2026 06:30:00 +0000\r\n"
DATE = b"Date: Fri, 01 May 2026 06:30:00 +0000\r\n"


@dataclass
class Sent:
    """A proof whose test has sent a message to each of two mailboxes."""

    workspace: Workspace
    ana: Person
    manifest: Manifest
    names: Names
    nonces: tuple[str, str]

    @property
    def desk(self) -> Desk:
        return self.workspace._desk

    def read(self, *messages: bytes, how: str = "file", authserv_id: str = "") -> TestEvidence:
        incoming = [
            Incoming(content=message, how=how, authserv_id=authserv_id) for message in messages
        ]
        run = testing.newest_run(self.desk, self.manifest.digest)
        record_received(
            self.desk, self.manifest, run, incoming, by=self.ana, names=service(self.names)
        )
        return self.evidence

    @property
    def evidence(self) -> TestEvidence:
        found = testing.test_evidence(self.desk, self.manifest.digest)
        assert found is not None
        return found

    def arrived(self, number: int) -> bytes:
        return DATE + message(number, self.nonces[number])

    @property
    def states(self) -> list[str]:
        return [item.verdict.value for item in self.evidence.receipts]

    @property
    def codes(self) -> list[str]:
        found = find_test_findings(self.evidence, manifest=self.manifest)
        return [item.code for item in found]


Make = Callable[..., Sent]


def message(number: int, nonce: str, *, more: Sequence[tuple[str, str]] = ()) -> bytes:
    return build_eml(
        RenderedMessage(
            recipient_id=RecipientId(f"{number:032x}"),
            locale="en",
            envelope_sender="b@example.com",
            envelope_recipient=SEEDS[number],
            headers=(
                ("From", "Exchange <notices@example.com>"),
                ("To", SEEDS[number]),
                ("Subject", "New weights"),
                ("Message-ID", f"<{number}@example.com>"),
                ("List-Unsubscribe", "<https://example.com/u/1>"),
                ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
                (TEST_HEADER, nonce),
                *more,
            ),
            text_utf8=b"Good morning\n",
            html_utf8=b"<p>Good morning</p>\n",
            attachments=(),
            boundary_seed="seed",
            branches=(),
            digest=Digest("0" * 64),
        )
    )


@pytest.fixture(scope="module")
def names() -> Iterator[Names]:
    with keys_served() as served:
        yield served


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, Person, str]]:
    base: Path = tmp_path_factory.mktemp("receipts")
    workspace = Workspace.create(base / "workspace", practice=True)
    roles = frozenset({Role.OWNER, Role.AUTHOR})
    ana = workspace.add_person(name="Ana", email="ana@example.com", roles=roles, by=None)
    folder = base / "campaign"
    folder.mkdir()
    (folder / "campaign.toml").write_text(SETTINGS)
    (folder / "message.md").write_text(MESSAGE)
    (folder / "audience.csv").write_text("email,locale\nann@acme.co,\n")
    yield workspace, ana, workspace.import_folder(folder, by=ana).id
    workspace.close()


@pytest.fixture
def make(opened: tuple[Workspace, Person, str], names: Names) -> Make:
    workspace, ana, campaign = opened

    def made(purpose: Purpose = Purpose.SERVICE, *, at_home: bool = False) -> Sent:
        number = next(_numbers)
        nonces = (f"{number:032x}", f"{number + 2**64:032x}")
        proof = _proof(CampaignId(campaign), f"Proof {number}", purpose, at_home=at_home)
        _store(workspace._desk, proof, nonces)
        return Sent(workspace, ana, proof, names, nonces)

    return made


def _proof(campaign: CampaignId, name: str, purpose: Purpose, *, at_home: bool) -> Manifest:
    inputs = example_inputs()
    settings = dataclasses.replace(inputs.campaign, name=name, purpose=purpose)
    if at_home:
        practice = TransportSettings(kind=TransportKind.PRACTICE)
        settings = dataclasses.replace(settings, transport=practice)
    return build_manifest(dataclasses.replace(inputs, campaign_id=campaign, campaign=settings))


def _store(desk: Desk, proof: Manifest, nonces: Sequence[str]) -> None:
    now = datetime.now(UTC)
    desk.proofs.save_proof(
        proof.digest, proof.campaign_id, manifest=proof.bytes, binding="b" * 64, by="k", at=now
    )
    desk.tests.add(
        TestSend(
            id=nonce_hash(nonce)[:32],
            proof=proof.digest,
            seed=SEEDS[number],
            slot=number,
            recipient_id=RecipientId(proof.variants[number][0]),
            nonce_hash=nonce_hash(nonce),
            digest=Digest("e" * 64),
            wire=message(number, HIDDEN_NONCE),
            sent_at=now,
        )
        for number, nonce in enumerate(nonces)
    )


def test_a_saved_message_counts_where_the_domain_of_from_signed_it(make: Make) -> None:
    sent = make()
    sent.read(TRACE + signed(sent.arrived(0)), TRACE + signed(sent.arrived(1)))
    assert sent.states == ["equal", "equal"]
    assert sent.codes == []
    facts = sent.evidence.receipts[0].facts
    assert facts.how == "file"
    assert facts.signatures[0].result is SignatureResult.PASS
    assert facts.added == ("Received", "DKIM-Signature")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda saved: saved,
        lambda saved: signed(saved, length=True),
        lambda saved: signed(saved, covers=[b"from", b"subject"]),
        lambda saved: signed(saved, domain="other.example"),
        lambda saved: signed(saved, selector="s2"),
        lambda saved: signed(saved.replace(b"Good", b"Fine")).replace(b"Fine", b"Good"),
        lambda saved: signed(
            saved.replace(b"To: seed", b"To: maria@example.com, seed")
        ).replace(b"maria@example.com, ", b""),
    ],
    ids=["unsigned", "l=", "To not covered", "other domain", "no answer", "body", "To edited"],
)  # fmt: skip
def test_a_saved_message_that_could_have_been_edited_is_a_persons_word(
    make: Make, spoil: Callable[[bytes], bytes]
) -> None:
    sent = make()
    sent.read(*(TRACE + spoil(sent.arrived(number)) for number in (0, 1)))
    assert sent.states == ["attested", "attested"]
    assert set(sent.codes) == {"test.only_attested"}
    sent.read(TRACE + sent.arrived(0), TRACE + sent.arrived(1), how="mailbox")
    assert sent.states == ["equal", "equal"]
    assert sent.codes == []


def test_a_saved_message_counts_where_nothing_leaves_this_computer_and_nobody_is_asked(
    make: Make, names: Names
) -> None:
    sent = make(at_home=True)
    names.asked.clear()
    sent.read(TRACE + sent.arrived(0), TRACE + signed(sent.arrived(1)))
    assert sent.states == ["equal", "equal"]
    assert names.asked == []


def test_a_receipt_of_another_proof_is_none_of_this_one(make: Make) -> None:
    sent = make()
    other = "c" * 32
    sent.read(TRACE + signed(DATE + message(0, other)))
    assert sent.states == ["missing", "missing"]


def test_what_differs_stays_different_whoever_brings_it_and_whatever_is_deleted(make: Make) -> None:
    sent = make()
    sent.read(TRACE + sent.arrived(0).replace(b"Good", b"Fine"))
    assert sent.states == ["different", "missing"]
    sent.read(TRACE + signed(sent.arrived(0)))
    with sent.desk.folder.database.write() as connection:
        connection.execute(delete(receipt).where(receipt.c.state == "different"))
    assert sent.states == ["different", "missing"]


def test_a_changed_row_makes_nothing_equal(make: Make) -> None:
    sent = make()
    sent.read(TRACE + sent.arrived(0), TRACE + sent.arrived(1))
    with sent.desk.folder.database.write() as connection:
        connection.execute(update(receipt).values(state="equal"))
    assert "equal" not in sent.states


def test_a_message_id_of_the_mail_service_is_accepted_and_shown(make: Make) -> None:
    sent = make()
    theirs = sent.arrived(0).replace(b"<0@example.com>", b"<01@mail.service.example>")
    sent.read(TRACE + theirs, how="mailbox")
    (first, _second) = sent.evidence.receipts
    assert first.verdict.value == "equal"
    assert first.facts is not None
    assert first.facts.message_id == ("<0@example.com>", "<01@mail.service.example>")


def test_marketing_needs_both_unsubscribe_headers_signed(make: Make) -> None:
    sent = make(Purpose.MARKETING)
    for how, expected in (
        ({}, {"test.unsubscribe_unsigned"}),
        ({"covers": BOTH, "domain": "other.example"}, {"test.unsubscribe_unsigned"}),
        ({"covers": BOTH, "selector": "s2"}, {"test.signature_unclear"}),
        ({"covers": BOTH}, set()),
    ):
        sent.read(
            *(TRACE + signed(sent.arrived(number), **how) for number in (0, 1)), how="mailbox"
        )
        assert sent.states == ["equal", "equal"]
        assert set(sent.codes) == expected


def test_marketing_that_stays_here_needs_no_signature(make: Make) -> None:
    sent = make(Purpose.MARKETING, at_home=True)
    sent.read(TRACE + sent.arrived(0), TRACE + sent.arrived(1), how="mailbox")
    assert sent.codes == []


def test_the_mailboxs_own_server_is_believed_only_in_what_we_read_ourselves(make: Make) -> None:
    sent = make(Purpose.MARKETING)
    found = (
        b"Authentication-Results: mx.seeds.example; dkim=pass header.d=example.com header.s=s2\r\n"
    )
    saved = [
        found + TRACE + signed(sent.arrived(number), covers=BOTH, selector="s2")
        for number in (0, 1)
    ]
    sent.read(*saved, how="file", authserv_id="mx.seeds.example")
    assert sent.states == ["attested", "attested"]
    sent.read(*saved, how="mailbox", authserv_id="mx.other.example")
    assert set(sent.codes) == {"test.signature_unclear"}
    sent.read(*saved, how="mailbox", authserv_id="mx.seeds.example")
    assert sent.codes == []


def test_words_are_signed_under_a_name_and_pass_nothing(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = make()
    monkeypatch.setattr("composer.stages.testing.current_proof", lambda *_any: sent.manifest)
    monkeypatch.setattr("composer.stages.testing.summary_of", lambda *_any, **_more: None)
    campaign = sent.manifest.campaign_id
    with pytest.raises(Blocked) as refused:
        testing.attest(sent.desk, campaign, seed=SEEDS[0], text=" \n", by=sent.ana)
    assert [item.code for item in refused.value.findings] == ["test.nothing_seen"]
    with pytest.raises(Blocked):
        testing.attest(sent.desk, campaign, seed="x@example.com", text="Seen", by=sent.ana)
    testing.attest(sent.desk, campaign, seed=SEEDS[0].upper(), text="It is\nthere.", by=sent.ana)
    assert sent.states == ["attested", "missing"]
    assert sent.codes == ["test.receipt_missing", "test.receipt_missing"]
    (said,) = sent.evidence.receipts[0].attestations
    assert (said.name, said.words) == ("Ana", "It is there.")
