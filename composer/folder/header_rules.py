"""Which header fields an author may add.

Only fields that inform: `X-…`, List-Id, Feedback-ID and Auto-Submitted. What a provider obeys
(`X-SMTPAPI` can add recipients) and what names a recipient is refused, whatever its spelling. The
three named fields have defaults (`rendering.default_headers`): an empty value leaves one out.
"""

from __future__ import annotations

import re

_ALLOWED = frozenset({"list-id", "feedback-id", "auto-submitted"})
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,75}")
_OBEYED_BY_PROVIDERS = (
    "x-sg-", "x-smtpapi", "x-mailgun-", "x-ses-", "x-mj-", "x-mc-", "x-msys-", "x-pm-",
    "x-mailjet-", "x-mandrill-", "x-postmark-", "x-sib-", "x-elasticemail-", "x-composer-",
)  # fmt: skip
_RECIPIENT = re.compile(r"(?:^|-)(?:to|cc|bcc|rcpt|rcpts|recipient|recipients)(?:-|$)")


def may_be_empty(name: str) -> bool:
    """Tell whether an empty value means something: that a field with a default is left out.

    >>> may_be_empty("LIST-ID"), may_be_empty("X-Campaign")
    (True, False)
    """
    return name.lower() in _ALLOWED


def is_allowed_header(name: str) -> bool:
    """Tell whether an author may set the header field.

    >>> [is_allowed_header(name) for name in ("X-Campaign", "List-Id", "Bcc", "X-SMTPAPI")]
    [True, True, False, False]
    """
    lowered = name.lower()
    if _NAME.fullmatch(name) is None:
        return False
    if lowered in _ALLOWED:
        return True
    return (
        lowered.startswith("x-")
        and len(lowered) > len("x-")
        and not lowered.startswith(_OBEYED_BY_PROVIDERS)
        and _RECIPIENT.search(lowered) is None
    )
