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
_DOT_WORD = r"(?:dot|punto|point|punkt|punt|ponto|pont|kropka|точка|tečka|nokta|τελεία|点|\.)"
_AT_NAME = (
    "arroba|arobase|chiocciola|apenstaartje|klammeraffe|małpa|собака|kukac|zavináč|zavinac|snabel-a"
    "|παπάκι|et işareti|שטרודל|골뱅이|آت|at-sign|ampersat|commercial at|艾特"
)
_IN_SIGNS = r"/at/|\|at\||~at~|«at»|‹at›|\"at\"|'at'|“at”|„at“|”at”|\*at\*"
_SPELLED_AT = re.compile(
    rf"\s*[\[({{<]\s*{_AT_WORD}\s*[\])}}>]\s*|\s+(?:at|{_AT_NAME}|@)\s+|\s*@\s*|[_*-]at[_*-]"
    rf"|\s*(?:{_IN_SIGNS})\s*|\+aea-|アットマーク|艾特|小老鼠",
    re.IGNORECASE,
)
_MAYBE_AT = re.compile(r"@|[\[({<]\s*(?:at|ät|arroba|chez|bei|a)\s*[\])}>]|\sat\s", re.IGNORECASE)
_AROUND_SIGN = 400
_NAMES_OF_AT = (
    *_AT_NAME.split("|"), "-at-", "_at_", "*at*", "/at/", "|at|", "~at~", "«at»", "‹at›",
    '"at"', "'at'", "“at”", "„at“", "”at”", "aea-", "アットマーク", "小老鼠",
)  # fmt: skip
_SPELLED_DOT = re.compile(
    rf"\s*[\[({{<]\s*{_DOT_WORD}\s*[\])}}>]\s*|\s+{_DOT_WORD}\s+|[_*-]dot[_*-]|\s*(?:/dot/|\|dot\||\"dot\"|'dot'|«dot»)\s*|\s+\.(?=\w)|ドット",
    re.IGNORECASE,
)
_SPOKEN_AT = frozenset({"at", "@"})
_OF_A_GROUP = re.compile(
    r"(?<![^\s(])(?:(?:the|our|your|their|its|his|her|my|an?|all|every|each|these|those)\s"
    r"(?:[^\W\d_]+[\s-]){0,2}[^\W\d_]+"
    r"|(?:team|staff|crew|colleagues|friends|people|folks|everyone|everybody|experts))\Z",
    re.IGNORECASE,
)
"""Words before an *at* that is no hidden sign: `the whole team at`, `your friends at`."""
_LONGEST_GROUP = 60
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_INSTEAD_OF_AT = re.compile(r"(?<=[\w])[=#](?=[\w-]+\.\w)")
_AROUND_AT = re.compile(
    r"\"(?P<local>[^\"\s@]{1,64})\"(?=@)|\([^()]{0,40}\)(?=@)|(?<=@)\([^()]{0,40}\)"
)
"""A name in quotation marks and comments in brackets: parts of an address by RFC 5322."""
_SPACED = re.compile(r"(?<!\w)\S(?:\s{1,3}\S){5,}(?!\w)")
_BEFORE = 3
_SPACE = re.compile(r"\s+")
_ESCAPES = 2
_HYPHENATED = re.compile(r"(?<=\w)-[ \t]*\r?\n[ \t>|]*(?=\w)")
_LINE_END = re.compile(r"-?[ \t]*\r?\n[ \t>|]*")
_IN_STYLE = re.compile(r"([\"'])\s*\1")
_TURNED = re.compile("\u202e|\u202d|<bdo\\b|bidi-override", re.IGNORECASE)


class Joining(Enum):
    """Whether a view joins what is apart in the text: not at all, lines and cells, or letters.

    `TURNED`: letters stand there for others; only addresses are looked for.
    """

    NOTHING = 1
    WORDS = 2
    LETTERS = 3
    TURNED = 4


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
    for view in dict.fromkeys((text, shown)):  # a text of attributes has lines, too
        if (whole := _HYPHENATED.sub("", view)) != view:
            yield whole, Joining.LETTERS
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
    for _ in range(_ESCAPES):
        if _TURNED.search(text):
            return True
        text = unquote(html.unescape(text))
    return bool(_TURNED.search(text))


def visible(text: str) -> str:
    """Take markup away: tags inside a line vanish, all others part words."""
    return _OTHER_TAG.sub(" ", _INLINE_TAG.sub("", text))


def spelled_out(text: str) -> str:
    """Put at signs and dots where people read them: `bob (at) x [dot] com`, `bob @ x.com`.

    Only around what may be an at sign: most of a long text is far from any.
    """
    folded = text.lower()
    if any(name in folded for name in _NAMES_OF_AT):
        return _with_signs(text)
    done, pieces = 0, []
    for begin, end in _around_signs(text):
        pieces += [text[done:begin], _with_signs(text[begin:end])]
        done = end
    return "".join([*pieces, text[done:]])


def _with_signs(text: str) -> str:
    return _SPELLED_DOT.sub(".", _SPELLED_AT.sub(_sign_or_word, text))


def _around_signs(text: str) -> list[list[int]]:
    """Give where the pieces of a text begin and end that may hold an address."""
    pieces: list[list[int]] = []
    for match in _MAYBE_AT.finditer(text):
        begin, end = max(0, match.start() - _AROUND_SIGN), match.end() + _AROUND_SIGN
        if pieces and begin <= pieces[-1][1]:
            pieces[-1][1] = end
        else:
            pieces.append([begin, end])
    return pieces


def speaks_of_a_group(text: str, end: int) -> bool:
    """Tell whether a text up to a place names some people, as in *the team* at example.com."""
    return _OF_A_GROUP.search(text, max(0, end - _LONGEST_GROUP), end) is not None


def _sign_or_word(match: re.Match[str]) -> str:
    """Give an at sign, or what stands there if it is the word of an honest sentence.

    It is none where the dots are spelled, too: `the team at example dot com`.
    """
    spoken = match[0].strip().lower() in _SPOKEN_AT and match[0][0].isspace()
    if spoken and speaks_of_a_group(match.string, match.start()):
        after = match.string[match.end() : match.end() + _LONGEST_GROUP]
        if _HOST.match(after):
            return match[0]
    return "@"
