"""The rules for sign-off: what the owner signs, and what of it holds for one campaign.

People are named by their addresses, so that a person's second key changes no rule. An absent rule
has the meaning that it had before there was one.
"""

from __future__ import annotations

from dataclasses import dataclass

WORKING_DAYS = (1, 2, 3, 4, 5)
"""Monday to Friday, as ISO 8601 counts them."""

CHECKS = ("links", "spam", "warnings")
"""What can be asked for beyond the check of everybody: links and the sender's domain looked up, a
spam filter asked, and no point left that nobody accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceRule:
    """From so many people on, so many reviewers."""

    people: int
    reviewers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TransportRule:
    """By this way of sending, so many reviewers; `kind` as `campaign.toml` has it."""

    kind: str
    reviewers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Approver:
    """Somebody who may approve, who may stand in for them, and when they can be reached.

    A deputy counts while the person is away, in their place. `begins` and `ends` are "09:00" and
    "17:00" in `zone` on `days` (1 is Monday); all empty where nobody said.
    """

    email: str
    deputies: tuple[str, ...] = ()
    is_away: bool = False
    phone: str = ""
    zone: str = ""
    begins: str = ""
    ends: str = ""
    days: tuple[int, ...] = WORKING_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a sign-off asks for.

    `receipts` is how many mailboxes must hold an equal message. Without `approvers`, every reviewer
    may approve. `alone` is the reason why a team of one sends without a second person; "" is no.
    """

    reviewers: int = 1
    expires_hours: int = 72
    by_audience: tuple[AudienceRule, ...] = ()
    by_transport: tuple[TransportRule, ...] = ()
    wait_hours: int = 0
    checks: tuple[str, ...] = ()
    receipts: int = 2
    approvers: tuple[Approver, ...] = ()
    alone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(Rules):
    """The workspace's rules for sign-off, as the owner signed them."""

    version: int
    previous: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectiveRules:
    """What holds for one campaign: of each rule the stricter of the workspace's and its own."""

    reviewers: int
    expires_hours: int
    wait_hours: int
    checks: tuple[str, ...]
    receipts: int
    alone: str
