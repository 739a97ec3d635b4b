"""Accepting the points of a check from a page's findings, with a way back."""

from __future__ import annotations

from composer.gui.page import Page
from composer.i18n import _
from composer.model.acceptance import Point


class Accepting:
    """Lets the points of the check be accepted in a page's findings, and taken back."""

    def __init__(self, page: Page) -> None:
        self._page = page
        page.findings.accepting.accept_requested.connect(self._accept)
        page.findings.accepting.withdraw_requested.connect(self._withdraw)

    def refresh(self) -> None:
        """Show the points of the check that fits now; a frozen version's cannot be changed."""
        session = self._page.session
        points = session.check.points if session.check is not None else ()
        self._page.findings.show_points(points, may_accept=not session.is_frozen)

    def _accept(self, point: Point, reason: str) -> None:
        session = self._page.session
        campaign, person, workspace = session.campaign, session.person, session.workspace

        def accepted(_point: object) -> None:
            words = _("Accepted. Whoever signs reads the reason.")
            self._page.say(words, undo=lambda: self._withdraw(point))

        self._page.change(
            lambda _task: workspace.accept_warning(campaign, point.key, reason, by=person),
            then=accepted,
        )

    def _withdraw(self, point: Point) -> None:
        session = self._page.session
        campaign, person, workspace = session.campaign, session.person, session.workspace
        self._page.change(
            lambda _task: workspace.withdraw_acceptance(campaign, point.key, by=person),
            then=lambda _point: self._page.say(_("Taken back.")),
        )
