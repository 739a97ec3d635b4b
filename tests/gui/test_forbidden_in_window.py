"""The table of forbidden moves through the window: role × stage × change of every field.

The Send page is made once for each stage; then everybody stands before it, and the manifest is
changed in the database under it, leaf by leaf. Its button cannot be pressed and says why, or what
it does is refused with findings on the page; the button's own handler is called as well, past
whatever keeps it from being pressed. Nothing is sent. Both are long: a part is one leaf of each
section where nothing else is missing, the whole is every leaf at every stage.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from composer.gui.application import make_window
from composer.gui.theme import ThemeChoice
from composer.model.person import Role
from composer.model.stages import Stage
from composer.proofs.manifest import SECTIONS, read_manifest
from tests.flow.conftest import copied
from tests.flow.moves import changed, field_of, leaves
from tests.flow.test_every_forbidden_folder import Folders
from tests.flow.test_every_forbidden_move import EDITS, OPEN, Walk

QUICK = {"released"}
"""The stage at which nothing else is missing any more."""
MOST_ROUNDS = 8
LONG_WAIT_MS = 240_000
"""A thousand looks in a row; a busy machine must not end them."""


@dataclass
class AtTheWindow:
    """Whoever stands before the Send page of one campaign, and what they are told."""

    qtbot: object
    window: object
    walk: Walk
    cells: int = 0
    errors: list[Exception] = field(default_factory=list)

    def __post_init__(self):
        self.window.session.failed.connect(self.errors.append)

    def idle(self):
        session = self.window.session
        self.qtbot.waitUntil(
            lambda: session.background.is_idle and session.status is not None,
            timeout=LONG_WAIT_MS,
        )

    def is_refused(self, cell, person=None):
        """The button is shut with a reason, and its handler refused with findings, or told why."""
        session, page = self.window.session, self.window.page
        self.cells += 1
        with self.walk.nothing_leaves(cell):
            session.act_as(person or session.person)
            self.idle()
            foot = page.footer
            if not foot.primary.isEnabled() and not foot.reason.text().strip():
                self.walk.failures.append(f"{cell}: the button is shut and says nothing")
            self.errors.clear()
            page.starting.start(lift=False)
            self.idle()
            told = [item.text and item.advice for item in page.findings.shown]
            told += [str(error) and error.advice for error in self.errors]
            if page.starting.is_going_on:
                self.walk.failures.append(f"{cell}: it is being sent")
                page.starting.stop()
            if not told or not all(told):
                self.walk.failures.append(f"{cell}: nobody says why: {told}")


@contextmanager
def send_page(qtbot, walk):
    """Open a window at the Send page, as somebody who may send."""
    with walk.practice.here() as workspace:
        person = walk.people["sender"]
        window = make_window(workspace, person=person, theme=ThemeChoice.LIGHT)
        qtbot.addWidget(window)
        window.show()
        window.open_campaign(walk.campaign, Stage.SEND)
        qtbot.waitUntil(lambda: window.page is not None and window.page.stage is Stage.SEND)
        at = AtTheWindow(qtbot, window, walk)
        at.idle()
        yield at
        window.close()
        at.idle()


@pytest.mark.long
@pytest.mark.parametrize("whole", [False, True], ids=["part", "whole"])
def test_nobody_sends_from_the_window_what_was_changed_anywhere(
    whole, qtbot, qapp, written_example, home, tmp_path
):
    practice = copied(written_example, tmp_path / "office")
    walk = Walk(practice=practice, folder=tmp_path, whole=whole)
    walk.hire()
    original = practice.export(tmp_path / "original")
    practice.bring_back(original)
    folders = Folders(walk=walk, original=original, folder=tmp_path / "made by hand")
    for stage in walk.stages():
        if whole or stage in QUICK:
            with send_page(qtbot, walk) as at:
                _everybody(at, stage)
                _every_leaf(at, stage)
                _some_folders(at, stage, folders)
    assert folders.taken
    assert walk.failures == []
    changed_sections = {name.partition(".")[0] for name in walk.edited}
    assert changed_sections == set(SECTIONS)


def _everybody(at, stage):
    for name, person in at.walk.people.items():
        if not (person.has(Role.SENDER) and stage in OPEN):
            at.is_refused(f"{stage}, {name}", person)


def _some_folders(at, stage, folders):
    """Somebody takes a changed folder in while the page stands there, and takes the first back."""
    walk = at.walk
    stored = walk.inputs().manifest
    if stored is None:
        return
    folders.opened, before = at.window.session.workspace, folders.taken
    for _round in range(MOST_ROUNDS):  # much of what is tried is refused at once
        for move in folders.some(read_manifest(stored)):
            cell = f"{stage}, {move.name}"
            if folders.take_in(cell, folders.copy(move), walk.people["author"]):
                folders.taken += 1
                at.is_refused(cell, walk.people["sender"])
        if folders.taken > before:
            break
    folders.take_back()
    folders.opened = None


def _every_leaf(at, stage):
    """Change each leaf in the database while the page stands there, and put it back."""
    walk = at.walk
    stored = walk.inputs().manifest
    if stored is None:
        return
    manifest = read_manifest(stored)
    paths = list(leaves(manifest.content))
    if not walk.whole:
        paths = list({path[0]: path for path in paths}.values())
    sender = walk.people["sender"]
    for number, path in enumerate(paths):
        edit, other = EDITS[number % len(EDITS)], changed(manifest, path)
        edit(walk.workspace, manifest, other)
        walk.edited.add(field_of(path))
        try:
            at.is_refused(f"{stage}, {path}, {edit.__name__}", sender)
        finally:
            edit(walk.workspace, other, manifest)
