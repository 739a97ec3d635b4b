"""What the name service says about a sender's domain."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderRecords:
    """SPF of the envelope sender's domain, DMARC and DKIM of the one in From.

    None: there was no answer. `dkim` are the usual selectors under which a key was found.
    """

    domain: str
    envelope_domain: str
    spf: tuple[str, ...] | None
    dmarc: tuple[str, ...] | None
    dkim: tuple[str, ...]
