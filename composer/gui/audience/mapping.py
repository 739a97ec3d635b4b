"""What each column of a source is to be: its name in the message and what it is for.

Suggestions stand there from the beginning and are marked until somebody says otherwise. Exactly one
column holds the address, at most one the language; the other roles may be several.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from composer.i18n import N_, _, place
from composer.model.audience import ColumnRole, ColumnSuggestion
from composer.model.campaign import AudienceSettings

ROLES = (
    ColumnRole.EMAIL,
    ColumnRole.LOCALE,
    ColumnRole.ID,
    ColumnRole.CONTACT,
    ColumnRole.PERSONAL,
)
ROLE_NAMES = {
    ColumnRole.EMAIL: N_("Address"),
    ColumnRole.LOCALE: N_("Language"),
    ColumnRole.ID: N_("Id"),
    ColumnRole.CONTACT: N_("Contact"),
    ColumnRole.PERSONAL: N_("Personal"),
}
ROLE_MEANINGS = {
    ColumnRole.EMAIL: N_("The address the message goes to. Exactly one column."),
    ColumnRole.LOCALE: N_("The language this person reads. At most one column."),
    ColumnRole.ID: N_("Names one person, such as a customer number. Nobody else may see it."),
    ColumnRole.CONTACT: N_("May hold somebody else's address on purpose, such as an adviser's."),
    ColumnRole.PERSONAL: N_("Is replaced in the messages that test mailboxes receive."),
}
ALONE = frozenset({ColumnRole.EMAIL, ColumnRole.LOCALE})


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedColumn:
    """One column as it is to be read; `origin` is suggested, remembered or chosen."""

    source: str
    name: str
    roles: frozenset[ColumnRole]
    examples: tuple[str, ...]
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """All columns of a source."""

    columns: tuple[MappedColumn, ...] = ()

    def problem(self) -> str:
        """Say what must be decided before the source can be read, or nothing."""
        if not self._named(ColumnRole.EMAIL):
            return _("Say which column holds the address.")
        twice = [name for name, count in Counter(c.name for c in self.columns).items() if count > 1]
        if twice:
            return place(_("Two columns are called {column} in the message."), column=twice[0])
        if not all(column.name.strip() for column in self.columns):
            return _("Each column needs a name in the message.")
        return ""

    def with_name(self, at: int, name: str) -> Mapping:
        """Give one column another name in the message."""
        return self._with(at, replace(self.columns[at], name=name.strip(), origin="chosen"))

    def with_role(self, at: int, role: ColumnRole, *, has: bool) -> Mapping:
        """Give one column a role or take it away; address and language leave the column before."""
        columns = self.columns
        if has and role in ALONE:
            columns = tuple(_without(column, role) for column in columns)
        column = columns[at]
        roles = column.roles | {role} if has else column.roles - {role}
        if has and role is ColumnRole.EMAIL:
            roles -= {ColumnRole.LOCALE, ColumnRole.CONTACT}
        made = replace(column, roles=roles, origin="chosen")
        return Mapping(columns=(*columns[:at], made, *columns[at + 1 :]))

    def settings(self, before: AudienceSettings) -> AudienceSettings:
        """Say it in a campaign's settings."""
        return replace(
            before,
            email=next(iter(self._named(ColumnRole.EMAIL)), before.email),
            locale=next(iter(self._named(ColumnRole.LOCALE)), self._no_locale(before.locale)),
            ids=self._named(ColumnRole.ID),
            contacts=self._named(ColumnRole.CONTACT),
            personal=self._named(ColumnRole.PERSONAL),
            columns=tuple((c.source, c.name) for c in self.columns if c.source != c.name),
        )

    def _named(self, role: ColumnRole) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if role in column.roles)

    def _no_locale(self, before: str) -> str:
        """Keep a name that no column has: nothing then says a language."""
        return "" if before in {column.name for column in self.columns} else before

    def _with(self, at: int, column: MappedColumn) -> Mapping:
        return Mapping(columns=(*self.columns[:at], column, *self.columns[at + 1 :]))


def suggested(columns: Iterable[ColumnSuggestion]) -> Mapping:
    """Begin with what is suggested or was said before."""
    return Mapping(
        columns=tuple(
            MappedColumn(
                source=column.source,
                name=column.name,
                roles=column.roles - {ColumnRole.FIELD},
                examples=column.examples,
                origin="remembered" if column.remembered else "suggested",
            )
            for column in columns
        )
    )


def again(former: Mapping, columns: Sequence[ColumnSuggestion]) -> Mapping:
    """Keep what a person chose when the same columns are read in another way."""
    fresh = suggested(columns)
    if [c.source for c in former.columns] != [c.source for c in fresh.columns]:
        return fresh
    return Mapping(
        columns=tuple(
            replace(old, examples=new.examples)
            for old, new in zip(former.columns, fresh.columns, strict=True)
        )
    )


def _without(column: MappedColumn, role: ColumnRole) -> MappedColumn:
    if role not in column.roles:
        return column
    return replace(column, roles=column.roles - {role}, origin="chosen")
