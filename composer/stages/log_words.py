"""Words that people wrote, as the log keeps them: it holds nobody's address, and refuses any."""

from __future__ import annotations

from composer.transports.handover import without_addresses


def for_log(said: str) -> str:
    """Take addresses out, and every at sign that is left.

    >>> for_log("Asked bob@example.com, 3 @ 5")
    'Asked …, 3 (at) 5'
    """
    return without_addresses(said).replace("@", "(at)")
