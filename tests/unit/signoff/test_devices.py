"""People with several keys, two owners, the recovery key, and lists that expire."""

import dataclasses
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from composer.errors import SignatureRefused
from composer.model.person import DeviceKey, Role
from composer.proofs.canonical import canonical_bytes, read_canonical
from composer.signoff.approvals import About, Standing, sign_decision, verify_decisions
from composer.signoff.dsse import payload_of, public_hex, sign
from composer.signoff.identities import (
    has_key,
    make_key,
    private_key_for,
    private_key_of,
    require_one_person_per_account,
)
from composer.signoff.owner_changes import (
    Part,
    counts_under,
    missing_owners,
    read_headed,
    read_proposal,
    signed_again,
    write_proposal,
)
from composer.signoff.owner_lists import chain_of, versions_of
from composer.signoff.pins import Pin
from composer.signoff.roster import sign_roster, verify_rosters
from composer.signoff.seed_lists import sign_seeds, verify_seeds
from composer.signoff.statements import DecisionStatement, StatementKind
from tests.unit.signoff.conftest import NOW, WORKSPACE


def with_device(person, key, device="laptop"):
    return dataclasses.replace(
        person, keys=(*person.device_keys, DeviceKey(public_key=key, device=device))
    )


def revoked(person, *keys):
    return dataclasses.replace(
        person,
        keys=tuple(
            dataclasses.replace(key, revoked_at=NOW, reason="lost")
            if key.public_key in keys
            else key
            for key in person.device_keys
        ),
    )


def signing_with(team, key):
    return dataclasses.replace(team.signing, owner_key=private_key_of(key, team.keychain))


class Chain:
    """Rosters as they are signed one after another."""

    def __init__(self, team):
        self.team = team
        self.envelopes = [sign_roster(team.people.values(), previous=None, signing=team.signing)]

    @property
    def newest(self):
        return verify_rosters(self.envelopes, trust=self.team.trust)

    def envelope(self, *, signing=None, recovery=None, **changed):
        people = [changed.get(person.name, person) for person in self.newest.people]
        return sign_roster(
            people,
            previous=self.newest,
            signing=signing or self.team.signing,
            recovery=recovery,
        )

    def sign(self, **changed):
        self.envelopes.append(self.envelope(**changed))
        return self.newest


@pytest.fixture
def chain(team):
    return Chain(team)


def test_a_person_with_two_computers_is_one_person(team, chain):
    laptop = make_key(team.keychain)
    roster = chain.sign(Ben=with_device(team.people["Ben"], laptop))
    ben = roster.person_of(laptop)
    assert ben is roster.person_of(team.people["Ben"].public_key)
    assert ben.public_key == team.people["Ben"].public_key
    assert len(roster.people) == len(team.people)
    team.keychain.delete(f"signing:{ben.public_key}")
    assert has_key(ben, team.keychain)
    assert public_hex(private_key_for(ben, team.keychain).public_key()) == laptop


def test_two_computers_of_one_person_sign_from_one_account_and_a_second_person_does_not(
    team, chain
):
    laptop = make_key(team.keychain)
    ben = chain.sign(Ben=with_device(team.people["Ben"], laptop)).person_of(laptop)
    for _time in range(2):
        require_one_person_per_account(team.keychain, "w1", ben, practice_like=False)
    with pytest.raises(Exception, match="signs as somebody else"):
        require_one_person_per_account(
            team.keychain, "w1", team.people["Chen"], practice_like=False
        )


def test_one_key_under_two_people_is_refused(team, chain):
    stolen = with_device(team.people["Chen"], team.people["Ben"].public_key)
    with pytest.raises(SignatureRefused, match="same key"):
        chain.sign(Chen=stolen)


def test_a_key_cannot_change_hands_disappear_or_come_back(team, chain):
    laptop = make_key(team.keychain)
    ben, chen = team.people["Ben"], team.people["Chen"]
    chain.sign(Ben=with_device(ben, laptop))
    with pytest.raises(SignatureRefused, match="leaves out"):
        chain.sign(Ben=ben, Chen=with_device(chen, laptop))
    with pytest.raises(SignatureRefused, match="leaves out"):
        chain.sign(Ben=ben)
    lost = chain.sign(Ben=revoked(with_device(ben, laptop), laptop))
    assert lost.revoked_at(laptop) == NOW
    with pytest.raises(SignatureRefused, match="leaves out"):
        chain.sign(Ben=with_device(ben, laptop))
    without = [person for person in lost.people if person.name != "Emil"]
    with pytest.raises(SignatureRefused, match="leaves out"):
        sign_roster(without, previous=lost, signing=team.signing)


