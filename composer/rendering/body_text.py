"""Writes a message's blocks as a plain-text template: for people who read mail without HTML.

The same tokens as the HTML part, so that both say the same. Links stand behind their words, lists
keep their marks and hang, tables are aligned (`text_layout`, `text_tables`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from composer.rendering.links import link_source
from composer.rendering.list_runs import REPEATED, join_lists
from composer.rendering.text_layout import (
    ITEM_NUMBER,
    code,
    counted_list,
    paragraph,
    table,
    table_row,
)

_RULES = {"h1": "=", "h2": "-"}
_SIDES = {"text-align:right": "r", "text-align:center": "c"}


def write_text_body(tokens: Sequence[Token]) -> str:
    """Write blocks as the source of a text template; blocks are parted by one empty line."""
    writer = _TextBody()
    for token in join_lists(tokens):
        writer.take(token)
    return "".join(writer.out)


class _TextBody:
    def __init__(self) -> None:
        self.out: list[str] = []
        self.lists: list[_List] = []
        self.hang = ""
        self.mark = ""
        self.heading = ""
        self.table: _Table | None = None

    def take(self, token: Token) -> None:
        match token.type:
            case "inline":
                self.words(inline_text(token.children or []))
            case "jinja_block":
                self.write(token.content)
            case "heading_open" | "heading_close":
                self.heading = token.tag if token.nesting > 0 else ""
            case "code_block" | "fence":
                self.write(code(token.content.rstrip("\n"), first=self.first(), hang=self.hang))
                self.gap()
            case "hr":
                self.words("-" * 40)
            case "blockquote_open":
                self.hang += "> "
            case "blockquote_close":
                self.close_quote()
            case _:
                self.structure(token)

    def structure(self, token: Token) -> None:
        """Keep lists' marks and tables' rows."""
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                self.open_list(token)
            case "bullet_list_close" | "ordered_list_close":
                self.write(self.lists.pop().end)
                if not self.lists:
                    self.gap()
            case "list_item_open":
                self.open_item()
            case "list_item_close":
                self.hang = self.hang[: -self.lists[-1].width]
            case _:
                self.table_part(token)

    def table_part(self, token: Token) -> None:
        match token.type:
            case "table_open":
                self.table = _Table()
            case "table_close" if self.table is not None:
                done, self.table = self.table, None
                self.write(table("".join(done.source), sides=done.sides, indent=self.hang))
                self.gap()
            case "tr_open" if self.table is not None:
                self.table.cells = []
            case "tr_close" if self.table is not None:
                self.table.source.append(table_row(self.table.cells))
            case "th_open" if self.table is not None:
                self.table.sides += _SIDES.get(str(token.attrs.get("style", "")), "l")

    def close_quote(self) -> None:
        """End a quotation; the gap below it is no part of it any more."""
        gap, self.hang = self.hang.rstrip() + "\n", self.hang[:-2]
        if self.out and self.out[-1] == gap:
            self.out.pop()
        self.gap()

    def open_list(self, token: Token) -> None:
        if token.type == "bullet_list_open":
            self.lists.append(_List(mark="- "))
            return
        start = int(token.attrs.get("start", 1))
        if token.meta.get(REPEATED):
            begin, end = counted_list(start)
            self.write(begin)
            self.lists.append(_List(mark=f"{ITEM_NUMBER}. ", end=end))
        else:
            self.lists.append(_List(number=start))

    def open_item(self) -> None:
        opened = self.lists[-1]
        mark = opened.mark
        if opened.number is not None:
            mark = f"{opened.number}. "
            opened.number += 1
        opened.width = len(mark)
        self.mark = self.hang + mark
        self.hang += " " * len(mark)

    def words(self, text: str) -> None:
        if self.table is not None:
            self.table.cells.append(text)
            return
        rule = _RULES.get(self.heading, "")
        self.write(paragraph(text, first=self.first(), hang=self.hang, rule=rule))
        if not self.lists:
            self.gap()

    def first(self) -> str:
        """Give what stands before the next line: an item's mark once, else the indent."""
        first, self.mark = self.mark or self.hang, ""
        return first

    def gap(self) -> None:
        if not self.lists or self.table is not None:
            self.write(self.hang.rstrip() + "\n")

    def write(self, text: str) -> None:
        (self.out if self.table is None else self.table.source).append(text)


@dataclass(slots=True, kw_only=True)
class _List:
    mark: str = ""
    number: int | None = None
    end: str = ""
    width: int = 2


@dataclass(slots=True, kw_only=True)
class _Table:
    source: list[str] = field(default_factory=list)
    sides: str = ""
    cells: list[str] = field(default_factory=list)


def inline_text(tokens: Iterable[Token]) -> str:
    """Write inline tokens as text: words, tags as they are, links as `words (target)`."""
    out: list[str] = []
    links: list[tuple[int, str]] = []
    for token in tokens:
        match token.type:
            case "jinja_inline":
                out.append(token.content)
            case "text" | "code_inline":
                out.append(_ended(token.content))
            case "softbreak":
                out.append(" ")
            case "hardbreak":
                out.append("\n")
            case "image":
                alt = inline_text(token.children or [])
                out.append(f"[{alt}]" if alt else "")
            case "link_open":
                links.append((len(out), str(token.attrs.get("href", ""))))
            case "link_close":
                begin, target = links.pop()
                out.append(behind(words="".join(out[begin:]), target=target))
    return "".join(out)


def _ended(words: str) -> str:
    """Keep a brace at the end from opening a tag with what follows: in HTML markup parts them."""
    return words[:-1] + '{{ "{" }}' if words.endswith("{") else words


def behind(*, words: str, target: str) -> str:
    """Give what stands behind a link's words: its target, unless that adds nothing."""
    if target.startswith("#"):
        return ""
    if target.removeprefix("mailto:").strip() == words.strip():
        return ""
    return f" ({link_source(target, literal=lambda text: text)})"
