"""Rules of signed statements that nothing missed when they were removed (`tests.mutants.signoff`)."""

import dataclasses
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from composer.errors import Blocked, SignatureRefused
from composer.model import counter as counter_module
from composer.model.clock_seen import ClockSeen, Look, is_believable
from composer.model.counter import Counter, system_counter
from composer.model.person import Person, Role, Roster
from composer.model.policy import Rules
from composer.proofs.canonical import canonical_bytes, read_canonical, read_strict
from composer.proofs.manifest import build_manifest
from composer.proofs.permit import columns_of, plan_copy, plan_test
from composer.signoff.approvals import About
from composer.signoff.clock_statements import ClockCorrection, newest_correction, sign_correction
from composer.signoff.dsse import open_envelope, payload_of, public_hex, sign
from composer.signoff.owner_changes import (
    Part,
    missing_owners,
    pin_of,
    read_headed,
    read_proposal,
    signed_again,
    write_proposal,
)
from composer.signoff.pins import Pin
from composer.signoff.policies import sign_policy
from composer.signoff.receipt_statements import (
    RECEIPTS_TYPE,
    ReceiptStatement,
    read_testimony,
    sign_receipts,
    witnessed_receipts,
)
from composer.signoff.roster import sign_roster, verify_rosters
from composer.signoff.seed_lists import NO_SEEDS, sign_seeds, verify_seeds
from composer.signoff.statements import StatementKind
from tests.unit.proofs.sealed_example import example_inputs
from tests.unit.proofs.test_permit import SEED, planned
from tests.unit.signoff.test_devices import chain as chain  # noqa: PLC0414 - a fixture
from tests.unit.signoff.test_devices import owners, recovery_chain, with_device

replace = dataclasses.replace


def resigned(envelope, kind, key, change):
    """The same statement, changed, under a true signature."""
    content = read_canonical(payload_of(envelope)[1])
    change(content)
    return sign(kind.payload_type, canonical_bytes(content), key)


# --- the owner's lists -------------------------------------------------------------------------


def test_without_any_list_there_are_no_mailboxes(team):
    assert verify_seeds([], trust=team.trust) == NO_SEEDS


def test_a_team_of_one_may_say_why(team):
    assert sign_policy(Rules(alone="Nobody else"), previous=None, signing=team.signing)
    with pytest.raises(SignatureRefused, match="at least one reviewer and one hour"):
        sign_policy(Rules(expires_hours=0), previous=None, signing=team.signing)


def test_a_version_has_the_next_number_and_names_the_one_before(team):
    first = sign_seeds(["a@x.test"], previous=None, signing=team.signing)
    newest = verify_seeds([first], trust=team.trust)
    second = sign_seeds(["b@x.test"], previous=newest, signing=team.signing)
    assert verify_seeds([first, second], trust=team.trust).version == 2
    for change in (
        lambda c: c.update(version=3),
        lambda c: c.update(previous="0" * 64),
    ):
        wrong = resigned(second, StatementKind.SEEDS, team.key("Ann"), change)
        with pytest.raises(SignatureRefused):
            verify_seeds([first, wrong], trust=team.trust)


def test_nobody_is_left_out_of_a_newer_list_whoever_signs_it(team):
    first = sign_roster(team.people.values(), previous=None, signing=team.signing)
    before = verify_rosters([first], trust=team.trust)
    second = sign_roster(team.people.values(), previous=before, signing=team.signing)
    shorter = resigned(second, StatementKind.ROSTER, team.key("Ann"), lambda c: c["people"].pop())
    with pytest.raises(SignatureRefused, match="leaves out"):
        verify_rosters([first, shorter], trust=team.trust)


def test_an_envelope_of_another_kind_is_named_as_one(team):
    envelope = sign(StatementKind.REJECTION.payload_type, b"{}", team.key("Ann"))
    with pytest.raises(SignatureRefused, match="another kind"):
        open_envelope(
            envelope,
            payload_type=StatementKind.APPROVAL.payload_type,
            public_keys=[team.owner_key],
        )


# --- changes that wait for the other owner ----------------------------------------------------


def test_what_is_no_list_has_no_head():
    with pytest.raises(SignatureRefused):
        read_headed(canonical_bytes({"type": "approval"}))


