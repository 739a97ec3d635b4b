"""One line about the language that is shown: its people, its progress, who must review it."""

from __future__ import annotations

from composer.gui.numbers import number
from composer.gui.translating.language_bar import progress_words
from composer.i18n import _, isolate, ngettext, place
from composer.model.overview import CampaignContent
from composer.model.translation import LocaleProgress
from composer.stages.translation_reviews import wants_reader
from composer.translation.locale_names import language_name


def facts_words(known: LocaleProgress | None, content: CampaignContent) -> str:
    """Say it; nothing while it is not known."""
    if known is None:
        return ""
    language = isolate(language_name(known.locale))
    words = ngettext(
        "{count} person gets it in {language}.",
        "{count} people get it in {language}.",
        known.people,
    )
    told = [place(words, count=number(known.people), language=language), progress_words(known)]
    if wants_reader(content, known.locale):
        told.append(place(_("Somebody who reads {language} must review it."), language=language))
    return " · ".join(part for part in told if part)
