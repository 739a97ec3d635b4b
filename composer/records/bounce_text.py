"""What a report says in words, up to where it returns our own message."""

from __future__ import annotations

import re
from collections.abc import Collection
from email.message import Message

from composer.records.bounce_fields import LONGEST_ANSWER
from composer.records.bounce_parts import own_parts, text_of
from composer.records.bounce_reasons import REPLY, STATUS, best_status

MOST_TEXT = 32 * 1024
_MOST_TEXTS = 4
_LONGEST_LINE = 300
_BEFORE = 200
_RULE = re.compile(r"[-=_]{3}")
_OF_RETURNED = re.compile(r"original|copy|returned|below|ursprünglich|kopie", re.IGNORECASE)
_MAYBE_RETURNED = re.compile(r"header|message|mail|nachricht", re.IGNORECASE)
_OF_REPORT = re.compile(
    r"fail|deliver|error|reason|session|transcript|\blog\b|recipient|address|unable|zustell",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"[\s>]{0,8}(?:return-path|received|x-[a-z-]{1,40}|mime-version|dkim-signature):\s",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\boriginal message (?:follows|headers?|below)|\bcopy of (?:the|your) message\b", re.IGNORECASE
)


def report_texts(message: Message) -> tuple[str, ...]:
    """Give the texts of a report, the plainest first; of what it returns only if it has none."""
    texts = (text_of(part, MOST_TEXT) for part in own_parts(message) if _is_plain(part))
    found = [before_returned(text) for text in texts if text.strip()]
    if not found:
        texts = (text_of(part, MOST_TEXT) for part in message.walk() if _is_plain(part))
        found = [before_returned(text) for text in texts if text.strip()][:1]
    return tuple(found[:_MOST_TEXTS])


def status_near(text: str, address: str, *, others: Collection[str] = ()) -> str:
    """Give the status code that stands with an address, or the first of a report about it alone."""
    near = best_status("", words_near(text, address, others=others))
    return near if near or len(others) > 1 else best_status("", text)


def words_near(text: str, address: str, *, others: Collection[str] = ()) -> str:
    """Give the words of the other server: the lines from where an address is named.

    They end where one of `others` is named at the start of a line.
    """
    at = _place(text, address)
    if at < 0:
        return ""
    start = text.rfind("\n", 0, at) + 1
    lines = text[start : start + 4 * LONGEST_ANSWER].splitlines()
    names = [one.lower() for one in others if one.lower() != address.lower()]
    for number, line in enumerate(lines[1:], start=1):
        if line.lower().lstrip(" \t<>\"'*").startswith(tuple(names)) and names:
            lines = lines[:number]
            break
    return " ".join(" ".join(lines).split())[:LONGEST_ANSWER]


def reason_near(text: str, address: str, *, others: Collection[str] = ()) -> str:
    """Give the words that may tell why: of a report about one address also those before it."""
    near = words_near(text, address, others=others)
    if len(others) > 1:
        return near
    at = max(_place(text, address), 0)
    return f"{text[max(0, at - _BEFORE) : at]} {near}"


def before_returned(text: str) -> str:
    """Give the lines before the returned message; a rule or a title at the very top is none."""
    lines = text.splitlines()
    for at, line in enumerate(lines):
        if _begins_returned(line[:_LONGEST_LINE]) and any(one.strip() for one in lines[:at]):
            return "\n".join(lines[:at])
    return "\n".join(lines)


# --- inside -------------------------------------------------------------------------------------


def _is_plain(part: Message) -> bool:
    """Whether it holds words; one that should have parts and has none is its own text."""
    is_words = part.get_content_type() in {"text/plain", "text/html"}
    return not part.is_multipart() and (is_words or part.get_content_maintype() == "multipart")


def _place(text: str, address: str) -> int:
    """Give where an address is named; else where a code stands."""
    at = text.lower().find(address.lower()) if address else -1
    code = None if at >= 0 else STATUS.search(text) or REPLY.search(text)
    return code.start() if code is not None else at


def _begins_returned(line: str) -> bool:
    rule = _RULE.match(line.lstrip(" >*"))
    if rule is not None and _OF_RETURNED.search(line):
        return True
    if rule is not None and _MAYBE_RETURNED.search(line) and not _OF_REPORT.search(line):
        return True
    return bool(_FIELD.match(line) or _SAID.search(line))
