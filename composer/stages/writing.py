"""Writing and translating: each save is a new revision of the campaign's files.

Writing is never refused because of what is wrong with the text: findings say it, and the gate reads
them. Saving the same bytes makes no revision.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from composer.errors import Blocked, UsageError
from composer.findings import Finding, finding
from composer.folder.characters import half_character_line
from composer.folder.load import SETTINGS_FILE
from composer.folder.write import edit_settings
from composer.i18n import _
from composer.model.identifiers import CampaignId
from composer.model.locale_tags import canonical
from composer.model.message import Catalogue, CatalogueEntry, RenderContext
from composer.model.overview import AudienceCounts, CampaignContent, MessageDraft
from composer.model.person import Person, Role
from composer.model.translation import UnitLine
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.drafting import find_half_characters_in, usable_settings, with_texts
from composer.stages.people import require_role
from composer.stages.recovery import drop_draft, keep_draft
from composer.stages.revising import save_files, save_tree
from composer.stages.sealing import proof_state
from composer.stages.text_part import is_text_older
from composer.translation.catalogue import merge, write_po
from composer.translation.parity import find_unit_findings
from composer.translation.progress import TranslatedUnit, translated_units
from composer.translation.units import message_units


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """One unit's translation as it was saved."""

    locale: str
    source: str
    target: str
    reviewed: bool


def content_view(desk: Desk, campaign_id: CampaignId) -> CampaignContent:
    """Give the newest revision as it is edited."""
    content = load_content(desk, campaign_id)
    state = proof_state(desk, content)
    thawed = state.stored is not None and desk.thawed.get(campaign_id) == state.stored.digest
    return CampaignContent(
        id=campaign_id,
        revision=content.revision.number,
        campaign=content.campaign,
        message=content.message,
        columns=content.columns,
        audience=desk.recipients.count(campaign_id),
        locale_counts=tuple(desk.recipients.locale_counts(campaign_id).items()),
        settings_source=content.tree[SETTINGS_FILE].decode("utf-8"),
        frozen=state.is_current and not thawed,
        text_is_older=is_text_older(desk, content),
    )


def save_message(
    desk: Desk,
    campaign_id: CampaignId,
    draft: MessageDraft,
    *,
    by: Person,
    find: Callable[[RenderContext], tuple[Finding, ...]],
) -> tuple[Finding, ...]:
    """Save a draft as a new revision, and say what `find` finds wrong with it.

    Text is taken as it is. A setting that cannot be read stays as it was, the findings say so, and
    the draft is kept beside, where a file can hold it: a campaign is never stored that could not
    be opened again.
    """
    require_role(by, Role.AUTHOR, Role.OWNER)
    content = load_content(desk, campaign_id)
    tree = with_texts(content.tree, draft)
    wanted, refused = usable_settings(tree, draft, stored=content.campaign)
    save_tree(desk, campaign_id, wanted, by=by)
    if refused and not find_half_characters_in(draft):
        number = desk.campaigns.current_revision(campaign_id).number
        keep_draft(desk, campaign_id, draft, revision=number)
    else:
        drop_draft(desk, campaign_id)
    return (*refused, *find(load_content(desk, campaign_id).context()))


def rename(desk: Desk, campaign_id: CampaignId, name: str, *, by: Person) -> None:
    """Give the campaign another name; raises UsageError for an empty one."""
    require_role(by, Role.AUTHOR, Role.OWNER)
    if not name.strip():
        raise UsageError(_("A campaign needs a name."))
    settings = desk.campaigns.tree(campaign_id)[SETTINGS_FILE]
    save_files(
        desk, campaign_id, {SETTINGS_FILE: edit_settings(settings, {"name": name.strip()})}, by=by
    )


def units(desk: Desk, campaign_id: CampaignId, locale: str) -> tuple[UnitLine, ...]:
    """List the units of the message beside their translations into one locale."""
    message = load_content(desk, campaign_id).message
    return tuple(_unit_line(line, locale) for line in translated_units(message, locale))


def save_translation(
    desk: Desk, campaign_id: CampaignId, wanted: Translated, *, by: Person
) -> tuple[Finding, ...]:
    """Save one unit's translation; not reviewed is kept as needing work.

    Raises:
        Blocked: it holds half a character, or the language is not there.
    """
    require_role(by, Role.TRANSLATOR, Role.AUTHOR, Role.OWNER)
    if (line := half_character_line(wanted.target)) is not None:
        where: dict[str, str | int] = {"locale": wanted.locale, "line": line}
        code, part = "folder.half_character_in_text", wanted.locale
        raise Blocked([finding(code, where=where, part=part, line=line)])
    content = load_content(desk, campaign_id)
    catalogue = _catalogue(content, wanted.locale)
    entries = tuple(
        CatalogueEntry(source=entry.source, target=wanted.target, fuzzy=not wanted.reviewed)
        if entry.source == wanted.source
        else entry
        for entry in catalogue.entries
    )
    written = write_po(Catalogue(locale=catalogue.locale, entries=entries))
    save_files(desk, campaign_id, {_catalogue_path(wanted.locale): written}, by=by)
    lines = translated_units(load_content(desk, campaign_id).message, wanted.locale)
    return next(
        (
            _unit_line(line, wanted.locale).findings
            for line in lines
            if line.unit.source == wanted.source
        ),
        (),
    )


def add_locale(desk: Desk, campaign_id: CampaignId, locale: str, *, by: Person) -> None:
    """Begin a translation into one more language.

    Raises:
        Blocked: the tag is none, or the language is there already.
    """
    require_role(by, Role.TRANSLATOR, Role.AUTHOR, Role.OWNER)
    tag = canonical(locale)
    content = load_content(desk, campaign_id)
    present = {content.message.locale, *(entry.locale for entry in content.message.catalogues)}
    if tag is None:
        raise Blocked([finding("translation.no_language", where={"locale": locale})])
    if tag in present:
        raise Blocked([finding("translation.known_language", where={"locale": tag})])
    empty = merge(_sources(content), Catalogue(locale=tag, entries=()))
    save_files(desk, campaign_id, {_catalogue_path(tag): write_po(empty)}, by=by)


def audience_counts(desk: Desk, campaign_id: CampaignId) -> AudienceCounts:
    """Count the audience by language and domain, the largest first."""
    return AudienceCounts(
        total=desk.recipients.count(campaign_id),
        locales=_largest_first(desk.recipients.locale_counts(campaign_id)),
        domains=_largest_first(desk.recipients.domain_counts(campaign_id)),
    )


def _unit_line(line: TranslatedUnit, locale: str) -> UnitLine:
    return UnitLine(
        source=line.unit.source,
        target=line.target,
        kind=line.unit.kind.value,
        state=line.state.value,
        findings=tuple(find_unit_findings(line.unit, line.target, locale=locale)),
    )


def _largest_first(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _catalogue(content: Content, locale: str) -> Catalogue:
    found = next((entry for entry in content.message.catalogues if entry.locale == locale), None)
    if found is None:
        raise Blocked([finding("translation.no_language", where={"locale": locale})])
    return merge(_sources(content), found)


def _sources(content: Content) -> tuple[str, ...]:
    return tuple(unit.source for unit in message_units(content.message))


def _catalogue_path(locale: str) -> str:
    return f"translations/{locale}.po"
