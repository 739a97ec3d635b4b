"""Sealed proofs: the manifest under its digest, and every time somebody sealed it.

A manifest never changes; sealing the same state again adds only who did it and when. The newest
sealing of a campaign decides which proof is its current one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, Select, insert, select

from composer.errors import NotFound, WorkspaceError
from composer.i18n import _
from composer.model.identifiers import CampaignId, Digest
from composer.store.database import Database
from composer.store.tables import proof, proof_sealing


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofRecord:
    """A stored proof as one sealing left it; `binding` names the check it stands on."""

    digest: Digest
    campaign_id: CampaignId
    manifest: bytes
    binding: str
    by: str
    at: datetime


class ProofStore:
    """The proofs of one workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save_proof(
        self,
        digest: str,
        campaign_id: str,
        *,
        manifest: bytes,
        binding: str,
        by: str,
        at: datetime,
    ) -> None:
        """Store a proof, or one more sealing of it.

        Raises:
            WorkspaceError: this digest already names other bytes.
        """
        with self._database.write() as connection:
            if not self._is_stored(connection, digest, campaign_id, manifest):
                connection.execute(
                    insert(proof).values(
                        digest=digest,
                        campaign_id=campaign_id,
                        binding=binding,
                        manifest=manifest,
                    )
                )
            connection.execute(insert(proof_sealing).values(proof=digest, by=by, at=at))

    def proof(self, digest: str) -> ProofRecord:
        """Give a proof with its newest sealing.

        Raises:
            NotFound: nothing with this digest was sealed here.
        """
        query = _sealings().where(proof.c.digest == digest)
        found = self._first(query.order_by(proof_sealing.c.number.desc()))
        if found is None:
            raise NotFound(
                _("There is no such proof in this workspace."),
                advice=_("Seal the campaign first, or open the proof file you were given."),
            )
        return found

    def latest(self, campaign_id: str) -> ProofRecord | None:
        """Give the proof that was sealed last, or None."""
        query = _sealings().where(proof.c.campaign_id == campaign_id)
        return self._first(query.order_by(proof_sealing.c.number.desc()))

    def all(self, campaign_id: str) -> tuple[ProofRecord, ...]:
        """Give every sealing of a campaign, oldest first; a proof sealed twice comes twice."""
        query = _sealings().where(proof.c.campaign_id == campaign_id)
        with self._database.read() as connection:
            found = connection.execute(query.order_by(proof_sealing.c.number)).mappings()
            return tuple(_record_from(row) for row in found)

    def _first(self, query: Select[tuple[object, ...]]) -> ProofRecord | None:
        with self._database.read() as connection:
            for row in connection.execute(query.limit(1)).mappings():
                return _record_from(row)
        return None

    def _is_stored(
        self, connection: Connection, digest: str, campaign_id: str, manifest: bytes
    ) -> bool:
        stored = select(proof.c.campaign_id, proof.c.manifest).where(proof.c.digest == digest)
        for owner, content in connection.execute(stored):
            if (owner, bytes(content)) != (campaign_id, manifest):
                raise WorkspaceError(
                    _("Another proof is stored under this proof's digest."),
                    advice=_("Keep the folder as it is, and continue from a backup."),
                )
            return True
        return False


def _sealings() -> Select[tuple[object, ...]]:
    return select(
        proof.c.digest,
        proof.c.campaign_id,
        proof.c.manifest,
        proof.c.binding,
        proof_sealing.c.by,
        proof_sealing.c.at,
    ).join_from(proof, proof_sealing, proof.c.digest == proof_sealing.c.proof)


def _record_from(row: RowMapping) -> ProofRecord:
    return ProofRecord(
        digest=Digest(row["digest"]),
        campaign_id=CampaignId(row["campaign_id"]),
        manifest=bytes(row["manifest"]),
        binding=row["binding"],
        by=row["by"],
        at=row["at"],
    )
