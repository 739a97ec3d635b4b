"""Saving translations: whoever writes one makes a draft of it, and a file may declare more.

Saving is never refused because of what is wrong with the text: findings say it, and the gate reads
them. Every other entry of a catalogue keeps its bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from composer.errors import Blocked
from composer.findings import Finding, finding
from composer.folder.characters import half_character_line
from composer.model.identifiers import CampaignId
from composer.model.locale_tags import canonical
from composer.model.message import Catalogue, CatalogueEntry
from composer.model.person import Person
from composer.model.translation import Translated, UnitState
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.people import WRITERS, require_role
from composer.stages.remembered import remember_changes
from composer.stages.revising import change_files
from composer.stages.translation_acts import Doings, acts_of_change, load_doings
from composer.stages.translation_judging import judge_of
from composer.stages.translation_units import (
    catalogue_path,
    find_catalogue,
    require_catalogue,
    require_units,
)
from composer.translation.catalogue import entry_in_state, entry_state, merge, write_po
from composer.translation.po_file import edit_po, writable
from composer.translation.units import message_units


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One entry as it was (None: not in the file) and as it will be."""

    before: CatalogueEntry | None
    after: CatalogueEntry


def save(
    desk: Desk, campaign_id: CampaignId, wanted: Translated, *, by: Person
) -> tuple[Finding, ...]:
    """Save one unit's translation and say what is wrong with it."""
    save_many(desk, campaign_id, [wanted], by=by)
    content = load_content(desk, campaign_id)
    unit = require_units(content, locale=wanted.locale).get(wanted.source)
    if unit is None:
        return ()  # somebody changed the source at this very moment
    return judge_of(desk, content, wanted.locale)(unit, writable(wanted.target))


def save_many(
    desk: Desk,
    campaign_id: CampaignId,
    wanted: Sequence[Translated],
    *,
    by: Person,
    from_file: bool = False,
) -> int:
    """Save translations in one revision, all or none; give how many changed.

    Only a file can declare a translation reviewed.

    Raises:
        Blocked: a text holds half a character, a unit or a language is not there any more, or the
            person may not translate.
        ValueError: something is declared reviewed without a file.
    """
    require_typed(wanted, by=by)
    if not from_file and any(item.state is UnitState.REVIEWED for item in wanted):
        message = "reviewing is an act of its own"
        raise ValueError(message)
    changed = 0

    def change(content: Content) -> dict[str, bytes | None]:
        nonlocal changed
        files, changed = changed_files(desk, content, wanted, by=by, declared=from_file)
        return files

    change_files(desk, campaign_id, change, by=by)
    return changed


def changed_files(
    desk: Desk, content: Content, wanted: Sequence[Translated], *, by: Person, declared: bool
) -> tuple[dict[str, bytes | None], int]:
    """Write translations into a content's files, and who did it down; give how many changed.

    `declared`: a file says so. The files are still to be stored.
    """
    files: dict[str, bytes | None] = {}
    count = 0
    for locale in dict.fromkeys(item.locale for item in wanted):
        here = [item for item in wanted if item.locale == locale]
        doings = load_doings(desk, content.record.id, locale)
        changes = [
            _judged(change, doings, by=by, declared=declared)
            for change in _changes(content, locale, here)
        ]
        _write_acts(desk, content.record.id, locale, changes, by=by, declared=declared)
        files |= with_changes(content, locale, changes)
        count += len(changes)
    return files, count


def copy_source(
    desk: Desk, campaign_id: CampaignId, locale: str, sources: Sequence[str], *, by: Person
) -> int:
    """Take the source over as a draft where there is no translation yet; give how many."""
    known = entries_of(require_catalogue(load_content(desk, campaign_id), locale))
    wanted = [
        Translated(locale=locale, source=source, target=source)
        for source in sources
        if entry_state(known.get(source)) is UnitState.NEW
    ]
    return save_many(desk, campaign_id, wanted, by=by)


def add_locale(desk: Desk, campaign_id: CampaignId, locale: str, *, by: Person) -> None:
    """Begin a translation into one more language; one that was taken out comes back as it was.

    Raises:
        Blocked: the tag is none, or the language is there already.
    """
    require_role(by, *WRITERS)
    tag = canonical(locale)
    if tag is None:
        raise Blocked([finding("translation.no_language", where={"locale": locale})])

    def change(content: Content) -> dict[str, bytes | None]:
        if tag == content.message.locale or find_catalogue(content, tag) is not None:
            raise Blocked([finding("translation.known_language", where={"locale": tag})])
        sources = [unit.source for unit in message_units(content.message)]
        empty = write_po(merge(sources, Catalogue(locale=tag, entries=())))
        path = catalogue_path(content, tag)
        return {path: desk.campaigns.last_content(campaign_id, path) or empty}

    change_files(desk, campaign_id, change, by=by)


