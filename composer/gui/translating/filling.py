"""Fills what has no translation yet, always as drafts that somebody reviews."""

from __future__ import annotations

from composer.gui.background import Task
from composer.gui.page import Page
from composer.i18n import _, ngettext, place
from composer.model.identifiers import CampaignId
from composer.model.translation import Translated, UnitState
from composer.translation.fills import copied_target


def fill_language(page: Page, tag: str, which: str) -> None:
    """Fill a language from `memory`, what needs no translating (`numbers`), or the `source`."""
    session = page.session
    workspace, campaign, person = session.workspace, session.campaign, session.person
    content = session.content
    source_locale = content.message.locale if content else ""

    def open_sources() -> list[str]:
        lines = workspace.translating.units(campaign, tag)
        return [line.source for line in lines if line.state == UnitState.NEW.value]

    def fill(_task: Task) -> int:
        match which:
            case "memory":
                return workspace.memory.fill(campaign, tag, by=person)
            case "source":
                sources = open_sources()
                return workspace.translating.copy_source(campaign, tag, sources, by=person)
            case _:
                return fill_numbers()

    def fill_numbers() -> int:
        terms = workspace.memory.terms_for(CampaignId(campaign), tag)
        fixed = [term.source for term in terms if term.is_fixed]
        wanted = [
            Translated(locale=tag, source=source, target=target)
            for source in open_sources()
            if (
                target := copied_target(
                    source, source_locale=source_locale, locale=tag, fixed=fixed
                )
            )
            is not None
        ]
        return workspace.translating.save_many(campaign, wanted, by=person)

    def told(count: int) -> None:
        words = ngettext(
            "{count} part was filled in. It waits for review.",
            "{count} parts were filled in. They wait for review.",
            count,
        )
        nothing = _("Nothing was found to fill in.")
        page.say(place(words, count=count) if count else nothing)

    page.change(fill, then=told, label=_("Filling in translations"))
