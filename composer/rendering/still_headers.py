"""Remembers the header fields that are the same in every message of a locale.

They were checked with the first message that was made, and their digest's part and their lines on
the wire were written then; fields that vary are checked and written for each recipient. What is
looked up is a whole field, name and value, so another value is never taken for a remembered one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from composer.model.rendered import Header, framed_header
from composer.rendering.headers import check_different, check_headers, header_line


class StillHeaders:
    """One locale's fields that come in every message; `names` are theirs."""

    __slots__ = ("framed", "lines", "names")

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(names)
        self.framed: dict[Header, bytes] = {}
        self.lines: dict[Header, bytes] = {}

    def check(self, headers: Sequence[Header]) -> None:
        """Require that every value stays one header field, and that no name comes twice.

        Raises:
            RenderError: `render.empty_part`, `render.header_character`.
        """
        known = self.framed
        check_headers([header for header in headers if header not in known])
        check_different(headers)
        if not known:
            for header in headers:
                if header[0] in self.names:
                    self.lines[header] = header_line(*header)
                    known[header] = framed_header(*header)
