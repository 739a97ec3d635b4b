"""Why mail came back, by its status code (RFC 3463) and by the other server's words.

The code decides where it says something. Codes that say nothing more than "failed" leave it to the
words: whoever's message was taken for spam, or was too large, still has an address that takes mail,
and so has whoever could not be reached for a while.

Source: RFC 3463 §3; Microsoft, "Email nondelivery reports in Exchange Online".
"""

from __future__ import annotations

import re

from composer.model.bounce import BounceKind

STATUS = re.compile(r"(?<![\d.])([45])\.(\d)\.(\d{1,3})(?![\d.]\d)")
REPLY = re.compile(r"(?<![\d.:-])([45])\d\d(?=[ :-])(?!-\d\d-)")
_ABOUT_ADDRESS = frozenset({"0", "1", "2", "4"})
_ANYTHING = ("3", "0")  # "other mail system status": what sendmail said of unknown users
_NOT_ADDRESS = frozenset(
    {
        ("1", "7"), ("1", "8"), ("1", "20"), ("1", "90"),  # the sender's address, or its limits
        ("2", "3"), ("2", "121"), ("2", "122"),  # too long a message; too many at once
        ("4", "3"), ("4", "5"), ("4", "6"), ("4", "14"),  # directory, congestion, loops
    }
)  # fmt: skip
_TOO_LATE = frozenset({("4", "7"), ("4", "300"), ("4", "316"), ("4", "317")})
_GONE = re.compile(
    r"\b(?:user|recipient|mailbox|account|address|domain|host)(?: is| was| name)? (?:unknown|not "
    r"(?:found|known|valid|local|listed|recogni[sz]ed)|invalid|disabled|inactive|suspended|full|"
    r"over ?quota|closed|does(?: not|n['’]t) exist|no longer)"
    r"|\b(?:unknown|invalid|no such|bad|unrouteable|unroutable) (?:local |destination |e-?mail )*"
    r"(?:user|recipient|mailbox|account|address|person|domain|host)"
    r"|\bdoes(?: not|n['’]t) (?:exist|have an? )|\bno mailbox|\bover ?quota|\bquota exceeded"
    r"|\bis full\b|\bmailbox full|\bnot our customer",
    re.IGNORECASE,
)
_POLICY = re.compile(
    r"\bspam\b|\bjunk\b|\bunsolicited|\bUBE\b|\bblack ?list|\bblock(?:ed|ing|list)|\bDNSBL|\bRBL\b|"
    r"\bspamhaus|\breputation|\bpolic(?:y|ies)\b|\bSPF\b|\bDKIM\b|\bDMARC\b|\bvirus|\bmalware|"
    r"\bphish|\bbanned|\bcontent (?:was )?(?:rejected|blocked|denied|not)|\battachment|"
    r"\btoo (?:large|big|long|many)|\bsize (?:limit|exceed)|\bmessage size|\bmaximum size|"
    r"\bauthenticat|\brelay(?:ing)? (?:access )?(?:denied|not)|\bnot (?:permitted|allowed|auth)|"
    r"\baccess denied|\brate limit|\bsender (?:address )?(?:rejected|denied|refused)",
    re.IGNORECASE,
)
GIVEN_UP = re.compile(
    r"\bretry time-?\s?out exceeded|\b(?:message|delivery)(?: time)?(?: has)? expired|"
    r"\bin the queue too long|\bnot going to try again|\bgiving up\b|\bgave up\b|\btimed out\b|"
    r"\btoo many (?:retries|delivery attempts)|\bconnection (?:refused|timeout)|"
    r"\btime ?out (?:expired|exceeded)|\bwas not responding|\bbeen trying to deliver",
    re.IGNORECASE,
)


def best_status(status: str, answer: str) -> str:
    """Give the status code that says most: a server's own words before what was made of them.

    >>> best_status("5.0.0 (permanent failure)", "smtp; 550 5.1.1 no such user")
    '5.1.1'
    >>> best_status("5.1.1", "smtp; 554 5.7.1 listed"), best_status("4.4.7", "550 5.0.0")
    ('5.7.1', '4.4.7')
    """
    own, told = STATUS.search(status), STATUS.search(answer)
    if own and told and _says_more(told, own):
        return told[0]
    found = own or told
    return found[0] if found else ""


def _says_more(told: re.Match[str], own: re.Match[str]) -> bool:
    return own[2] == "0" or (own[1] == told[1] and told[2] != "0" and told[3] != "0")


def failure_kind(status: str, said: str = "") -> BounceKind:
    """Tell for what a message was refused for good; with no better reason, for its address.

    `said` are the other server's words, for codes that say nothing.

    >>> failure_kind("5.7.1").value, failure_kind("5.1.1").value, failure_kind("4.4.7").value
    ('refused', 'permanent', 'gave_up')
    >>> failure_kind("5.0.0", "554 rejected as spam").value, failure_kind("5.0.0").value
    ('refused', 'permanent')
    """
    found = STATUS.fullmatch(status)
    if found is None:
        return _by_words(said)
    detail = found[2], found[3]
    if found[1] != "5" or detail in _TOO_LATE:
        return BounceKind.GAVE_UP
    if detail == _ANYTHING or (found[2] in _ABOUT_ADDRESS and found[3] == "0"):
        return _by_words(said)
    is_why = found[2] in _ABOUT_ADDRESS and detail not in _NOT_ADDRESS
    return BounceKind.PERMANENT if is_why else BounceKind.REFUSED


def _by_words(said: str) -> BounceKind:
    if _GONE.search(said):
        return BounceKind.PERMANENT
    reply = REPLY.search(said)
    if GIVEN_UP.search(said) or (reply is not None and reply[1] == "4"):
        return BounceKind.GAVE_UP
    return BounceKind.REFUSED if _POLICY.search(said) else BounceKind.PERMANENT
