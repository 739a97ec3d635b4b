"""What is recorded of every campaign, in three questions to the database whatever their number.

The list of campaigns is made of this: nothing is parsed, rendered or judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, func, select

from composer.model.identifiers import CampaignId
from composer.store.database import Database
from composer.store.tables import audience_change, campaign, proof, proof_sealing, revision


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignFacts:
    """The newest of everything that a campaign has; what it has none of is empty.

    `binding` is that of the proof that was sealed last.
    """

    id: CampaignId
    name: str
    revision: int
    digest: str
    saved_at: datetime
    people: int = 0
    root: str = ""
    listed_at: datetime | None = None
    binding: str = ""
    sealed_at: datetime | None = None

    @property
    def changed_at(self) -> datetime:
        """When it was last saved, given people, or frozen."""
        moments = (self.saved_at, self.listed_at, self.sealed_at)
        return max(moment for moment in moments if moment is not None)


def campaign_facts(database: Database) -> tuple[CampaignFacts, ...]:
    """Give what is recorded of every campaign, the newest change first."""
    with database.read() as connection:
        lists = {row["campaign_id"]: row for row in connection.execute(_LISTS).mappings()}
        seals = {row["campaign_id"]: row for row in connection.execute(_SEALS).mappings()}
        found = [
            _facts(row, lists.get(row["id"]), seals.get(row["id"]))
            for row in connection.execute(_NEWEST).mappings()
        ]
    return tuple(sorted(found, key=lambda facts: facts.changed_at, reverse=True))


def _facts(row: RowMapping, listed: RowMapping | None, sealed: RowMapping | None) -> CampaignFacts:
    return CampaignFacts(
        id=CampaignId(row["id"]),
        name=row["name"],
        revision=row["number"],
        digest=row["digest"],
        saved_at=row["at"],
        people=listed["count"] if listed else 0,
        root=listed["root"] if listed else "",
        listed_at=listed["at"] if listed else None,
        binding=sealed["binding"] if sealed else "",
        sealed_at=sealed["at"] if sealed else None,
    )


_last_revision = (
    select(revision.c.campaign_id, func.max(revision.c.number).label("number"))
    .group_by(revision.c.campaign_id)
    .subquery()
)
_NEWEST = (
    select(campaign.c.id, campaign.c.name, revision.c.number, revision.c.digest, revision.c.at)
    .join(revision, revision.c.campaign_id == campaign.c.id)
    .join(
        _last_revision,
        (_last_revision.c.campaign_id == revision.c.campaign_id)
        & (_last_revision.c.number == revision.c.number),
    )
)
_last_list = (
    select(audience_change.c.campaign_id, func.max(audience_change.c.number).label("number"))
    .group_by(audience_change.c.campaign_id)
    .subquery()
)
_LISTS = select(
    audience_change.c.campaign_id,
    audience_change.c.count,
    audience_change.c.root,
    audience_change.c.at,
).join(
    _last_list,
    (_last_list.c.campaign_id == audience_change.c.campaign_id)
    & (_last_list.c.number == audience_change.c.number),
)
_last_seal = (
    select(func.max(proof_sealing.c.number).label("number"))
    .join(proof, proof.c.digest == proof_sealing.c.proof)
    .group_by(proof.c.campaign_id)
    .subquery()
)
_SEALS = (
    select(proof.c.campaign_id, proof.c.binding, proof_sealing.c.at)
    .join(proof_sealing, proof_sealing.c.proof == proof.c.digest)
    .join(_last_seal, _last_seal.c.number == proof_sealing.c.number)
)
