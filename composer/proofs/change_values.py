"""Values of the manifest in words, for sentences about what changed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal, InvalidOperation

from babel import Locale
from babel.dates import format_timedelta, get_day_names

from composer import i18n
from composer.finding_texts.left_out import left_out_words
from composer.i18n import N_, _, grouped, ngettext, place
from composer.model.sending_window import DAYS
from composer.proofs.canonical import JsonValue, canonical_bytes, digest_of, is_digest
from composer.translation.locale_names import language_name

SHORT = 8
LONGEST = 120

_PURPOSES = {"service": N_("service mail"), "marketing": N_("marketing")}
_FORMS = {"html": N_("HTML"), "mjml": N_("MJML")}
_PROTECTION = {
    "none": N_("not protected"),
    "starttls": N_("protected by STARTTLS"),
    "tls": N_("protected by TLS"),
}
_WAYS = {
    "sendgrid": N_("SendGrid"),
    "smtp": N_("a mail server"),
    "practice": N_("the practice mailbox on this computer"),
    "eml": N_("a folder on this computer"),
}


def text_words(value: JsonValue) -> str:
    """Give a value as it is written; a fingerprint and what is long are shortened."""
    match value:
        case str():
            if is_digest(value):
                return value[:SHORT]
            line = " ".join(value.split())
            return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"
        case int():
            return str(value)
        case list():
            return ", ".join(text_words(item) for item in value)
        case dict():
            return ", ".join(text_words(item) for item in value.values())


def number_words(value: JsonValue) -> str:
    """Give a number as the language in use writes it."""
    return grouped(value) if isinstance(value, int) else text_words(value)


def percent_words(value: JsonValue) -> str:
    """Give a share as percent.

    >>> percent_words("0.02")
    '2 %'
    """
    try:
        share = Decimal(text_words(value)) * 100
    except InvalidOperation:
        return text_words(value)
    return place(_("{share} %"), share=f"{share.normalize():f}")


def language_words(value: JsonValue) -> str:
    """Name a language; without one it is said that there is none."""
    tag = text_words(value)
    return language_name(tag) if tag else _("no language")


def series_words(value: JsonValue) -> str:
    """Give numbers one after another."""
    return " · ".join(number_words(item) for item in value) if isinstance(value, list) else ""


def purpose_words(value: JsonValue) -> str:
    """Say what a message is for."""
    return _known(_PURPOSES, value)


def form_words(value: JsonValue) -> str:
    """Say in which form a layout is written."""
    return _known(_FORMS, value)


def protection_words(value: JsonValue) -> str:
    """Say how a connection is protected."""
    return _known(_PROTECTION, value)


def way_words(value: JsonValue) -> str:
    """Say by which way messages leave."""
    return _known(_WAYS, value)


def duration_words(value: JsonValue) -> str:
    """Say how long something takes."""
    if not isinstance(value, int):
        return text_words(value)
    own = Locale.parse(i18n.language().replace("-", "_"))
    return str(format_timedelta(timedelta(seconds=value), threshold=1.5, locale=own))


def planned_words(value: JsonValue) -> str:
    """Say a planned time, in its zone and in universal time."""
    match value:
        case {"local": str(local), "zone": str(zone), "utc": str(utc)}:
            words = _("{moment} ({zone}; {universal} UTC)")
            return place(words, moment=local, zone=zone, universal=utc[5:16].replace("T", " "))
        case _:
            return text_words(value)


def window_words(value: JsonValue) -> str:
    """Say the hours of sending: the days as the language in use calls them, and the zone."""
    match value:
        case {"days": list(days), "opens": str(opens), "closes": str(closes), "zone": str(zone)}:
            hours = {"opens": opens, "closes": closes, "zone": zone}
            if len(days) == len(DAYS):
                return place(_("{opens} to {closes} ({zone})"), **hours)
            shown = _days_words([DAYS.index(day) for day in days if day in DAYS])
            return place(_("{opens} to {closes} ({zone}) on {days}"), **hours, days=shown)
        case _:
            return text_words(value)


def _days_words(days: list[int]) -> str:
    """Name days of the week; those that follow one another by the first and the last."""
    names = get_day_names("abbreviated", locale=i18n.language().replace("-", "_"))
    follow = len(days) > 2 and days == [*range(days[0], days[-1] + 1)]
    return f"{names[days[0]]} – {names[days[-1]]}" if follow else " · ".join(names[n] for n in days)


def attachment_words(value: JsonValue) -> str:
    """Say what is attached: one file for all, or one for each."""
    match value:
        case {"column": str(column)} if column:
            return place(_("a file for each person, named in the column “{name}”"), name=column)
        case {"path": str(path)}:
            return path
        case _:
            return text_words(value)


def header_words(value: JsonValue) -> str:
    """Give a header field as it is written."""
    match value:
        case [str(name), str(content)]:
            return f"{name}: {content}"
        case _:
            return text_words(value)


def campaign_words(value: JsonValue) -> str:
    """Shorten the random id of a campaign."""
    return text_words(value)[:SHORT]


def left_out_item(value: JsonValue) -> str:
    """Say whom a decision leaves out, and why."""
    match value:
        case {"code": str(code), "rows": int(rows)}:
            return left_out_words(code, rows)
        case _:
            return text_words(value)


def accepted_words(value: JsonValue) -> str:
    """Say who accepted a point and why, with the fingerprint of the whole."""
    match value:
        case {"name": str(name), "reason": str(reason)} if isinstance(value, dict):
            words = _("{name}: {reason} ({fingerprint})")
            return place(words, name=name, reason=reason, fingerprint=_mark(value))
        case _:
            return text_words(value)


def review_words(value: JsonValue) -> str:
    """Say who reviewed how many texts, with the fingerprint of the whole."""
    match value:
        case {"name": str(name), "count": int(count), "declared": int(declared)} if isinstance(
            value, dict
        ):
            words = (
                ngettext(
                    "{name}, by bringing the file: {count} text ({fingerprint})",
                    "{name}, by bringing the file: {count} texts ({fingerprint})",
                    count,
                )
                if declared
                else ngettext(
                    "{name}: {count} text ({fingerprint})",
                    "{name}: {count} texts ({fingerprint})",
                    count,
                )
            )
            return place(words, name=name or "–", count=count, fingerprint=_mark(value))
        case _:
            return text_words(value)


def _known(words: dict[str, str], value: JsonValue) -> str:
    said = text_words(value)
    return _(words[said]) if said in words else said


def _mark(value: JsonValue) -> str:
    return digest_of(canonical_bytes({"": value}))[:SHORT]
