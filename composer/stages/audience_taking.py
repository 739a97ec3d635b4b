"""Reading into the pending audience and taking it over; what the campaign's people become."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from composer.audience.sources.source import Source, SourceOptions
from composer.audience.sources.view import view_source
from composer.errors import NotFound
from composer.findings import blocking
from composer.folder.audience_source import with_audience_settings
from composer.folder.load import SETTINGS_FILE
from composer.i18n import _, place
from composer.model.audience import (
    AudienceComparison,
    ColumnRole,
    PendingAudience,
    RememberedColumn,
    SourceView,
)
from composer.model.campaign import AudienceSettings
from composer.model.identifiers import CampaignId
from composer.model.message import RenderContext
from composer.model.overview import ImportResult
from composer.model.person import Person, Role
from composer.stages.audience_lock import audience_lock, sweep
from composer.stages.audience_pending import (
    compare,
    keep_pending,
    proved_listing,
    ready_people,
    require_pending,
    require_reading,
    require_view,
)
from composer.stages.audience_reading import (
    Watching,
    open_given,
    options_of,
    read_source,
)
from composer.stages.audience_records import from_record
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.freezing import require_open
from composer.stages.intake import USED_UNTRANSLATED, content_findings
from composer.stages.people import require_role
from composer.store.recipients import ReadyPeople

_PATIENCE_S = 5.0


def look_into(
    desk: Desk, campaign_id: CampaignId, given: Path | str, *, options: SourceOptions | None
) -> SourceView:
    """Look into a source before its rows are read."""
    settings = load_content(desk, campaign_id).campaign.audience
    source = open_given(given, options=options or options_of(settings))
    return view_source(source, desk.mappings.find(source.found.columns))


def read_pending(
    desk: Desk,
    campaign_id: CampaignId,
    given: Path | str,
    *,
    settings: AudienceSettings | None,
    by: Person,
    watching: Watching,
) -> PendingAudience:
    """Read a source and keep it as the pending audience, in place of any other.

    Raises:
        Blocked: it was cancelled, or somebody else changes the audience now.
        FileRefused: the settings are none that could be stored.
        NotFound: there is no such file.
    """
    require_role(by, Role.AUTHOR, Role.OWNER)
    content = load_content(desk, campaign_id)
    wanted = settings or content.campaign.audience
    with_audience_settings(content.tree[SETTINGS_FILE], content.campaign.audience, wanted)
    sweep(desk)
    with audience_lock(desk, campaign_id):
        source = open_given(given, options=options_of(wanted))
        read = read_source(desk, campaign_id, source, settings=wanted, watching=watching)
        where = str(given.absolute()) if isinstance(given, Path) else ""
        keep_pending(desk, campaign_id, read, by=by, source=where)
        _remember_columns(desk, source, wanted)
        return require_view(desk, campaign_id)


def pending_source(desk: Desk, campaign_id: CampaignId) -> Path | None:
    """Give the file that the pending audience was read from, where it still is."""
    stored = desk.pending.get(campaign_id)
    written = from_record(stored.record).source if stored is not None else ""
    return Path(written) if written and Path(written).is_file() else None


def read_again(
    desk: Desk, campaign_id: CampaignId, *, by: Person, watching: Watching
) -> PendingAudience:
    """Read the pending audience's file once more, under what was decided about it since.

    Raises:
        Blocked: it was cancelled, or somebody else changes the audience now.
        NotFound: nothing waits, or its file is not where it was.
    """
    _stored, record = require_pending(desk, campaign_id)
    file = pending_source(desk, campaign_id)
    if file is None:
        raise NotFound(
            place(_("{file} is not where it was."), file=record.file or _("The list")),
            advice=_("Choose the file again."),
        )
    return read_pending(desk, campaign_id, file, settings=record.settings, by=by, watching=watching)


def _remember_columns(desk: Desk, source: Source, settings: AudienceSettings) -> None:
    """Remember what was said of the columns, for the next file that has them."""
    roles = (
        (ColumnRole.EMAIL, (settings.email,)),
        (ColumnRole.LOCALE, (settings.locale,)),
        (ColumnRole.ID, settings.ids),
        (ColumnRole.CONTACT, settings.contacts),
        (ColumnRole.PERSONAL, settings.personal),
    )
    desk.mappings.remember(
        [
            RememberedColumn(
                source=written,
                name=name,
                roles=frozenset(role for role, names in roles if name in names),
            )
            for written, name in zip(source.found.columns, source.columns, strict=True)
        ],
        at=desk.now(),
    )


def take_over(
    desk: Desk, campaign_id: CampaignId, *, by: Person, reading: str | None = None
) -> ImportResult:
    """Make the pending audience the campaign's; findings that block leave both as they were.

    Raises:
        Blocked: the pending audience is of another reading, or the campaign is frozen.
    """
    require_role(by, Role.AUTHOR, Role.OWNER)
    with audience_lock(desk, campaign_id, patience_s=_PATIENCE_S):
        content = load_content(desk, campaign_id)
        require_open(desk, content)
        require_reading(desk, campaign_id, reading)
        stored, record = require_pending(desk, campaign_id)
        findings = list(require_view(desk, campaign_id).findings)
        name = content.campaign.name
        if blocking(findings):
            return ImportResult(id="", name=name, findings=tuple(findings))
        ready = ready_people(desk, stored, record)
        campaign = replace(content.campaign, audience=record.settings)
        context = RenderContext(
            campaign=campaign,
            message=content.message,
            message_seed=content.record.message_seed,
            columns=stored.columns,
        )
        findings += content_findings(desk, context, ready, trial=True, unsaid=USED_UNTRANSLATED)
        if blocking(findings):
            return ImportResult(id="", name=name, findings=tuple(findings))
        desk.recipients.carry_along(ready.tables)
        record_taken(desk, content, ready, record.settings, by=by)
        desk.recipients.drop_forgotten(campaign_id)
    return ImportResult(id=campaign_id, name=name, findings=tuple(findings))


def discard(desk: Desk, campaign_id: CampaignId, *, by: Person, reading: str | None = None) -> None:
    """Forget the pending audience; raises Blocked when that is of another reading."""
    require_role(by, Role.AUTHOR, Role.OWNER)
    with audience_lock(desk, campaign_id, patience_s=_PATIENCE_S):
        require_reading(desk, campaign_id, reading)
        desk.pending.discard(campaign_id)
        desk.recipients.drop_forgotten(campaign_id)


def changes_since_proof(desk: Desk, campaign_id: CampaignId) -> AudienceComparison | None:
    """Put the audience in use beside the one that the newest proof froze."""
    proved, now = proved_listing(desk, campaign_id), desk.recipients.listing(campaign_id)
    if proved is None or now is None:
        return None
    if proved.change.number == now.change.number:
        return AudienceComparison(before=now.change.count, added=0, removed=0, changed=0)
    key = ("since proof", campaign_id, proved.tables.number, now.tables.number)
    return desk.kept(key, lambda: compare(desk, now.tables, proved.tables))


def record_taken(
    desk: Desk, content: Content, ready: ReadyPeople, settings: AudienceSettings, *, by: Person
) -> None:
    """Record the change, in one transaction with the settings where those differ.

    What somebody saved since the message was looked at stays: only the settings are written anew.
    """
    campaign_id, before = content.record.id, content.campaign.audience
    if settings == before:
        with desk.folder.database.write() as connection:
            desk.recipients.take_over(connection, ready, by=by.public_key)
    else:
        tree = desk.campaigns.tree(campaign_id)
        tree[SETTINGS_FILE] = with_audience_settings(tree[SETTINGS_FILE], before, settings)
        desk.campaigns.add_revision(
            campaign_id,
            tree=tree,
            by=by.public_key,
            name=desk.campaigns.get(campaign_id).name,
            people=ready,
        )
    desk.audit.append(
        person=by.public_key, action="audience.replace", details={"campaign": campaign_id}
    )
