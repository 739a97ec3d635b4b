"""People without a language: somebody says what they read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from composer.audience.wishes import find_wish_findings
from composer.model.campaign import (
    AudienceSettings,
    Campaign,
    Mailbox,
    Purpose,
    TransportKind,
    TransportSettings,
)
from composer.translation.locales import locale_chain, resolve_locale

CAMPAIGN = Campaign(
    name="a", purpose=Purpose.SERVICE, sender=Mailbox(name="", address="a@example.com"),
    locale="en", layout="notice", audience=AudienceSettings(file="people.csv"),
    fallback=(("fr", "de"),), transport=TransportSettings(kind=TransportKind.EML),
)  # fmt: skip
ANSWERED = replace(CAMPAIGN, audience=replace(CAMPAIGN.audience, no_locale="de"))


def test_people_without_a_language_are_told_until_somebody_answers():
    told = find_wish_findings(CAMPAIGN, {"de": 3, "": 2, " ": 1}, languages=1)
    assert [(item.code, dict(item.values)["count"]) for item in told] == [("audience.no_wish", 3)]
    assert find_wish_findings(ANSWERED, {"de": 3, "": 2}, languages=1) == []
    assert find_wish_findings(CAMPAIGN, {"": 2}, languages=0) == [], "there is nothing to choose"
    assert find_wish_findings(CAMPAIGN, {"de": 2}, languages=1) == []


@pytest.mark.parametrize(
    ("wish", "chain"),
    [("", ("de",)), ("fr-CA", ("fr-CA", "de")), ("de-AT", ("de-AT", "de")), ("it", ("it",))],
)
def test_the_answer_is_what_they_read(wish, chain):
    way = {"available": ["de"], "fallback": ANSWERED.stated_fallbacks, "source": "en"}
    assert locale_chain(wish, **way) == chain
    assert resolve_locale(wish, **way) == (None if wish == "it" else "de")
    assert resolve_locale("", **way | {"fallback": CAMPAIGN.stated_fallbacks}) == "en"
