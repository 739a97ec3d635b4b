"""The owner's lists: only whole, newest, unbroken chains of the pinned owner are believed."""

import dataclasses

import pytest

from composer.errors import Blocked, KeychainError, SignatureRefused
from composer.model.person import Role
from composer.model.policy import Rules
from composer.proofs.canonical import canonical_bytes, read_canonical
from composer.signoff.dsse import payload_of, sign
from composer.signoff.identities import (
    create_identity,
    has_key,
    private_key_for,
    require_one_person_per_account,
)
from composer.signoff.pins import Pin, Pins, entry_name, pin_owner, raise_pins, read_pins
from composer.signoff.policies import DEFAULT_POLICY, sign_policy, verify_policies
from composer.signoff.roster import sign_roster, verify_rosters
from composer.signoff.seed_lists import sign_seeds, verify_seeds
from composer.signoff.statements import StatementKind


def chain_of(team, count):
    envelopes, newest = [], None
    people = list(team.people.values())
    for number in range(count):
        envelopes.append(sign_roster(people[: number + 1], previous=newest, signing=team.signing))
        newest = verify_rosters(envelopes, trust=team.trust)
    return envelopes, newest


def pinned(team, roster):
    return dataclasses.replace(team.trust, pin=Pin(version=roster.version, digest=roster.digest))


def test_a_chain_of_rosters_gives_the_newest(team):
    envelopes, newest = chain_of(team, 3)
    assert newest.version == 3
    assert [person.name for person in newest.people] == ["Ann", "Ben", "Chen"]
    assert verify_rosters(envelopes, trust=pinned(team, newest)) == newest


def test_gaps_reordering_and_doubled_versions_are_refused(team):
    one, two, three = chain_of(team, 3)[0]
    for wrong in ([], [two], [one, three], [two, one], [one, one], [one, two, two]):
        with pytest.raises(SignatureRefused):
            verify_rosters(wrong, trust=team.trust)


def test_an_older_roster_than_the_pinned_one_is_refused(team):
    envelopes, newest = chain_of(team, 3)
    for older in (envelopes[:2], envelopes[:1], []):
        with pytest.raises(SignatureRefused):
            verify_rosters(older, trust=pinned(team, newest))


def test_a_forked_roster_is_refused(team):
    envelopes, newest = chain_of(team, 2)
    first = verify_rosters(envelopes[:1], trust=team.trust)
    fork = sign_roster([team.people["Ann"]], previous=first, signing=team.signing)
    verify_rosters([envelopes[0], fork], trust=team.trust)
    with pytest.raises(SignatureRefused):
        verify_rosters([envelopes[0], fork], trust=pinned(team, newest))
    other = verify_rosters([envelopes[0], fork], trust=team.trust)
    beyond = sign_roster(team.people.values(), previous=other, signing=team.signing)
    with pytest.raises(SignatureRefused):  # the fork lies below a newer version
        verify_rosters([envelopes[0], fork, beyond], trust=pinned(team, newest))


def test_a_roster_signed_by_anybody_but_the_pinned_owner_is_refused(team):
    stranger = dataclasses.replace(team.signing, owner_key=team.key("Ben"))
    ben = dataclasses.replace(team.people["Ben"], roles=frozenset({Role.OWNER}))
    envelope = sign_roster([ben], previous=None, signing=stranger)
    with pytest.raises(SignatureRefused):
        verify_rosters([envelope], trust=team.trust)


def test_a_roster_of_another_workspace_is_refused(team):
    elsewhere = dataclasses.replace(team.signing, workspace="another")
    envelope = sign_roster(team.people.values(), previous=None, signing=elsewhere)
    with pytest.raises(SignatureRefused):
        verify_rosters([envelope], trust=team.trust)


def test_one_key_under_two_names_is_refused(team):
    twin = dataclasses.replace(team.people["Ben"], name="Bea", email="bea@example.com")
    with pytest.raises(SignatureRefused):
        sign_roster([*team.people.values(), twin], previous=None, signing=team.signing)


def test_one_address_under_two_keys_is_refused(team):
    twin = dataclasses.replace(team.people["Chen"], email="BEN@example.com")
    with pytest.raises(SignatureRefused):
        sign_roster(
            [team.people["Ann"], team.people["Ben"], twin], previous=None, signing=team.signing
        )


def test_a_second_owner_or_no_owner_is_refused(team):
    second = dataclasses.replace(team.people["Ben"], roles=frozenset({Role.OWNER}))
    for people in ([team.people["Ann"], second], [team.people["Ben"]], []):
        with pytest.raises(SignatureRefused):
            sign_roster(people, previous=None, signing=team.signing)


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c.update(version=0),
        lambda c: c.update(version="1"),
        lambda c: c.update(type="policy"),
        lambda c: c.update(issued_at="2026-05-01T06:30:00Z"),
        lambda c: c.update(issued_at="2026-13-01T06:30:00.000000Z"),
        lambda c: c.update(more="x"),
        lambda c: c.pop("people"),
        lambda c: c["people"][0].update(roles=["owner", "owner"]),
        lambda c: c["people"][0].update(roles=["king"]),
        lambda c: c["people"][0].update(public_key="A" * 64),
        lambda c: c["people"][0].update(extra="x"),
        lambda c: c.update(people=["Ann"]),
    ],
)
def test_a_badly_written_roster_is_refused_even_if_the_owner_signed_it(team, change):
    envelope = sign_roster(team.people.values(), previous=None, signing=team.signing)
    content = read_canonical(payload_of(envelope)[1])
    change(content)
    signed = sign(StatementKind.ROSTER.payload_type, canonical_bytes(content), team.key("Ann"))
    with pytest.raises(SignatureRefused):
        verify_rosters([signed], trust=team.trust)


