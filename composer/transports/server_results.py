"""Read what the mailbox's own server found out about a message (Authentication-Results).

Anybody can write such a line into a message, so it counts only where the one on top carries the
authserv-id that the owner set for this mailbox, and only in what we read from the mailbox
ourselves. Kept are the properties that name domains and keys, never a recipient.

Source: RFC 8601 §2.2 and §7.1.
"""

from __future__ import annotations

import authres

from composer.model.received import ServerResult
from composer.transports.mailboxes import header_value

HEADER = "Authentication-Results"
KEPT = frozenset({"header.d", "header.i", "header.s", "header.from"})
MOST_RESULTS = 20
LONGEST = 4096
LONGEST_VALUE = 200


def read_server_results(content: bytes, *, authserv_id: str) -> tuple[ServerResult, ...]:
    """Give what the server of this name found; nothing where another one's line is on top.

    A second line is never looked at, whoever wrote it.
    """
    value = header_value(content, HEADER)
    if not authserv_id or not value or len(value) > LONGEST:
        return ()
    try:
        parsed = authres.AuthenticationResultsHeader.parse(f"{HEADER}: {value}")
    except Exception:  # noqa: BLE001 - a hostile line may raise anything in the library
        return ()
    if str(parsed.authserv_id).lower() != authserv_id.lower():
        return ()
    return tuple(_result(item) for item in parsed.results[:MOST_RESULTS])


def _result(item: authres.core.AuthenticationResult) -> ServerResult:
    named = ((f"{one.type}.{one.name}", str(one.value)) for one in item.properties)
    return ServerResult(
        method=str(item.method),
        result=str(item.result).lower(),
        properties=tuple((name, value[:LONGEST_VALUE]) for name, value in named if name in KEPT),
    )
