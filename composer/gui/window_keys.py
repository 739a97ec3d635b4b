"""The keyboard of the window: the shortcuts of the table, and the command search."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence, QShortcut

from composer.gui.background import Task
from composer.gui.command_list import Command, Kind, commands_of
from composer.gui.command_search import CommandSearch, Recent
from composer.gui.regions import Regions
from composer.gui.sheets import STOP_ACTION
from composer.gui.shortcuts import SHORTCUTS, Act, keys_sheet
from composer.gui.stage_words import STAGES
from composer.model.overview import CampaignSummary

if TYPE_CHECKING:
    from composer.gui.window import Window


class WindowKeys(QObject):
    """Binds the shortcuts of one window and does what they say."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._regions = Regions(window, window.rail, (window.side, window.stack, window.inspector))
        self._recent = Recent()
        self.search: CommandSearch | None = None
        for line in SHORTCUTS:
            if line.act is None:
                continue
            if line.act is Act.STOP:
                self._bind_stop(line.keys)
                continue
            for number, keys in enumerate(line.keys):
                shortcut = QShortcut(QKeySequence(keys), window)
                shortcut.activated.connect(lambda act=line.act, at=number: self.run(act, at))

    def _bind_stop(self, keys: tuple[str, ...]) -> None:
        """Bind Stop to an action: what opens over the window takes the other keys, never this."""
        stop = QAction(self._window)
        stop.setObjectName(STOP_ACTION)
        stop.setShortcuts([QKeySequence(one) for one in keys])
        stop.triggered.connect(lambda _checked=False: self.run(Act.STOP))
        self._window.addAction(stop)

    def run(self, act: Act, number: int = 0) -> None:
        """Do what a shortcut says; `number` counts the keys of a row of them."""
        window = self._window
        if act is Act.STAGE:
            if window.session.campaign_id is not None:
                window.show_stage(STAGES[number])
            return
        does: dict[Act, Callable[[], object]] = {
            Act.SEARCH: self.open_search,
            Act.PRIMARY: self._press_primary,
            Act.STOP: window.session.sends.stop,
            Act.NEXT_REGION: self._regions.next,
            Act.FORMER_REGION: self._regions.previous,
            Act.DETAILS: lambda: window.inspector.setVisible(not window.inspector.isVisible()),
            Act.FINDINGS: window.page.open_findings,
            Act.LIST_KEYS: lambda: keys_sheet(window).open(),
        }
        does[act]()

    def _press_primary(self) -> None:
        """Do the next step, or say why it cannot be done: nothing that happens is no answer."""
        page = self._window.page
        primary = page.footer.primary
        if primary.isVisible() and primary.isEnabled():
            page.press_primary()
        elif primary.isVisible() and primary.accessibleDescription():
            self._window.session.announce(primary.accessibleDescription(), assertive=True)

    def open_search(self) -> None:
        """Open the command search; the campaigns join it as soon as they are read."""
        window, listing = self._window, self._window.session.workspace.listing
        commands = commands_of(window)
        search = CommandSearch(window, commands, self._recent.among(commands))
        search.chosen.connect(self._do)
        search.reached.connect(lambda words: window.session.announce(words, assertive=True))
        search.finished.connect(self._forget)
        self.search = search
        search.open()

        def read(_task: Task) -> tuple[CampaignSummary, ...]:
            return listing.lines()

        def take(lines: tuple[CampaignSummary, ...]) -> None:
            search.show_campaigns([self._opening(line) for line in lines])

        window.session.ask(read, owner=search, then=take)

    def _opening(self, line: CampaignSummary) -> Command:
        window = self._window
        return Command(
            words=line.name,
            kind=Kind.CAMPAIGN,
            run=lambda: window.open_campaign(line.id),
        )

    def _do(self, command: Command) -> None:
        self._recent.used(command)
        command.run()

    def _forget(self) -> None:
        self.search = None
