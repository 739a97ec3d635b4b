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
    fallback = {**dict(content.campaign.fallback), "": content.campaign.audience.no_locale}
    served = {*available, source}

    @lru_cache(maxsize=4096)
    def said(wish: str) -> str:
        chain = locale_chain(wish, available=available, fallback=fallback, source=source)
        words = " → ".join(chain or (wish,))
        if not wish.strip():
            return place(_("none → {language}"), language=words)
        return isolate(
            words if set(chain) & served else place(_("{language} → nothing"), language=words)
        )

    return said
