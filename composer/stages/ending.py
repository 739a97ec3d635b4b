"""After a stop: ending a send for those who have not got it, or correcting it for exactly them.

Both are final: everybody who waits becomes cancelled, in one step of the record, and no new proof
writes to them. Guards rule 4: the campaign that corrects lists whom the record held in that very
step, and nobody who was handed over or is unclear. The record is ended before that campaign exists;
a program that is cut off in between leaves people who are written to by nobody, never by both, and
the same call again makes the campaign.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from composer.delivery.stopping import require_not_ended
from composer.errors import Blocked
from composer.findings import blocking, finding
from composer.folder.audience_source import with_audience_settings
from composer.folder.load import SETTINGS_FILE
from composer.folder.write import edit_settings
from composer.i18n import _, place
from composer.model.acts import PARTED
from composer.model.ending import EndPlan
from composer.model.identifiers import CampaignId
from composer.model.later import LinkedCampaign
from composer.model.moves import Hold
from composer.model.person import Person, Role
from composer.stages.audience_deciding import RowsHere, rows_here, stored_source
from composer.stages.audience_lock import audience_lock, sweep
from composer.stages.audience_pending import make_pending, ready_people, view_of
from composer.stages.audience_reading import Watching, read_source
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.dispatching import open_ledger, require_original
from composer.stages.ended import campaign_name, people_to_correct, record_of
from composer.stages.log_words import for_log
from composer.stages.people import require_known_role
from composer.stages.settling import signer_if_here
from composer.store.campaigns import new_campaign_id
from composer.store.ledger import SqliteLedger
from composer.store.recipients import ReadyPeople

_PATIENCE_S = 5.0
ENDED_ACT, CORRECTED_ACT = "send.end_here", "send.correct"


class AfterStop:
    """What may be done with a send that rests; `Workspace.after_stop` is one of these."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def plan(self, campaign_id: CampaignId) -> EndPlan:
        """Say whom an end would leave out."""
        return plan_end(self._desk, campaign_id)

    def end_here(
        self, campaign_id: CampaignId, *, people: int, reason: str = "", by: Person
    ) -> int:
        """Leave out for good whoever has not got it; gives how many."""
        return end_here(self._desk, campaign_id, people=people, reason=reason, by=by)

    def correct(
        self, campaign_id: CampaignId, *, people: int, reason: str = "", by: Person
    ) -> LinkedCampaign:
        """End it, and make the campaign that corrects it for whoever has not got it."""
        return correct(self._desk, campaign_id, people=people, reason=reason, by=by)


def plan_end(desk: Desk, campaign_id: CampaignId) -> EndPlan:
    """Say whom an end would leave out, and who is never written to again in any case."""
    with record_of(desk, campaign_id) as view:
        if view is None or not (counts := view.counts()).total:
            raise Blocked([finding("send.not_begun")])
        people = len(view.open_people()) + counts.claimed
    done = counts.accepted + counts.refused
    return EndPlan(people=people, done=done, unclear=counts.unknown + counts.brink)


def end_here(
    desk: Desk, campaign_id: CampaignId, *, people: int, reason: str = "", by: Person
) -> int:
    """Leave out for good whoever has not got it, and count them.

    `people` is the number that somebody agreed to.

    Raises:
        Blocked: not a sender or owner, another number, nobody waits, or it was ended before.
        LockHeld: it is being sent.
    """
    content = _require_may_end(desk, campaign_id, by)
    with open_ledger(desk, content) as ledger:
        _require_open(desk, campaign_id, ledger, people)
        count = ledger.end(by=by.public_key, reason=_recordable(reason))
        ledger.sign("ended", sign_head=signer_if_here(desk, by))
    desk.audit.append(
        person=by.public_key,
        action=ENDED_ACT,
        details={"campaign": campaign_id, "people": count},
    )
    return count


