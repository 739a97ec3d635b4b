"""Rules of the owner's lists that nothing missed when they were removed (`tests.mutants.signoff`).

Each line of a table breaks one rule alone, and the owner has signed it all the same.
"""

import base64
import dataclasses
import json

import pytest

from composer.errors import SignatureRefused
from composer.model.campaign import ImapSettings, Security
from composer.model.person import DeviceKey, Role
from composer.model.policy import Approver, AudienceRule, Rules, TransportRule
from composer.model.seed_mailbox import SeedMailbox
from composer.proofs.canonical import canonical_bytes, read_canonical
from composer.signoff.dsse import payload_of, sign
from composer.signoff.pins import Pin, require_not_lowered
from composer.signoff.policies import (
    PolicyStatement,
    is_in_hours,
    read_policy,
    require_sound_rules,
    sign_policy,
    write_policy,
)
from composer.signoff.roster import claimed_owner, read_roster, sign_roster, verify_rosters
from composer.signoff.roster_rules import require_continued, require_recovery, require_sound_people
from composer.signoff.seed_lists import read_seeds, sign_seeds, verify_seeds
from composer.signoff.statements import ListHead, StatementKind
from tests.unit.signoff.conftest import NOW

replace = dataclasses.replace
OTHER = "0" * 64


def first_roster(team, change=lambda _content: None):
    """The first list of people, changed, and signed by the owner as it is then."""
    signed = sign_roster(team.people.values(), previous=None, signing=team.signing)
    content = read_canonical(payload_of(signed)[1])
    change(content)
    return sign(StatementKind.ROSTER.payload_type, canonical_bytes(content), team.key("Ann"))


def person(content, at=1):
    return content["people"][at]


def device(content, at=1, **changes):
    listed = {
        "public_key": person(content, at)["public_key"],
        "device": "",
        "revoked_at": "",
        "reason": "",
    }
    return {**listed, **changes}


@pytest.mark.parametrize(
    "change",
    [
        lambda c: person(c).update(keys=[]),
        lambda c: person(c).update(keys=["x"]),
        lambda c: person(c).update(keys=[device(c, public_key=OTHER)]),
        lambda c: person(c).update(keys=[device(c, more="x")]),
        lambda c: person(c).update(keys=[device(c, revoked_at="yesterday")]),
        lambda c: person(c).update(email=person(c, 2)["email"]),
        lambda c: person(c).update(public_key=person(c, 2)["public_key"]),
        lambda c: person(c).update(name=" "),
        lambda c: person(c).update(roles=[]),
        lambda c: person(c).update(roles=["reviewer", "owner"]),
        lambda c: c.update(recovery=person(c)["public_key"]),
        lambda c: c.update(recovery="x"),
    ],
)
def test_an_unsound_list_of_people_is_refused_though_the_owner_signed_it(team, change):
    verify_rosters([first_roster(team)], trust=team.trust)
    with pytest.raises(SignatureRefused):
        verify_rosters([first_roster(team, change)], trust=team.trust)
    with pytest.raises(SignatureRefused):
        read_roster(payload_of(first_roster(team, change))[1])


def test_a_list_that_is_newer_than_the_pinned_one_is_no_fork():
    require_not_lowered(Pin(version=2, digest="b"), Pin(version=1, digest="a"))
    for newest in (Pin(version=1, digest="a"), Pin(version=2, digest="c")):
        with pytest.raises(SignatureRefused):
            require_not_lowered(newest, Pin(version=2, digest="b"))


def test_nobody_claims_to_be_the_owner_of_a_list_that_names_two(team):
    assert claimed_owner(first_roster(team)) == team.owner_key
    two = first_roster(team, lambda c: person(c).update(roles=["owner"]))
    with pytest.raises(SignatureRefused):
        claimed_owner(two)
    left = first_roster(
        team,
        lambda c: person(c, 0).update(
            keys=[device(c, 0, revoked_at="2026-05-01T06:30:00.000000Z", reason="left")]
        ),
    )
    with pytest.raises(SignatureRefused):
        claimed_owner(left)


@pytest.fixture
def listed(team):
    """What a list of people says, as the rules look at it; each has one key written out."""

    def made(**changed):
        people = [
            changed.get(one.name, replace(one, keys=one.device_keys))
            for one in team.people.values()
        ]
        people += changed.get("more", [])
        return replace(team.roster(), people=tuple(people), recovery=changed.get("recovery", ""))

    return made


def with_keys(one, *keys):
    return replace(one, keys=tuple(keys))


def test_people_and_keys_go_on_from_list_to_list(team, listed):
    ben = team.people["Ben"]
    (key,) = ben.device_keys
    gone = replace(key, revoked_at=NOW, reason="lost")
    second = DeviceKey(public_key=OTHER)
    require_continued(listed(), listed(Ben=with_keys(ben, key, second)))
    require_continued(listed(), listed(Ben=with_keys(ben, gone)))
    require_continued(listed(Ben=with_keys(ben, gone)), listed(Ben=with_keys(ben, gone, second)))
    for before, now in (
        (listed(), replace(listed(), people=listed().people[:-1])),
        (listed(Ben=with_keys(ben, key, second)), listed(Ben=with_keys(ben, key))),
        (listed(Ben=with_keys(ben, key, second)), listed(Ben=with_keys(ben, second, key))),
        (listed(Ben=with_keys(ben, gone)), listed(Ben=with_keys(ben, key))),
        (listed(Ben=with_keys(ben, gone)), listed(Ben=with_keys(ben, replace(gone, reason="x")))),
    ):
        with pytest.raises(SignatureRefused):
            require_continued(before, now)


