"""Measures contrast as a message asks to be shown in the dark: its own styles for dark themes.

What a mail program makes of colours by itself differs from one to the next and is not guessed at;
what the message says is judged: rules for `prefers-color-scheme: dark`, those that Outlook marks
with `data-ogsc` and `data-ogsb`, and a `color-scheme` that makes unsaid colours those of the dark.
Without one, what is unsaid is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import css_inline
import tinycss2

from composer.checks.contrast import Colour, Poor, find_poor_contrast

DARK_GROUND: Colour = (0.07, 0.07, 0.07)
LIGHT_TEXT: Colour = (1.0, 1.0, 1.0)
_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style\s*>", re.DOTALL | re.IGNORECASE)
_DARK_QUERY = re.compile(r"prefers-color-scheme\s*:\s*dark", re.IGNORECASE)
_OUTLOOK = re.compile(r"\[data-ogs[cb]\]\s*", re.IGNORECASE)
_MAY_BE_DARK = re.compile(
    r"<meta\b[^>]*\bname\s*=\s*[\"']?color-scheme[\"']?[^>]*\bcontent\s*=\s*[\"'][^\"']*\bdark\b"
    r"|:root\s*\{[^}]*\bcolor-scheme\s*:[^;}]*\bdark\b",
    re.IGNORECASE,
)


def find_poor_contrast_in_dark(page: str) -> list[Poor]:
    """Find text that is hard to read only where the message is shown in the dark."""
    rules = "".join(_dark_rules(page))
    leaves_unsaid = _MAY_BE_DARK.search(page) is not None
    if not rules and not leaves_unsaid:
        return []
    shown = _with_rules(page, rules) if rules else page
    colours = (LIGHT_TEXT, DARK_GROUND) if leaves_unsaid else (None, None)
    light = {(poor.colour, poor.ground) for poor in find_poor_contrast(page)}
    return [
        poor
        for poor in find_poor_contrast(shown, unsaid=colours)
        if (poor.colour, poor.ground) not in light
    ]


def _with_rules(page: str, rules: str) -> str:
    """Write dark styles to the elements, over what stands there."""
    inliner = css_inline.CSSInliner(
        inline_style_tags=False,
        keep_style_tags=True,
        load_remote_stylesheets=False,
        extra_css=rules,
    )
    return inliner.inline(page)


def _dark_rules(page: str) -> Iterator[str]:
    for style in _STYLE.findall(page):
        for rule in tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True):
            if rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content:
                if _DARK_QUERY.search(tinycss2.serialize(rule.prelude)):
                    yield tinycss2.serialize(rule.content)
            elif rule.type == "qualified-rule":
                selector = tinycss2.serialize(rule.prelude)
                if _OUTLOOK.search(selector):
                    declared = tinycss2.serialize(rule.content)
                    yield f"{_OUTLOOK.sub('', selector)}{{{declared}}}\n"
