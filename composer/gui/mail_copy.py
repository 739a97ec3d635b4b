"""The copy of a message that the preview shows: the same looks, without what reaches out.

Only this copy is changed, never the message. Tags that fetch or run are dropped, pictures of the
message are taken from memory, pictures from elsewhere are left out and counted; dark and light are
decided by rewriting the media query, because Chromium's own switch cannot be set per view.
"""

from __future__ import annotations

import html as html_module
import re
from collections import Counter
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from html.parser import HTMLParser
from urllib.parse import quote


class BlockedKind(Enum):
    """What was kept from loading or running."""

    PICTURE = "picture"
    STYLE = "style"
    SCRIPT = "script"
    FRAME = "frame"
    MEDIA = "media"
    FORM = "form"
    CONNECTION = "connection"
    REDIRECT = "redirect"
    REQUEST = "request"


_TAGS = {
    BlockedKind.CONNECTION: ("link", "base"),
    BlockedKind.SCRIPT: ("script", "applet", "noscript", "template"),
    BlockedKind.FRAME: ("iframe", "frame", "frameset", "object", "embed", "portal", "fencedframe"),
    BlockedKind.FORM: ("form", "input", "button", "textarea", "select"),
    BlockedKind.MEDIA: ("audio", "video", "source", "track"),
}
DROPPED = {tag: kind for kind, tags in _TAGS.items() for tag in tags}
DROPPED_WITH_CONTENT = frozenset({"script", "iframe", "object", "applet", "noscript", "template"})
_SAYS_WHERE = ("src", "href", "data", "action", "content")
_LONGEST = 300
COPIES_KEPT = 8
ADDRESSES = frozenset({"src", "background", "poster", "data", "srcset", "lowsrc", "dynsrc"})
VOID = frozenset({"img", "br", "hr", "meta", "col", "area", "wbr"})
POLICY = "default-src 'none'; img-src composer-mail:; style-src 'unsafe-inline'"
SCROLL_BAR = """<style>html{overflow-y:scroll}
::-webkit-scrollbar{width:10px;height:10px}::-webkit-scrollbar-thumb{
background:#828B97;border-radius:5px;border:2px solid transparent;background-clip:content-box}
</style>"""
_HEAD = f'<!doctype html><meta http-equiv="Content-Security-Policy" content="{POLICY}">{SCROLL_BAR}'
_MEDIA = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)", re.IGNORECASE)
_STYLE_ADDRESS = re.compile(r"url\s*\([^)]*\)|@import[^;]*;?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """One thing that was left out, and the address it asked for or the tag it was."""

    kind: BlockedKind
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewCopy:
    """What is shown, and what was left out, in the order of the message."""

    html: str
    blocked: tuple[Blocked, ...]

    @property
    def counts(self) -> Counter[BlockedKind]:
        """How many things of each kind were left out."""
        return Counter(item.kind for item in self.blocked)


@lru_cache(maxsize=COPIES_KEPT)
def preview_copy(html: str, *, dark: bool, images: bool) -> PreviewCopy:
    """Make the copy of one message's HTML; the last ones are remembered.

    Whoever renders a message in the background makes it there: the window's thread then has it.
    """
    copier = _Copier(dark=dark, images=images)
    copier.feed(html)
    copier.close()
    return PreviewCopy(html="".join(copier.parts), blocked=tuple(copier.blocked))


class _Copier(HTMLParser):
    def __init__(self, *, dark: bool, images: bool) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = [_HEAD]
        self.blocked: list[Blocked] = []
        self._dark = dark
        self._images = images
        self._skipping = ""
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._skipping:
            return
        if tag in DROPPED_WITH_CONTENT:
            self._skipping = tag
        kind = self._kind_of_dropped(tag, attrs)
        if kind is not None:
            where = next((value for name, value in attrs if name in _SAYS_WHERE and value), "")
            self._block(kind, where or f"<{tag}>")
            return
        self._in_style = tag == "style"
        self.parts.append(f"<{tag}{''.join(self._kept(tag, attrs))}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag == self._skipping:
            self._skipping = ""

    def handle_endtag(self, tag: str) -> None:
        if self._skipping:
            self._skipping = "" if tag == self._skipping else self._skipping
        elif tag not in DROPPED and tag not in VOID:
            self._in_style = False
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self.parts.append(self._styled(data) if self._in_style else data)

    def handle_entityref(self, name: str) -> None:
        if not self._skipping:
            self.parts.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        if not self._skipping:
            self.parts.append(f"&#{name};")

    @staticmethod
    def _kind_of_dropped(tag: str, attrs: list[tuple[str, str | None]]) -> BlockedKind | None:
        if tag == "meta" and any(name == "http-equiv" for name, _ in attrs):
            return BlockedKind.REDIRECT
        return DROPPED.get(tag)

    def _block(self, kind: BlockedKind, what: str) -> None:
        self.blocked.append(Blocked(kind=kind, what=" ".join(what.split())[:_LONGEST]))

    def _kept(self, tag: str, attrs: list[tuple[str, str | None]]) -> list[str]:
        kept = []
        for name, value in attrs:
            if name.startswith("on") or name in {"ping", "srcdoc", "formaction", "action"}:
                is_ping = name in {"ping", "formaction", "action"}
                kind = BlockedKind.CONNECTION if is_ping else BlockedKind.SCRIPT
                self._block(kind, value or name)
                continue
            wanted: str | None = value or ""
            if name in ADDRESSES or (name in {"href", "xlink:href"} and tag not in {"a", "area"}):
                wanted = self._address(value or "")
            elif name == "style":
                wanted = self._styled(value or "")
            if wanted is not None:
                kept.append(f' {name}="{html_module.escape(wanted)}"')
        return kept

    def _address(self, value: str) -> str | None:
        address = value.strip()
        if not self._images:
            return None
        if address.lower().startswith("cid:"):
            return f"composer-mail://message/{quote(address[4:], safe='')}"
        if address.startswith("#"):  # a place in the message itself
            return address
        self._block(BlockedKind.PICTURE, address)
        return None

    def _styled(self, text: str) -> str:
        for found in _STYLE_ADDRESS.findall(text):
            self._block(BlockedKind.STYLE, found)
        wanted = "dark" if self._dark else "light"

        def decide(match: re.Match[str]) -> str:
            # A condition that is always or never true, also beside "and".
            holds = match[1].lower() == wanted
            return "(min-width: 0px)" if holds else "(max-width: 0px)"

        return _MEDIA.sub(decide, _STYLE_ADDRESS.sub("none", text))
