"""The accounts that messages leave through and test mailboxes are read from, and what a check says.

An account holds no secret: `key` of its settings names the entry of the password store.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from composer.findings import Finding
from composer.model.campaign import ImapSettings, TransportSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class MailAccount:
    """A mail service under a name of the team's own; `sender` is the usual address in From."""

    name: str
    settings: TransportSettings
    sender: str = ""


class AccountKind(Enum):
    """What an account is."""

    SENDGRID = "sendgrid"
    SMTP = "smtp"
    MAILBOX = "mailbox"


class KeyState(Enum):
    """Where the key or password of an account is."""

    STORED = "stored"
    ENVIRONMENT = "environment"
    MISSING = "missing"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLine:
    """An account as people look at it.

    Either `settings` are set (a mail service) or `seeds` (mailboxes that are read by IMAP or,
    without `imap`, by a person). `is_saved`: it is in the team's list, not in campaigns only.
    """

    kind: AccountKind
    name: str
    key: str
    key_state: KeyState
    used_by: tuple[str, ...]
    is_saved: bool
    settings: TransportSettings | None = None
    sender: str = ""
    seeds: tuple[str, ...] = ()
    imap: ImapSettings | None = None

    @property
    def where(self) -> str:
        """Give the host that is asked, or nothing."""
        if self.settings is not None:
            return self.settings.host or self.settings.base_url.partition("://")[2]
        return self.imap.host if self.imap is not None else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountsSeen:
    """All accounts, what is wrong with their file, and why the password store cannot be used."""

    lines: tuple[AccountLine, ...]
    findings: tuple[Finding, ...] = ()
    store_problem: str = ""
    store_advice: str = ""


class Verdict(Enum):
    """How one thing of a check is."""

    FINE = "fine"
    LOOK = "look"
    FAULT = "fault"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """One thing that was asked about, in words: what, how it is, and what to do."""

    topic: str
    verdict: Verdict
    said: str
    advice: str = ""
