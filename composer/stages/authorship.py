"""Who made a campaign what it is: they may not approve it.

Everybody counts who changed what is sealed, and whoever sealed it. Reading translations and marking
them as reviewed changes no message: a revision in which nothing but states and remarks of
translations differs makes nobody an author. That is seen by comparing the files, whatever is said
about the revision.
"""

from __future__ import annotations

from collections.abc import Mapping

import orjson

from composer.errors import FileRefused
from composer.folder.load import TRANSLATIONS
from composer.model.identifiers import CampaignId
from composer.stages.desk import Desk
from composer.translation.catalogue import read_po

AUTHORING = frozenset(
    {
        "campaign.import",
        "campaign.save",
        "audience.replace",
        "audience.fix",
        "audience.bring_back",
        "audience.leave_out",
        "audience.take_back",
        "proof.seal",
        "warning.accept",
        "warning.withdraw",
    }
)
"""What makes somebody an author of a campaign."""
PARTED = "campaign.later"
"""What the log says of a campaign whose people were taken out of another one's."""


def authors(desk: Desk, campaign_id: CampaignId) -> frozenset[str]:
    """Give the public keys of everybody who made this campaign what it is, and of who sealed it.

    All changes ever made count: so far nobody who wrote a campaign may approve it.
    """
    logged = desk.kept(
        ("authors", campaign_id, desk.audit.head()), lambda: _logged_authors(desk, campaign_id)
    )
    listed = {change.by for change in desk.recipients.changes(campaign_id)}
    sealed = {proof.by for proof in desk.proofs.all(campaign_id)}
    return _revising(desk, campaign_id, known=logged | listed | sealed)


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


def _revising(desk: Desk, campaign_id: CampaignId, *, known: frozenset[str]) -> frozenset[str]:
    """Add whoever stored a revision that changed more than states."""
    found = set(known)
    only_states = desk.kept(("only_states", campaign_id), dict[int, bool])
    for revision in desk.campaigns.revisions(campaign_id):
        if revision.by in found:
            continue
        number = revision.number
        if number not in only_states:
            only_states[number] = number > 1 and changes_only_states(
                desk.campaigns.tree(campaign_id, number=number - 1),
                desk.campaigns.tree(campaign_id, number=number),
            )
        if not only_states[number]:
            found.add(revision.by)
    return frozenset(found)


def _logged_authors(desk: Desk, campaign_id: CampaignId) -> frozenset[str]:
    """Give whom the chained log names: changing the other tables makes nobody less an author.

    Whoever wrote the campaign that this one was parted from wrote this one, too.
    """
    found: set[str] = set()
    for entry in desk.audit.entries():
        if entry.action not in {*AUTHORING, PARTED}:
            continue
        details = orjson.loads(entry.details)
        if entry.action == PARTED and details.get("linked") == campaign_id:
            found |= {entry.person, *authors(desk, CampaignId(details["campaign"]))}
        elif entry.action != PARTED and details.get("campaign") == campaign_id:
            found.add(entry.person)
    return frozenset(found)
