"""Taking a campaign in from a folder, and giving it out again.

A folder is read, judged and only then taken over, in one transaction with its audience: a finding
that must be fixed leaves everything as it was. A trial in a worker process keeps a template that
never ends out of the workspace.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from operator import itemgetter
from pathlib import Path

from composer.findings import Finding, blocking, finding
from composer.folder.load import SETTINGS_FILE, LoadedFolder, load_folder
from composer.folder.write import edit_settings, write_folder
from composer.model.campaign import Campaign
from composer.model.identifiers import CampaignId
from composer.model.message import RenderContext
from composer.model.overview import ImportResult
from composer.model.person import Person, Role
from composer.model.recipient import Recipient
from composer.rendering.compile import find_template_findings
from composer.stages.audience_lock import audience_lock, sweep
from composer.stages.audience_pending import make_pending, ready_people, view_of
from composer.stages.audience_reading import Watching, open_given, options_of, read_source
from composer.stages.audience_records import PendingRecord
from composer.stages.branding import with_brand
from composer.stages.desk import Desk
from composer.stages.editing import require_not_open_elsewhere
from composer.stages.later_links import rows_for_later
from composer.stages.people import require_known_role
from composer.stages.revising import newest_content
from composer.stages.translation_acts import declare
from composer.stages.translation_evolving import move_comments, with_translations
from composer.stages.trial import find_trial_findings
from composer.store.campaigns import is_campaign_id, new_campaign_id
from composer.store.pending_people import StoredPending
from composer.store.recipients import ReadyPeople
from composer.translation.locales import resolve_locale
from composer.translation.progress import find_translation_findings

TAKEN_OVER_UNFINISHED = frozenset(
    {"translation.unfinished", "translation.needs_work", "translation.unreviewed"}
)
"""Work in progress may come in; it keeps the campaign from being sealed."""
USED_UNTRANSLATED = TAKEN_OVER_UNFINISHED | {"translation.missing_catalogue"}
"""A list may be used before its languages are begun: who reads what is known from the list."""


def import_folder(
    desk: Desk, folder: Path, *, by: Person, campaign_id: CampaignId | None = None
) -> ImportResult:
    """Take a folder in: as a new campaign, or as a new revision of `campaign_id`."""
    require_known_role(desk, by, Role.AUTHOR, Role.OWNER, Role.TRANSLATOR)
    loaded = load_folder(folder)
    if campaign_id is not None:
        require_not_open_elsewhere(desk, campaign_id)
    findings = [*loaded.findings, *_identity_findings(desk, loaded, campaign_id)]
    campaign, message, source = loaded.campaign, loaded.message, loaded.audience
    if campaign is None or source is None:
        name = campaign.name if campaign else ""
        return ImportResult(id="", name=name, findings=tuple(findings))
    target = campaign_id or _own_id(desk, loaded) or new_campaign_id()
    sweep(desk)
    with audience_lock(desk, target):
        stored, record = _read_people(desk, target, source.path, campaign, by=by)
        findings += view_of(desk, stored, record, campaign.purpose).findings
        findings += _practice_findings(desk, campaign)
        ready = ready_people(desk, stored, record)
        if message is not None:
            context = RenderContext(
                campaign=campaign, message=message, message_seed="0" * 32, columns=stored.columns
            )
            findings += content_findings(desk, context, ready, trial=not blocking(findings))
        taken = ""
        if not blocking(findings):
            desk.recipients.carry_along(ready.tables)
            former = newest_content(desk, target) if campaign_id else None
            taken = _store(desk, loaded, ready, by=by, is_new=campaign_id is None)
            brought = message.catalogues if message else ()
            known = former.message.catalogues if former else ()
            declare(desk, target, before=known, after=brought, by=by)
        desk.recipients.drop_forgotten(target)
    return ImportResult(id=taken, name=campaign.name, findings=tuple(findings))


def _read_people(
    desk: Desk, target: CampaignId, file: Path, campaign: Campaign, *, by: Person
) -> tuple[StoredPending, PendingRecord]:
    settings = campaign.audience
    source = open_given(file, options=options_of(settings), name=settings.file)
    read = read_source(desk, target, source, settings=settings, watching=Watching())
    return make_pending(desk, target, read, by=by)


def content_findings(
    desk: Desk,
    context: RenderContext,
    ready: ReadyPeople,
    *,
    trial: bool,
    unsaid: frozenset[str] = TAKEN_OVER_UNFINISHED,
) -> list[Finding]:
    """Find what the message finds in these people: fields, languages, one of each rendered.

    Findings with the codes `unsaid` are left to the gate that keeps the campaign from being sealed.
    """
    templates = find_template_findings(context)
    found = templates + [
        item
        for item in find_translation_findings(
            context.message,
            set(ready.facts.locales),
            context.campaign.stated_fallbacks,
        )
        if item.code not in unsaid
    ]
    if trial and not blocking(found):
        found += find_trial_findings(context, _one_of_each_locale(desk, context, ready))
    return found


def _one_of_each_locale(desk: Desk, context: RenderContext, ready: ReadyPeople) -> list[Recipient]:
    available = [catalogue.locale for catalogue in context.message.catalogues]
    chosen: dict[str, str] = {}
    for wish in ready.facts.locales:
        locale = resolve_locale(
            wish,
            available=[*available, context.message.locale],
            fallback=context.campaign.stated_fallbacks,
            source=context.message.locale,
        )
        if locale is not None:
            chosen.setdefault(locale, wish)
    return desk.recipients.first_of_each(ready, tuple(chosen.values()))


def export_folder(
    desk: Desk, campaign_id: CampaignId, folder: Path, *, by: Person | None = None
) -> None:
    """Write a campaign as a plain folder, with the audience as it is listed now."""
    tree = desk.campaigns.tree(campaign_id)
    write_folder(folder, tree, audience_csv(desk, campaign_id), campaign_id)
    desk.audit.append(
        person=by.public_key if by else "",
        action="campaign.export",
        details={"campaign": campaign_id},
    )


def audience_csv(desk: Desk, campaign_id: CampaignId) -> bytes:
    """Write the listed audience as CSV, in the order of its file, every cell as it was read.

    Whoever is written to later by another campaign is among them, as the settings say so.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(desk.recipients.columns(campaign_id))
    rows = [
        (one.row, [value for _name, value in one.fields])
        for one in desk.recipients.recipients(campaign_id)
    ]
    rows += rows_for_later(desk, campaign_id)
    writer.writerows(cells for _row, cells in sorted(rows, key=itemgetter(0)))
    return text.getvalue().encode("utf-8")