def test_signing_again_says_until_when(team, now):
    first = sign_seeds(["a@x.test"], previous=None, signing=team.signing)
    year = replace(team.signing, expires_at=now + timedelta(days=365))
    again = signed_again([first], StatementKind.SEEDS, year)
    assert read_headed(again.payload).head.expires_at == year.expires_at


def test_what_is_remembered_of_a_list_is_its_newest_version(team):
    first = sign_seeds(["a@x.test"], previous=None, signing=team.signing)
    newest = verify_seeds([first], trust=team.trust)
    assert pin_of([first]) == Pin(version=1, digest=newest.digest)
    assert pin_of([]) == Pin()


def test_of_two_owners_the_one_who_has_not_signed_is_missing(team, chain):
    before = owners(team, chain)
    seeds = sign_seeds(["a@x.test"], previous=None, signing=team.signing)
    part = Part(kind=StatementKind.SEEDS, envelopes=(seeds,))
    missing = missing_owners(part, before=before, owners=before.owners)
    assert [owner.name for owner in missing] == ["Ben"]


def test_an_owner_who_is_to_be_none_any_more_signs_that(team, chain):
    before = owners(team, chain)
    ben = next(one for one in before.people if one.name == "Ben")
    envelope = chain.envelope(Ben=replace(ben, roles=frozenset({Role.REVIEWER})))
    part = Part(kind=StatementKind.ROSTER, envelopes=(envelope,))
    left = [one for one in before.owners if one.name == "Ann"]
    missing = missing_owners(part, before=before, owners=left)
    assert [owner.name for owner in missing] == ["Ben"]


def test_the_recovery_key_needs_nobody_beside_it(team, chain):
    recovery = recovery_chain(team, chain)
    before, ann = chain.newest, team.people["Ann"]
    gone = replace(
        ann, keys=tuple(replace(key, revoked_at=datetime.now(UTC)) for key in ann.device_keys)
    )
    new = public_hex(Ed25519PrivateKey.generate().public_key())
    envelope = chain.envelope(Ann=with_device(gone, new), signing=recovery)
    part = Part(kind=StatementKind.ROSTER, envelopes=(envelope,))
    assert missing_owners(part, before=before, owners=before.owners) == ()


def test_a_part_of_a_change_holds_one_payload_and_nothing_more(team):
    first = sign_seeds(["a@x.test"], previous=None, signing=team.signing)
    other = sign_seeds(["b@x.test"], previous=None, signing=team.signing)
    part = Part(kind=StatementKind.SEEDS, envelopes=(first,))
    assert read_proposal(write_proposal([part])) == (part,)
    content = read_canonical(write_proposal([part]))
    content["parts"][0]["more"] = "x"
    for wrong in (
        canonical_bytes(content),
        write_proposal([replace(part, envelopes=(first, other))]),
    ):
        with pytest.raises(SignatureRefused):
            read_proposal(wrong)


# --- what people saw --------------------------------------------------------------------------

KEY = Ed25519PrivateKey.generate()
ABOUT = About(proof="a" * 64, campaign="c1", workspace="w1")
SEEN = (0, "b" * 64, "equal")
ROSTER = Roster(
    version=1,
    previous="",
    people=(
        Person(
            name="Ana",
            email="ana@example.com",
            public_key=public_hex(KEY.public_key()),
            roles=frozenset({Role.AUTHOR}),
        ),
    ),
    digest="",
)


def receipts(**changes):
    """A signed statement of receipts, with other fields."""
    statement = ReceiptStatement(
        about=ABOUT, receipts=(SEEN,), issued_at=datetime(2026, 5, 1, tzinfo=UTC)
    )
    signed = sign_receipts(statement, private_key=KEY)
    content = {**read_canonical(payload_of(signed)[1]), **changes}
    return sign(RECEIPTS_TYPE, canonical_bytes(content), KEY)


@pytest.mark.parametrize("changes", [{"type": "other"}, {"person": "0" * 64}])
def test_receipts_say_what_they_are_and_who_saw_them(changes):
    assert witnessed_receipts([receipts()], about=ABOUT, roster=ROSTER) == {SEEN}
    assert witnessed_receipts([receipts(**changes)], about=ABOUT, roster=ROSTER) == frozenset()


