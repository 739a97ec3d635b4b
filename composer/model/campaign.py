"""A campaign's settings: everything that `campaign.toml` says, as frozen data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum

from composer.model.planned_time import PlannedTime
from composer.model.sending_window import SendingWindow

LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1", "[::1]"})


class Purpose(Enum):
    """Why the message is sent; marketing needs consent, a postal address and a way out."""

    SERVICE = "service"
    MARKETING = "marketing"


class TransportKind(Enum):
    """The way the messages leave."""

    SENDGRID = "sendgrid"
    SMTP = "smtp"
    PRACTICE = "practice"
    EML = "eml"


class Security(Enum):
    """How a connection is protected; `NONE` is accepted for loopback addresses only."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """A display name and an address (RFC 5322 §3.4); the name may be empty."""

    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveOut:
    """A decision: people with findings of this code are left out, at most `rows` of them."""

    code: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Inactive:
    """A decision: people whose date in `column` is before `before` (ISO 8601) are left out."""

    column: str
    before: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceSettings:
    """Where the recipients come from, and what was promised about them before the file was read.

    `ids`, `contacts` and `personal` name columns: unique ids of a person, columns that may hold
    somebody else's address on purpose, and columns replaced in what seeds receive. All columns are
    named as the message has them; `columns` pairs a name in the file with that name.

    `encoding`, `delimiter` and `sheet` are what a person confirmed about the file, empty where the
    file says it itself. `segment` is an expression that keeps people, `exclude` names campaigns
    whose people are left out, `no_locale` is what people without a language read. `overlap` pairs a
    campaign with the reason why the same people get nearly the same message again.

    `later` pairs a language, as people wish it, with the campaign that writes to them later; here
    they are left out. `only` are the languages of the people whom `taken_from` left out: nobody
    else of the list is written to. An empty language stands for people who named none.

    `corrects` is a campaign whose send was ended; nobody is written to but whom it had not reached.
    `follows` is a campaign after which something is said to those who got it: nobody is written to
    but them, of the groups of `follows_groups` (handed_over, unclear, proof P, batch N, batch N of
    P; none means both).
    """

    file: str
    email: str = "email"
    locale: str = "locale"
    expected: int | None = None
    tolerance: Decimal = Decimal(0)
    rule: str = ""
    agreed: str = ""
    ids: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    no_locale: str = ""
    segment: str = ""
    leave_out: tuple[LeaveOut, ...] = ()
    exclude: tuple[str, ...] = ()
    inactive: Inactive | None = None
    overlap: tuple[tuple[str, str], ...] = ()
    later: tuple[tuple[str, str], ...] = ()
    only: tuple[str, ...] = ()
    taken_from: str = ""
    corrects: str = ""
    follows: str = ""
    follows_groups: tuple[str, ...] = ()
    mx: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TransportSettings:
    """How and through which account the messages leave. Secrets are named by `key`, never held."""

    kind: TransportKind
    base_url: str = ""
    key: str = ""
    host: str = ""
    port: int = 0
    security: Security = Security.STARTTLS
    username: str = ""
    ca_file: str = ""
    bounce: str = ""
    directory: str = ""

    @property
    def stays_on_this_computer(self) -> bool:
        """Whether nothing can leave the machine by this transport."""
        match self.kind:
            case TransportKind.PRACTICE | TransportKind.EML:
                return True
            case TransportKind.SMTP:
                return self.host.lower() in LOOPBACK_HOSTS
            case TransportKind.SENDGRID:
                host = self.base_url.partition("://")[2].partition("/")[0]
                name = host if host.endswith("]") else host.rpartition(":")[0] or host
                return name.lower() in LOOPBACK_HOSTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast, in which batches, and after which batches a person is waited for.

    `per_second` counts recipients over all connections, as do `per_minute` and `per_day` where they
    are not 0: in no second, minute and 24 hours more. The last number of `batches` repeats. After
    `per_connection` messages a connection is opened anew. `planned` is when somebody means to start
    it; nothing starts by itself. Outside `window` the send waits.
    """

    per_second: Decimal = Decimal(50)
    connections: int = 8
    batches: tuple[int, ...] = (10, 100, 1000)
    per_domain: tuple[tuple[str, Decimal], ...] = ()
    hold_after: tuple[int, ...] = (1,)
    planned: PlannedTime | None = None
    per_minute: int = 0
    per_day: int = 0
    per_connection: int = 5000
    window: SendingWindow | None = None

    @property
    def even_rate(self) -> Decimal:
        """How many leave in a second when they are spread evenly over each minute."""
        if not self.per_minute:
            return self.per_second
        return min(self.per_second, Decimal(self.per_minute) / 60)

    def ends_at(self, start: datetime, seconds: float) -> datetime:
        """Give when so many seconds of sending are over, with the hours in which it waits."""
        if self.window is None:
            return start + timedelta(seconds=seconds)
        return self.window.ends_at(start, seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapSettings:
    """Where the seeds' mailboxes are read; the user name is each seed's own address."""

    host: str
    port: int = 993
    security: Security = Security.TLS
    username: str = ""
    key: str = ""
    ca_file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TestSettings:
    """Which seeds receive the test and, during the send, a copy in every n-th batch."""

    __test__ = False  # not a pytest class

    seeds: tuple[str, ...] = ()
    every_batches: int = 0
    imap: ImapSettings | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignPolicy:
    """What the campaign asks beyond the workspace's signed policy; it can only tighten it."""

    reviewers: int | None = None
    expires_hours: int | None = None
    wait_hours: int | None = None
    checks: tuple[str, ...] | None = None
    receipts: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentSettings:
    """One attachment: the same `path` for all, or named per recipient by a `column`."""

    path: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """One message to one audience, once: the settings of `campaign.toml`.

    `readers` are the languages that must be reviewed by somebody who is listed as reading them.
    """

    name: str
    purpose: Purpose
    sender: Mailbox
    reply_to: Mailbox | None = None
    locale: str
    layout: str
    unsubscribe: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    audience: AudienceSettings
    fallback: tuple[tuple[str, str], ...] = ()
    transport: TransportSettings
    pace: Pace = field(default_factory=Pace)
    test: TestSettings = field(default_factory=TestSettings)
    policy: CampaignPolicy = field(default_factory=CampaignPolicy)
    attachments: tuple[AttachmentSettings, ...] = ()
    readers: tuple[str, ...] = ()

    @property
    def stated_fallbacks(self) -> dict[str, str]:
        """The languages that stand in for others; the empty key is for people without a wish."""
        stated = dict(self.fallback)
        if self.audience.no_locale:
            stated[""] = self.audience.no_locale
        return stated
