"""How long subject and preheader are for the one who gets them, and how much of it is seen.

Measured is what the chosen recipient sees, fields filled in; while there is none, the source is
counted with its fields as they stand. Wide letters take two places, marks none. Qt is not known.
"""

from __future__ import annotations

import unicodedata

from composer.gui.numbers import number
from composer.i18n import _, ngettext, place

PHONE_SUBJECT = 40
USUAL_SUBJECT = 70
USUAL_PREHEADER = 90


def seen_length(text: str) -> int:
    """Count a text's letters as a person does, wide ones double.

    >>> seen_length("Index"), seen_length("指数"), seen_length("e\u0301")
    (5, 4, 1)
    """
    return sum(_width(letter) for letter in unicodedata.normalize("NFC", text))


def subject_hint(text: str) -> str:
    """Say how long a subject is, and what is cut off."""
    count = seen_length(text)
    if not count:
        return _("Without a subject many people do not open a message.")
    if count > USUAL_SUBJECT:
        return _say(
            ngettext(
                "{count} letter; most programs cut it after about {most}",
                "{count} letters; most programs cut it after about {most}",
                count,
            ),
            count,
            USUAL_SUBJECT,
        )
    if count > PHONE_SUBJECT:
        return _say(
            ngettext(
                "{count} letter; phones show about {most}",
                "{count} letters; phones show about {most}",
                count,
            ),
            count,
            PHONE_SUBJECT,
        )
    return _say(ngettext("{count} letter", "{count} letters", count), count, PHONE_SUBJECT)


def preheader_hint(text: str) -> str:
    """Say how long a preheader is, and what is cut off."""
    count = seen_length(text)
    if not count:
        return _("Empty: the inbox shows the first words of the text.")
    if count > USUAL_PREHEADER:
        words = ngettext(
            "{count} letter; most programs show about {most}",
            "{count} letters; most programs show about {most}",
            count,
        )
        return _say(words, count, USUAL_PREHEADER)
    return _say(ngettext("{count} letter", "{count} letters", count), count, USUAL_PREHEADER)


def _say(words: str, count: int, most: int) -> str:
    return place(words, count=number(count), most=number(most))


def _width(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) in {"Cf", "Cc", "Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in {"W", "F"} else 1
