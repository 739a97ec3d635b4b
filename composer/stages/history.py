"""Who did what and when: the workspace's log for people, sifted, verified, and as a table.

The log is believed as far as it is chained and pinned: its end is remembered in the user's state
folder, and each signed head of a record names how far it had come. A log cut off, written anew or
changed shows against one of them. What shows nothing: acts of the very newest moment, taken away
together with what is remembered outside, before any head was signed after them.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from composer.errors import LedgerError, SignatureRefused
from composer.i18n import _
from composer.model.history import (
    HistoryChoices,
    HistoryLine,
    HistoryPage,
    HistoryQuery,
    HistoryState,
)
from composer.model.identifiers import CampaignId, Digest
from composer.records.evidence import HEAD_TYPE
from composer.records.log_lines import details_of
from composer.records.report import safe_cell
from composer.signoff.dsse import open_envelope
from composer.stages.desk import Desk
from composer.stages.history_words import KINDS, act_words, acts_named, beginnings
from composer.stages.people import load_roster
from composer.store.audit import AuditEntry, AuditHead, LogFilter
from composer.store.files import write_atomically
from composer.store.ledger_view import open_ledger_read_only

_AT_ONCE = 5000
COLUMNS = ("number", "at", "person", "campaign", "act", "code", "details")


class History:
    """The log of one open workspace; blocking, and safe from several threads."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def page(self, query: HistoryQuery, *, offset: int, limit: int) -> HistoryPage:
        """Give some acts, the newest first."""
        names = _Names(self._desk)
        entries, total = self._desk.audit.page(_filter(query, names), offset=offset, limit=limit)
        return HistoryPage(lines=tuple(map(names.line, entries)), total=total)

    def choices(self) -> HistoryChoices:
        """Give what acts can be sifted by."""
        names = _Names(self._desk)
        return HistoryChoices(
            people=tuple(sorted(names.people.items(), key=lambda pair: pair[1].casefold())),
            campaigns=tuple(sorted(names.campaigns.items(), key=lambda pair: pair[1].casefold())),
            kinds=tuple((kind, _(words)) for kind, words in KINDS.items()),
        )

    def state(self) -> HistoryState:
        """Verify the whole log against itself and everything that is remembered of it."""
        audit = self._desk.audit
        found = audit.verify(remembered=tuple(_remembered(self._desk)))
        return HistoryState(entries=audit.head().number, findings=tuple(found))

    def export(self, file: Path, query: HistoryQuery) -> int:
        """Write the acts as a table, the oldest first; give how many."""
        names = _Names(self._desk)
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        count = 0
        for entry in self._all(_filter(query, names)):
            line = names.line(entry)
            at = entry.at.isoformat(timespec="seconds")
            said = [line.person, line.campaign, line.words, line.action, entry.details]
            writer.writerow([entry.number, at, *map(safe_cell, said)])
            count += 1
        write_atomically(file, b"\xef\xbb\xbf" + text.getvalue().encode("utf-8"))
        return count

    def _all(self, wanted: LogFilter) -> Iterator[AuditEntry]:
        total = self._desk.audit.page(wanted, offset=0, limit=0)[1]
        for offset in range(max(0, total - _AT_ONCE), -_AT_ONCE, -_AT_ONCE):
            limit = _AT_ONCE if offset >= 0 else _AT_ONCE + offset
            entries, _count = self._desk.audit.page(wanted, offset=max(0, offset), limit=limit)
            yield from reversed(entries)


class _Names:
    """How people and campaigns are called; keys and ids stand in the log."""

    def __init__(self, desk: Desk) -> None:
        try:
            roster = load_roster(desk)
        except SignatureRefused:  # the log can be read all the same
            roster = None
        people = roster.people if roster else ()
        self.people = {person.public_key: person.name for person in people}
        self.campaigns = {record.id: record.name for record in desk.campaigns.all()}
        self.proofs = {
            proof.digest: record for record in self.campaigns for proof in desk.proofs.all(record)
        }

    def line(self, entry: AuditEntry) -> HistoryLine:
        """Say one act in words."""
        details = details_of(entry)
        proof = Digest(str(details.get("proof")))
        campaign = str(details.get("campaign") or self.proofs.get(proof, CampaignId("")))
        return HistoryLine(
            number=entry.number,
            at=entry.at,
            person=self.people.get(entry.person, entry.person[:8]),
            campaign=self.campaigns.get(CampaignId(campaign), campaign),
            words=act_words(entry.action, details),
            action=entry.action,
        )

    def subjects(self, campaign: str) -> tuple[str, ...]:
        """Give what stands in an act's details when it is about a campaign."""
        own = (proof for proof, owner in self.proofs.items() if owner == campaign)
        return (campaign, *own)


def _filter(query: HistoryQuery, names: _Names) -> LogFilter:
    search = query.search.strip()
    wanted = LogFilter(
        person=query.person,
        beginnings=beginnings(query.kind),
        subjects=names.subjects(query.campaign) if query.campaign else (),
    )
    if not search:
        return wanted
    folded = search.casefold()
    found = [key for key, name in names.campaigns.items() if folded in name.casefold()]
    return replace(
        wanted,
        text=json.dumps(search, ensure_ascii=False)[1:-1],
        text_actions=acts_named(search),
        text_people=tuple(key for key, name in names.people.items() if folded in name.casefold()),
        text_subjects=tuple(subject for one in found for subject in names.subjects(one)),
    )


def _remembered(desk: Desk) -> Iterator[AuditHead]:
    """Give every head of the log that is known from elsewhere: the pin, and signed heads."""
    active = desk.folder.registry.active(desk.folder.id)
    if active is not None:
        yield active.head
    try:
        roster = load_roster(desk)
    except SignatureRefused:
        return
    people = roster.people if roster else ()
    keys = [key.public_key for person in people for key in person.device_keys]
    for record in desk.campaigns.all():
        path = desk.send_folder(record.id) / "ledger.db"
        if path.exists():
            yield from _signed_heads(path, keys)


def _signed_heads(path: Path, keys: list[str]) -> Iterator[AuditHead]:
    try:
        with open_ledger_read_only(path) as view:
            heads = view.signed_heads()
    except LedgerError:  # a damaged record is told where it is used
        return
    for _length, _head, _occasion, envelope in heads[-1:]:
        try:
            verified = open_envelope(
                envelope.encode("utf-8"), payload_type=HEAD_TYPE, public_keys=keys
            )
            named = json.loads(verified.payload).get("log")
        except (SignatureRefused, ValueError):
            continue
        match named:
            case [int(number), str(digest)]:
                yield AuditHead(number=number, hash=digest)
