"""Reviewing translations: by somebody other than who wrote them, and what is said on the way.

Reviewing changes states only, never a text, so that it makes nobody an author of the campaign.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from composer.errors import Blocked, UsageError
from composer.findings import Finding, blocking, finding
from composer.i18n import _, place
from composer.model.identifiers import CampaignId
from composer.model.message import CatalogueEntry
from composer.model.person import Person, Role
from composer.model.translation import UnitComment, UnitState
from composer.stages.authorship import authors
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.people import require_role
from composer.stages.remembered import remember_changes
from composer.stages.revising import change_files
from composer.stages.translation_acts import Doings, act_about, load_doings
from composer.stages.translation_judging import judge_of
from composer.stages.translation_reviews import reads, wants_reader
from composer.stages.translation_saving import Change, entries_of, with_changes
from composer.stages.translation_units import require_catalogue, require_units
from composer.store.translations import ActKind, text_digest
from composer.translation.catalogue import entry_in_state, entry_state

REVIEWED = "translation.review"
LONGEST_COMMENT = 2000
_LONGEST_PART = 60
_READERS = (Role.REVIEWER, Role.TRANSLATOR, Role.AUTHOR, Role.OWNER)


def review(
    desk: Desk,
    campaign_id: CampaignId,
    locale: str,
    sources: Sequence[str] | Mapping[str, str],
    *,
    by: Person,
) -> int:
    """Mark translations as reviewed, all or none; give how many were not before.

    What a file only declared reviewed can be reviewed by a person, too. A mapping says which
    translation of each source was read: what somebody has written since then is not reviewed.

    Raises:
        Blocked: with everything that stands in the way.
    """
    require_role(by, *_READERS)
    done = 0

    def change(content: Content) -> dict[str, bytes | None]:
        nonlocal done
        doings = load_doings(desk, campaign_id, locale)
        entries = _open_entries(content, locale, [*sources], doings=doings)
        if isinstance(sources, Mapping):
            _require_read(entries, sources, locale)
        problems = _review_findings(desk, content, locale, entries, doings=doings, by=by)
        if problems:
            raise Blocked(dict.fromkeys(problems))
        after = [entry_in_state(entry, UnitState.REVIEWED) for entry in entries]
        at = desk.now()
        acts = [act for entry in entries if (act := doings.carried(entry)) is not None]
        acts += [act_about(entry, ActKind.REVIEWED, by=by, at=at) for entry in after]
        desk.translations.add_acts(campaign_id, locale, acts)
        pairs = list(zip(entries, after, strict=True))
        remember_changes(desk, campaign_id, locale, pairs, by=by)
        done = len(after)
        changes = [Change(before=old, after=new) for old, new in pairs]
        return with_changes(content, locale, changes)

    change_files(desk, campaign_id, change, by=by, action=REVIEWED)
    return done


def send_back(
    desk: Desk, campaign_id: CampaignId, locale: str, source: str, text: str, *, by: Person
) -> UnitComment:
    """Say what is wrong with a translation; from then on it needs work.

    Raises:
        Blocked: there is no translation.
        UsageError: nothing was said.
    """
    require_role(by, *_READERS)
    said = _said(text)

    def change(content: Content) -> dict[str, bytes | None]:
        require_units(content, source, locale=locale)
        entry = entries_of(require_catalogue(content, locale)).get(source)
        if entry is None or entry_state(entry) is UnitState.NEW:
            raise Blocked([_nothing_there(locale, source)])
        open_again = entry_in_state(entry, UnitState.NEEDS_WORK)
        act = act_about(open_again, ActKind.SENT_BACK, by=by, at=desk.now())
        desk.translations.add_acts(campaign_id, locale, [act])
        remember_changes(desk, campaign_id, locale, [(entry, open_again)], by=by)
        return with_changes(content, locale, [Change(before=entry, after=open_again)])

    change_files(desk, campaign_id, change, by=by, action=REVIEWED)
    return comment(desk, campaign_id, locale, source, said, by=by)


def comment(
    desk: Desk, campaign_id: CampaignId, locale: str, source: str, text: str, *, by: Person
) -> UnitComment:
    """Say something about a unit in one language; it is no part of the message.

    Raises:
        UsageError: nothing was said, or too much.
    """
    require_role(by, *_READERS)
    require_units(load_content(desk, campaign_id), source, locale=locale)
    return add_comment(desk, campaign_id, locale, source, _said(text), by=by)


def add_comment(
    desk: Desk, campaign_id: CampaignId, locale: str, source: str, text: str, *, by: Person
) -> UnitComment:
    """Keep what was said about a unit, and that it was said."""
    record = desk.translations.add_comment(
        campaign_id,
        locale,
        source=text_digest(source),
        text=text,
        by=by.public_key,
        at=desk.now(),
    )
    details = {"campaign": campaign_id, "locale": locale}
    desk.audit.append(person=by.public_key, action="translation.comment", details=details)
    return UnitComment(text=record.text, by=by.name, at=record.at)


def remove_comment(
    desk: Desk,
    campaign_id: CampaignId,
    locale: str,
    source: str,
    said: UnitComment,
    *,
    by: Person,
) -> None:
    """Take back what one said oneself.

    Raises:
        Blocked: somebody else said it, or it is gone.
    """
    for record in desk.translations.comments(campaign_id, locale):
        is_it = (record.source, record.text, record.at) == (
            text_digest(source),
            said.text,
            said.at,
        )
        if is_it and record.by == by.public_key:
            desk.translations.remove_comment(record.number)
            details = {"campaign": campaign_id, "locale": locale}
            action = "translation.remark_out"
            desk.audit.append(person=by.public_key, action=action, details=details)
            return
    raise Blocked([finding("translation.other_comment", where=place_of(locale, source))])


def _open_entries(
    content: Content, locale: str, sources: Sequence[str], *, doings: Doings
) -> list[CatalogueEntry]:
    """Give the entries that no person has reviewed as they are.

    Raises:
        Blocked: a unit is not there any more, or not translated.
    """
    require_units(content, *sources, locale=locale)
    known = entries_of(require_catalogue(content, locale))
    found = []
    for source in dict.fromkeys(sources):
        entry = known.get(source)
        if entry is None or entry_state(entry) is UnitState.NEW:
            raise Blocked([_nothing_there(locale, source)])
        act = doings.reviewer(entry)
        if act is None or act.declared:
            found.append(entry)
    return found


def _require_read(entries: Sequence[CatalogueEntry], read: Mapping[str, str], locale: str) -> None:
    for entry in entries:
        if entry.target != read[entry.source]:
            where = place_of(locale, entry.source)
            raise Blocked([finding("translation.other_text", where=where, term=where["part"])])


def _review_findings(
    desk: Desk,
    content: Content,
    locale: str,
    entries: Sequence[CatalogueEntry],
    *,
    doings: Doings,
    by: Person,
) -> list[Finding]:
    found = []
    wrote_campaign: frozenset[str] | None = None
    if entries and wants_reader(content, locale) and not reads(by, locale):
        where: dict[str, str | int] = {"locale": locale}
        found.append(finding("translation.reader_needed", where=where, name=by.name, locale=locale))
    known = require_units(content, locale=locale)
    judge = judge_of(desk, content, locale)
    for entry in entries:
        where = place_of(locale, entry.source)
        writer = doings.writer(entry)
        if writer is None and wrote_campaign is None:
            wrote_campaign = authors(desk, content.record.id)
        is_own = writer.by == by.public_key if writer else by.public_key in (wrote_campaign or ())
        if is_own:
            found.append(
                finding("translation.own_work", where=where, name=by.name, part=where["part"])
            )
        found += blocking(judge(known[entry.source], entry.target))
    return found


def place_of(locale: str, source: str) -> dict[str, str | int]:
    """Say where a finding about a unit stands; a long text by its beginning."""
    line = " ".join(source.split())
    part = line if len(line) <= _LONGEST_PART else f"{line[: _LONGEST_PART - 1]}…"
    return {"locale": locale, "part": part}


def _nothing_there(locale: str, source: str) -> Finding:
    where = place_of(locale, source)
    return finding("translation.nothing_there", where=where, locale=locale, part=where["part"])


def _said(text: str) -> str:
    said = text.strip()
    if not said or len(said) > LONGEST_COMMENT:
        raise UsageError(
            place(_("A comment has between 1 and {most} characters."), most=LONGEST_COMMENT),
            advice=_("Say in a sentence or two what should be changed."),
        )
    return said
