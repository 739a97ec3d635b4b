"""The table of forbidden moves, generated: role × stage × change of every field × way.

One campaign is walked through its stages. At each, everybody tries to send it as it is, and after
every change of every leaf of its manifest; asked are the release itself (the cheap way, so every
leaf and every kind of change), the library's `send` and `start_sending` after edits of the
database, and the real command line. The window asks the same questions (`tests/gui`), and folders
made by hand are taken in at each stage (`test_every_forbidden_folder`). Nothing is sent, and every
refusal says why. What nobody may refuse is tried, too: the sender of an unchanged,
released campaign sends it, each person once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from composer.errors import Blocked, ComposerError
from composer.findings import Finding
from composer.model.identifiers import CampaignId
from composer.model.person import Person, Role
from composer.proofs.manifest import SECTIONS, Manifest, read_manifest
from composer.signoff.release import ReleaseInputs, build_release
from composer.stages.content import load_content
from composer.stages.sealing import proof_state
from composer.stages.signing import release_inputs
from composer.workspace import Workspace
from tests.flow.conftest import FEW, Practice
from tests.flow.moves import (
    MUTATIONS,
    changed,
    database,
    field_of,
    leaves,
    lied_about,
    rename_everywhere,
    store_manifest,
)

OPEN = ("released", "begun")
EDITED_AT_EACH = 6
SOUND = {"send.proof_damaged", "send.proof_changed", "send.not_sealed"}
"""What says that the proof is not the one of the campaign."""


@dataclass
class Walk:
    """One campaign on its way, and whoever might try to send it."""

    practice: Practice
    folder: Path
    whole: bool
    people: dict[str, Person] = field(default_factory=dict)
    fields: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    edited: set[str] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)

    @property
    def workspace(self) -> Path:
        return self.practice.run.workspace

    @property
    def campaign(self) -> CampaignId:
        return CampaignId(self.practice.campaign)

    def hire(self) -> None:
        """Add somebody for each role, with no other one."""
        with self.practice.here() as workspace:
            owner = workspace.resolve_person(self.practice.author)
            for role in Role:
                if role is not Role.OWNER:
                    self.people[role.value] = workspace.add_person(
                        name=f"Only {role.value}",
                        email=f"{role.value}@only.test",
                        roles=frozenset({role}),
                        by=owner,
                    )
            self.people["owner"] = owner

    def stages(self) -> Iterator[str]:
        """Take the campaign from stage to stage."""
        practice = self.practice
        yield "written"
        with practice.here() as workspace:
            workspace.check(self.campaign)
        yield "checked"
        practice.seal()
        yield "sealed"
        assert practice.test().passed
        yield "tested"
        practice.review(self.folder / "review")
        yield "shown"
        assert practice.approve() == 0
        yield "released"
        with practice.here() as workspace:
            begun = workspace.send(self.campaign, by=self.people["sender"])
            assert "send.batch_hold" in [item.code for item in begun.findings]
            workspace.resume(self.campaign, by=self.people["sender"])
        yield "begun"

    def inputs(self) -> ReleaseInputs:
        """Gather what a release would be built from, as it is now."""
        with self.practice.here() as workspace:
            content = load_content(workspace._desk, self.campaign)
            return release_inputs(workspace._desk, content, proof_state(workspace._desk, content))

    @contextmanager
    def nothing_leaves(self, cell: str) -> Iterator[None]:
        before = self.practice.message_count()
        yield
        if self.practice.message_count() != before:
            self.failures.append(f"{cell}: something was sent")

    def refused(self, cell: str, ask: Callable[[Workspace], object]) -> None:
        """Ask in this process; note it unless it is refused with a reason that a person can use."""
        with self.nothing_leaves(cell), self.practice.here() as workspace:
            try:
                answer = ask(workspace)
            except Blocked as blocked:
                self.say_why(cell, blocked.findings)
            except ComposerError as error:
                if not (str(error) and error.advice):
                    self.failures.append(f"{cell}: {error!r} says too little")
            else:
                self.failures.append(f"{cell}: {answer!r}")

    def refused_at_the_terminal(self, cell: str) -> None:
        with self.nothing_leaves(cell):
            answer = self.practice.run(
                "send", self.campaign, by=self.people["sender"].email, code=1
            )
            if not answer.findings:
                self.failures.append(f"{cell}, command line: {answer}")

    def say_why(self, cell: str, findings: tuple[Finding, ...] | list[Finding]) -> None:
        if not findings or not all(item.text and item.advice for item in findings):
            self.failures.append(f"{cell}: {findings}")


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.long)])
def test_nobody_sends_at_any_stage_what_was_changed_anywhere(
    whole: bool, small: Practice, tmp_path: Path
) -> None:
    walk = Walk(practice=small, folder=tmp_path, whole=whole)
    walk.hire()
    for stage in walk.stages():
        _everybody_as_it_is(walk, stage)
        inputs = walk.inputs()
        if inputs.manifest is not None:
            manifest = read_manifest(inputs.manifest)
            _every_leaf(walk, stage, inputs, manifest)
            _in_the_database(walk, stage, manifest)
    _another_key_for_addresses(walk)
    assert {name.partition(".")[0] for name in walk.edited} == set(SECTIONS)
    assert walk.fields == walk.asked, "every field was changed at least once"
    assert walk.failures == []
    with small.here() as workspace:
        assert workspace.send(walk.campaign, by=walk.people["sender"]).finished
    assert small.message_count() == FEW, "only what was forbidden kept it back"


def _everybody_as_it_is(walk: Walk, stage: str) -> None:
    """Each role alone, a role that the caller made up, and somebody whom nobody knows."""
    everything = frozenset(Role)
    stranger = Person(name="Nobody", email="x@only.test", public_key="f" * 64, roles=everything)
    may = [name for name, person in walk.people.items() if person.has(Role.SENDER)]
    made_up = {
        f"{name} as sender": replace(person, roles=everything)
        for name, person in walk.people.items()
        if name not in may
    }
    for name, person in {**walk.people, **made_up, "stranger": stranger}.items():
        if name in may and stage in OPEN:
            continue
        walk.refused(f"{stage}, {name}, send", _send(walk, person))
        walk.refused(f"{stage}, {name}, start_sending", _start_sending(walk, person))


def _every_leaf(walk: Walk, stage: str, inputs: ReleaseInputs, manifest: Manifest) -> None:
    """Ask the release itself about every leaf: where it could be given, after every change."""
    for number, path in enumerate(leaves(manifest.content)):
        walk.fields.add(field_of(path))
        other = changed(manifest, path)
        some = (
            MUTATIONS
            if stage == "released" or walk.whole
            else (MUTATIONS[number % len(MUTATIONS)],)
        )
        for mutation in some:
            cell = f"{stage}, {path}, {mutation.__name__}"
            walk.asked.add(field_of(path))
            try:
                release = build_release(mutation(inputs, other))
            except Blocked as blocked:
                walk.say_why(cell, blocked.findings)
                codes = {item.code for item in blocked.findings}
                if mutation is not lied_about and not codes <= SOUND:
                    walk.failures.append(f"{cell}: {codes}")
            else:
                walk.failures.append(f"{cell}: {release}")


def _in_the_database(walk: Walk, stage: str, manifest: Manifest) -> None:
    """Edit the database, ask the library, now and then the command line, and put it back."""
    paths = list(leaves(manifest.content))
    if not walk.whole:
        done = {name.partition(".")[0] for name in walk.edited}
        by_section = {path[0]: path for path in paths if path[0] not in done}
        paths = [*by_section.values()][:EDITED_AT_EACH]
    for number, path in enumerate(paths):
        other = changed(manifest, path)
        ways = EDITS if walk.whole else (EDITS[number % len(EDITS)],)
        for edit in ways:
            cell = f"{stage}, {path}, {edit.__name__}"
            edit(walk.workspace, manifest, other)
            walk.edited.add(field_of(path))
            try:
                walk.refused(cell, _send(walk, walk.people["sender"]))
                if number == 0:
                    walk.refused_at_the_terminal(cell)
            finally:
                edit(walk.workspace, other, manifest)


def _another_key_for_addresses(walk: Walk) -> None:
    """The record knows by a keyed digest who has the message: with another key, nobody has it."""
    with database(walk.workspace) as connection:
        (key,) = connection.execute("SELECT ledger_key FROM campaign").fetchone()
    for value, undone in (("0" * 64, False), (key, True)):
        with database(walk.workspace) as connection:
            connection.execute("UPDATE campaign SET ledger_key = ?", (value,))
        if not undone:
            walk.refused("begun, another key for addresses", _send(walk, walk.people["sender"]))


def _send(walk: Walk, person: Person) -> Callable[[Workspace], object]:
    return lambda workspace: workspace.send(walk.campaign, by=person)


def _start_sending(walk: Walk, person: Person) -> Callable[[Workspace], object]:
    return lambda workspace: workspace.start_sending(walk.campaign, by=person)


def bytes_alone(workspace: Path, old: Manifest, new: Manifest) -> None:
    store_manifest(workspace, old.bytes, new.bytes)


def name_alone(workspace: Path, old: Manifest, new: Manifest) -> None:
    rename_everywhere(workspace, old.digest, new.digest)


def bytes_and_name(workspace: Path, old: Manifest, new: Manifest) -> None:
    bytes_alone(workspace, old, new)
    name_alone(workspace, old, new)


EDITS = (bytes_alone, name_alone, bytes_and_name)