def remove_locale(desk: Desk, campaign_id: CampaignId, locale: str, *, by: Person) -> None:
    """Take a language out of the message; adding it again brings its translations back.

    Raises:
        Blocked: the language is not there.
    """
    require_role(by, *WRITERS)

    def change(content: Content) -> dict[str, bytes | None]:
        require_catalogue(content, locale)
        return {catalogue_path(content, locale): None}

    change_files(desk, campaign_id, change, by=by)


def entries_of(catalogue: Catalogue) -> dict[str, CatalogueEntry]:
    """Give a catalogue's entries by their sources."""
    return {entry.source: entry for entry in catalogue.entries}


def with_changes(
    content: Content, locale: str, changes: Sequence[Change]
) -> dict[str, bytes | None]:
    """Write changed entries into a language's file; a new one comes after the unit before it."""
    if not changes:
        return {}
    path = catalogue_path(content, locale)
    known = {entry.source for entry in require_catalogue(content, locale).entries}
    places: dict[str, str] = {}
    before = ""
    for unit in message_units(content.message):
        places[unit.source] = before
        before = unit.source if unit.source in known else before
    order = {source: number for number, source in enumerate(places)}
    entries = sorted((item.after for item in changes), key=lambda entry: order[entry.source])
    return {path: edit_po(content.tree[path], entries, after=places)}


def _changes(content: Content, locale: str, wanted: Sequence[Translated]) -> list[Change]:
    known = entries_of(require_catalogue(content, locale))
    require_units(content, *(item.source for item in wanted), locale=locale)
    changes = []
    for item in wanted:
        before = known.get(item.source)
        after = _entry(before or CatalogueEntry(source=item.source, target=""), item)
        if after != (before or CatalogueEntry(source=item.source, target="")):
            changes.append(Change(before=before, after=after))
    return changes


def _entry(before: CatalogueEntry, wanted: Translated) -> CatalogueEntry:
    target = writable(wanted.target)
    target = target if target.strip() else ""
    same = target == before.target
    state = wanted.state or (entry_state(before) if same else UnitState.DRAFT)
    notes = before.notes if wanted.notes is None else wanted.notes
    after = replace(before, target=target, notes=notes)
    return entry_in_state(after, state if target else UnitState.NEW)


def _judged(change: Change, doings: Doings, *, by: Person, declared: bool) -> Change:
    """Give a change the state that its text has by what was done before.

    The very text that somebody else reviewed is reviewed again when it comes back, as by undo.
    Whoever wrote a text here does not make it reviewed by bringing it in a file.
    """
    before, after = change.before, change.after
    state = entry_state(after)
    if not declared and state is UnitState.DRAFT and before and before.target != after.target:
        if doings.still_reviewed(after, by=by.public_key):
            state = UnitState.REVIEWED
    elif declared and state is UnitState.REVIEWED and before and before.target == after.target:
        writer = doings.writer(after)
        if writer is not None and writer.by == by.public_key and not writer.declared:
            state = UnitState.DRAFT
    return replace(change, after=entry_in_state(after, state))


def _write_acts(
    desk: Desk,
    campaign_id: CampaignId,
    locale: str,
    changes: Sequence[Change],
    *,
    by: Person,
    declared: bool,
) -> None:
    at = desk.now()
    acts = [
        act
        for item in changes
        if declared or entry_state(item.after) is not UnitState.REVIEWED
        for act in acts_of_change(item.before, item.after, by=by, at=at, declared=declared)
    ]
    desk.translations.add_acts(campaign_id, locale, acts)
    pairs = [(item.before, item.after) for item in changes]
    remember_changes(desk, campaign_id, locale, pairs, by=by)


def require_typed(wanted: Sequence[Translated], *, by: Person) -> None:
    """Let only texts pass that a file can hold, from somebody who may translate.

    Raises:
        Blocked: a text holds half a character, or the person may not translate.
    """
    require_role(by, *WRITERS)
    for item in wanted:
        line = half_character_line(item.target)
        if line is not None:
            where: dict[str, str | int] = {"locale": item.locale, "line": line}
            code = "folder.half_character_in_text"
            raise Blocked([finding(code, where=where, part=item.locale, line=line)])
