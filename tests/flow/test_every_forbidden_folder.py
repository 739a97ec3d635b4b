"""The table of forbidden moves by folders made by hand: role × stage × change of every part.

A folder that was exported is changed in one place and taken in again, by everybody who may and
everybody who may not; then the campaign is sent. Whoever may not take it in is told why and changes
nothing. What was taken in makes another version: it is not sent, and it is said why. With the
original folder taken in again, what people signed counts again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from composer.errors import Blocked, ComposerError
from composer.model.person import Person, Role
from composer.proofs.manifest import Manifest, read_manifest
from composer.stages.content import load_content
from composer.stages.sealing import proof_state
from composer.workspace import Workspace
from tests.flow.conftest import FEW, Practice
from tests.flow.folder_moves import FolderMove, folder_moves
from tests.flow.moves import field_of, leaves
from tests.flow.test_every_forbidden_move import OPEN, Walk, _send, _start_sending

TAKE_IN = (Role.AUTHOR, Role.OWNER, Role.TRANSLATOR)
AT_EACH = 3
"""So many moves are tried at a stage where not all are."""


@dataclass
class Folders:
    """One campaign, the folder that it is made from, and what was changed of it so far."""

    walk: Walk
    original: Path
    folder: Path
    tried: set[str] = field(default_factory=set)
    taken: int = 0
    made: int = 0
    opened: Workspace | None = None
    """The workspace that has the campaign open, if a window has."""

    def moves(self, manifest: Manifest) -> list[FolderMove]:
        """Give what is to be tried at this stage."""
        return folder_moves(self.original, manifest) if self.walk.whole else self.some(manifest)

    def some(self, manifest: Manifest) -> list[FolderMove]:
        """Give a few that were not tried yet, from all over."""
        every = folder_moves(self.original, manifest)
        left = [move for move in every if move.name not in self.tried]
        chosen = left[:: max(1, len(left) // AT_EACH)][:AT_EACH]
        self.tried.update(move.name for move in chosen)
        return chosen

    def copy(self, move: FolderMove) -> Path:
        self.made += 1
        return move.into(self.folder / f"folder {self.made}", original=self.original)

    def take_in(self, cell: str, folder: Path, person: Person) -> bool:
        """Take a folder in; where it is refused it is said why, and nothing has changed."""
        with self._here() as workspace:
            before = self._revision(workspace)
            try:
                result = workspace.import_folder(folder, by=person, campaign_id=self.walk.campaign)
            except Blocked as blocked:
                self.walk.say_why(cell, blocked.findings)
            except ComposerError as error:
                if not (str(error) and error.advice):
                    self.walk.failures.append(f"{cell}: {error!r} says too little")
            else:
                if result.id:
                    return self._revision(workspace) != before
                self.walk.say_why(cell, [item for item in result.findings if item.blocks])
            if self._revision(workspace) != before:
                self.walk.failures.append(f"{cell}: it was refused, and taken in all the same")
        return False

    def take_back(self) -> None:
        """Take the folder in again as it was: what counted before counts again."""
        with self._here() as workspace:
            author = workspace.resolve_person(self.walk.practice.author)
            workspace.import_folder(self.original, by=author, campaign_id=self.walk.campaign)
            content = load_content(workspace._desk, self.walk.campaign)
            assert proof_state(workspace._desk, content).is_current

    def _here(self) -> AbstractContextManager[Workspace]:
        return nullcontext(self.opened) if self.opened else self.walk.practice.here()

    def _revision(self, workspace: Workspace) -> tuple[str, str]:
        desk, campaign = workspace._desk, self.walk.campaign
        return desk.campaigns.current_revision(campaign).digest, desk.recipients.root(campaign)


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.long)])
def test_nobody_sends_what_was_taken_in_from_a_folder_made_by_hand(
    whole: bool, small: Practice, tmp_path: Path
) -> None:
    walk = Walk(practice=small, folder=tmp_path, whole=whole)
    walk.hire()
    original = small.export(tmp_path / "original")
    small.bring_back(original)  # so that the very same folder makes the very same version
    folders = Folders(walk=walk, original=original, folder=tmp_path / "made by hand")
    for stage in walk.stages():
        inputs = walk.inputs()
        if inputs.manifest is None:
            continue
        manifest = read_manifest(inputs.manifest)
        for number, move in enumerate(folders.moves(manifest)):
            walk.fields.add(move.field)
            _everybody_who_may_not(folders, f"{stage}, {move.name}", move)
            _whoever_may(folders, f"{stage}, {move.name}", move, number)
        folders.take_back()
        if stage in OPEN:
            inputs = walk.inputs()
            assert inputs.current is not None, "what was signed counts again"
    assert walk.failures == []
    assert folders.taken, "some of it could be taken in"
    if whole:
        assert walk.fields - {""} == {field_of(path) for path in leaves(manifest.content)}
    with small.here() as workspace:
        assert workspace.send(walk.campaign, by=walk.people["sender"]).finished
    assert small.message_count() == FEW, "only what was forbidden kept it back"


def _everybody_who_may_not(folders: Folders, cell: str, move: FolderMove) -> None:
    walk = folders.walk
    folder = folders.copy(move)
    for name, person in _others(walk):
        with walk.nothing_leaves(cell):
            if folders.take_in(f"{cell}, {name}", folder, person):
                walk.failures.append(f"{cell}: {name} took it in")


def _others(walk: Walk) -> Iterator[tuple[str, Person]]:
    for name, person in walk.people.items():
        if not any(person.has(role) for role in TAKE_IN):
            yield name, person
    yield (
        "stranger",
        Person(
            name="Nobody", email="x@only.test", public_key="f" * 64, roles=frozenset({Role.AUTHOR})
        ),
    )


def _whoever_may(folders: Folders, cell: str, move: FolderMove, number: int) -> None:
    """One of those who may takes it in; then everybody who may send is refused."""
    walk = folders.walk
    may = [person for person in walk.people.values() if any(map(person.has, TAKE_IN))]
    folder = folders.copy(move)
    if not folders.take_in(cell, folder, may[number % len(may)]):
        return  # it was refused with words, or it says the same in other bytes
    folders.taken += 1
    sender = walk.people["sender"]
    walk.refused(cell, _send(walk, sender))
    walk.refused(f"{cell}, start_sending", _start_sending(walk, sender))
    if folders.taken == 1:
        walk.refused_at_the_terminal(cell)
