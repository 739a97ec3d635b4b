"""What a received test message carries besides what we sent: signatures, servers' lines, words.

Facts for people to read and for rules to judge; nothing here verifies or decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class SignatureResult(Enum):
    """Whether a mail service's signature (DKIM) fits the message as it arrived."""

    PASS = "pass"  # noqa: S105 - a result, no password
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSignature:
    """One DKIM-Signature of a received message.

    `headers` are the names that it covers, in lower case. `aligned` means that its domain is that
    of From, or one of the two lies in the other. `whole_body` is false where it says how many bytes
    of the body it covers (`l=`). `signed_at` is in seconds since 1970, 0 where it does not say.
    """

    domain: str
    selector: str
    headers: tuple[str, ...]
    result: SignatureResult
    aligned: bool
    whole_body: bool
    signed_at: int = 0

    @property
    def vouches(self) -> bool:
        """Whether the domain of From stands for what it covers."""
        return self.result is SignatureResult.PASS and self.aligned


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerResult:
    """What the mailbox's own server found, as one method of Authentication-Results."""

    method: str
    result: str
    properties: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptFacts:
    """How one test message came to us, and what stood in it.

    `how` is mailbox, watch or file. `message_id` is (sent, received) where the mail service changed
    it. `results` are empty unless the server that wrote them is the one set for the mailbox.
    `added` are the names of the lines that servers added.
    """

    how: str
    message_id: tuple[str, str] | None = None
    signatures: tuple[MailSignature, ...] = ()
    authserv_id: str = ""
    results: tuple[ServerResult, ...] = ()
    added: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """What a person says to have seen at a test mailbox; it is no receipt."""

    name: str
    words: str
    at: datetime
