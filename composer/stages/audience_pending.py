"""The pending audience: kept from reading to taking over, looked at, decided on, taken over.

It is taken over only when nothing blocks: neither its own findings nor what the message finds in
it. Taking over is one transaction with the settings that it was read under. Whoever calls what
changes something holds the campaign's lock for audiences.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from composer.audience.addresses import mailbox_key, mailbox_spellings
from composer.audience.judging import LATER, finding_severity, is_bar, problem_finding
from composer.audience.read import MAX_FINDINGS, find_contract_findings
from composer.errors import Blocked, NotFound
from composer.findings import Finding, Severity, blocking, finding
from composer.i18n import _
from composer.model.audience import (
    AudienceComparison,
    FindingGroup,
    LeftOut,
    PendingAudience,
)
from composer.model.campaign import AudienceSettings, Purpose
from composer.model.identifiers import CampaignId
from composer.model.person import Person
from composer.proofs.manifest import read_manifest
from composer.stages.audience_decisions import decisions_text
from composer.stages.audience_kinds import rows_meant, still_said, warned_groups
from composer.stages.audience_reading import SourceRead
from composer.stages.audience_records import PendingRecord, as_record, from_record
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.stages.ended import keys_to_correct
from composer.stages.followed import keys_to_follow
from composer.stages.purged import purged_finding
from composer.store.audience_changes import Listing, listing_with_root
from composer.store.pending_people import (
    ProblemGroup,
    StoredPending,
    count_stopped,
    exclude_people,
    leave_out_others,
    leave_out_rows,
    left_out_counts,
    problem_groups,
    problems,
    remember,
    row_of_key,
)
from composer.store.people_folding import fold_again
from composer.store.people_tables import PeopleTables
from composer.store.people_writing import compare_people, count_listed, keys_in_order
from composer.store.recipients import ReadyPeople

EXCLUDE = "exclude"
NOT_HELD = "not_held"
NOT_FOLLOWED = "not_followed"
_NOT_LEFT_OUT = frozenset({"audience.bad_csv"})


def require_pending(desk: Desk, campaign_id: CampaignId) -> tuple[StoredPending, PendingRecord]:
    """Give the pending audience.

    Raises:
        NotFound: there is none.
    """
    stored = desk.pending.get(campaign_id)
    if stored is None:
        raise NotFound(
            _("No list was read that waits to be taken over."),
            advice=_("Read the file first."),
        )
    return stored, from_record(stored.record)


def require_reading(desk: Desk, campaign_id: CampaignId, reading: str | None) -> None:
    """Make sure that the list which waits is the one that somebody looked at; None: any.

    Raises:
        Blocked: another list was read in the meantime, or none waits any more.
    """
    stored = desk.pending.get(campaign_id) if reading is not None else None
    if reading is not None and (stored is None or from_record(stored.record).reading != reading):
        raise Blocked([finding("audience.other_list")])


def make_pending(
    desk: Desk, campaign_id: CampaignId, read: SourceRead, *, by: Person
) -> tuple[StoredPending, PendingRecord]:
    """Carry the decisions of the settings out on what was read, and say what is known about it."""
    tables, settings = read.plan.tables, read.settings
    written = read.written
    record = PendingRecord(
        file=read.file,
        kind=read.kind,
        source_columns=read.source_columns,
        settings=settings,
        source_findings=read.source_findings,
        list_findings=(
            *read.list_findings,
            *_unknown_exclusions(desk, settings),
        ),
        rows=read.rows,
        listed=written.listed if written else 0,
        root=written.root if written else None,
        facts=written.facts if written else None,
        comparison=None,
        earlier=None,
        reading=secrets.token_hex(8),
    )
    if written is not None:
        decided = _carry_out(desk, tables, settings)
        if decided or read.has_other_spellings:
            with desk.folder.database.read() as connection:
                record = record.changed(listed=count_listed(connection, tables))
        record = _compared(desk, campaign_id, record, tables, known=written.known)
    stored = StoredPending(
        tables=tables,
        columns=read.plan.columns,
        record=as_record(record),
        by=by.public_key,
        at=desk.now(),
    )
    return stored, record


def keep_pending(
    desk: Desk,
    campaign_id: CampaignId,
    read: SourceRead,
    *,
    by: Person,
    source: str = "",
    judged_anew: PendingRecord | None = None,
) -> None:
    """Keep what was read as the campaign's pending audience, in place of any other.

    `source` is the file's place; `judged_anew` is what was kept of the same rows before.
    """
    stored, record = make_pending(desk, campaign_id, read, by=by)
    record = replace(record, source=source)
    if judged_anew is not None:
        record = replace(record, reading=judged_anew.reading, source=judged_anew.source)
    desk.pending.save(replace(stored, record=as_record(record)))
    desk.recipients.drop_forgotten(campaign_id)


def pending_view(desk: Desk, campaign_id: CampaignId) -> PendingAudience | None:
    """Give the pending audience ready to show, or None."""
    stored = desk.pending.get(campaign_id)
    if stored is None:
        return None
    return _kept_view(desk, campaign_id, stored)


def require_view(desk: Desk, campaign_id: CampaignId) -> PendingAudience:
    """Give the pending audience ready to show; raises NotFound when there is none."""
    return _kept_view(desk, campaign_id, require_pending(desk, campaign_id)[0])


def _kept_view(desk: Desk, campaign_id: CampaignId, stored: StoredPending) -> PendingAudience:
    record = from_record(stored.record)
    purpose = load_content(desk, campaign_id).campaign.purpose
    key = (
        "pending", campaign_id, record.reading, stored.tables.number, record.version,
        record.settings, purpose, desk.suppressions.version(),
    )  # fmt: skip
    return desk.kept(key, lambda: view_of(desk, stored, record, purpose))


def ready_people(desk: Desk, stored: StoredPending, record: PendingRecord) -> ReadyPeople:
    """Make the pending people ready to be taken over: fold them anew where they were changed."""
    root, facts, count = record.root, record.facts, record.listed
    if root is None or facts is None:
        folded = fold_again(desk.folder.database, stored.tables, stored.columns)
        root, facts, count = folded.root, folded.facts, folded.listed
    facts = replace(
        facts,
        source=record.file,
        source_columns=record.source_columns,
        decisions=decisions_text(record.settings),
    )
    return ReadyPeople(
        tables=stored.tables,
        columns=stored.columns,
        count=count,
        root=root,
        facts=facts,
        kept=_kept_for_proof(desk, stored.tables.campaign_id),
    )


def remember_settings(desk: Desk, campaign_id: CampaignId, settings: AudienceSettings) -> None:
    """Store decisions about the pending audience that change nobody's place in it."""
    stored, record = require_pending(desk, campaign_id)
    changed = replace(record, settings=settings, version=record.version + 1)
    with desk.folder.database.write() as connection:
        remember(connection, stored.tables, as_record(changed))


