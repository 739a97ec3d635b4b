"""Gathering the evidence of a campaign, and asking an evidence file about one address.

The file is signed as a whole by whoever writes it, where somebody is named. That it was written is
in the log; the log's own entries of that are left out of the file, so that writing it again gives
the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from composer.delivery.ledger import key_digest
from composer.errors import Blocked, FileRefused, KeychainError, NotFound, SignatureRefused
from composer.findings import finding
from composer.i18n import _
from composer.model.acts import DERIVING
from composer.model.identifiers import CampaignId, RecipientId
from composer.model.moves import Kind
from composer.model.person import Person
from composer.model.recipient import address_key
from composer.proofs.evidence import Verdict
from composer.proofs.manifest import read_manifest
from composer.proofs.permit import FIRST_COPY_SLOT
from composer.records.evidence import (
    SEAL_TYPE,
    Addresses,
    Evidence,
    EvidenceMessage,
    EvidencePerson,
    EvidenceProof,
    EvidenceReceipt,
    SignedHead,
    write_evidence,
)
from composer.records.evidence_reading import WrongForm, read_evidence
from composer.records.log_lines import LogLine, details_of, log_lines
from composer.records.verify_log import CLEARED
from composer.records.verify_trust import mailbox_list, named_mailboxes
from composer.signoff.dsse import payload_of, sign
from composer.signoff.identities import private_key_for
from composer.signoff.pins import read_pins
from composer.signoff.seed_lists import read_seeds
from composer.stages.desk import Desk
from composer.stages.people import owner_key
from composer.stages.purged import require_not_purged
from composer.store.audit import AuditEntry
from composer.store.files import write_atomically
from composer.store.ledger_view import LedgerView, open_ledger_read_only
from composer.store.proofs import ProofRecord

EXPORTED = frozenset({"evidence.export", "report.export", "campaign.export"})
"""Acts after the end, which evidence does not tell of: each file would differ from the last."""
_WEIGHT = {Verdict.DIFFERENT.value: 0, Verdict.EQUAL.value: 1}
_OF_ALL = ("people.", "policy.", "seeds.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a file says about one address; `state` is empty for somebody who was not part of it."""

    state: str
    at: str = ""
    recipient: str = ""
    proof: str = ""
    digest: str = ""


def export_evidence(
    desk: Desk,
    campaign_id: CampaignId,
    file: Path,
    *,
    addresses: Addresses = Addresses.NONE,
    by: Person | None = None,
) -> None:
    """Write one file that anybody can verify offline.

    Raises:
        Blocked: nothing was sent yet.
        KeychainError: addresses are to be asked for later, and there is no place for the key.
    """
    path = desk.send_folder(campaign_id) / "ledger.db"
    if not path.exists():
        raise Blocked([finding("send.not_begun")])
    if addresses is Addresses.CLEAR:
        require_not_purged(desk, campaign_id)
    if addresses is Addresses.HASHED:
        desk.keychain.set(_entry_name(campaign_id), desk.campaigns.get(campaign_id).ledger_key)
    with open_ledger_read_only(path) as view:
        evidence = _gathered(desk, campaign_id, view, addresses, sealed_by=by)
    content = write_evidence(evidence, seal=_seal(desk, by) if by else None)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(file, content)
    desk.audit.append(
        person=by.public_key if by else "",
        action="evidence.export",
        details={"campaign": campaign_id, "addresses": addresses.value},
    )


def ask_evidence(desk: Desk | None, file: Path, address: str) -> Asked:
    """Say what an evidence file tells about one address; only where its key is.

    Raises:
        FileRefused: it is no evidence file.
        NotFound: the key that names addresses in it is not here.
    """
    try:
        evidence = read_evidence(file).evidence
    except WrongForm as wrong:
        raise FileRefused([finding("evidence.unreadable", where={"file": str(file)})]) from wrong
    key = evidence.key or (_key_at_home(desk, evidence.campaign) if desk else "")
    if not key:
        raise NotFound(
            _("The key that names addresses in this file is not on this computer."),
            advice=_("Ask where the file was written, in the workspace of the campaign."),
        )
    wanted = key_digest(address_key(address), ledger_key=bytes.fromhex(key))
    return _answer(evidence, wanted)


