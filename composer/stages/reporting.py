"""What happened, from the record: lists of people, and the report."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from composer.delivery.stopping import is_stopped
from composer.errors import Blocked
from composer.findings import Finding, finding
from composer.i18n import _
from composer.model.identifiers import CampaignId, RecipientId
from composer.model.moves import LedgerRow
from composer.model.overview import LedgerLine
from composer.model.person import Person
from composer.model.recipient import Recipient
from composer.model.states import RecipientState
from composer.records.report import ReportHead, ReportLine, csv_report, html_report
from composer.records.report_workbook import xlsx_report
from composer.stages.audience_words import list_sentences
from composer.stages.bounce_counts import bounce_counts, came_back
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.stages.ended import correction_sentences, record_of
from composer.stages.followed import follow_sentences
from composer.stages.later_links import later_sentences
from composer.stages.report_facts import dossier_of
from composer.stages.sent_versions import SentVersions, sent_versions
from composer.stages.standing import status
from composer.stages.suppressed import suppressed_people
from composer.store.files import write_atomically
from composer.store.ledger_view import LedgerView, open_ledger_read_only

WAITING = frozenset({RecipientState.PLANNED, RecipientState.DEFERRED})


def ledger_lines(
    desk: Desk,
    campaign_id: CampaignId,
    states: frozenset[RecipientState],
    *,
    offset: int,
    limit: int,
) -> tuple[tuple[LedgerLine, ...], int]:
    """List the people who are in some states, in the order of the plan, and count them."""
    with _view(desk, campaign_id) as view:
        on_hold = _rests(desk, campaign_id, view)
        rows = [row for row in view.rows() if _shown_state(row, on_hold=on_hold) in states]
        chosen = rows[offset : offset + limit]
        people = desk.recipients.by_ids(campaign_id, [row.recipient_id for row in chosen])
        lines = tuple(_line(row, people.get(row.recipient_id), on_hold=on_hold) for row in chosen)
    return lines, len(rows)


def write_report(
    desk: Desk, campaign_id: CampaignId, wanted: str, file: Path, *, by: Person | None = None
) -> None:
    """Write the report of a campaign as csv, xlsx or html; who took it out is in the log.

    A damaged record is written as it stands: `record_findings` says that it is.
    """
    lines = list(report_lines(desk, campaign_id))
    match wanted:
        case "csv":
            content = csv_report(lines)
        case "xlsx":
            content = xlsx_report(report_head(desk, campaign_id), lines)
        case _:
            content = html_report(report_head(desk, campaign_id), lines)
    _write(file, content)
    if by is not None:
        details = {"campaign": campaign_id, "format": wanted}
        desk.audit.append(person=by.public_key, action="report.export", details=details)


def record_findings(desk: Desk, campaign_id: CampaignId) -> list[Finding]:
    """Say how a campaign's record contradicts itself, which a report of it cannot show."""
    with record_of(desk, campaign_id) as view:
        return view.find_chain_findings() if view is not None else []


def report_lines(desk: Desk, campaign_id: CampaignId) -> Iterator[ReportLine]:
    """Give everybody's line in the order of the list, with what came back afterwards."""
    returned = came_back(desk, campaign_id)
    for line in _lines_of_send(desk, campaign_id):
        kinds = returned.get(RecipientId(line.recipient_id), ())
        yield replace(line, came_back=kinds) if kinds else line


def _lines_of_send(desk: Desk, campaign_id: CampaignId) -> Iterator[ReportLine]:
    with record_of(desk, campaign_id) as view:
        versions = sent_versions(desk, campaign_id, view)
        rows = list(view.rows()) if view else []
        on_hold = view is not None and _rests(desk, campaign_id, view)
    if not rows:
        yield from _lines_ahead(desk, campaign_id, versions)
        return
    known = desk.recipients.by_ids(campaign_id, [row.recipient_id for row in rows])
    by_id = {row.recipient_id: row for row in rows}
    for person in sorted(known.values(), key=lambda one: one.row):
        yield _report_line(by_id[person.id], person, versions, on_hold=on_hold)