def correct(
    desk: Desk, campaign_id: CampaignId, *, people: int, reason: str = "", by: Person
) -> LinkedCampaign:
    """End a send, and make the campaign that corrects it for exactly those who had not got it.

    It is a copy with checks, a test and a sign-off of its own, and names this one in its settings.

    Raises:
        Blocked: as for `end_here`; or a list waits, or not everybody is on the list any more.
        LockHeld: it is being sent.
    """
    content = _require_may_end(desk, campaign_id, by)
    sweep(desk)
    with open_ledger(desk, content) as ledger:
        begun = _begun_correction(desk, ledger.hold)
        if not begun:
            _require_open(desk, campaign_id, ledger, people)
        target = begun or new_campaign_id()
        with audience_lock(desk, target, patience_s=_PATIENCE_S):
            copy = _prepare(desk, content, target=target, begun=bool(begun), by=by)
            # Nothing may stand against the copy's list before the first campaign is ended.
            desk.audit.append(
                person=by.public_key,
                action=PARTED,
                details={"campaign": campaign_id, "linked": target},
            )
            if not begun:
                ledger.end(by=by.public_key, reason=_recordable(reason), linked=target)
                ledger.sign("ended", sign_head=signer_if_here(desk, by))
            _make(desk, content, copy, by=by)
    desk.audit.append(
        person=by.public_key,
        action=CORRECTED_ACT,
        details={"campaign": campaign_id, "linked": target, "people": copy.people.count},
    )
    return LinkedCampaign(
        id=target, name=copy.name, wishes=(), people=copy.people.count, is_later=True
    )


# --- inside -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Copy:
    """The campaign that is to be made: its name, files and people."""

    name: str
    tree: dict[str, bytes]
    people: ReadyPeople


def _recordable(reason: str) -> str:
    """Take addresses out of a person's words: nothing is ever taken out of the record again."""
    return " ".join(for_log(reason).split())


def _require_may_end(desk: Desk, campaign_id: CampaignId, by: Person) -> Content:
    require_known_role(desk, by, Role.SENDER, Role.OWNER)
    require_original(desk)
    if not (desk.send_folder(campaign_id) / "ledger.db").exists():
        raise Blocked([finding("send.not_begun")])
    return load_content(desk, campaign_id)


def _require_open(desk: Desk, campaign_id: CampaignId, ledger: SqliteLedger, people: int) -> None:
    """Require that somebody waits, and that it is as many as somebody agreed to."""
    require_not_ended(ledger.hold)
    if not ledger.counts().total:
        raise Blocked([finding("send.not_begun")])
    count = plan_end(desk, campaign_id).people
    if not count:
        raise Blocked([finding("send.nobody_waits")])
    if count != people:
        raise Blocked([finding("send.other_number", count=count)])


def _begun_correction(desk: Desk, hold: Hold | None) -> CampaignId | None:
    """Give the campaign that an end left people to and that was never made."""
    if hold is None or not hold.is_end:
        return None
    linked = str(dict(hold.values)["linked"])
    return CampaignId(linked) if linked and not campaign_name(desk, linked) else None


def _prepare(desk: Desk, content: Content, *, target: CampaignId, begun: bool, by: Person) -> _Copy:
    """Judge the rows for the copy; nothing but its own tables is written.

    After the end (`begun`) there is no other way forward: whoever left the list since is left out,
    and the campaign itself warns of it.
    """
    first = content.record.id
    rows = _require_rows(desk, first)
    held = frozenset(people_to_correct(desk, first, target))
    wanted = len(held)
    if begun:
        wanted = sum(person.id in held for person in desk.recipients.recipients(first))
    before = content.campaign.audience
    settings = replace(
        before,
        corrects=first,
        later=(),
        only=(),
        taken_from="",
        exclude=(),
        expected=wanted,
        tolerance=Decimal(0),
    )
    source = stored_source(desk, rows)
    read = read_source(desk, target, source, settings=settings, watching=Watching())
    stored, record = make_pending(desk, target, read, by=by)
    found = blocking(view_of(desk, stored, record, content.campaign.purpose).findings)
    if found:
        raise Blocked(found)
    if record.listed != wanted:
        raise Blocked([finding("correction.list_changed", where={"campaign": first})])
    name = place(_("{name}, corrected"), name=content.campaign.name)
    tree = dict(desk.campaigns.tree(first))
    written = with_audience_settings(tree[SETTINGS_FILE], before, settings)
    tree[SETTINGS_FILE] = edit_settings(written, {"name": name, "pace.planned": None})
    return _Copy(name=name, tree=tree, people=ready_people(desk, stored, record))


def _require_rows(desk: Desk, campaign_id: CampaignId) -> RowsHere:
    rows = rows_here(desk, campaign_id)
    if rows is None or rows.is_pending:
        raise Blocked([finding("later.pending", where={"campaign": campaign_id})])
    return rows


def _make(desk: Desk, content: Content, copy: _Copy, *, by: Person) -> None:
    """Make the campaign with its people, in one transaction."""
    target = CampaignId(copy.people.tables.campaign_id)
    desk.campaigns.create(
        name=copy.name,
        tree=copy.tree,
        by=by.public_key,
        people=copy.people,
        translations_of=content.record.id,
    )
    desk.recipients.drop_forgotten(target)