def decision(team, key, kind=StatementKind.APPROVAL, issued_at=NOW, revokes=()):
    return sign_decision(
        DecisionStatement(
            kind=kind,
            proof="1" * 64,
            campaign="c",
            workspace=WORKSPACE,
            person=key,
            roster_version=1,
            shown=(),
            comment_sha256="2" * 64,
            issued_at=issued_at,
            expires_at=issued_at + timedelta(hours=2),
            revokes=revokes,
        ),
        private_key=private_key_of(key, team.keychain),
    )


def standings(envelopes, roster):
    about = About(proof="1" * 64, campaign="c", workspace=WORKSPACE)
    found = verify_decisions(envelopes, about=about, roster=roster, now=NOW)
    return [(item.person.name, item.standing) for item in found]


def test_what_a_revoked_key_approved_counts_for_nothing_but_its_rejection_stays(team, chain):
    laptop = make_key(team.keychain)
    both = with_device(team.people["Ben"], laptop)
    roster = chain.sign(Ben=both)
    said = [
        decision(team, laptop, issued_at=NOW - timedelta(hours=1)),
        decision(team, laptop, StatementKind.REJECTION, issued_at=NOW - timedelta(hours=1)),
        decision(team, laptop, StatementKind.REJECTION, issued_at=NOW + timedelta(minutes=1)),
        decision(team, both.public_key),
    ]
    assert {standing for _name, standing in standings(said, roster)} == {Standing.IN_FORCE}
    lost = chain.sign(Ben=revoked(both, laptop))
    assert standings(said, lost) == [
        ("Ben", Standing.KEY_REVOKED),
        ("Ben", Standing.IN_FORCE),
        ("Ben", Standing.KEY_REVOKED),
        ("Ben", Standing.IN_FORCE),
    ]


def test_a_person_takes_back_on_one_computer_what_they_said_on_another(team, chain):
    laptop = make_key(team.keychain)
    both = with_device(team.people["Ben"], laptop)
    roster = chain.sign(Ben=both)
    first = decision(team, both.public_key, StatementKind.REJECTION)
    about = About(proof="1" * 64, campaign="c", workspace=WORKSPACE)
    (found,) = verify_decisions([first], about=about, roster=roster, now=NOW)
    back = decision(team, laptop, StatementKind.REVOCATION, revokes=(found.digest,))
    assert standings([first, back], roster)[0] == ("Ben", Standing.REVOKED)
    lost = chain.sign(Ben=revoked(both, laptop))
    assert standings([first, back], lost)[0] == ("Ben", Standing.IN_FORCE)


@pytest.mark.parametrize(
    ("kind", "minutes", "after"),
    [
        (StatementKind.APPROVAL, -10, Standing.REVOKED),
        (StatementKind.APPROVAL, 0, Standing.IN_FORCE),
        (StatementKind.APPROVAL, -90, Standing.IN_FORCE),
        (StatementKind.REJECTION, -10, Standing.IN_FORCE),
    ],
)
def test_an_approval_taken_back_does_not_count_again_because_that_computer_was_lost(
    team, chain, kind, minutes, after
):
    """Only what was taken back before the loss, and given before that, stays taken back."""
    laptop = make_key(team.keychain)
    both = with_device(team.people["Ben"], laptop)
    roster = chain.sign(Ben=both)
    first = decision(team, both.public_key, kind, issued_at=NOW - timedelta(hours=1))
    about = About(proof="1" * 64, campaign="c", workspace=WORKSPACE)
    (found,) = verify_decisions([first], about=about, roster=roster, now=NOW)
    at = NOW + timedelta(minutes=minutes)
    back = decision(team, laptop, StatementKind.REVOCATION, revokes=(found.digest,), issued_at=at)
    assert standings([first, back], roster)[0] == ("Ben", Standing.REVOKED)
    lost = chain.sign(Ben=revoked(both, laptop))
    assert standings([first, back], lost)[0] == ("Ben", after)


def test_somebody_whose_keys_are_all_revoked_holds_no_role_and_stays_the_author(team, chain):
    emil = team.people["Emil"]
    gone = chain.sign(Emil=revoked(emil, emil.public_key)).person_of(emil.public_key)
    assert not gone.is_active
    assert not gone.has(Role.AUTHOR)
    assert gone.public_key == emil.public_key


def owners(team, chain):
    """Make Ben the second owner; give the chain's newest roster."""
    ben = dataclasses.replace(team.people["Ben"], roles=frozenset({Role.OWNER, Role.REVIEWER}))
    envelope = chain.envelope(Ben=ben)
    chain.envelopes += [envelope, signed_by(team, "Ben", envelope)]
    return chain.newest


def signed_by(team, name, envelope):
    written_type, payload = payload_of(envelope)
    return sign(written_type, payload, team.key(name))


