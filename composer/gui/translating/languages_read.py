"""How far each language is, and what is sent later: read after the texts, or ahead of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.model.translation import LocaleProgress

if TYPE_CHECKING:
    from composer.gui.pages.translate import TranslatePage


class LanguagesRead:
    """What was read last about all languages of the page."""

    def __init__(self, page: TranslatePage) -> None:
        self._page = page
        self.progress: dict[str, LocaleProgress] = {}

    def read(self) -> None:
        """Read it again, and show it."""
        page = self._page
        workspace, campaign = page.session.workspace, page.session.campaign

        def take(found: tuple[LocaleProgress, ...]) -> None:
            self._take(found)
            page.show_languages()

        page.ask(lambda _task: workspace.translating.progress(campaign), then=take)
        page.ask(
            lambda _task: workspace.later.links(campaign),
            then=lambda links: page.parts.later.show_links(links, frozen=page.session.is_frozen),
        )

    def read_ahead(self) -> None:
        """Know at once how far the languages are, and let the first look-up be quick."""
        page = self._page
        if not page.tags:
            return
        workspace, campaign, tag = page.session.workspace, page.session.campaign, page.tags[0]
        page.ask(lambda _task: workspace.translating.progress(campaign), then=self._take)
        page.ask(lambda _task: workspace.memory.make_ready(campaign, tag), then=lambda _done: None)

    def _take(self, found: tuple[LocaleProgress, ...]) -> None:
        self.progress = {item.locale: item for item in found}
