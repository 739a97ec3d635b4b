"""The band over the page: one truth at a time, the most urgent first (ux.md §3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Signal

from composer.gui.band_line import BandLine, practice_words
from composer.gui.numbers import number
from composer.gui.parts import Button
from composer.gui.session import Session
from composer.gui.times import short_moment
from composer.i18n import N_, _, place
from composer.model.overview import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class BandState:
    """What the band says; `action` is show, change, changed or empty."""

    tone: str
    icon: str
    text: str
    action: str = ""


_ACTIONS = {
    "show": N_("Show"),
    "change": N_("Change…"),
    "changed": N_("Show what changed"),
}


def band_state(
    status: Status | None, *, practice: bool, thawed: bool = False, open_with: str = ""
) -> BandState | None:
    """Choose what the band says: the first that holds. `thawed`: somebody pressed *Change…*."""
    if status is not None:
        if status.progress.running:
            counts = status.counts
            text = place(
                _("Sending… {done} of {all}"),
                done=number(counts.accepted),
                all=number(status.audience),
            )
            return BandState(tone="danger", icon="loader-circle", text=text, action="show")
        if status.held_because or status.stopped_by:
            return BandState(
                tone="danger", icon="circle-pause", text=_stopped_words(status), action="show"
            )
        if open_with:
            text = _("{person} has this campaign open. You can read it, and change it afterwards.")
            return BandState(tone="grey", icon="lock", text=place(text, person=open_with))
        frozen = _frozen_state(status, thawed=thawed)
        if frozen is not None:
            return frozen
    if practice:
        return BandState(tone="practice", icon="flask-conical", text=practice_words())
    return None


def _frozen_state(status: Status, *, thawed: bool) -> BandState | None:
    """Say that it is frozen, or whose approval a change has cost."""
    if status.proof and thawed:
        text = _("Open for changes. Nothing differs from the frozen version, so it still counts.")
        return BandState(tone="accent", icon="pencil-line", text=text)
    if status.proof:
        return BandState(tone="accent", icon="lock", text=_frozen_words(status), action="change")
    if status.changed is not None and status.changed.void:
        void = status.changed.void
        return BandState(tone="accent", icon="triangle-alert", text=void, action="changed")
    return None


def _stopped_words(status: Status) -> str:
    if status.held_because:
        return place(_("On hold: {cause}"), cause=status.held_because)
    return place(_("Stopped by {person}."), person=status.stopped_by)


def _frozen_words(status: Status) -> str:
    given = sum(
        approval.counts and approval.decision == "approval" for approval in status.approvals
    )
    sealed_at: datetime | None = status.sealed_at
    return place(
        _("Frozen {moment}. {given} of {needed} approvals."),
        moment=short_moment(sealed_at) if sealed_at else "",
        given=given,
        needed=status.approvals_needed,
    )


class Band(BandLine):
    """Thirty-two pixels, only when needed.

    Signals:
        show_requested(): go to the Send page.
        change_requested(): open the freeze-breaking sheet.
        changed_requested(): show what changed since the last approval.
    """

    show_requested = Signal()
    change_requested = Signal()
    changed_requested = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._action = ""
        self.button = Button(kind="link")
        self.inner.insertWidget(self.inner.indexOf(self.words) + 1, self.button)
        self.button.clicked.connect(self._press)
        session.campaign_changed.connect(self.refresh)
        session.status_changed.connect(self.refresh)
        session.campaign_opened.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the most urgent truth, or nothing."""
        workspace = self._session.workspace
        content = self._session.content
        state = band_state(
            self._session.status,
            practice=workspace.is_practice,
            thawed=content is not None and not content.frozen,
            open_with=content.open_with if content is not None else "",
        )
        self.setVisible(state is not None)
        if state is None:
            return
        self.show_words(state.text, tone=state.tone, icon=state.icon)
        self._action = state.action
        self.button.setVisible(bool(state.action))
        self.button.setText(_(_ACTIONS[state.action]) if state.action else "")

    def _press(self) -> None:
        if self._action == "show":
            self.show_requested.emit()
        elif self._action == "changed":
            self.changed_requested.emit()
        else:
            self.change_requested.emit()
