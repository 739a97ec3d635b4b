"""Says in the reader's language what is special about a kind of message.

Names of columns are shown as words (`first_name` is *first name*), values as they are. Traits are
stored as they are made; words come last, so that each reader has their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from babel import Locale, UnknownLocaleError

from composer import i18n
from composer.checks.variants_meaning import Meaning, meaning_of
from composer.checks.variants_traits import EMOJI, LATIN, NOTHING, read_trait
from composer.i18n import N_, _, place
from composer.model.check_summary import KindTable, Variant

_ABOUT_A_FIELD = {
    "with": N_("with {field}"),
    "no": N_("no {field}"),
    "is": N_("{field} is {value}"),
    "is_not": N_("{field} is not {value}"),
    "above": N_("{field} above {value}"),
    "at_most": N_("{field} at most {value}"),
    "at_least": N_("{field} at least {value}"),
    "below": N_("{field} below {value}"),
    "one_of": N_("{field} is one of {value}"),
    "none_of": N_("{field} is none of {value}"),
    "begins": N_("{field} begins with {value}"),
    "begins_not": N_("{field} does not begin with {value}"),
    "ends": N_("{field} ends with {value}"),
    "ends_not": N_("{field} does not end with {value}"),
    "contains": N_("{field} contains {value}"),
    "contains_not": N_("{field} does not contain {value}"),
    "none": N_("{field}: none"),
    "one": N_("{field}: one"),
    "several": N_("{field}: several"),
    "longest": N_("longest {field}"),
    "shortest": N_("shortest {field}"),
}
_ABOUT_THE_MESSAGE = {
    "longest_message": N_("longest message"),
    "shortest_message": N_("shortest message"),
    "direction": N_("values in both directions"),
}
_HOLDS, _HOLDS_NOT = N_("“{condition}” holds"), N_("“{condition}” does not hold")
_AND, _OR = N_("{first} and {second}"), N_("{first} or {second}")
_ATTACHED, _NOT_ATTACHED = N_("with a {type} file"), N_("no attachment")
_LETTERS, _ACCENTS, _EMOJI = N_("{script} letters"), N_("letters with accents"), N_("emoji")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-z])")


def word_fact(fact: str) -> str:
    """Say a stored trait in the language in use."""
    return _said(meaning_of(read_trait(fact)))


def word_kinds(kinds: Iterable[Variant]) -> tuple[Variant, ...]:
    """Say the facts of stored kinds."""
    return tuple(replace(kind, facts=tuple(map(word_fact, kind.facts))) for kind in kinds)


def word_table(table: KindTable) -> KindTable:
    """Say what stands in a stored table of kinds."""
    return replace(
        table,
        rows=tuple(replace(row, fact=word_fact(row.fact)) for row in table.rows),
        never=tuple((word_fact(fact), locale) for fact, locale in table.never),
    )


def field_words(column: str) -> str:
    """Give a column's name as words.

    >>> [field_words(name) for name in ("first_name", "companyName", "E-Mail", "VIP", "ANREDE_1")]
    ['first name', 'company name', 'E-Mail', 'VIP', 'anrede 1']
    """
    if "_" not in column and not _HUMP.search(column):
        return column
    words = _HUMP.sub(" ", column.replace("_", " ")).split()
    return " ".join(words).lower()


def _said(meaning: Meaning, *, within: str = "") -> str:  # noqa: PLR0911 - one for each kind of meaning
    word, *about = meaning
    match word:
        case "and" | "or":
            parts = (item for item in about if isinstance(item, tuple))
            first, second = (_said(item, within=str(word)) for item in parts)
            both = place(_(_AND if word == "and" else _OR), first=first, second=second)
            return both if within in {"", word} else f"({both})"
        case "holds" | "holds_not":
            return place(_(_HOLDS if word == "holds" else _HOLDS_NOT), condition=about[0])
        case "locale":
            return word_locale(str(about[0]))
        case "script":
            return _letters(str(about[0]))
        case "attached":
            kind = str(about[0])
            return place(_(_ATTACHED), type=kind.upper()) if kind != NOTHING else _(_NOT_ATTACHED)
        case _ if word in _ABOUT_THE_MESSAGE:
            return _(_ABOUT_THE_MESSAGE[str(word)])
        case _:
            field, *values = (str(item) for item in about)
            value = ", ".join(values)
            return place(_(_ABOUT_A_FIELD[str(word)]), field=field_words(field), value=value)


def word_locale(tag: str) -> str:
    """Name a locale in the language in use."""
    try:
        name = Locale.parse(tag.replace("-", "_")).get_display_name(_own())
    except (UnknownLocaleError, ValueError):
        return tag
    return name or tag


def _letters(script: str) -> str:
    if script in {LATIN, EMOJI}:
        return _(_ACCENTS if script == LATIN else _EMOJI)
    return place(_(_LETTERS), script=_own().scripts.get(script, script))


def _own() -> Locale:
    try:
        return Locale.parse(i18n.language().replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")