def test_nobody_becomes_an_owner_without_signing_and_then_nothing_changes_without_both(team, chain):
    ben = dataclasses.replace(team.people["Ben"], roles=frozenset({Role.OWNER}))
    alone = chain.envelope(Ben=ben)
    with pytest.raises(SignatureRefused, match="both owners"):
        verify_rosters([*chain.envelopes, alone], trust=team.trust)
    roster = owners(team, chain)
    assert [owner.name for owner in roster.owners] == ["Ann", "Ben"]
    dora = dataclasses.replace(team.people["Dora"], locales=("de",))
    half = chain.envelope(Dora=dora)
    for wrong in ([half], [half, signed_by(team, "Chen", half)], [half, half]):
        with pytest.raises(SignatureRefused):
            verify_rosters([*chain.envelopes, *wrong], trust=team.trust)
    both = [*chain.envelopes, half, signed_by(team, "Ben", half)]
    assert verify_rosters(both, trust=team.trust).version == 3
    assert [len(group) for group in versions_of(both)] == [1, 2, 2]


def test_a_third_owner_is_refused(team, chain):
    owners(team, chain)
    third = dataclasses.replace(team.people["Chen"], roles=frozenset({Role.OWNER}))
    with pytest.raises(SignatureRefused, match="one owner, or two"):
        chain.envelope(Chen=third)


def test_rules_and_mailboxes_need_both_owners_too(team, chain):
    first = sign_seeds(["a@example.com"], previous=None, signing=team.signing)
    roster = owners(team, chain)
    trust = team.trust.under(roster)
    with pytest.raises(SignatureRefused, match="both owners"):
        verify_seeds([first], trust=trust)
    again = signed_again([first], StatementKind.SEEDS, team.signing).envelopes[0]
    whole = [first, again, signed_by(team, "Ben", again)]
    assert verify_seeds(whole, trust=trust).addresses == ("a@example.com",)
    stranger = [first, again, signed_by(team, "Chen", again)]
    with pytest.raises(SignatureRefused):
        verify_seeds(stranger, trust=trust)


def test_a_lost_owner_s_key_signs_no_further_list(team, chain):
    laptop = make_key(team.keychain)
    ann = with_device(team.people["Ann"], laptop)
    chain.sign(Ann=ann)
    seeds = sign_seeds(["a@example.com"], previous=None, signing=team.signing)
    before = chain.newest
    gone = revoked(ann, ann.public_key)
    roster = chain.sign(Ann=gone, signing=signing_with(team, laptop))
    trust = team.trust.under(roster)
    assert counts_under([seeds], StatementKind.SEEDS, trust=trust, owners=before.owners)
    assert not counts_under([seeds], StatementKind.SEEDS, trust=trust, owners=roster.owners)
    with pytest.raises(SignatureRefused, match="counts no longer"):
        verify_seeds([seeds], trust=trust)
    again = signed_again([seeds], StatementKind.SEEDS, signing_with(team, laptop)).envelopes
    assert verify_seeds([seeds, *again], trust=trust).version == 2
    with pytest.raises(SignatureRefused):
        chain.sign(Ben=with_device(team.people["Ben"], make_key(team.keychain)))


def recovery_chain(team, chain):
    key = Ed25519PrivateKey.generate()
    chain.sign(recovery=public_hex(key.public_key()))
    return dataclasses.replace(team.signing, owner_key=key)


def test_the_recovery_key_puts_in_an_owner_s_new_key(team, chain):
    recovery = recovery_chain(team, chain)
    new = make_key(team.keychain)
    ann = team.people["Ann"]
    roster = chain.sign(Ann=with_device(revoked(ann, ann.public_key), new), signing=recovery)
    assert roster.owners[0].active_keys == (new,)
    assert roster.owners[0].public_key == ann.public_key
    after = chain.sign(
        Ben=with_device(team.people["Ben"], make_key(team.keychain)),
        signing=signing_with(team, new),
    )
    assert after.version == 4


@pytest.mark.parametrize(
    "wrong", ["reviewer", "somebody_else", "keeps_old", "more", "new_recovery"]
)
def test_the_recovery_key_does_nothing_else(team, chain, wrong):
    recovery = recovery_chain(team, chain)
    new = make_key(team.keychain)
    ann, ben = team.people["Ann"], team.people["Ben"]
    rekeyed = with_device(revoked(ann, ann.public_key), new)
    changes = {
        "reviewer": {"Ben": dataclasses.replace(ben, roles=frozenset({Role.SENDER}))},
        "somebody_else": {"Ben": with_device(revoked(ben, ben.public_key), new)},
        "keeps_old": {"Ann": with_device(ann, new)},
        "more": {"Ann": rekeyed, "Ben": dataclasses.replace(ben, locales=("de",))},
        "new_recovery": {"Ann": rekeyed, "recovery": "ab" * 32},
    }
    envelope = chain.envelope(signing=recovery, **changes[wrong])
    with pytest.raises(SignatureRefused, match="nothing else"):
        verify_rosters([*chain.envelopes, envelope], trust=team.trust)