def _identity_findings(
    desk: Desk, loaded: LoadedFolder, campaign_id: CampaignId | None
) -> list[Finding]:
    folder_id = loaded.campaign_id
    known = {record.id: record for record in desk.campaigns.all()}
    if campaign_id is None and folder_id in known:
        record = known[CampaignId(str(folder_id))]
        return [
            finding(
                "campaign.known",
                where={"file": "campaign.toml", "key": "id"},
                name=record.name,
                id=record.id,
            )
        ]
    if campaign_id is not None and folder_id not in {None, "", campaign_id}:
        return [
            finding(
                "campaign.other_id",
                where={"file": "campaign.toml", "key": "id"},
                id=str(folder_id),
                wanted=campaign_id,
            )
        ]
    return []


def _own_id(desk: Desk, loaded: LoadedFolder) -> CampaignId | None:
    """Give the id that a folder had elsewhere, so that links between campaigns hold here as well.

    None where it is no id of ours, or a campaign of that id has begun to be sent here before.
    """
    wanted = CampaignId(str(loaded.campaign_id or ""))
    if is_campaign_id(wanted) and not desk.send_folder(wanted).exists():
        return wanted
    return None


def _practice_findings(desk: Desk, campaign: Campaign) -> list[Finding]:
    if desk.folder.is_practice and not campaign.transport.stays_on_this_computer:
        return [
            finding(
                "campaign.practice_only",
                where={"file": "campaign.toml", "key": "transport"},
            )
        ]
    return []


def _without_id(tree: Mapping[str, bytes]) -> dict[str, bytes]:
    """Take out the line that export writes: a folder that comes back unchanged is unchanged."""
    return {**tree, SETTINGS_FILE: edit_settings(tree[SETTINGS_FILE], {"id": None})}


def _store(
    desk: Desk, loaded: LoadedFolder, people: ReadyPeople, *, by: Person, is_new: bool
) -> CampaignId:
    """Store a folder with its people, both or neither."""
    tree, name = _without_id(loaded.tree), loaded.campaign.name if loaded.campaign else ""
    campaign_id = CampaignId(people.tables.campaign_id)
    if is_new:
        desk.campaigns.create(
            name=name, tree=with_brand(desk, tree), by=by.public_key, people=people
        )
    else:
        former = newest_content(desk, campaign_id)
        tree = with_translations(former, tree) if former else tree
        desk.campaigns.add_revision(
            campaign_id, tree=tree, by=by.public_key, name=name, people=people
        )
        if former:
            move_comments(desk, campaign_id, before=former, tree=tree)
    desk.audit.append(
        person=by.public_key, action="campaign.import", details={"campaign": campaign_id}
    )
    return campaign_id