def test_only_an_owner_s_key_is_recovered_and_by_one_new_key(team, listed):
    ann, ben = team.people["Ann"], team.people["Ben"]
    gone = replace(ann.device_keys[0], revoked_at=NOW, reason="lost")
    new = DeviceKey(public_key=OTHER)
    before = listed(recovery="ab" * 32)

    def after(**changed):
        return listed(recovery="ab" * 32, **changed)

    require_recovery(before, after(Ann=with_keys(ann, gone, new)))
    more = replace(ben, name="Zoe", email="zoe@example.com", public_key="1" * 64)
    for now in (
        after(),
        after(Ann=with_keys(ann, gone)),
        after(Ann=with_keys(ann, ann.device_keys[0], new)),
        after(Ann=with_keys(ann, gone, replace(new, public_key="2" * 64, revoked_at=NOW))),
        after(Ann=with_keys(ann, gone, new, replace(new, public_key="2" * 64))),
        after(Ann=with_keys(ann, gone, replace(new, public_key="2" * 64, revoked_at=NOW), new)),
        after(Ann=replace(with_keys(ann, gone, new), name="Anna")),
        after(Ann=with_keys(ann, gone, new), Ben=replace(ben, locales=("de",))),
        after(Ann=with_keys(ann, gone, new), more=[more]),
        after(Ben=with_keys(ben, replace(ben.device_keys[0], revoked_at=NOW), new)),
        replace(after(Ann=with_keys(ann, gone, new)), recovery="cd" * 32),
    ):
        with pytest.raises(SignatureRefused):
            require_recovery(before, now)


@pytest.mark.parametrize(
    "change",
    [
        lambda one: replace(one, name=" "),
        lambda one: replace(one, roles=frozenset()),
        lambda one: replace(one, email="CHEN@example.com"),
        lambda one: replace(one, public_key="0" * 64, keys=(DeviceKey(public_key="ab" * 32),)),
        lambda one: replace(one, roles=frozenset({Role.OWNER})),
    ],
)
def test_each_person_is_one_person(team, listed, change):
    require_sound_people(listed(recovery="ab" * 32))
    three = {"Chen": replace(team.people["Chen"], roles=frozenset({Role.OWNER}))}
    more = three if change(team.people["Ben"]).has(Role.OWNER) else {}
    with pytest.raises(SignatureRefused):
        require_sound_people(listed(recovery="ab" * 32, Ben=change(team.people["Ben"]), **more))


READ = SeedMailbox(
    address="a@seeds.example",
    imap=ImapSettings(
        host="imap.seeds.example",
        port=993,
        security=Security.TLS,
        username="tester",
        key="seed-mailbox",
        ca_file="",
    ),
    authserv_id="mx.seeds.example",
)


def seeds(team, change=lambda _content: None):
    signed = sign_seeds([READ, "b@seeds.example"], previous=None, signing=team.signing)
    content = json.loads(base64.b64decode(json.loads(signed)["payload"]))
    change(content)
    return sign(StatementKind.SEEDS.payload_type, canonical_bytes(content), team.key("Ann"))


def mailbox(content):
    return content["mailboxes"][0]


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c.update(mailboxes={}),
        lambda c: c.update(mailboxes="x"),
        lambda c: c.update(mailboxes=["x"]),
        lambda c: c.update(mailboxes=[*c["mailboxes"], *c["mailboxes"]]),
        lambda c: c.update(more="x"),
        lambda c: c.update(addresses=["b@seeds.example"]),
        lambda c: c.update(addresses=[*c["addresses"], "B@seeds.example"]),
        lambda c: mailbox(c).update(more="x"),
        lambda c: mailbox(c).update(imap="x"),
        lambda c: mailbox(c).update(imap=[]),
        lambda c: mailbox(c)["imap"].update(more="x"),
        lambda c: mailbox(c)["imap"].update(port=65_536),
        lambda c: mailbox(c)["imap"].update(security="plain"),
    ],
)
def test_an_unsound_list_of_mailboxes_is_refused_though_the_owner_signed_it(team, change):
    assert verify_seeds([seeds(team)], trust=team.trust).of("a@seeds.example") == READ
    with pytest.raises(SignatureRefused):
        verify_seeds([seeds(team, change)], trust=team.trust)


def test_a_mailbox_that_is_not_read_has_no_server_in_the_list(team):
    named = SeedMailbox(address="a@seeds.example", authserv_id="mx.seeds.example")
    envelope = sign_seeds([named], previous=None, signing=team.signing)
    assert "imap" not in mailbox(json.loads(payload_of(envelope)[1]))
    assert verify_seeds([envelope], trust=team.trust).settings == (named,)
    first = verify_seeds([envelope], trust=team.trust)
    second = sign_seeds(["a@seeds.example"], previous=first, signing=team.signing)
    assert read_seeds(payload_of(second)[1]).settings == ()


