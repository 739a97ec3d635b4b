"""Asking reviewers by the campaign's own mail account: one message each, in the sending process.

The way is the way of every message: claimed, guarded, brink, outcome, in a record of its own beside
the campaign's. Addresses come from the owner's signed list alone. What became of each request is
in the log; a request is no approval, and asking decides nothing.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from composer import paths
from composer.delivery.ask_send import AskRun, AskSource, send_asks
from composer.delivery.clock import SystemClock
from composer.delivery.means import Means, Threads, free_bytes
from composer.delivery.stopping import stop_mark
from composer.errors import Blocked, NotFound
from composer.findings import finding
from composer.i18n import _
from composer.keychain import provider_secret
from composer.model.asked import AskOutcome
from composer.model.campaign import TransportKind
from composer.model.identifiers import CampaignId
from composer.model.person import Person, Role
from composer.model.signers import Signer
from composer.model.states import RecipientState
from composer.signoff.ask_permit import AskMessage, AskPermit, permit_to_ask
from composer.stages.ask_message import Request, finished
from composer.stages.ask_words import (
    changed_text,
    reminder_words,
    request_text,
    subject_words,
    until_text,
)
from composer.stages.asking import RECORD, asked, record_handing_over, record_mailed
from composer.stages.checking import stored_check
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.dispatching import require_original
from composer.stages.people import require_may_sign, require_role, resolve_person
from composer.stages.previewing import Previewer
from composer.stages.proof_files import make_proof, record_handed_out
from composer.stages.reviewing import current_proof
from composer.stages.sealing import proof_state
from composer.stages.seeds import load_seeds
from composer.stages.signers import signers
from composer.stages.trust import pinned_trust, workspace_trust
from composer.stages.what_changed import what_changed
from composer.store.ledger import SqliteLedger
from composer.store.ledger_file import OutsideHead
from composer.store.ledger_view import open_ledger_read_only
from composer.transports.opening import Surroundings, open_transport

PROOF_ENDING = ".proof"


def ask_by_mail(
    desk: Desk,
    previewer: Previewer,
    campaign_id: CampaignId,
    *,
    people: Sequence[str] = (),
    by: Person,
) -> tuple[AskOutcome, ...]:
    """Send each of these people (addresses) one request with the proof file, and say what became.

    Nobody named means everybody who may approve and has not decided. This process sends.

    Raises:
        Blocked: nothing is frozen, somebody may not approve, or the campaign has no mail account.
        NotFound: nobody is left to ask.
        LockHeld: another process is asking.
    """
    require_role(by, Role.AUTHOR, Role.OWNER, Role.SENDER)
    content = load_content(desk, campaign_id)
    _require_account(desk, content)
    require_original(desk)
    require_may_sign(desk, by, content.campaign.transport)
    messages = [
        finished(request, content.campaign)
        for request in _requests(desk, previewer, content, people, by=by)
    ]
    proof = current_proof(desk, content).digest
    rosters = desk.statements.envelopes("roster", desk.folder.id)
    trust = pinned_trust(workspace_trust(desk, rosters[0]), "roster", desk)
    permit = permit_to_ask(
        messages, campaign_id=campaign_id, proof=proof, rosters=rosters, trust=trust
    )
    with _record(desk, content) as ledger:
        record_handing_over(desk, campaign_id, permit, by=by)
        run = asyncio.run(_run(desk, content, permit, ledger))
    outcomes = tuple(_outcome(desk, content, message, run) for message in permit.messages)
    record_mailed(desk, campaign_id, proof, outcomes, by=by)
    return outcomes


def _require_account(desk: Desk, content: Content) -> None:
    transport = content.campaign.transport
    if transport.kind is TransportKind.EML:
        raise Blocked([finding("signoff.no_account")])
    if desk.folder.is_practice and not transport.stays_on_this_computer:
        raise Blocked([finding("campaign.practice_only")])


def _requests(
    desk: Desk, previewer: Previewer, content: Content, people: Sequence[str], *, by: Person
) -> Iterator[Request]:
    """Write what each of them is asked, each with a file that nobody else can open."""
    campaign, campaign_id = content.campaign, content.record.id
    now = signers(desk, campaign_id)
    known = {signer.person.email: signer for signer in now.people}
    wanted = [resolve_person(desk, address) for address in people] or [
        signer.person for signer in now.people if signer.may and not signer.decided
    ]
    if not wanted:
        raise NotFound(_("Nobody can be asked now."), advice=_("Ask the owner to add a reviewer."))
    check = stored_check(desk, content)
    changed = what_changed(desk, content, proof_state(desk, content))
    reminded = asked(desk, current_proof(desk, content).digest)
    for person in dict.fromkeys(wanted):
        written, made = make_proof(desk, previewer, campaign_id, readers=[person.email], by=by)
        record_handed_out(desk, campaign_id, made, by=by)
        signer = known.get(person.email, Signer(person=person, why_not=()))
        reminder = reminder_words(campaign) if person.public_key in reminded else ""
        text = request_text(campaign, desk.recipients.count(campaign_id), check, by)
        yield Request(
            to=person,
            by=by,
            subject=subject_words(campaign),
            text="\n\n".join(
                filter(None, (reminder, text, until_text(now, signer), changed_text(changed)))
            ),
            file_name=file_name(campaign.name),
            file=written,
        )


def file_name(campaign: str) -> str:
    """Give the name of a campaign's proof file: letters and digits, the rest dashes."""
    return "".join(sign if sign.isalnum() else "-" for sign in campaign) + PROOF_ENDING


