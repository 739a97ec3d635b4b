"""Asks an account in the background for a page: one question at a time, with a way to cancel."""

from __future__ import annotations

from collections.abc import Callable

from composer.gui.background import Task
from composer.gui.page import Page
from composer.model.accounts import AccountLine, CheckLine

Lines = tuple[CheckLine, ...]


class AccountAsking:
    """The question that is under way for one page, if any."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._task: Task | None = None

    def ask(
        self,
        find: Callable[[], AccountLine],
        secret: str,
        *,
        then: Callable[[Lines], None],
        otherwise: Callable[[Exception], None],
        ended: Callable[[], None],
    ) -> None:
        """Ask the account that `find` gives; a question before it is dropped."""
        self.cancel()
        accounts = self._page.session.workspace.accounts

        def check(task: Task) -> Lines:
            return accounts.check(
                find(), secret=secret, cancelled=task.cancelled, progress=task.report
            )

        self._task = task = self._page.ask(check, then=then, otherwise=otherwise)
        task.ended.connect(ended)

    def cancel(self) -> None:
        """Wait for no answer."""
        if self._task is not None:
            self._task.cancel()
