"""Freezing the proof: one manifest of everything that decides the messages and how they leave.

A proof is *current* while the manifest that the campaign would give now is the stored one, byte for
byte. So a change voids it by itself, and undoing the change to the same bytes brings it back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from composer.audience.fields import is_empty_cell
from composer.checks.attachments import files_not_scanned, pictures_not_scanned
from composer.checks.preflight import AskCancelled, ReportProgress
from composer.errors import Blocked
from composer.findings import Finding, blocking, finding
from composer.model.identifiers import CampaignId, Digest
from composer.model.person import Person, Role, SeedList
from composer.model.recipient import address_key
from composer.proofs.fingerprint import program_fingerprint
from composer.proofs.manifest import Manifest, build_manifest
from composer.proofs.manifest_inputs import AudienceFacts, CheckFacts, ManifestInputs
from composer.stages.accepting import accepted_warnings
from composer.stages.audience_findings import audience_findings
from composer.stages.checking import (
    binding_of,
    check,
    freeze_judgement,
    recorded_root,
    stored_check,
    translation_findings_in_force,
)
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.editing import require_not_open_elsewhere
from composer.stages.owner_changes import list_findings
from composer.stages.people import require_known_role, require_role
from composer.stages.policies import load_policy
from composer.stages.purged import require_not_purged
from composer.stages.required_checks import rule_findings
from composer.stages.seed_likeness import find_unlike_seeds
from composer.stages.seeds import load_seeds
from composer.stages.service_accounts import read_for_seal, sealed_account
from composer.stages.suppressed import sync_findings
from composer.stages.suppressions_kept import list_kept_findings
from composer.stages.translation_reviews import reader_findings, translation_reviews
from composer.store.audience_changes import Listing
from composer.store.proofs import ProofRecord
from composer.wire.literals import literal_addresses

LEAST_SEEDS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofState:
    """The newest stored proof, and the manifest that the campaign would give now."""

    stored: ProofRecord | None
    now: Manifest | None

    @property
    def is_current(self) -> bool:
        """Whether the stored proof still describes the campaign."""
        return (
            self.stored is not None
            and self.now is not None
            and self.stored.digest == self.now.digest
        )


def proof_state(desk: Desk, content: Content) -> ProofState:
    """Compare the newest proof with the campaign as it is now.

    After a change was undone, the proof that fits again counts, also when a newer one was sealed
    in between.
    """
    now = current_manifest(desk, content)
    stored = desk.proofs.latest(content.record.id)
    if now is not None and stored is not None and stored.digest != now.digest:
        fitting = [item for item in desk.proofs.all(content.record.id) if item.digest == now.digest]
        stored = fitting[-1] if fitting else stored
    return ProofState(stored=stored, now=now)


def current_manifest(
    desk: Desk, content: Content, *, account: Digest | None = None
) -> Manifest | None:
    """Build the manifest of the campaign as it is; None while no fitting check exists.

    `account`: how the mail service's account is set up now; else as it was frozen last.
    """
    summary = stored_check(desk, content)
    if summary is None or blocking(summary.findings):
        return None
    not_scanned, files = files_not_scanned(summary.findings)
    return build_manifest(
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
                root=summary.root,
                count=summary.messages,
                variants=tuple((kind.recipient_id, kind.digest) for kind in summary.variants),
                variant_locales=tuple(
                    (kind.recipient_id, kind.locale) for kind in summary.variants
                ),
                eta_total_s=summary.eta_total_s,
                eta_per_domain=summary.eta_per_domain,
                files=files,
                files_not_scanned=not_scanned,
                pictures_not_scanned=pictures_not_scanned(summary.findings),
            ),
            seeds=load_seeds(desk),
            policy=load_policy(desk),
            fingerprint=program_fingerprint(),
            literal_addresses=tuple(sorted(literal_addresses(content.context()))),
            contact_values=contact_values(desk, content),
            contact_key=content.record.ledger_key,
            accepted=accepted_warnings(desk, content, summary),
            reviews=translation_reviews(desk, content),
            account=sealed_account(desk, content) if account is None else account,
        )
    )


def contact_values(desk: Desk, content: Content) -> tuple[str, ...]:
    """List the distinct values of columns named as contacts; the proof names each by its digest."""
    listing = desk.recipients.listing(content.record.id)
    return contacts_in(desk, listing, content.campaign.audience.contacts)


def contacts_in(desk: Desk, listing: Listing | None, columns: Sequence[str]) -> tuple[str, ...]:
    """List the distinct values of some columns of a listing, empty cells apart."""
    if listing is None or not columns:
        return ()
    found = desk.recipients.values(listing, frozenset(columns))
    return tuple(sorted(value for value in found if not is_empty_cell(value)))


def seal(
    desk: Desk,
    campaign_id: CampaignId,
    *,
    by: Person,
    progress: ReportProgress | None = None,
    cancelled: AskCancelled | None = None,
) -> tuple[Digest, int]:
    """Freeze the proof; give its digest and the number of messages.

    A full check is made unless one fits revision, audience and program.

    Raises:
        Blocked: the check, the seeds or the transport stand in the way; nothing was frozen.
    """
    require_known_role(desk, by, Role.AUTHOR, Role.OWNER)
    require_not_purged(desk, campaign_id)
    content = load_content(desk, campaign_id)
    summary = stored_check(desk, content)
    if summary is None:
        summary = check(desk, campaign_id, progress=progress, cancelled=cancelled)
    problems = [
        *blocking(list_findings(desk)),
        *list_kept_findings(desk),
        *blocking(summary.findings),
        *blocking(audience_findings(desk, content)),
        *blocking(seal_findings(desk, content)),
        *rule_findings(desk, content),
        *blocking(translation_findings_in_force(desk, content)),
        *reader_findings(desk, content),
        *blocking(sync_findings(desk, content.campaign)),
    ]
    if problems:
        raise Blocked(dict.fromkeys(problems))
    account, account_findings = read_for_seal(desk, content)
    if problems := blocking(account_findings):
        raise Blocked(problems)
    manifest = current_manifest(desk, content, account=account)
    if manifest is None:
        raise Blocked([finding("seal.not_checked")])
    _require_like(desk, content, manifest)
    desk.suppression_journal.begin(by=by.public_key)
    freeze_judgement(desk, content)
    desk.proofs.save_proof(
        manifest.digest,
        campaign_id,
        manifest=manifest.bytes,
        binding=binding_of(desk, content),
        by=by.public_key,
        at=desk.now(),
    )
    desk.thawed.pop(campaign_id, None)
    desk.audit.append(
        person=by.public_key,
        action="proof.seal",
        details={"campaign": campaign_id, "proof": manifest.digest},
    )
    return manifest.digest, summary.messages


def _require_like(desk: Desk, content: Content, manifest: Manifest) -> None:
    """Require that test messages are what people get; a proof that was frozen before has it."""
    if any(item.digest == manifest.digest for item in desk.proofs.all(content.record.id)):
        return
    unlike = find_unlike_seeds(desk, content, manifest)
    if unlike:
        raise Blocked(unlike)


def unseal(desk: Desk, campaign_id: CampaignId, *, by: Person) -> None:
    """Open a frozen campaign for changes in this window; unchanged, its proof still counts."""
    require_role(by, Role.AUTHOR, Role.OWNER, Role.TRANSLATOR)
    require_not_purged(desk, campaign_id)
    require_not_open_elsewhere(desk, campaign_id)
    stored = proof_state(desk, load_content(desk, campaign_id)).stored
    if stored is not None:
        desk.thawed[campaign_id] = stored.digest
        desk.audit.append(
            person=by.public_key,
            action="proof.unseal",
            details={"campaign": campaign_id, "proof": stored.digest},
        )


def seal_findings(desk: Desk, content: Content) -> list[Finding]:
    """Find what keeps a checked campaign from being frozen: its seeds and its transport."""
    found = []
    seeds = chosen_seeds(content, load_seeds(desk))
    listed = {address_key(seed) for seed in load_seeds(desk).addresses}
    found += [
        finding("seal.seed_not_listed", where={"recipient": seed})
        for seed in seeds
        if address_key(seed) not in listed
    ]
    if len({address_key(seed) for seed in seeds}) < LEAST_SEEDS:
        found.append(finding("seal.too_few_seeds", needed=LEAST_SEEDS))
    return found


def chosen_seeds(content: Content, listed: SeedList) -> tuple[str, ...]:
    """Give the campaign's test mailboxes; the owner's whole list when it names none."""
    return content.campaign.test.seeds or listed.addresses
