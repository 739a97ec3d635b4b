"""Who joins, who leaves and what the owners sign: the keys' side of `Workspace`.

Blocking and safe from several threads; nothing is decided here.
"""

from __future__ import annotations

from pathlib import Path

from composer.findings import Finding
from composer.model.person import Person
from composer.signoff.join_request import JoinRequest
from composer.signoff.roster_file import TeamFile
from composer.stages import joining, owner_changes, recovering, team_files
from composer.stages.desk import Desk
from composer.stages.joining import Admission
from composer.stages.own_keys import OwnIdentity, remember_identity
from composer.stages.owner_changes import ListState, Proposal
from composer.stages.team_files import TeamNews


class Membership:
    """Requests, admissions, revocations and the owners' lists of one open workspace."""

    _desk: Desk

    def ask_to_join(self, file: Path, *, name: str, email: str, device: str) -> JoinRequest:
        """Make a key on this computer and write the request about it.

        From a practice workspace it is made outside: keys of practice protect nothing, and whoever
        tries the example first is no other person afterwards.
        """
        if self._desk.folder.is_practice:
            return joining.ask_without_workspace(file, name=name, email=email, device=device)
        keychain = self._desk.keychain
        request = joining.ask_to_join(keychain, file, name=name, email=email, device=device)
        remember_identity(
            OwnIdentity(name=request.name, email=request.email, public_key=request.public_key)
        )
        return request

    def read_request(self, file: Path) -> JoinRequest:
        """Read a request to join, to show its words."""
        return joining.read_request_file(file)

    def admit(self, request: JoinRequest, admission: Admission, *, by: Person) -> bool:
        """Admit whoever asked (owner only); False while the other owner must sign, too."""
        return joining.admit(self._desk, request, admission, by=by)

    def revoke_keys(self, email: str, *, key: str | None, reason: str, by: Person) -> bool:
        """Revoke one key of a person, or all (owner only); False while that waits."""
        return joining.revoke_keys(self._desk, email, key=key, reason=reason, by=by)

    def owner_words(self) -> str:
        """Give the words by which another computer knows this workspace's owner."""
        return team_files.words_here(self._desk)

    def export_team(self, file: Path) -> str:
        """Write the owners' lists into a file; give the owner's words."""
        return team_files.export_team(self._desk, file)

    def read_team_file(self, file: Path) -> tuple[TeamFile, bool]:
        """Read a file with a team's lists, and tell whether its owner is known here."""
        team = team_files.read_file(file)
        return team, team_files.is_known(self._desk, team)

    def take_team_in(self, team: TeamFile, *, owner_words: str | None = None) -> TeamNews:
        """Take a team's lists in; the owner's words are needed on first sight."""
        return team_files.take_in(self._desk, team, owner_words=owner_words)

    def waiting_changes(self) -> tuple[Proposal, ...]:
        """List the changes that wait for the other owner's signature."""
        return owner_changes.proposals(self._desk)

    def cosign(self, digest: str, *, by: Person) -> bool:
        """Sign a change that waits; True when it counts now."""
        return owner_changes.cosign(self._desk, digest, by=by)

    def sign_lists_again(self, *, by: Person) -> bool:
        """Sign all lists for another year; False while that waits."""
        return owner_changes.sign_again(self._desk, by=by)

    def list_states(self) -> tuple[ListState, ...]:
        """Tell where each of the owners' lists stands."""
        return owner_changes.list_states(self._desk)

    def list_findings(self) -> list[Finding]:
        """Say which lists have expired, or soon will."""
        return owner_changes.list_findings(self._desk)

    def make_recovery(self, file: Path, *, by: Person) -> bool:
        """Write a recovery key and name it in the list (owner only); False while that waits."""
        return recovering.make_recovery(self._desk, file, by=by)

    def recover(self, file: Path, *, email: str | None, device: str) -> tuple[Person, bool]:
        """Put in a new key, made here, for an owner whose keys are lost."""
        return recovering.recover(self._desk, file, email=email, device=device)
