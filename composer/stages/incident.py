"""What happened: everything that is known of a send, the pack that proves it, and what comes next.

`Workspace.incident` is one of these. What is told comes from the record, the proof and the copies
in the team's own mailboxes, and nothing is told that they do not show.
"""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from composer.errors import Blocked, NotFound, UsageError
from composer.findings import finding
from composer.i18n import _, place
from composer.model.identifiers import CampaignId
from composer.model.incident import (
    Incident,
    IncidentBatch,
    IncidentCopies,
    IncidentEvent,
    IncidentVersion,
)
from composer.model.later import LinkedCampaign
from composer.model.moves import LedgerRow
from composer.model.person import Person
from composer.model.states import RecipientState
from composer.proofs.evidence import Verdict
from composer.proofs.manifest import read_manifest
from composer.proofs.permit import FIRST_COPY_SLOT
from composer.records.dossier import moment_words
from composer.records.evidence import Addresses
from composer.records.incident_copies import addresses_in
from composer.records.incident_sentences import (
    known_sentences,
    unknown_sentences,
    who_sentences,
)
from composer.stages.bounce_counts import bounce_counts
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.stages.ended import record_of
from composer.stages.evidence import export_evidence
from composer.stages.followed import HANDED_OVER, UNCLEAR
from composer.stages.following import follow_up
from composer.stages.progress import read_progress
from composer.stages.received_copies import FOLDER
from composer.stages.report_facts import dossier_of
from composer.stages.reporting import write_report
from composer.stages.sent_versions import known_proofs
from composer.stages.testing import watch_state

PACK_ACT = "incident.pack"
_UNKNOWN = frozenset({RecipientState.UNKNOWN, RecipientState.BRINK})
_DIFFERENT, _EQUAL, _MISSING = Verdict.DIFFERENT.value, Verdict.EQUAL.value, Verdict.MISSING.value