def test_a_key_that_no_list_names_recovers_nothing(team, chain):
    stranger = dataclasses.replace(team.signing, owner_key=Ed25519PrivateKey.generate())
    ann = team.people["Ann"]
    with pytest.raises(SignatureRefused):
        chain.envelope(
            Ann=with_device(revoked(ann, ann.public_key), make_key(team.keychain)),
            signing=stranger,
        )


def test_a_list_says_until_when_it_counts_and_one_of_the_first_form_does_not(team):
    year = dataclasses.replace(team.signing, expires_at=NOW + timedelta(days=365))
    envelope = sign_roster(team.people.values(), previous=None, signing=year)
    roster = verify_rosters([envelope], trust=team.trust)
    assert roster.expires_at == NOW + timedelta(days=365)
    assert read_headed(payload_of(envelope)[1]).head.expires_at == roster.expires_at
    assert team.roster().expires_at is None
    past = dataclasses.replace(team.signing, expires_at=NOW - timedelta(days=1))
    with pytest.raises(SignatureRefused):
        verify_rosters(
            [sign_roster(team.people.values(), previous=None, signing=past)], trust=team.trust
        )


def test_an_expiry_that_was_moved_is_no_longer_signed(team):
    year = dataclasses.replace(team.signing, expires_at=NOW + timedelta(days=365))
    envelope = read_canonical(sign_roster(team.people.values(), previous=None, signing=year))
    other = sign_roster(
        team.people.values(),
        previous=None,
        signing=dataclasses.replace(year, expires_at=NOW + timedelta(days=9999)),
    )
    envelope["payload"] = read_canonical(other)["payload"]
    with pytest.raises(SignatureRefused):
        verify_rosters([canonical_bytes(envelope)], trust=team.trust)


def test_signing_again_keeps_what_a_list_says(team):
    first = sign_seeds(["a@example.com", "b@example.com"], previous=None, signing=team.signing)
    year = dataclasses.replace(team.signing, expires_at=NOW + timedelta(days=365))
    part = signed_again([first], StatementKind.SEEDS, year)
    newest = verify_seeds([first, *part.envelopes], trust=team.trust)
    assert (newest.version, newest.addresses) == (2, ("a@example.com", "b@example.com"))
    pin = dataclasses.replace(team.trust, pin=Pin(version=2, digest=newest.digest))
    with pytest.raises(SignatureRefused, match="older"):
        chain_of([first], StatementKind.SEEDS, read_headed, pin)


def test_a_change_that_waits_is_read_back_and_names_who_is_missing(team, chain):
    before = owners(team, chain)
    envelope = chain.envelope(Dora=dataclasses.replace(team.people["Dora"], locales=("de",)))
    part = Part(kind=StatementKind.ROSTER, envelopes=(envelope,))
    assert read_proposal(write_proposal([part])) == (part,)
    missing = missing_owners(part, before=before, owners=before.owners)
    assert [owner.name for owner in missing] == ["Ben"]
    whole = dataclasses.replace(part, envelopes=(envelope, signed_by(team, "Ben", envelope)))
    assert missing_owners(whole, before=before, owners=before.owners) == ()


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c.update(type="roster"),
        lambda c: c.update(parts=[]),
        lambda c: c.update(more=1),
        lambda c: c["parts"][0].update(kind="approval"),
        lambda c: c["parts"][0].update(kind="policy", envelopes=[]),
        lambda c: c["parts"].append(c["parts"][0]),
        lambda c: c.update(parts=["x"]),
    ],
)
def test_a_badly_written_proposal_is_refused(team, chain, change):
    part = Part(kind=StatementKind.ROSTER, envelopes=(chain.envelopes[0],))
    content = read_canonical(write_proposal([part]))
    change(content)
    with pytest.raises(SignatureRefused):
        read_proposal(canonical_bytes(content))


def test_a_roster_s_payload_does_not_pass_as_a_seed_list(team, chain):
    _written_type, payload = payload_of(chain.envelopes[0])
    swapped = sign(StatementKind.SEEDS.payload_type, payload, team.key("Ann"))
    with pytest.raises(SignatureRefused):
        verify_seeds([swapped], trust=team.trust)
    with pytest.raises(SignatureRefused):
        verify_rosters([swapped], trust=team.trust)