def test_nobody_is_said_to_have_said_nothing():
    assert read_testimony([receipts()], about=ABOUT, roster=ROSTER).attestations == {}
    said = read_testimony([receipts(words="seen")], about=ABOUT, roster=ROSTER)
    assert [one.words for one in said.attestations[SEEN[1]]] == ["seen"]


def test_a_key_that_stands_twice_is_refused_also_where_the_spelling_is_free():
    assert read_strict(b'{"a": 1, "b": 2}') == {"a": 1, "b": 2}
    with pytest.raises(SignatureRefused):
        read_strict(b'{"a": 1, "a": 1}')


# --- the test's permit ------------------------------------------------------------------------


def test_a_permit_is_for_the_kinds_and_the_mailboxes_of_the_proof():
    inputs = example_inputs()
    other = replace(inputs.seeds, addresses=(*inputs.seeds.addresses, "more@seeds.example"))
    manifest = build_manifest(inputs)
    with pytest.raises(Blocked):
        plan_test([], manifest=manifest, seeds=other, message_seed=SEED)
    with pytest.raises(Blocked):
        planned(inputs, kinds=0)
    for plan, more in ((plan_test, {}), (plan_copy, {"number": 0})):
        permit = planned(inputs, kinds=2, plan=plan, **more)
        assert permit.messages
        with pytest.raises(Blocked):
            plan([], manifest=manifest, seeds=inputs.seeds, message_seed=SEED, **more)
        strange = permit.messages[0].recipient
        with pytest.raises(Blocked):
            plan([strange], manifest=manifest, seeds=inputs.seeds, message_seed=SEED, **more)


def test_a_permit_needs_the_very_list_of_mailboxes_that_was_sealed():
    inputs = example_inputs()
    other = replace(inputs.seeds, addresses=(*inputs.seeds.addresses, "more@seeds.example"))

    def plan(variants, *, manifest, seeds, **more):
        return plan_test(variants, manifest=manifest, seeds=other, **more)

    with pytest.raises(Blocked) as blocked:
        planned(inputs, kinds=2, plan=plan)
    assert [item.code for item in blocked.value.findings] == ["send.proof_changed"]


def test_columns_of_a_proof_are_texts_or_none():
    manifest = build_manifest(example_inputs())
    audience = {**manifest.section("audience"), "ids": "account", "personal": ["name", 1]}
    odd = replace(manifest, content={**manifest.content, "audience": audience})
    columns = columns_of(odd)
    assert (columns.ids, columns.personal) == ((), ("name",))


# --- clocks -----------------------------------------------------------------------------------


@pytest.mark.parametrize("changes", [{"type": "other"}, {"more": "x"}])
def test_a_correction_of_the_clock_says_what_it_is_and_nothing_more(team, now, changes):
    correction = ClockCorrection(
        workspace="w1", number=1, at=now, instead_of=now + timedelta(days=9), reason="battery"
    )
    signed = sign_correction(correction, private_key=team.key("Ann"))
    keys = [team.owner_key]
    assert newest_correction([signed], workspace="w1", owner_keys=keys) == correction
    written_type, payload = payload_of(signed)
    content = {**read_canonical(payload), **changes}
    wrong = sign(written_type, canonical_bytes(content), team.key("Ann"))
    assert newest_correction([wrong], workspace="w1", owner_keys=keys) is None


def test_a_counter_that_went_back_takes_no_time_away(now):
    look = Look(at=now, counter=Counter(start="a", seconds=36_000))
    seen = ClockSeen(at=now, first_looks=(look,))
    earlier = Counter(start="a", seconds=0)
    assert is_believable(seen, now=now + timedelta(minutes=4), counter=earlier)


def test_without_a_name_for_the_start_the_counter_is_this_process_s(monkeypatch):
    monkeypatch.setattr(counter_module, "_start_of_computer", lambda: "boot")
    assert system_counter().start == "boot"
    monkeypatch.setattr(counter_module, "_start_of_computer", lambda: "")
    here = system_counter().start
    assert here not in {"", "boot"}
    assert system_counter().start == here


@pytest.mark.skipif(sys.platform != "linux", reason="other systems name their starts elsewhere")
def test_the_counter_counts_the_time_asleep_and_its_start_is_the_computer_s(monkeypatch):
    monkeypatch.setattr(time, "clock_gettime", {time.CLOCK_BOOTTIME: 12.5}.__getitem__)
    boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    assert system_counter() == Counter(start=boot, seconds=12.5)
