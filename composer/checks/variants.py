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
from operator import itemgetter

from composer.audience.fields import SURELY_FILLED, is_empty_cell
from composer.checks.variants_part import Group, Member, Part
from composer.checks.variants_shapes import WHOLE, Collected
from composer.checks.variants_traits import (
    attached_kinds,
    branch_trait,
    scripts_in,
    traits_of,
)
from composer.model.recall import Recall
from composer.model.recipient import Recipient
from composer.model.rendered import RenderedMessage
from composer.rendering.compile import CompiledMessage

_EMPTY = Recall(is_empty_cell, room_bytes=1024 * 1024)


class VariantCollector:
    """Collects a part of an audience: some hundreds of people, because each may be different.

    `templates` tell what there would be to see; without them nobody can say what nobody sees.
    """

    def __init__(self, *, fields: Iterable[str], templates: CompiledMessage | None = None) -> None:
        self._fields = tuple(fields)
        self._templates = templates
        self._cells_of = _getter(self._fields)
        self._none_empty = (False,) * len(self._fields)
        self._known: dict[tuple[object, ...], Group] = {}
        self._groups: dict[tuple[str, ...], Group] = {}
        self._part = Part()

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
        self._part.add(Member(recipient.row, recipient, rendered.digest, sizes, group))

    @property
    def collected(self) -> Collected:
        """What was taken in."""
        people: Counter[str] = Counter()
        for group in self._groups.values():
            people.update(dict.fromkeys(group.traits, group.people))
        return Collected(
            fields=self._fields,
            shapes=self._part.shapes(),
            extremes=tuple(self._part.ends((*self._fields, WHOLE))),
            people=tuple(people.items()),
            declared=self._declared({group.locale for group in self._groups.values()}),
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
    ) -> Group:
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
            group = self._groups[traits] = Group(traits, locale=locale, empty=empty)
        return group

    def _declared(self, locales: set[str]) -> frozenset[str]:
        if self._templates is None:
            return frozenset()
        message = self._templates.context.message
        offered = {message.locale, *(item.locale for item in message.catalogues)}
        found = {f"locale::{locale}:" for locale in offered}
        for locale in locales:
            found.update(_outcomes(self._templates, locale))
        return frozenset(found)


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
