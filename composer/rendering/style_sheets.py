"""Sorts the rules of a style sheet: which are written to elements, which must stay, which may not.

Mail programs read style sheets badly, so plain rules go to the elements themselves. What depends on
the screen or the reader's hand (`@media`, `:hover`) and what is meant for one mail program alone
stays in `<style>`. What loads something (`@import`, `@font-face`) is left out and named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from composer.rendering.failures import render_error

MAX_NESTING = 8
"""Most rules inside each other, such as `@media` in `@supports`."""

_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_PIECE = re.compile(
    r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|\\.|[{};,()\[\]]|[^\"'\\{};,()\[\]]+|.",
    re.DOTALL,
)
_KEPT_RULES = ("@media", "@supports", "@keyframes", "@-webkit-keyframes")
_DYNAMIC = re.compile(
    r"::|:(?:hover|focus|focus-visible|focus-within|active|visited|link|any-link|target|root|before"
    r"|after|first-line|first-letter|checked)\b",
    re.IGNORECASE,
)
# Marks by which single mail programs are meant: they put these into the page themselves.
_PROGRAMS = re.compile(
    r"#outlook|\.ExternalClass|\.ReadMsgBody|\.yshortcuts|#MessageViewBody|\bu\s*\+|\[data-ogs"
    r"|\[owa\]|\[x-apple|\.moz-text-html|\.mj-outlook-group-fix|\.gmail",
    re.IGNORECASE,
)
_AT_NAME = re.compile(r"\A@[\w-]*")
_SPACES = re.compile(r"\s+")
_AROUND = re.compile(r"\s*([{};,])\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleSheet:
    """Rules to write to elements, rules that stay, and the names of what was left out."""

    inlined: str
    kept: str
    refused: tuple[str, ...] = ()


def sort_rules(css: str) -> StyleSheet:
    """Sort the rules of a style sheet.

    >>> sheet = sort_rules("a{color:red} a:hover,b{x:y} @media x{p{top:0}} @import 'x';")
    >>> sheet.inlined.split(), sheet.kept.split(), sheet.refused
    (['a{color:red}', 'b{x:y}'], ['a:hover{x:y}', '@media', 'x{', 'p{top:0}', '}'], ('@import',))

    Raises:
        RenderError: `template.inlining`, for rules nested too deeply.
    """
    inlined: list[str] = []
    kept: list[str] = []
    refused: list[str] = []
    for prelude, block in css_rules(css):
        name = "".join(_AT_NAME.findall(prelude)).lower()
        if not name.startswith("@"):
            if block is None:
                continue
            plain, dynamic = _sorted_selectors(prelude)
            inlined += [f"{', '.join(plain)}{{{block}}}"] if plain else []
            kept += [f"{','.join(dynamic)}{{{_squeezed(block)}}}"] if dynamic else []
        elif name in _KEPT_RULES and block is not None:
            kept.append(f"{prelude}{{\n{_nested(block, MAX_NESTING)}}}")
        elif name != "@charset":
            refused.append(name)
    return StyleSheet(inlined="\n".join(inlined), kept="\n".join(kept), refused=tuple(refused))


def css_rules(css: str) -> Iterator[tuple[str, str | None]]:
    """Give each rule's head and block; a rule that ends in a semicolon has none."""
    text = _COMMENT.sub(" ", css).replace("<!--", " ").replace("-->", " ")
    head, start, depth = "", 0, 0
    for match in _PIECE.finditer(text):
        char = match[0]
        if char == "{":
            if depth == 0:
                head, start = _SPACES.sub(" ", text[start : match.start()]).strip(), match.end()
            depth += 1
        elif char == "}":
            depth = max(0, depth - 1)
            if depth == 0:
                if head:
                    yield head, text[start : match.start()].strip()
                head, start = "", match.end()
        elif char == ";" and depth == 0:
            yield _SPACES.sub(" ", text[start : match.start()]).strip(), None
            start = match.end()
    if depth and head:
        yield head, text[start:].strip().rstrip("}")


def joined(sheets: Iterable[StyleSheet]) -> StyleSheet:
    """Put style sheets behind each other."""
    every = list(sheets)
    return StyleSheet(
        inlined="\n".join(item.inlined for item in every if item.inlined),
        kept="\n".join(item.kept for item in every if item.kept),
        refused=tuple(dict.fromkeys(name for item in every for name in item.refused)),
    )


def _sorted_selectors(prelude: str) -> tuple[list[str], list[str]]:
    plain: list[str] = []
    dynamic: list[str] = []
    for selector in _split_commas(prelude):
        meant = _DYNAMIC.search(selector) or _PROGRAMS.search(selector)
        (dynamic if meant else plain).append(selector)
    return plain, dynamic


def _split_commas(prelude: str) -> list[str]:
    parts, depth = [""], 0
    for match in _PIECE.finditer(prelude):
        depth += (match[0] in {"(", "["}) - (match[0] in {")", "]"})
        if match[0] == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += match[0]
    return [part.strip() for part in parts if part.strip()]


def _nested(block: str, levels: int) -> str:
    # A line end after each brace: `{#` would begin a comment of Jinja.
    if "{" not in block:
        return _squeezed(block)
    if not levels:
        raise render_error("template.inlining", part="layout", field="<style>")
    return "".join(
        f"{head}{{{_nested(inner, levels - 1)}}}\n"
        for head, inner in css_rules(block)
        if inner is not None
    )


def _squeezed(block: str) -> str:
    return _AROUND.sub(r"\1", _SPACES.sub(" ", block)).strip()
