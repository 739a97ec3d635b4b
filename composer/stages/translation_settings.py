"""What a campaign says about its languages: which stands in for another, which needs a reader.

Both are settings and part of what is sealed: whoever signs sees them, and a change asks for
another sign-off.
"""

from __future__ import annotations

import tomllib

from composer.errors import Blocked
from composer.findings import blocking, finding
from composer.folder.load import SETTINGS_FILE
from composer.folder.settings import read_settings
from composer.folder.write import Value, edit_settings
from composer.model.identifiers import CampaignId
from composer.model.locale_tags import canonical
from composer.model.person import Person, Role
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.people import require_role
from composer.stages.revising import save_files
from composer.translation.locales import resolve_locale

_READERS = "translation.readers"


def state_fallback(
    desk: Desk, campaign_id: CampaignId, wish: str, served: str, *, by: Person
) -> None:
    """Say in which language people get the message who wish for another; empty: in none.

    Raises:
        Blocked: a tag is none, the message is not in that language, or they lead in a circle.
    """
    content = load_content(desk, campaign_id)
    tag = _tag(wish)
    changes: dict[str, Value | None] = {
        f"fallback.{name}": None for name in _fallbacks(content) if canonical(name) == tag
    }
    if served:
        changes[f"fallback.{tag}"] = _language_of(content, served)
    _save(desk, content, changes, by=by)


def want_reader(
    desk: Desk, campaign_id: CampaignId, locale: str, *, wanted: bool, by: Person
) -> None:
    """Ask for a reviewer who reads a language, or not any more.

    Raises:
        Blocked: the tag is none.
    """
    content = load_content(desk, campaign_id)
    tag = _tag(locale)
    left = [
        other
        for other in content.campaign.readers
        if resolve_locale(other, available=[tag], fallback={}, source="") != tag
    ]
    readers = [*left, tag] if wanted else left
    _save(desk, content, {_READERS: readers or None}, by=by)


def _save(desk: Desk, content: Content, changes: dict[str, Value | None], *, by: Person) -> None:
    require_role(by, Role.AUTHOR, Role.OWNER)
    settings = edit_settings(content.tree[SETTINGS_FILE], changes)
    if problems := blocking(read_settings(settings)[2]):
        raise Blocked(problems)
    save_files(desk, content.record.id, {SETTINGS_FILE: settings}, by=by)


def _fallbacks(content: Content) -> tuple[str, ...]:
    """Give the languages that have a fallback, as the settings spell them."""
    stated = tomllib.loads(content.tree[SETTINGS_FILE].decode("utf-8-sig")).get("fallback", {})
    return tuple(stated)


def _tag(written: str) -> str:
    tag = canonical(written)
    if tag is None:
        raise Blocked([finding("translation.no_language", where={"locale": written})])
    return tag


def _language_of(content: Content, served: str) -> str:
    message, tag = content.message, _tag(served)
    if tag not in {message.locale, *(item.locale for item in message.catalogues)}:
        raise Blocked([finding("translation.no_language", where={"locale": tag})])
    return tag
