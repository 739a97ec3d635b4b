"""Finds addresses of which the parts stand apart: around a bare at sign, or without any at all.

What is given is a guess and counts only if it is somebody's address in the audience, exactly.
Without an at sign only a local part with a dot, an underscore, a plus or a digit counts
(`eve.black`): *support* or *Schmidt-Bauer* stand beside *example.com* in honest signatures. Guards
rule 8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from composer.wire.address_form import without_file_ending
from composer.wire.shown_text import speaks_of_a_group

_LONGEST_APART = 120
_MOST_PIECES = 20
_LONGEST_GROWN = 64
_MOST_DOMAINS = 12
_MOST_PLACES = 200
_LEAST_LOCAL = 4
_EDGES = ".'-+_"
_PIECE = re.compile(r"[\w.+'-]+")
_WHOLE_DOMAIN = re.compile(r"[^\W_][\w-]*(?:\.[\w-]+)*\.[^\W\d_]{2,24}")
_DOMAIN = r"(?:[^\W_][\w-]{0,62}\.){1,8}[^\W\d_]{2,24}(?![\w-]|\.\w)"
_BETWEEN = (
    r"[^\w@\x1f]{1,12}"
    r"(?:(?:data-)?(?:domain|host|server|site|provider|org)[^\w@\x1f]{1,4}|[a-z]=)?"
)
_IN_ONE = re.compile(r"(?<![\w.@+'/-])[^\W_][\w.+'-]{6,120}\.[^\W\d_]{2,24}(?![\w-])")
_MARK = re.compile("[._]")
_PIECE_OF_DOMAIN = re.compile(r",\s?dc=", re.IGNORECASE)
"""As in directories: `cn=eve.black,dc=example,dc=net`."""
_ACCOUNT = re.compile(
    r"(?<!\w)(?:skype|teams|twitter|x|instagram|linkedin|facebook|github|telegram|signal|threads|bluesky"
    r"|mastodon|slack|zoom)\W{1,3}\Z",
    re.IGNORECASE,
)
"""What names an account elsewhere: `Skype: eve.black, example.com` is no address."""
_LONGEST_NAME = 16
_PARTED = re.compile(
    rf"(?<![\w.@+'/-])(?=[\w'-]*[\d._+])([^\W_][\w.+'-]{{2,60}}){_BETWEEN}({_DOMAIN})",
    re.IGNORECASE,
)
_TURNED_ROUND = re.compile(rf"(?<![\w.@-])({_DOMAIN})(?:!|[:=]\s?)([^\W_][\w.+'-]{{2,60}})")
_NO_PLAIN_WORD = re.compile(r"[^\W_][._+][^\W_]|\d")
_NEW_SENTENCE = re.compile(r"[.:;,!?\u3002\u3001\u060c]\s+\Z")


def gathered(text: str, at: int) -> Iterator[str]:
    """Give the addresses around an at sign once what stands between their letters is taken away.

    An account of a network is none (`Support: @example.com`), nor is `the team @ example.com`.

    >>> "eve.black@example.net" in gathered("to eve |.bl |ack@ex |ample |.net, or", 16)
    True
    """
    begin = text[max(0, at - _LONGEST_APART) : at]
    before = _PIECE.findall(begin)[-_MOST_PIECES:]
    if not before or (begin[-1].isspace() and _is_named_by(begin, before[-1])):
        return
    after = _PIECE.findall(text[at + 1 : at + _LONGEST_APART])[:_MOST_PIECES]
    locals_ = [*_growing(before[::-1], backwards=True)]
    wholes = (item for item in _growing(after) if _WHOLE_DOMAIN.fullmatch(item))
    for domain in islice(wholes, _MOST_DOMAINS):
        yield from (f"{local}@{domain}" for local in locals_ if local)


def _is_named_by(begin: str, last: str) -> bool:
    """Tell whether what stands before an at sign only says whose place or account it is."""
    if _NEW_SENTENCE.search(begin) and not is_no_plain_word(last):
        return True
    return speaks_of_a_group(begin, len(begin.rstrip()))


def without_at_sign(text: str) -> Iterator[str]:
    """Give what could be addresses in a settled text although no at sign stands in them.

    >>> [*without_at_sign("eve.black, example.net; support example.com")]
    ['eve.black@example.net']
    """
    if "dc=" in text:
        text = _PIECE_OF_DOMAIN.sub(".", text)
    for match in islice(_PARTED.finditer(text), _MOST_PLACES):
        if not _ACCOUNT.search(text, max(0, match.start() - _LONGEST_NAME), match.start()):
            yield from _address_of(match[1], match[2])
    for match in islice(_TURNED_ROUND.finditer(text), _MOST_PLACES):
        yield from _address_of(match[2], match[1])
    for match in islice(_IN_ONE.finditer(text), _MOST_PLACES):
        yield from _cut_at_marks(match[0])


def _cut_at_marks(word: str) -> Iterator[str]:
    """Give what a host or a file may be named after: `eve.black_example.net.pdf`."""
    for mark in islice(_MARK.finditer(word), _MOST_PIECES):
        if "." in word[mark.end() :]:
            yield from _address_of(word[: mark.start()], word[mark.end() :])


def is_no_plain_word(local: str) -> bool:
    """Tell whether a local part is none that stands in an honest text: it has marks or digits."""
    return len(local) >= _LEAST_LOCAL and _NO_PLAIN_WORD.search(local) is not None


def _address_of(local: str, domain: str) -> Iterator[str]:
    local = local.strip(_EDGES)
    if is_no_plain_word(local):
        yield f"{local}@{domain}"
        yield f"{local}@{without_file_ending(domain)}"


def _growing(pieces: list[str], *, backwards: bool = False) -> Iterator[str]:
    whole = ""
    for piece in pieces:
        whole = piece + whole if backwards else whole + piece
        if len(whole) > _LONGEST_GROWN:
            return
        yield whole.strip(_EDGES)
