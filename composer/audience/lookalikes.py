"""Addresses that differ in a dot or a plus only, and may well be one person's: told, never decided.

Some providers ignore dots before the @, many what follows a plus, and Google has two names. Others
do not, so these people stay listed; somebody looks at their rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from composer.audience.addresses import mailbox_key

_PLUS = re.compile(r"\+[^@\n]*@")


def lookalike_key(address: str) -> str:
    """Give one key for addresses that differ in dots, in what follows a plus, or gmail's two names.

    >>> lookalike_key("J.Doe+news@googlemail.com") == lookalike_key("jdoe@gmail.com")
    True
    >>> lookalike_key("jdoe@gmail.com") == lookalike_key("jdoe@gmx.com")
    False
    """
    try:
        key = mailbox_key(address)
    except ValueError:
        key = address.casefold()
    local, _at, domain = key.rpartition("@")
    plain = local.partition("+")[0].replace(".", "") or local
    return f"{plain}@{'gmail.com' if domain == 'googlemail.com' else domain}"


@dataclass(slots=True)
class LookalikeTally:
    """Finds the addresses of a list that look alike, in two passes over it, without keeping it.

    The first pass (`add`) remembers one number for each address; the second (`of_interest`) picks
    the few whose number came twice, which are then compared by their real keys.
    """

    _seen: set[int] = field(default_factory=set)
    _twice: set[int] = field(default_factory=set)

    def add(self, keys: Sequence[str]) -> None:
        """Take address keys in; each address of the list once."""
        numbers = list(_numbers_of(keys))
        new = set(numbers)
        if len(new) != len(numbers):
            self._twice.update(one for one, count in Counter(numbers).items() if count > 1)
        self._twice |= self._seen & new
        self._seen |= new

    @property
    def found_any(self) -> bool:
        """Whether a second pass is worth it."""
        return bool(self._twice)

    def of_interest(self, keys: Sequence[str]) -> list[int]:
        """Give the places of those whose number came twice."""
        return [at for at, one in enumerate(_numbers_of(keys)) if one in self._twice]


def _numbers_of(keys: Sequence[str]) -> Iterator[int]:
    """Give a number for each look; all of a batch at once, because that takes a tenth."""
    if not keys:
        return iter(())
    text = "\n".join(keys)
    if "+" in text:
        text = _PLUS.sub("@", text)
    if "@googlemail.com" in text:
        text = text.replace("@googlemail.com", "@gmail.com")
    return map(hash, text.replace(".", "").split("\n"))
