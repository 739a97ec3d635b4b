"""A permit to ask holds reviewers of the owner's list only, one finished message each."""

import dataclasses

import pytest

from composer.errors import Blocked, SignatureRefused
from composer.model.campaign import (
    AudienceSettings,
    Campaign,
    Mailbox,
    Purpose,
    TransportKind,
    TransportSettings,
)
from composer.signoff.ask_permit import AskPermit, permit_to_ask
from composer.signoff.roster import sign_roster
from composer.stages.ask_message import Request, finished


@pytest.fixture
def rosters(team):
    return [sign_roster(team.people.values(), previous=None, signing=team.signing)]


CAMPAIGN = Campaign(
    name="Weights",
    purpose=Purpose.SERVICE,
    sender=Mailbox(name="Example Exchange", address="notices@example.com"),
    locale="en",
    layout="plain",
    audience=AudienceSettings(file="audience.csv"),
    transport=TransportSettings(kind=TransportKind.PRACTICE),
)


@pytest.fixture
def request_to(team):
    def make(to, **changes):
        wanted = Request(
            to=to,
            by=team.people["Ann"],
            subject="Please look at “Weights”",
            text="Ann asks you to approve “Weights”.\n\nWhat changed:\n– the subject <b>",
            file_name="Weights.proof",
            file=b"age-encryption.org/v1\n...",
        )
        return dataclasses.replace(finished(wanted, CAMPAIGN), **changes)

    return make


@pytest.fixture
def allow(team, rosters):
    def permit(*messages, **more):
        shared = {"campaign_id": "c" * 16, "proof": "d" * 64, "rosters": rosters}
        return permit_to_ask(messages, **{**shared, "trust": team.trust, **more})

    return permit


def test_every_reviewer_gets_one_message_of_their_own(allow, request_to, team):
    messages = [request_to(team.people[name]) for name in ("Ben", "Chen", "Dora")]
    permit = allow(*messages)
    assert [message.address for message in permit.messages] == [
        "ben@example.com",
        "chen@example.com",
        "dora@example.com",
    ]
    assert len({message.id for message in permit.messages}) == 3
    assert b"To: ben@example.com\r\n" in permit.messages[0].wire
    assert b"Reply-To: Ann <ann@example.com>\r\n" in permit.messages[0].wire


def test_nobody_but_a_reviewer_of_the_signed_list_fits_in(allow, request_to, team):
    ben = team.people["Ben"]
    customer = dataclasses.replace(ben, name="A Customer", email="customer@example.com")
    moved = dataclasses.replace(ben, email="customer@example.com")
    for wrong in (team.people["Emil"], customer, moved):
        with pytest.raises(Blocked):
            allow(request_to(wrong))
    with pytest.raises(Blocked):
        allow(request_to(team.people["Chen"], person=ben))
    with pytest.raises(Blocked):
        allow(request_to(ben), request_to(ben))
    with pytest.raises(Blocked):
        allow()


def test_bytes_that_name_anybody_else_are_refused(allow, request_to, team):
    message = request_to(team.people["Ben"])
    for old, new in (
        (b"To: ben@example.com", b"To: ben@example.com, customer@example.com"),
        (b"To: ben@example.com", b"To: customer@example.com"),
        (b"MIME-Version", b"Bcc: customer@example.com\r\nMIME-Version"),
        (b"approve", b"reject!"),
    ):
        assert old in message.wire
        with pytest.raises(Blocked):
            allow(dataclasses.replace(message, wire=message.wire.replace(old, new)))


def test_no_permit_comes_from_elsewhere_or_from_a_list_that_does_not_verify(
    allow, request_to, team, rosters
):
    message = request_to(team.people["Ben"])
    with pytest.raises(Blocked):
        AskPermit(campaign_id="c" * 16, proof="d" * 64, messages=(message,), builder=None)
    with pytest.raises(SignatureRefused):
        allow(message, trust=dataclasses.replace(team.trust, owner_key="0" * 64))
    with pytest.raises(SignatureRefused):
        allow(message, rosters=[])