class Incidents:
    """What happened in the sends of one open workspace."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def what_happened(self, campaign_id: CampaignId) -> Incident:
        """Gather what is known of a send; everything here blocks.

        Raises:
            Blocked: nothing of this campaign was sent.
        """
        return what_happened(self._desk, campaign_id)

    def follow_up(
        self,
        campaign_id: CampaignId,
        *,
        groups: tuple[str, ...] = (HANDED_OVER, UNCLEAR),
        by: Person,
    ) -> LinkedCampaign:
        """Make the campaign that writes to those who got it, or may have got it.

        `groups` are handed_over, unclear; `proof P` for those who got this version only; `batch N`
        and `batch N of P` for some batches only.

        Raises:
            Blocked: as `following.follow_up`.
        """
        return follow_up(self._desk, campaign_id, groups=groups, by=by)

    def write_pack(self, campaign_id: CampaignId, place_of: Path, *, by: Person) -> None:
        """Write what proves it into one folder, or one .zip: evidence, report, who got what.

        Raises:
            UsageError: the folder holds something already.
            Blocked: nothing of this campaign was sent.
        """
        is_zip = place_of.suffix.lower() == ".zip"
        if not is_zip and place_of.exists() and (not place_of.is_dir() or any(place_of.iterdir())):
            raise UsageError(place(_("{folder} is not an empty folder."), folder=place_of))
        incident = what_happened(self._desk, campaign_id)
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            (folder / "what-happened.txt").write_text(incident_text(incident), encoding="utf-8")
            write_report(self._desk, campaign_id, "html", folder / "report.html")
            write_report(self._desk, campaign_id, "csv", folder / "who-got-what.csv")
            export_evidence(
                self._desk,
                campaign_id,
                folder / "evidence.composer-evidence",
                addresses=Addresses.NONE,
                by=by,
            )
            _put(folder, place_of, is_zip=is_zip)
        self._desk.audit.append(
            person=by.public_key, action=PACK_ACT, details={"campaign": campaign_id}
        )


def what_happened(desk: Desk, campaign_id: CampaignId) -> Incident:
    """Gather what is known of a send."""
    content = load_content(desk, campaign_id)
    with record_of(desk, campaign_id) as view:
        if view is None or not (counts := view.counts()).total:
            raise Blocked([finding("send.not_begun")])
        rows = tuple(view.rows())
        digest, proofs = view.proof, view.proofs
    dossier = dossier_of(desk, content)
    progress = read_progress(desk.send_folder(campaign_id))
    times = sorted(
        moment
        for row in rows
        if row.state is RecipientState.ACCEPTED and (moment := _moment(row.at))
    )
    return Incident(
        name=content.campaign.name,
        subject=dossier.subject if dossier else "",
        proof=digest,
        began_at=progress.started_at,
        first_at=times[0] if times else None,
        last_at=times[-1] if times else None,
        counts=counts,
        versions=tuple(_versions(desk, rows, proofs)),
        batches=tuple(_batches(rows, proofs)),
        events=tuple(
            IncidentEvent(at=event.at, words=event.words)
            for event in (dossier.events if dossier else ())
        ),
        searched=_searched(desk, digest),
        copies=_copies(desk, campaign_id, times, proofs=_known(desk, proofs)),
        bounces=bounce_counts(desk, campaign_id),
        is_running=progress.running,
    )


def incident_text(incident: Incident) -> str:
    """Say all of it as plain text."""
    parts = (
        (_("Who got it"), who_sentences(incident)),
        (_("What is known"), known_sentences(incident)),
        (_("What is not known"), unknown_sentences(incident)),
        (
            _("What happened when"),
            (f"{moment_words(event.at)}  {event.words}" for event in incident.events),
        ),
    )
    lines = [incident.name, incident.subject, incident.proof]
    for title, sentences in parts:
        lines += ["", title, *(f"  {sentence}" for sentence in sentences)]
    return "\n".join(lines) + "\n"


# --- inside -------------------------------------------------------------------------------------


def _known(desk: Desk, proofs: Mapping[int, str]) -> tuple[str, ...]:
    """Give the proofs that were sent and are here, in the order of sending."""
    named = dict.fromkeys(proofs[plan] for plan in sorted(proofs))
    return tuple(one.digest for one in known_proofs(desk, named))


def _versions(
    desk: Desk, rows: tuple[LedgerRow, ...], proofs: Mapping[int, str]
) -> Iterator[IncidentVersion]:
    """Give each frozen version that somebody got or may have got, in the order of sending."""
    subjects: dict[str, str] = {
        one.digest: read_manifest(one.manifest).text("message", "subject")
        for one in known_proofs(desk, dict.fromkeys(proofs.values()))
    }
    for proof in dict.fromkeys(proofs[plan] for plan in sorted(proofs)):
        own = [row for row in rows if proofs.get(row.plan) == proof]
        done = [row for row in own if row.state is RecipientState.ACCEPTED]
        unclear = sum(row.state in _UNKNOWN for row in own)
        times = sorted(moment for row in done if (moment := _moment(row.at)))
        if done or unclear:
            yield IncidentVersion(
                proof=proof,
                subject=subjects.get(proof, ""),
                handed_over=len(done),
                unclear=unclear,
                first_at=times[0] if times else None,
                last_at=times[-1] if times else None,
            )


def _batches(rows: tuple[LedgerRow, ...], proofs: Mapping[int, str]) -> Iterator[IncidentBatch]:
    """Give the batches of which somebody has it or may have it, in the order of sending.

    A version that came back by an undo begins with a batch 1 once more: both are that one.
    """
    first = {proof: plan for plan, proof in sorted(proofs.items(), reverse=True)}
    people: Counter[tuple[int, int]] = Counter()
    done: Counter[tuple[int, int]] = Counter()
    unclear: Counter[tuple[int, int]] = Counter()
    for row in rows:
        key = first.get(proofs.get(row.plan, ""), row.plan), row.batch
        people[key] += 1
        done[key] += row.state is RecipientState.ACCEPTED
        unclear[key] += row.state in _UNKNOWN
    got_it = [key for key in sorted(people) if key[1] and (done[key] or unclear[key])]
    several = len({plan for plan, _number in got_it}) > 1
    for key in got_it:
        yield IncidentBatch(
            number=key[1],
            people=people[key],
            handed_over=done[key],
            unclear=unclear[key],
            proof=proofs.get(key[0], "") if several else "",
        )


def _searched(desk: Desk, digest: str) -> int:
    """Count the messages of the proof that was sent: sealing asks for a clean search of all."""
    try:
        stored = desk.proofs.proof(digest)
    except NotFound:
        return 0
    return read_manifest(stored.manifest).number("messages", "count")


def _copies(
    desk: Desk, campaign_id: CampaignId, times: list[datetime], *, proofs: tuple[str, ...]
) -> IncidentCopies:
    """Sum up the copies of every version that was sent, whatever was frozen since."""
    states = [state for proof in proofs for state in watch_state(desk, campaign_id, proof=proof)]
    if not states:
        return IncidentCopies()
    counted = Counter(one.state for one in states)
    parts = tuple(
        dict.fromkeys(part for one in states for part, _expected, _found in one.differences)
    )
    kept = tuple((desk.send_folder(campaign_id) / FOLDER).glob("*.eml"))
    shown = sorted(set(_shown(desk, campaign_id, kept)))
    last_right = _last_right(desk, campaign_id, proofs)
    return IncidentCopies(
        sent=len(states),
        equal=counted[_EQUAL],
        different=counted[_DIFFERENT],
        missing=counted[_MISSING],
        parts=parts,
        kept=len(kept),
        shown=tuple(shown),
        in_doubt=sum(last_right is None or one > last_right for one in times)
        if counted[_DIFFERENT]
        else 0,
    )


def _last_right(desk: Desk, campaign_id: CampaignId, proofs: tuple[str, ...]) -> datetime | None:
    """Tell when the newest copy left before the first that arrived different."""
    last: datetime | None = None
    for proof in proofs:
        states = watch_state(desk, campaign_id, proof=proof)
        equal = {one.slot for one in states if one.state == _EQUAL}
        for line in sorted(desk.tests.all(proof), key=lambda one: one.slot):
            if line.slot < FIRST_COPY_SLOT or line.sent_at is None:
                continue
            if line.slot not in equal:
                return last
            last = line.sent_at
    return last


def _shown(desk: Desk, campaign_id: CampaignId, kept: tuple[Path, ...]) -> Iterator[str]:
    """Find people of the list whose address stands in a copy that is kept."""
    written = set(_written(desk, campaign_id))
    for path in kept:
        with suppress(OSError):
            for address in addresses_in(path.read_bytes()):
                if address.lower() in written:
                    continue
                with suppress(NotFound):
                    yield desk.recipients.by_address(campaign_id, address).address


def _written(desk: Desk, campaign_id: CampaignId) -> Iterator[str]:
    """Give the addresses that stand in the message on purpose: its sender, and who is answered."""
    campaign = load_content(desk, campaign_id).campaign
    for mailbox in (campaign.sender, campaign.reply_to):
        if mailbox is not None:
            yield mailbox.address.lower()


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _put(folder: Path, place_of: Path, *, is_zip: bool) -> None:
    """Put the pack in its place: whole, or not at all."""
    place_of.parent.mkdir(parents=True, exist_ok=True)
    if not is_zip:
        place_of.mkdir(mode=0o700, exist_ok=True)
        for file in sorted(folder.iterdir()):
            shutil.move(file, place_of / file.name)
        return
    unfinished = place_of.with_name(f".{place_of.name}.unfinished")
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as pack:
            for file in sorted(folder.iterdir()):
                pack.write(file, file.name)
        unfinished.replace(place_of)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