def proved_listing(desk: Desk, campaign_id: str) -> Listing | None:
    """Give the audience that the newest proof froze, if its people are kept."""
    proof = desk.proofs.latest(campaign_id)
    if proof is None:
        return None
    root = read_manifest(proof.manifest).text("audience", "root")
    with desk.folder.database.read() as connection:
        return listing_with_root(connection, campaign_id, root)


def _kept_for_proof(desk: Desk, campaign_id: str) -> frozenset[int]:
    """People of the newest proof stay, to say what has changed since."""
    listing = proved_listing(desk, campaign_id)
    return frozenset() if listing is None else frozenset({listing.change.number})


def remember_change(
    connection: Connection, stored: StoredPending, record: PendingRecord, settings: AudienceSettings
) -> None:
    """Store that rows of the pending audience were changed, in the transaction that does it."""
    listed = count_listed(connection, stored.tables)
    changed = record.changed(listed=listed, settings=settings)
    remember(connection, stored.tables, as_record(changed))


def view_of(
    desk: Desk, stored: StoredPending, record: PendingRecord, purpose: Purpose
) -> PendingAudience:
    """Say everything about an audience that was read."""
    with desk.folder.database.read() as connection:
        grouped = problem_groups(connection, stored.tables)
        left_out = left_out_counts(connection, stored.tables)
        wrong = list(problems(connection, stored.tables, limit=MAX_FINDINGS + 1))
    suppressed = count_suppressed(desk, stored.tables, purpose)
    out = sum(left_out.values())
    about_list = still_said(record.list_findings, left_out)
    found = [*record.source_findings, *about_list]
    told = _told(wrong, grouped, record.file)
    if record.listed or out or wrong:
        # Whoever is written to later was promised with the others.
        found += find_contract_findings(record.settings, record.rows - out + left_out.get(LATER, 0))
    if not record.listed and not blocking([*found, *told]):
        found.append(finding("audience.nobody", where={"file": record.file}, file=record.file))
    return PendingAudience(
        file=record.file,
        rows=record.rows,
        people=record.listed,
        bad_rows=record.rows - record.listed - out,
        suppressed=suppressed,
        left_out=tuple(LeftOut(code=code, rows=rows) for code, rows in left_out.items()),
        groups=tuple(_group(item, record.file) for item in grouped),
        findings=(*found, *told),
        comparison=record.comparison,
        earlier=record.earlier,
        read_at=stored.at,
        reading=record.reading,
        warned=warned_groups(about_list),
    )


def _told(
    wrong: Sequence[tuple[int, str, str, str]], grouped: Sequence[ProblemGroup], file: str
) -> list[Finding]:
    told = [problem_finding(item, file=file) for item in wrong[:MAX_FINDINGS]]
    if len(wrong) > MAX_FINDINGS:
        more = sum(item.count for item in grouped) - MAX_FINDINGS
        told.append(finding("audience.more_findings", count=more))
    return told


