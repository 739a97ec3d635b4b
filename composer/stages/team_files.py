"""Carrying the owners' signed lists to another computer, and taking them in there.

On first sight the owner's words are compared, and the owner is pinned. Later the file must continue
what is here: older, forked or expired lists are refused, and so are those of another workspace. An
empty workspace becomes the team's own by taking their file in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from composer.errors import Blocked
from composer.findings import finding
from composer.model.person import Person
from composer.signoff.identities import key_entry
from composer.signoff.owner_changes import LIST_KINDS
from composer.signoff.owner_lists import Trust
from composer.signoff.pins import pin_owner, raise_pins, read_pins
from composer.signoff.roster import verify_rosters
from composer.signoff.roster_file import (
    LARGEST_ROSTER_FILE,
    TeamFile,
    read_team_file,
    verify_team_file,
    write_team_file,
)
from composer.signoff.statements import StatementKind
from composer.signoff.words import owner_words, same_words
from composer.stages.desk import Desk
from composer.stages.joining import read_small_file
from composer.stages.list_lock import one_at_a_time
from composer.stages.own_keys import own_identities, own_keychain
from composer.stages.owner_changes import stored_lists
from composer.stages.people import require_roster
from composer.stages.trust import verified_roster, workspace_trust
from composer.store.audit import AuditLog
from composer.store.files import write_atomically


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamNews:
    """What was taken in: how many versions were new, and who works in the workspace."""

    new_versions: int
    people: tuple[Person, ...]


def words_here(desk: Desk) -> str:
    """Give the owner's words, as they are read to somebody on another computer."""
    require_roster(desk)
    rosters = desk.statements.envelopes("roster", desk.folder.id)
    return owner_words(workspace_trust(desk, rosters[0]).owner_key)


def export_team(desk: Desk, file: Path) -> str:
    """Write the signed lists into a file, and give the owner's words that go with it."""
    words = words_here(desk)
    team = TeamFile(
        workspace=desk.folder.id,
        lists=stored_lists(desk),
        proposals=desk.statements.envelopes("proposal", desk.folder.id),
    )
    write_atomically(file, write_team_file(team))
    return words


def read_file(file: Path) -> TeamFile:
    """Read a file with a team's lists, unverified.

    Raises:
        FileRefused: it cannot be read.
        SignatureRefused: it is none.
    """
    return read_team_file(read_small_file(file, most=LARGEST_ROSTER_FILE))


def is_known(desk: Desk, team: TeamFile) -> bool:
    """Whether this computer knows the workspace's owner already, so that no words are compared."""
    return read_pins(desk.keychain, team.workspace) is not None


@one_at_a_time
def take_in(desk: Desk, team: TeamFile, *, owner_words: str | None) -> TeamNews:
    """Take a team's lists in: all that is new, or nothing.

    Raises:
        Blocked: another workspace's, lower, forked or expired lists, or other words.
        SignatureRefused: something in the file does not verify.
    """
    pins = read_pins(desk.keychain, team.workspace)
    owner_key = pins.owner_key if pins else team.owner_key
    heads = verify_team_file(team, owner_key=owner_key)
    now = desk.highest_now()
    if any(head.expires_at is not None and now >= head.expires_at for head in heads):
        raise Blocked([finding("lists.expired_roster")])
    if pins is None:
        _require_words(owner_words, owner_key)
    is_new_here = team.workspace != desk.folder.id
    if is_new_here:
        _require_empty(desk, team)
    before = {} if is_new_here else stored_lists(desk)
    more = {kind: _news(before.get(kind, ()), team.lists[kind]) for kind in LIST_KINDS}
    pin_owner(desk.keychain, team.workspace, owner_key)
    raise_pins(
        desk.keychain,
        team.workspace,
        roster=team.pin(StatementKind.ROSTER),
        policy=team.pin(StatementKind.POLICY),
        seeds=team.pin(StatementKind.SEEDS),
    )
    desk.statements.add_together(
        [
            *((kind.value, envelope) for kind in LIST_KINDS for envelope in more[kind]),
            *(("proposal", envelope) for envelope in team.proposals),
        ],
        subject=team.workspace,
        at=desk.now(),
        workspace_id=team.workspace if is_new_here else None,
    )
    if is_new_here:
        _become(desk, team.workspace)
    trust = Trust(workspace=team.workspace, owner_key=owner_key)
    roster = verify_rosters(team.lists[StatementKind.ROSTER], trust=trust)
    _bring_own_keys(desk, roster.active_keys)
    desk.audit.append(
        person=owner_key, action="people.lists_taken_in", details={"version": roster.version}
    )
    return TeamNews(new_versions=sum(map(len, more.values())), people=roster.people)


def _require_words(written: str | None, owner_key: str) -> None:
    if written is None or not same_words(written, owner_words(owner_key)):
        raise Blocked([finding("people.owner_words_differ")])


def _require_empty(desk: Desk, team: TeamFile) -> None:
    """Require that this folder holds nobody and nothing yet, and the team's workspace is not here.

    Raises:
        Blocked: `people.other_workspace`, or `workspace.copied` with the place where it is.
    """
    if desk.folder.is_practice or verified_roster(desk) is not None or desk.campaigns.all():
        raise Blocked([finding("people.other_workspace")])
    active = desk.folder.registry.active(team.workspace)
    if active is not None:
        raise Blocked([finding("workspace.copied", path=active.place.path)])


def _news(here: tuple[bytes, ...], brought: tuple[bytes, ...]) -> tuple[bytes, ...]:
    if brought[: len(here)] != here:
        raise Blocked([finding("people.not_lower")])
    return brought[len(here) :]


def _become(desk: Desk, workspace_id: str) -> None:
    """Go on as the workspace that the database holds by now."""
    desk.folder = replace(desk.folder, id=workspace_id)
    desk.folder.adopt()
    desk.audit = AuditLog(desk.folder.database, after_append=desk.folder.remember_head)


def _bring_own_keys(desk: Desk, listed: tuple[str, ...]) -> None:
    """Bring a key that was made before there was a workspace here to where this one looks."""
    if desk.folder.is_practice:
        return
    wanted = [item.public_key for item in own_identities() if item.public_key in listed]
    missing = [key for key in wanted if desk.keychain.get(key_entry(key)) is None]
    if not missing:
        return
    own = own_keychain()
    for key in missing:
        secret = own.get(key_entry(key))
        if secret is not None:
            desk.keychain.set(key_entry(key), secret)
