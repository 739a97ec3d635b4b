"""Kinds of message: the fewest real recipients that together show everything the message can say.

Traits are collected in the pass that renders everybody: the locale, each outcome of every
condition and repeat in that locale, which fields are empty, what letters and attachments there are,
and whose values are the longest and the shortest. Each worker collects a part, `variants_shapes`
adds the parts up, and `variants_kinds` chooses among what was kept. Everybody is looked at, and
whatever somebody has is shown by somebody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from operator import itemgetter

from composer.audience.fields import SURELY_FILLED, is_empty_cell
from composer.checks.variants_shapes import (
    ENDS,
    LONGEST,
    OF_EACH_SHAPE,
    SHORTEST,
    WHOLE,
    Collected,
    Extreme,
    Person,
    Shape,
    most_extreme,
    rank_of,
)
from composer.checks.variants_traits import (
    attached_kinds,
    branch_trait,
    scripts_in,
    traits_of,
)
from composer.model.identifiers import Digest
from composer.model.recall import Recall
from composer.model.recipient import Recipient
from composer.model.rendered import RenderedMessage
from composer.rendering.compile import CompiledMessage

_EMPTY = Recall(is_empty_cell, room_bytes=1024 * 1024)

_Member = tuple[int, Recipient, Digest, list[int]]
"""Somebody's row, who it is, the message's digest, and the sizes that a `Person` has."""


class VariantCollector:
    """Collects a part of an audience: some hundreds of people, because each may be different.

    `templates` tell what there would be to see; without them nobody can say what nobody sees.
    """

    def __init__(self, *, fields: Iterable[str], templates: CompiledMessage | None = None) -> None:
        self._fields = tuple(fields)
        self._templates = templates
        self._cells_of = _getter(self._fields)
        self._none_empty = (False,) * len(self._fields)
        self._known: dict[tuple[object, ...], _Group] = {}
        self._groups: dict[tuple[str, ...], _Group] = {}

    def add(self, rendered: RenderedMessage, recipient: Recipient) -> None:
        """Take in one recipient's message."""
        cells = self._cells_of(dict(recipient.fields))
        text = "\n".join(cells)
        key = (
            rendered.locale,
            rendered.branches,
            self._empty_of(cells),
            () if text.isascii() else scripts_in(text),
            attached_kinds(rendered.attachments) if rendered.attachments else (),
        )
        group = self._known.get(key)
        if group is None:
            group = self._group_of(*key)
            self._known[key] = group
        whole = len(rendered.html_utf8) + len(rendered.text_utf8)
        sizes = [*map(len, cells), whole, len(text)]
        group.members.append((recipient.row, recipient, rendered.digest, sizes))

    @property
    def collected(self) -> Collected:
        """What was taken in."""
        groups = tuple(self._groups.values())
        return Collected(
            fields=self._fields,
            shapes=tuple(group.shape for group in groups),
            extremes=_extremes(groups, (*self._fields, WHOLE)),
            people=_people(groups),
            declared=self._declared(frozenset(group.locale for group in groups)),
        )

    def _empty_of(self, cells: tuple[str, ...]) -> tuple[bool, ...]:
        if SURELY_FILLED.issuperset([cell[:1] for cell in cells]):
            return self._none_empty
        return tuple([_EMPTY[cell] for cell in cells])

    def _group_of(
        self,
        locale: str,
        branches: tuple[tuple[str, int], ...],
        empty: tuple[bool, ...],
        scripts: tuple[str, ...],
        attached: tuple[str, ...],
    ) -> _Group:
        """Find the group of a shape; outcomes may have come about in another order."""
        traits = traits_of(
            locale=locale,
            branches=branches,
            fields=zip(self._fields, empty, strict=True),
            scripts=scripts,
            attached=attached,
        )
        group = self._groups.get(traits)
        if group is None:
            group = self._groups[traits] = _Group(traits, locale=locale, empty=empty)
        return group

    def _declared(self, locales: frozenset[str]) -> frozenset[str]:
        if self._templates is None:
            return frozenset()
        message = self._templates.context.message
        offered = {message.locale, *(item.locale for item in message.catalogues)}
        found = {f"locale::{locale}:" for locale in offered}
        for locale in locales:
            found.update(_outcomes(self._templates, locale))
        return frozenset(found)


class _Group:
    """Everybody of one shape within a part, with the lengths of their values."""

    __slots__ = ("empty", "locale", "members", "rank", "shapes", "traits")

    def __init__(self, traits: tuple[str, ...], *, locale: str, empty: tuple[bool, ...]) -> None:
        self.traits = traits
        self.locale = locale
        self.empty = (*empty, False, True)
        self.rank = rank_of(traits)
        self.members: list[_Member] = []
        self.shapes: dict[int, Shape] = {}

    def ends(self) -> Iterator[tuple[int, str, Extreme]]:
        """Give (field, longest or shortest, who has it) of every field that is filled."""
        sizes_of = [sizes for _row, _recipient, _digest, sizes in self.members]
        keys = {
            LONGEST: [(-member[3][-1], member[0]) for member in self.members],
            SHORTEST: [(member[3][-1], member[0]) for member in self.members],
        }
        orders = [sorted(range(len(sizes_of)), key=keys[which].__getitem__) for which in ENDS]
        for field, column in enumerate(zip(*sizes_of, strict=True)):
            if self.empty[field]:
                continue
            ends = zip(ENDS, orders, (max(column), min(column)), strict=True)
            for which, order, length in ends:
                having = (at for at in order if column[at] == length)
                few = tuple([self._shape_of(at) for at in islice(having, OF_EACH_SHAPE)])
                yield field, which, Extreme(length, few)

    @property
    def shape(self) -> Shape:
        """Everybody, and the first of them to stand for all."""
        return self._shape_of(self.members.index(min(self.members, key=itemgetter(0))))

    def _shape_of(self, at: int) -> Shape:
        if at not in self.shapes:
            row, recipient, digest, sizes = self.members[at]
            person = Person(row, recipient.id, recipient.address, self.locale, digest, tuple(sizes))
            self.shapes[at] = Shape(self.rank, self.traits, len(self.members), person)
        return self.shapes[at]


def _people(groups: Iterable[_Group]) -> tuple[tuple[str, int], ...]:
    people: Counter[str] = Counter()
    for group in groups:
        for trait in group.traits:
            people[trait] += len(group.members)
    return tuple(people.items())


def _extremes(
    groups: Iterable[_Group], names: tuple[str, ...]
) -> tuple[tuple[tuple[str, str], Extreme], ...]:
    found: dict[tuple[str, str], list[Extreme]] = {}
    for group in groups:
        for at, which, extreme in group.ends():
            found.setdefault((which, names[at]), []).append(extreme)
    return tuple((name, most_extreme(name[0], some)) for name, some in found.items())


def _outcomes(templates: CompiledMessage, locale: str) -> Iterator[str]:
    """Give the outcomes for which a locale's own templates have words; a layout serves many."""
    parts = templates.for_locale(locale)
    headers = (value for _name, value in parts.headers if not isinstance(value, str))
    for part in (
        parts.subject,
        parts.preheader,
        parts.html,
        parts.text,
        parts.unsubscribe,
        *headers,
    ):
        for branch in part.branches if part is not None else ():
            yield branch_trait(branch.name, 1, locale)
            if branch.has_else:
                yield branch_trait(branch.name, 0, locale)


def _getter(fields: tuple[str, ...]) -> Callable[[dict[str, str]], tuple[str, ...]]:
    if len(fields) > 1:
        return itemgetter(*fields)
    return lambda cells: tuple(cells[name] for name in fields)
