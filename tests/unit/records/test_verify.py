"""Each rule of verifying evidence: an honest file is valid, and what is wrong is named."""

import dataclasses
import json
from datetime import timedelta

import pytest

from composer.delivery.ledger import key_digest
from composer.model.recipient import address_key
from composer.model.states import RecipientState as State
from composer.proofs.canonical import digest_of
from composer.records.evidence import Addresses
from composer.records.verify import verify_evidence
from composer.signoff.dsse import payload_of
from composer.signoff.statements import StatementKind
from composer.store.audit import AuditEntry
from tests.unit.records.finished import BEGAN, CAMPAIGN, IDS, KEY

replace = dataclasses.replace


def codes(made, evidence, *, owner=None):
    file = made.write(evidence, "checked.json")
    found = verify_evidence(file, owner=made.team.owner_key if owner is None else owner)
    assert all(item.text and item.advice for item in found.findings)
    return [item.code for item in found.findings]


@pytest.mark.parametrize("addresses", Addresses)
@pytest.mark.parametrize("signed", [False, True])
def test_an_honest_file_is_valid(finished, addresses, signed):
    owner = finished.team.owner_key
    evidence = finished.evidence(addresses=addresses, sealed_by=owner if signed else "")
    found = verify_evidence(finished.write(evidence), owner=owner)
    assert found.findings == ()
    assert found.valid
    assert found.signed_by == ("Ann" if signed else "")


def test_the_same_content_is_the_same_bytes(finished):
    evidence = finished.evidence(sealed_by=finished.team.owner_key)
    assert finished.write(evidence).read_bytes() == finished.write(evidence, "b").read_bytes()


def test_only_with_addresses_they_stand_in_the_file(finished):
    hidden = finished.write(finished.evidence(addresses=Addresses.HASHED)).read_text()
    assert "@example.net" not in hidden
    assert KEY.hex() not in hidden
    clear = finished.write(finished.evidence(addresses=Addresses.CLEAR)).read_text()
    assert "Person1@example.net" in clear
    assert "HOLDS THE ADDRESSES" in clear.splitlines()[2]


def test_an_owner_out_of_the_file_is_said_and_a_known_one_is_not(finished):
    evidence = finished.evidence()
    assert codes(finished, evidence, owner="") == ["evidence.owner_from_file"]
    file = finished.write(evidence)
    known = verify_evidence(file, pinned=lambda _workspace: finished.team.owner_key)
    assert known.findings == ()


def test_another_owner_is_named(finished):
    assert codes(finished, finished.evidence(), owner="0" * 64) == ["evidence.owner_differs"]


def test_a_file_signed_as_a_whole_shows_any_change(finished):
    evidence = finished.evidence(sealed_by=finished.team.owner_key)
    file = finished.write(evidence)
    honest = file.read_text()
    file.write_text(honest.replace('"received_sha256":"a', '"received_sha256":"b', 1))
    found = verify_evidence(file, owner=finished.team.owner_key)
    assert [item.code for item in found.findings] == ["evidence.seal_broken"]
    stranger = replace(evidence, sealed_by="0" * 64)
    assert codes(finished, stranger) == ["evidence.seal_broken"]


def test_too_few_approvals_are_found_where_the_batch_began(begun):
    begun.test()
    begun.say("Ben")
    begun.send()
    assert codes(begun, begun.evidence()) == ["evidence.not_approved"]


def test_an_approval_made_after_the_batch_began_does_not_count(begun):
    begun.test()
    begun.say("Ben")
    begun.send()
    begun.clock.at += timedelta(hours=1)
    begun.say("Chen")
    assert codes(begun, begun.evidence()) == ["evidence.not_approved"]


def test_an_approval_that_had_expired_does_not_count(begun):
    begun.test()
    begun.say("Ben")
    begun.say("Chen")
    begun.clock.at += timedelta(days=2)
    begun.send()
    assert codes(begun, begun.evidence()) == ["evidence.not_approved"]


HOURS, MINUTES = timedelta(hours=1), timedelta(minutes=1)


@pytest.mark.parametrize(
    ("pauses", "found"),
    [
        ((0 * HOURS, 12 * HOURS, 11 * HOURS, 1 * HOURS + 15 * MINUTES), []),
        ((0 * HOURS, 12 * HOURS, 11 * HOURS, 1 * HOURS + 45 * MINUTES), ["evidence.leave_lost"]),
        ((0 * HOURS, 25 * HOURS, 0 * HOURS, 0 * HOURS), ["evidence.leave_lost"]),
    ],
)
def test_a_batch_that_went_on_after_its_approvals_had_expired_is_found(begun, pauses, found):
    """A sender asks every ten minutes; clocks may differ by ten more."""
    begun.test()
    begun.say("Ben")
    begun.say("Chen")
    begun.send_slowly(*pauses)
    assert codes(begun, begun.evidence()) == found