def known_owner(desk: Desk, workspace_id: str) -> str:
    """Give the owner's key that this computer pinned for a workspace, or ""."""
    try:
        pins = read_pins(desk.keychain, workspace_id)
    except (KeychainError, SignatureRefused):
        return ""
    return pins.owner_key if pins else ""


def _answer(evidence: Evidence, wanted: str) -> Asked:
    planned = json.dumps({"key": wanted}, separators=(",", ":"))
    recipient = next(
        (
            entry.recipient_id
            for entry in evidence.journal
            if entry.kind == "planned" and entry.content == planned
        ),
        "",
    )
    if not recipient:
        return Asked(state="")
    own = [entry for entry in evidence.journal if entry.recipient_id == recipient]
    message = next(
        (
            (proof.proof, message.digest)
            for proof in reversed(evidence.proofs)
            for message in proof.messages
            if message.recipient == recipient
        ),
        ("", ""),
    )
    return Asked(
        state=own[-1].state,
        at=own[-1].at,
        recipient=recipient,
        proof=message[0],
        digest=message[1],
    )


def _key_at_home(desk: Desk, campaign: str) -> str:
    """Give the campaign's key: from the password store, or while the workspace has it."""
    stored = desk.keychain.get(_entry_name(campaign))
    if stored:
        return stored
    try:
        return desk.campaigns.get(CampaignId(campaign)).ledger_key
    except NotFound:
        return ""


def _entry_name(campaign_id: str) -> str:
    return f"evidence:{campaign_id}"


def _seal(desk: Desk, by: Person) -> Callable[[bytes], bytes]:
    key = private_key_for(by, desk.keychain)
    return lambda payload: sign(SEAL_TYPE, payload, key)


def _gathered(
    desk: Desk,
    campaign_id: CampaignId,
    view: LedgerView,
    addresses: Addresses,
    *,
    sealed_by: Person | None,
) -> Evidence:
    journal = tuple(view.journal())
    named = [json.loads(entry.content)["proof"] for entry in journal if entry.kind == "proof"]
    proofs = _sent_proofs(desk, campaign_id, named)
    heads = tuple(
        SignedHead(length=length, head=head, occasion=occasion, envelope=envelope)
        for length, head, occasion, envelope in view.signed_heads()
    )
    clear = addresses is Addresses.CLEAR
    return Evidence(
        addresses=addresses,
        sealed_by=sealed_by.public_key if sealed_by else "",
        campaign=campaign_id,
        workspace=desk.folder.id,
        owner_key=owner_key(desk),
        key=desk.campaigns.get(campaign_id).ledger_key if clear else "",
        rosters=_texts(desk, "roster", desk.folder.id),
        policies=_texts(desk, "policy", desk.folder.id),
        seeds=_texts(desk, "seeds", desk.folder.id),
        proofs=tuple(_proof(desk, proof) for proof in proofs),
        heads=heads,
        people=tuple(_people(desk, campaign_id, view, clear=clear)),
        log=_log(desk, campaign_id, proofs, heads),
        journal=journal,
    )


def _sent_proofs(
    desk: Desk, campaign_id: CampaignId, named: Sequence[str]
) -> tuple[ProofRecord, ...]:
    """Give the proofs that were sent from, in order; before any send, the one that was tested."""
    if named:
        return tuple(desk.proofs.proof(digest) for digest in dict.fromkeys(named))
    latest = desk.proofs.latest(campaign_id)
    if latest is None:
        raise Blocked([finding("send.not_begun")])
    return (latest,)


def _proof(desk: Desk, proof: ProofRecord) -> EvidenceProof:
    return EvidenceProof(
        proof=proof.digest,
        manifest=proof.manifest.decode("utf-8"),
        decisions=_logged(desk, "approval", proof.digest),
        witnessed=_logged(desk, "receipts", proof.digest),
        clearances=_logged(desk, "clearance", proof.digest),
        receipts=tuple(_receipts(desk, proof)),
        messages=tuple(
            EvidenceMessage(
                recipient=line.recipient_id, digest=line.digest, wire_sha256=line.wire_sha256
            )
            for line in desk.checks.digests(proof.binding)
        ),
    )


