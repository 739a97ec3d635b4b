"""Taking a campaign in from a folder or a file, and giving it out again.

A folder is read, judged and only then taken over, in one transaction with its audience: a finding
that must be fixed leaves everything as it was. A trial in a worker process keeps a template that
never ends out of the workspace.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from composer.audience.read import AudienceRead, Row, find_contract_findings, read_audience
from composer.errors import NotFound
from composer.findings import Finding, blocking, finding
from composer.folder.load import SETTINGS_FILE, LoadedFolder, load_folder
from composer.folder.write import edit_settings, write_folder
from composer.model.campaign import Campaign
from composer.model.identifiers import CampaignId, RecipientId
from composer.model.message import RenderContext
from composer.model.overview import ImportResult
from composer.model.person import Person, Role
from composer.model.recipient import Recipient
from composer.rendering.compile import find_template_findings
from composer.stages.branding import with_brand
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.stages.people import require_role
from composer.stages.trial import find_trial_findings
from composer.translation.locales import resolve_locale
from composer.translation.progress import find_translation_findings

TAKEN_OVER_UNFINISHED = frozenset({"translation.unfinished", "translation.needs_work"})
"""Work in progress may come in; it keeps the campaign from being sealed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A folder that was read: what it holds and everything that is wrong with it."""

    loaded: LoadedFolder
    audience: AudienceRead | None
    findings: tuple[Finding, ...]


def import_folder(
    desk: Desk, folder: Path, *, by: Person, campaign_id: CampaignId | None = None
) -> ImportResult:
    """Take a folder in: as a new campaign, or as a new revision of `campaign_id`."""
    require_role(by, Role.AUTHOR, Role.OWNER, Role.TRANSLATOR)
    judged = judge(desk, load_folder(folder), campaign_id=campaign_id)
    campaign = judged.loaded.campaign
    if blocking(judged.findings) or campaign is None or judged.audience is None:
        name = campaign.name if campaign else ""
        return ImportResult(id="", name=name, findings=judged.findings)
    taken = _store(
        desk, _without_id(judged.loaded.tree), campaign, judged.audience, by, campaign_id
    )
    desk.audit.append(person=by.public_key, action="campaign.import", details={"campaign": taken})
    return ImportResult(id=taken, name=campaign.name, findings=judged.findings)


def judge(desk: Desk, loaded: LoadedFolder, *, campaign_id: CampaignId | None) -> Judged:
    """Find everything that is wrong with a folder before anything of it is stored."""
    findings = [*loaded.findings, *_identity_findings(desk, loaded, campaign_id)]
    audience = None
    if loaded.campaign is not None and loaded.audience is not None:
        settings = loaded.campaign.audience
        audience = read_audience(
            loaded.audience.path.read_bytes(), settings=settings, file=loaded.audience.name
        )
        findings += audience.findings
        findings += find_contract_findings(settings, audience.count)
        findings += _practice_findings(desk, loaded.campaign)
    if loaded.campaign is not None and loaded.message is not None and audience is not None:
        context = RenderContext(
            campaign=loaded.campaign,
            message=loaded.message,
            message_seed="0" * 32,
            columns=audience.columns,
        )
        findings += _content_findings(context, audience.rows, trial=not blocking(findings))
    return Judged(loaded=loaded, audience=audience, findings=tuple(findings))


def _content_findings(context: RenderContext, rows: Sequence[Row], *, trial: bool) -> list[Finding]:
    templates = find_template_findings(context)
    found = templates + [
        item
        for item in find_translation_findings(
            context.message,
            {row.locale for row in rows},
            dict(context.campaign.fallback),
        )
        if item.code not in TAKEN_OVER_UNFINISHED
    ]
    if trial and not blocking(found):
        found += find_trial_findings(context, _one_of_each_locale(context, rows))
    return found


def _one_of_each_locale(context: RenderContext, rows: Iterable[Row]) -> list[Recipient]:
    available = [catalogue.locale for catalogue in context.message.catalogues]
    chosen: dict[str, Row] = {}
    for row in rows:
        locale = resolve_locale(
            row.locale,
            available=[*available, context.message.locale],
            fallback=dict(context.campaign.fallback),
            source=context.message.locale,
        )
        if locale is not None:
            chosen.setdefault(locale, row)
    return [
        Recipient(
            id=RecipientId(f"{row.row:032x}"),
            row=row.row,
            address=row.address,
            locale=row.locale,
            fields=row.fields,
            token=f"{row.row:032x}",
            salt="",
        )
        for row in chosen.values()
    ]


def replace_audience(
    desk: Desk, campaign_id: CampaignId, file: Path, *, by: Person
) -> ImportResult:
    """Take over a new audience file for a campaign; findings leave the old audience untouched.

    Raises:
        NotFound: there is no such file.
    """
    require_role(by, Role.AUTHOR, Role.OWNER)
    content = load_content(desk, campaign_id)
    if not file.is_file():
        raise NotFound(f"{file} is not a file.")
    audience = read_audience(file.read_bytes(), settings=content.campaign.audience, file=file.name)
    context = RenderContext(
        campaign=content.campaign,
        message=content.message,
        message_seed=content.record.message_seed,
        columns=audience.columns,
    )
    findings = [
        *audience.findings,
        *find_contract_findings(content.campaign.audience, audience.count),
    ]
    if not blocking(findings):
        findings += _content_findings(context, audience.rows, trial=True)
    if blocking(findings):
        return ImportResult(id="", name=content.campaign.name, findings=tuple(findings))
    with desk.folder.database.write() as connection:
        desk.recipients.replace(
            connection,
            campaign_id,
            columns=audience.columns,
            rows=audience.rows,
            by=by.public_key,
        )
    desk.audit.append(
        person=by.public_key, action="audience.replace", details={"campaign": campaign_id}
    )
    return ImportResult(id=campaign_id, name=content.campaign.name, findings=tuple(findings))


def export_folder(desk: Desk, campaign_id: CampaignId, folder: Path) -> None:
    """Write a campaign as a plain folder, with the audience as it is listed now."""
    tree = desk.campaigns.tree(campaign_id)
    write_folder(folder, tree, audience_csv(desk, campaign_id), campaign_id)


def audience_csv(desk: Desk, campaign_id: CampaignId) -> bytes:
    """Write the listed audience as CSV, in the order of its file, every cell as it was read."""
    columns = desk.recipients.columns(campaign_id)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    rows = sorted(desk.recipients.recipients(campaign_id), key=lambda one: one.row)
    writer.writerows([value for _name, value in one.fields] for one in rows)
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
    desk: Desk,
    tree: Mapping[str, bytes],
    campaign: Campaign,
    audience: AudienceRead,
    by: Person,
    campaign_id: CampaignId | None,
) -> CampaignId:
    columns, rows = audience.columns, audience.rows
    if campaign_id is None:
        return desk.campaigns.create(
            name=campaign.name,
            tree=with_brand(desk, tree),
            by=by.public_key,
            columns=columns,
            rows=rows,
        ).id
    desk.campaigns.add_revision(
        campaign_id,
        tree=tree,
        by=by.public_key,
        name=campaign.name,
        columns=columns,
        rows=rows,
    )
    return campaign_id
