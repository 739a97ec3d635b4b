"""Writes drafts one after the other: an older one never lands after a newer.

Saving and keeping come from any thread of the window's background work. Each draft has the number
that the page gave it; what was overtaken while it waited is left out. Qt is not known here.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from composer.findings import Finding
from composer.gui.writing.draft_steps import NAMES
from composer.model.identifiers import CampaignId
from composer.model.person import Person
from composer.model.writing import MessageDraft

if TYPE_CHECKING:
    from composer.workspace import Workspace


class DraftKeeper:
    """The one way from the page to the disk."""

    def __init__(self, workspace: Workspace, campaign: CampaignId) -> None:
        self._workspace = workspace
        self._campaign = campaign
        self._lock = threading.Lock()
        self._newest = 0
        self._written: frozenset[str] = frozenset()  # what was ever written, and not left open

    def save(
        self, draft: MessageDraft, *, number: int, stored: MessageDraft, by: Person
    ) -> tuple[Finding, ...] | None:
        """Save a draft as a revision; None if a newer one was saved already."""
        with self._lock:
            if number <= self._newest:
                return None
            written = without_stored(draft, stored, except_for=self._written)
            self._written |= {name for name in NAMES if getattr(written, name) is not None}
            findings = self._workspace.save_message(self._campaign, written, by=by)
            self._newest = number
            return findings

    def keep(self, draft: MessageDraft, *, number: int, revision: int) -> bool:
        """Keep a draft for after a crash; False if a newer one is saved or kept already."""
        with self._lock:
            if number <= self._newest:
                return False
            self._workspace.authoring.keep_draft(self._campaign, draft, revision=revision)
            return True

    def drop(self) -> None:
        """Forget what was kept: it was undone, or nobody wants it."""
        with self._lock:
            self._workspace.authoring.drop_draft(self._campaign)


def without_stored(
    draft: MessageDraft, stored: MessageDraft, *, except_for: frozenset[str] = frozenset()
) -> MessageDraft:
    """Leave open what is as stored, so that those files stay as they are to the byte.

    What was written once is written always: what `stored` says of it may be older than that.
    """
    same = {
        name: None
        for name in NAMES
        if name not in {"subject", "preheader", "body", *except_for}
        and getattr(draft, name) == getattr(stored, name)
    }
    return replace(draft, **same)  # type: ignore[arg-type]  # each of them may be open


def filled(draft: MessageDraft, stored: MessageDraft) -> MessageDraft:
    """Put what is stored where a draft leaves something open."""
    open_ones = {name: getattr(stored, name) for name in NAMES if getattr(draft, name) is None}
    return replace(draft, **open_ones)
