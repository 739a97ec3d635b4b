"""What came back after a send: how a message that came back reads, and what is kept of it.

A bounce says that a message did not arrive, or not yet; a complaint, that somebody reported it as
spam. That nothing came back says nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from composer.model.identifiers import RecipientId


class BounceKind(Enum):
    """What a message that came back says of ours.

    PERMANENT: the address or its mailbox takes no mail. REFUSED: it was refused for good, and the
    address is not why (a policy, the size, the content). GAVE_UP: the servers in between stopped
    trying. DELAYED: they still try. NONE: it says nothing of the kind.
    """

    PERMANENT = "permanent"
    REFUSED = "refused"
    GAVE_UP = "gave_up"
    DELAYED = "delayed"
    COMPLAINT = "complaint"
    AUTO_REPLY = "auto_reply"
    NONE = "none"

    @property
    def is_failure(self) -> bool:
        """Whether the message came back for good."""
        return self in {BounceKind.PERMANENT, BounceKind.REFUSED, BounceKind.GAVE_UP}

    @property
    def is_kept(self) -> bool:
        """Whether it is kept in the campaign's record of what came back."""
        return self.is_failure or self in {BounceKind.DELAYED, BounceKind.COMPLAINT}

    @property
    def stops_writing(self) -> bool:
        """Whether the person goes on the do-not-write list."""
        return self in {BounceKind.PERMANENT, BounceKind.COMPLAINT}


class BounceFate(Enum):
    """What became of a message that was read, or why it does not count."""

    COUNTED = "counted"
    KNOWN = "known"
    NOT_KEPT = "not_kept"
    NOT_OURS = "not_ours"
    NEVER_SENT = "never_sent"
    OTHER_ADDRESS = "other_address"
    NOTHING_SAID = "nothing_said"


@dataclass(frozen=True, slots=True, kw_only=True)
class BounceNote:
    """What one report says of one or more recipients: `addresses` as it names them, perhaps none.

    `also` are other names of the same recipient: what an alias led to, another way of writing.
    `status` is an enhanced status code ("5.1.1") or empty; `answer` the other server's words.
    """

    kind: BounceKind
    addresses: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    status: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBounce:
    """One message that came back, as it reads; whether it is about one of ours is not decided here.

    `mailboxes` are addresses in which an opaque id of ours may stand, `message_ids` the names of
    messages that it returns, `recipient_ids` what a mail service's event names outright. `mark`
    tells the same report again, however it was fetched.
    """

    notes: tuple[BounceNote, ...]
    mark: str
    at: datetime | None = None
    mailboxes: tuple[str, ...] = ()
    message_ids: tuple[str, ...] = ()
    recipient_ids: tuple[str, ...] = ()

    @property
    def kind(self) -> BounceKind:
        """What the message says, by the gravest of its notes."""
        kinds = {note.kind for note in self.notes}
        return next((kind for kind in BounceKind if kind in kinds), BounceKind.NONE)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every recipient that it names, as it is written there."""
        return tuple(dict.fromkeys(one for note in self.notes for one in note.addresses))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBounce:
    """What is kept of a bounce or a complaint: no address, and nothing of the message."""

    recipient_id: RecipientId
    kind: BounceKind
    status: str
    answer: str
    at: datetime
    source: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BouncedPerson:
    """One person of a campaign from whom something came back, with the gravest that did."""

    recipient_id: RecipientId
    address: str
    row: int
    kind: BounceKind
    status: str
    answer: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BounceCounts:
    """How many people of a campaign had something come back; each counts once, by the gravest.

    A complaint counts beside a bounce: it is said by the person, not by a server.
    """

    permanent: int = 0
    refused: int = 0
    gave_up: int = 0
    delayed: int = 0
    complaints: int = 0
    unclear: int = 0

    @property
    def bounced(self) -> int:
        """People whose message came back for good."""
        return self.permanent + self.refused + self.gave_up

    @property
    def is_empty(self) -> bool:
        """Whether nothing came back that we know of."""
        return not (self.bounced or self.delayed or self.complaints)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedBounce:
    """One message that was read, for whoever reads them: where it was, what it says, its fate."""

    name: str
    kind: BounceKind
    fate: BounceFate
    addresses: tuple[str, ...] = ()
    status: str = ""
    answer: str = ""
    recipient_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BouncesRead:
    """What a reading of messages did: how many of each fate, and what was new."""

    judged: tuple[JudgedBounce, ...]
    fates: tuple[tuple[BounceFate, int], ...]
    kinds: tuple[tuple[BounceKind, int], ...]
    listed: int
    unreadable: int = 0

    @property
    def messages(self) -> int:
        """How many messages or events were read."""
        return sum(count for _fate, count in self.fates)

    def count(self, fate: BounceFate) -> int:
        """How many had this fate."""
        return dict(self.fates).get(fate, 0)

    def new(self, kind: BounceKind) -> int:
        """How many of this kind were new."""
        return dict(self.kinds).get(kind, 0)


def added_up(read: Sequence[BouncesRead]) -> BouncesRead:
    """Give several readings as one."""
    fates: Counter[BounceFate] = Counter()
    kinds: Counter[BounceKind] = Counter()
    for one in read:
        fates.update(dict(one.fates))
        kinds.update(dict(one.kinds))
    return BouncesRead(
        judged=tuple(judged for one in read for judged in one.judged),
        fates=tuple(fates.items()),
        kinds=tuple(kinds.items()),
        listed=sum(one.listed for one in read),
        unreadable=sum(one.unreadable for one in read),
    )
