"""Gives every view of a text: as it is shown, what stands in it in code, and in that again.

Guards rule 8. Codes inside codes are undone three times over, and not without end: a text that
makes ever more of itself is cut off.
"""

from __future__ import annotations

import html
from urllib.parse import unquote

from composer.wire.coded_text import decoded
from composer.wire.deep_text import under_marks, unfold
from composer.wire.shown_text import View, is_turned, views_of, visible

_LAYERS = 4
_LEAST_ROOM = 64 * 1024
_MOST_TIMES = 4


def every_view(text: str) -> dict[View, None]:
    """Give all views of a text, in small letters, each once."""
    bare = unfold(text)
    found: dict[View, None] = {}
    room = max(_LEAST_ROOM, _MOST_TIMES * len(text))
    layer, seen = [bare], {bare}
    codes = [] if bare == text else [*decoded(text)]
    if not text.isascii() or "&" in text or "%" in text:
        layer += under_marks(unquote(html.unescape(text)))
    if is_turned(text):
        layer += [bare[::-1], visible(bare)[::-1]]
    for _ in range(_LAYERS):
        for item in layer:
            found.update(((view.casefold(), joining), None) for view, joining in views_of(item))
            codes.extend(decoded(item))
        layer = []
        for code in map(unfold, codes):
            room -= len(code)
            if code not in seen and room > 0:
                seen.add(code)
                layer.append(code)
        codes = []
    return found
