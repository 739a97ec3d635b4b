"""Who may say that a translation is right, in words. Qt is not known here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from babel.lists import format_list

from composer.gui.numbers import number_locale
from composer.i18n import _, isolate, ngettext, place
from composer.model.person import Person, Role
from composer.model.translation import UnitAct, UnitLine, UnitState
from composer.translation.locales import resolve_locale

READERS = frozenset({Role.REVIEWER, Role.TRANSLATOR, Role.AUTHOR, Role.OWNER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewing:
    """Who reviews one language: me, everybody, and whether it asks for a reader of it."""

    me: Person
    people: tuple[Person, ...]
    locale: str
    needs_reader: bool = False

    def may(self, unit: UnitLine) -> bool:
        """Whether I may say that a unit's translation is right."""
        return self._can(self.me) and not self._is_mine(unit)

    def others(self, unit: UnitLine) -> tuple[Person, ...]:
        """Give those who may say so besides me."""
        writer = unit.translated.by if unit.translated else ""
        return tuple(
            person
            for person in self.people
            if person.public_key != self.me.public_key
            and self._can(person)
            and person.name != writer
        )

    def sentence(self, unit: UnitLine) -> str:
        """Say why I may not, and who may."""
        names = _names(self.others(unit))
        if not names:
            return _("Nobody else here may review this yet. The owner adds people under People.")
        if self._is_mine(unit):
            count = len(self.others(unit))
            words = ngettext(
                "{names} may review this. You translated it.",
                "{names} may review this. You translated it.",
                count,
            )
            return place(words, names=names)
        return place(_("It must be reviewed by somebody who reads it: {names}."), names=names)

    def _is_mine(self, unit: UnitLine) -> bool:
        return unit.translated is not None and unit.translated.by == self.me.name

    def _can(self, person: Person) -> bool:
        if not person.roles & READERS:
            return False
        return not self.needs_reader or reads(person.locales, self.locale)


def reads(known: Sequence[str], locale: str) -> bool:
    """Whether somebody who reads some languages reads this one.

    >>> reads(["pt"], "pt-BR"), reads(["de"], "fr")
    (True, False)
    """
    return any(
        resolve_locale(wish, available=[there], fallback={}, source="") is not None
        for own in known
        for wish, there in ((locale, own), (own, locale))
    )


def needs_look(unit: UnitLine) -> bool:
    """Whether the source has changed since the translation was made."""
    return unit.state == UnitState.NEEDS_WORK.value and bool(unit.target)


def act_words(act: UnitAct | None, *, when: str, reviewed: bool) -> str:
    """Say who did what and when, or that nobody here did."""
    if act is None:
        return ""
    if act.is_declared:
        words = (
            _("Reviewed by declaration of {name}, who brought the file, {when}.")
            if reviewed
            else _("Brought with a file by {name}, {when}.")
        )
    else:
        words = _("Reviewed by {name}, {when}.") if reviewed else _("Translated by {name}, {when}.")
    return place(words, name=act.by, when=when)


def _names(people: Iterable[Person]) -> str:
    names = [isolate(person.name) for person in people]
    return format_list(names, style="or", locale=number_locale()) if names else ""
