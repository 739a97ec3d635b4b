"""Older drafts never land after newer ones, whichever thread is faster."""

from __future__ import annotations

import threading
from dataclasses import replace
from types import SimpleNamespace

from composer.gui.writing.draft_keeper import DraftKeeper, filled, without_stored
from composer.model.writing import MessageDraft

STORED = MessageDraft(
    subject="Old", preheader="", body="One", html="", text_override="By hand", layout="notice"
)


class Disk:
    """Remembers what was written last; a save takes the kept draft away, as the workspace does."""

    def __init__(self) -> None:
        self.saved: list[str] = []
        self.kept: str | None = None
        self.slow = threading.Event()
        self.slow.set()
        self.authoring = SimpleNamespace(keep_draft=self._keep, drop_draft=self._drop)

    def save_message(self, _campaign, draft, *, by):
        self.slow.wait(5)
        self.saved.append(draft.body)
        self.kept = None
        return ()

    def _keep(self, _campaign, draft, *, revision):
        self.kept = draft.body

    def _drop(self, _campaign):
        self.kept = None


def draft(body):
    return replace(STORED, body=body)


def test_what_was_overtaken_is_left_out():
    disk = Disk()
    keeper = DraftKeeper(disk, "c")
    assert keeper.keep(draft("1"), number=1, revision=1)
    assert keeper.save(draft("2"), number=2, stored=STORED, by=None) == ()
    assert not keeper.keep(draft("1"), number=1, revision=1)
    assert keeper.save(draft("1"), number=1, stored=STORED, by=None) is None
    assert (disk.saved, disk.kept) == (["2"], None)


def test_a_keep_that_waited_for_a_newer_save_does_not_land():
    disk = Disk()
    keeper = DraftKeeper(disk, "c")
    disk.slow.clear()
    saving = threading.Thread(
        target=lambda: keeper.save(draft("2"), number=2, stored=STORED, by=None)
    )
    saving.start()
    keeping = threading.Thread(target=lambda: keeper.keep(draft("1"), number=1, revision=1))
    keeping.start()
    disk.slow.set()
    saving.join()
    keeping.join()
    assert disk.saved == ["2"]
    assert disk.kept is None


def test_what_is_as_stored_is_left_open_and_filled_again():
    changed = replace(STORED, body="Two", layout="newsletter")
    written = without_stored(changed, STORED)
    assert written == MessageDraft(subject="Old", preheader="", body="Two", layout="newsletter")
    assert filled(written, STORED) == changed


def test_a_layout_that_is_chosen_and_taken_back_at_once_is_written_back():
    disk, sent = Disk(), []
    disk.save_message = lambda _campaign, draft, *, by: sent.append(draft) or ()
    keeper = DraftKeeper(disk, "c")
    keeper.save(replace(STORED, layout="newsletter"), number=1, stored=STORED, by=None)
    keeper.save(STORED, number=2, stored=STORED, by=None)
    assert [draft.layout for draft in sent] == ["newsletter", "notice"]
    assert [draft.text_override for draft in sent] == [None, None]
