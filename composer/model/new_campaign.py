"""What a new campaign is to begin with: a layout, or parts of an earlier one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from composer.model.campaign import Purpose


class Part(Enum):
    """What of an earlier campaign may come along; its people and approvals never do."""

    TEXT = "text"
    TRANSLATIONS = "translations"
    AUDIENCE = "audience"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstWords:
    """What a campaign that begins with a layout has to know.

    `sender` is `Name <address>`; `account` is the name of one of the team's, or empty.
    """

    name: str
    purpose: Purpose
    sender: str
    locale: str
    layout: str
    account: str = ""
