"""Measures whether text can be read on its ground: WCAG 2 contrast, of styles in elements.

A page is read as it is sent, the styles written to its elements. What cannot be known is passed
over: a field in a style, a picture or a gradient as ground, text that is hidden. In the dark:
`dark_contrast.py`.

Source: WCAG 2.2, success criterion 1.4.3 and the definition of relative luminance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser

import tinycss2
import tinycss2.color3

from composer.translation.jinja_source import protect

LEAST, LEAST_LARGE = 4.5, 3.0
_LARGE_PX, _LARGE_BOLD_PX = 24.0, 18.66

Colour = tuple[float, float, float]
WHITE: Colour = (1.0, 1.0, 1.0)
BLACK: Colour = (0.0, 0.0, 0.0)

_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "col", "wbr", "area", "base"})
_SILENT = frozenset({"style", "script", "head", "title"})
_PLACEHOLDER = re.compile(r"jinjaq*\d{6}z")
_SIZES = re.compile(r"([\d.]+)(px|pt|em|rem|%)?\Z")
_PX = {"px": 1.0, "pt": 4 / 3, "": 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Poor:
    """Text that is hard to read: its beginning, both colours, and the ratio in tenths."""

    text: str
    colour: str
    ground: str
    tenths: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """How text looks inside an element; None: not known."""

    colour: Colour | None = BLACK
    ground: Colour | None = WHITE
    size_px: float = 16.0
    bold: bool = False
    hidden: bool = False


def find_poor_contrast(
    page: str, *, unsaid: tuple[Colour | None, Colour | None] = (BLACK, WHITE)
) -> list[Poor]:
    """Find text that is hard to read; each pair of colours once, where it stands first.

    `unsaid` are the colours of text and ground where the page says none; None: not known.
    """
    reader = _Reader(protect(page).text, unsaid)
    found: dict[tuple[str, str], Poor] = {}
    for poor in reader.poor:
        found.setdefault((poor.colour, poor.ground), poor)
    return list(found.values())


def contrast(one: Colour, other: Colour) -> float:
    """Give the contrast of two colours, from 1 to 21.

    >>> round(contrast(BLACK, WHITE), 1)
    21.0
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


class _Reader(HTMLParser):
    def __init__(self, page: str, unsaid: tuple[Colour | None, Colour | None]) -> None:
        super().__init__(convert_charrefs=True)
        self.poor: list[Poor] = []
        self._open: list[tuple[str, _Look]] = [("", _Look(colour=unsaid[0], ground=unsaid[1]))]
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        look = _look_inside(self._open[-1][1], tag, dict(attrs))
        self._open.append((tag, look))

    def handle_endtag(self, tag: str) -> None:
        names = [name for name, _look in self._open]
        if tag in names[1:]:
            last = len(names) - 1 - names[::-1].index(tag)
            del self._open[last:]

    def handle_data(self, data: str) -> None:
        words = _PLACEHOLDER.sub("", data)
        if any(char.isalnum() for char in words):
            self.poor.extend(_judged(words, self._open[-1][1]))


def _judged(words: str, look: _Look) -> Iterator[Poor]:
    if look.hidden or look.colour is None or look.ground is None:
        return
    large = look.size_px >= (_LARGE_BOLD_PX if look.bold else _LARGE_PX)
    ratio = contrast(look.colour, look.ground)
    if ratio < (LEAST_LARGE if large else LEAST):
        yield Poor(
            text=" ".join(words.split())[:40],
            colour=_written(look.colour),
            ground=_written(look.ground),
            tenths=int(ratio * 10),
        )


def _look_inside(look: _Look, tag: str, attrs: dict[str, str | None]) -> _Look:
    bold = look.bold or tag in {"b", "strong", "h1", "h2", "h3", "h4", "th"}
    hidden = look.hidden or tag in _SILENT or "hidden" in attrs
    look = replace(look, bold=bold, hidden=hidden)
    if bgcolor := attrs.get("bgcolor"):
        look = replace(look, ground=_over(bgcolor, look.ground))
    if attrs.get("background"):
        look = replace(look, ground=None)
    if tag == "font" and attrs.get("color"):
        look = replace(look, colour=_over(attrs["color"] or "", look.ground))
    return _styled(look, attrs.get("style") or "")


def _styled(look: _Look, style: str) -> _Look:
    for name, value in _declarations(style):
        match name:
            case "background-color":
                look = replace(look, ground=_over(value, look.ground))
            case "background" | "background-image":
                look = replace(look, ground=_ground_of(value, look))
            case "color":
                look = replace(look, colour=_over(value, look.ground))
            case "font-size":
                look = replace(look, size_px=_size(value, look.size_px))
            case "font-weight":
                look = replace(look, bold=value in {"bold", "bolder", "600", "700", "800", "900"})
            case "display" | "visibility" | "mso-hide" | "opacity" | "max-height":
                look = replace(look, hidden=look.hidden or value in _HIDING.get(name, ()))
            case _:
                pass
    return replace(look, hidden=look.hidden or look.size_px < 2)


_HIDING = {
    "display": {"none"},
    "visibility": {"hidden", "collapse"},
    "mso-hide": {"all"},
    "opacity": {"0"},
    "max-height": {"0", "0px"},
}


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    """Give declarations, grounds before colours, so that a see-through colour lies on its own."""
    nodes = tinycss2.parse_declaration_list(style, skip_comments=True, skip_whitespace=True)
    pairs = [
        (node.lower_name, tinycss2.serialize(node.value).strip().lower())
        for node in nodes
        if node.type == "declaration"
    ]
    return iter(sorted(pairs, key=lambda pair: not pair[0].startswith("background")))


def _ground_of(value: str, look: _Look) -> Colour | None:
    """Give the ground that `background` paints: a plain colour, or nothing known."""
    if "url(" in value or "gradient" in value:
        return None
    plain = [word for word in value.split() if tinycss2.color3.parse_color(word)]
    if plain or tinycss2.color3.parse_color(value):
        return _over(plain[0] if plain else value, look.ground)
    return look.ground


def _over(value: str, ground: Colour | None) -> Colour | None:
    """Give a colour as it is seen on its ground; None when it cannot be known."""
    if value in {"inherit", "initial", "unset"}:
        return ground
    colour = tinycss2.color3.parse_color(value)
    if colour is None or colour == "currentColor":
        return None
    red, green, blue, alpha = colour
    if alpha >= 1:
        return (red, green, blue)
    if ground is None:
        return None
    under_red, under_green, under_blue = (part * (1 - alpha) for part in ground)
    return (red * alpha + under_red, green * alpha + under_green, blue * alpha + under_blue)


def _size(value: str, around_px: float) -> float:
    match = _SIZES.match(value)
    if match is None:
        return around_px
    number, unit = float(match[1]), match[2] or ""
    if unit in _PX:
        return number * _PX[unit]
    return number * (16 if unit == "rem" else around_px / (100 if unit == "%" else 1))


def _written(colour: Colour) -> str:
    return "#" + "".join(f"{round(part * 255):02X}" for part in colour)
