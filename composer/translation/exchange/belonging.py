"""Say whether a file belongs to a campaign and a language at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from composer.findings import Finding
from composer.model.locale_tags import canonical
from composer.translation.exchange.model import ExchangeFile
from composer.translation.exchange.refusing import file_finding
from composer.translation.locales import resolve_locale


def find_other_origin(
    file: ExchangeFile, *, name: str, campaign: str, source_locale: str, locales: Sequence[str]
) -> Iterator[Finding]:
    """Find another campaign or language than stated; the wanted language is the first.

    What a file does not say stands against nothing.
    """
    wanted = locales[0]
    if file.locale and not _is_language(file.locale, wanted, locales):
        yield file_finding("exchange.other_language", name, found=file.locale, locale=wanted)
    if file.source_locale and not _is_language(file.source_locale, source_locale, (source_locale,)):
        yield file_finding(
            "exchange.other_source_language",
            name,
            found=file.source_locale,
            locale=source_locale,
        )
    if file.stamp is not None and file.stamp.campaign != campaign:
        yield file_finding("exchange.other_campaign", name)


def language_of(stated: str, known: Sequence[str]) -> str:
    """Give the language of a message that a file's tag means, else the tag itself.

    >>> language_of("de_DE.UTF-8", ("fr", "de")), language_of("pt_BR", ("fr", "de"))
    ('de', 'pt-BR')
    """
    found = next((locale for locale in known if _is_language(stated, locale, known)), None)
    return found or _tag(stated) or stated


def _tag(stated: str) -> str | None:
    return canonical(stated.replace("_", "-").partition(".")[0].partition("@")[0])


def _is_language(stated: str, wanted: str, known: Sequence[str]) -> bool:
    """Tell whether a file's tag means a language: `de-DE` is `de`, unless `de-DE` is there, too."""
    tag = _tag(stated)
    if tag is None:
        return False
    served = resolve_locale(tag, available=known, fallback={}, source="")
    if served is not None:
        return served == wanted
    return resolve_locale(wanted, available=(tag,), fallback={}, source="") == tag
