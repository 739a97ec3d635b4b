"""The pages of the workspace itself, beside those of a campaign; imported when first shown."""

from __future__ import annotations

from enum import Enum
from typing import assert_never

from composer.gui.page import Page
from composer.i18n import N_


class Apart(Enum):
    """A page of the workspace."""

    BRAND = "brand"
    SUPPRESSIONS = "suppressions"
    GLOSSARY = "glossary"
    PEOPLE = "people"
    ACCOUNTS = "accounts"
    RULES = "rules"
    HISTORY = "history"
    NEW_CAMPAIGN = "new_campaign"
    SET_UP = "set_up"
    SETTINGS = "settings"


OPENED = {
    Apart.BRAND: N_("Brand is open"),
    Apart.SUPPRESSIONS: N_("The do-not-write list is open"),
    Apart.GLOSSARY: N_("The words of the team are open"),
    Apart.PEOPLE: N_("The people are open"),
    Apart.ACCOUNTS: N_("The accounts are open"),
    Apart.RULES: N_("The rules for sign-off are open"),
    Apart.HISTORY: N_("The history is open"),
    Apart.NEW_CAMPAIGN: N_("New campaign is open"),
    Apart.SET_UP: N_("Setting up is open"),
    Apart.SETTINGS: N_("The settings are open"),
}
"""What a screen reader hears when one is shown."""


def apart_class(which: Apart) -> type[Page]:  # noqa: C901, PLR0911 - one line for each page
    """Give a page of the workspace; each reads what it shows by `read`."""
    # ruff: noqa: PLC0415 - as the registry of the stages does
    match which:
        case Apart.BRAND:
            from composer.gui.pages.brand import BrandPage

            return BrandPage
        case Apart.SUPPRESSIONS:
            from composer.gui.pages.suppressions import SuppressionsPage

            return SuppressionsPage
        case Apart.GLOSSARY:
            from composer.gui.pages.glossary import GlossaryPage

            return GlossaryPage
        case Apart.PEOPLE:
            from composer.gui.pages.people import PeoplePage

            return PeoplePage
        case Apart.ACCOUNTS:
            from composer.gui.pages.accounts import AccountsPage

            return AccountsPage
        case Apart.RULES:
            from composer.gui.pages.rules import RulesPage

            return RulesPage
        case Apart.HISTORY:
            from composer.gui.pages.history import HistoryPage

            return HistoryPage
        case Apart.NEW_CAMPAIGN:
            from composer.gui.pages.new_campaign import NewCampaignPage

            return NewCampaignPage
        case Apart.SET_UP:
            from composer.gui.pages.set_up import SetUpPage

            return SetUpPage
        case Apart.SETTINGS:
            from composer.gui.pages.settings import SettingsPage

            return SettingsPage
        case _:
            assert_never(which)
