"""Somebody of the audience who reads a language, to show the message as they get it."""

from __future__ import annotations

from composer.gui.background import Task
from composer.gui.session import Session
from composer.translation.locales import resolve_locale

ROWS_SEARCHED = 200


def known_reader(session: Session, tag: str) -> str | None:
    """Give a reader that the last check has named."""
    check = session.check
    return (
        next((kind.address for kind in check.variants if kind.locale == tag), None)
        if check
        else None
    )


def find_reader(session: Session, tag: str, _task: Task) -> str | None:
    """Look for a reader among the first of the list; it blocks."""
    content = session.content
    if content is None or session.campaign_id is None:
        return None
    campaign = session.campaign
    available = [item.locale for item in content.message.catalogues]
    wishes = {
        wish
        for wish, count in content.locale_counts
        if count
        and resolve_locale(
            wish,
            available=available,
            fallback=content.campaign.stated_fallbacks,
            source=content.message.locale,
        )
        == tag
    }
    for search in ("", *sorted(wishes)) if wishes else ():
        page = session.workspace.audience_page(
            campaign, offset=0, limit=ROWS_SEARCHED, search=search
        )
        found = next((row.address for row in page.rows if row.locale in wishes), None)
        if found is not None:
            return found
    return None
