"""The translation memory kept and used: made anew, mended, filled in, taken from and to files."""

from __future__ import annotations

from pathlib import Path

from composer import __version__
from composer.errors import FileRefused, NotFound
from composer.findings import Finding, finding
from composer.i18n import _, place
from composer.model.identifiers import CampaignId
from composer.model.memory import LanguagePair, MatchKind, MemoryMatch
from composer.model.message import CatalogueEntry
from composer.model.person import Person, Role
from composer.model.translation import Translated, UnitState
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.stages.people import WRITERS, load_roster, require_role
from composer.stages.remembered import find_matches, is_reviewed, keyed, keyed_entry, pair_of
from composer.stages.translation_saving import save_many
from composer.stages.translation_units import find_catalogue, units
from composer.store.translation_memory import KeyedUnit
from composer.store.translations import ActKind, text_digest
from composer.translation.fills import fill_marks, refill
from composer.translation.memory import memory_key, rank_matches
from composer.translation.tmx import MAX_TMX_BYTES, read_tmx, write_tmx


def matches(
    desk: Desk, campaign_id: CampaignId, locale: str, source: str
) -> tuple[MemoryMatch, ...]:
    """Give the stored translations that fit a text of a campaign, the best first.

    The one that the text has already is not among them.
    """
    pair = pair_of(desk, campaign_id, locale)
    entry = entry_of(desk, campaign_id, locale, source)
    target = entry.target if entry else ""
    roster = load_roster(desk)
    names = {person.public_key: person.name for person in roster.people} if roster else {}
    found = find_matches(desk.memory, source, pair, name_of=lambda key: names.get(key, key))
    return tuple(match for match in found if match.target != target)


def filled(desk: Desk, campaign_id: CampaignId, locale: str, source: str) -> str | None:
    """Give the translation that a text has with the text's own marks, where it has others.

    Where the text has changed since, what it was before tells which mark is which.
    """
    entry = entry_of(desk, campaign_id, locale, source)
    if entry is None or not entry.target:
        return None
    pair = pair_of(desk, campaign_id, locale)
    found = fill_marks(source, entry.target, source_locale=pair.source, locale=pair.target)
    if entry.previous:
        found = (
            refill(
                entry.target,
                before=entry.previous,
                after=source,
                source_locale=pair.source,
                locale=pair.target,
            )
            or found
        )
    return found if found != entry.target else None


def fill(desk: Desk, campaign_id: CampaignId, locale: str, *, exact: bool, by: Person) -> int:
    """Fill what has no translation yet, as drafts, all or none; give how many."""
    pair = pair_of(desk, campaign_id, locale)
    wanted = [
        Translated(locale=locale, source=line.source, target=target)
        for line in units(desk, campaign_id, locale)
        if line.state == UnitState.NEW.value
        and (target := _stored(desk, pair, line.source, exact=exact)) is not None
    ]
    return save_many(desk, campaign_id, wanted, by=by)


def rebuild(desk: Desk, *, by: Person) -> int:
    """Make anew what came from campaigns; what files brought, and what was taken out, stays so."""
    require_role(by, *WRITERS)
    units = [item for record in desk.campaigns.all() for item in _reviewed_units(desk, record.id)]
    units.sort(key=lambda item: item.unit.at)  # of the same translation, the newest counts
    count = desk.memory.make_anew(units)
    desk.audit.append(person=by.public_key, action="memory.rebuild", details={"units": count})
    return count


def forget(desk: Desk, match: MemoryMatch, *, by: Person) -> None:
    """Take a wrong entry out."""
    require_role(by, *WRITERS, Role.REVIEWER)
    if desk.memory.forget(match.number):
        details = {"unit": match.number}
        desk.audit.append(person=by.public_key, action="memory.forget", details=details)


def import_tmx(desk: Desk, file: Path, *, by: Person) -> tuple[int, tuple[Finding, ...]]:
    """Take in a file's units between languages of our campaigns; give how many are new.

    Raises:
        NotFound: there is no such file.
        FileRefused: it is too large, no sound TMX, made to harm, or has nothing for us.
    """
    require_role(by, *WRITERS)
    if not file.is_file():
        raise NotFound(place(_("{file} is not a file."), file=str(file)))
    content = b"" if file.stat().st_size > MAX_TMX_BYTES else file.read_bytes()
    if not content and file.stat().st_size:
        raise FileRefused([_about("memory.tmx_too_large", file)])
    sources = {load_content(desk, item.id).message.locale for item in desk.campaigns.all()}
    read = read_tmx(content, file=file.name, source_locales=sources, now=desk.now())
    if not read.units:
        names = ", ".join(read.languages) or "–"
        raise FileRefused([_about("memory.no_units", file, names=names)])
    added = desk.memory.take_in(map(keyed, read.units))
    details = {"units": len(read.units), "added": added}
    desk.audit.append(person=by.public_key, action="memory.import", details=details)
    return added, read.findings


def export_tmx(desk: Desk, file: Path, *, locale: str) -> int:
    """Write every unit, or those into one language; give how many."""
    pairs = [item.pair for item in desk.memory.counts() if not locale or item.pair.target == locale]
    found = [item.unit for pair in pairs for item in desk.memory.all(pair)]
    file.write_bytes(write_tmx(found, version=__version__))
    return len(found)


def _reviewed_units(desk: Desk, campaign_id: CampaignId) -> list[KeyedUnit]:
    content = load_content(desk, campaign_id)
    found: list[KeyedUnit] = []
    for catalogue in content.message.catalogues:
        pair = LanguagePair(source=content.message.locale, target=catalogue.locale)
        acts = {
            (act.source, act.target): (act.by, act.at)
            for act in desk.translations.acts(campaign_id, catalogue.locale)
            if act.kind is ActKind.REVIEWED
        }
        otherwise = (content.revision.by, content.revision.at)
        for entry in catalogue.entries:
            if is_reviewed(entry):
                key = (text_digest(entry.source), text_digest(entry.target))
                by, at = acts.get(key, otherwise)
                found.append(keyed_entry(entry, pair, campaign_id=campaign_id, by=by, at=at))
    return found


def bring_back(desk: Desk, match: MemoryMatch, *, by: Person) -> None:
    """Undo that an entry was taken out."""
    require_role(by, *WRITERS, Role.REVIEWER)
    desk.memory.bring_back(match.number)
    details = {"unit": match.number}
    desk.audit.append(person=by.public_key, action="memory.bring_back", details=details)


def _stored(desk: Desk, pair: LanguagePair, source: str, *, exact: bool) -> str | None:
    key = memory_key(source, pair.source)
    same = desk.memory.with_keys(pair, exact=key.exact, loose=key.loose)
    kinds = {MatchKind.EXACT} if exact else {MatchKind.EXACT, MatchKind.FILLED}
    found = rank_matches(source, same, locale=pair.target, name_of=str)
    return next((match.target for match in found if match.kind in kinds), None)


def entry_of(
    desk: Desk, campaign_id: CampaignId, locale: str, source: str
) -> CatalogueEntry | None:
    """Give what a text's translation is now, or None."""
    here = find_catalogue(load_content(desk, campaign_id), locale)
    entries = here.entries if here else ()
    return next((entry for entry in entries if entry.source == source), None)


def _about(code: str, file: Path, **values: str) -> Finding:
    return finding(code, where={"file": file.name}, file=file.name, **values)
