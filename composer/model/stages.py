"""The stages of a campaign, in order."""

from __future__ import annotations

from enum import Enum


class Stage(Enum):
    """Where a campaign stands; derived from what is recorded, never stored."""

    WRITE = "write"
    TRANSLATE = "translate"
    AUDIENCE = "audience"
    PREVIEW = "preview"
    TEST = "test"
    SIGN_OFF = "sign_off"
    SEND = "send"
    REPORT = "report"
