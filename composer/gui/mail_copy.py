"""The copy of a message that the preview shows: the same looks, without what reaches out.

Only this copy is changed, never the message. Tags that fetch or run are dropped, pictures of the
message are taken from memory, pictures from elsewhere are left out and counted; dark and light are
decided by rewriting the media query, because Chromium's own switch cannot be set per view.
"""

from __future__ import annotations

import html as html_module
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import quote

DROPPED = frozenset(
    {
        "link",
        "base",
        "script",
        "iframe",
        "frame",
        "frameset",
        "object",
        "embed",
        "applet",
        "form",
        "input",
        "button",
        "textarea",
        "select",
        "audio",
        "video",
        "source",
        "track",
        "portal",
        "fencedframe",
    }
)
DROPPED_WITH_CONTENT = frozenset({"script", "iframe", "object", "applet", "noscript", "template"})
ADDRESSES = frozenset({"src", "background", "poster", "data", "srcset", "lowsrc", "dynsrc"})
VOID = frozenset({"img", "br", "hr", "meta", "col", "area", "wbr"})
POLICY = "default-src 'none'; img-src composer-mail:; style-src 'unsafe-inline'"
SCROLL_BAR = """<style>::-webkit-scrollbar{width:10px;height:10px}::-webkit-scrollbar-thumb{
background:#828B97;border-radius:5px;border:2px solid transparent;background-clip:content-box}
</style>"""
_HEAD = f'<!doctype html><meta http-equiv="Content-Security-Policy" content="{POLICY}">{SCROLL_BAR}'
_MEDIA = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)", re.IGNORECASE)
_STYLE_ADDRESS = re.compile(r"url\s*\([^)]*\)|@import[^;]*;?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewCopy:
    """What is shown, and what was left out: tags that reach out, pictures from elsewhere."""

    html: str
    dropped_tags: int
    remote_pictures: int


def preview_copy(html: str, *, dark: bool, images: bool) -> PreviewCopy:
    """Make the copy of one message's HTML."""
    copier = _Copier(dark=dark, images=images)
    copier.feed(html)
    copier.close()
    return PreviewCopy(
        html="".join(copier.parts),
        dropped_tags=copier.dropped,
        remote_pictures=copier.remote,
    )


class _Copier(HTMLParser):
    def __init__(self, *, dark: bool, images: bool) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = [_HEAD]
        self.dropped = 0
        self.remote = 0
        self._dark = dark
        self._images = images
        self._skipping = ""
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._skipping:
            return
        if tag in DROPPED_WITH_CONTENT:
            self._skipping = tag
        if self._is_dropped(tag, attrs):
            self.dropped += 1
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
    def _is_dropped(tag: str, attrs: list[tuple[str, str | None]]) -> bool:
        if tag in DROPPED or tag in DROPPED_WITH_CONTENT:
            return True
        return tag == "meta" and any(name == "http-equiv" for name, _ in attrs)

    def _kept(self, tag: str, attrs: list[tuple[str, str | None]]) -> list[str]:
        kept = []
        for name, value in attrs:
            if name.startswith("on") or name in {"ping", "srcdoc", "formaction", "action"}:
                self.dropped += 1
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
        self.remote += 1
        return None

    def _styled(self, text: str) -> str:
        found = _STYLE_ADDRESS.findall(text)
        self.remote += len(found)
        wanted = "dark" if self._dark else "light"

        def decide(match: re.Match[str]) -> str:
            # A condition that is always or never true, also beside "and".
            holds = match[1].lower() == wanted
            return "(min-width: 0px)" if holds else "(max-width: 0px)"

        return _MEDIA.sub(decide, _STYLE_ADDRESS.sub("none", text))