@contextmanager
def _record(desk: Desk, content: Content) -> Iterator[SqliteLedger]:
    """Open the record of requests; only one process at a time can."""
    campaign_id = content.record.id
    outside = OutsideHead(
        paths.state_folder(), workspace_id=desk.folder.id, campaign_id=f"{campaign_id}-asked"
    )
    path = desk.send_folder(campaign_id) / RECORD
    with SqliteLedger.open(path, campaign_id=campaign_id, outside=outside) as ledger:
        yield ledger


async def _run(desk: Desk, content: Content, permit: AskPermit, ledger: SqliteLedger) -> AskRun:
    campaign, folder = content.campaign, desk.send_folder(content.record.id)
    key = campaign.transport.key
    around = Surroundings(
        mailbox=desk.folder.mailbox_dir,
        folder=folder,
        seeds=frozenset(load_seeds(desk).addresses),
        secret=provider_secret(key, desk.keychain) if key else "",
    )
    with ExitStack() as stack:
        threads = Threads()
        stack.callback(threads.close)
        async with open_transport(campaign.transport, around=around) as transport:
            means = Means(
                ledger=ledger,
                transport=transport,
                source=AskSource(permit),
                clock=SystemClock(),
                chance=random.random,
                record=threads.record,
                work=threads.work,
                stop_mark=lambda: stop_mark(folder),
                stopped_by=lambda: "",
                free_bytes=lambda: free_bytes(folder),
                report=lambda _progress: None,
            )
            return await send_asks(permit, pace=campaign.pace, means=means)


def _outcome(desk: Desk, content: Content, message: AskMessage, run: AskRun) -> AskOutcome:
    """Say what became of one request, in the server's words where it said any."""
    state = run.states[message.id]
    with open_ledger_read_only(desk.send_folder(content.record.id) / RECORD) as view:
        row = view.row(message.id)
    why = row.answer if row is not None and state is not RecipientState.ACCEPTED else ""
    if not why and run.halted_by is not None:
        cause = run.halted_by
        why = finding(cause.code, where={}, **dict(cause.values)).text
    return AskOutcome(
        person=message.person.public_key,
        name=message.person.name,
        email=message.person.email,
        state=state,
        why="" if state is RecipientState.ACCEPTED else why,
        at=desk.now(),
    )