def test_a_batch_that_went_on_after_an_approval_was_taken_back_is_found(begun):
    begun.test()
    begun.say("Ben")
    begun.say("Chen")
    soon = begun.clock.at + 30 * MINUTES
    given = digest_of(payload_of(begun.decisions[-1].encode())[1])
    begun.send_slowly(0 * HOURS, 1 * HOURS, 0 * HOURS, 0 * HOURS)
    assert codes(begun, begun.evidence()) == []
    begun.say("Chen", StatementKind.REVOCATION, revokes=(given,), issued_at=soon)
    assert codes(begun, begun.evidence()) == ["evidence.leave_lost"]


def test_an_approval_taken_back_before_the_send_does_not_count(begun):
    begun.test()
    begun.say("Ben")
    begun.say("Chen")
    given = digest_of(payload_of(begun.decisions[-1].encode())[1])
    begun.say("Chen", StatementKind.REVOCATION, revokes=(given,))
    begun.send()
    assert codes(begun, begun.evidence()) == ["evidence.not_approved"]


def test_a_send_although_somebody_sent_it_back_is_found(begun):
    begun.test()
    begun.say("Ben")
    begun.say("Chen")
    begun.say("Ben", StatementKind.REJECTION, comment="The date is wrong.")
    begun.send()
    assert "evidence.rejected" in codes(begun, begun.evidence())


def test_a_rejection_taken_out_of_the_file_is_missed_by_the_log(begun):
    begun.test()
    begun.say("Ben")
    begun.say("Chen")
    begun.say("Ben", StatementKind.REJECTION)
    begun.send()
    evidence = begun.evidence()
    (proof,) = evidence.proofs
    kept = replace(proof, decisions=proof.decisions[:-1])
    assert codes(begun, replace(evidence, proofs=(kept,))) == ["evidence.statement_missing"]


def test_kinds_that_nobody_saw_are_found(begun):
    begun.test()
    begun.say("Ben", shown=begun.manifest.variants[:1])
    begun.say("Chen", shown=begun.manifest.variants[:1])
    begun.send()
    assert set(codes(begun, begun.evidence())) <= {
        "evidence.not_all_shown",
        "evidence.not_approved",
    }
    assert codes(begun, begun.evidence())


def test_a_send_before_the_test_arrived_is_found(begun):
    begun.say("Ben")
    begun.say("Chen")
    begun.send()
    begun.clock.at += timedelta(hours=1)
    begun.test()
    assert codes(begun, begun.evidence()) == ["evidence.not_tested"]


def test_an_author_s_own_approval_does_not_count(begun):
    begun.test()
    begun.note("Ben", "campaign.import", campaign=CAMPAIGN)
    begun.say("Ben")
    begun.say("Chen")
    begun.send()
    assert "evidence.author_approved" in codes(begun, begun.evidence())


def test_a_record_that_nobody_signed_is_pointed_out(begun):
    begun.test()
    begun.say("Ben")
    begun.say("Chen")
    begun.send(signs=False)
    file = begun.write(begun.evidence())
    found = verify_evidence(file, owner=begun.team.owner_key)
    assert [item.code for item in found.findings] == ["evidence.tail_unsigned"]
    assert found.valid, "a killed program is no forgery"


def test_a_head_signed_by_somebody_who_may_not_send_is_found(begun):
    begun.test()
    begun.say("Ben")
    begun.say("Chen")
    own = begun.signer
    begun.signer = lambda: own("Ben")
    begun.send()
    assert "evidence.head_differs" in codes(begun, begun.evidence())


def test_a_head_taken_out_is_missed_by_the_next(finished):
    evidence = finished.evidence()
    without = (*evidence.heads[:1], *evidence.heads[2:])
    assert codes(finished, replace(evidence, heads=without)) == ["evidence.head_missing"]


def test_a_log_cut_off_or_changed_shows_against_the_signed_heads(finished):
    evidence = finished.evidence()
    assert "evidence.log_differs" in codes(finished, replace(evidence, log=evidence.log[:-3]))


