"""Which fields a message may name: the audience's columns, the program's own, and a repeat's items.

As long as no column is known nothing is called wrong. The core says the same later, with its line;
here it is said while somebody writes.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping

from composer.gui.writing.tag_words import spoken_name
from composer.gui.writing.tags import Repeat, fields_of, parse_tag
from composer.i18n import _, place
from composer.rendering.template_findings import PROVIDED

BRAND = frozenset({"brand_address", "brand_colour", "brand_logo", "brand_name", "brand_website"})
_NAMING = re.compile(r"\{%[-+]?\s*(?:for|set)\b.*?%\}", re.DOTALL)
_SET = re.compile(r"\{%[-+]?\s*set\s+([A-Za-z_]\w*)")


class KnownFields:
    """The names that mean something in one text, with a sample of each column."""

    def __init__(self) -> None:
        self.samples: dict[str, str] = {}
        self._own: frozenset[str] = frozenset()
        self._wrong: dict[str, tuple[str, ...]] = {}

    def set_names(self, fields: Mapping[str, str]) -> bool:
        """Take the columns, each with somebody's value; says whether other names mean something."""
        former, self.samples = self.samples.keys(), dict(fields)
        if former == self.samples.keys():
            return False
        self._wrong.clear()
        return True

    def note_names(self, text: str) -> bool:
        """Take the names that the text's own tags make; says whether they changed."""
        own: set[str] = set()
        for source in _NAMING.findall(text):
            tag = parse_tag(source)
            if isinstance(tag, Repeat):
                own.add(tag.item)
            elif made := _SET.match(source):
                own.add(made[1])
        if own == self._own:
            return False
        self._own = frozenset(own)
        self._wrong.clear()
        return True

    def unknown_in(self, source: str) -> tuple[str, ...]:
        """Name the fields of a tag that nothing provides."""
        if not self.samples:
            return ()
        if source not in self._wrong:
            known = self.samples.keys() | self._own | PROVIDED | BRAND
            names = fields_of(parse_tag(source))
            self._wrong[source] = tuple(name for name in names if name not in known)
        return self._wrong[source]

    def is_wrong(self, source: str) -> bool:
        """Say whether a tag names a field that nothing provides."""
        return bool(self.unknown_in(source))

    def advice(self, source: str) -> str:
        """Say what is wrong with a tag and what was probably meant; nothing when it is right."""
        unknown = self.unknown_in(source)
        if not unknown:
            return ""
        near = nearest(unknown[0], self.samples)
        return place(
            _("No column of the audience is called “{field}”. Did you mean “{near}”?"),
            field=spoken_name(unknown[0]),
            near=spoken_name(near),
        )

    def sample_words(self, source: str) -> str:
        """Say what somebody has in a tag's field."""
        names = [name for name in fields_of(parse_tag(source)) if self.samples.get(name)]
        if not names:
            return ""
        name, value = names[0], self.samples[names[0]]
        shown = value if len(value) <= 40 else f"{value[:39]}…"
        return place(_("For example {sample}"), name=spoken_name(name), sample=shown)


def nearest(name: str, names: Iterable[str]) -> str:
    """Give the name that somebody most likely meant.

    >>> nearest("frist_name", ["email", "first_name"])
    'first_name'
    """
    choices = list(names)
    close = difflib.get_close_matches(name, choices, n=1, cutoff=0.0)
    return close[0] if close else (choices[0] if choices else "")
