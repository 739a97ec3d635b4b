"""What a reviewer is shown: every kind of message that concerns them, of the current proof.

Shown means displayed, not read. What was shown is recorded with the digest of the message, so that
an approval says exactly what its signer had before their eyes.
"""

from __future__ import annotations

from collections.abc import Iterable

from composer.errors import Blocked
from composer.findings import finding
from composer.i18n import _, place
from composer.model.check_summary import Variant
from composer.model.identifiers import CampaignId, Digest, RecipientId
from composer.model.overview import ReviewedKind
from composer.model.person import Person
from composer.proofs.manifest import Manifest
from composer.signoff.approvals import About, Standing, verify_decisions
from composer.signoff.counting import concerns
from composer.signoff.identities import has_key, private_key_for
from composer.signoff.shown_statements import shown_by, sign_shown
from composer.signoff.statements import StatementKind
from composer.stages.accepting import point_sentences, points_of
from composer.stages.checking import stored_check
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.people import is_second_person, require_roster
from composer.stages.previewing import Previewer
from composer.stages.sealing import proof_state

STILL_SAID = frozenset({Standing.IN_FORCE, Standing.EXPIRED})
"""What somebody approved once and did not take back: they saw it, though it may count no more."""


def current_proof(desk: Desk, content: Content) -> Manifest:
    """Give the manifest of the current proof.

    Raises:
        Blocked: nothing is frozen, or what is frozen no longer fits.
    """
    state = proof_state(desk, content)
    if state.is_current and state.now is not None:
        return state.now
    code = "send.proof_changed" if state.stored else "send.not_sealed"
    raise Blocked([finding(code)])


def required_kinds(desk: Desk, content: Content, person: Person) -> tuple[Variant, ...]:
    """List the kinds that a person must see: those of their languages, or all without any."""
    summary = stored_check(desk, content)
    kinds = summary.variants if summary else ()
    return tuple(kind for kind in kinds if concerns(person, kind.locale))


def material(
    desk: Desk, previewer: Previewer, campaign_id: CampaignId, *, by: Person
) -> tuple[ReviewedKind, ...]:
    """Render every kind of the current proof that this person must see.

    Raises:
        Blocked: nothing is frozen, or a message is not the one of the proof.
    """
    content = load_content(desk, campaign_id)
    sealed = dict(current_proof(desk, content).variants)
    approved = approved_before(desk, campaign_id, by=by)
    reviewed = []
    for kind in required_kinds(desk, content, by):
        preview = previewer.preview(campaign_id, kind.address)
        if preview.rendered.digest != sealed.get(kind.recipient_id):
            raise Blocked([finding("send.proof_changed")])
        before = preview.rendered.digest in approved
        reviewed.append(ReviewedKind(variant=kind, preview=preview, approved_before=before))
    return tuple(reviewed)


def approved_before(desk: Desk, campaign_id: CampaignId, *, by: Person) -> frozenset[str]:
    """Give the digests of messages that a person approved in any version and did not take back.

    Raises:
        SignatureRefused: a decision among them does not verify.
    """
    roster, now = require_roster(desk), desk.highest_now()
    found: set[str] = set()
    for proof in {sealed.digest for sealed in desk.proofs.all(campaign_id)}:
        about = About(proof=proof, campaign=campaign_id, workspace=desk.folder.id)
        envelopes = desk.statements.envelopes("approval", proof)
        for said in verify_decisions(envelopes, about=about, roster=roster, now=now):
            is_own = said.person.public_key == by.public_key
            if is_own and said.kind is StatementKind.APPROVAL and said.standing in STILL_SAID:
                found |= {digest for _recipient, digest in said.statement.shown}
    return frozenset(found)


def planned_sentences(content: Content) -> tuple[str, ...]:
    """Say when it is planned to leave, if it is."""
    planned = content.campaign.pace.planned
    if planned is None:
        return ()
    return (place(_("Planned for {moment}."), moment=planned.written),)


def checked_sentences(desk: Desk, content: Content) -> tuple[str, ...]:
    """Say what the check left to look at: accepted by whom and why, or by nobody."""
    summary = stored_check(desk, content)
    if summary is None:
        return ()
    return point_sentences(points_of(desk, content, summary), summary.findings)


def record_shown(
    desk: Desk, campaign_id: CampaignId, recipient_id: RecipientId, *, by: Person
) -> None:
    """Record that one kind of the current proof was displayed to this person."""
    content = load_content(desk, campaign_id)
    if recipient_id in dict(current_proof(desk, content).variants):
        record_kinds(desk, content, [recipient_id], by=by)


def shown(desk: Desk, campaign_id: CampaignId, *, by: Person) -> frozenset[RecipientId]:
    """Give the kinds of the current proof that this person was shown."""
    state = proof_state(desk, load_content(desk, campaign_id))
    if not state.is_current or state.stored is None:
        return frozenset()
    return frozenset(signed_as_shown(desk, campaign_id, state.stored.digest, by=by))


def signed_as_shown(
    desk: Desk, campaign_id: CampaignId, proof: str, *, by: Person
) -> dict[RecipientId, Digest]:
    """Give what was displayed to a person and is signed for by them: digest by recipient."""
    person = require_roster(desk).person_of(by.public_key) or by
    about = About(proof=proof, campaign=campaign_id, workspace=desk.folder.id)
    envelopes = desk.statements.envelopes("shown", proof)
    signed = shown_by(envelopes, about=about, person=person)
    rows = desk.shown.shown_to(proof, by.public_key).items()
    return {recipient: digest for recipient, digest in rows if (recipient, digest) in signed}


def record_kinds(desk: Desk, content: Content, recipients: Iterable[str], *, by: Person) -> None:
    """Record that these kinds of the proof were displayed to this person, under their signature.

    Without a key of theirs here, or where this account signs as somebody else, nothing is signed:
    then it does not count, and they could not approve here either.
    """
    proof = current_proof(desk, content)
    sealed = dict(proof.variants)
    kinds = {RecipientId(one): Digest(sealed[one]) for one in recipients if one in sealed}
    person = require_roster(desk).person_of(by.public_key) or by
    now = desk.now()
    is_another = is_second_person(desk, by, content.campaign.transport)
    if has_key(person, desk.keychain) and not is_another:
        about = About(proof=proof.digest, campaign=proof.campaign_id, workspace=desk.folder.id)
        key = private_key_for(person, desk.keychain)
        signed = sign_shown(kinds, about=about, issued_at=now, private_key=key)
        desk.statements.add("shown", proof.digest, signed, now)
    desk.shown.record(proof.digest, by.public_key, kinds, at=now)
    desk.audit.append(
        person=by.public_key,
        action="review.shown",
        details={"proof": proof.digest, "kinds": len(kinds)},
    )
