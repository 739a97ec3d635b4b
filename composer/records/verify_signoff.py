"""Whether each batch of an evidence file had its release when it began, and kept it.

The very rules of `signoff.release` are asked again, with the moment at which the batch began: who
had approved by then, under the list of people of then, what had arrived of the test by then. An
approval that expired, was taken back or was made afterwards does not count. Of a batch that lasts
they are asked again for as long as it handed over, with the time that a sender believes an answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from composer.errors import SignatureRefused
from composer.findings import Finding, finding
from composer.model.acts import AUTHORING, DERIVING
from composer.model.identifiers import RecipientId
from composer.model.merkle import merkle_root, message_leaf
from composer.proofs.canonical import read_canonical
from composer.proofs.evidence import Receipt, TestEvidence, Verdict
from composer.proofs.manifest import Manifest, read_manifest
from composer.records.evidence import Evidence, EvidenceProof, EvidenceReceipt
from composer.records.log_lines import details_of, shown
from composer.records.verify_journal import BatchStart, LaterCrossing
from composer.records.verify_trust import BEGINNING, Lists
from composer.signoff.approvals import CLOCK_TOLERANCE, About
from composer.signoff.counting import Makers
from composer.signoff.dsse import payload_of
from composer.signoff.receipt_statements import (
    Witnessed,
    read_testimony,
    witnessed_receipts,
)
from composer.signoff.release import ReleaseInputs, find_release_findings
from composer.signoff.statement_reading import read_moment

_SAID = {
    "send.not_approved": "evidence.not_approved",
    "send.expired": "evidence.not_approved",
    "send.rejected": "evidence.rejected",
    "send.author_approved": "evidence.author_approved",
    "send.not_all_shown": "evidence.not_all_shown",
    "send.not_tested": "evidence.not_tested",
    "test.receipt_missing": "evidence.not_tested",
    "test.receipt_different": "evidence.not_tested",
    "test.only_attested": "evidence.not_tested",
    "test.mailbox_rewrites": "evidence.not_tested",
    "test.unsubscribe_unsigned": "evidence.not_tested",
    "test.signature_unclear": "evidence.not_tested",
    "send.too_few_receipts": "evidence.not_tested",
    "test.kinds_untested": "evidence.not_tested",
    "test.too_few_mailboxes": "evidence.not_tested",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SentProof:
    """A proof of an evidence file, its manifest, and what statements must name to be about it."""

    written: EvidenceProof
    manifest: Manifest
    about: About


def sent_proof(evidence: Evidence, proof: EvidenceProof) -> SentProof | None:
    """Read a proof; None where its bytes are not those that its digest names."""
    try:
        manifest = read_manifest(proof.manifest.encode("utf-8"))
        campaign = manifest.campaign_id
    except SignatureRefused:
        return None
    if manifest.digest != proof.proof or campaign != evidence.campaign:
        return None
    about = About(proof=proof.proof, campaign=campaign, workspace=evidence.workspace)
    return SentProof(written=proof, manifest=manifest, about=about)


def find_message_findings(sent: SentProof, *, is_last: bool) -> Iterator[Finding]:
    """Find messages that are not those that were approved."""
    messages, manifest = sent.written.messages, sent.manifest
    if not messages and not is_last:
        yield finding("evidence.messages_missing")
        return
    leaves = (message_leaf(item.recipient, item.digest, item.wire_sha256) for item in messages)
    same_count = len(messages) == manifest.number("messages", "count")
    if not same_count or merkle_root(leaves) != manifest.text("messages", "root"):
        yield finding("evidence.messages_changed")
    if manifest.number("audience", "count") != manifest.number("messages", "count"):
        yield finding("evidence.sums_differ", count=1)
    if len({item.recipient for item in messages}) != len(messages):
        yield finding("evidence.messages_changed")


def find_receipt_findings(sent: SentProof, lists: Lists) -> Iterator[Finding]:
    """Find receipts for which nobody of the team signed, or that name nothing of this proof."""
    witnessed = frozenset[Witnessed]()
    for envelope in written_bytes(sent.written.witnessed):
        told = _witnessed([envelope], sent, lists)
        if not told:
            yield finding("evidence.statement_broken")
        witnessed |= told
    for item in sent.written.receipts:
        if item.state != _verdict(item, witnessed).value:
            yield finding("evidence.receipts_unsigned", slot=item.slot)
    listed = lists.mailboxes_of(sent.manifest)
    kinds = {recipient for recipient, _digest in sent.manifest.variants}
    for item in sent.written.receipts:
        in_list = listed is not None and 0 <= item.seed < len(listed.addresses)
        if item.recipient not in kinds or not in_list:
            yield finding("evidence.receipt_unknown", slot=item.slot)
    slots = [item.slot for item in sent.written.receipts]
    if slots != sorted(set(slots)):
        yield finding("evidence.receipts_doubled")
    told_of = {(item.slot, item.nonce_hash) for item in sent.written.receipts}
    lost = {(slot, nonce) for slot, nonce, _verdict in witnessed} - told_of
    if lost:
        yield finding("evidence.receipts_left_out", count=len(lost))


def _witnessed(envelopes: Sequence[bytes], sent: SentProof, lists: Lists) -> frozenset[Witnessed]:
    """Give what people saw, each under the list of people of the moment at which they signed."""
    seen = frozenset[Witnessed]()
    for envelope in envelopes:
        roster = lists.roster_at(issued_at(envelope))
        seen |= witnessed_receipts([envelope], about=sent.about, roster=roster)
    return seen


def _verdict(item: EvidenceReceipt, witnessed: frozenset[Witnessed]) -> Verdict:
    """Say how a message arrived as people signed it; a difference is never outvoted."""
    seen = {
        word for slot, nonce, word in witnessed if (slot, nonce) == (item.slot, item.nonce_hash)
    }
    for verdict in (Verdict.DIFFERENT, Verdict.EQUAL, Verdict.ATTESTED):
        if verdict.value in seen:
            return verdict
    return Verdict.MISSING


def find_decision_findings(sent: SentProof, lists: Lists) -> Iterator[Finding]:
    """Find statements that are no decision about this proof by somebody of the team."""
    for envelope in sent.written.decisions:
        try:
            content = read_canonical(payload_of(envelope.encode("utf-8"))[1])
        except SignatureRefused:
            yield finding("evidence.statement_broken")
            continue
        about = (content.get("proof"), content.get("campaign"), content.get("workspace"))
        expected = (sent.about.proof, sent.about.campaign, sent.about.workspace)
        if about != expected or not lists.name_of(str(content.get("person"))):
            yield finding("evidence.statement_broken")


def find_unreleased(
    evidence: Evidence, sent: SentProof, lists: Lists, starts: Sequence[BatchStart]
) -> Iterator[Finding]:
    """Find batches of a proof that began without a release; each cause once, where it began."""
    told: set[str] = set()
    for start in starts:
        if start.proof != sent.written.proof:
            continue
        for problem in _release_findings(evidence, sent, lists, start.at):
            code = _SAID.get(problem.code, "evidence.not_released")
            if code not in told:
                told.add(code)
                at = start.at.isoformat(timespec="seconds")
                yield finding(code, entry=start.entry, at=at)


def find_unreleased_later(
    evidence: Evidence, sent: SentProof, lists: Lists, crossings: Sequence[LaterCrossing]
) -> Iterator[Finding]:
    """Find the first hand-over within a batch that went on after leave had been lost."""
    for crossing in crossings:
        if crossing.proof != sent.written.proof:
            continue
        moments = (crossing.since, crossing.at)
        if all(_release_findings(evidence, sent, lists, moment) for moment in moments):
            at = crossing.at.isoformat(timespec="seconds")
            yield finding("evidence.leave_lost", entry=crossing.entry, at=at)
            return


def _release_findings(
    evidence: Evidence, sent: SentProof, lists: Lists, moment: datetime
) -> list[Finding]:
    made_by = makers_in(evidence, until=moment)
    inputs = ReleaseInputs(
        workspace=evidence.workspace,
        campaign_id=sent.manifest.campaign_id,
        proof=sent.manifest.digest,
        manifest=sent.manifest.bytes,
        current=sent.manifest,
        evidence=_tested_by(sent, lists, moment),
        decisions=said_by(sent.written.decisions, moment),
        roster=lists.roster_at(moment),
        policy=lists.policy_at(moment),
        authors=made_by.authors,
        translators=made_by.translators,
        now=moment,
    )
    try:
        return find_release_findings(inputs)
    except SignatureRefused:
        return [finding("signoff.signature_broken")]


def makers_in(evidence: Evidence, *, until: datetime | None = None) -> Makers:
    """Give whom the log names as having made the campaign what it was, or translated it."""
    known = [
        (entry, details_of(entry))
        for entry in shown(evidence.log)
        if until is None or entry.at <= until
    ]
    parts = {evidence.campaign}
    authors: set[str] = set()
    translators: set[tuple[str, str]] = set()
    for entry, details in reversed(known):  # from the last one back to the first
        if entry.action in DERIVING and details.get("linked") in parts:
            parts.add(str(details.get("campaign")))
            authors.add(entry.person)
    for entry, details in known:
        if entry.action not in AUTHORING or details.get("campaign") not in parts:
            continue
        match details.get("locales"):
            case list(locales):
                translators |= {(str(locale), entry.person) for locale in locales}
            case _:
                authors.add(entry.person)
        authors |= _keys(details.get("wrote"))
        translators |= _pairs(details.get("translated"))
    return Makers(authors=frozenset(authors), translators=frozenset(translators))


def _keys(value: object) -> set[str]:
    return set(map(str, value)) if isinstance(value, list) else set()


def _pairs(value: object) -> set[tuple[str, str]]:
    pairs = value if isinstance(value, list) else []
    return {(str(at), str(key)) for at, key in filter(_is_pair, pairs)}


def _is_pair(item: object) -> bool:
    return isinstance(item, list) and len(item) == 2


def _tested_by(sent: SentProof, lists: Lists, moment: datetime) -> TestEvidence | None:
    """Give what had arrived of the newest test by then."""
    statements = said_by(sent.written.witnessed, moment)
    witnessed = _witnessed(statements, sent, lists)
    said = read_testimony(statements, about=sent.about, roster=lists.roster_at(moment))
    slots = {slot for slot, _nonce, _verdict in witnessed}
    runs = [run for run in _runs(sent.written.receipts) if slots & {item.slot for item in run}]
    seeds = lists.mailboxes_of(sent.manifest)
    if not runs or seeds is None:
        return None
    receipts = tuple(
        Receipt(
            seed=seeds.addresses[item.seed] if 0 <= item.seed < len(seeds.addresses) else "",
            slot=item.slot,
            variant_id=RecipientId(item.recipient),
            verdict=_verdict(item, witnessed),
            facts=said.facts.get(item.nonce_hash),
        )
        for item in runs[-1]
    )
    return TestEvidence(proof=sent.manifest.digest, receipts=receipts)


def _runs(receipts: Sequence[EvidenceReceipt]) -> list[list[EvidenceReceipt]]:
    """Part the receipts by test: each numbers its messages one after the other."""
    runs: list[list[EvidenceReceipt]] = []
    for item in sorted(receipts, key=lambda item: item.slot):
        if runs and item.slot == runs[-1][-1].slot + 1:
            runs[-1].append(item)
        else:
            runs.append([item])
    return runs


def said_by(envelopes: Sequence[str], moment: datetime) -> tuple[bytes, ...]:
    """Keep what was signed by a moment; what cannot be read stays, to be refused."""
    latest = moment + CLOCK_TOLERANCE
    return tuple(item for item in written_bytes(envelopes) if issued_at(item) <= latest)


def issued_at(envelope: bytes) -> datetime:
    """Read when a statement was signed; the first of all moments where it cannot be read."""
    try:
        content = read_canonical(payload_of(envelope)[1])
        return read_moment(str(content.get("issued_at")))
    except SignatureRefused:
        return BEGINNING


def written_bytes(envelopes: Sequence[str]) -> tuple[bytes, ...]:
    """Give envelopes as they were signed."""
    return tuple(envelope.encode("utf-8") for envelope in envelopes)
