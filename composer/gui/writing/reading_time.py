"""How long a message takes to read, and how many words it has.

Languages that write without spaces are counted by letters. Counted is what a reader gets: words,
not Markdown's marks and not links' targets. Qt is not known here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from composer.gui.numbers import number
from composer.i18n import _, ngettext, place

WORDS_PER_MINUTE = 220
LETTERS_PER_MINUTE = 500
_LINK = re.compile(r"\s<(?:https?:|mailto:)[^>\s]*>|(?:https?://|mailto:)\S+")
_WORD = re.compile(r"[^\W_]+(?:['’.,:-][^\W_]+)*")
_UNSPACED = re.compile(
    "[\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff]"
)
_TAG = re.compile(r"\{\{.*?\}\}|\{[%#].*?[%#]\}", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What there is to read: words, and letters of languages without spaces between words."""

    words: int
    letters: int

    @property
    def minutes(self) -> float:
        """How long a usual reader takes."""
        return self.words / WORDS_PER_MINUTE + self.letters / LETTERS_PER_MINUTE

    def __str__(self) -> str:
        """Say it in one line, or nothing where there is nothing to read."""
        if not self.words and not self.letters:
            return ""
        count = max(1, round(self.minutes))
        time_words = ngettext("about {minutes} min to read", "about {minutes} min to read", count)
        if self.letters > self.words:
            total = self.letters + self.words
            amount = ngettext("{count} letter", "{count} letters", total)
        else:
            total = self.words + self.letters
            amount = ngettext("{count} word", "{count} words", total)
        return place(
            _("{time} · {amount}"),
            time=place(time_words, minutes=count),
            amount=place(amount, count=number(total)),
        )


def measure_reading(text: str) -> Reading:
    """Count what a reader reads; a field counts as one word.

    >>> measure_reading("Dear {{ first_name }}, see the *full* notice.").words
    6
    >>> measure_reading("重みが変わります。").letters
    8
    """
    plain = _LINK.sub(" ", _TAG.sub(_tag_word, text))
    if plain.isascii():  # nothing to compose and no letter that stands for a word
        return Reading(words=len(_WORD.findall(plain)), letters=0)
    plain = unicodedata.normalize("NFC", plain)
    letters = len(_UNSPACED.findall(plain))
    words = len(_WORD.findall(_UNSPACED.sub(" ", plain)))
    return Reading(words=words, letters=letters)


def _tag_word(match: re.Match[str]) -> str:
    return " field " if match[0].startswith("{{") else " "