def test_a_forged_entry_of_the_log_is_found(finished):
    evidence = finished.evidence()
    line = evidence.log[3]
    forged = replace(line, entry=replace(line.entry, person="0" * 64))
    log = (*evidence.log[:3], forged, *evidence.log[4:])
    assert "evidence.log_broken" in codes(finished, replace(evidence, log=log))


def test_an_entry_that_concerns_others_shows_nothing_of_itself(finished):
    file = finished.write(finished.evidence())
    assert "another one" not in file.read_text()
    assert "content" in file.read_text()


def test_addresses_that_are_not_those_of_the_record_are_found(finished):
    evidence = finished.evidence(addresses=Addresses.CLEAR)
    people = (replace(evidence.people[0], address="else@example.net"), *evidence.people[1:])
    assert codes(finished, replace(evidence, people=people)) == ["evidence.address_differs"]
    people = (replace(evidence.people[0], address=""), *evidence.people[1:])
    assert codes(finished, replace(evidence, people=people)) == ["evidence.address_missing"]
    undeclared = replace(evidence, addresses=Addresses.NONE)
    assert codes(finished, undeclared) == ["evidence.addresses_undeclared"]


def test_only_the_key_at_home_tells_whose_entry_it_is(finished):
    planned = [entry for entry in finished.evidence().journal if entry.kind == "planned"]
    wanted = key_digest(address_key("PERSON2@example.net"), ledger_key=KEY)
    (entry,) = [entry for entry in planned if json.loads(entry.content)["key"] == wanted]
    assert entry.recipient_id == IDS[1]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda text: text.replace('"key": "",\n', ""), "evidence.form"),
        (lambda text: text.replace('"workspace"', '"workspace" '), "evidence.form"),
        (lambda text: text.replace("\n", "\n\n", 1), "evidence.form"),
        (lambda text: text.replace('"people": [', '"more": [],\n"people": ['), "evidence.form"),
        (lambda text: text.replace('"campaign": ', '"campaign": "x",\n"campaign": '), "evidence.unreadable"),
        (lambda text: text[: len(text) // 2], "evidence.unreadable"),
        (lambda _text: "[" * 200_000, "evidence.unreadable"),
        (lambda _text: "PK\x03\x04", "evidence.unreadable"),
        (lambda text: text.replace("composer evidence 3", "composer evidence 4"), "evidence.form"),
        (lambda text: text.replace("composer evidence 3", "composer evidence 2"), "evidence.form"),
        (lambda text: text.replace('"sealed_by": ""', '"sealed_by": "\\ud800"'), "evidence.form"),
        (lambda text: text.replace('"length":', '"length":1e3,"x":', 1), "evidence.unreadable"),
    ],
)  # fmt: skip
def test_a_hostile_file_is_refused(finished, change, expected):
    file = finished.write(finished.evidence(), "hostile.json")
    file.write_text(change(file.read_text()))
    found = verify_evidence(file, owner=finished.team.owner_key)
    assert [item.code for item in found.findings] == [expected]
    assert not found.valid


def test_a_file_beyond_the_limit_is_not_read(finished, tmp_path, monkeypatch):
    monkeypatch.setattr("composer.records.evidence_reading.LARGEST_FILE", 100)
    found = verify_evidence(finished.write(finished.evidence()))
    assert [item.code for item in found.findings] == ["evidence.unreadable"]


def test_what_was_handed_over_without_being_covered_is_found(finished):
    evidence = finished.evidence()
    (proof,) = evidence.proofs
    fewer = replace(proof, messages=proof.messages[:-1])
    found = codes(finished, replace(evidence, proofs=(fewer,)))
    assert found == ["evidence.messages_changed", "evidence.not_in_proof"]


def test_unclear_ones_are_as_unclear_in_the_file(begun):
    begun.test()
    begun.say("Ben")
    begun.say("Chen")
    begun.send(outcome=State.UNKNOWN)
    evidence = begun.evidence()
    assert {person.state for person in evidence.people} == {"unknown"}
    assert codes(begun, evidence) == []
    better = tuple(replace(person, state="accepted") for person in evidence.people)
    assert codes(begun, replace(evidence, people=better)) == ["evidence.states_differ"]


def test_an_entry_of_the_former_form_is_still_chained():
    at = BEGAN
    old = AuditEntry(
        number=1, at=at, person="p", action="a", details="{}", previous="0" * 64, hash=""
    )
    assert replace(old, hash=old.chained_hash).fits_itself
    assert replace(old, hash=old._older_hash).fits_itself
    assert not replace(old, hash="0" * 64).fits_itself
