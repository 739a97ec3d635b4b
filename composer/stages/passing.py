"""Review on another computer, as `Workspace` offers it: proof files out, decisions in and out.

Blocking and safe from several threads; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from composer.model.identifiers import CampaignId
from composer.model.person import Person
from composer.stages import approval_files, proof_files
from composer.stages.approval_files import TakenIn
from composer.stages.desk import Desk
from composer.stages.own_keys import OwnKey, keys_of, own_identities
from composer.stages.people import load_roster
from composer.stages.previewing import Previewer
from composer.stages.proof_files import ExportedProof


class Passing:
    """What leaves a workspace for its reviewers, and what comes back."""

    def __init__(self, desk: Desk, previewer: Previewer) -> None:
        self._desk = desk
        self._previewer = previewer

    def export_proof(
        self, campaign_id: CampaignId, out: Path, *, readers: Sequence[str], by: Person
    ) -> ExportedProof:
        """Write the frozen version for these reviewers (addresses); nobody else can open it."""
        return proof_files.export_proof(
            self._desk, self._previewer, campaign_id, readers=readers, out=out, by=by
        )

    def export_approval(self, campaign_id: CampaignId, out: Path, *, by: Person) -> str:
        """Write what a person last signed about the frozen version."""
        return approval_files.export_approval(self._desk, campaign_id, out, by=by)

    def import_approval(self, written: bytes, *, by: Person) -> TakenIn:
        """Take in what somebody signed elsewhere, or refuse it whole."""
        return approval_files.import_approval(self._desk, written, by=by)

    def keys_here(self) -> tuple[OwnKey, ...]:
        """Give the keys that this workspace's password store holds: its people's, and one's own.

        Whoever joins another team from a workspace has a key there that its list does not name.
        """
        roster, folder = load_roster(self._desk), self._desk.folder
        people = (*(roster.people if roster else ()), *(item.person for item in own_identities()))
        practice_of = folder.id if folder.is_practice else ""
        return keys_of(people, self._desk.keychain, practice_of=practice_of)
