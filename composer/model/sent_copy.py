"""A copy of a send in a test mailbox, beside what was predicted."""

from __future__ import annotations

from dataclasses import dataclass

from composer.model.rendered import RenderedMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedCopy:
    """One message to a test mailbox: what was predicted, and the bytes that arrived there.

    `number` is the copy's in its send, from 1.
    """

    number: int
    seed: str
    predicted: RenderedMessage
    received: bytes
