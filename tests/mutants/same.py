"""Removals that make no weaker program, by module and name, each with the reason why.

The reason was looked at by a person. An entry that no longer names a place in the source, or that a
test begins to miss, ends the command with 1 (`tests.mutants.signoff`).
"""

from __future__ import annotations

SAME: dict[str, str] = {
    "composer.proofs.effective_rules.effective_rules: 0 -> False": (
        "as a number they are the same"
    ),
    "composer.signoff.release.build_release: manifest is None -> False": (
        "without a manifest there are findings; it is asked for the type checker"
    ),
    'composer.signoff.release.build_release: [finding("send.not_sealed")] -> False': (
        "only read where there are no findings, and then there is a manifest"
    ),
    "composer.signoff.release.find_decision_findings: not counted.asked.variants -> False": (
        "who approves a version without kinds saw nothing, and does not count"
    ),
    "composer.signoff.release._stored_manifest: inputs.proof is None -> False": (
        "no manifest has None for its digest: the comparison at the end says the same"
    ),
    "composer.signoff.pins.require_not_lowered: pinned.version -> True": (
        "of version 0 there is one digest alone, the empty one"
    ),
    "composer.signoff.receipt_statements._read: receipts if isinstance(receipts, list) else () -> (receipts)": (
        "both callers hand a list over; it is asked for the type checker"
    ),
    "composer.signoff.owner_changes.read_proposal: not envelopes -> False": (
        "no envelopes have no payload, and one payload is asked for next"
    ),
    "composer.signoff.owner_changes._signers: key -> True": (
        "an empty key has not the form of one, and verifies nothing"
    ),
    "composer.signoff.policies.read_policy: fields.require_read() -> pass": (
        "what is left over is not written again, and the spelling is compared next"
    ),
    "composer.signoff.policy_reading._approver: fields.require_read() -> pass": (
        "as for the policy: the spelling of the whole is compared"
    ),
    "composer.signoff.roster_rules.RosterJudge.require_enough: before.recovery -> True": (
        "nobody signs with the empty key"
    ),
    "composer.signoff.roster_rules.keys_allowed: (before.recovery,) if before.recovery else () -> ((before.recovery,))": (
        "an empty key has not the form of one, and verifies nothing"
    ),
    "composer.proofs.receipts._compare_attachments: tuple(predicted) == tuple(found) -> False": (
        "pair by pair nothing differs either"
    ),
    "composer.proofs.evidence.read_receipts: nonce is not None -> True": (
        "the hash of no nonce is that of no message"
    ),
    "composer.proofs.evidence.find_receipt_findings: nonce is None -> False": (
        "the hash of no nonce is that of no message"
    ),
    "composer.stages.clock.correct_clock: max(seen.corrected, known.number if known else 0) -> max([(seen.corrected)])": (
        "the look at the clock before has taken the newest correction in"
    ),
    "composer.stages.clock.correct_clock: known.number if known else 0 -> (0)": (
        "the look at the clock before has taken the newest correction in"
    ),
    "composer.stages.clock.correct_clock: problems := clock_findings(desk) -> False": (
        "an owner's own correction, just taken in, leaves nothing; it is asked all the same"
    ),
    "composer.proofs.receipts._compare_recipients: len(fields) != 1 -> False": (
        "the decoder refuses a To without an address: so many fields have as many addresses"
    ),
    "composer.proofs.receipts._compare_recipients: max(len(fields), len(found.to_addresses)) -> max([(len(found.to_addresses))])": (
        "the decoder refuses a To without an address: so many fields have as many addresses"
    ),
}
