"""Who made a campaign what it is: they may not approve it.

Everybody counts who changed what is sealed, and whoever sealed it. Who only translated may approve,
but not for the messages in that language. Reading translations and marking
them as reviewed changes no message: a revision in which nothing but states and remarks of
translations differs makes nobody an author. That is seen by comparing the files, whatever is said
about the revision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import orjson

from composer.errors import FileRefused
from composer.folder.load import TRANSLATIONS
from composer.model.acts import AUTHORING, DERIVING
from composer.model.identifiers import CampaignId
from composer.model.locale_tags import canonical
from composer.signoff.counting import Makers
from composer.stages.desk import Desk
from composer.translation.catalogue import read_po


def authors(desk: Desk, campaign_id: CampaignId) -> frozenset[str]:
    """Give the public keys of everybody who may not approve a campaign, because they made it."""
    return makers(desk, campaign_id).authors


def makers(desk: Desk, campaign_id: CampaignId) -> Makers:
    """Give everybody who made this campaign what it is, and who sealed it.

    Who did nothing but translate is no author, but vouches for no message in that language. All
    changes ever made count: so far nobody who wrote a campaign may approve it.
    """
    logged = desk.kept(
        ("authors", campaign_id, desk.audit.head()), lambda: _logged_makers(desk, campaign_id)
    )
    listed = {change.by for change in desk.recipients.changes(campaign_id)}
    sealed = {proof.by for proof in desk.proofs.all(campaign_id)}
    found = _Found(authors={*logged.authors, *listed, *sealed}, translators=set(logged.translators))
    _add_revising(desk, campaign_id, found)
    return Makers(authors=frozenset(found.authors), translators=frozenset(found.translators))


def translated_locales(
    before: Mapping[str, bytes], after: Mapping[str, bytes]
) -> frozenset[str] | None:
    """Give the languages in which two trees differ; None where they differ in more than that."""
    changed = [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)]
    if not all(name.startswith(TRANSLATIONS) and name.endswith(".po") for name in changed):
        return None
    tags = [name.removeprefix(TRANSLATIONS).removesuffix(".po") for name in changed]
    return frozenset(canonical(tag) or tag for tag in tags)


def changes_only_states(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> bool:
    """Whether two trees make the same messages but for states and remarks of translations."""
    if before.keys() != after.keys():
        return False
    changed = [name for name in after if before[name] != after[name]]
    return all(
        name.startswith(TRANSLATIONS) and _words(before[name]) == _words(after[name]) is not None
        for name in changed
    )


def _words(content: bytes) -> dict[str, str] | None:
    """Give what a catalogue says for each source; None for what is no catalogue."""
    try:
        catalogue = read_po(content, locale="", file="")
    except FileRefused:
        return None
    return {entry.source: entry.target for entry in catalogue.entries}


@dataclass(slots=True)
class _Found:
    authors: set[str]
    translators: set[tuple[str, str]]

    def add(self, person: str, locales: Iterable[str] | None) -> None:
        """Count somebody as an author, or as a translator of these languages."""
        if locales is None:
            self.authors.add(person)
        else:
            self.translators |= {(locale, person) for locale in locales}


def _add_revising(desk: Desk, campaign_id: CampaignId, found: _Found) -> None:
    """Add whoever stored a revision that changed more than states."""
    known = desk.kept(("revised", campaign_id), dict[int, frozenset[str] | None])
    for revision in desk.campaigns.revisions(campaign_id):
        if revision.by in found.authors:
            continue
        if revision.number not in known:
            known[revision.number] = _revised(desk, campaign_id, revision.number)
        found.add(revision.by, known[revision.number])


def _revised(desk: Desk, campaign_id: CampaignId, number: int) -> frozenset[str] | None:
    """Give the languages that a revision changed, none for states alone; None for anything else."""
    if number == 1:
        return None
    before = desk.campaigns.tree(campaign_id, number=number - 1)
    after = desk.campaigns.tree(campaign_id, number=number)
    return frozenset() if changes_only_states(before, after) else translated_locales(before, after)


def _logged_makers(desk: Desk, campaign_id: CampaignId) -> Makers:
    """Give whom the chained log names: changing the other tables makes nobody less an author.

    Whoever wrote the campaign that this one was made out of wrote this one, too.
    """
    found = _Found(authors=set(), translators=set())
    for entry in desk.audit.entries():
        if entry.action not in AUTHORING | DERIVING:
            continue
        details = orjson.loads(entry.details)
        if entry.action in DERIVING and details.get("linked") == campaign_id:
            former = makers(desk, CampaignId(details["campaign"]))
            found.authors |= {entry.person, *former.authors}
            found.translators |= former.translators
        elif entry.action in AUTHORING and details.get("campaign") == campaign_id:
            found.add(entry.person, details.get("locales"))
            found.authors |= set(details.get("wrote", ()))
            found.translators |= {(at, key) for at, key in details.get("translated", ())}
    return Makers(authors=frozenset(found.authors), translators=frozenset(found.translators))
