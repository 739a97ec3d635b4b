"""Read one table of a settings file strictly: known keys, right types, sane values.

Every problem becomes a finding with the file and the dotted key, and reading goes on, so that all
of them are told at once. A value that was wrong is replaced by its default; whoever builds settings
from this must not use them while a finding blocks.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from composer.findings import Finding, finding
from composer.i18n import _

# Controls, line separators, what overrides the direction of a line, and what is never seen.
UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
ENCODED_WORD = "=?"
LONGEST_TEXT = 998


@dataclass(slots=True, kw_only=True)
class KeyReader:
    """One table being read; `path` is its dotted name with a dot at its end, or empty."""

    values: Mapping[str, object]
    file: str
    findings: list[Finding]
    path: str = ""
    known: list[str] = field(default_factory=list)

    def add(self, code: str, key: str, **values: str | int) -> None:
        """Note a problem of one key."""
        dotted = f"{self.path}{key}"
        where: dict[str, str | int] = {"file": self.file, "key": dotted}
        self.findings.append(finding(code, where=where, file=self.file, key=dotted, **values))

    def has(self, key: str) -> bool:
        """Tell whether the file gives the key, and count it as known."""
        if key not in self.known:
            self.known.append(key)
        return key in self.values

    def text(self, key: str, *, default: str = "", required: bool = False) -> str:
        """Read a line of text without anything that cannot be seen."""
        if not self.has(key):
            if required:
                self.add("folder.missing_key", key)
            return default
        value = self.values[key]
        if not isinstance(value, str):
            self.add("folder.wrong_type", key, wanted=_("a text in quotation marks"))
            return default
        if required and not value.strip():
            self.add("folder.empty_value", key)
        self.check_text(key, value)
        return value

    def check_text(self, key: str, value: str) -> None:
        """Note characters and lengths that no line of a message may have."""
        if UNSEEN.search(value):
            self.add("folder.control_character", key)
        elif ENCODED_WORD in value:
            self.add("folder.encoded_word", key)
        elif len(value) > LONGEST_TEXT:
            self.add("folder.too_long", key, maximum=LONGEST_TEXT)

    def choice(self, key: str, choices: Sequence[str], *, default: str = "") -> str:
        """Read one of the given words; without a default the key is required."""
        value = self.text(key, default=default, required=not default)
        if value and value not in choices:
            close = difflib.get_close_matches(value.lower(), choices, n=1)
            nearest = close[0] if close else ", ".join(choices)
            self.add("folder.not_a_choice", key, choices=", ".join(choices), nearest=nearest)
            return default
        return value

    def integer(self, key: str, *, default: int, minimum: int, maximum: int) -> int:
        """Read a whole number."""
        if not self.has(key):
            return default
        value = self.values[key]
        if not isinstance(value, int) or isinstance(value, bool):
            self.add("folder.wrong_type", key, wanted=_("a whole number"))
            return default
        if not minimum <= value <= maximum:
            self.add("folder.out_of_range", key, minimum=minimum, maximum=maximum)
            return default
        return value

    def flag(self, key: str) -> bool:
        """Read true or false; absent is false."""
        value = self.values[key] if self.has(key) else False
        if not isinstance(value, bool):
            self.add("folder.wrong_type", key, wanted=_("true or false"))
            return False
        return value

    def number(self, key: str, *, default: Decimal, minimum: Decimal, maximum: Decimal) -> Decimal:
        """Read a number, exactly as written."""
        if not self.has(key):
            return default
        value = self.values[key]
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.add("folder.wrong_type", key, wanted=_("a number"))
            return default
        exact = Decimal(value)
        if not exact.is_finite() or not minimum <= exact <= maximum:
            self.add("folder.out_of_range", key, minimum=str(minimum), maximum=str(maximum))
            return default
        return exact

    def texts(self, key: str) -> tuple[str, ...]:
        """Read a list of texts; absent is empty."""
        if not self.has(key):
            return ()
        value = self.values[key]
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.add("folder.wrong_type", key, wanted=_("a list of texts"))
            return ()
        for item in value:
            self.check_text(key, item)
        if len(set(value)) < len(value):
            self.add("folder.twice_in_list", key)
        return tuple(value)

    def integers(self, key: str, *, default: tuple[int, ...], maximum: int) -> tuple[int, ...]:
        """Read a list of whole numbers from 1."""
        if not self.has(key):
            return default
        value = self.values[key]
        if not isinstance(value, list) or not all(type(item) is int for item in value):
            self.add("folder.wrong_type", key, wanted=_("a list of whole numbers"))
            return default
        if not all(1 <= item <= maximum for item in value):
            self.add("folder.out_of_range", key, minimum=1, maximum=maximum)
            return default
        return tuple(value)

    def table(self, key: str) -> KeyReader:
        """Open a table inside this one; absent is empty."""
        value = self.values[key] if self.has(key) else {}
        if not isinstance(value, dict):
            self.add("folder.wrong_type", key, wanted=_("a table"))
            value = {}
        return self._below(value, f"{self.path}{key}.")

    def tables(self, key: str) -> tuple[KeyReader, ...]:
        """Open a list of tables (`[[key]]`); absent is empty."""
        value = self.values[key] if self.has(key) else []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.add("folder.wrong_type", key, wanted=_("a list of tables"))
            return ()
        return tuple(
            self._below(item, f"{self.path}{key}[{at}].") for at, item in enumerate(value, start=1)
        )

    def names(self) -> tuple[str, ...]:
        """Give all keys of a table whose keys are free, and count them as known."""
        self.known.extend(self.values)
        return tuple(self.values)

    def finish(self) -> None:
        """Note every key that nobody asked for."""
        for key in self.values:
            if key in self.known:
                continue
            close = difflib.get_close_matches(key.lower(), self.known, n=1, cutoff=0.5)
            nearest = f"{self.path}{close[0]}" if close else ", ".join(self.known)
            self.add("folder.unknown_key", key, nearest=nearest)

    def _below(self, values: Mapping[str, object], path: str) -> KeyReader:
        return KeyReader(values=values, file=self.file, findings=self.findings, path=path)
