"""Who did what with which translation: looked up for one language, and written down.

An act is about one translation of one source; what was done to another text says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from composer.model.identifiers import CampaignId
from composer.model.message import Catalogue, CatalogueEntry
from composer.model.person import Person
from composer.model.translation import UnitAct, UnitComment, UnitState
from composer.stages.desk import Desk
from composer.stages.people import load_roster
from composer.stages.remembered import remember_changes
from composer.store.translations import ActKind, ActRecord, text_digest
from composer.translation.catalogue import entry_state

_ActKey = tuple[ActKind, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doings:
    """What was done and said in one language of a campaign."""

    acts: Mapping[_ActKey, ActRecord]
    comments: Mapping[str, tuple[UnitComment, ...]]
    names: Mapping[str, str]

    def writer(self, entry: CatalogueEntry) -> ActRecord | None:
        """Give the newest act that wrote an entry's translation, for its source or the former."""
        found = self._act(ActKind.TRANSLATED, entry.source, entry.target)
        if found is None and entry.previous:
            return self._act(ActKind.TRANSLATED, entry.previous, entry.target)
        return found

    def carried(self, entry: CatalogueEntry) -> ActRecord | None:
        """Give the writing of a translation that was kept for a changed source, as of this one.

        A reviewed entry forgets what it was translated from; who translated it and when stays.
        """
        act = self.writer(entry)
        source = text_digest(entry.source)
        return replace(act, source=source) if act is not None and act.source != source else None

    def reviewer(self, entry: CatalogueEntry) -> ActRecord | None:
        """Give the newest act that reviewed an entry's translation, if it counts as reviewed."""
        if entry_state(entry) is not UnitState.REVIEWED:
            return None
        return self._act(ActKind.REVIEWED, entry.source, entry.target)

    def still_reviewed(self, entry: CatalogueEntry, *, by: str) -> bool:
        """Tell whether somebody else has reviewed this very text, and nobody sent it back since."""
        review = self._act(ActKind.REVIEWED, entry.source, entry.target)
        back = self._act(ActKind.SENT_BACK, entry.source, entry.target)
        return (
            review is not None
            and (review.declared or review.by != by)
            and (back is None or back.at < review.at)
        )

    def said(self, source: str) -> tuple[UnitComment, ...]:
        """Give the comments on a unit, the oldest first."""
        return self.comments.get(text_digest(source), ())

    def shown(self, act: ActRecord | None) -> UnitAct | None:
        """Give an act as it is shown, with a name."""
        if act is None:
            return None
        return UnitAct(by=self.name(act.by), at=act.at, is_declared=act.declared)

    def name(self, public_key: str) -> str:
        """Give a person's name; the start of the key of somebody who left."""
        return self.names.get(public_key, public_key[:8])

    def _act(self, kind: ActKind, source: str, target: str) -> ActRecord | None:
        return self.acts.get((kind, text_digest(source), text_digest(target)))


def load_doings(desk: Desk, campaign_id: CampaignId, locale: str) -> Doings:
    """Read what was done and said in one language."""
    roster = load_roster(desk)
    names = {person.public_key: person.name for person in roster.people} if roster else {}
    comments: dict[str, tuple[UnitComment, ...]] = {}
    for record in desk.translations.comments(campaign_id, locale):
        said = UnitComment(text=record.text, by=names.get(record.by, record.by[:8]), at=record.at)
        comments[record.source] = (*comments.get(record.source, ()), said)
    acts = {
        (act.kind, act.source, act.target): act
        for act in desk.translations.acts(campaign_id, locale)
    }
    return Doings(acts=acts, comments=comments, names=names)


def declare(
    desk: Desk,
    campaign_id: CampaignId,
    *,
    before: Iterable[Catalogue],
    after: Iterable[Catalogue],
    by: Person,
) -> None:
    """Record what somebody declares who brings a message with its translations."""
    former = {item.locale: item.entries for item in before}
    at = desk.now()
    for catalogue in after:
        known = {entry.source: entry for entry in former.get(catalogue.locale, ())}
        acts = [
            act
            for entry in catalogue.entries
            for act in acts_of_change(known.get(entry.source), entry, by=by, at=at, declared=True)
        ]
        desk.translations.add_acts(campaign_id, catalogue.locale, acts)
        pairs = [(known.get(entry.source), entry) for entry in catalogue.entries]
        remember_changes(desk, campaign_id, catalogue.locale, pairs, by=by)


def act_about(
    entry: CatalogueEntry, kind: ActKind, *, by: Person, at: datetime, declared: bool = False
) -> ActRecord:
    """Make the record of an act about an entry as it is."""
    return ActRecord(
        source=text_digest(entry.source),
        target=text_digest(entry.target),
        kind=kind,
        by=by.public_key,
        at=at,
        declared=declared,
    )


def acts_of_change(
    before: CatalogueEntry | None,
    after: CatalogueEntry,
    *,
    by: Person,
    at: datetime,
    declared: bool,
) -> Iterable[ActRecord]:
    """Say what somebody did who made one entry of another.

    Whoever keeps a translation although its source has changed has translated, too. Reviewed is
    only what a file declares so: in the window that is an act of its own.
    """
    was, now = entry_state(before), entry_state(after)
    if now is UnitState.NEW:
        return
    is_new_text = before is None or before.target != after.target
    if is_new_text or (was is UnitState.NEEDS_WORK and now is not was):
        yield act_about(after, ActKind.TRANSLATED, by=by, at=at, declared=declared)
    if now is UnitState.REVIEWED and (is_new_text or was is not now):
        yield act_about(after, ActKind.REVIEWED, by=by, at=at, declared=declared)