def _people(
    desk: Desk, campaign_id: CampaignId, view: LedgerView, *, clear: bool
) -> Iterator[EvidencePerson]:
    rows = [(row.recipient_id, row.state) for row in view.rows(Kind.AUDIENCE)]
    known = desk.recipients.by_ids(campaign_id, [one for one, _state in rows]) if clear else {}
    for recipient, state in rows:
        person = known.get(RecipientId(recipient))
        yield EvidencePerson(
            recipient=recipient, state=state.value, address=person.address if person else ""
        )


def _receipts(desk: Desk, proof: ProofRecord) -> Iterator[EvidenceReceipt]:
    listed = {address_key(seed): at for at, seed in enumerate(_seeds_of(desk, proof))}
    stored = desk.tests.receipts(proof.digest)
    for line in desk.tests.all(proof.digest):
        if line.slot >= FIRST_COPY_SLOT:
            continue
        own = sorted(
            (item for item in stored if item.test_send_id == line.id),
            key=lambda item: _WEIGHT.get(item.state, len(_WEIGHT)),
        )
        yield EvidenceReceipt(
            slot=line.slot,
            seed=listed.get(address_key(line.seed), -1),
            recipient=line.recipient_id,
            nonce_hash=line.nonce_hash,
            state=next((item.state for item in own), Verdict.MISSING.value),
            received_sha256=next((item.received_sha256 for item in own), ""),
        )


def _seeds_of(desk: Desk, proof: ProofRecord) -> tuple[str, ...]:
    """Give the test mailboxes of the list that the proof names."""
    lists = []
    for envelope in desk.statements.envelopes("seeds", desk.folder.id):
        try:
            lists.append(mailbox_list(read_seeds(payload_of(envelope)[1]), ""))
        except SignatureRefused:  # said by whoever verifies the file
            continue
    named = named_mailboxes(read_manifest(proof.manifest), lists)
    return named.addresses if named else ()


def _texts(desk: Desk, kind: str, subject: str) -> tuple[str, ...]:
    return tuple(item.decode("utf-8") for item in desk.statements.envelopes(kind, subject))


def _logged(desk: Desk, kind: str, proof: str) -> tuple[str, ...]:
    """Give the statements about a proof in the order in which the log tells of them."""
    order: dict[str, int] = {}
    for entry in desk.audit.entries():
        if entry.action.startswith(("signoff.", "test.", CLEARED)):
            order.setdefault(str(details_of(entry).get("statement")), entry.number)
    stored = desk.statements.all(kind, proof)
    last = len(stored) + max(order.values(), default=0)
    stored = tuple(sorted(stored, key=lambda one: order.get(one.sha256, last)))
    return tuple(one.envelope.decode("utf-8") for one in stored)


def _log(
    desk: Desk,
    campaign_id: CampaignId,
    proofs: Sequence[ProofRecord],
    heads: Sequence[SignedHead],
) -> tuple[LogLine, ...]:
    """Give the log as far as it concerns the campaign, and what its signed heads stand on."""
    campaigns = {str(campaign_id), *_parted_from(desk, campaign_id)}
    own = {proof.digest for proof in desk.proofs.all(campaign_id)} | {x.digest for x in proofs}

    def concerns(entry: AuditEntry) -> bool:
        if entry.action in EXPORTED:
            return False
        details = details_of(entry)
        return (
            entry.action.startswith(_OF_ALL)
            or details.get("campaign") in campaigns
            or details.get("linked") == campaign_id
            or details.get("proof") in own
        )

    until = max(map(_named_in_log, heads), default=0)
    return log_lines(desk.audit.entries(), concerns=concerns, until=until)


def _named_in_log(head: SignedHead) -> int:
    """Tell how far the log had come when a head was signed."""
    try:
        content = json.loads(payload_of(head.envelope.encode("utf-8"))[1])
    except (SignatureRefused, ValueError):
        return 0
    match content:
        case {"log": [int(number), str()]}:
            return number
        case _:
            return 0


def _parted_from(desk: Desk, campaign_id: CampaignId) -> set[str]:
    """Give the campaigns out of which this one was made: their authors are its authors, too."""
    made = [details_of(entry) for entry in desk.audit.entries() if entry.action in DERIVING]
    found: set[str] = {campaign_id}
    for details in reversed(made):  # from the last one back to the first
        if details.get("linked") in found:
            found.add(str(details.get("campaign")))
    return found - {campaign_id}