def _group(item: ProblemGroup, file: str) -> FindingGroup:
    return FindingGroup(
        code=item.code,
        severity=Severity(finding_severity(item.code)),
        column=item.column,
        count=item.count,
        first=problem_finding(item.first, file=file),
        may_leave_out=item.code not in _NOT_LEFT_OUT,
    )


def count_suppressed(desk: Desk, tables: PeopleTables, purpose: Purpose) -> int:
    """Count the listed people whom a message of this purpose must not reach."""
    with desk.folder.database.read() as connection:
        count = count_stopped(connection, tables, purpose)
        blocked = desk.suppressions.blocked(purpose)
        if not blocked.digests:
            return count
        erased = replace(blocked, keys=frozenset())
        return count + sum(
            erased.hold(key if key.isascii() else mailbox_key(key))
            for some in keys_in_order(connection, tables)
            for key, _row in some
        )


def _carry_out(desk: Desk, tables: PeopleTables, settings: AudienceSettings) -> bool:
    """Leave out who was decided against; tell whether anybody is listed no more by that."""
    decided = 0
    for other in settings.exclude:
        listing = desk.recipients.listing(other)
        if listing is not None:
            with desk.folder.database.write(bulk=True) as connection:
                decided += exclude_people(connection, tables, listing.tables, code=EXCLUDE)
                decided += _exclude_spelt_otherwise(connection, tables, listing.tables)
    if settings.corrects:
        allowed = keys_to_correct(desk, CampaignId(settings.corrects), tables.campaign_id)
        decided += leave_out_others(desk.folder.database, tables, allowed, code=NOT_HELD)
    if settings.follows:
        allowed = keys_to_follow(desk, settings)
        decided += leave_out_others(desk.folder.database, tables, allowed, code=NOT_FOLLOWED)
    for decision in settings.leave_out:
        with desk.folder.database.write() as connection:
            rows = rows_meant(desk, connection, tables, decision.code)
            if len(rows) <= decision.rows:
                leave_out_rows(connection, tables, rows, decision.code)
                decided += 0 if is_bar(decision.code) else len(rows)
    return decided > 0


def _exclude_spelt_otherwise(
    connection: Connection, tables: PeopleTables, others: PeopleTables
) -> int:
    """Take off the list whom other tables list under another spelling of the domain."""
    spelt = [
        (row, mailbox_spellings(key)[1:])
        for some in keys_in_order(connection, tables)
        for key, row in some
        if "xn--" in key or not key.isascii()
    ]
    rows = [
        row
        for row, spellings in spelt
        if any(row_of_key(connection, others, key) is not None for key in spellings)
    ]
    leave_out_rows(connection, tables, rows, EXCLUDE)
    return len(rows)


def _unknown_exclusions(desk: Desk, settings: AudienceSettings) -> Iterable[Finding]:
    known = {record.id for record in desk.campaigns.all()} if settings.exclude else set()
    where: dict[str, str | int] = {"file": settings.file, "key": "audience.exclude"}
    for other in settings.exclude:
        if other not in known:
            yield finding("exclude.unknown", where=where, id=other)
        elif purged_finding(desk, other) is not None:
            yield finding("exclude.purged", where=where, name=desk.campaigns.get(other).name)


def _compared(
    desk: Desk, campaign_id: CampaignId, record: PendingRecord, tables: PeopleTables, *, known: int
) -> PendingRecord:
    """Compare with the audience in use, and with the last campaign from the same source."""
    own = desk.recipients.listing(campaign_id)
    comparison = None
    if own is not None and known:
        comparison = compare(desk, tables, own.tables)
    elif own is not None:
        before = own.change.count
        comparison = AudienceComparison(
            before=before, added=record.listed, removed=before, changed=0
        )
    return replace(
        record, comparison=comparison, earlier=_earlier(desk, campaign_id, record, tables)
    )


def _earlier(
    desk: Desk, campaign_id: CampaignId, record: PendingRecord, tables: PeopleTables
) -> AudienceComparison | None:
    """Compare with the last campaign that has its people still, from a file of the same columns."""
    found = []
    for other in desk.campaigns.all():
        if other.id == campaign_id or purged_finding(desk, other.id) is not None:
            continue
        facts = desk.recipients.facts(other.id)
        if facts and (facts.source, facts.source_columns) == (record.file, record.source_columns):
            listing = desk.recipients.listing(other.id)
            if listing is not None:
                found.append((listing.change.at, other.name, listing.tables))
    if not found:
        return None
    _at, name, others = max(found, key=lambda item: item[0])
    return compare(desk, tables, others, of=name)


def compare(
    desk: Desk, new: PeopleTables, old: PeopleTables, *, of: str = ""
) -> AudienceComparison:
    """Put an audience beside an earlier one."""
    with desk.folder.database.read() as connection:
        found = compare_people(connection, new, old)
    return AudienceComparison(
        before=found.before, added=found.added, removed=found.removed, changed=found.changed, of=of
    )