def _lines_ahead(
    desk: Desk, campaign_id: CampaignId, versions: SentVersions
) -> Iterator[ReportLine]:
    """Give everybody's line before anybody was planned."""
    stopped = suppressed_people(desk, load_content(desk, campaign_id))
    for person in sorted(desk.recipients.recipients(campaign_id), key=lambda one: one.row):
        line = _report_line(None, person, versions, on_hold=False)
        why = stopped.get(person.id, "")
        yield replace(line, state=RecipientState.SUPPRESSED, answer=why) if why else line


def _report_line(
    row: LedgerRow | None, person: Recipient, versions: SentVersions, *, on_hold: bool
) -> ReportLine:
    state = _shown_state(row, on_hold=on_hold) if row else RecipientState.PLANNED
    return ReportLine(
        row=person.row,
        recipient_id=person.id,
        address=person.address,
        locale=person.locale,
        state=state,
        at=_moment(row.at) if row else None,
        batch=row.batch if row else 0,
        answer=_detail(row) if row else "",
        digest=versions.digest_of(person.id, row),
        proof=versions.proof_of(row),
    )


def report_head(desk: Desk, campaign_id: CampaignId) -> ReportHead:
    """Say what the report is about, and how it stands."""
    now = status(desk, campaign_id)
    content = load_content(desk, campaign_id)
    sender = content.campaign.sender
    return ReportHead(
        name=now.name,
        campaign_id=campaign_id,
        purpose=content.campaign.purpose.value,
        sender=f"{sender.name} <{sender.address}>" if sender.name else sender.address,
        transport=content.campaign.transport.kind.value,
        proof=_proof_of_report(desk, campaign_id),
        approvals=tuple(line.name for line in now.approvals if line.decision == "approval"),
        started_at=now.progress.started_at,
        ended_at=now.progress.ended_at,
        counts=now.counts,
        seeds=now.seeds,
        linked=(
            *later_sentences(desk, content),
            *correction_sentences(desk, content),
            *follow_sentences(desk, content),
        ),
        decided=tuple(list_sentences(desk, content.campaign.audience)),
        together=now.ended.together if now.ended else None,
        dossier=dossier_of(desk, content),
        bounces=bounce_counts(desk, campaign_id),
    )


def _proof_of_report(desk: Desk, campaign_id: CampaignId) -> str:
    path = _ledger_path(desk, campaign_id)
    if path.exists():
        with open_ledger_read_only(path) as view:
            if view.proof:
                return view.proof
    latest = desk.proofs.latest(campaign_id)
    return latest.digest if latest else _("none")


def _line(row: LedgerRow, person: Recipient | None, *, on_hold: bool) -> LedgerLine:
    return LedgerLine(
        recipient_id=row.recipient_id,
        address=person.address if person else "",
        row=person.row if person else 0,
        state=_shown_state(row, on_hold=on_hold),
        at=_moment(row.at),
        detail=_detail(row),
    )


def _rests(desk: Desk, campaign_id: CampaignId, view: LedgerView) -> bool:
    """Whether nobody is written to now: held, or stopped with no process there to record it."""
    return view.hold is not None or is_stopped(desk.send_folder(campaign_id))


def _shown_state(row: LedgerRow, *, on_hold: bool) -> RecipientState:
    """While a campaign is held, whoever waits is held (the record derives it, too)."""
    return RecipientState.HELD if on_hold and row.state in WAITING else row.state


def _detail(row: LedgerRow) -> str:
    words = row.answer or row.reason
    code = str(row.code) if row.code else ""
    return words if words.startswith(code) else f"{code} {words}"


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


@contextmanager
def _view(desk: Desk, campaign_id: CampaignId) -> Iterator[LedgerView]:
    path = _ledger_path(desk, campaign_id)
    if not path.exists():
        raise Blocked([finding("send.not_begun")])
    with open_ledger_read_only(path) as view:
        yield view


def _ledger_path(desk: Desk, campaign_id: CampaignId) -> Path:
    return desk.send_folder(campaign_id) / "ledger.db"


def _write(file: Path, content: bytes) -> None:
    """Put it in place at once, readable by its owner only: it names everybody."""
    file.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(file, content)
