"""What is said on the wire when one message is handed over, in order, secrets masked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Speaker(Enum):
    """Who says something; a note is ours to the person who reads along and never on the wire."""

    US = "us"
    SERVER = "server"
    NOTE = "note"


class WireKind(Enum):
    """How a message is handed over."""

    SMTP = "smtp"
    HTTP = "http"
    FILE = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Bytes that leave in one go, an answer, or a note (UTF-8).

    `is_message` marks the bytes that are the message itself.
    """

    speaker: Speaker
    content: bytes
    is_message: bool = False

    @property
    def text(self) -> str:
        """What was said, to be read."""
        return self.content.decode("utf-8", "replace")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """Everything said for one message; `place` is the server with its port, the URL or the file.

    The server's answers are what a willing server would say: nobody was asked.
    """

    kind: WireKind
    place: str
    spoken: tuple[Spoken, ...]

    @property
    def sent(self) -> bytes:
        """All bytes that leave, one after the other."""
        return b"".join(item.content for item in self.spoken if item.speaker is Speaker.US)