def test_the_policy_starts_with_the_default_and_follows_its_chain(team):
    assert verify_policies([], trust=team.trust) == DEFAULT_POLICY
    assert (DEFAULT_POLICY.reviewers, DEFAULT_POLICY.expires_hours) == (1, 72)
    rules = Rules(reviewers=2, expires_hours=24)
    first = sign_policy(rules, previous=DEFAULT_POLICY, signing=team.signing)
    policy = verify_policies([first], trust=team.trust)
    assert (policy.version, policy.reviewers, policy.expires_hours) == (1, 2, 24)
    with pytest.raises(SignatureRefused):
        verify_policies([], trust=pinned(team, policy))


def test_a_policy_without_a_reviewer_is_refused(team):
    with pytest.raises(SignatureRefused):
        sign_policy(Rules(reviewers=0), previous=None, signing=team.signing)


def test_a_policy_does_not_pass_as_a_seed_list(team):
    policy = sign_policy(Rules(expires_hours=1), previous=None, signing=team.signing)
    with pytest.raises(SignatureRefused):
        verify_seeds([policy], trust=team.trust)


def test_seeds_are_read_back_and_stand_once(team):
    envelope = sign_seeds(
        ["a@seeds.example", "b@seeds.example"], previous=None, signing=team.signing
    )
    assert verify_seeds([envelope], trust=team.trust).addresses == (
        "a@seeds.example",
        "b@seeds.example",
    )
    with pytest.raises(SignatureRefused):
        sign_seeds(["a@seeds.example", "A@Seeds.example"], previous=None, signing=team.signing)


def test_pins_only_rise(keychain, team):
    assert read_pins(keychain, "w1") is None
    assert pin_owner(keychain, "w1", team.owner_key) == Pins(owner_key=team.owner_key)
    seven = Pin(version=7, digest="7" * 64)
    raise_pins(keychain, "w1", roster=seven)
    assert read_pins(keychain, "w1").roster == seven
    for lower in (Pin(version=6, digest="6" * 64), Pin(version=7, digest="8" * 64), Pin()):
        with pytest.raises(SignatureRefused):
            raise_pins(keychain, "w1", roster=lower)
    assert read_pins(keychain, "w1").roster == seven


def test_another_owner_is_refused_once_one_is_pinned(keychain, team):
    pin_owner(keychain, "w1", team.owner_key)
    with pytest.raises(SignatureRefused):
        pin_owner(keychain, "w1", team.people["Ben"].public_key)
    with pytest.raises(SignatureRefused):
        raise_pins(keychain, "w2", roster=Pin(version=1, digest="1" * 64))


def test_a_damaged_pin_is_refused_rather_than_forgotten(keychain, team):
    pin_owner(keychain, "w1", team.owner_key)
    for damaged in ("", "{}", '{"owner_key":"x"}', keychain.get(entry_name("w1"))[:-1]):
        keychain.set(entry_name("w1"), damaged)
        with pytest.raises(SignatureRefused):
            read_pins(keychain, "w1")


def test_a_persons_key_is_found_again_by_its_public_half(keychain):
    person = create_identity(
        keychain, name="Ann", email="ann@example.com", roles=[Role.OWNER], locales=["de"]
    )
    assert has_key(person, keychain)
    private_key = private_key_for(person, keychain)
    assert private_key.public_key().public_bytes_raw().hex() == person.public_key
    assert list(keychain.entries) == [f"signing:{person.public_key}"]


def test_a_missing_or_foreign_key_does_not_sign(keychain):
    person = create_identity(keychain, name="Ann", email="a@example.com", roles=[])
    other = create_identity(keychain, name="Ben", email="b@example.com", roles=[])
    keychain.set(f"signing:{person.public_key}", keychain.get(f"signing:{other.public_key}"))
    with pytest.raises(KeychainError):
        private_key_for(person, keychain)
    keychain.set(f"signing:{person.public_key}", "zz")
    with pytest.raises(KeychainError):
        private_key_for(person, keychain)
    keychain.delete(f"signing:{person.public_key}")
    assert not has_key(person, keychain)
    with pytest.raises(KeychainError):
        private_key_for(person, keychain)


def test_a_second_person_does_not_sign_from_the_same_keychain(keychain, team):
    ann, ben = team.people["Ann"], team.people["Ben"]
    require_one_person_per_account(keychain, "w1", ann, practice_like=False)
    require_one_person_per_account(keychain, "w1", ann, practice_like=False)
    with pytest.raises(Blocked) as refused:
        require_one_person_per_account(keychain, "w1", ben, practice_like=False)
    assert [item.code for item in refused.value.findings] == ["signoff.second_person_here"]


def test_in_practice_anybody_signs_from_one_keychain(keychain, team):
    for name in ("Ann", "Ben", "Ann"):
        require_one_person_per_account(keychain, "w1", team.people[name], practice_like=True)
    assert keychain.entries == {}
