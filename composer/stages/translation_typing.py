"""Saving what somebody types, while somebody else may be at the same text in another window.

Whoever saves last is not refused, so that nothing typed is lost. A translation that they had not
seen is not lost either: it stays as a comment on its unit, and they are told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from composer.findings import Finding, finding
from composer.i18n import _, place
from composer.model.identifiers import CampaignId
from composer.model.message import CatalogueEntry
from composer.model.person import Person
from composer.model.translation import Translated
from composer.stages.content import Content
from composer.stages.desk import Desk
from composer.stages.revising import change_files
from composer.stages.translation_acts import load_doings
from composer.stages.translation_reviewing import add_comment, place_of
from composer.stages.translation_saving import changed_files, entries_of, require_typed
from composer.stages.translation_units import require_catalogue
from composer.translation.po_file import writable


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unseen:
    """A translation that was written over unseen, and who had written it."""

    locale: str
    entry: CatalogueEntry
    name: str


def save_typed(
    desk: Desk, campaign_id: CampaignId, wanted: Sequence[Translated], *, by: Person
) -> tuple[Finding, ...]:
    """Save what somebody typed, all or none; say whose translations it was written over.

    Raises:
        Blocked: a text holds half a character, a unit or a language is not there any more, or the
            person may not translate.
    """
    require_typed(wanted, by=by)
    unseen: list[_Unseen] = []

    def change(content: Content) -> dict[str, bytes | None]:
        unseen[:] = _unseen(desk, content, wanted)
        return changed_files(desk, content, wanted, by=by, declared=False)[0]

    change_files(desk, campaign_id, change, by=by)
    for item in unseen:
        words = _("Before, {name} had written: {text}")
        text = place(words, name=item.name, text=item.entry.target)
        add_comment(desk, campaign_id, item.locale, item.entry.source, text, by=by)
    return tuple(_said(item) for item in unseen)


def _unseen(desk: Desk, content: Content, wanted: Sequence[Translated]) -> Iterator[_Unseen]:
    for item in wanted:
        if item.seen is None:
            continue
        entry = entries_of(require_catalogue(content, item.locale)).get(item.source)
        known = {*map(writable, item.seen), writable(item.target)}
        if entry is None or not entry.target.strip() or entry.target in known:
            continue
        doings = load_doings(desk, content.record.id, item.locale)
        writer = doings.writer(entry)
        name = doings.name(writer.by) if writer is not None else _("somebody else")
        yield _Unseen(locale=item.locale, entry=entry, name=name)


def _said(item: _Unseen) -> Finding:
    where = place_of(item.locale, item.entry.source)
    return finding("translation.written_over", where=where, name=item.name, part=str(where["part"]))
