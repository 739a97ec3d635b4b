"""Which language somebody's message is written in, and by which steps: pt-BR → pt → en."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from composer.i18n import _, isolate, place
from composer.model.overview import CampaignContent
from composer.translation.locales import locale_chain

Chain = Callable[[str], str]


def chain_words(content: CampaignContent) -> Chain:
    """Give what says the steps of a wish for this campaign; each wish is found once."""
    source = content.campaign.locale
    available = tuple(catalogue.locale for catalogue in content.message.catalogues)
    fallback = dict(content.campaign.fallback)
    nobody_said = content.campaign.audience.no_locale or source

    @lru_cache(maxsize=4096)
    def said(wish: str) -> str:
        if not wish.strip():
            return place(_("none → {language}"), language=nobody_said)
        chain = locale_chain(wish, available=available, fallback=fallback, source=source)
        served = chain[-1]
        words = " → ".join(step for step in chain if step is not None)
        return isolate(words if served else place(_("{language} → nothing"), language=words))

    return said
