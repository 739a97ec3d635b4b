"""Rewrites where pictures come from in HTML source; everything else stays as it is written."""

from __future__ import annotations

import html as html_text
from collections.abc import Callable

from composer.translation.html_tokens import HtmlKind, HtmlToken, attributes, html_tokens
from composer.translation.jinja_source import Protected, protect


def replace_pictures(html: str, source: Callable[[str], str]) -> str:
    """Put in what `source` gives for each picture's literal source; fields are left alone."""
    protected = protect(html)
    written = "".join(
        _rewritten(token, source, protected) if token.kind is HtmlKind.START else token.text
        for token in html_tokens(protected.text)
    )
    return protected.restore(written)


def _rewritten(token: HtmlToken, source: Callable[[str], str], protected: Protected) -> str:
    for item in attributes(token):
        is_picture = (token.name, item.name) == ("img", "src") or item.name == "background"
        if not is_picture or not item.value or protected.restore(item.value) != item.value:
            continue
        target = source(html_text.unescape(item.value).strip())
        value = f'{item.name}="{html_text.escape(target)}"'
        return token.text[: item.start] + value + token.text[item.end :]
    return token.text
