"""What is another in a campaign than in an earlier proof: sentences, and who signed that one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from composer.model.identifiers import Digest
from composer.model.rendered import RenderedMessage


class Area(Enum):
    """What a change is about, in the order in which it is told."""

    SUBJECT = "subject"
    TEXT = "text"
    TRANSLATION = "translation"
    LAYOUT = "layout"
    FILES = "files"
    PEOPLE = "people"
    DECISIONS = "decisions"
    SENDER = "sender"
    TRANSPORT = "transport"
    PACE = "pace"
    TEST = "test"
    RULES = "rules"
    PROGRAM = "program"
    MESSAGES = "messages"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that differs, as a whole sentence; `follows` from another change when it says so.

    A change that follows was made by nobody: where the subject is another one, all messages are.
    """

    area: Area
    text: str
    follows: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatChanged:
    """What is another than in an earlier proof that was approved or tested, newest of them.

    `signed_by` approved that one, and their approvals do not count any more for what is there now;
    `void` says so in a sentence, and is empty where no approval was lost. `was_tested`: its test
    had passed.
    """

    proof: Digest
    frozen_at: datetime
    changes: tuple[Change, ...]
    signed_by: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    was_tested: bool = False
    void: str = ""

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was changed, and then what follows from it."""
        return tuple(
            change.text
            for follows in (False, True)
            for change in self.changes
            if change.follows is follows
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class KindBeside:
    """A kind of message as it was and as it is; None where there was or is none.

    `is_exact`: what is shown as former is byte for byte what that proof froze. Otherwise it was
    made from the former text by the program, or for the person, of today.
    """

    address: str
    locale: str
    before: RenderedMessage | None
    after: RenderedMessage | None
    is_exact: bool
