"""The program's own words in the user's language: gettext, plurals and bidi isolation.

`_` marks and translates, `N_` only marks (for tables that are translated when shown). Catalogues
are `resources/locale/<tag>/LC_MESSAGES/composer.mo`, made by `dev.py words`; English needs none.
Values placed into a sentence are wrapped in isolates by `place`, so that sentences keep their order
whichever way their values run. The language in use is always one that the words are really in:
where a wish has no catalogue, direction, dates and numbers stay English too.
"""

from __future__ import annotations

import gettext as _gettext
import os
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from string import Formatter

from composer import paths

SOURCE_LANGUAGE = "en"

_ASKED = ("COMPOSER_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""Variables of the environment that name a language; the first that is set counts."""

FIRST_STRONG_ISOLATE = "\u2068"
LEFT_TO_RIGHT_ISOLATE = "\u2066"
POP_ISOLATE = "\u2069"
RIGHT_TO_LEFT_MARK = "\u200f"
_ISOLATES = frozenset("\u2066\u2067\u2068")
RIGHT_TO_LEFT_LANGUAGES = frozenset({"ar", "he", "fa", "ur", "yi", "ps", "sd", "ug", "dv"})

_COMMAS = {"ar": "، ", "fa": "، ", "ur": "، ", "ja": "、", "zh": "、"}
_PLACE = re.compile(r"\{[^}]*\}")
_LETTER = re.compile(r"[^\W\d_]")
_DISTURBS = re.compile(
    "[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Letters and digits of right-to-left scripts, and characters that change a line's direction."""

_translations: _gettext.NullTranslations | None = None
_language = SOURCE_LANGUAGE


def N_(text: str) -> str:
    """Mark a text for the catalogue without translating it now."""
    return text


def _(text: str) -> str:
    """Translate a text into the language in use."""
    return _words().gettext(text) if text else ""


def ngettext(singular: str, plural: str, count: int) -> str:
    """Translate a text that counts something."""
    return _words().ngettext(singular, plural, count)


def words_in(tag: str, text: str) -> str:
    """Give a marked text in a language of its own, whatever the window's; English if need be."""
    found = _catalogue_of(tag) if text else None
    return found.gettext(text) if found is not None else text


def isolate(value: object) -> str:
    """Wrap a value so that its direction does not disturb the sentence around it."""
    return f"{FIRST_STRONG_ISOLATE}{value}{POP_ISOLATE}"


def isolate_ltr(value: object) -> str:
    """Wrap an address, link, header line or fingerprint: always left to right."""
    return f"{LEFT_TO_RIGHT_ISOLATE}{value}{POP_ISOLATE}"


def place(text: str, /, **values: object) -> str:
    """Fill the named places of a translated sentence.

    Every value that could disturb the sentence's order is isolated: in a right-to-left sentence
    all of them, in a left-to-right one those that hold right-to-left letters or marks of direction.
    So plain output stays plain where it can. A right-to-left sentence without a word of its own
    says its direction: what is isolated says none, and the line would be written from the left.
    """
    all_disturb = is_right_to_left()
    says_direction = not all_disturb or _LETTER.search(_PLACE.sub("", text))
    return ("" if says_direction else RIGHT_TO_LEFT_MARK) + text.format(
        **{
            name: isolate(value) if all_disturb or _disturbs(str(value)) else value
            for name, value in values.items()
        }
    )


def _disturbs(value: str) -> bool:
    is_isolated = value.endswith(POP_ISOLATE) and value[0] in _ISOLATES
    return not is_isolated and _DISTURBS.search(value) is not None


def listed(parts: Iterable[str]) -> str:
    """Put parts after each other with the comma of the language in use: *one, two*, *一、二*."""
    return _COMMAS.get(_base(language()), ", ").join(parts)


def grouped(value: int) -> str:
    """Write a whole number as the language in use does: *1,204*, *1.204*."""
    if -1000 < value < 1000 and language() == SOURCE_LANGUAGE:
        return str(value)
    from babel.numbers import format_decimal  # noqa: PLC0415 - not every process counts something

    return str(format_decimal(value, locale=_known_locale(language())))


def language_name(tag: str) -> str:
    """Name a language in the one in use; a tag that CLDR does not know stays as it is.

    >>> language_name("de")
    'German'
    """
    return _named(tag, language()) if tag else ""


@lru_cache(maxsize=1024)
def _named(tag: str, own: str) -> str:
    """Name a language in another; a page of 40 languages asks again and again."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - as above

    try:
        name = Locale.parse(tag.replace("-", "_")).get_display_name(own.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return tag
    return f"{name[:1].upper()}{name[1:]}" if name else tag


@lru_cache(maxsize=8)
def _known_locale(tag: str) -> str:
    """Give a language as CLDR names it, without a region that it does not know."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - as above

    try:
        return str(Locale.parse(tag.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return _base(tag)


def place_known(text: str, /, **values: object) -> str:
    """Fill the places whose values are known; of the others it is only seen that they are there.

    >>> place_known("Row {row} holds {value}.", row=7)
    'Row 7 holds ….'
    """
    named = {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}
    return place(text, **(dict.fromkeys(named, "…") | values))


def language() -> str:
    """Tell the tag of the language in use, such as `en` or `ar-EG`."""
    _words()
    return _language


def is_right_to_left(tag: str | None = None) -> bool:
    """Tell whether a language (default: the one in use) is written from right to left."""
    return _base(tag or language()) in RIGHT_TO_LEFT_LANGUAGES


def use_language(tag: str | None = None) -> None:
    """Switch the program's words to a language; `None` asks the environment.

    Takes `ar`, `ar-EG` or `ar_EG.UTF-8`; a region without a catalogue falls back to its language,
    a language without one to English. May be called again at any time; words shown before stay.
    """
    global _translations, _language  # noqa: PLW0603 - one language per process, like gettext itself
    wish = tag or next(filter(None, map(os.environ.get, _ASKED)), SOURCE_LANGUAGE)
    wanted = wish.partition(".")[0].partition("@")[0].replace("_", "-").strip("-")
    found = _catalogue_of(wanted)
    _translations = found or _gettext.NullTranslations()
    has_words = found is not None or _base(wanted) == SOURCE_LANGUAGE
    _language = wanted if has_words else SOURCE_LANGUAGE


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """Give the tags of the languages that there are words in, English first."""
    found = (paths.resources() / "locale").glob("*/LC_MESSAGES/composer.mo")
    return (SOURCE_LANGUAGE, *sorted(path.parts[-3].replace("_", "-") for path in found))


def _catalogue_of(tag: str) -> _gettext.GNUTranslations | None:
    found = next((path for path in _catalogues(tag) if path.is_file()), None)
    return None if found is None else _read(found, found.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: Path, _changed_ns: int) -> _gettext.GNUTranslations:
    with path.open("rb") as file:
        return _gettext.GNUTranslations(file)


def _words() -> _gettext.NullTranslations:
    """Give the catalogue in use; a process that chose none (a worker) asks the environment."""
    if _translations is None:
        use_language()
    assert _translations is not None
    return _translations


def _base(tag: str) -> str:
    return tag.replace("_", "-").split("-")[0].lower()


def _catalogues(tag: str) -> list[Path]:
    """Give where a tag's catalogue may be, the most particular first."""
    first, *rest = tag.split("-")
    parts = [first.lower(), *rest]
    names = ["_".join(parts[:length]) for length in range(len(parts), 0, -1)]
    return [paths.resources() / "locale" / name / "LC_MESSAGES" / "composer.mo" for name in names]
