"""Gathering what answers for a send: from the proof, signed statements, the record and the log."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from composer.delivery.settle import who_settled
from composer.errors import SignatureRefused
from composer.findings import finding
from composer.i18n import _, isolate, isolate_ltr, ngettext, place
from composer.model.identifiers import CampaignId
from composer.model.moves import HOLD_ENDED, JournalEntry, Mover
from composer.model.person import Roster
from composer.model.states import RecipientState
from composer.proofs.canonical import JsonObject, read_canonical
from composer.proofs.evidence import Receipt, Verdict
from composer.proofs.manifest import Manifest, read_manifest
from composer.records.dossier import Dossier, DossierDecision, DossierEvent
from composer.signoff.approvals import About, verify_decisions
from composer.signoff.dsse import payload_of
from composer.stages.authorship import makers
from composer.stages.comments import comment_of
from composer.stages.content import Content
from composer.stages.desk import Desk
from composer.stages.people import owner_key, require_roster
from composer.stages.reviewing import planned_sentences
from composer.stages.testing import test_evidence, watch_state
from composer.store.ledger_view import open_ledger_read_only
from composer.store.proofs import ProofRecord
from composer.translation.locale_names import language_name


def dossier_of(desk: Desk, content: Content) -> Dossier | None:
    """Give what answers for the newest send of a campaign; None before anything was frozen."""
    campaign_id = content.record.id
    journal = _journal(desk, campaign_id)
    named = [str(read_content(entry).get("proof")) for entry in journal if entry.kind == "proof"]
    stored = desk.proofs.proof(named[-1]) if named else desk.proofs.latest(campaign_id)
    if stored is None:
        return None
    manifest = read_manifest(stored.manifest)
    roster = require_roster(desk)
    evidence = test_evidence(desk, manifest.digest)
    receipts = evidence.receipts if evidence else ()
    policy = manifest.section("policy")
    authors = makers(desk, campaign_id).authors
    owner = owner_key(desk)
    return Dossier(
        proof=manifest.digest,
        subject=manifest.text("message", "subject"),
        earlier_proofs=len(set(named)) - 1 if named else 0,
        sealed_by=_name(roster, stored.by),
        sealed_at=stored.at,
        planned=" ".join(planned_sentences(content)),
        written_by=tuple(sorted(_name(roster, key) for key in authors)),
        translated=tuple(_translated(manifest)),
        accepted=tuple(_accepted(manifest)),
        tested=len(receipts),
        equal=sum(item.verdict is Verdict.EQUAL for item in receipts),
        mailboxes=len({item.seed for item in receipts}),
        differences=tuple(_differences(desk, campaign_id, receipts)),
        test_signed_by=tuple(dict.fromkeys(_test_signers(desk, roster, manifest.digest))),
        kinds=len(manifest.variants),
        approvals_needed=manifest.number("policy", "reviewers"),
        not_independent=str(policy.get("alone") or ""),
        decisions=tuple(_decisions(desk, stored, roster)),
        events=tuple(_events(journal, roster)),
        owner=_name(roster, owner),
        owner_key=owner,
    )


def _journal(desk: Desk, campaign_id: CampaignId) -> list[JournalEntry]:
    path = desk.send_folder(campaign_id) / "ledger.db"
    if not path.exists():
        return []
    with open_ledger_read_only(path) as view:
        return list(view.journal())


def _name(roster: Roster, key: str) -> str:
    person = roster.person_of(key)
    return person.name if person else key[:8]


def _translated(manifest: Manifest) -> Iterator[str]:
    reviewed = manifest.section("translation").get("reviewed")
    for locale, lines in reviewed.items() if isinstance(reviewed, dict) else ():
        for line in lines if isinstance(lines, list) else ():
            if isinstance(line, dict):
                yield _reviewed_words(locale, line)


def _reviewed_words(locale: str, line: JsonObject) -> str:
    name, count = str(line.get("name") or "–"), int(str(line.get("count") or 0))
    if line.get("declared"):
        words = ngettext(
            "{language}: {count} part came with a file that {name} brought as reviewed.",
            "{language}: {count} parts came with a file that {name} brought as reviewed.",
            count,
        )
    else:
        words = ngettext(
            "{language}: {name} reviewed {count} part.",
            "{language}: {name} reviewed {count} parts.",
            count,
        )
    return place(words, language=language_name(locale), name=isolate(name), count=count)


def _accepted(manifest: Manifest) -> Iterator[str]:
    listed = manifest.content.get("accepted")
    for item in listed if isinstance(listed, list) else ():
        match item:
            case {"name": str(name), "reason": str(reason), "count": int(count)}:
                words = ngettext(
                    "{name} took on {count} warning: “{reason}”",
                    "{name} took on {count} warnings: “{reason}”",
                    count,
                )
                yield place(words, name=isolate(name), count=count, reason=isolate(reason))
            case _:
                continue


def _differences(desk: Desk, campaign_id: CampaignId, receipts: Sequence[Receipt]) -> Iterator[str]:
    """Say what arrived other than it was predicted: of the test, and of copies during the send."""
    for item in receipts:
        if item.verdict is Verdict.DIFFERENT:
            parts = ", ".join(dict.fromkeys(one.part for one in item.differences))
            words = _("The test message to {mailbox} arrived different: {parts}")
            yield place(words, mailbox=isolate_ltr(item.seed), parts=parts)
    for copy in watch_state(desk, campaign_id):
        if copy.state == Verdict.DIFFERENT.value:
            parts = ", ".join(dict.fromkeys(part for part, _expected, _found in copy.differences))
            words = _("A copy to {mailbox} during the send arrived different: {parts}")
            yield place(words, mailbox=isolate_ltr(copy.seed), parts=parts)


def _test_signers(desk: Desk, roster: Roster, proof: str) -> Iterator[str]:
    for envelope in desk.statements.envelopes("receipts", proof):
        try:
            content = read_canonical(payload_of(envelope)[1])
        except SignatureRefused:
            continue
        yield _name(roster, str(content.get("person")))


def _decisions(desk: Desk, stored: ProofRecord, roster: Roster) -> Iterator[DossierDecision]:
    about = About(proof=stored.digest, campaign=stored.campaign_id, workspace=desk.folder.id)
    envelopes = desk.statements.envelopes("approval", stored.digest)
    for said in verify_decisions(envelopes, about=about, roster=roster, now=desk.now()):
        yield DossierDecision(
            name=said.person.name,
            kind=said.kind.value,
            at=said.statement.issued_at,
            expires_at=said.statement.expires_at,
            shown=len(said.statement.shown),
            comment=comment_of(desk, said.statement.comment_sha256),
        )


def _events(journal: list[JournalEntry], roster: Roster) -> Iterator[DossierEvent]:
    """Tell what moved the send as a whole: begun, held, lifted, decided by a person, ended."""
    begun = False
    last: JournalEntry | None = None
    for entry in journal:
        content = read_content(entry)
        words = ""
        if entry.kind == "proof":
            begun = True
            words = place(
                _("The send under the proof {proof} began."), proof=str(content.get("proof"))[:8]
            )
        elif entry.kind != "hold" or begun:
            words = turn_words(entry, content, roster)
        if words:
            yield DossierEvent(at=datetime.fromisoformat(entry.at), words=words)
        if begun and entry.state == RecipientState.ACCEPTED.value:
            last = entry
    if last is not None:
        words = _("The last message so far was handed over.")
        yield DossierEvent(at=datetime.fromisoformat(last.at), words=words)


def turn_words(entry: JournalEntry, content: dict[str, object], roster: Roster) -> str:
    """Say who stopped a send, let it go on, or decided about a message; "" for anything else."""
    if entry.kind == "hold":
        return _held(content, roster)
    if entry.kind == "lift":
        return _lifted(content, roster)
    if entry.kind == "move" and content.get("by") == Mover.PERSON.value:
        return _decided(entry, content, roster)
    return ""


def _held(content: dict[str, object], roster: Roster) -> str:
    values = content.get("values")
    code, by = str(content.get("code")), str(content.get("by") or "")
    try:
        cause = finding(code, **(values if isinstance(values, dict) else {})).text
    except (KeyError, TypeError):
        cause = code
    if code == HOLD_ENDED:
        count = int(str(dict(values)["count"])) if isinstance(values, dict) else 0
        words = ngettext(
            "{person} ended it for good: {count} person was left out.",
            "{person} ended it for good: {count} people were left out.",
            count,
        )
        return place(words, person=isolate(_name(roster, by)), count=count)
    if by:
        return place(_("{name} stopped the send."), name=isolate(_name(roster, by)))
    return place(_("The send held by itself: {cause}"), cause=cause)


def _lifted(content: dict[str, object], roster: Roster) -> str:
    name = isolate(_name(roster, str(content.get("by") or "")))
    reason = str(content.get("reason") or "")
    if not reason:
        return place(_("{name} let the send go on."), name=name)
    words = _("{name} let the send go on: “{reason}”")
    return place(words, name=name, reason=isolate(reason))


def _decided(entry: JournalEntry, content: dict[str, object], roster: Roster) -> str:
    settled = who_settled(str(content.get("reason") or ""))
    if settled is None:
        return ""
    words = _("{name} settled an unclear message as not handed over: “{evidence}”")
    if entry.state == RecipientState.ACCEPTED.value:
        words = _("{name} settled an unclear message as handed over: “{evidence}”")
    key, evidence = settled
    return place(words, name=isolate(_name(roster, key)), evidence=isolate(evidence))


def read_content(entry: JournalEntry) -> dict[str, object]:
    """Read what an entry of the journal says beside its own columns."""
    content = json.loads(entry.content) if entry.content else {}
    return content if isinstance(content, dict) else {}
