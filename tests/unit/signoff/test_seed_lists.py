"""What the owner set for a test mailbox is signed with the list; older lists are read as ever."""

import base64
import dataclasses
import json

import pytest

from composer.errors import SignatureRefused
from composer.model.campaign import ImapSettings, Security
from composer.model.person import Role
from composer.model.seed_mailbox import SeedMailbox
from composer.proofs.canonical import canonical_bytes
from composer.signoff.dsse import sign
from composer.signoff.seed_lists import read_seeds, sign_seeds, verify_seeds, write_seeds
from composer.signoff.statements import StatementKind
from tests.unit.signoff.conftest import Team

IMAP = ImapSettings(
    host="imap.seeds.example",
    port=993,
    security=Security.STARTTLS,
    username="tester",
    key="seed-mailbox",
    ca_file="/etc/ssl/own.pem",
)
READ = SeedMailbox(address="a@seeds.example", imap=IMAP, authserv_id="mx.seeds.example")


@pytest.fixture
def team():
    team = Team()
    team.add("Ann", Role.OWNER)
    return team


def payload_of(envelope):
    return base64.b64decode(json.loads(envelope)["payload"])


def test_settings_are_signed_and_read_back(team):
    envelope = sign_seeds([READ, "b@seeds.example"], previous=None, signing=team.signing)
    listed = verify_seeds([envelope], trust=team.trust)
    assert listed.addresses == ("a@seeds.example", "b@seeds.example")
    assert listed.of("A@seeds.example") == READ
    assert listed.mailboxes == (READ, SeedMailbox(address="b@seeds.example"))


def test_a_list_without_settings_is_written_as_it_always_was(team):
    envelope = sign_seeds(["a@seeds.example"], previous=None, signing=team.signing)
    content = json.loads(payload_of(envelope))
    assert "mailboxes" not in content
    assert content["addresses"] == ["a@seeds.example"]
    assert verify_seeds([envelope], trust=team.trust).settings == ()


def test_settings_of_a_mailbox_that_is_not_listed_are_refused(team):
    statement = read_seeds(payload_of(sign_seeds([READ], previous=None, signing=team.signing)))
    for wrong in (
        dataclasses.replace(statement, addresses=("b@seeds.example",)),
        dataclasses.replace(statement, settings=(READ, READ)),
    ):
        envelope = sign(
            StatementKind.SEEDS.payload_type, write_seeds(wrong), team.signing.owner_key
        )
        with pytest.raises(SignatureRefused):
            verify_seeds([envelope], trust=team.trust)


@pytest.mark.parametrize(
    "change",
    [
        {"port": 70000},
        {"port": "993"},
        {"security": "plain"},
        {"host": 1},
        {"password": "secret"},
    ],
)
def test_settings_in_another_form_are_refused(team, change):
    content = json.loads(payload_of(sign_seeds([READ], previous=None, signing=team.signing)))
    content["mailboxes"][0]["imap"] |= change
    with pytest.raises(SignatureRefused):
        read_seeds(canonical_bytes(content))
