"""What is another than in the last proof that was approved or tested, and whose approval that cost.

An approval is for a proof. When the campaign's proof is another one, the approval stays true of the
former one and counts for nothing here: whoever signed has to know why. Undoing the change makes the
former proof the campaign's again, and with it everything that was said about it.
"""

from __future__ import annotations

from dataclasses import dataclass

from composer import i18n
from composer.errors import SignatureRefused
from composer.model.changes import WhatChanged
from composer.model.identifiers import Digest
from composer.model.person import Person
from composer.proofs.canonical import canonical_bytes, digest_of
from composer.proofs.changes import describe_changes
from composer.proofs.fingerprint import program_fingerprint
from composer.proofs.manifest import Manifest, build_manifest, read_manifest
from composer.proofs.manifest_inputs import AudienceFacts, CheckFacts, ManifestInputs
from composer.signoff.approvals import About, Decision, Standing, verify_decisions
from composer.signoff.statements import StatementKind
from composer.stages.change_details import known_changes
from composer.stages.checking import recorded_root
from composer.stages.content import Content
from composer.stages.desk import Desk
from composer.stages.people import load_roster
from composer.stages.policies import load_policy
from composer.stages.purged import purged_finding
from composer.stages.sealing import ProofState, contact_values, proof_state
from composer.stages.seeds import load_seeds
from composer.stages.testing import summary_of
from composer.stages.translation_reviews import translation_reviews
from composer.stages.void_words import void_sentence
from composer.store.proofs import ProofRecord
from composer.wire.literals import literal_addresses

OF_THE_CHECK = ("variants", "messages", "eta", "accepted")
"""What a manifest says only after everybody was checked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """A former proof that somebody approved, or whose test had passed."""

    record: ProofRecord
    manifest: Manifest
    approvals: tuple[Decision, ...]
    was_tested: bool


def what_changed(
    desk: Desk, content: Content, state: ProofState, *, since: Person | None = None
) -> WhatChanged | None:
    """Compare the campaign as it is with the last proof that was approved or tested.

    With `since`, with the last one that this person approved. None where there is no such proof, or
    nothing has changed.
    """
    former = former_proof(desk, content, state, since=since)
    if former is None or purged_finding(desk, content.record.id) is not None:
        return None
    old = former.manifest
    new = state.now or _unchecked(desk, content, old)
    if new.digest == old.digest:
        return None
    key = ("what_changed", content.record.id, old.digest, new.digest, i18n.language())
    changes = desk.kept(
        key,
        lambda: describe_changes(
            old, new, known=known_changes(desk, content, former.record, old=old)
        ),
    )
    decided = {item.person.public_key for item in _said(desk, state.now) if _stands(item)}
    lost = [item.person for item in former.approvals if item.person.public_key not in decided]
    names = tuple(dict.fromkeys(person.name for person in lost))
    return WhatChanged(
        proof=old.digest,
        frozen_at=former.record.at,
        changes=changes,
        signed_by=names,
        emails=tuple(dict.fromkeys(person.email for person in lost)),
        was_tested=former.was_tested,
        void=void_sentence(names, changes),
    )


def changed_sentences(desk: Desk, content: Content, *, by: Person) -> tuple[str, ...]:
    """Say what changed since this person last approved, else since anybody did or it was tested."""
    state = proof_state(desk, content)
    changed = what_changed(desk, content, state, since=by) or what_changed(desk, content, state)
    return changed.sentences if changed is not None else ()


def former_proof(
    desk: Desk, content: Content, state: ProofState, *, since: Person | None = None
) -> Former | None:
    """Find the newest proof beside the campaign's own that was approved or tested.

    It is asked each second while a send runs; whatever could change the answer is in the log.
    """
    now = state.now.digest if state.now is not None else ""
    person = since.public_key if since is not None else ""
    key = ("former", content.record.id, now, person, desk.audit.head())
    return desk.kept(key, lambda: _find_former(desk, content, now, since=since))


def _find_former(desk: Desk, content: Content, now: str, *, since: Person | None) -> Former | None:
    seen = {now}
    for record in reversed(desk.proofs.all(content.record.id)):
        if record.digest in seen:
            continue
        seen.add(record.digest)
        try:
            former = _former(desk, record, since=since)
        except SignatureRefused:
            continue  # nothing is compared with what nobody can trust
        if former is not None:
            return former
    return None


def _former(desk: Desk, record: ProofRecord, *, since: Person | None) -> Former | None:
    manifest = read_manifest(record.manifest)
    if manifest.digest != record.digest:
        return None
    said = [item for item in _said(desk, manifest) if item.kind is StatementKind.APPROVAL]
    if since is not None:
        own = [item for item in said if item.person.public_key == since.public_key]
        if not any(item.standing is not Standing.REVOKED for item in own):
            return None
    approvals = tuple(item for item in said if _stands(item))
    was_tested = summary_of(desk, manifest, sent=0).passed
    if since is None and not approvals and not was_tested:
        return None
    return Former(record=record, manifest=manifest, approvals=approvals, was_tested=was_tested)


def _said(desk: Desk, manifest: Manifest | None) -> tuple[Decision, ...]:
    """Give what was said about a proof; raises SignatureRefused for a broken signature."""
    roster = load_roster(desk)
    if roster is None or manifest is None:
        return ()
    about = About(proof=manifest.digest, campaign=manifest.campaign_id, workspace=desk.folder.id)
    envelopes = desk.statements.envelopes("approval", manifest.digest)
    return verify_decisions(envelopes, about=about, roster=roster, now=desk.highest_now())


def _stands(decision: Decision) -> bool:
    return decision.standing is Standing.IN_FORCE and decision.kind is not StatementKind.REVOCATION


def _unchecked(desk: Desk, content: Content, old: Manifest) -> Manifest:
    """Make the manifest that a check would be put into; what only a check knows is the former's."""
    made = build_manifest(
        ManifestInputs(
            campaign_id=content.record.id,
            campaign=content.campaign,
            message=content.message,
            audience=AudienceFacts(
                root=Digest(recorded_root(desk, content.record.id)),
                count=desk.recipients.count(content.record.id),
                columns=content.columns,
            ),
            check=CheckFacts(
                root=Digest(""), count=0, variants=(), eta_total_s=0, eta_per_domain=()
            ),
            seeds=load_seeds(desk),
            policy=load_policy(desk),
            fingerprint=program_fingerprint(),
            literal_addresses=tuple(sorted(literal_addresses(content.context()))),
            contact_values=contact_values(desk, content),
            contact_key=content.record.ledger_key,
            reviews=translation_reviews(desk, content),
        )
    )
    whole = {**made.content, **{name: old.content[name] for name in OF_THE_CHECK}}
    written = canonical_bytes(whole)
    return Manifest(content=whole, bytes=written, digest=digest_of(written))