BEN = "ben@example.com"
OFFICE = Approver(email=BEN, zone="Asia/Tokyo", begins="09:00", ends="17:00")
LARGE = (AudienceRule(people=10, reviewers=101),)


@pytest.mark.parametrize(
    "changes",
    [
        {"reviewers": 0},
        {"expires_hours": 0, "wait_hours": 0},
        {"by_audience": (AudienceRule(people=1, reviewers=0),)},
        {"by_transport": (TransportRule(kind="smtp", reviewers=0),)},
        {"reviewers": 101},
        {"by_audience": LARGE},
        {"by_transport": (TransportRule(kind="smtp", reviewers=101),)},
        {"expires_hours": 24 * 366 + 1},
        {"wait_hours": -1},
        {"wait_hours": 72},
        {"receipts": 1},
        {"checks": ("horoscope",)},
        {"alone": "Nobody", "reviewers": 2},
        {"alone": "Nobody", "by_audience": (AudienceRule(people=10, reviewers=2),)},
        {"alone": "Nobody", "by_transport": (TransportRule(kind="smtp", reviewers=2),)},
        {"alone": "Nobody", "approvers": (Approver(email=BEN),)},
        {"by_audience": (AudienceRule(people=9, reviewers=1), AudienceRule(people=9, reviewers=2))},
        {
            "by_transport": (
                TransportRule(kind="smtp", reviewers=1),
                TransportRule(kind="smtp", reviewers=2),
            )
        },
        {"checks": ("links", "links")},
        {"approvers": (Approver(email=BEN), Approver(email="BEN@example.com"))},
        {"approvers": (Approver(email=BEN, deputies=("d@x.test", "D@x.test")),)},
        {"approvers": (Approver(email=BEN, deputies=(BEN,)),)},
        {"approvers": (replace(OFFICE, zone="Europe/Atlantis"),)},
        {"approvers": (replace(OFFICE, zone=""),)},
        {"approvers": (replace(OFFICE, zone="../../etc/localtime"),)},
        {"approvers": (replace(OFFICE, begins=""),)},
        {"approvers": (replace(OFFICE, ends="late"),)},
        {"approvers": (Approver(email=BEN, zone="Asia/Tokyo"),)},
        {"approvers": (Approver(email=BEN, begins="09:00"),)},
        {"approvers": (Approver(email=BEN, ends="17:00"),)},
        {"approvers": (replace(OFFICE, begins="17:00"),)},
        {"approvers": (replace(OFFICE, days=()),)},
        {"approvers": (replace(OFFICE, days=(0, 1)),)},
        {"approvers": (replace(OFFICE, days=(8,)),)},
    ],
)
def test_rules_that_contradict_themselves_are_refused_one_by_one(team, changes):
    require_sound_rules(replace(Rules(), approvers=(OFFICE, Approver(email="c@x.test"))))
    with pytest.raises(SignatureRefused):
        sign_policy(replace(Rules(), **changes), previous=None, signing=team.signing)


def test_the_highest_numbers_that_can_be_kept_are_signed(team):
    most = Rules(reviewers=100, expires_hours=24 * 366, wait_hours=24 * 366 - 1)
    sign_policy(most, previous=None, signing=team.signing)


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c.update(checks=["links", 1]),
        lambda c: c.update(by_transport=[["smtp"]]),
        lambda c: c.update(by_transport=[["smtp", "1"]]),
        lambda c: c.update(by_audience=[["10", 1]]),
        lambda c: c.update(approvers=[{"email": BEN, "deputies": [1]}]),
        lambda c: c.update(approvers=[{"email": BEN, "away": 2}]),
        lambda c: c.update(approvers=[{"email": BEN, "days": [1, 2, 3, 4, 5]}]),
        lambda c: c.update(approvers=[{"email": BEN, "phone": ""}]),
        lambda c: c.update(type="seeds"),
    ],
)
def test_rules_in_another_form_are_refused(now, workspace, change):
    head = ListHead(workspace=workspace, version=1, previous="", issued_at=now)
    content = read_canonical(write_policy(PolicyStatement(head=head, rules=Rules())))
    assert read_policy(canonical_bytes(content)).rules == Rules()
    change(content)
    with pytest.raises(SignatureRefused):
        read_policy(canonical_bytes(content))


def test_hours_have_a_beginning_an_end_and_days(now):
    # NOW is Friday, 15:30 in Tokyo
    assert is_in_hours(Approver(email=BEN), now) is None
    assert is_in_hours(OFFICE, now) is True
    assert is_in_hours(replace(OFFICE, days=(1, 2)), now) is False
    assert is_in_hours(replace(OFFICE, begins="16:00"), now) is False
    assert is_in_hours(replace(OFFICE, ends="15:30"), now) is False
    assert is_in_hours(replace(OFFICE, begins="15:30"), now) is True
