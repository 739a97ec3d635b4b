"""What a person reads in a text: without markup, spelled out, put together again.

Each view has undone more than the text; in some of them words are joined that are apart in the text
(`Joining`): what stands there may have come together by chance.
Guards rule 8.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from enum import Enum
from urllib.parse import unquote

_INLINE_TAG = re.compile(
    r"<!--.*?-->|</?(?:a|abbr|b|bdi|bdo|big|cite|code|data|em|font|i|ins|kbd|mark|q|s|samp|small"
    r"|span|strike|strong|sub|sup|time|tt|u|var|wbr|o:p|[a-z]+-[a-z-]+)(?:\s[^<>]*)?/?>",
    re.DOTALL | re.IGNORECASE,
)
_OTHER_TAG = re.compile(r"<[!/?a-z][^<>]*>", re.IGNORECASE)
_HIDDEN = re.compile(
    r"<(style|script|template|title)\b[^<>]*>.*?</\1\s*>"
    r"|<([a-z][a-z0-9]*)\s(?:[^<>]*\s)?"
    r"(?:hidden(?=[\s>=/])"
    r"|style\s*=\s*[\"'][^\"'<>]*"
    r"(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0))"
    r"[^<>]*>[^<>]*</\2\s*>",
    re.DOTALL | re.IGNORECASE,
)
_AT_WORD = r"(?:at|ät|arroba|chez|bei|a|@)"
_DOT_WORD = r"(?:dot|punto|point|punkt|punt|ponto|kropka|точка|\.)"
_AT_NAME = "arroba|arobase|chiocciola|apenstaartje|klammeraffe|małpa|собака"
_SPELLED_AT = re.compile(
    rf"\s*[\[({{<]\s*{_AT_WORD}\s*[\])}}>]\s*|\s+(?:at|{_AT_NAME}|@)\s+|\s*@\s*|[_*-]at[_*-]"
    r"|\+aea-|アットマーク",
    re.IGNORECASE,
)
_MAYBE_AT = re.compile(
    rf"[\[({{<]\s*(?:at|ät|arroba|chez|bei|a)\s*[\])}}>]|\s(?:at|{_AT_NAME})\s|[_*-]at[_*-]|aea-"
    r"|アットマーク",
    re.IGNORECASE,
)
_SPELLED_DOT = re.compile(
    rf"\s*[\[({{<]\s*{_DOT_WORD}\s*[\])}}>]\s*|\s+{_DOT_WORD}\s+|[_*-]dot[_*-]|\s+\.(?=\w)|ドット",
    re.IGNORECASE,
)
_INSTEAD_OF_AT = re.compile(r"(?<=[\w])[=#](?=[\w-]+\.\w)")
_AROUND_AT = re.compile(
    r"\"(?P<local>[^\"\s@]{1,64})\"(?=@)|\([^()]{0,40}\)(?=@)|(?<=@)\([^()]{0,40}\)"
)
"""A name in quotation marks and comments in brackets: parts of an address by RFC 5322."""
_SPACED = re.compile(r"(?<!\w)\S(?:\s{1,3}\S){5,}(?!\w)")
_BEFORE = 3
_SPACE = re.compile(r"\s+")
_LINE_END = re.compile(r"-?[ \t]*\r?\n[ \t]*")
_IN_STYLE = re.compile(r"([\"'])\s*\1")
_TURNED = re.compile("\u202e|\u202d|<bdo\\b|bidi-override", re.IGNORECASE)


class Joining(Enum):
    """Whether a view joins what is apart in the text: not at all, lines and cells, or letters."""

    NOTHING = 1
    WORDS = 2
    LETTERS = 3


View = tuple[str, Joining]


def views_of(text: str) -> Iterator[View]:
    """Give what a person may read in an unfolded text, itself first; not in small letters."""
    bare = _INLINE_TAG.sub("", text) if "<" in text else text
    shown = _OTHER_TAG.sub(" ", bare) if "<" in text else text
    apart = [text, bare, shown]
    if "<" in text and _HIDDEN.search(text):
        unhidden = _INLINE_TAG.sub("", _HIDDEN.sub("", text))
        apart += [unhidden, _OTHER_TAG.sub(" ", unhidden)]
    if '"' in text or "'" in text:
        apart.append(_IN_STYLE.sub("", text))
    for view in dict.fromkeys(apart):
        yield view, Joining.NOTHING
        yield from ((found, Joining.NOTHING) for found in _with_at_signs(view))
    for joined in (_OTHER_TAG.sub("", bare), _LINE_END.sub("", shown)):
        if "@" in joined:
            yield joined, Joining.WORDS
    for spaced in dict.fromkeys((*_SPACED.findall(text), *_SPACED.findall(shown))):
        together = _SPACE.sub("", spaced)
        for begin in range(_BEFORE):  # a word of one letter may stand before it
            yield together[begin:], Joining.LETTERS


def _with_at_signs(view: str) -> Iterator[str]:
    """Give what stands there with at signs where a person would put them, if any."""
    spelled = spelled_out(view)
    if "@" in spelled:
        yield spelled
    if "@" in view and (bare := _AROUND_AT.sub(r"\g<local>", view)) != view:
        yield bare
    if "=" in view or "#" in view:
        instead = _INSTEAD_OF_AT.sub("@", view)
        if instead != view:
            yield instead


def is_turned(text: str) -> bool:
    """Tell whether a text holds an override of its direction: part of it is read backwards."""
    return bool(_TURNED.search(unquote(html.unescape(text))))


def visible(text: str) -> str:
    """Take markup away: tags inside a line vanish, all others part words."""
    return _OTHER_TAG.sub(" ", _INLINE_TAG.sub("", text))


def spelled_out(text: str) -> str:
    """Put at signs and dots where people read them: `bob (at) x [dot] com`, `bob @ x.com`."""
    if "@" not in text and not _MAYBE_AT.search(text):
        return text
    return _SPELLED_DOT.sub(".", _SPELLED_AT.sub("@", text))
