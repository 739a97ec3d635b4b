"""Making a `.proof` for named reviewers: what they need to judge the frozen version, and no more.

A language reviewer's file holds only the messages of their languages; of the others it names the
fingerprints. Nothing of the audience is in it but the people who stand for a kind of message.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from composer.errors import Blocked, UsageError
from composer.findings import finding
from composer.i18n import _
from composer.model.check_summary import Variant
from composer.model.identifiers import CampaignId
from composer.model.person import Person, Role, Roster
from composer.proofs.canonical import is_digest
from composer.signoff.age_files import encrypt_for
from composer.signoff.dsse import payload_of, public_hex
from composer.signoff.identities import private_key_for
from composer.signoff.proof_file import PackedKind, ProofContents, TestOutcome, write_proof_file
from composer.signoff.statements import StatementKind
from composer.stages.audience_words import decision_sentences
from composer.stages.authorship import makers
from composer.stages.checking import stored_check
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.people import require_may_sign, require_roster, resolve_person
from composer.stages.previewing import Previewer
from composer.stages.reviewing import (
    checked_sentences,
    current_proof,
    planned_sentences,
    required_kinds,
)
from composer.stages.sealing import proof_state
from composer.stages.testing import test_state
from composer.stages.translation_reviews import review_sentences
from composer.store.files import write_atomically


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedProof:
    """A file that was made: for whom, with how many kinds of message, of which version."""

    proof: str
    readers: tuple[Person, ...]
    kinds: int
    size_bytes: int


def export_proof(
    desk: Desk,
    previewer: Previewer,
    campaign_id: CampaignId,
    *,
    readers: Sequence[str],
    out: Path,
    by: Person,
) -> ExportedProof:
    """Write the current proof for these reviewers (addresses), signed by `by`, to a file.

    Raises:
        Blocked: nothing is frozen, or somebody named may not approve it.
        FileRefused: it would be too large.
    """
    written, made = make_proof(desk, previewer, campaign_id, readers=readers, by=by)
    write_atomically(out, written)
    record_handed_out(desk, campaign_id, made, by=by)
    return made


def record_handed_out(
    desk: Desk, campaign_id: CampaignId, made: ExportedProof, *, by: Person
) -> None:
    """Write down that a file with the frozen version was made for these people."""
    desk.audit.append(
        person=by.public_key,
        action="proof.export",
        details={
            "campaign": campaign_id,
            "proof": made.proof,
            "asked": [person.public_key for person in made.readers],
        },
    )


def make_proof(
    desk: Desk,
    previewer: Previewer,
    campaign_id: CampaignId,
    *,
    readers: Sequence[str],
    by: Person,
) -> tuple[bytes, ExportedProof]:
    """Give the current proof for these reviewers (addresses), signed and encrypted to them.

    Raises:
        Blocked: nothing is frozen, or somebody named may not approve it.
        FileRefused: it would be too large.
    """
    content = load_content(desk, campaign_id)
    manifest = current_proof(desk, content)
    require_may_sign(desk, by, content.campaign.transport)
    asked = _readers(desk, campaign_id, readers)
    sealing = proof_state(desk, content).stored
    assert sealing is not None
    private_key = private_key_for(by, desk.keychain)
    kinds = tuple(_packed(desk, previewer, content, asked))
    listed = tuple((kind.recipient, kind.digest) for kind in kinds)
    if listed != manifest.variants:
        raise Blocked([finding("send.proof_changed")])
    made_by = makers(desk, campaign_id)
    contents = ProofContents(
        workspace=desk.folder.id,
        campaign=campaign_id,
        made_by=public_hex(private_key.public_key()),
        made_at=desk.highest_now(),
        sealed_by=sealing.by,
        sealed_at=sealing.at,
        asked=tuple(dict.fromkeys(key for person in asked for key in person.active_keys)),
        authors=tuple(sorted(filter(is_digest, made_by.authors))),
        translators=tuple(sorted(pair for pair in made_by.translators if is_digest(pair[1]))),
        manifest=manifest.bytes,
        former=_former(desk, campaign_id, manifest.digest),
        rosters=desk.statements.envelopes("roster", desk.folder.id),
        policies=desk.statements.envelopes("policy", desk.folder.id),
        decisions=desk.statements.envelopes("approval", manifest.digest),
        kinds=kinds,
        test=_outcome(desk, content),
        told=(
            *planned_sentences(content),
            *decision_sentences(desk, content),
            *review_sentences(desk, content),
            *checked_sentences(desk, content),
        ),
    )
    written = encrypt_for(contents.asked, write_proof_file(contents, private_key=private_key))
    made = ExportedProof(
        proof=manifest.digest,
        readers=asked,
        kinds=sum(bool(kind.eml) for kind in kinds),
        size_bytes=len(written),
    )
    return written, made


def _readers(desk: Desk, campaign_id: CampaignId, addresses: Sequence[str]) -> tuple[Person, ...]:
    """Find those who are asked; each of them may approve, as far as can be told."""
    if not addresses:
        raise UsageError(_("Say who is asked to review."), advice=_("Add --for EMAIL."))
    roster = require_roster(desk)
    asked = tuple(dict.fromkeys(resolve_person(desk, address) for address in addresses))
    made_it = makers(desk, campaign_id).authors
    problems = [
        finding("proof_file.nobody_asked", name=person.name)
        for person in asked
        if not _may_review(person, roster) or person.public_key in made_it
    ]
    if problems:
        raise Blocked(problems)
    return asked


def _may_review(person: Person, roster: Roster) -> bool:
    return person in roster.people and person.has(Role.REVIEWER)


def _packed(
    desk: Desk, previewer: Previewer, content: Content, asked: Sequence[Person]
) -> Iterator[PackedKind]:
    """List every kind; with its message where somebody who is asked has to see it."""
    summary = stored_check(desk, content)
    wanted = {
        kind.recipient_id for person in asked for kind in required_kinds(desk, content, person)
    }
    for kind in summary.variants if summary else ():
        eml, sender = b"", ""
        if kind.recipient_id in wanted:
            preview = previewer.preview(content.record.id, kind.address)
            if preview.rendered.digest != kind.digest:
                raise Blocked([finding("send.proof_changed")])
            eml, sender = preview.eml, preview.rendered.envelope_sender
        yield _listed(kind, eml=eml, envelope_sender=sender)


def _listed(kind: Variant, *, eml: bytes, envelope_sender: str) -> PackedKind:
    return PackedKind(
        recipient=kind.recipient_id,
        digest=kind.digest,
        envelope_sender=envelope_sender,
        locale=kind.locale,
        facts=kind.facts if eml else (),
        people=max(1, kind.people),
        eml=eml,
    )


def _former(desk: Desk, campaign_id: CampaignId, current: str) -> bytes:
    """Give the manifest of the version before that somebody approved, so that changes show."""
    for sealed in reversed(desk.proofs.all(campaign_id)):
        if sealed.digest == current:
            continue
        said = desk.statements.envelopes("approval", sealed.digest)
        if any(payload_of(item)[0] == StatementKind.APPROVAL.payload_type for item in said):
            return sealed.manifest
    return b""


def _outcome(desk: Desk, content: Content) -> TestOutcome:
    """Count the mailboxes of the test, and those in which everything arrived as predicted."""
    summary = test_state(desk, content)
    mailboxes = {receipt.seed for receipt in summary.receipts}
    wrong = {receipt.seed for receipt in summary.receipts if receipt.state != "equal"}
    return TestOutcome(
        mailboxes=len(mailboxes), arrived=len(mailboxes - wrong), passed=summary.passed
    )
