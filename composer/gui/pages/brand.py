"""Brand: what every layout shows of the sender, and how a message looks with it.

It belongs to the workspace, not to a campaign: saving puts it into every campaign that may still
change, and the button says into how many. Frozen campaigns keep what was signed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from composer.findings import Finding, blocking
from composer.gui.background import Latest, Task
from composer.gui.mail_view import MailPane
from composer.gui.numbers import number
from composer.gui.page import Page
from composer.gui.pages.brand_form import BrandForm, Logo
from composer.gui.pages.scrolling import scrolled
from composer.gui.parts import icon_button, label, row
from composer.gui.session import Session
from composer.i18n import N_, _, ngettext, place
from composer.model.identifiers import CampaignId
from composer.model.message import Brand
from composer.model.person import Role
from composer.model.rendered import RenderedMessage
from composer.model.writing import BrandReach

PAUSE_MS = 300
LEAST_FORM, FORM_WIDTH = 320, 440


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stored:
    brand: Brand
    logo: Logo | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    findings: tuple[Finding, ...]
    rendered: RenderedMessage


class BrandPage(Page):
    """The team's brand."""

    title = N_("Brand")
    purpose = N_("What every message shows of you: logo, colour, postal address.")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._known: tuple[Brand, Logo | None] | None = None
        self._reach: BrandReach | None = None  # counted while the fields can be written already
        self._findings: tuple[Finding, ...] = ()
        self._latest = Latest(session.background, self)
        self._reaching = Latest(session.background, self)
        self.form = BrandForm(session)
        self.reach_words = label(role="caption", wraps=True)
        self.pane = MailPane()
        self.dark = icon_button("moon", _("Show it dark"), checkable=True)
        self.phone = icon_button("smartphone", _("Show it on a phone"), checkable=True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._build()
        self._timer.timeout.connect(self._judge)
        self.form.changed.connect(self._edited)
        self.dark.toggled.connect(self._show_way)
        self.phone.toggled.connect(self._show_way)

    @property
    def is_unsaved(self) -> bool:
        """Whether something stands in the fields that is not saved."""
        return self._known is not None and (self.form.brand, self.form.logo.value) != self._known

    @property
    def unsaved_words(self) -> tuple[str, str] | None:
        """Say what closing the window would lose."""
        if not self.is_unsaved:
            return None
        return (
            _("The brand is not saved."),
            _("What you changed in it is lost when the window is closed."),
        )

    def read(self) -> None:
        """Read the brand, unless something unsaved stands in the fields; count the campaigns.

        Counting opens every campaign and takes its time: the fields do not wait for it.
        """
        authoring = self.session.workspace.authoring

        def read(_task: Task) -> _Stored:
            brand, logo = authoring.brand()
            kept = (PurePosixPath(brand.logo).name, logo) if logo is not None else None
            return _Stored(brand=replace(brand, logo=""), logo=kept)

        self._reach = None
        self.ask(read, then=self._take)
        self._reaching.ask(
            lambda _task: authoring.brand_reach(),
            then=self._take_reach,
            otherwise=self.session.failed.emit,
        )

    def refresh(self) -> None:
        """Show what can be pressed, and why not."""
        may_save = bool(self.session.person.roles & {Role.OWNER, Role.AUTHOR})
        # Letters typed before the brand was read would be written over by it.
        self.form.set_read_only(read_only=not may_save or self._known is None)
        count = self._reach.changing if self._reach is not None else 0
        words = ngettext(
            "Use this brand in {count} campaign", "Use this brand in {count} campaigns", count
        )
        text = place(words, count=number(count)) if count else _("Save the brand")
        reason = self._why_not(may_save=may_save)
        self.set_primary(text, enabled=not reason, reason=reason)
        self.reach_words.setText(self._keeping_words())

    def press_primary(self) -> None:
        """Save the brand and put it into every campaign that may change."""
        workspace, person = self.session.workspace, self.session.person
        brand, logo = self.form.brand, self.form.logo.value

        def save(_task: Task) -> tuple[CampaignId, ...]:
            return workspace.authoring.save_brand(brand, logo=logo, by=person)

        def saved(campaigns: tuple[CampaignId, ...]) -> None:
            self._known = (brand, logo)
            count = len(campaigns)
            words = ngettext(
                "Saved. {count} campaign has it now.",
                "Saved. {count} campaigns have it now.",
                count,
            )
            self.say(place(words, count=number(count)) if count else _("Saved"))
            self.refresh()

        self.change(save, then=saved)

    def leave(self) -> None:
        """Close the message."""
        self.pane.close_view()

    # --- inside ------------------------------------------------------------------------------

    def _build(self) -> None:
        self._area = area = scrolled(self.form)
        area.setMaximumWidth(FORM_WIDTH)
        area.setMinimumWidth(LEAST_FORM)
        right = QVBoxLayout()
        right.setSpacing(8)
        head = row(label(_("How a message looks with it"), role="strong"), self.dark, self.phone)
        head.setStretch(0, 1)
        right.addLayout(head)
        right.addWidget(self.pane, 1)
        halves = QHBoxLayout()
        halves.setSpacing(24)
        halves.addWidget(area, 2)
        halves.addLayout(right, 3)
        self.content.addLayout(halves, 1)
        self.content.addWidget(self.reach_words)

    def showEvent(self, event: QShowEvent) -> None:
        """Give the fields their room."""
        super().showEvent(event)
        self._fit_form()

    def _fit_form(self) -> None:
        """Give the fields the width that large letters need: they scroll upright only."""
        bar = self._area.verticalScrollBar().sizeHint().width()
        needed = self.form.minimumSizeHint().width() + bar
        self._area.setMinimumWidth(max(LEAST_FORM, needed))
        self._area.setMaximumWidth(max(FORM_WIDTH, needed))

    def _take(self, stored: _Stored) -> None:
        was_unsaved = self.is_unsaved
        self._known = (stored.brand, stored.logo)
        if not was_unsaved:
            self.form.show_brand(stored.brand, stored.logo)
            QTimer.singleShot(0, self, self._fit_form)  # when what it shows now has its look
        self._judge()
        self.refresh()

    def _take_reach(self, reach: BrandReach) -> None:
        self._reach = reach
        self.refresh()

    def _why_not(self, *, may_save: bool) -> str:
        if not may_save:
            return _("Only authors and the owner change the brand.")
        if blocking(self._findings):
            return _("Something in the fields must be fixed first.")
        if not self.is_unsaved:
            return _("Nothing is changed.")
        if self._reach is None:  # the button says into how many: not before that is known
            return _("Counting the campaigns that get it…")
        return ""

    def _edited(self) -> None:
        if self._known is not None:
            self._timer.start()
            self.refresh()

    def _judge(self) -> None:
        """Say what is wrong, and show a message with what can be shown."""
        self._timer.stop()
        authoring = self.session.workspace.authoring
        brand, logo = self.form.brand, self.form.logo.value

        def judge(_task: Task) -> _Judged:
            return _Judged(
                findings=authoring.brand_findings(brand),
                rendered=authoring.show_brand(brand, logo=logo),
            )

        self._latest.ask(judge, then=self._judged, otherwise=self.session.failed.emit)

    def _judged(self, judged: _Judged) -> None:
        self._findings = judged.findings
        self.form.show_problems(judged.findings)
        self.pane.show_message(judged.rendered)
        self.refresh()

    def _show_way(self, _checked: object) -> None:
        self.pane.set_way(dark=self.dark.isChecked(), phone=self.phone.isChecked())

    def _keeping_words(self) -> str:
        if self._reach is None:
            return _("Counting the campaigns…")
        count = self._reach.keeping
        if not count:
            return _("New campaigns get it too.")
        words = ngettext(
            "New campaigns get it too. {count} campaign is frozen or was sent and keeps its own.",
            "New campaigns get it too. {count} campaigns are frozen or were sent and keep theirs.",
            count,
        )
        return place(words, count=number(count))
