"""Looks at the spaces and marks of a translation, as its language writes them.

Nothing here changes what is said, so everything is only shown. Rules that a language does not have
are not applied to it: Thai ends no sentence with a dot, and nobody is taught French in Canada.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from composer.translation.checks.parts import PartKind
from composer.translation.checks.reading import CONDITION, FIELD, Flaw, Pair
from composer.translation.units import UnitKind

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_ARABIC = "\u0620-\u064a\u066e-\u06d3"
_SPACES = re.compile(r"[^\s.!?:。][ \t]{2,}\S")
_DOUBLED = re.compile(r"(?<![\w'’-])([^\W\d_]{2,})[ \u00a0]\1(?![\w'’-])", re.IGNORECASE)
_DOUBLED_MARK = re.compile(r"(?<!\.)\.\.(?!\.)|,,|;;|::|،،|。。|、、|，，")
_DOUBLED_IN = frozenset("ar cs da de el en es fr he it nb nl no pl pt ru sv uk".split())  # noqa: SIM905 - reads as a list
_MEANT_TWICE = frozenset(
    {"das", "dem", "den", "der", "die", "sie", "ihnen", "nous", "vous", "que", "had", "that", "bla"}
    | {"ha", "so", "in", "na", "la", "via", "piano", "poco", "muy"}
    | {"לאט", "יום", "מאוד", "מאד", "שוב", "جدا", "جدًا", "يوما", "يومًا", "شيئا", "شيئًا"}
)
_CLOSERS = f" \t\n\u00a0\u202f\u200e\u200f\u061c\"'”’»«›‹“„」』）)]}}*_`{CONDITION}"
_ENDS = {
    **dict.fromkeys(".。．।॥။።۔։", "."),
    **dict.fromkeys("?？؟;\u037e", "?"),
    **dict.fromkeys("!！", "!"),
    **dict.fromkeys(":：", ":"),
    **dict.fromkeys("…⋯", "…"),
}
_WITHOUT_STOP = frozenset({"th", "lo", "km", "my", "bo", "am"})
_FREE_ENDS = frozenset({"ja", "zh", "ko"})
_LABELS = frozenset({UnitKind.LIST_ITEM, UnitKind.TABLE_CELL, UnitKind.HEADING})
_SHORTENED = re.compile(
    r"\d[ \u00a0]?(?:[^\W\d]{1,5}\.?[ \u00a0\u202f]){0,2}(?:[^\W\d]{1,4}\.){1,3}$"
)
_HIRAGANA_END = re.compile("[\u3041-\u309f]$")
_STATING = frozenset({".", ":"})
_STYLES: dict[str, re.Pattern[str]] = {
    "fr": re.compile(rf"[\w{FIELD})][;!?»](?!\w)|«[\w{FIELD}]|(?:[^\W\d]|[{FIELD})]):(?![\w/])"),
    # A narrow colon is right by some of the guides to Japanese, and so it is let pass.
    "ja": re.compile(rf"[{_CJK}][,.!?;](?![A-Za-z0-9])|\d[.,](?=[{_CJK}])"),
    "zh": re.compile(rf"[{_CJK}][,.!?;:](?![A-Za-z0-9])|\d[.,](?=[{_CJK}])"),
    "ar": re.compile(rf"[{_ARABIC}][ ]?[?,;]"),
    "fa": re.compile(rf"[{_ARABIC}][ ]?[?,;]"),
    "ur": re.compile(rf"[{_ARABIC}][ ]?[?,;]"),
    "el": re.compile(r"[\u0370-\u03ff][ ]?\?"),
}
_SPANISH = (("¿", "?"), ("¡", "!"))


def find_punctuation_flaws(pair: Pair) -> Iterator[Flaw]:
    """Find spaces and marks that are not as the language has them."""
    yield from _find_spaces(pair)
    yield from _find_doubled_words(pair)
    yield from _find_doubled_marks(pair)
    if not pair.is_one_language:
        yield from _find_end(pair)
    yield from _find_style(pair)


def _find_spaces(pair: Pair) -> Iterator[Flaw]:
    text, source = pair.target.text, pair.source.text
    if (text[:1].isspace() or text[-1:].isspace()) and source.strip() == source:
        yield "outer_spaces", {}
        return
    if "  " in text and "  " not in source and _SPACES.search(pair.target.words):
        yield "double_spaces", {}


def _find_doubled_marks(pair: Pair) -> Iterator[Flaw]:
    match = _DOUBLED_MARK.search(pair.target.words)
    if match and match[0] not in pair.source.words:
        yield "doubled_mark", {"mark": match[0]}


def _find_doubled_words(pair: Pair) -> Iterator[Flaw]:
    if pair.target.language not in _DOUBLED_IN:
        return
    for match in _DOUBLED.finditer(pair.target.words):
        word = match[1]
        if word.casefold() not in _MEANT_TWICE and match[0] not in pair.source.words:
            yield "doubled_word", {"word": word}
            return


def _find_end(pair: Pair) -> Iterator[Flaw]:
    wanted = _source_end(pair.source.words, pair.source.language)
    given = _end(pair.target.words, pair.target.language)
    if wanted == given or _are_alike(wanted, given, pair):
        return
    if given in _STATING and not wanted and not _SHORTENED.search(pair.target.words):
        yield "end_added", {"mark": pair.target.words.rstrip(_CLOSERS)[-1:]}
    elif wanted and not given and not _ends_with_link(pair):
        yield "end_missing", {"mark": pair.source.words.rstrip(_CLOSERS)[-1:]}
    elif wanted and "?" in {wanted, given}:
        yield "end_other", {"mark": pair.source.words.rstrip(_CLOSERS)[-1:]}


def _are_alike(wanted: str, given: str, pair: Pair) -> bool:
    language = pair.target.language
    if language in _WITHOUT_STOP:
        return True
    # Japanese and Chinese ask with a full stop, too, and leave marks out of lists and labels.
    if language in _FREE_ENDS and (
        {wanted, given} == {"?", "."}
        or wanted == ":"
        or pair.kind in _LABELS
        or not _HIRAGANA_END.search(pair.target.words.rstrip(_CLOSERS))
    ):
        return True
    greeting = {wanted, given} & {",", "،"} or pair.source.words.rstrip(_CLOSERS)[-1:] == ","
    return bool(greeting) or (not wanted and pair.source.words.rstrip()[-1:] in {"—", "–", "-"})


def _ends_with_link(pair: Pair) -> bool:
    """Tell whether a dot would stand right behind an address, where many leave it out."""
    last = pair.target.parts[-1] if pair.target.parts else None
    return (
        last is not None
        and last.end == len(pair.target.text.rstrip())
        and last.kind in {PartKind.LINK, PartKind.ADDRESS}
    )


def _end(words: str, language: str) -> str:
    """Give the class of the mark that a text ends with: dot, question, call, colon or none."""
    stripped = words.rstrip(_CLOSERS)
    last = stripped[-1:]
    if last == ";" and language != "el":
        return ";"
    if stripped.endswith("..."):
        return "…"
    return "," if last in {",", "،", "、", "，"} else _ENDS.get(last, "")


_source_end = lru_cache(maxsize=2048)(_end)


def _find_style(pair: Pair) -> Iterator[Flaw]:
    words, language = pair.target.words, pair.target.language
    if language == "es":
        yield from _find_unopened(words)
        return
    pattern = _STYLES.get(language)
    if language == "fr" and pair.target.locale.partition("-")[2] in {"CA", "CH"}:
        pattern = None
    match = pattern.search(words) if pattern else None
    if match:
        mark = next(
            (char for char in reversed(match[0]) if not (char.isalnum() or char == " ")), ""
        )
        code = "french_space" if language == "fr" else "foreign_mark"
        yield code, {"mark": mark}


def _find_unopened(words: str) -> Iterator[Flaw]:
    for opening, closing in _SPANISH:
        if words.count(closing) > words.count(opening):
            yield "unopened_mark", {"mark": opening}
