"""What somebody could forge who writes the file anew, even with the sender's own key, is named."""

import dataclasses
import json

import pytest

from composer.model.policy import Rules
from composer.model.states import RecipientState as State
from composer.records.log_lines import HiddenEntry
from composer.records.verify import verify_evidence
from composer.store.ledger_chain import EMPTY_HEAD, entry_hash
from tests.unit.records.finished import IDS, Finished

replace = dataclasses.replace


def codes(made, evidence):
    file = made.write(evidence, "forged.json")
    return [item.code for item in verify_evidence(file, owner=made.team.owner_key).findings]


def rechained(made, evidence, entries):
    """Number and hash the entries anew, and sign every head as the sender."""
    before, journal = EMPTY_HEAD, []
    for seq, entry in enumerate(entries, start=1):
        bare = replace(entry, seq=seq)
        journal.append(replace(bare, hash=entry_hash(bare, before=before)))
        before = journal[-1].hash
    heads, last = [], 0
    for head in evidence.heads:
        length = min(head.length, len(journal))
        said = {"length": length, "head": journal[length - 1].hash, "occasion": head.occasion}
        envelope = made.signer()(json.dumps({**said, "before": last}).encode())
        heads.append(replace(head, length=length, head=said["head"], envelope=envelope.decode()))
        last = length
    return replace(evidence, journal=tuple(journal), heads=tuple(heads))


def journal_with(wanted, **changes):
    def forged(made, evidence):
        entries = list(evidence.journal)
        place = next(number for number, entry in enumerate(entries) if wanted(entry))
        entries[place] = replace(entries[place], **changes)
        return rechained(made, evidence, entries)

    return forged


def of_proof(**changes):
    def forged(_made, evidence):
        (proof,) = evidence.proofs
        changed = {name: change(getattr(proof, name)) for name, change in changes.items()}
        return replace(evidence, proofs=(replace(proof, **changed),))

    return forged


def hidden(action):
    """Give only the digest of what the log says about an act."""

    def forged(_made, evidence):
        log = tuple(
            HiddenEntry(number=line.number, content=line.entry.content_digest)
            if hasattr(line, "entry") and line.entry.action == action
            else line
            for line in evidence.log
        )
        return replace(evidence, log=log)

    return forged


def without_somebody(made, evidence):
    """Take somebody out of the record and of the list, with every trace."""
    entries = [entry for entry in evidence.journal if entry.recipient_id != IDS[3]]
    people = tuple(person for person in evidence.people if person.recipient != IDS[3])
    return replace(rechained(made, evidence, entries), people=people)


def twice(made, evidence):
    """Plan one address under a second id."""
    entries = list(evidence.journal)
    planned = next(entry for entry in entries if entry.recipient_id == IDS[0])
    entries.insert(entries.index(planned) + 1, replace(planned, recipient_id="9" * 32))
    return rechained(made, evidence, entries)


def receipts(change):
    return of_proof(receipts=change)


def first_with(**changes):
    return lambda items: (replace(items[0], **changes), *items[1:])


def an_earlier_proof(_made, evidence):
    (proof,) = evidence.proofs
    return replace(evidence, proofs=(replace(proof, messages=()), proof))


FORGED = [
    ("evidence.entry_unknown", journal_with(lambda x: x.kind == "opened", kind="other")),
    ("evidence.entry_unknown", journal_with(lambda x: x.kind == "opened", content="[]")),
    ("evidence.entry_unknown", journal_with(lambda x: x.kind == "opened", at="yesterday")),
    ("evidence.move_forbidden", journal_with(lambda x: x.state == "brink", state="accepted")),
    ("evidence.move_forbidden", journal_with(lambda x: x.state == "brink", generation=1)),
    ("evidence.move_forbidden", journal_with(lambda x: x.state == "brink", recipient_id="9")),
    ("evidence.twice", twice),
    ("evidence.other_proofs", journal_with(lambda x: x.kind == "proof", content='{"proof":"x"}')),
    ("evidence.sums_differ", without_somebody),
    ("evidence.messages_missing", an_earlier_proof),
    ("evidence.proof_changed", of_proof(manifest=lambda text: text.replace("weights", "w", 1))),
    ("evidence.proof_changed", lambda _made, evidence: replace(evidence, campaign="other")),
    ("evidence.proof_changed", lambda _made, evidence: replace(evidence, proofs=())),
    ("evidence.list_broken", lambda _made, evidence: replace(evidence, rosters=())),
    ("evidence.list_broken", lambda _made, evidence: replace(evidence, workspace="other")),
    ("evidence.list_cut", lambda _made, evidence: replace(evidence, policies=())),
    ("evidence.rules_unknown", lambda _made, evidence: replace(evidence, policies=())),
    ("evidence.mailboxes_unknown", lambda _made, evidence: replace(evidence, seeds=())),
    ("evidence.not_sealed_in_log", hidden("proof.seal")),
    ("evidence.statement_unlogged", hidden("signoff.approval")),
    ("evidence.statement_broken", of_proof(decisions=lambda items: (*items, "{}"))),
    ("evidence.statement_broken", of_proof(witnessed=lambda items: (*items, "{}"))),
    ("evidence.statements_unordered", of_proof(decisions=lambda items: items[::-1])),
    ("evidence.receipt_unknown", receipts(first_with(seed=99))),
    ("evidence.receipt_unknown", receipts(first_with(recipient=IDS[3]))),
    ("evidence.receipts_unsigned", receipts(first_with(nonce_hash="0" * 64))),
    ("evidence.receipts_unsigned", receipts(first_with(state="missing"))),
    ("evidence.receipts_doubled", receipts(lambda items: items[::-1])),
    ("evidence.receipts_left_out", receipts(lambda items: items[:1])),
    ("evidence.people_differ", lambda _made, evidence: replace(evidence, people=())),
    ("evidence.people_differ", lambda _m, evidence: replace(evidence, people=evidence.people[::-1])),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "forge"), FORGED)
def test_what_is_forged_is_named(finished, expected, forge):
    evidence = finished.evidence()
    assert expected in codes(finished, forge(finished, evidence))


def test_a_record_signed_anew_unchanged_is_as_good_as_before(finished):
    evidence = finished.evidence()
    assert codes(finished, rechained(finished, evidence, evidence.journal)) == []


def test_a_changed_entry_is_named_by_its_number(finished):
    evidence = finished.evidence()
    journal = list(evidence.journal)
    journal[6] = replace(journal[6], at="2026-05-01T06:00:00.000+00:00")
    file = finished.write(replace(evidence, journal=tuple(journal)), "forged.json")
    found = verify_evidence(file, owner=finished.team.owner_key).findings
    assert [dict(item.values)["entry"] for item in found if item.code.endswith("broken")] == [7]


def test_a_batch_that_began_within_the_waiting_time_is_found(tmp_path):
    made = Finished(tmp_path, Rules(wait_hours=24))
    made.test()
    made.say("Ben")
    made.say("Chen")
    made.send(outcome=State.ACCEPTED)
    assert codes(made, made.evidence()) == ["evidence.not_released"]
    made.close()
