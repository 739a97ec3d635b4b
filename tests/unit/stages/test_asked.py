"""What is known of requests for approval: after a cut, by the record; and told as it is."""

import sys
from contextlib import closing
from datetime import UTC, datetime

import pytest

from composer.model.asked import AskOutcome
from composer.model.identifiers import CampaignId, RecipientId
from composer.model.moves import Kind, Move
from composer.model.person import Role
from composer.model.states import RecipientState as S
from composer.signoff import ask_permit
from composer.signoff.ask_permit import AskMessage, AskPermit
from composer.stages import ask_process, own_process
from composer.stages.asking import RECORD, asked, mailed, record_handing_over, record_mailed
from composer.stages.progress import is_running
from composer.store.ledger import SqliteLedger
from composer.store.ledger_file import OutsideHead
from composer.workspace import Workspace

CAMPAIGN, PROOF = CampaignId("c" * 16), "d" * 64
ROLES = frozenset({Role.AUTHOR, Role.REVIEWER})


@pytest.fixture
def workspace(tmp_path):
    with closing(Workspace.create(tmp_path / "workspace", practice=True)) as made:
        made.add_person(name="Ana", email="ana@acme.co", roles=ROLES, by=None)
        yield made


def outcome(person, state, why=""):
    return AskOutcome(
        person=person.public_key, name=person.name, email=person.email, state=state, why=why,
        at=datetime(2026, 6, 1, 9, tzinfo=UTC),
    )  # fmt: skip


@pytest.mark.parametrize("state", [S.CLAIMED, S.BRINK, S.ACCEPTED])
def test_after_a_cut_before_the_log_the_record_says_who_was_asked(workspace, tmp_path, state):
    desk, ana = workspace._desk, workspace.resolve_person("ana@acme.co")
    message = AskMessage(
        id=RecipientId("e" * 32), person=ana, envelope_sender="a@acme.co", wire=b"",
        digest="f" * 64, wire_sha256="f" * 64, form="eml",
    )  # fmt: skip
    permit = AskPermit(
        campaign_id=CAMPAIGN, proof=PROOF, messages=(message,), builder=ask_permit._BUILDER
    )
    record_handing_over(desk, CAMPAIGN, permit, by=ana)
    outside = OutsideHead(tmp_path / "state", workspace_id="w", campaign_id="asked")
    path = desk.send_folder(CAMPAIGN) / RECORD
    with SqliteLedger.open(path, campaign_id=CAMPAIGN, outside=outside) as ledger:
        assert not is_running(path.parent), "the campaign's own record is free"
        run = ledger.add_seeds([message.id], label="ask")
        ledger.claim(Kind.SEED, group=run, limits={0: 1}, now_s=0)
        for step in {S.CLAIMED: (), S.BRINK: (S.BRINK,), S.ACCEPTED: (S.BRINK, state)}[state]:
            ledger.apply([Move(recipient_id=message.id, to=step)])
        assert set(asked(desk, PROOF)) == ({ana.public_key} if state is S.ACCEPTED else set())
        told = [one.state for one in mailed(desk, PROOF).values()]
        assert told == {S.CLAIMED: [], S.BRINK: [S.UNKNOWN], S.ACCEPTED: [S.ACCEPTED]}[state]


def test_a_bare_at_sign_in_the_servers_words_does_not_keep_them_out_of_the_log(workspace):
    desk, ana = workspace._desk, workspace.resolve_person("ana@acme.co")
    refused = outcome(ana, S.REFUSED, "550 no @ here")
    record_mailed(desk, CAMPAIGN, PROOF, [refused], by=ana)
    assert mailed(desk, PROOF)[ana.public_key].why == "550 no (at) here"


def test_an_unclear_request_is_not_told_as_one_that_failed(workspace):
    ana = workspace.resolve_person("ana@acme.co")
    said = outcome(ana, S.UNKNOWN, "connection lost").failed.text
    assert "whether the message was handed over is unclear (2026-06-01 09:00:00 (UTC))" in said
    assert outcome(ana, S.DEFERRED).failed.text.endswith("did not get through: Waiting")


def test_a_process_that_asks_too_long_is_ended_and_what_it_did_is_unclear(workspace, monkeypatch):
    stuck = [sys.executable, "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr(own_process, "own_command", lambda *_words: stuck)
    monkeypatch.setattr(ask_process, "DEADLINE_S", 0.2)
    ana = workspace.resolve_person("ana@acme.co")
    (said,) = workspace.ask_in_own_process(CAMPAIGN, people=["ana@acme.co"], by=ana)
    assert said.code == "signoff.ask_unclear"
