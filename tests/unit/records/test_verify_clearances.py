"""Going on after a difference needs a reviewer's signature, and the file shows it."""

import dataclasses
from datetime import timedelta

import pytest

from composer.delivery.watch import TWICE
from composer.model.person import Role
from composer.records.evidence import FORMER_FORMAT
from composer.records.evidence_reading import read_evidence
from composer.records.verify import verify_evidence
from tests.unit.records.finished import Finished, stopped_and_cleared
from tests.unit.records.test_verify import codes


@pytest.fixture
def sent_after(begun):
    """Send, and do something between the two batches."""

    def done(between):
        begun.test()
        begun.say("Ben")
        begun.say("Chen")
        begun.send(between=between)
        return begun.evidence()

    return done


def lifted(made, ledger):
    ledger.lift_hold(by=made.team.owner_key, reason="never mind")


def test_going_on_with_a_reviewers_signature_is_valid(begun, sent_after):
    assert codes(begun, sent_after(stopped_and_cleared(begun))) == []


def test_going_on_without_one_is_found(begun, sent_after):
    def between(ledger):
        begun.stop(ledger)
        lifted(begun, ledger)

    assert codes(begun, sent_after(between)) == ["evidence.not_cleared"]


def test_what_needs_no_reviewer_asks_for_none(begun, sent_after):
    def between(ledger):
        begun.stop(ledger, TWICE)
        lifted(begun, ledger)

    assert codes(begun, sent_after(between)) == []


def test_a_signature_made_after_sending_went_on_does_not_count(begun, sent_after):
    def between(ledger):
        begun.stop(ledger)
        lifted(begun, ledger)

    sent_after(between)
    begun.clock.at += timedelta(hours=1)
    begun.clear()
    assert codes(begun, begun.evidence()) == ["evidence.not_cleared"]


@pytest.mark.parametrize("name", ["Ann", "Dora"])
def test_a_word_of_an_author_or_of_a_sender_does_not_count(tmp_path, name):
    made = Finished(tmp_path, people={"Dora": Role.SENDER})

    def between(ledger):
        made.stop(ledger)
        made.clear(name)
        lifted(made, ledger)

    made.test()
    made.say("Ben")
    made.say("Chen")
    made.send(between=between)
    assert codes(made, made.evidence()) == ["evidence.not_cleared"]
    made.close()


@pytest.mark.parametrize(
    "changes",
    [
        {"entry": 1},
        {"hash": "0" * 64},
        {"code": "send.copy_foreign"},
        {"proof": "0" * 64},
    ],
)
def test_a_word_about_something_else_is_named(begun, sent_after, changes):
    def between(ledger):
        begun.stop(ledger)
        about = dataclasses.replace(begun.about, proof=changes.get("proof", begun.about.proof))
        stop = {name: value for name, value in changes.items() if name != "proof"}
        begun.clear(difference=dataclasses.replace(begun.difference, **stop), about=about)
        lifted(begun, ledger)

    found = codes(begun, sent_after(between))
    assert found == ["evidence.statement_broken", "evidence.not_cleared"]


def test_a_file_of_the_former_form_is_read_and_says_what_it_lacks(begun, sent_after):
    evidence = sent_after(stopped_and_cleared(begun))
    proofs = tuple(dataclasses.replace(one, clearances=()) for one in evidence.proofs)
    former = dataclasses.replace(evidence, format=FORMER_FORMAT, proofs=proofs)
    assert b"clearances" not in begun.write(former).read_bytes()
    assert read_evidence(begun.write(former)).evidence == former
    assert codes(begun, former) == ["evidence.clearances_absent"]
    assert not verify_evidence(begun.write(former), owner=begun.team.owner_key).valid


def test_a_file_is_not_called_a_former_one_to_hide_a_signature_after_which_nobody_went_on(
    begun, sent_after
):
    sent_after(lambda _ledger: None)
    with begun.ledger() as ledger:
        begun.stop(ledger)
        begun.clear()
        ledger.sign("stop", sign_head=begun.signer())
    evidence = begun.evidence()
    assert codes(begun, evidence) == []
    proofs = tuple(dataclasses.replace(one, clearances=()) for one in evidence.proofs)
    former = dataclasses.replace(evidence, format=FORMER_FORMAT, proofs=proofs)
    assert codes(begun, former) == ["evidence.clearances_absent"]
    assert not verify_evidence(begun.write(former), owner=begun.team.owner_key).valid


def test_a_file_of_the_former_form_that_lacks_nothing_is_valid(begun, sent_after):
    former = dataclasses.replace(sent_after(lambda _ledger: None), format=FORMER_FORMAT)
    assert verify_evidence(begun.write(former), owner=begun.team.owner_key).valid


def test_the_former_form_hides_no_missing_signature(begun, sent_after):
    def between(ledger):
        begun.stop(ledger)
        lifted(begun, ledger)

    former = dataclasses.replace(sent_after(between), format=FORMER_FORMAT)
    assert codes(begun, former) == ["evidence.not_cleared"]


def test_a_signature_taken_out_of_the_file_is_missed_by_the_log(begun, sent_after):
    evidence = sent_after(stopped_and_cleared(begun))
    proofs = tuple(dataclasses.replace(one, clearances=()) for one in evidence.proofs)
    found = codes(begun, dataclasses.replace(evidence, proofs=proofs))
    assert found == ["evidence.not_cleared", "evidence.statement_missing"]
